"""Connects the official Dataloop SDK to an Allot server.

    import allot

    dl = allot.connect("http://localhost:8080")

`dl` is the `dtlpy` module itself; what it can do beyond that is `Assignment.delete()`.
"""

from allot.connection import connect

__all__ = ["connect"]
