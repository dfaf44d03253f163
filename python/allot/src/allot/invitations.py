"""`invite`: a way in for somebody who has no account yet, which the SDK does not have."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

import dtlpy as dl

from allot.tables import moment


class Invitation(NamedTuple):
    """A link by which one person chooses a password and is signed in. Whoever has it can be that person."""

    url: str
    expires_at: datetime  # with its time zone, UTC

    def __str__(self) -> str:
        return f"{self.url} (once, until {moment(self.expires_at)} UTC)"


def invite(project, email):
    """A way in for a member of the project who has no account yet: a link that works once, for seven days.

    A later one makes the earlier void. `project` is a `dl.Project` or its id; add the person to it
    first, by `project.add_member`.

    Errors: dl.exceptions.NotFound (no member of that address), Conflict (the person has an account
    already, or is in projects that are not yours to manage), Forbidden.
    """
    path = f"/projects/{getattr(project, 'id', project)}/members/{quote(email, safe='@')}/invite"
    success, response = dl.client_api.gen_request(req_type="post", path=path, json_req={})
    if not success:
        raise dl.PlatformException(response)
    link = response.json()
    return Invitation(link["url"], datetime.fromisoformat(link["expiresAt"].replace("Z", "+00:00")))
