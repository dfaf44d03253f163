"""A small installation to break: mia's project with a dataset of a few files, over plain HTTP."""

import hashlib
import os
import shutil
import subprocess
import time

import pytest

from http_api import Api, ok, sign_in
from pictures import png
from server import Server, binary

MIA = "mia@example.org"
SECRET = "a good long secret of mia"
PATIENCE = 30  # seconds that something may take before it counts as not happening


class House:
    """A server on a data folder, and mia signed in at it."""

    made = []  # all of them, so that none outlives the tests

    def __init__(self, data):
        House.made.append(self)
        self.server = Server(data)
        self.api = None
        self.token = None

    @property
    def data(self):
        return self.server.data

    def found(self, files=3):
        """A new installation: an account, a project, a dataset, `files` items."""
        self.server.add_user(MIA, SECRET, admin=True)
        self.start()
        self.project = ok(self.api.post("/projects", {"name": "house"}))["id"]
        self.dataset = self.new_dataset("pictures")
        self.items = [ok(self.upload(f"/{n}.png", picture(n)))["id"] for n in range(files)]
        return self

    def start(self, **popen):
        self.server.start(**popen)
        self.sign_in()
        return self

    def sign_in(self):
        self.token = sign_in(self.server.base, MIA, SECRET)
        assert self.token, "mia cannot sign in"
        self.api = Api(self.server.base, self.token)

    def restart(self, **popen):
        self.stop()
        return self.start(**popen)

    def stop(self):
        """SIGTERM; an orderly end."""
        if self.server.running():
            code = self.server.stop()
            assert code == 0, f"the server ended with {code}:\n" + self.tail()

    def copy_to(self, data):
        """The same installation in another folder; this one must be stopped."""
        shutil.copytree(self.data, data, ignore=shutil.ignore_patterns("allot.sock"))
        return self.at(data)

    def at(self, data):
        """The same installation, found in another folder."""
        other = House(data)
        other.project, other.dataset, other.items = self.project, self.dataset, self.items
        return other

    # What mia does

    def add_dataset(self, name):
        return self.api.post("/datasets", {"name": name, "projects": [self.project]})

    def new_dataset(self, name):
        return ok(self.add_dataset(name))["id"]

    def dataset_names(self):
        return {each["name"] for each in ok(self.api.get(f"/datasets?projects={self.project}"))}

    def upload(self, path, content, **more):
        return self.api.upload(self.dataset, path, content, **more)

    def content(self, item):
        return self.api.get(f"/items/{item}/stream")

    def paths(self):
        """The paths of all files of the dataset."""
        body = {"filter": {"type": "file"}, "page": 0, "pageSize": 1000}
        page = ok(self.api.post(f"/datasets/{self.dataset}/query", body))
        return {item["filename"] for item in page["items"]}

    def reads_work(self):
        """What needs no writing is served as ever."""
        assert self.api.get(f"/datasets/{self.dataset}").ok
        answer = self.content(self.items[0])
        assert answer.ok and answer.content == picture(0)

    # What the machine shows

    def spool(self):
        folder = self.data / "files" / "spool"
        return sorted(path.name for path in folder.iterdir())

    def stored_file(self, content):
        name = hashlib.sha256(content).hexdigest()
        return self.data / "files" / name[:2] / name

    def open_files(self):
        return len(os.listdir(f"/proc/{self.server.pid}/fd"))

    def log(self, *words):
        """The lines that hold all of the words."""
        return [line for line in self.server.output if all(word in line for word in words)]

    def awaits_log(self, *words):
        eventually(lambda: self.log(*words), f"no line with {words} in the log")
        return self.log(*words)

    def names_in_log(self, answer, *words):
        """The one line that tells why this answer is an error."""
        request = answer.headers["x-request-id"]
        lines = self.awaits_log("breakdown", f"request={request} ")
        assert len(lines) == 1, lines
        for word in words:
            assert word in lines[0], f"{word!r} is not in {lines[0]!r}"
        assert len(self.log(f"request={request} ")) <= 2, "more than this and the access line"
        return lines[0]

    def tail(self):
        return "\n".join(self.server.output[-20:])


def picture(number):
    return png(seed=number)


def eventually(check, what="it did not happen", seconds=PATIENCE):
    """Polls until `check` is true; its last value."""
    end = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        assert time.monotonic() < end, what() if callable(what) else what
        time.sleep(0.02)


def refuses_to_start(data, *words, code=1, arguments=(), program=None, **popen):
    """`allot serve` ends by itself with one sentence that holds the words; returns the sentence."""
    command = [str(program or binary()), "serve", "--data", str(data)]
    done = subprocess.run(
        [*command, *(arguments or ("--listen", "127.0.0.1:0"))],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        **popen,
    )
    assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("allot: ") and lines[0].endswith("."), lines[0]
    for word in words:
        assert word in lines[0], f"{word!r} is not in {lines[0]!r}"
    return lines[0]


def check_finds_nothing(data):
    """`allot check`, beside the server if one serves."""
    done = subprocess.run([str(binary()), "check", "--data", str(data)], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


def needs_root():
    if os.geteuid() != 0:
        pytest.skip("needs root: mounts, or another user")


class Mount:
    """Something mounted for a while."""

    def __init__(self, target, *options, source="none"):
        self.target = target
        needs_root()
        target.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", *options, source, str(target)], capture_output=True, text=True
        )
        if done.returncode != 0:
            pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")

    def set_mode(self, mode):
        """`ro` or `rw`, of a bind mount."""
        subprocess.run(["mount", "-o", f"remount,bind,{mode}", str(self.target)], check=True)

    def close(self):
        subprocess.run(["umount", "--lazy", str(self.target)], check=True)


class SmallDisk(Mount):
    """A file system in memory with room for so many megabytes; a file takes what is left."""

    def __init__(self, target, megabytes):
        super().__init__(target, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700")
        self._filler = target / "filler"

    def free(self):
        state = os.statvfs(self.target)
        return state.f_bavail * state.f_frsize

    def fill(self, leave=0):
        with open(self._filler, "ab", buffering=0) as filler:
            while self.free() > leave:
                try:
                    filler.write(bytes(min(self.free() - leave, 1 << 20)))
                except OSError:
                    break

    def clear(self):
        self._filler.unlink()


@pytest.fixture
def mounts():
    """`mounts(SmallDisk, target, 8)`: unmounted at the end, the latest first."""
    made = []

    def mount(kind, *arguments, **more):
        made.append(kind(*arguments, **more))
        return made[-1]

    yield mount
    for each in reversed(made):
        each.close()
