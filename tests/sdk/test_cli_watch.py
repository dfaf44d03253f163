"""`allot task watch`: in place on a terminal, a line for each change elsewhere."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import termios
import threading
import time

import pytest

from cli_places import cli, place, work  # fixtures
from command_line import COLOUR, Cli
from conftest import MIA, password_of
from pictures import png
from server import Server


class Watching:
    """`allot task watch`, read line by line while it runs."""

    def __init__(self, cli, *words, **more):
        self.seen = []
        self._news = threading.Condition()
        self.process = subprocess.Popen(
            cli.command("task", "watch", *words, "--every", "1"),
            stdout=subprocess.PIPE,
            text=True,
            env=cli.environment,
            **more,
            # Whoever runs the tests in the background has it ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                self.seen.append(line)
                self._news.notify()

    def wait_for(self, text):
        with self._news:
            found = self._news.wait_for(lambda: text in "".join(self.seen), timeout=30)
        assert found, "".join(self.seen)


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_watching_shows_what_changes_and_ends_when_the_task_is_completed(work):
    """B-110, B-320."""
    cli = work.cli
    name, task = work.task("--filter", "dir=/night", assign="ada")
    items = cli.ids("item", "list", "--task", task)
    watching = Watching(cli, name)
    try:
        watching.wait_for("0 of 3 done, 3 open")
        cli.run("item", "status", "completed", items[0], "--task", task)
        watching.wait_for("1 of 3 done, 2 open")
        cli.run("item", "status", "completed", items[0], "--task", task)  # happens, and changes nothing
        cli.run("item", "status", "completed", *items[1:], "--task", task)
        assert watching.process.wait(timeout=30) == 0
        watching.wait_for("3 of 3 done, 0 open")
    finally:
        watching.process.kill()
    text = "".join(watching.seen)
    assert "\x1b" not in text and "100 %" in text
    assert text.count("1 of 3 done") == 1  # told once, whatever else happened


def test_watching_what_is_completed_ends_at_once(work):
    cli = work.cli
    name, task = work.task("--filter", "dir=/night", assign="ada")
    cli.run("item", "status", "completed", *cli.ids("item", "list", "-t", task), "-t", task)
    said = cli.says("task", "watch", name)
    assert said == f"{name}: 3 of 3 done, 0 open, 100 %; ada@example.org 3/3\n"
    assert cli.says("task", "watch", name, "--quiet") == f"{task}\n"


DRAWN = "\x1b[J"  # behind each picture
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SECOND_SCREEN, FIRST_SCREEN = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"


def test_watching_on_a_terminal_leaves_the_last_picture_on_the_screen_that_was_there(work):
    cli = work.cli
    name, task = work.task("--filter", "dir=/night", assign="ada")
    cli.run("item", "status", "completed", *cli.ids("item", "list", "-t", task), "-t", task)
    done = cli.on_terminal("task", "watch", name)
    assert done.code == 0
    assert done.out.startswith(SECOND_SCREEN)
    drawn, left = done.out.split(FIRST_SCREEN)
    assert "\x1b[H" in drawn and "\x1b[2J" not in drawn
    assert COLOUR.sub("", left) == cli.says("task", "show", name)


class WatchingOnTerminal:
    """`allot task watch` on a terminal of that many columns; `seen` is what it has drawn."""

    def __init__(self, cli, *words, columns):
        self.leader, follower = pty.openpty()
        self.resize(columns)
        self.process = subprocess.Popen(
            cli.command("task", "watch", *words),
            stdin=follower,
            stdout=follower,
            env=cli.environment,
        )
        os.close(follower)
        self.seen = ""

    def resize(self, columns):
        termios.tcsetwinsize(self.leader, (40, columns))

    def wait_for(self, text):
        end = time.monotonic() + 30
        while text not in self.seen:
            assert time.monotonic() < end, repr(self.seen)
            if select.select([self.leader], [], [], 0.2)[0]:
                self.seen += os.read(self.leader, 65536).decode(errors="replace")


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_watching_on_a_terminal_follows_its_size_and_gives_it_back_at_ctrl_c(work):
    name, _ = work.task()
    watching = WatchingOnTerminal(work.cli, name, "--every", "3600", columns=100)
    try:
        watching.wait_for(DRAWN)
        assert "0 of 8 done, 8 open" in watching.seen
        watching.seen = ""
        watching.resize(30)
        watching.process.send_signal(signal.SIGWINCH)
        watching.wait_for(DRAWN)  # at once, though an hour is left
        lines = [CONTROL.sub("", line).rstrip("\r") for line in watching.seen.split("\n")]
        assert max(len(line) for line in lines) == 30
        watching.seen = ""
        watching.process.send_signal(signal.SIGINT)
        watching.wait_for(FIRST_SCREEN)
        assert watching.process.wait(timeout=30) == -signal.SIGINT
    finally:
        watching.process.kill()
        os.close(watching.leader)


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_watching_as_json_is_a_line_for_each_change(work):
    cli = work.cli
    name, task = work.task("--filter", "dir=/night", assign="ada")
    items = cli.ids("item", "list", "--task", task)
    watching = Watching(cli, name, "--json")
    try:
        watching.wait_for("\n")
        cli.run("item", "status", "completed", *items, "--task", task)
        assert watching.process.wait(timeout=30) == 0
        watching.wait_for('"status":"completed"')
    finally:
        watching.process.kill()
    told = [json.loads(line) for line in watching.seen]
    assert [each["itemStatus"]["completed"] for each in told] == [0, 3]


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_watching_tells_of_items_that_change_hands(work):
    cli = work.cli
    name, task = work.task()
    watching = Watching(cli, name)
    try:
        watching.wait_for("; ada@example.org 0/4, ben@example.org 0/4")
        cli.run("assignment", "redistribute", f"{name} (ada@example.org)", "ben=100")
        watching.wait_for("; ben@example.org 0/8")
    finally:
        watching.process.kill()


@pytest.fixture
def own(tmp_path):
    """A server that may be stopped, with a task, and somebody who watches it."""
    server = Server(tmp_path / "own")
    server.add_user(MIA, password_of(MIA), admin=True)
    server.start()
    cli = Cli(tmp_path)
    cli.run("login", server.base, "--email", MIA, "--password-stdin", typed=password_of(MIA) + "\n")
    cli.run("project", "create", "P")
    cli.run("dataset", "create", "D", "-p", "P")
    (tmp_path / "1.png").write_bytes(png(seed=1))
    cli.run("item", "upload", tmp_path / "1.png", "-d", "D")
    cli.run("task", "create", "T", "-d", "D")
    yield server, cli
    server.stop()


def test_watching_outlives_a_restart_of_the_server(own):
    server, cli = own
    watching = Watching(cli, "T", stderr=subprocess.STDOUT)
    try:
        watching.wait_for("0 of 1 done")
        server.stop()
        watching.wait_for("what was told is old.")
        server.start(listen=server.base.removeprefix("http://"))
        watching.wait_for("The server answers again.")
        cli.run("item", "status", "completed", "/1.png", "-t", "T")
        assert watching.process.wait(timeout=60) == 0
    finally:
        watching.process.kill()


def test_watching_on_a_terminal_marks_numbers_that_are_old_at_the_first_look(own):
    server, cli = own
    watching = WatchingOnTerminal(cli, "T", "--every", "1", columns=100)
    try:
        watching.wait_for("0 of 1 done")
        server.stop()
        gone = time.monotonic()
        watching.wait_for("these numbers are old.")
        # The end of the stream is heard at once; a request that is tried again and again takes six seconds.
        assert time.monotonic() - gone < 5
        assert watching.process.poll() is None
    finally:
        watching.process.kill()
        os.close(watching.leader)


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_watching_ends_at_ctrl_c(work):
    name, _ = work.task()
    watching = Watching(work.cli, name)
    watching.wait_for("0 of 8 done")
    os.kill(watching.process.pid, signal.SIGINT)
    assert watching.process.wait(timeout=30) == -signal.SIGINT
