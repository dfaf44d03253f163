"""One server for the run, on a data folder of its own."""

import os

# Settings of whoever runs this are none of ours.
for name in [name for name in os.environ if name.startswith("ALLOT_") and name not in ("ALLOT_BIN", "ALLOT_WRITE_ANSWERS")]:
    del os.environ[name]

import pytest  # noqa: E402

from described import description as described_api  # noqa: E402
from house import ACCOUNTS, MIA, People, password_of  # noqa: E402
from server import Server  # noqa: E402


def pytest_addoption(parser):
    parser.addoption("--examples", type=int, default=None, help="made-up requests for each operation and role")
    parser.addoption("--seed", type=int, default=0, help="for other ones")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server") / "data")
    for email in ACCOUNTS:
        server.add_user(email, password_of(email), admin=email == MIA)
    server.start()
    yield server
    code = server.stop()
    assert code == 0, f"the server ended with {code}:\n" + "\n".join(server.output[-30:])


@pytest.fixture(scope="session")
def people(server):
    return People(server)


@pytest.fixture(scope="session")
def description():
    return described_api()


def pytest_terminal_summary(terminalreporter, config):
    """For each operation, of what was made up by its rules: successes and all, by role."""
    import test_properties

    table = config.stash.get(test_properties.TABLE, {})
    if not table:
        return
    roles = list(test_properties.ROLES)
    terminalreporter.write_line("")
    terminalreporter.write_line("  ".join(f"{role:>9}" for role in roles) + "   successes of requests that were made up")
    total = 0
    for operation, by_role in table.items():
        cells = []
        for role in roles:
            statuses = by_role.get(role, [])
            total += len(statuses)
            cells.append(f"{sum(status < 400 for status in statuses):>4}/{len(statuses):<4}")
        terminalreporter.write_line("  ".join(cells) + f"   {operation}")
    terminalreporter.write_line(f"{total} requests by the rules, {len(table)} operations")
