"""``alongside forecast``: when each runner will be where, from what was known at one time of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from alongside.cli.days import day_of
from alongside.cli.priors import read_prior
from alongside.errors import InputError
from alongside.events.bodies import PlanBody
from alongside.events.plan import RacePlan
from alongside.folders.asked_folded import asked_of_state
from alongside.folders.folded import fold_day
from alongside.folders.pair_arrays import own_mats, plan_mats, read_mats, read_pair_arrays
from alongside.folders.pair_files import is_pair
from alongside.folders.past_races import bound_pair
from alongside.folders.race_folder import RaceFolder, is_folder, read_folder
from alongside.folders.tables import check_ending, write_table
from alongside.forecast.arrival_table import Rows, arrival_table
from alongside.forecast.asked import Asked, asked_of_pair
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.past_columns import PairColumns
from alongside.forecast.prior import Prior
from alongside.forecast.shipped import shipped
from alongside.forecast.today import today_of
from alongside.units import MS_PER_S, normal_code, parse_clock_s, wall_to_ms

WHOSE = "the forecast"


def forecast_race(
    race: Path, at: str, by: str | None, mats: Path | None, prior_file: Path | None, out: Path
) -> None:
    """Write when everybody still out at ``at`` will be at each mat ahead of her, and say how many there are.

    Raises ``InputError``. Nothing that came after ``at`` is looked at, but for the mats of a recorded pair,
    which are those of the whole file unless ``mats`` names a file of them.
    """
    check_ending(out, "forecast")
    at_s, by_s = _clock_s("--at", at), None if by is None else _clock_s("--by", by)
    prior = shipped() if prior_file is None else read_prior(prior_file)
    with Console(stderr=True).status(f"reading {race.name}") as status:
        asked, by_s = _asked(race, at_s, by_s, mats)
        _check_mats(race, asked, mats)
        status.update("forecasting")
        rows = arrival_table(asked, lambda one: _forecaster(prior, one), by_s)
    write_table(out, rows, WHOSE)
    _say(asked, rows, at, out)


def _forecaster(prior: Prior, asked: Asked) -> Forecaster:
    """Return what answers for a distance, having looked at what the runners ahead show of today."""
    return Forecaster(prior, asked.track, today_of(prior, asked.track, asked.ahead))


def _asked(
    race: Path, at_s: float, by_s: float | None, mats: Path | None
) -> tuple[list[Asked], float | None]:
    """Return who is still out, and until when to count, on the clock of the race."""
    if is_pair(race):
        return _of_pair(race, at_s, mats), by_s
    folder = read_folder(race) if is_folder(race) else None
    if folder is not None and (recorded := bound_pair(folder)) is not None:
        asked = _of_bound_pair(folder, recorded, at_s, mats)
        return asked, None if by_s is None else _tod_s(folder.plan, by_s)
    if mats is not None:
        raise InputError.of("--mats", "is for recorded pairs.", f"The mats of {race} are those of its plan.")
    return _of_day(race, at_s, by_s)


def _check_mats(race: Path, asked: Sequence[Asked], mats: Path | None) -> None:
    """An empty table would look like an empty course."""
    if not asked:
        raise InputError.of(
            str(mats or race),
            "has no mat past the start for any distance of the race.",
            "Give every mat the event and the km that it has there.",
        )


def _of_pair(race: Path, at_s: float, mats: Path | None) -> list[Asked]:
    pair = read_pair_arrays(race)
    return asked_of_pair(pair, own_mats(race, pair) if mats is None else read_mats(mats, pair), at_s)


def _of_bound_pair(folder: RaceFolder, recorded: Path, at_s: float, mats: Path | None) -> list[Asked]:
    """A pair on the course of a folder, whose roster may name expected times."""
    plan, pair = folder.plan, read_pair_arrays(recorded)
    places = plan_mats(plan, pair) if mats is None else read_mats(mats, pair)
    gun_s = {wave.id: (wave.gun_ms - plan.day_start_ms) / MS_PER_S for wave in plan.waves}
    return asked_of_pair(pair, places, _tod_s(plan, at_s), _expected_s(folder, pair), gun_s)


def _expected_s(folder: RaceFolder, pair: PairColumns) -> dict[str, float]:
    """Return the net times that entries name, by the bib as the pair writes it."""
    named = {normal_code(entry.bib): entry.expected_s for entry in folder.entries}
    found = {bib: named.get(normal_code(bib)) for bib in pair.runners.bib.names}
    return {bib: expected_s for bib, expected_s in found.items() if expected_s is not None}


def _of_day(race: Path, at_s: float, by_s: float | None) -> tuple[list[Asked], float | None]:
    """Fold what had been received by then, of a recorded day or of a log."""
    day = day_of(race)
    plan = next(draft.body.plan for draft in day.drafts if isinstance(draft.body, PlanBody))
    now_ms = plan.day_start_ms + round(_tod_s(plan, at_s) * MS_PER_S)
    state = fold_day(day, now_ms)
    if state.crossings.plan is None:
        raise InputError.of("--at", "is before anything of this race was known.", "Give a later time.")
    return asked_of_state(state, now_ms), None if by_s is None else _tod_s(plan, by_s)


def _tod_s(plan: RacePlan, wall_s: float) -> float:
    """Return seconds since midnight of race day when clocks on the wall show this."""
    return (wall_to_ms(date.fromisoformat(plan.date), wall_s, plan.zone) - plan.day_start_ms) / MS_PER_S


def _clock_s(option: str, text: str) -> float:
    try:
        return parse_clock_s(text)
    except ValueError as error:
        raise InputError.of(option, f"{error}.", "Write it as 13:30:00; hours may exceed 24.") from error


def _say(asked: Sequence[Asked], rows: Rows, at: str, out: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    several = len(asked) > 1
    named = ", ".join(f"{one.distance} {len(one):,}" for one in asked if len(one)) if several else ""
    console.print(
        f"{sum(map(len, asked)):,} still out at {at}{f' ({named})' if named else ''}.", markup=False
    )
    console.print(f"{len(rows['bib']):,} rows are written to {out}.", markup=False)
