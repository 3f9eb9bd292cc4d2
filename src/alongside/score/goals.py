"""The goals of the forecast, each with the figure that was reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.score.line_up import ANY_DAY, CONSTANT, FORECAST, LAST, STATIC
from alongside.score.rows import Score
from alongside.score.summary import Line, lines, nearest_share, of, prefixes, races_of

FLAT = "chicago-2023"  # the flat race whose ratios to constant pace are a goal of their own
MARATHON_KM = (40.0, 45.0)
ULTRA_KM = 100.0
OTHER_YEARS = ", other years known"  # ends the name of a race that was scored by a prior that knew those
RaceRows = list[Score]


@dataclass(frozen=True)
class Goal:
    """What is wanted, what was reached, and whether it is kept (None where nothing could be measured)."""

    what: str
    wanted: str
    reached: str
    kept: bool | None


def goals(rows: Sequence[Score]) -> list[Goal]:
    """Return every goal with its figure; pooled over marathons, each race counting alike."""
    by_race = [of(rows, race=race, distance=distance) for race, distance in races_of(rows)]
    marathons = [race for race in by_race if _between(race, *MARATHON_KM)]
    ultras = [race for race in by_race if _between(race, ULTRA_KM, np.inf)]
    return [
        *_against_models(marathons),
        *_live(marathons),
        *_day(marathons),
        *_overdue(marathons, "overdue", "overdue"),
        *_overdue(marathons, "overdue, not missed", "overdue and not missed by the mat"),
        *_intervals(marathons, ultras),
    ]


def _against_models(races: list[RaceRows]) -> list[Goal]:
    own, flat = "MAE to the model fitted on that race", f"MAE to constant pace, {FLAT}"
    tenth = ", slowest tenth"
    return [
        _at_most(own, 1.10, _own(races, "all")),
        _at_most(own + tenth, 1.06, _own(races, "slowest tenth")),
        _at_most(flat, 0.62, _flat(races, "all")),
        _at_most(flat + tenth, 0.57, _flat(races, "slowest tenth")),
    ]


def _live(races: list[RaceRows]) -> list[Goal]:
    return [
        *(
            _at_most(f"live pinball of the {group} to the static mixture", 0.90,
                     _to(races, "clock", group, STATIC, "pinball_min"))
            for group in ("slowest tenth", "overdue")
        ),
        *(
            _at_most(f"Brier of those at risk to constant pace, {said}", 0.25,
                     _to(races, design, "all", CONSTANT, "brier_at_risk"))
            for design, said in (("clock", "live"), ("prefix", "by prefix"))
        ),
    ]  # fmt: skip


def _day(races: list[RaceRows]) -> list[Goal]:
    """Learning the day from the runners ahead must earn its weight, and make no race worse."""
    found: list[Goal] = []
    for group in ("all", "slowest tenth"):
        ratios = [_ratio(race, "clock", group, ANY_DAY, "mae_min") for race in races]
        known = [ratio for ratio in ratios if np.isfinite(ratio)]
        if known:
            what = f"live MAE to the same without today, {group}"
            found += [
                _at_most(what, 1.0, float(np.mean(known))),
                _at_most(f"{what}, worst race", 1.0, max(known)),
            ]
    return found


def _overdue(races: list[RaceRows], group: str, said: str) -> list[Goal]:
    return [
        _at_most(
            f"{said}: MAE to {method} clamped to now", 0.50, _to(races, "clock", group, method, "mae_min")
        )
        for method in (CONSTANT, LAST)
    ]


def _intervals(marathons: list[RaceRows], ultras: list[RaceRows]) -> list[Goal]:
    said = "interval at each prefix"
    known = [race for race in ultras if race[0].race.endswith(OTHER_YEARS)]
    new = [race for race in ultras if race not in known]
    return [
        _within(f"80 % {said}, pooled over races", 0.77, 0.83, pooled_cover(marathons, "cover_80")),
        _within(f"80 % {said}, any one race", 0.60, 0.95, _covers(marathons, "cover_80")),
        _within(f"95 % {said}, pooled over races", 0.93, 1.00, pooled_cover(marathons, "cover_95")),
        _within(f"80 % {said}, any 100 miles on an unknown course", 0.60, 0.95, _covers(new, "cover_80")),
        _within(f"80 % {said}, any 100 miles{OTHER_YEARS}", 0.60, 0.95, _covers(known, "cover_80")),
    ]


def _between(race: RaceRows, low_km: float, high_km: float) -> bool:
    return low_km <= max(row.target_km for row in of(race, target="finish")) <= high_km


def _line(race: RaceRows, design: str, group: str, method: str) -> Line | None:
    return next((line for line in lines(race, design, group) if line.method == method), None)


def _mean_of(races: list[RaceRows], figure: Callable[[RaceRows], float]) -> float:
    values = np.array([figure(race) for race in races])
    return float(values[np.isfinite(values)].mean()) if np.isfinite(values).any() else float("nan")


def _own(races: list[RaceRows], group: str) -> float:
    return _mean_of(races, lambda race: _field(_line(race, "prefix", group, FORECAST), "x_own"))


def _flat(races: list[RaceRows], group: str) -> float:
    flat = [race for race in races if race[0].race == FLAT]
    return _mean_of(flat, lambda race: _field(_line(race, "prefix", group, FORECAST), "x_constant"))


def _to(races: list[RaceRows], design: str, group: str, to: str, name: str) -> float:
    """The forecast's figure as a ratio to another method's, the mean over races."""
    return _mean_of(races, lambda race: _ratio(race, design, group, to, name))


def _ratio(race: RaceRows, design: str, group: str, to: str, name: str) -> float:
    theirs = _field(_line(race, design, group, to), name)
    return _field(_line(race, design, group, FORECAST), name) / theirs if theirs > 0 else float("nan")


def _field(line: Line | None, name: str) -> float:
    return float("nan") if line is None else float(getattr(line, name))


def _covers(races: list[RaceRows], name: str) -> list[float]:
    """Coverage at the finish at each prefix that is told, of each race."""
    found = []
    for race in races:
        kms = {km for km, _ in prefixes(race)}
        asked = of(race, design="prefix", group="all", target="finish", method=FORECAST)
        found += [getattr(row, name) for row in asked if row.moment_at in kms]
    return [value for value in found if np.isfinite(value)]


def pooled_cover(races: list[RaceRows], name: str) -> list[float]:
    """Return the coverage at each prefix that is told, pooled over races with equal weight."""
    by_nth: dict[float, list[float]] = {}
    for race in races:
        kms = {km for km, _ in prefixes(race)}
        for row in of(race, design="prefix", group="all", target="finish", method=FORECAST):
            if row.moment_at in kms and np.isfinite(getattr(row, name)):
                by_nth.setdefault(nearest_share(row.moment_at / row.target_km), []).append(getattr(row, name))
    return [float(np.mean(values)) for _, values in sorted(by_nth.items())]


def _at_most(what: str, most: float, reached: float) -> Goal:
    measured = bool(np.isfinite(reached))
    said = f"{reached:.2f}" if measured else "not measured"
    return Goal(what, f"at most {most:.2f}", said, round(reached, 2) <= most if measured else None)


def _within(what: str, low: float, high: float, reached: list[float]) -> Goal:
    said = f"{min(reached):.2f} to {max(reached):.2f}" if reached else "not measured"
    kept = low <= round(min(reached), 2) and round(max(reached), 2) <= high if reached else None
    return Goal(what, f"{low:.2f} to {high:.2f}", said, kept)
