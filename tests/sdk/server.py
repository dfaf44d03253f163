"""The built server as a child process, on a data folder of its own and a free port."""

import os
import queue
import re
import signal
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON_PACKAGE = ROOT / "python" / "allot" / "src"  # `import allot`, where it is not installed
START_SECONDS = 60


def binary():
    """ALLOT_BIN, else the release build, else the one for development."""
    named = os.environ.get("ALLOT_BIN")
    if named:
        return Path(named).resolve()
    for preset in ("release", "dev"):
        path = ROOT / "build" / preset / "bin" / "allot"
        if path.exists():
            return path
    raise RuntimeError("No server to test: build it (./dev build release) or name it in ALLOT_BIN.")


class Server:
    def __init__(self, data, *options):
        self.data = Path(data)
        self.options = options  # more words for `allot serve`
        self.base = None  # http://127.0.0.1:PORT, https:// with --tls-cert
        self.output = []  # every line that the server printed
        self._process = None

    @property
    def api(self):
        return self.base + "/api/v1"

    def user(self, verb, *arguments, secret=None):
        """`allot user VERB …` on the data folder; returns what it prints."""
        done = subprocess.run(
            [str(binary()), "user", verb, *arguments, "--data", str(self.data)],
            input=None if secret is None else secret + "\n",
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode != 0:
            raise RuntimeError(f"allot user {verb}: {done.stdout}{done.stderr}")
        return done.stdout

    def add_user(self, email, password, admin=False):
        self.user("add", email, "--password-stdin", *(["--admin"] if admin else []), secret=password)

    @property
    def pid(self):
        return self._process.pid

    def start(self, verb="serve", listen="127.0.0.1:0", **popen):
        """`listen`: where, else at a free port; `popen`: what `subprocess.Popen` shall do besides, e.g. `env`."""
        self._process = subprocess.Popen(
            [str(binary()), verb, "--data", str(self.data), "--listen", listen, *self.options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **popen,
        )
        ready = queue.Queue()

        def read():
            for line in self._process.stdout:
                self.output.append(line.rstrip("\n"))
                found = re.search(r"listening on (https?://\S+)", line)
                if found:
                    ready.put(found.group(1))
            ready.put(None)

        self._reader = threading.Thread(target=read, daemon=True)
        self._reader.start()
        try:
            self.base = ready.get(timeout=START_SECONDS)
        except queue.Empty:
            self.base = None
        if self.base is None:
            self.stop()
            raise RuntimeError("The server did not start:\n" + "\n".join(self.output[-20:]))
        return self

    def send_signal(self, number):
        self._process.send_signal(number)

    def stop(self):
        """Asks the server to finish; returns its exit code."""
        if self._process is None:
            return None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise RuntimeError("The server did not stop within 20 seconds of SIGTERM.")

    def signal(self, number):
        self._process.send_signal(number)

    def wait(self):
        """For an end that was asked for; returns the exit code."""
        return self._process.wait(timeout=20)

    def join(self):
        """Until all that it printed is in `output`; call it after it ended."""
        self._reader.join(timeout=20)

    def kill(self):
        """The power fails."""
        self._process.kill()
        self._process.wait(timeout=20)

    def running(self):
        return self._process is not None and self._process.poll() is None
