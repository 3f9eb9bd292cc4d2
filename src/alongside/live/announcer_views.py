"""What the announcer's page is drawn from: who comes to the finish next, and who has just come in. By bib."""

from __future__ import annotations

import msgspec

from alongside.live.company_views import Company


class Homecoming(msgspec.Struct, frozen=True, kw_only=True):
    """A runner near the finish line, or just over it (``done_ms``).

    ``finish_ms`` is the forecast's median arrival, or when she came in; ``latest_ms`` the end before which
    9 of 10 are in (``None`` once she is). ``start_ms`` is her own start, ``chip_ms`` her net time,
    ``limit_ms`` until when the course stays open for her (``None`` where there is no limit), ``company`` with
    whom she comes, as far as mats tell.
    """

    bib: str
    distance: str
    adult: bool | None
    persons: int
    start_ms: int | None
    finish_ms: int
    latest_ms: int | None = None
    done_ms: int | None = None
    chip_ms: int | None = None
    limit_ms: int | None = None
    company: Company | None = None


class AnnouncerView(msgspec.Struct, frozen=True):
    """Who is coming, the next one first, and who came in last, the newest first.

    ``near`` counts all who are within the last kilometre or ten minutes, listed or not; ``out`` everybody who
    is on the course.
    """

    coming: tuple[Homecoming, ...]
    done: tuple[Homecoming, ...]
    near: int
    out: int
