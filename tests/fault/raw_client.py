"""Clients that do what no library does: stop half-way, vanish, take a byte at a time."""

import socket
import struct

from http_api import file_part, part


def connect(house, timeout=30):
    host, port = house.server.base.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=timeout)


def head(house, method, path, *headers):
    lines = [
        f"{method} /api/v1{path} HTTP/1.1",
        "Host: test",
        f"Authorization: Bearer {house.token}",
        *headers,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def receive(connection):
    """Status and body of the next answer; None when the connection ends before its first byte."""
    stream = connection.makefile("rb")
    line = stream.readline()
    if not line:
        return None
    length = 0
    for header in iter(stream.readline, b"\r\n"):
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return int(line.split()[1]), stream.read(length)


def vanish(connection):
    """Gone without a farewell: what is still under way is answered by a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class Upload:
    """An upload that is sent piece by piece."""

    def __init__(self, house, path, content):
        whole = part("xyz", "type", "file") + part("xyz", "path", path)
        whole += file_part("xyz", content) + b"--xyz--\r\n"
        self.connection = connect(house)
        self._rest = whole
        self.connection.sendall(
            head(
                house,
                "POST",
                f"/datasets/{house.dataset}/items",
                "Content-Type: multipart/form-data; boundary=xyz",
                f"Content-Length: {len(whole)}",
            )
        )

    def send(self, count):
        self.connection.sendall(self._rest[:count])
        self._rest = self._rest[count:]

    def send_rest(self):
        self.send(len(self._rest))

    def status(self):
        answer = receive(self.connection)
        return answer and answer[0]
