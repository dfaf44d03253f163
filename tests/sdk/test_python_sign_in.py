"""The package `allot` (python/allot): who `connect` signs in."""

import socket

import pytest

from conftest import ADA, EVE, MIA, password_of
from helper_package import allot, left_as_found, unknown  # fixtures
from http_api import sign_in


def test_email_and_password_sign_in(allot, sdk, server, unknown):
    """B-001, B-002."""
    dl = allot.connect(server.base, email=ADA, password=password_of(ADA))
    assert dl.token_expired() is False
    assert dl.client_api.info()["user_email"] == ADA
    assert isinstance(list(dl.projects.list()), list)


@pytest.mark.parametrize("email", [MIA, EVE])
def test_a_wrong_password_is_a_permission_error_and_signs_nobody_out(allot, sdk, server, email):
    """B-003: no token is stored."""
    good, refresh = sdk.client_api.token, sdk.client_api.refresh_token
    assert sdk.client_api.info()["user_email"] == MIA
    with pytest.raises(PermissionError, match=r"refused this e-mail address and password, or "):
        allot.connect(server.base, email=email, password="wrong")
    assert (sdk.client_api.token, sdk.client_api.refresh_token) == (good, refresh)


def test_a_server_that_is_not_there_is_one_sentence(allot, sdk, server):
    """Whoever was signed in elsewhere still is."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(ConnectionError, match=f"^No server answers at {url}; does it run\\?$") as problem:
        allot.connect(url, email=ADA, password=password_of(ADA))
    assert problem.value.__suppress_context__ and problem.value.__cause__ is None
    allot.connect(server.base)
    assert sdk.client_api.info()["user_email"] == MIA


def test_a_server_without_tls_is_said_to_have_none(allot, server):
    with pytest.raises(ConnectionError, match=r"has no certificate that is trusted here, or speaks no TLS\."):
        allot.connect(server.base.replace("http:", "https:"), email=ADA, password=password_of(ADA))


def test_a_token_signs_in(allot, sdk, server):
    """B-001."""
    allot.connect(server.base, token=sign_in(server.base, EVE, password_of(EVE)))
    assert sdk.client_api.info()["user_email"] == EVE
    assert list(sdk.projects.list()) == []


@pytest.mark.parametrize("damage", [lambda token: "no token", lambda token: token[:-8] + "AAAAAAAA"])
def test_a_wrong_token_is_a_permission_error_and_the_sign_in_before_it_stays(allot, sdk, server, damage):
    good, refresh = sdk.client_api.token, sdk.client_api.refresh_token
    with pytest.raises(PermissionError, match=r"refused this token\.$"):
        allot.connect(server.base, token=damage(good))
    assert (sdk.client_api.token, sdk.client_api.refresh_token) == (good, refresh)


@pytest.mark.parametrize(
    "half",
    [{"email": MIA}, {"password": "secret"}, {"token": "a", "email": MIA, "password": "b"}],
    ids=lambda half: "+".join(half),
)
def test_half_a_sign_in_or_two_are_a_value_error(allot, server, half):
    with pytest.raises(ValueError, match="^Give "):
        allot.connect(server.base, **half)
