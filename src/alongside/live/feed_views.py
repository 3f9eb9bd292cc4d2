"""What the feeds page shows of devices, feeds, unknown chips and the timing company's word, as plain data."""

from __future__ import annotations

import msgspec


class ClockWord(msgspec.Struct, frozen=True):
    """A row that corrects a device's clock: who said it and why, and its key, by which it is undone."""

    source: str
    id: str
    ahead_ms: int
    from_ms: int
    by: str
    reason: str
    at_ms: int


class DeviceView(msgspec.Struct, frozen=True):
    """A device as it is heard: ``late_ms`` is how late its reads typically come, by its corrected clock.

    ``ahead_ms`` is how far its clock is ahead now. ``words`` stand, the latest last; ``by_people`` when
    the system leaves this clock to them.
    """

    device: str
    source: str
    reads: int
    received_ms: int
    late_ms: int
    ahead_ms: int
    words: tuple[ClockWord, ...]
    said: int  # words ever, those taken back too
    by_people: bool


class FeedView(msgspec.Struct, frozen=True):
    """A feed: the reads of it that are kept, what was refused, and the newest reasons, the last one first.

    ``text_ids``, in the same order, name the reasons as they were told, with what they quote.
    """

    id: str
    kind: str
    reads: int
    refused: int
    reasons: tuple[tuple[int, str], ...]
    text_ids: tuple[str, ...] = ()


class UnknownView(msgspec.Struct, frozen=True):
    """A chip or bib that nobody wears: how often it was read, where and when last."""

    code: str
    reads: int
    mat: str
    at_ms: int


class OfficialView(msgspec.Struct, frozen=True):
    """A word of the timing company about a bib: what it said, and when it came (of a time: what it is)."""

    bib: str
    what: str
    at_ms: int


class FeedsView(msgspec.Struct, frozen=True):
    """All of it, at one tick."""

    devices: tuple[DeviceView, ...]
    feeds: tuple[FeedView, ...]
    unknown: tuple[UnknownView, ...]
    unknown_total: int
    official: tuple[OfficialView, ...]
    official_total: int
