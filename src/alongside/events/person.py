"""People, apart from entries: what a roster says of them. None of it enters the log."""

from __future__ import annotations

import msgspec


class Person(msgspec.Struct, frozen=True):
    """One runner of an entry (a relay entry has several); everything but the bib is optional."""

    bib: str
    name: str = ""
    phone: str = ""
    email: str = ""
    club: str = ""
    home: str = ""
    first_marathon: bool | None = None
    why: str = ""
