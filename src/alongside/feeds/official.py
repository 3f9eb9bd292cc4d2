"""The timing company's official word: statuses, corrected times and late entries, to drafts.

One object each. ``status`` makes it a status, ``mat`` a corrected time, ``distance`` an entry; ``kind``
(``status``, ``time``, ``entry``) says so where that is not plain. Names in any case.
"""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any, TypeVar, get_args

import msgspec

from alongside.course.feeds import plain
from alongside.events.bodies import EntryBody, ReadBody, RulingStatusBody, Status
from alongside.events.bounds import wrong_with
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.events.sources import OFFICIAL
from alongside.feeds.csv_columns import cells_of, delimiter_of
from alongside.feeds.fields import LONGEST, text_of
from alongside.feeds.points import Points
from alongside.feeds.times import RaceDays, instant_ms
from alongside.units import parse_clock_s

T = TypeVar("T")
BY = "timing company"
STATUSES: dict[str, Status] = {
    **{status: status for status in get_args(Status)},
    "oncourse": "on_course", "running": "on_course", "finisher": "finished", "finish": "finished",
    "dq": "dsq", "disqualified": "dsq", "retired": "dnf", "abandoned": "dnf", "didnotfinish": "dnf",
    "didnotstart": "dns", "notstarted": "dns",
}  # fmt: skip
"""Their words for a status, plain, to ours."""

_SPELLINGS = {
    "bib": ("bib", "bibno", "number", "startnumber"),
    "chip_s": ("chip_s", "chiptime", "chip_time", "nettime", "net_time"),
    "chips": ("chips", "chip", "transponder"),
    "at": ("at", "time", "timeofday"),
    "mat": ("mat", "point", "timingpoint", "split"),
    "distance": ("distance", "event", "race"),
}
_FIELD_OF = {spelling: field for field, spellings in _SPELLINGS.items() for spelling in spellings}


def parse(raw: bytes, *, is_csv: bool) -> list[Any]:
    """Return the items of a request: a JSON list (or one object), or the lines of a CSV with a header.

    ``ValueError`` says what was sent instead.
    """
    if is_csv:
        return _csv_items(raw)
    try:
        found = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"Not a JSON list ({error}). Send [{{...}}, ...], or a CSV as text/csv.") from error
    if isinstance(found, list | dict):
        return found if isinstance(found, list) else [found]
    raise ValueError("Not a JSON list. Send [{...}, ...], or a CSV as text/csv.")


def _csv_items(raw: bytes) -> list[Any]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        raise ValueError("A CSV has a header, such as bib;status, and a line for each word below it.")
    delimiter = delimiter_of(lines[0])
    header = [cell.strip() for cell in cells_of(lines[0], delimiter)]
    rows = csv.reader(io.StringIO("\n".join(lines[1:])), delimiter=delimiter)
    return [{n: cell.strip() for n, cell in zip(header, row, strict=False) if cell.strip()} for row in rows]


class OfficialWord:
    """Items to drafts, by the plan in force."""

    def __init__(self, plan: RacePlan) -> None:
        self.plan = plan
        self._points, self._days = Points(None, plan), RaceDays.of(plan)

    def draft(self, item: object, now_ms: int) -> Draft:
        """Return the draft of one item; ``ValueError`` says what is wrong with it."""
        if not isinstance(item, dict):
            raise ValueError(f"A word is an object {{...}}, not {str(item)[:40]!r}.")
        fields = {_FIELD_OF.get(plain(str(name)), plain(str(name))): value for name, value in item.items()}
        if not text_of(fields, "bib"):
            raise ValueError("It names no bib.")
        at_ms = instant_ms(text, self._days, now_ms) if (text := text_of(fields, "at")) else None
        body = self._body(fields, at_ms)
        if wrong := wrong_with(body):
            raise ValueError(wrong)
        return Draft(_source(fields), text_of(fields, "id") or _digest(fields), at_ms, body)

    def _body(self, fields: dict[str, Any], at_ms: int | None) -> EntryBody | ReadBody | RulingStatusBody:
        kind = text_of(fields, "kind") or next(
            (
                of
                for name, of in (("status", "status"), ("mat", "time"), ("distance", "entry"))
                if name in fields
            ),
            "",
        )
        if kind == "status":
            return self._status(fields)
        if kind == "time":
            return self._time(fields, at_ms)
        if kind == "entry":
            return self._entry(fields)
        raise ValueError("It says no status, no mat with a time, and no distance: what is the word?")

    def _status(self, fields: dict[str, Any]) -> RulingStatusBody:
        said = text_of(fields, "status")
        status = STATUSES.get(plain(said).replace("-", ""))
        if status is None:
            raise ValueError(f"{said[:40]!r} is no status. Send one of {', '.join(get_args(Status))}.")
        place = text_of(fields, "place")
        return RulingStatusBody(text_of(fields, "bib"), status, BY, True, _seconds(fields), place)

    def _time(self, fields: dict[str, Any], at_ms: int | None) -> ReadBody:
        if at_ms is None:
            raise ValueError("A corrected time needs 'at', such as 10:12:11.")
        mat = self._points.mat(text_of(fields, "mat"))
        return ReadBody(text_of(fields, "bib"), mat, at_ms, "bib", chip_s=_seconds(fields), official=True)

    def _entry(self, fields: dict[str, Any]) -> EntryBody:
        distances = {plain(name): d.id for d in self.plan.distances for name in (d.name, d.id)}
        waves = {plain(name): wave for wave in self.plan.waves for name in (wave.name, wave.id)}
        distance = _known(text_of(fields, "distance"), "distance", distances)
        said = text_of(fields, "wave")
        starts = [wave for wave in self.plan.waves if distance in wave.distances]
        wave = _known(said, "wave", waves).id if said else starts[0].id if len(starts) == 1 else ""
        if said and wave not in {one.id for one in starts}:
            raise ValueError(f"Wave {said!r} does not start the distance {distance!r}.")
        return EntryBody(text_of(fields, "bib"), distance, wave, _chips(fields), _yes_no(fields, "adult"))


def _known(text: str, what: str, names: dict[str, T]) -> T:
    found = names.get(plain(text))
    if found is None:
        raise ValueError(f"{text[:40]!r} is no {what} of this race. Known: {', '.join(sorted(names))}.")
    return found


def _seconds(fields: dict[str, Any]) -> float | None:
    """Return the net time: seconds, or ``4:31:22``."""
    text = text_of(fields, "chip_s")
    if not text:
        return None
    try:
        return parse_clock_s(text) if ":" in text else float(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no net time, such as 4:31:22 or 16282.") from None


def _chips(fields: dict[str, Any]) -> tuple[str, ...]:
    value = fields.get("chips")
    if isinstance(value, list):
        return tuple(str(chip).strip()[:LONGEST] for chip in value if str(chip).strip())
    return tuple(text_of(fields, "chips").replace("|", " ").split())


def _yes_no(fields: dict[str, Any], name: str) -> bool | None:
    value = fields.get(name)
    if isinstance(value, bool):
        return value
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(
        text_of(fields, name).lower()
    )


def _source(fields: dict[str, Any]) -> str:
    source = text_of(fields, "source")
    return f"{OFFICIAL}/{source}" if source else OFFICIAL


def _digest(fields: dict[str, Any]) -> str:
    """Return what names a word that came without an id: the same word again is the same row."""
    return hashlib.blake2b(repr(sorted(fields.items())).encode(), digest_size=12).hexdigest()
