"""`allot login`, `logout`, `whoami`: one sign-in for the command line and the SDK."""

import json
import subprocess
import sys
import time

import pytest

from command_line import Cli
from conftest import ADA, MIA, password_of
from server import Server

WHO_SDK = """
import dtlpy as dl
print(dl.token_expired(), dl.info()["user_email"], dl.projects.list() is not None)
"""
SDK_SIGNS_IN = """
import sys
import dtlpy as dl
api, base, email, password = sys.argv[1:]
dl.add_environment(environment=api, gate_url=base, url=base + "/", alias="here", verify_ssl=True)
dl.setenv("here")
assert dl.login_m2m(email=email, password=password)
"""


@pytest.fixture
def cli(tmp_path):
    """Nobody is signed in."""
    return Cli(tmp_path)


def sign_in(cli, server, email=MIA, password=None, more=()):
    words = ["login", server.base, "--email", email, "--password-stdin", *more]
    return cli.run(*words, typed=(password or password_of(email)) + "\n")


def python(cli, script, *arguments):
    """A program with the SDK, of the same person."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=cli.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_signing_in_by_password_lasts_until_signing_out(cli, server):
    assert sign_in(cli, server).out == f"signed in as {MIA} at {server.base}\n"
    assert cli.says("whoami") == f"{MIA} at {server.base}\n"
    assert cli.json("whoami") == {"email": MIA, "url": server.base}
    assert cli.id("whoami") == MIA
    assert MIA in cli.says("logout")
    assert "Nobody is signed in. `allot login URL` signs in." in cli.refused(3, "whoami")
    said = cli.refused(3, "whoami", "--url", server.base)
    assert said == f"Nobody is signed in at {server.base}. `allot login URL` signs in."
    assert "nobody was signed in" in cli.says("logout")
    assert "nobody was signed in" in cli.says("logout", "--url", server.base)


def test_whoever_is_not_signed_in_is_told_how(cli, server):
    said = cli.refused(3, "project", "list", "--url", server.base)
    assert "`allot login URL` signs in." in said


def test_where_no_server_is_known_nobody_is_signed_in_and_the_sentence_says_what_to_do(cli):
    for words in (["project", "list"], ["task", "list"], ["login", "--email", MIA, "--password-stdin"]):
        assert "`allot login URL`" in cli.refused(3, *words), words


def test_a_wrong_password_is_exit_code_3_and_signs_nobody_in(cli, server):
    words = ["login", server.base, "--email", MIA, "--password-stdin"]
    assert "wrong" in cli.refused(3, *words, typed="wrong\n")
    cli.refused(3, "whoami")


def test_whoever_mistypes_an_address_stays_where_they_were(cli, server):
    sign_in(cli, server, ADA)
    words = ["login", "http://127.0.0.1:9", "--email", MIA, "--password-stdin"]
    said = cli.refused(1, *words, typed="secret\n")
    assert said == "No answer from http://127.0.0.1:9. Does the server run? --url names another, --data a folder."
    assert cli.id("whoami") == ADA


def test_a_server_may_be_named_by_its_host_alone(cli, server):
    host = server.base.removeprefix("http://")
    words = ["login", host, "--email", MIA, "--password-stdin"]
    assert cli.says(*words, typed=password_of(MIA) + "\n") == f"signed in as {MIA} at {server.base}\n"
    assert cli.says("whoami", "--url", host) == f"{MIA} at {server.base}\n"
    words = ["login", "allot.invalid", "--email", MIA, "--password-stdin"]
    assert "No answer from https://allot.invalid: " in cli.refused(1, *words, typed="secret\n")
    for none in ("ftp://allot.example.org", "http://", "allot.example.org:web"):
        said = cli.refused(2, "login", none)
        assert said.startswith(f"`{none}` is no address of a server; write it like https://")
    assert cli.id("whoami") == MIA


def test_the_next_sign_in_needs_no_address_of_the_server(cli, server):
    sign_in(cli, server)
    said = cli.json("login", "--email", ADA, "--password-stdin", typed=password_of(ADA) + "\n")
    assert said == {"email": ADA, "url": server.base}
    assert cli.id("whoami") == ADA


def test_the_server_may_be_named_in_the_environment(tmp_path, server):
    cli = Cli(tmp_path, ALLOT_URL=server.base)
    cli.run("login", "--email", MIA, "--password-stdin", typed=password_of(MIA) + "\n")
    assert cli.id("whoami") == MIA


def test_on_a_terminal_the_password_is_asked_and_not_shown(cli, server):
    words = ["login", server.base, "--email", MIA]
    done = cli.on_terminal(*words, typed=password_of(MIA) + "\n", after="Password of")
    assert done.code == 0
    assert done.out.startswith(f"Password of {MIA}: \nsigned in as {MIA} at {server.base}\n")
    assert password_of(MIA) not in done.out
    assert "--password-stdin" in cli.refused(4, *words)


def test_the_sdk_is_signed_in_when_the_command_line_is(cli, server):
    """B-001."""
    sign_in(cli, server, more=["--select"])
    assert python(cli, WHO_SDK) == f"False {MIA} True\n"


def test_the_command_line_is_signed_in_when_the_sdk_is(cli, server):
    """B-001."""
    for _ in range(3):
        python(cli, SDK_SIGNS_IN, server.api, server.base, ADA, password_of(ADA))
        kept = json.loads((cli.home / ".dataloop" / "cookie.json").read_text())
        # The SDK's look for a newer version, in a thread, may write back what it read before.
        if kept.get("url") == server.api and kept["login_parameters"][server.api].get("token"):
            break
    assert cli.id("whoami") == ADA
    cli.run("project", "list")


def cookie(cli):
    return json.loads((cli.home / ".dataloop" / "cookie.json").read_text())


ELSEWHERE = "https://gate.example.org/api/v1"
BY_DTLPY = {
    "login_parameters": {ELSEWHERE: {"alias": "elsewhere", "token": "t", "verify_ssl": True}},
    "url": ELSEWHERE,
    "calls_counter": {"on": False, "number": 3},
}


def chose_elsewhere(cli):
    """dtlpy has another server chosen."""
    file = cli.home / ".dataloop" / "cookie.json"
    file.parent.mkdir()
    file.write_text(json.dumps(BY_DTLPY))


def test_signing_in_leaves_the_environment_that_dtlpy_has_chosen_alone(cli, server):
    chose_elsewhere(cli)
    done = sign_in(cli, server)
    assert cookie(cli)["url"] == ELSEWHERE
    assert f"dl.setenv('{server.api}')" in done.err and "--select" in done.err
    assert cli.says("whoami") == f"{MIA} at {server.base}\n"
    uses_it = f"import dtlpy as dl; dl.setenv('{server.api}'); print(dl.info()['user_email'])"
    assert python(cli, uses_it) == f"{MIA}\n"


@pytest.mark.parametrize("more", [[], ["--select"]], ids=["", "select"])
def test_signing_out_undoes_what_signing_in_did(cli, server, more):
    chose_elsewhere(cli)
    sign_in(cli, server, more=more)
    assert cookie(cli)["url"] == (server.api if more else ELSEWHERE)
    cli.run("logout")
    kept = cookie(cli)
    assert kept.pop("allot") == {"passed_over": ELSEWHERE}  # somebody is signed in there
    assert kept == BY_DTLPY


def test_signing_out_makes_nobody_of_whoever_is_signed_in_elsewhere(cli, server):
    """B-001."""
    chose_elsewhere(cli)
    sign_in(cli, server)
    done = cli.run("logout")
    assert done.out == f"{MIA} is signed out of {server.base}\n"
    elsewhere = ELSEWHERE.removesuffix("/api/v1")
    assert done.err == f"Still signed in: {elsewhere}; `allot use {elsewhere}` goes on there.\n"
    assert "Nobody is signed in." in cli.refused(3, "whoami")
    for words in (["project", "list"], ["task", "list"]):
        assert "No server is chosen; `allot use` lists" in cli.refused(3, *words)
    assert "nobody was signed in" in cli.says("logout")
    assert cookie(cli)["url"] == ELSEWHERE  # dtlpy's choice stays


def test_several_sign_ins_are_listed_and_one_is_chosen(cli, server):
    assert "Nobody is signed in anywhere" in cli.says("use")
    sign_in(cli, server)
    with_another = {"login_parameters": {ELSEWHERE: {"alias": "elsewhere", "token": "t", "verify_ssl": True}}}
    file = cli.home / ".dataloop" / "cookie.json"
    kept = cookie(cli)
    kept["login_parameters"].update(with_another["login_parameters"])
    file.write_text(json.dumps(kept))
    known = {each["url"]: each for each in cli.json("use")}
    assert known[server.base] == {"url": server.base, "email": MIA, "isDefault": True}
    assert not known[ELSEWHERE.removesuffix("/api/v1")]["isDefault"]
    kept["allot"]["url"] = ELSEWHERE
    file.write_text(json.dumps(kept))
    assert cli.says("use", server.base) == f"{MIA} at {server.base}\n"
    assert cli.says("whoami") == f"{MIA} at {server.base}\n"
    said = cli.refused(3, "use", "http://127.0.0.1:9")
    assert said == "Nobody is signed in at http://127.0.0.1:9; `allot login http://127.0.0.1:9` signs in."


def test_signing_out_leaves_nothing_where_nothing_was(cli, server):
    sign_in(cli, server)
    cli.run("logout")
    assert cookie(cli) == {}


def test_a_wrong_password_signs_nobody_out(cli, server):
    """B-003."""
    sign_in(cli, server)
    before = cookie(cli)
    for email in (MIA, ADA, "nobody@example.org"):
        words = ["login", server.base, "--email", email, "--password-stdin"]
        assert "wrong" in cli.refused(3, *words, typed="wrong\n")
        assert cookie(cli) == before
    assert "no password" in cli.refused(2, "login", "--email", MIA, "--password-stdin")
    cli.run("project", "list")


def test_without_a_browser_it_is_said_at_once_how_to_go_on(cli, server):
    done = cli.run("login", server.base, code=3)
    assert done.out == ""
    assert done.err == (
        "allot: No browser can be opened here; sign in by password: "
        f"`allot login {server.base} --email ADDRESS`.\n"
    )


def test_what_a_browser_prints_is_not_seen(tmp_path, server):
    noisy = tmp_path / "noisy"
    noisy.write_text("#!/bin/sh\necho noise; echo noise >&2; : > \"$0.ran\"\n")
    noisy.chmod(0o755)
    cli = Cli(tmp_path, BROWSER=str(noisy))
    process = subprocess.Popen(
        cli.command("login", server.base),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=cli.environment,
    )
    try:
        assert "without a browser: --email" in process.stdout.readline()
        assert process.stdout.readline().startswith(f"Sign in at {server.base}/login?")
        wait_until(lambda: (tmp_path / "noisy.ran").exists())
    finally:
        process.kill()
    assert process.stdout.read() == ""


def wait_until(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_signing_out_signs_the_sdk_out(cli, server):
    sign_in(cli, server, more=["--select"])
    cli.run("logout")
    assert python(cli, "import dtlpy as dl; print(dl.token_expired())") == "True\n"


def test_the_sign_in_is_for_this_person_alone(cli, server):
    sign_in(cli, server)
    kept = cli.home / ".dataloop" / "cookie.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert password_of(MIA) not in kept.read_text()


def test_a_server_that_has_stopped_is_a_sentence_and_a_hint(cli, tmp_path):
    server = Server(tmp_path / "data")
    server.add_user(MIA, password_of(MIA), admin=True)
    server.start()
    sign_in(cli, server)
    server.stop()
    said = cli.refused(1, "project", "list")
    assert said.endswith("Does the server run? --url names another, --data a folder.")
    assert "\n" not in said
