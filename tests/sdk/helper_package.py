"""The package `allot` (python/allot), for the tests of one file: fixtures."""

import json

import pytest

from conftest import ADA, ALIAS, BEN
from server import PYTHON_PACKAGE


@pytest.fixture
def allot(monkeypatch):
    monkeypatch.syspath_prepend(str(PYTHON_PACKAGE))
    return __import__("allot")


@pytest.fixture
def dl(allot, server):
    return allot.connect(server.base)


@pytest.fixture
def task(dl, new_task, pool):
    """Six items for each of two people."""
    return new_task(pool, [ADA, BEN])


@pytest.fixture
def unknown(sdk, server):
    """The server, as the SDK sees it that has never heard of it."""
    environments = dict(sdk.client_api.environments)
    del environments[server.api]
    sdk.client_api.environments = environments
    sdk.setenv("prod")


@pytest.fixture(autouse=True)
def left_as_found(sdk):
    """The SDK, its environments and its classes, for the tests of other files."""
    client = sdk.client_api
    environments = json.dumps(client.environments)
    classes = (sdk.Project, sdk.Dataset, sdk.Task, sdk.Assignment, sdk.Item)
    had = [dict(vars(one_class)) for one_class in classes]
    yield
    client.environments = json.loads(environments)
    sdk.setenv(ALIAS)
    for one_class, members in zip(classes, had):
        for name in set(vars(one_class)) - set(members):
            delattr(one_class, name)
        for name in ("redistribute", "reassign"):
            if name in members:
                setattr(one_class, name, members[name])
