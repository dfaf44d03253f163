"""A proxy on the loopback address that loses answers: the server has done it, the client never hears.

Every change that comes for the first time goes to the server, whose whole answer is read and thrown
away; then the connection is closed. What comes again is answered. In the other mode the first sending
of a change does not reach the server: the answer is 503 with `Retry-After`.
"""

import hashlib
import http.client
import http.server
import re
import threading
from collections import Counter
from urllib.parse import urlsplit

# These ask by POST.
READS = re.compile(r"/(query|count|counters|partial|token|check)$")


class LossyProxy:
    """`with LossyProxy(server.base) as proxy:`; clients go to `proxy.base`."""

    def __init__(self, base, busy=False):
        self.server_address = urlsplit(base).netloc
        self.busy = busy
        self.lost = Counter()  # by method and path with `*` for ids
        self.again = 0  # changes that came again
        self._seen = set()
        self._lock = threading.Lock()
        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self._http.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._http.shutdown()
        self._http.server_close()

    def loses(self, method, path, body, boundary):
        """Is this the first time that the change comes? A form has another boundary each time."""
        if method == "GET" or (READS.search(path.partition("?")[0]) and b'"delete"' not in body):
            return False
        body = body.replace(boundary, b"") if boundary else body
        name = (method, path, hashlib.sha256(body).hexdigest())
        with self._lock:
            if name in self._seen:
                self.again += 1
                return False
            self._seen.add(name)
            self.lost[f"{method} {re.sub(r'/[0-9a-f]{24}|/[0-9a-f-]{36}', '/*', path)}"] += 1
            return True


def handler_of(proxy):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except ConnectionError:  # the client has gone
                self.close_connection = True

        def forward(self):
            body = self.read_body()
            if not proxy.loses(self.command, self.path, body, self.boundary()):
                self.answer(*self.ask_server(body))
            elif proxy.busy:
                self.answer(503, [("Retry-After", "0")], b'{"statusCode":503}')
            else:
                self.ask_server(body)
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

        def read_body(self):
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body

        def boundary(self):
            found = re.search(r"boundary=\"?([^\";]+)", self.headers.get("Content-Type", ""))
            return found.group(1).encode() if found else None

        def ask_server(self, body):
            """The whole answer: status, headers, body."""
            connection = http.client.HTTPConnection(proxy.server_address, timeout=60)
            try:
                headers = {
                    name: value
                    for name, value in self.headers.items()
                    if name.lower() not in ("transfer-encoding", "content-length", "expect")
                }
                connection.request(self.command, self.path, body, headers)
                response = connection.getresponse()
                return response.status, response.getheaders(), response.read()
            finally:
                connection.close()

        def answer(self, status, headers, body):
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                    self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
