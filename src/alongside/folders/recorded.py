"""A recorded day from disk, whatever it was kept as: rows of devices, a pair of tables, or a log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec

from alongside.errors import InputError, LogError
from alongside.events.bounds import MOST_MS, wrong_with
from alongside.events.chapter import Chapter
from alongside.events.codec import decode_body
from alongside.events.row import Draft
from alongside.folders.pair_files import is_pair, read_pair, read_table
from alongside.folders.race_folder import RaceFolder, is_folder, read_folder
from alongside.live.admit import admitted
from alongside.live.opening import opening
from alongside.live.state import LiveState
from alongside.locate.corridor import Corridor
from alongside.units import normal_code, show_day

ROWS_NAME = "rows.parquet"
MINUTE_MS = 60_000
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Day:
    """A day to be played: drafts in the order in which they were received, and the time they span.

    ``decided`` says that the drafts come from a log, the decisions of that day among them.
    """

    name: str
    zone: str
    drafts: list[Draft]
    span_ms: tuple[int, int]
    chapters: tuple[Chapter, ...] = ()
    folder: RaceFolder | None = None
    decided: bool = False


def read_day(path: Path) -> Day:
    """Return the recorded day of a race folder, or of a parquet pair given without its ending.

    Raises :class:`InputError` in a sentence when there is none.
    """
    if is_folder(path):
        return _folder_day(read_folder(path))
    if is_pair(path):
        recorded = read_pair(path)
        span_ms = recorded.from_ms, recorded.to_ms
        return Day(recorded.plan.name, recorded.plan.zone, recorded.drafts, span_ms)
    raise InputError.of(
        str(path),
        "is neither a race folder nor a recorded pair.",
        "Name a folder with a race.toml, or the path of NAME.runners.parquet without that ending.",
    )


def _folder_day(folder: RaceFolder) -> Day:
    if folder.recorded is None:
        raise InputError.of(
            str(folder.path),
            "has no recorded day.",
            'Write `recorded = "PATH"` in race.toml, or serve the race and replay it afterwards.',
        )
    first_gun_ms = min(wave.gun_ms for wave in folder.plan.waves)
    drafts = opening(LiveState(), folder.plan, folder.entries, first_gun_ms - 60 * MINUTE_MS)
    distance_of = {normal_code(entry.bib): entry.distance for entry in folder.entries}
    heard = list(admitted(_drafts(folder), Corridor.of(folder.plan), distance_of))
    drafts = [_received(draft, first_gun_ms - 60 * MINUTE_MS) for draft in drafts] + heard
    last_ms = max((draft.received_at_ms or 0 for draft in heard), default=first_gun_ms)
    first_ms = min([first_gun_ms, *(draft.received_at_ms or first_gun_ms for draft in heard)])
    _check_day(folder, first_ms, last_ms)
    span_ms = first_ms - MINUTE_MS, last_ms + MINUTE_MS
    return Day(folder.plan.name, folder.plan.zone, drafts, span_ms, folder.chapters, folder)


def _check_day(folder: RaceFolder, first_ms: int, last_ms: int) -> None:
    """Refuse a recording of another day: it would be played through all the time in between."""
    start_ms = folder.plan.day_start_ms
    if first_ms < start_ms - 2 * DAY_MS or last_ms > start_ms + 7 * DAY_MS:
        other = show_day(first_ms if first_ms < start_ms else last_ms, folder.plan.zone)
        raise InputError.of(
            str(folder.recorded),
            f"was received up to {other}, but race.toml says that the race is on {folder.plan.date}.",
            "Give race.toml the date of the recorded day.",
        )


def _received(draft: Draft, at_ms: int) -> Draft:
    return Draft(draft.source, draft.id, draft.at_ms, draft.body, at_ms)


def _drafts(folder: RaceFolder) -> list[Draft]:
    """Return what was received on the day; a pair bound to a folder gives its reads and rulings alone."""
    recorded = folder.recorded
    if recorded is None:
        return []
    if (recorded / ROWS_NAME).is_file():
        return list(_rows(recorded / ROWS_NAME))
    day = date.fromisoformat(folder.plan.date)
    pair = read_pair(recorded, folder.plan.zone, day)
    return [draft for draft in pair.drafts if draft.source not in ("plan", "roster")]


def _rows(path: Path) -> Iterator[Draft]:
    table = read_table(path)
    names = ("source", "id", "at_ms", "body", "received_at_ms")
    for name in names:
        if name not in table:
            raise InputError.of(
                str(path), f"has no column {name}.", f"A recorded day has {', '.join(names)}."
            )
    for i, row in enumerate(zip(*(table[name] for name in names), strict=True)):
        try:
            yield _draft(i, *row)
        except (LogError, TypeError, ValueError) as error:
            raise InputError.of(
                str(path), f"row {i} cannot be read ({error}).", "Record it again."
            ) from error


_Ms = Annotated[int, msgspec.Meta(ge=0, le=MOST_MS)]


class _Kept(msgspec.Struct, frozen=True):
    """The columns of a recorded row but its body, as they must be."""

    source: str
    id: str
    at_ms: _Ms | None
    received_at_ms: _Ms | None


def _draft(i: int, source: Any, id_: Any, at_ms: Any, body: Any, received_ms: Any) -> Draft:
    """Return a recorded row as a draft; ``ValueError`` or ``TypeError`` for a column of something else."""
    columns = {"source": source, "id": id_, "at_ms": at_ms, "received_at_ms": received_ms}
    kept = msgspec.convert(columns, _Kept)
    said = decode_body(body, f"row {i}")
    if wrong := wrong_with(said):
        raise ValueError(wrong)
    return Draft(kept.source, kept.id, kept.at_ms, said, kept.received_at_ms)
