"""Connects the official Dataloop SDK to an Allot server.

    import allot

    dl = allot.connect("http://localhost:8080")

`dl` is the `dtlpy` module itself; what it can do beyond that is `Assignment.delete()`. And
`allot.invite(project, email)` gives the link by which somebody gets in.
"""

from allot.connection import connect
from allot.invitations import Invitation, invite

__all__ = ["Invitation", "connect", "invite"]
