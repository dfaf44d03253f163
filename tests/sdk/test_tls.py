"""HTTPS by the server itself: through the Python SDK, through the C++ SDK, and a certificate that changes."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import certifi
import pytest
import requests

from certificates import Authority
from server import Server, binary

MIA = "mia@example.org"
PASSWORD = "a good long secret of mia"

# What a script does: sign in, make things, upload and download, and a task.
SCRIPT = """
import io, sys
import dtlpy as dl

base, verify, name = sys.argv[1], sys.argv[2] == "verify", sys.argv[3]
dl.verbose.disable_progress_bar = True
dl.add_environment(environment=base + "/api/v1", alias="tls", gate_url=base, url=base + "/", verify_ssl=verify)
dl.setenv("tls")
assert dl.login_m2m(email=%r, password=%r) is True
dataset = dl.projects.create(project_name=name).datasets.create(dataset_name="d")
content = bytes(range(256)) * 20_000
buffer = io.BytesIO(content)
buffer.name = "bytes.bin"
item = dataset.items.upload(local_path=buffer)
assert item.download(save_locally=False).getvalue() == content
task = dataset.tasks.create(task_name="t", assignee_ids=[%r])
assert task.metadata is not None and item.stream.startswith(base), item.stream
print("done")
""" % (MIA, PASSWORD, MIA)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def own(authority, tmp_path):
    certificate, key = authority.issue()
    server = Server(tmp_path / "data", "--tls-cert", str(certificate), "--tls-key", str(key))
    server.add_user(MIA, PASSWORD, admin=True)
    server.start()
    yield server
    assert server.stop() == 0


def environment(folder, **variables):
    """Without what this machine says about authorities."""
    said = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
    own = {"HOME": str(folder), "DATALOOP_PATH": str(folder / ".dataloop"), **variables}
    return {**{name: value for name, value in os.environ.items() if name not in said}, **own}


def run_script(folder, base, verify, **variables):
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, base, "verify" if verify else "trust", f"project-{verify}"],
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        timeout=120,
    )


def certifi_with(authority, folder):
    """What the guide says: the authority behind those that certifi knows; here in a copy of it."""
    copy = folder / "packages" / "certifi"
    shutil.copytree(Path(certifi.__file__).parent, copy)
    with open(copy / "cacert.pem", "a") as bundle:
        bundle.write(authority.file.read_text())
    return str(copy.parent)


def test_scripts_on_dtlpy_run_over_tls(own, authority, tmp_path):  # B-391
    assert own.base.startswith("https://127.0.0.1:")
    told = certifi_with(authority, tmp_path)
    done = run_script(tmp_path, own.base, True, PYTHONPATH=told, SSL_CERT_FILE=str(authority.file))
    assert done.stdout.endswith("done\n"), done.stderr[-2000:]
    done = run_script(tmp_path, own.base, False)
    assert done.stdout.endswith("done\n"), done.stderr[-2000:]


def test_a_script_that_was_told_of_no_authority_is_not_let_on(own, tmp_path):  # B-391
    done = run_script(tmp_path, own.base, True)
    assert done.returncode != 0 and "CERTIFICATE_VERIFY_FAILED" in done.stderr


def command_line(folder, *words, **variables):
    return subprocess.run(
        [str(binary()), *words],
        env=environment(folder, **variables),
        input=PASSWORD + "\n",
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_cpp_sdk_trusts_the_authority_that_it_is_given(own, authority, tmp_path):  # B-391
    login = ["login", own.base, "--email", MIA, "--password-stdin"]
    refused = command_line(tmp_path, *login)
    assert refused.returncode == 1 and "ALLOT_CA_FILE" in refused.stderr, refused.stderr
    assert "Does the server run?" not in refused.stderr, refused.stderr
    unreadable = command_line(tmp_path, *login, ALLOT_CA_FILE=str(tmp_path / "nope.pem"))
    assert unreadable.returncode == 1 and "nope.pem` cannot be read" in unreadable.stderr, unreadable.stderr
    by_http = command_line(tmp_path, "login", own.base.replace("https:", "http:"), *login[2:])
    assert by_http.returncode == 1 and "ask by https://" in by_http.stderr, by_http.stderr
    trusting = {"ALLOT_CA_FILE": str(authority.file)}
    assert command_line(tmp_path, *login, **trusting).returncode == 0
    made = command_line(tmp_path, "project", "create", "Harbour", **trusting)
    assert made.returncode == 0, made.stderr


def organisation_at(base, authority):
    """Whom the certificate of a new connection names."""
    host, port = base.removeprefix("https://").split(":")
    context = ssl.create_default_context(cafile=str(authority.file))
    with socket.create_connection((host, int(port)), timeout=20) as raw:
        with context.wrap_socket(raw, server_hostname=host) as connection:
            subject = dict(pair[0] for pair in connection.getpeercert()["subject"])
            return subject["organizationName"]


def wait_until(holds, what):
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, what


def test_a_new_certificate_is_taken_on_sighup_and_nobody_is_cut_off(own, authority):  # B-393
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(authority.file)
        assert session.get(own.base + "/healthz", timeout=20).status_code == 200
        kept = session.get_adapter(own.base).get_connection_with_tls_context
        connections = kept(requests.Request("GET", own.base).prepare(), str(authority.file))
        assert organisation_at(own.base, authority) == "first"
        authority.issue(organisation="second")
        own.send_signal(signal.SIGHUP)
        wait_until(lambda: organisation_at(own.base, authority) == "second", "the old certificate stays")
        assert session.get(own.base + "/healthz", timeout=20).status_code == 200
        assert connections.num_connections == 1, "the connection under way was dropped"


def test_a_certificate_that_cannot_be_used_changes_nothing_and_is_told(own, authority):  # B-393
    (authority.folder / "cert.pem").write_text("no certificate")
    own.send_signal(signal.SIGHUP)

    def is_told():
        return [line for line in own.output if "certificate_not_reloaded" in line]

    wait_until(is_told, "nothing is told")
    assert f"The certificate {authority.folder}/cert.pem cannot be used" in is_told()[0]
    assert organisation_at(own.base, authority) == "first"


def serve_with(*options, folder):
    return subprocess.run(
        [str(binary()), "serve", "--data", str(folder / "data"), "--listen", "127.0.0.1:0", *options],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_server_does_not_start_with_half_of_a_certificate(authority, tmp_path):  # B-393
    certificate, _ = authority.issue()
    done = serve_with("--tls-cert", str(certificate), folder=tmp_path)
    assert (done.returncode, done.stderr) == (2, "allot: Give --tls-cert and --tls-key, or neither.\n")
    done = serve_with("--tls-cert", str(certificate), "--tls-key", "/nowhere", folder=tmp_path)
    assert done.returncode == 1 and done.stderr.startswith("allot: The key /nowhere cannot be used:")


def test_a_key_that_others_may_read_is_told(authority, tmp_path):  # B-393
    certificate, key = authority.issue("open.pem", "open.key")
    key.chmod(0o644)
    server = Server(tmp_path / "data", "--tls-cert", str(certificate), "--tls-key", str(key)).start()
    assert server.stop() == 0
    assert any("key_open_to_others" in line and "open.key" in line for line in server.output)


def test_sighup_without_tls_does_no_harm(tmp_path):  # B-393
    server = Server(tmp_path / "data").start()
    server.send_signal(signal.SIGHUP)
    assert requests.get(server.base + "/healthz", timeout=20).status_code == 200
    assert server.stop() == 0
