"""A site of a stranger: it notes who comes, and serves the pages that a test gives it."""

import http.server
import threading


class Canary(http.server.ThreadingHTTPServer):
    """On a free port, until `stop`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), CanaryRequest)
        self.visits = []  # path, referer
        self.pages = {}  # path → HTML
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def paths(self):
        return [path for path, _ in self.visits if path != "/favicon.ico"]

    def stop(self):
        self.shutdown()
        self.server_close()


class CanaryRequest(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        if path not in self.server.pages:
            self.server.visits.append((self.path, self.headers.get("Referer")))
        body = self.server.pages.get(path, "here").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass
