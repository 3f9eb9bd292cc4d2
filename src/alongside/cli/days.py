"""What the command line calls a day, a speed and a time, as values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from alongside.errors import InputError
from alongside.events.bodies import PlanBody
from alongside.events.row import Draft
from alongside.folders.race_folder import is_folder, read_folder
from alongside.folders.recorded import Day, read_day
from alongside.loop.replay import MAX_RATE
from alongside.store.rows import read_rows
from alongside.units import parse_clock_s, wall_to_ms

LOG_NAME = "race.db"
HOUR_MS = 3_600_000


def day_of(path: Path) -> Day:
    """Return the day to play: of a log, of a folder's recorded day or its log, or of a parquet pair."""
    if path.suffix == ".db":
        return _logged(path)
    if is_folder(path) and (path / LOG_NAME).is_file() and read_folder(path).recorded is None:
        return _logged(path / LOG_NAME)
    return read_day(path)


def _logged(path: Path) -> Day:
    """Return the day that a log holds, with what was decided on it; it begins an hour before the gun."""
    drafts = [Draft(row.source, row.id, row.at_ms, row.body, row.received_at_ms) for row in read_rows(path)]
    plans = [draft.body.plan for draft in drafts if isinstance(draft.body, PlanBody)]
    if not plans:
        raise InputError.of(str(path), "holds no race yet.", "Serve the race first.")
    last_ms = drafts[-1].received_at_ms or 0
    planned_ms = next(d.received_at_ms or 0 for d in drafts if isinstance(d.body, PlanBody))
    first_gun_ms = min(wave.gun_ms for wave in plans[-1].waves)
    from_ms = max(planned_ms, min(first_gun_ms - HOUR_MS, last_ms))
    return Day(plans[-1].name, plans[-1].zone, drafts, (from_ms, last_ms + 60_000), decided=True)


def rate_of(speed: str) -> float:
    if speed == "max":
        return MAX_RATE
    try:
        rate = float(speed)
    except ValueError:
        rate = 0.0
    if not rate > 0:
        raise InputError.of("--speed", f"{speed!r} is no speed.", "Give a number above 0, or max.")
    return rate


def time_of(day: Day, text: str) -> int:
    """Return the instant when the wall at the race showed this; past 24:00 is the next day."""
    try:
        tod_s = parse_clock_s(text)
    except ValueError as error:
        raise InputError.of("time", f"{error}.", "Write it as 09:40 or 25:10.") from error
    plan = next(draft.body.plan for draft in day.drafts if isinstance(draft.body, PlanBody))
    return wall_to_ms(date.fromisoformat(plan.date), tod_s, plan.zone)
