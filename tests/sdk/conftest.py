"""One server, one signed-in SDK and a shared project for the whole run.

The SDK and its HTTP library are used as they come; nothing of them is replaced.
"""

import environment  # noqa: F401  # first: what is imported below reads the environment

import atexit
import itertools
import os
import re
import shutil
import tempfile
from pathlib import Path

# The SDK reads and writes its settings in the home folder as soon as it is imported, so the home
# folder is moved away before that.
HOME = tempfile.mkdtemp(prefix="allot-sdk-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["HOME"] = HOME
os.environ["DATALOOP_PATH"] = os.path.join(HOME, ".dataloop")
# `dl.login()` opens a browser through the standard library. The final & makes that library start
# the command and go on, which the SDK needs: it listens only after the call.
BROWSER_SCRIPT = Path(__file__).resolve().parent / "browser.py"
os.environ["BROWSER"] = f"{os.sys.executable} {BROWSER_SCRIPT} %s &"

import dtlpy as dl  # noqa: E402
import pytest  # noqa: E402

from http_api import Api, ok, sign_in  # noqa: E402
from pictures import write_pictures  # noqa: E402
from server import Server  # noqa: E402

ABOUT_THE_SDK = re.compile(r"\b(dl|dtlpy|sdk)\b")


def pytest_addoption(parser):
    parser.addoption("--about-the-sdk", action="store_true", help="only files that use dtlpy: for its other versions")


def pytest_ignore_collect(collection_path, config):
    if config.getoption("--about-the-sdk") and collection_path.name.startswith("test_"):
        return True if not ABOUT_THE_SDK.search(collection_path.read_text()) else None
    return None


MIA = "mia@example.org"  # the first account: owner of the organisation, owner of the projects
MAX = "max@example.org"  # annotation manager where a test makes him one
DEV = "dev@example.org"  # developer where a test makes him one
ADA, BEN, CLEO, DAN = (f"{name}@example.org" for name in ("ada", "ben", "cleo", "dan"))
EVE = "eve@example.org"  # has an account and nothing else
EVERYONE = (MIA, MAX, DEV, ADA, BEN, CLEO, DAN, EVE)
ALIAS = "allot-test"

_numbers = itertools.count(1)


def unique(word):
    return f"{word}-{next(_numbers)}"


def password_of(email):
    return "a good long secret of " + email.split("@")[0]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server") / "data")
    for email in EVERYONE:
        server.add_user(email, password_of(email), admin=email == MIA)
    server.start()
    yield server
    code = server.stop()
    assert code == 0, f"the server ended with {code}:\n" + "\n".join(server.output[-30:])


@pytest.fixture(scope="session")
def sdk(server):
    """The SDK, pointed at the server and signed in as mia."""
    dl.verbose.disable_progress_bar = True
    dl.add_environment(
        environment=server.api,
        alias=ALIAS,
        gate_url=server.base,
        url=server.base + "/",
        verify_ssl=True,
    )
    dl.setenv(ALIAS)
    assert dl.login_m2m(email=MIA, password=password_of(MIA)) is True
    return dl


@pytest.fixture(autouse=True)
def signed_in_as_mia(sdk, server):
    """The SDK knows one person at a time: whoever a test signed in, the next one starts as mia."""
    yield
    assert server.running(), "the server died:\n" + "\n".join(server.output[-30:])
    if sdk.client_api.environment != server.api:
        sdk.setenv(ALIAS)
    if sdk.client_api.info()["user_email"] != MIA:
        sdk.client_api.logout()
        assert sdk.login_m2m(email=MIA, password=password_of(MIA)) is True


@pytest.fixture
def sign_in_sdk(sdk):
    """Signs the SDK in as somebody else, until the end of the test."""

    def sign_in_as(email):
        sdk.client_api.logout()
        assert sdk.login_m2m(email=email, password=password_of(email)) is True

    return sign_in_as


@pytest.fixture(scope="session")
def api_of(server):
    """Plain requests as anybody, `None` for nobody."""
    known = {}

    def api(email):
        if email not in known:
            token = None if email is None else sign_in(server.base, email, password_of(email))
            assert email is None or token, f"{email} cannot sign in"
            known[email] = Api(server.base, token)
        return known[email]

    return api


@pytest.fixture(scope="session")
def api(api_of):
    return api_of(MIA)


@pytest.fixture
def person(server):
    """A new account, signed in on a connection that is kept."""
    email = f"{unique('person')}@example.org"
    server.add_user(email, password_of(email))
    api = Api(server.base, sign_in(server.base, email, password_of(email)))
    api.email = email
    ok(api.get("/users/me"))
    return api


@pytest.fixture(scope="session")
def new_project(sdk):
    return lambda: sdk.projects.create(project_name=unique("project"))


@pytest.fixture(scope="session")
def project(new_project):
    """Shared; tests that change its members make their own."""
    return new_project()


@pytest.fixture(scope="session")
def new_dataset(sdk, project, tmp_path_factory):
    """A dataset with `count` pictures, uploaded by the SDK."""

    def make(count=0, of=None):
        dataset = (of or project).datasets.create(dataset_name=unique("dataset"))
        if count:
            folder = write_pictures(tmp_path_factory.mktemp("pictures"), count)
            dataset.items.upload(local_path=str(folder) + "/*", raise_on_error=True)
        return dataset

    return make


@pytest.fixture(scope="module")
def pool(new_dataset):
    """Twelve pictures that many tasks of one file share: an item may be in any number of tasks."""
    return new_dataset(12)


@pytest.fixture(scope="session")
def new_task(sdk):
    """A task over the whole dataset (or `items`, `filters`), split equally or by `loads`."""

    def make(dataset, people, loads=None, **more):
        if loads is not None:
            more["workload"] = workload(people, loads)
        else:
            more["assignee_ids"] = list(people)
        return dataset.tasks.create(task_name=more.pop("task_name", unique("task")), **more)

    return make


def workload(people, loads):
    return dl.Workload(
        [dl.WorkloadUnit(assignee_id=person, load=load) for person, load in zip(people, loads)]
    )


def loads_json(people, loads):
    return [{"assigneeId": person, "load": load} for person, load in zip(people, loads)]


def sdk_version():
    return tuple(int(number) for number in dl.__version__.split(".")[:3])
