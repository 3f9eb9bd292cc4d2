"""What a course marshal's page shows: no bib, nobody's place, only counts and times at a place."""

from __future__ import annotations

import msgspec


class PostSweep(msgspec.Struct, frozen=True):
    """A sweep and a post: whether it has passed, else when it is expected (UTC milliseconds).

    ``by_schedule`` says that nothing was heard of it yet. Without a schedule nobody can say when.
    """

    name: str
    passed: bool
    at_ms: int | None
    by_schedule: bool


class PostView(msgspec.Struct, frozen=True):
    """A place of the road, all distances and passes together.

    ``still`` runners are likely to come yet, ``inside`` of those who may come may finish inside the limit:
    the first of these about ``first_ms``, the last about ``middle_ms``, and surely by ``sure_ms``.
    ``waiting`` have not been read at the start and may yet come. ``doubt`` is why this cannot be relied on,
    if anything.
    """

    distance: str
    along_m: float
    still: int
    inside: int
    waiting: int
    passed: int
    first_ms: int | None
    middle_ms: int | None
    sure_ms: int | None
    sweeps: tuple[PostSweep, ...]
    stopped: bool
    diverted: bool
    doubt: str


class Posts(msgspec.Struct, frozen=True):
    """The posts that somebody stands at, by what was asked; and the road at every split."""

    at: dict[str, PostView] = {}
    stretches: tuple[PostView, ...] = ()
