"""The answer is lost after the change was made, and the client asks again: nothing happens twice."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from lossy_proxy import LossyProxy
from server import Server

HERE = Path(__file__).resolve().parent
MIA = "mia@example.org"
SECONDS = 120


class Run:
    """A client at work on a server of its own; the proxy may lose its answers."""

    def __init__(self, folder, script, stack, lossy=False, busy=False):
        self.server = Server(folder / "data")
        self.server.add_user(MIA, "a good long secret of mia", admin=True)
        self.server.start()
        stack.callback(self.server.stop)
        self.proxy = None
        through = self.server.base
        if lossy or busy:
            self.proxy = stack.enter_context(LossyProxy(self.server.base, busy=busy))
            through = self.proxy.base
        (folder / "home").mkdir()
        self.process = subprocess.Popen(
            [
                *(sys.executable, str(HERE / script)),
                *(str(self.server.data), self.server.base, through, str(folder / "pictures")),
            ],
            env={
                **os.environ,
                "HOME": str(folder / "home"),
                "DATALOOP_PATH": str(folder / "home" / ".dataloop"),
                "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent / 'sdk'}",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        stack.callback(self.process.kill)

    def seen(self):
        """Verb → what there was after it."""
        out, errors = self.process.communicate(timeout=SECONDS)
        lines = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        last = lines[-1]["verb"] if lines else "nothing"
        assert self.process.returncode == 0, f"after {last}:\n{errors[-4000:]}"
        return {line["verb"]: line["seen"] for line in lines}


@pytest.fixture
def stack():
    with ExitStack() as stack:
        yield stack


def runs(tmp_path, stack, script):
    """The same work three times at once: undisturbed, with lost answers, at a busy server."""
    made = []
    for name, how in (("plain", {}), ("lossy", {"lossy": True}), ("busy", {"busy": True})):
        folder = tmp_path / name
        folder.mkdir()
        made.append(Run(folder, script, stack, **how))
    return made


def differences(expected, seen, told_again=False):
    """Verb → what is not as expected after it. `told_again`: changes by PUT and PATCH, which are the
    same when done again, may be told again."""
    found = {}
    for verb, want in expected.items():
        rows, want_rows = dict(seen[verb]["rows"]), dict(want["rows"])
        if told_again:
            assert rows.pop("event") >= want_rows.pop("event")
        if rows != want_rows or seen[verb]["work"] != want["work"]:
            found[verb] = {
                "rows": {name: (want_rows[name], rows[name]) for name in rows if rows[name] != want_rows[name]},
                "work": (want["work"], seen[verb]["work"]),
            }
    return found


def check(plain, lossy, busy, verbs, **how):
    expected = plain.seen()
    assert differences(expected, lossy.seen(), **how) == {}
    assert differences(expected, busy.seen()) == {}
    for proxy in (lossy.proxy, busy.proxy):
        assert len(proxy.lost) >= verbs, proxy.lost
        assert proxy.again == sum(proxy.lost.values())
    print(f"{lossy.proxy.again} answers lost, {busy.proxy.again} times busy: {dict(lossy.proxy.lost)}")


def test_nothing_happens_twice_for_the_python_sdk(tmp_path, stack):
    """B-160"""
    check(*runs(tmp_path, stack, "lost_dtlpy.py"), verbs=22, told_again=True)


def test_nothing_happens_twice_for_the_cpp_sdk(tmp_path, stack):
    """B-297"""
    check(*runs(tmp_path, stack, "lost_cli.py"), verbs=18)
