"""RACE RESULT's "Raw Data Record JSON": what an exporter posts for a passing, as a draft of a read.

One object, or a list of them: ``ID``, ``Bib``, ``TimingPoint``, ``Time`` (seconds of the day), ``Invalid``
and ``Passing`` with ``Transponder``, ``DeviceID``, ``FileNo``, ``PassingNo``, ``IsMarker`` and ``UTCTime``.
Source: raceresult.com knowledge base 15788 (exporters) and 487 (passings); OpenSplitTime's
docs/raceresult-integration. Written leniently: keys in any case, numbers as texts, with or without
``Passing`` around its fields.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from alongside.events.bodies import ReadBody
from alongside.events.bounds import wrong_with
from alongside.events.plan import FeedPlan, RacePlan
from alongside.events.row import Draft
from alongside.feeds.fields import text_of
from alongside.feeds.points import Points
from alongside.feeds.times import LEAST_MS, RaceDays, instant_ms
from alongside.units import MS_PER_S

FAKE_TRANSPONDER = "99999"  # rrrelay and decoders send it for a button that was pressed
_decode = msgspec.json.Decoder().decode
_YES = frozenset({"true", "1", "yes", "y"})


def parse(raw: bytes) -> list[Any]:
    """Return the passings in a request; ``ValueError`` says what was sent instead."""
    try:
        found = _decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"Not JSON ({error}). Export as 'Raw Data Record JSON'.") from error
    return found if isinstance(found, list) else [found]


class Exporter:
    """One exporter's passings to drafts, by the plan in force."""

    def __init__(self, feed: FeedPlan, plan: RacePlan) -> None:
        self.feed, self.plan = feed, plan
        self._points, self._days = Points(feed, plan), RaceDays.of(plan)

    def draft(self, item: object, now_ms: int) -> Draft | Literal["marker"]:
        """Return the draft of a passing, or that it is a marker; ``ValueError`` says why it is refused."""
        if not isinstance(item, dict):
            raise ValueError(f"A passing is an object {{...}}, not {str(item)[:40]!r}.")
        fields = _flat(item)
        if _yes(fields.get("ismarker")) or text_of(fields, "transponder") == FAKE_TRANSPONDER:
            return "marker"
        if _yes(fields.get("invalid")):
            raise ValueError("The timing software marks this passing as invalid.")
        by, code = _code(fields)
        mat = self._points.mat(text_of(fields, "timingpoint"))
        at_ms = self._at_ms(fields, now_ms)
        body = ReadBody(code, mat, at_ms, by, text_of(fields, "deviceid"))
        if wrong := wrong_with(body):
            raise ValueError(wrong)
        return Draft(self.feed.id, _key(fields), at_ms, body)

    def _at_ms(self, fields: dict[str, Any], now_ms: int) -> int:
        """Return when it was: ``UTCTime``, which is UTC where it names no zone, else ``Time`` of the day."""
        utc = text_of(fields, "utctime")
        if utc and (at_ms := _utc_ms(utc)) is not None:
            return at_ms
        time = text_of(fields, "time")
        if not time:
            raise ValueError(f"It has no time: UTCTime is {utc[:40]!r} and there is no Time.")
        return instant_ms(time, self._days, now_ms)


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields by lower-case name, those of ``Passing`` too; an outer one with a value wins."""
    outer = {name.lower(): value for name, value in item.items()}
    inner = outer.pop("passing", None)
    if not isinstance(inner, dict):
        return outer
    fields = {name.lower(): value for name, value in inner.items()}
    fields.update(
        {name: value for name, value in outer.items() if value not in (None, "") or name not in fields}
    )
    return fields


def _yes(value: object) -> bool:
    return value is True or (isinstance(value, str | int) and str(value).strip().lower() in _YES)


def _code(fields: dict[str, Any]) -> tuple[Literal["chip", "bib"], str]:
    """Return the bib where the timing software knew it, else the transponder."""
    bib = text_of(fields, "bib")
    if bib.strip("0-"):
        return "bib", bib
    transponder = text_of(fields, "transponder")
    if not transponder.strip("0"):
        raise ValueError("It has neither a Bib nor a Transponder.")
    return "chip", transponder


def _key(fields: dict[str, Any]) -> str:
    device, file, number = (text_of(fields, name) for name in ("deviceid", "fileno", "passingno"))
    known = text_of(fields, "id")
    if number and (device or not known):
        return f"{device or text_of(fields, 'timingpoint')}/{file}/{number}"
    if known:
        return known
    raise ValueError("It has neither Passing.PassingNo nor ID: nothing to know it by when it comes again.")


def _utc_ms(text: str) -> int | None:
    """Return the instant of a ``UTCTime``, or ``None`` where it is no time, as before a decoder has one."""
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        at_ms = round(aware.timestamp() * MS_PER_S)
    except (ValueError, OverflowError, OSError):
        return None
    return at_ms if at_ms >= LEAST_MS else None
