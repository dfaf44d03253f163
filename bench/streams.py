#!/usr/bin/env python3
"""What do streams of events cost, idle and when something happens?

    ./dev bench streams [--streams 2000] [--tls]

A server with a project is started, and each of twenty people opens a twentieth of the streams, from several
addresses of the loopback network. Told are the threads of the server and its memory (PSS of
/proc/PID/smaps_rollup) with the first stream and with all of them, idle; then a member's role is changed, and how
long it takes until the last stream has heard of it, and how many have. Each stream's head is checked.
"""

import argparse
import json
import os
import pathlib
import re
import selectors
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

BIN = pathlib.Path(os.environ["ALLOT_BENCH_BIN"])
PEOPLE = 20
PASSWORD = "correct horse battery"
STREAMS_OF_A_PEER = 900


class Server:
    def __init__(self, folder, tls):
        self.folder = folder
        self.user("owner@example.org", "--admin")
        for person in range(PEOPLE):
            self.user(f"p{person}@example.org")
        words = [BIN / "allot", "serve", "--data", folder, "--listen", "127.0.0.1:0", "--log-level", "warning"]
        if tls:
            words += ["--tls-cert", folder / "cert.pem", "--tls-key", folder / "key.pem"]
        self.trust = None
        if tls:
            self.trust = ssl.create_default_context()
            self.trust.check_hostname = False
            self.trust.verify_mode = ssl.CERT_NONE
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if found := re.search(r"listening on https?://[^:]+:(\d+)", line):
                self.port = int(found[1])
                break
        else:
            sys.exit("the server did not start")

    def user(self, address, *more):
        words = [BIN / "allot", "user", "add", address, "--password-stdin", "--data", self.folder, *more]
        subprocess.run(words, input=PASSWORD + "\n", text=True, check=True, capture_output=True)

    def call(self, token, method, path, body=None):
        scheme = "https" if self.trust else "http"
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = "Bearer " + token
        data = None if body is None else json.dumps(body).encode()
        url = f"{scheme}://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60, context=self.trust) as answer:
            return json.loads(answer.read() or "null")

    def sign_in(self, name):
        body = {"username": f"{name}@example.org", "password": PASSWORD, "type": "user_credentials"}
        return self.call(None, "POST", "/token", body)["id_token"]

    def memory(self):
        """Bytes."""
        text = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss:\s+(\d+) kB", text, re.M)[1]) * 1024

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def stop(self):
        begun = time.perf_counter()
        self.process.terminate()
        self.process.wait(timeout=60)
        return time.perf_counter() - begun


class Stream:
    def __init__(self, server, token, number):
        plain = socket.socket()
        plain.settimeout(30)
        plain.bind((f"127.0.0.{1 + number // STREAMS_OF_A_PEER}", 0))
        plain.connect(("127.0.0.1", server.port))
        self.socket = server.trust.wrap_socket(plain) if server.trust else plain
        self.socket.sendall(
            b"GET /api/v1/events HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token.encode() + b"\r\n\r\n"
        )
        self.seen = b""
        while b"\nid: " not in self.seen:
            piece = self.socket.recv(65536)
            if not piece:
                sys.exit(f"a stream was refused: {self.seen.decode()}")
            self.seen += piece
        if not self.seen.startswith(b"HTTP/1.1 200 "):
            sys.exit(f"a stream was refused: {self.seen.decode()}")

    def hears(self, text):
        """Takes what came; is this among it?"""
        try:
            piece = self.socket.recv(65536)
        except ssl.SSLWantReadError:
            return False
        if not piece:
            sys.exit("a stream ended")
        self.seen = self.seen[-200:] + piece
        return text in self.seen


def wait_for(streams, text):
    waiting = selectors.DefaultSelector()
    for stream in streams:
        stream.socket.setblocking(False)
        waiting.register(stream.socket, selectors.EVENT_READ, stream)
    heard = 0
    end = time.perf_counter() + 60
    while heard < len(streams) and time.perf_counter() < end:
        for key, _ in waiting.select(1):
            if key.data.hears(text):
                heard += 1
                waiting.unregister(key.fileobj)
    return heard


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument("--tls", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if options.tls:
            words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench".split()
            files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
            subprocess.run(["openssl", *words, *files], check=True, capture_output=True)
        server = Server(folder, options.tls)
        owner = server.sign_in("owner")
        project = server.call(owner, "POST", "/api/v1/projects", {"name": "Bench"})["id"]
        for person in range(PEOPLE):
            server.call(
                owner, "POST", f"/api/v1/projects/{project}/members/p{person}@example.org", {"role": "engineer"}
            )
        tokens = [server.sign_in(f"p{person}") for person in range(PEOPLE)]
        streams = [Stream(server, tokens[0], 0)]
        before, threads_before = server.memory(), server.threads()
        for number in range(1, options.streams):
            streams.append(Stream(server, tokens[number % PEOPLE], number))
        time.sleep(1)  # the system's books lag
        after, threads_after = server.memory(), server.threads()
        each = (after - before) / (len(streams) - 1)
        print(f"{len(streams)} streams{' by TLS' if options.tls else ''}")
        print(f"threads: {threads_before} with one stream, {threads_after} with all")
        print(f"memory: {before / 2**20:.1f} MiB with one, {after / 2**20:.1f} with all: {each / 1024:.1f} KiB each")
        begun = time.perf_counter()
        server.call(owner, "PATCH", f"/api/v1/projects/{project}/members/p0@example.org", {"role": "annotationManager"})
        heard = wait_for(streams, b'"id":"p0@example.org"')
        print(f"a change was heard by {heard} of them within {(time.perf_counter() - begun) * 1000:.0f} ms")
        print(f"memory after it: {server.memory() / 2**20:.1f} MiB")
        print(f"the server stopped within {server.stop() * 1000:.0f} ms")
        if threads_after > threads_before or each > 20 * 1024 or heard < len(streams):
            sys.exit("that is not what B-321 says")


if __name__ == "__main__":
    main()
