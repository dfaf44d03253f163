"""`allot` on the command line, as a person or a script runs it."""

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from dataclasses import dataclass

from server import binary

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SECONDS = 60


@dataclass
class Done:
    code: int
    out: str
    err: str = ""


class Cli:
    """One person at one machine: a home folder, and words that stand behind every command."""

    def __init__(self, home, *everywhere, **environment):
        self.home = home
        self.through = []  # a program that runs it
        self.everywhere = [str(word) for word in everywhere]
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "DATALOOP_PATH": str(home / ".dataloop"),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            **environment,
        }

    def command(self, *words):
        return [*self.through, str(binary()), *(str(word) for word in words), *self.everywhere]

    def run(self, *words, typed="", code=0, **more):
        """In a pipe; the exit code must be `code`, unless that is None."""
        ran = subprocess.run(
            self.command(*words),
            input=typed,
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=SECONDS,
            **more,
        )
        assert code in (None, ran.returncode), f"allot {words}: {ran.returncode}\n{ran.stdout}{ran.stderr}"
        return Done(ran.returncode, ran.stdout, ran.stderr)

    def says(self, *words, **more):
        """What it prints, when it works."""
        return self.run(*words, **more).out

    def json(self, *words, **more):
        return json.loads(self.says(*words, "--json", **more))

    def ids(self, *words, **more):
        return self.says(*words, "--quiet", **more).split()

    def id(self, *words, **more):
        (only,) = self.ids(*words, **more)
        return only

    def refused(self, code, *words, **more):
        """What it says on the standard error: a sentence, after the program's name."""
        done = self.run(*words, code=code, **more)
        assert done.err.startswith("allot: "), done.err
        assert done.err.splitlines()[0].rstrip().endswith((".", ":")), done.err
        return done.err.removeprefix("allot: ").rstrip("\n")

    def on_terminal(self, *words, typed="", after="", columns=100, **environment):
        """On a terminal; `typed` is typed once `after` was printed."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        process = subprocess.Popen(
            self.command(*words),
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**self.environment, **environment},
            start_new_session=True,
        )
        os.close(follower)
        try:
            text = read_terminal(leader, typed, after)
            return Done(process.wait(timeout=SECONDS), text)
        finally:
            process.kill()
            os.close(leader)


def read_terminal(leader, typed, after):
    seen = b""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if typed and after in seen.decode(errors="replace"):
            os.write(leader, typed.encode())
            typed = ""
        if not select.select([leader], [], [], 0.2)[0]:
            continue
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the other end is closed
            piece = b""
        if not piece:
            return seen.decode().replace("\r\n", "\n")
        seen += piece
    raise AssertionError(f"it did not end: {seen!r}")
