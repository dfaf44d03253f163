"""`allot item download` from a server that lies about names: nothing is written outside the folder."""

import http.server
import json
import threading

import pytest
import requests

from command_line import Cli
from conftest import MIA, password_of, unique
from http_api import ok


class Liar(http.server.ThreadingHTTPServer):
    """The real server, but for the names that it is told to give other words for."""

    def __init__(self, base):
        super().__init__(("127.0.0.1", 0), LiarRequest)
        self.real = base
        self.lies = {}  # a text of the real answer → what stands there instead
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class LiarRequest(http.server.BaseHTTPRequestHandler):
    def pass_on(self):
        length = int(self.headers.get("Content-Length") or 0)
        answer = requests.request(
            self.command,
            self.server.real + self.path,
            data=self.rfile.read(length),
            headers={n: v for n, v in self.headers.items() if n.lower() not in ("host", "content-length")},
            timeout=20,
            allow_redirects=False,
        )
        body = answer.content
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            for truth, lie in self.server.lies.items():
                body = body.replace(truth.encode(), lie.encode())
        self.send_response(answer.status_code)
        for name in ("Content-Type", "ETag", "Location"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = pass_on

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def liar(server):
    liar = Liar(server.base)
    yield liar
    liar.shutdown()
    liar.server_close()


@pytest.fixture(scope="module")
def cli(liar, tmp_path_factory):
    cli = Cli(tmp_path_factory.mktemp("person"))
    words = ["login", liar.base, "--email", MIA, "--password-stdin"]
    cli.run(*words, typed=password_of(MIA) + "\n")
    return cli


@pytest.fixture(scope="module")
def dataset(api, project):
    dataset = ok(api.post("/datasets", {"name": unique("liar"), "projects": [project.id]}))
    assert api.upload(dataset["id"], "/innocent.png", b"bytes of a stranger").ok
    return dataset["name"]


@pytest.fixture
def place(tmp_path):
    """A folder to download to, in one where nothing else may appear."""
    around = tmp_path / "around"
    (around / "into").mkdir(parents=True)
    return around


def everything_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


NAMES = [
    "/../evil.png",
    "/../../evil.png",
    "/a/../../evil.png",
    "/a/b/../../../evil.png",
    "/..",
    "/.",
    "/",
    "",
    "//..//evil.png",
    "/into/../../evil.png",
    "/../into-evil.png",
    "{around}/evil.png",  # absolute
    "/{around}/evil.png",
    "evil.png",
    "/C:\\evil.png",
    "/..\\evil.png",
    "C:/evil.png",
    "/a\0/../../evil.png",
    "/evil.png\0.txt",
    "/" + "x" * 300 + ".png",
    "/" + "x/" * 3000 + "evil.png",
    "/\u202egnp.live",
    "/\r\nevil.png",
    "~/evil.png",
    "/~root/evil.png",
    "/$HOME/evil.png",
    "/%2e%2e/evil.png",
    "/\x1b[2Jevil.png",
]


@pytest.mark.parametrize("name", NAMES, ids=[repr(name)[:30] for name in NAMES])
def test_no_name_leads_out_of_the_folder(cli, liar, dataset, place, project, name):
    """B-388."""
    liar.lies = {'"/innocent.png"': json.dumps(name.replace("{around}", str(place)))}
    done = cli.run("item", "download", place / "into", "-d", dataset, "-p", project.name, code=None)
    assert done.code in (0, 1)
    assert [path for path in everything_in(place) if not path.startswith("into")] == []
    assert "\x1b" not in done.out + done.err  # nor does it speak to the terminal


def links(place):
    """A folder in which somebody has left links that lead out of it."""
    outside = place / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    into = place / "into"
    (into / "folder").symlink_to(outside, target_is_directory=True)
    (into / "file.png").symlink_to(outside / "kept")
    (into / "dangling.png").symlink_to(outside / "new")
    (into / "draft.png.part").symlink_to(outside / "kept")
    return outside


@pytest.mark.parametrize(
    "name", ["/folder/x.png", "/folder/kept", "/folder/deep/x.png", "/file.png", "/dangling.png", "/draft.png"]
)
@pytest.mark.parametrize("overwrite", [[], ["--overwrite"]], ids=["", "overwrite"])
def test_no_link_in_the_folder_leads_out_of_it(cli, liar, dataset, place, project, name, overwrite):
    """B-388."""
    outside = links(place)
    liar.lies = {'"/innocent.png"': json.dumps(name)}
    cli.run(
        "item", "download", place / "into", "-d", dataset, "-p", project.name, *overwrite, code=None
    )
    assert everything_in(outside) == ["kept"]
    assert (outside / "kept").read_text() == "kept"
