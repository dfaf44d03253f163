"""`allot login`, `logout`, `whoami`: one sign-in for the command line and the SDK."""

import json
import subprocess
import sys

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


def sign_in(cli, server, email=MIA, password=None):
    words = ["login", server.base, "--email", email, "--password-stdin"]
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
    assert sign_in(cli, server).out == f"signed in as {MIA}\n"
    assert cli.says("whoami") == f"{MIA}\n"
    assert cli.json("whoami") == {"email": MIA}
    assert cli.id("whoami") == MIA
    assert MIA in cli.says("logout")
    assert "Nobody is signed in. `allot login URL` signs in." in cli.refused(3, "whoami")
    assert "nobody was signed in" in cli.says("logout")


def test_whoever_is_not_signed_in_is_told_how(cli, server):
    said = cli.refused(3, "project", "list", "--url", server.base)
    assert "`allot login URL` signs in." in said


def test_where_no_server_is_known_the_sentence_says_what_to_do(cli):
    assert "`allot login URL`" in cli.refused(1, "project", "list")
    assert "`allot login URL`" in cli.refused(1, "login", "--email", MIA, "--password-stdin")


def test_a_wrong_password_is_exit_code_3_and_signs_nobody_in(cli, server):
    words = ["login", server.base, "--email", MIA, "--password-stdin"]
    assert "wrong" in cli.refused(3, *words, typed="wrong\n")
    cli.refused(3, "whoami")


def test_whoever_mistypes_an_address_stays_where_they_were(cli, server):
    sign_in(cli, server, ADA)
    words = ["login", "http://127.0.0.1:9", "--email", MIA, "--password-stdin"]
    assert "Does the server run?" in cli.refused(1, *words, typed="secret\n")
    assert cli.id("whoami") == ADA


def test_the_next_sign_in_needs_no_address_of_the_server(cli, server):
    sign_in(cli, server)
    said = cli.json("login", "--email", ADA, "--password-stdin", typed=password_of(ADA) + "\n")
    assert said == {"email": ADA}
    assert cli.id("whoami") == ADA


def test_the_server_may_be_named_in_the_environment(tmp_path, server):
    cli = Cli(tmp_path, ALLOT_URL=server.base)
    cli.run("login", "--email", MIA, "--password-stdin", typed=password_of(MIA) + "\n")
    assert cli.id("whoami") == MIA


def test_on_a_terminal_the_password_is_asked_and_not_shown(cli, server):
    words = ["login", server.base, "--email", MIA]
    done = cli.on_terminal(*words, typed=password_of(MIA) + "\n", after="Password of")
    assert (done.code, done.out) == (0, f"Password of {MIA}: \nsigned in as {MIA}\n")
    assert "--password-stdin" in cli.refused(4, *words)


def test_the_sdk_is_signed_in_when_the_command_line_is(cli, server):
    """B-001."""
    sign_in(cli, server)
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


def test_signing_out_signs_the_sdk_out(cli, server):
    sign_in(cli, server)
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
