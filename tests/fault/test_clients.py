"""Clients that vanish, idle, crawl, or send too much; and a server short of files or memory."""

import os
import resource
import select

import pytest

from house import eventually, picture
from http_api import ok, refused
from raw_client import Upload, connect, head, receive, vanish

MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def house(founded, tmp_path_factory):
    """Shared: none of these does it lasting harm."""
    house = founded.copy_to(tmp_path_factory.mktemp("clients") / "data").start()
    yield house
    house.stop()


@pytest.fixture(autouse=True)
def nothing_stays_behind(house):
    files, lines = house.open_files(), len(house.server.output)
    yield
    eventually(lambda: house.open_files() <= files + 8, lambda: f"{house.open_files()} files open")
    eventually(lambda: house.spool() == [], "the spool is not freed")
    house.reads_work()
    errors = [line for line in house.server.output[lines:] if " error " in line]
    assert len(errors) <= 3, errors


# Vanishing


def test_of_an_upload_whose_client_vanishes_nothing_is_kept_or_seen(house):
    before = house.paths()
    for _ in range(5):
        upload = Upload(house, "/vanished.bin", bytes(5 * MEGABYTE))
        upload.send(2 * MEGABYTE)
        eventually(house.spool)
        vanish(upload.connection)
        eventually(lambda: house.spool() == [], "the spool is not freed")
    assert house.paths() == before


def test_a_client_that_vanishes_behind_its_last_byte_has_uploaded(house):
    """The server cannot know; the same upload again does no harm (B-251)."""
    upload = Upload(house, "/sent.png", picture(50))
    upload.send_rest()
    vanish(upload.connection)
    eventually(lambda: house.spool() == [])
    assert ok(house.upload("/sent.png", picture(50)))["id"]
    assert "/sent.png" in house.paths()


def test_a_client_that_vanishes_in_a_download_frees_its_file(house):
    content = os.urandom(30 * MEGABYTE)
    item = ok(house.upload("/big.bin", content))["id"]
    before = house.open_files()
    clients = [connect(house) for _ in range(10)]
    for client in clients:
        client.sendall(head(house, "GET", f"/items/{item}/stream"))
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
    assert house.open_files() >= before + 2 * len(clients), "the files are not open"
    for client in clients:
        vanish(client)
    eventually(lambda: house.open_files() <= before, "files stay open")
    assert house.content(item).content == content


# Idling and crawling


def test_beside_five_hundred_idle_connections_others_are_answered(house):
    idle = [connect(house) for _ in range(500)]
    eventually(lambda: house.open_files() > 500, "the server does not take them")
    for number in range(20):
        house.reads_work()
        house.new_dataset(f"beside {number}")
    # They are alive, too.
    for client in (idle[0], idle[-1]):
        client.sendall(head(house, "GET", "/users/me"))
        assert receive(client)[0] == 200
    for client in idle:
        client.close()


def test_beside_clients_that_send_a_byte_at_a_time_others_are_answered(house):
    """When they are cut off is tested with short deadlines: src/net/server_test.cpp."""
    request = head(house, "GET", "/users/me")
    uploads = [Upload(house, f"/crawling {n}.bin", bytes(1000)) for n in range(50)]
    heads = [connect(house) for _ in range(50)]
    for at in range(len(request)):
        for client in heads:
            client.sendall(request[at : at + 1])
        for upload in uploads[:10]:
            upload.send(1)
        if at % 20 == 0:
            house.reads_work()
            house.new_dataset(f"while they crawl {at}")
    for client in heads:  # slow, but whole
        assert receive(client)[0] == 200
        client.close()
    for upload in uploads:
        upload.connection.close()


# Too much


@pytest.mark.parametrize("how", ["told", "in chunks"])
def test_a_body_over_the_limit_is_refused_and_not_waited_for(house, how):
    framing = "Content-Length: 900000000" if how == "told" else "Transfer-Encoding: chunked"
    client = connect(house)
    client.sendall(head(house, "POST", "/datasets", "Content-Type: application/json", framing))
    if how == "in chunks":
        for _ in range(11):
            client.sendall(b"100000\r\n" + b"x" * MEGABYTE + b"\r\n")
    status, body = receive(client)
    assert status == 413 and b"limit" in body
    client.close()


def test_without_memory_for_one_request_that_one_fails_and_others_do_not(house):
    """As much memory as the server has now, and a little: the body does not fit into that."""
    pid = house.server.pid
    before = resource.prlimit(pid, resource.RLIMIT_AS)
    (line,) = [each for each in open(f"/proc/{pid}/status") if each.startswith("VmSize")]
    now = int(line.split()[1]) * 1024
    resource.prlimit(pid, resource.RLIMIT_AS, (now + 48 * MEGABYTE, before[1]))
    annotation = {"type": "note", "label": "x" * (150 * MEGABYTE)}
    try:
        answer = house.api.post(f"/items/{house.items[0]}/annotations", annotation)
        assert answer.status_code in (413, 500, 503), answer.text[:200]
        house.reads_work()
    finally:
        resource.prlimit(pid, resource.RLIMIT_AS, before)
    house.new_dataset("with memory again")


# Out of file descriptors


def test_connections_beyond_what_open_files_allow_wait_and_come_in_when_others_leave(
    founded, tmp_path
):
    limit = (200, 200)
    house = founded.copy_to(tmp_path / "data")
    house.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit))
    clients = [connect(house) for _ in range(300)]  # the kernel takes them all
    house_api_connection(house)
    # Whoever is in is served with files, database and all.
    served = first_answered(house, clients)
    assert served.recv(20).startswith(b"HTTP/1.1 200")
    assert not house.log("breakdown") and not house.log("accept_failed"), house.tail()
    last = clients[-1]
    last.sendall(head(house, "GET", "/users/me"))
    for client in clients[:-1]:
        client.close()
    assert receive(last)[0] == 200
    last.close()
    house.sign_in()
    house.reads_work()
    house.stop()


def house_api_connection(house):
    """The house's own connections wait with the others; it opens new ones later."""
    house.api._session.close()


def first_answered(house, clients):
    for client in clients:
        client.sendall(head(house, "GET", f"/items/{house.items[0]}/stream"))
    ready, _, _ = select.select(clients, [], [], 30)
    assert ready, "nobody is answered"
    return ready[0]


def test_out_of_files_the_server_says_so_once_and_goes_on_when_there_are_some(founded, tmp_path):
    house = founded.copy_to(tmp_path / "data").start()
    house.reads_work()  # so that its connection is in
    pid = house.server.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (house.open_files() + 1, before[1]))
    clients = [connect(house) for _ in range(20)]
    house.awaits_log("accept_failed")
    # Who is in and needs a file is asked to come back.
    answer = house.content(house.items[0])
    refused(answer, 503, "too many files")
    assert answer.headers["Retry-After"]
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    clients[-1].sendall(head(house, "GET", "/users/me"))
    assert receive(clients[-1])[0] == 200
    assert 1 <= len(house.log("accept_failed")) <= 2 * os.cpu_count(), house.log("accept_failed")
    for client in clients:
        client.close()
    house.reads_work()
    house.stop()
