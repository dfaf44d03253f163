"""SIGTERM while clients are at work."""

import http.client
import itertools
import json
import signal
import socket
import threading


from house import eventually
from raw_client import Upload

CLIENTS = 12


class Script(threading.Thread):
    """Makes datasets, one after the other on one connection, until there is no more server.

    `done` were acknowledged; `unanswered` were sent whole and got not one byte; `broken` are answers
    that began and did not end, or that no server of ours gives."""

    def __init__(self, house, number):
        super().__init__(daemon=True)
        self.done, self.refused, self.unanswered, self.broken = [], [], [], []
        self._house, self._number = house, number
        self._address = house.server.base.removeprefix("http://")

    def run(self):
        connection = http.client.HTTPConnection(self._address, timeout=30)
        try:
            connection.connect()
            for n in itertools.count():
                if not self._one(connection, f"of {self._number}: {n}"):
                    return
        except ConnectionRefusedError:
            return  # the server is gone
        finally:
            connection.close()

    def _one(self, connection, name):
        body = json.dumps({"name": name, "projects": [self._house.project]})
        headers = {"Authorization": f"Bearer {self._house.token}", "Content-Type": "application/json"}
        try:
            if connection.sock is None:
                connection.connect()
            connection.request("POST", "/api/v1/datasets", body, headers)
        except (BrokenPipeError, ConnectionResetError):
            return False  # never sent whole
        try:
            answer = connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError):
            self.unanswered.append(name)
            return False
        try:
            told = json.loads(answer.read())
            {201: self.done, 200: self.done, 503: self.refused}[answer.status].append(name)
            assert answer.status == 503 or told["name"] == name
        except (http.client.HTTPException, OSError, ValueError, KeyError, AssertionError) as error:
            self.broken.append((name, repr(error)))
            return False
        return True


# B-169
def test_sigterm_under_load_answers_what_has_come_and_loses_nothing(house):
    scripts = [Script(house, number) for number in range(CLIENTS)]
    for script in scripts:
        script.start()
    eventually(lambda: all(script.done for script in scripts), "the clients do not get going")
    assert house.server.stop() == 0
    for script in scripts:
        script.join(30)
        assert not script.is_alive()
    assert [each for script in scripts for each in script.broken] == []
    done = {name for script in scripts for name in script.done}
    untouched = {name for script in scripts for name in script.refused + script.unanswered}
    print(f"{len(done)} done, {len(untouched)} refused or not begun")
    house.start()
    names = house.dataset_names()
    assert done <= names, "an acknowledged change is lost"
    assert not names & untouched, "a change was made, and its client not told"
    assert names - {"pictures"} == done


# B-169
def test_sigterm_waits_for_an_upload_under_way(house):
    content = bytes(300_000)
    upload = Upload(house, "/slow.bin", content)
    upload.send(100_000)
    eventually(house.spool)
    house.server.signal(signal.SIGTERM)
    eventually(lambda: refuses_connections(house), "it still listens")
    upload.send_rest()
    assert upload.status() == 200
    assert house.server.wait() == 0
    house.start()
    assert "/slow.bin" in house.paths()


# B-164
def test_who_asks_twice_does_not_wait_and_loses_nothing(house):
    house.new_dataset("acknowledged")
    upload = Upload(house, "/never.bin", bytes(300_000))
    upload.send(100_000)
    eventually(house.spool)
    house.server.signal(signal.SIGTERM)
    eventually(lambda: refuses_connections(house), "it still listens")
    assert house.server.running(), "it does not wait for the upload"
    # The second may meet the server before it takes it as such: it is sent until it counts.
    def again():
        house.server.signal(signal.SIGTERM)
        return not house.server.running()

    eventually(again, "it goes on")
    assert house.server.wait() == -signal.SIGTERM
    house.start()
    assert "acknowledged" in house.dataset_names()
    assert "/never.bin" not in house.paths()
    assert house.spool() == []


def refuses_connections(house):
    host, port = house.server.base.removeprefix("http://").split(":")
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        pass
    return False
