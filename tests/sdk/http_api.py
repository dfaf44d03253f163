"""Plain requests, for routes that the SDK has no method for and for input that it would not send."""

import uuid

import requests

import described


class Api:
    """The API as one person. Paths are below /api/v1 unless they are whole addresses. Each answer is held to the
    description of the API (B-396)."""

    def __init__(self, base, token=None):
        self.base = base
        self.token = token
        self.is_described = True  # what is answered
        self._session = requests.Session()

    def request(self, method, path, **more):
        headers = dict(more.pop("headers", {}))
        if self.token is not None:
            headers.setdefault("Authorization", "Bearer " + self.token)
        address = path if path.startswith("http") else self.base + "/api/v1" + path
        answer = self._session.request(method, address, headers=headers, timeout=60, **more)
        if self.is_described and not more.get("stream"):
            described.check(answer)
        return answer

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, json=None, **more):
        return self.request("POST", path, json=json, **more)

    def patch(self, path, json=None, **more):
        return self.request("PATCH", path, json=json, **more)

    def put(self, path, json=None, **more):
        return self.request("PUT", path, json=json, **more)

    def delete(self, path, json=None, **more):
        return self.request("DELETE", path, json=json, **more)

    def upload(self, dataset_id, remote_path, content, mode=None, metadata=None):
        """One file, the parts in the order in which the SDK sends them."""
        boundary = uuid.uuid4().hex
        fields = [("type", "file"), ("path", remote_path)]
        if metadata is not None:
            fields.append(("metadata", metadata))
        body = b"".join(part(boundary, name, value) for name, value in fields)
        body += file_part(boundary, content) + b"--%s--\r\n" % boundary.encode()
        return self.request(
            "POST",
            f"/datasets/{dataset_id}/items" + (f"?mode={mode}" if mode else ""),
            data=body,
            headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
        )


def part(boundary, name, value):
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode() + value.encode() + b"\r\n"


def file_part(boundary, content, name="picture.png"):
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def sign_in(base, email, password):
    """A bearer token, or None when the gate refuses."""
    answer = requests.post(
        base + "/token?default",
        json={"username": email, "password": password, "type": "user_credentials"},
        timeout=60,
    )
    return answer.json()["id_token"] if answer.ok else None


def ok(response):
    """The JSON of an answer that must be a success."""
    assert response.ok, f"{response.request.method} {response.url}: {response.status_code} {response.text}"
    return response.json() if response.content else None


def command(response):
    """The finished command of an answer that must be one (contract: done work needs no polling)."""
    body = ok(response)
    assert body["status"] == "success", body
    assert isinstance(body["spec"], dict) and body["id"]
    return body


def refused(response, status, *words):
    """An error in its one form: status, code, one sentence; `words` must be in the sentence."""
    assert response.status_code == status, (
        f"{response.request.method} {response.url}: expected {status}, "
        f"got {response.status_code} {response.text[:500]}"
    )
    assert response.headers["Content-Type"].startswith("application/json")
    return error_body(response.json(), status, *words)


def error_body(body, status, *words):
    assert body["statusCode"] == status, body
    assert isinstance(body["error"], str) and body["error"], body
    sentence = body["message"]
    assert isinstance(sentence, str) and sentence.strip(), body
    assert sentence.endswith(".") and "\n" not in sentence, f"not one sentence: {sentence!r}"
    for word in words:
        assert word.lower() in sentence.lower(), f"{word!r} is not in {sentence!r}"
    return body
