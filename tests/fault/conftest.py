"""What all tests of faults share: how often, and with which chance."""

import environment  # noqa: F401  # first: what is imported below reads the environment

import random

import pytest

from house import House, mounts  # noqa: F401


def pytest_addoption(parser):
    parser.addoption("--rounds", type=int, default=None, help="rounds, or random schedules, of a test")
    parser.addoption("--seed", type=int, default=None, help="plays the same chances again")


@pytest.fixture
def rounds(request):
    """How often to repeat: `rounds(50)` is 50, or what --rounds says."""
    asked = request.config.getoption("--rounds")
    return lambda default: default if asked is None else asked


@pytest.fixture
def seed(request):
    """Printed, so that a failure can be played again."""
    asked = request.config.getoption("--seed")
    chosen = random.SystemRandom().randrange(2**32) if asked is None else asked
    print(f"--seed {chosen}")
    return chosen


@pytest.fixture(scope="session", autouse=True)
def no_server_stays():
    """After a failed test either."""
    yield
    for house in House.made:
        if house.server.running():
            house.server.kill()


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """An installation at rest, to copy: making one anew takes longer."""
    house = House(tmp_path_factory.mktemp("founded") / "data").found()
    house.stop()
    return house


@pytest.fixture
def house(founded, tmp_path):
    """A running installation of the test's own. It has to end in an orderly way, unless the test ended it."""
    house = founded.copy_to(tmp_path / "data").start()
    yield house
    house.stop()
