"""People, apart from entries: what a roster says of them. None of it enters the log."""

from __future__ import annotations

import msgspec


class Person(msgspec.Struct, frozen=True):
    """One runner of an entry (a relay entry has several); everything but the bib is optional.

    ``adult`` is whether she is 18 on the day of the race, ``None`` when the roster does not say.
    ``guardian`` and ``guardian_email`` name who answers for a minor.
    """

    bib: str
    name: str = ""
    phone: str = ""
    email: str = ""
    club: str = ""
    home: str = ""
    first_marathon: bool | None = None
    why: str = ""
    adult: bool | None = None
    guardian: str = ""
    guardian_email: str = ""
