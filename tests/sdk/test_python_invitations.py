"""The package `allot` (python/allot): invitations."""

import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

import pytest

from conftest import ADA
from helper_package import allot, left_as_found  # fixtures


@pytest.fixture
def own(new_project):
    """A project with a member who has no account yet; the address needs escaping."""
    project = new_project()
    guest = f"new+{project.id}@example.org"
    project.add_member(email=guest, role="annotator")
    return project, guest


def choose_password(link, password):
    form = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)
    form = urllib.parse.urlencode({"token": form["token"][0], "password": password})
    address = link.split("?")[0]
    # What follows the answer is a page for people; that it came is enough.
    with urllib.request.urlopen(address, form.encode(), timeout=30) as answer:
        return answer.status


def test_an_invitation_is_a_link_that_lets_its_person_in(allot, sdk, server, own):
    """B-009."""
    project, guest = own
    dl = allot.connect(server.base)
    before = datetime.now(timezone.utc)
    link = allot.invite(project, guest)
    assert link.url.startswith(server.base + "/welcome?token=")
    assert timedelta(days=7, seconds=-1) < link.expires_at - before < timedelta(days=7, minutes=2)
    assert choose_password(link.url, "one that is long enough") == 200
    allot.connect(server.base, email=guest, password="one that is long enough")
    assert [each.name for each in dl.projects.list()] == [project.name]


def test_a_later_invitation_makes_the_earlier_void(allot, server, own):
    """B-009. A project's id does as well as the project."""
    project, guest = own
    earlier, later = allot.invite(project.id, guest), allot.invite(project, guest.upper())
    with pytest.raises(urllib.error.HTTPError, match="404"):
        choose_password(earlier.url, "one that is long enough")
    assert choose_password(later.url, "one that is long enough") == 200


def test_no_member_and_whoever_has_an_account_are_invited_in_vain(allot, sdk, own, sign_in_sdk):
    """B-009."""
    project, guest = own
    project.add_member(email=ADA, role="annotator")
    with pytest.raises(sdk.exceptions.NotFound):
        allot.invite(project, "stranger@example.org")
    with pytest.raises(sdk.exceptions.Conflict):
        allot.invite(project, ADA)
    sign_in_sdk(ADA)
    with pytest.raises(sdk.exceptions.Forbidden):
        allot.invite(project, guest)
