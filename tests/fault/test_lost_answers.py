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
            [sys.executable, str(HERE / script), str(self.server.data), self.server.base, through, str(folder / "pictures")],
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


def differences(expected, seen):
    return {
        verb: {
            part: {
                key: (expected[verb][part].get(key), seen[verb][part].get(key))
                for key in expected[verb][part].keys() | seen[verb][part].keys()
                if expected[verb][part].get(key) != seen[verb][part].get(key)
            }
            for part in expected[verb]
        }
        for verb in expected
        if expected[verb] != seen[verb]
    }


def test_nothing_happens_twice_for_the_python_sdk(tmp_path, stack):
    """B-160"""
    plain, lossy, busy = runs(tmp_path, stack, "lost_dtlpy.py")
    expected = plain.seen()
    assert differences(expected, lossy.seen()) == {}
    assert differences(expected, busy.seen()) == {}
    print(f"{sum(lossy.proxy.lost.values())} answers lost: {dict(lossy.proxy.lost)}")
    assert len(lossy.proxy.lost) >= 20
    assert lossy.proxy.lost == busy.proxy.lost
