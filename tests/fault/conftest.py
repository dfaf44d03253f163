"""What all tests of faults share: how often, and with which chance."""

import random

import pytest


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
