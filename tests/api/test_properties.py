"""Requests that schemathesis makes up from the description, each sent by everybody: none breaks the server, and each answer is one
that the description knows, with the members that it says. `--examples N` for more of them, `--seed N` for others."""

import contextlib
import itertools

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from hypothesis.errors import Unsatisfiable

from api_walk import operations
from described import Undescribed, description
from house import ADA, DEV, EVE, MAX, MIA, House
from made_up import document_for, unknown_ids

ROLES = {"owner": MIA, "developer": DEV, "manager": MAX, "annotator": ADA, "stranger": EVE, "nobody": None}
BY_RULES, AGAINST_THEM = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
# Each of these makes or checks a hash of a password, which is meant to take its time.
SLOW = ("getToken", "login", "welcome", "createBot")
# With fewer made up it is chance whether one of them is right in everything.
FEWEST_TO_SUCCEED = 10
TABLE = pytest.StashKey()


def call(case, base, headers):
    """The answer and its content: the beginning, of a stream."""
    words = case.as_transport_kwargs(base_url=base, headers=headers)
    with requests.request(**words, allow_redirects=False, timeout=60, stream=True) as answer:
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            return answer, next(answer.iter_content(None))
        return answer, answer.content


def in_order():
    """Those that read first: they share a house."""
    found = list(operations(description().document))
    return sorted(found, key=lambda each: each[0] != "get")


class Houses:
    """A new one after each operation that may change something."""

    def __init__(self, people):
        self.people = people
        self.house = None
        self.numbers = itertools.count(1)

    def get(self):
        self.house = self.house or House(self.people, name=f"City {next(self.numbers)}")
        return self.house

    def leave(self):
        self.house = None


@pytest.fixture(scope="module")
def houses(people):
    return Houses(people)


@pytest.fixture(scope="module")
def table(request):
    """Operation -> role -> statuses of what was made up by the rules; shown at the end."""
    return request.config.stash.setdefault(TABLE, {})


class Tries:
    """One operation, as everybody."""

    def __init__(self, people, house, method, path, number):
        document = document_for(description().document, house)
        document["paths"] = {path: document["paths"][path]}
        self.operation = schemathesis.openapi.from_dict(document)[path][method.upper()]
        self.unknown = unknown_ids(description().document, path, description().document["paths"][path][method])
        self.people, self.number = people, number
        self.statuses = {role: [] for role in ROLES}
        self.faults = []
        self.turns = itertools.count()

    def run(self, mode, count, roles):
        # One of the ids in the path names nothing, now and then.
        lost = strategies.sampled_from([None] * 4 * len(self.unknown) + list(self.unknown) or [None])

        @seed(self.number)
        @settings(
            max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(case=self.operation.as_strategy(generation_mode=mode), lost=lost)
        def ask(case, lost):
            case.path_parameters |= {lost: self.unknown[lost]} if lost else {}
            # What the first one deletes is gone for the others, so each is first at times.
            first = next(self.turns) % len(roles)
            for role in roles[first:] + roles[:first]:
                self.ask(case, role, mode)

        with contextlib.suppress(Unsatisfiable):  # nothing can be against rules where there are none
            ask()

    def ask(self, case, role, mode):
        api = self.people(ROLES[role])
        headers = {} if api.token is None else {"Authorization": "Bearer " + api.token}
        answer, content = call(case, api.base, headers)
        if mode == BY_RULES:
            self.statuses[role].append(answer.status_code)
        try:
            target = "/" + answer.request.url.split("://", 1)[1].partition("/")[2]
            kind = answer.headers.get("content-type", "")
            description().check(case.method, target, answer.status_code, kind, content)
            assert answer.status_code < 500, f"{answer.status_code} {content[:500]}"
        except (AssertionError, Undescribed) as fault:
            self.faults.append(f"{fault}\n  as {role}: {case.as_curl_command(headers)[:3000]}")


# B-397
@pytest.mark.parametrize("method, path, operation", [pytest.param(*each, id=each[2]["operationId"]) for each in in_order()])
def test_what_is_made_up_is_answered_as_described(request, people, houses, table, method, path, operation):
    is_slow = operation["operationId"] in SLOW
    count = request.config.getoption("--examples") or 10
    tries = Tries(people, houses.get(), method, path, request.config.getoption("--seed"))
    if is_slow:
        tries.run(BY_RULES, min(count, 6), ["owner", "nobody"])
    else:
        tries.run(BY_RULES, count, list(ROLES))
        tries.run(AGAINST_THEM, -(-count // 3), list(ROLES))
    if method != "get":
        houses.leave()
    table[f"{method.upper()} {path}"] = tries.statuses
    assert not tries.faults, "\n\n".join(dict.fromkeys(tries.faults))
    answered = {status for statuses in tries.statuses.values() for status in statuses}
    is_enough = count >= FEWEST_TO_SUCCEED
    assert any(status < 400 for status in answered) or not is_enough, f"nothing succeeded: {sorted(answered)}"
