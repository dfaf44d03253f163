"""Certificates of an authority of our own, made by openssl."""

import subprocess

CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


class Authority:
    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "ca.pem"
        self._run("req", "-x509", *CURVE, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2")

    def _run(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True, timeout=60)

    def issue(self, certificate="cert.pem", key="key.pem", organisation="first"):
        """For 127.0.0.1 and localhost, in files of these names; another one of the names is replaced."""
        subject = f"/O={organisation}/CN=localhost"
        self._run("req", *CURVE, "-keyout", key, "-out", "request.pem", "-subj", subject)
        (self.folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        self._run(
            "x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "2", "-extfile", "names", "-out", certificate,
        )  # fmt: skip
        (self.folder / key).chmod(0o600)
        return self.folder / certificate, self.folder / key
