"""The promise in sentences: one for each row, one for the whole, and rows for a table on disk."""

from __future__ import annotations

from typing import NamedTuple

from alongside.course.promise import LastRunner, Promise, PromiseRow
from alongside.course.table import show_wall
from alongside.events.plan import RacePlan
from alongside.units import MS_PER_S, show_duration, show_km, show_span, show_time

_SAYS = {"station": "closes", "section": "reopens", "cutoff": "closes", "sweep": "is due", "finish": "closes"}
_COMES = {
    "station": "comes",
    "section": "leaves it",
    "cutoff": "passes",
    "sweep": "is there",
    "finish": "finishes",
}
_TOO_LATE = {
    "station": "after the table is gone",
    "section": "too late for the street",
    "cutoff": "too late, though inside the limit",
    "sweep": "behind the sweep, though inside the limit",
    "finish": "after it has closed, though inside the limit",
}
_UNSAID = {"station": "says no closing time", "section": "has no time to reopen"}
_SHOW_SECONDS_S = 90
_MINUTE_MS = 60 * MS_PER_S


class TableRow(NamedTuple):
    """A row as it is written to a file: times are those on the wall, ``margin_s`` whole seconds."""

    kind: str
    name: str
    distance: str
    km: float
    published: str
    last_by_promise: str
    margin_s: int | None
    verdict: str
    sentence: str


def summary(promise: Promise) -> str:
    """Return the whole in one or two sentences: how many places keep it, and the worst that does not."""
    places = len(promise.rows)
    if not promise.runners:
        return "Nothing is promised: no distance has a limit."
    broken, unsaid = promise.worst_first(), len(promise.of("unsaid"))
    silent = f" At {unsaid} no time is said." if unsaid else ""
    if not broken:
        kept = f"{places - unsaid} of {places}" if unsaid else f"all {places}"
        return f"The schedule keeps the promise at {kept} places.{silent}"
    worst = f"{place_of(broken[0], promise)} by {show_span(broken[0].margin_s or 0)}"
    which = f"{len(broken)}, worst at" if len(broken) > 1 else "one:"
    kept_at = f"{len(promise.of('kept'))} of {places} places"
    return f"The schedule keeps the promise at {kept_at}; it breaks it at {which} {worst}.{silent}"


def sentence_of(row: PromiseRow, promise: Promise, plan: RacePlan) -> str:
    """Return a row as a sentence: what is published, who passes when, and what that means for her."""
    runner = promise.runners[row.distance]
    seconds = row.margin_s is not None and 0 < abs(row.margin_s) < _SHOW_SECONDS_S
    comes = f"{who(runner)} {_COMES[row.kind]} {show_minute(row.last_ms, plan, seconds=seconds)}"
    if row.margin_s is None or row.published_ms is None:
        return f"{place_of(row, promise)} {_UNSAID[row.kind]}; {comes}."
    said = show_minute(row.published_ms, plan, seconds=row.published_ms % _MINUTE_MS != 0)
    says = f"{place_of(row, promise)} {_SAYS[row.kind]} {said}"
    return f"{says}; {comes}, {_margin(row)}."


def verdict_of(row: PromiseRow) -> str:
    """Return a row's verdict in a few words: ``kept by 8 min``, ``broken by 12 min``, ``nothing said``."""
    if row.margin_s is None:
        return "nothing said"
    return f"{row.verdict} by {show_span(row.margin_s)}" if row.margin_s else "kept, just"


def unpromised_sentences(promise: Promise) -> list[str]:
    """Return a sentence for each distance without a limit."""
    return [
        f"{distance.name} has no limit: nothing is promised to those who run it."
        f' Write limit = "7:30", say, in its [[distance]].'
        for distance in promise.unpromised
    ]


def who(runner: LastRunner) -> str:
    """Return the runner who is promised most in words: ``a 7:30 runner of wave 3``."""
    limit = show_duration(runner.limit_s, with_seconds=bool(runner.limit_s % 60))
    article = "an" if limit.startswith("8") or limit.split(":")[0] in ("11", "18") else "a"
    wave = runner.wave if "wave" in runner.wave.casefold() else f"wave {runner.wave}"
    of_wave = f" of {wave[0].lower()}{wave[1:]}" if runner.wave else ""
    return f"{article} {limit} runner{of_wave}"


def place_of(row: PromiseRow, promise: Promise) -> str:
    """Return a row's name and where it is, ``Water 7 (km 22.5)``; of several distances also which."""
    several = len(promise.runners) + len(promise.unpromised) > 1
    distance = f"{promise.runners[row.distance].name}, " if several else ""
    to = "to " if row.kind == "section" else ""
    return f"{row.name} ({distance}{to}{show_km(row.along_m)})"


def show_minute(at_ms: int, plan: RacePlan, *, seconds: bool = False) -> str:
    """Return a time on the wall to the nearest minute, or with seconds; ``01:10 (+1)`` is the day after."""
    if not seconds:
        return show_wall((at_ms + _MINUTE_MS // 2) // _MINUTE_MS * _MINUTE_MS, plan)
    return show_time(at_ms, plan.zone) + show_wall(at_ms, plan)[5:]


def table_rows(promise: Promise, plan: RacePlan) -> list[TableRow]:
    """Return every row as it is written to a file, in the order of the promise."""
    return [_table_row(row, promise, plan) for row in promise.rows]


def _table_row(row: PromiseRow, promise: Promise, plan: RacePlan) -> TableRow:
    return TableRow(
        kind=row.kind,
        name=row.name,
        distance=row.distance,
        km=round(row.along_m / 1000, 3),
        published="" if row.published_ms is None else show_minute(row.published_ms, plan, seconds=True),
        last_by_promise=show_minute(row.last_ms, plan, seconds=True),
        margin_s=row.margin_s,
        verdict=row.verdict,
        sentence=sentence_of(row, promise, plan),
    )


def _margin(row: PromiseRow) -> str:
    margin_s = row.margin_s or 0
    if margin_s < 0:
        return f"{show_span(margin_s)} {_TOO_LATE[row.kind]}"
    return f"{show_span(margin_s)} in hand" if margin_s else "at the same moment"
