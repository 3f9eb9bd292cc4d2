"""docs/accuracy.md: every table of the forecast's accuracy, from the rows of one run."""

from __future__ import annotations

import math
from collections.abc import Sequence

from alongside.score.calibration import Bin, pooled
from alongside.score.goals import MARATHON_KM, goals
from alongside.score.line_up import CONSTANT, FORECAST, MOST_FORECAST, MOST_NEAREST, MOST_PAST, STATIC
from alongside.score.page_text import HOW, INTRO
from alongside.score.rows import Reliability, Score
from alongside.score.summary import GROUPS, SHARES, Line, lines, nearest_share, of, prefixes, races_of
from alongside.score.tables import COLUMNS, number, table

Race = list[Score]
FEWEST_TOLD = 100  # runners; of fewer a share of .8 is known no better than by .04


def accuracy_page(rows: Sequence[Score | Reliability], on_date: str, back: str = "") -> str:
    """Return the page as Markdown; it shows ``pictures/error.svg`` and ``pictures/calibration.svg``.

    ``back`` holds the sections on the back of the race.
    """
    scores = [row for row in rows if isinstance(row, Score)]
    races = [of(scores, race=race, distance=distance) for race, distance in races_of(scores)]
    parts = [
        INTRO.format(on_date=on_date, races=len({row.race for row in scores})),
        _goals(scores),
        back,
        "![Mean absolute error of every method by km known](pictures/error.svg)\n\n"
        "![Share of finishes within the intervals, race by race](pictures/calibration.svg)\n\n",
        _finish(races),
        _coverage(races),
        *(_by(races, "prefix", group) for group in GROUPS[:2]),
        *(_by(races, "clock", group) for group in GROUPS),
        _reliability(races, [row for row in rows if isinstance(row, Reliability)]),
        _reach(races),
        HOW.format(fewest=FEWEST_TOLD, forecast=MOST_FORECAST, nearest=MOST_NEAREST, past=MOST_PAST),
    ]
    return "".join(parts).rstrip() + "\n"


def _goals(scores: list[Score]) -> str:
    said = {True: "kept", False: "**missed**", None: "-"}
    rows = [[goal.what, goal.wanted, goal.reached, said[goal.kept]] for goal in goals(scores)]
    note = "Means over the marathons, each counting alike. How fast it is: [performance](performance.md).\n\n"
    return "## The goals\n\n" + note + table(["goal", "wanted", "reached", ""], rows)


def _finish(races: list[Race]) -> str:
    """MAE at each prefix, all and slowest tenth, a table per race."""
    text = "## Finish MAE by prefix\n\nMinutes, all runners / the slowest tenth by pace so far.\n\n"
    for race in races:
        shown = prefixes(race)
        asked = of(race, design="prefix", target="finish")
        cells = {(row.method, row.moment_at, row.group): number(row.mae_min, 1) for row in asked}
        body = [
            [method, *(f"{cells.get((method, km, 'all'), '-')} / {cells.get((method, km, GROUPS[1]), '-')}"
                       for km, _ in shown)]
            for method in dict.fromkeys(row.method for row in asked)
        ]  # fmt: skip
        text += f"### {_title(race)}\n\n" + table(["", *(name for _, name in shown)], body)
    return text


def _coverage(races: list[Race]) -> str:
    """Coverage of the 80 % and the 95 % interval at each prefix that is told."""
    text = "## Coverage by prefix\n\nShare of finishes within the 80 % / 95 % interval, all runners.\n\n"
    body = [[_title(race), *_covers(race)] for race in races]
    return text + table(["", *(f"{round(share * 100)} % known" for share in SHARES)], body)


def _covers(race: Race) -> list[str]:
    asked = of(race, design="prefix", target="finish", group="all", method=FORECAST)
    found = {row.moment_at: f"{number(row.cover_80, 2)} / {number(row.cover_95, 2)}" for row in asked}
    nearest = {nearest_share(km / _length_km(race)): found.get(km, "-") for km, _ in prefixes(race)}
    return [nearest.get(share, "-") for share in SHARES]


def _length_km(race: Race) -> float:
    return max(row.target_km for row in of(race, target="finish"))


def _by(races: list[Race], design: str, group: str) -> str:
    """One table per design and group: every race and method."""
    where = "By prefix" if design == "prefix" else "By the clock"
    body = [
        [_title(race), line.method, f"{line.n:,}", *(show(line) for show in COLUMNS.values())]
        for race in races
        for line in lines(race, design, group)
    ]
    return f"## {where}: {group}\n\n" + table(["race", "method", "n", *COLUMNS], body) if body else ""


def _reliability(races: list[Race], rows: list[Reliability]) -> str:
    """How often chances came true: marathons together, and what is longer."""
    text = "## What chances came true\n\nThe forecast's, by the clock, over all races and instants.\n\n"
    marathons = {(race[0].race, race[0].distance) for race in races if _is_marathon(race)}
    for what, title in CHANCES.items():
        for where, inside in (("marathons", True), ("100 miles", False)):
            some = [row for row in rows if ((row.race, row.distance) in marathons) == inside]
            body = [_bin(found) for found in pooled(some, what, "clock", "all")]
            text += (
                f"{title}; {where}:\n\n" + table(["chance", "n", "said", "came true"], body) if body else ""
            )
    return text


def _bin(found: Bin) -> list[str]:
    return [f"{found.low:.2f} to {found.high:.2f}", f"{found.n:,}", f"{found.said:.3f}", f"{found.came:.3f}"]


CHANCES = {
    "reach": "To finish at all, in races whose file says who dropped out",
    "cutoff": "To make a cutoff, who dropped out being not there",
}


def _reach(races: list[Race]) -> str:
    """Brier of getting there at all, for races whose files keep who dropped out."""
    body = [
        [_title(race), group, line.method, *(number(value, 4) for value in _reach_of(line))]
        for race in races
        for group in GROUPS
        for line in lines(race, "clock", group)
        if math.isfinite(line.brier_reach) and line.method in (CONSTANT, STATIC, FORECAST)
    ]
    head = ["race", "group", "method", "said", "finished", "Brier"]
    return (
        "## Who gets there at all\n\nBy the clock; a plain method says 1 of everybody.\n\n"
        + table(head, body)
        if body
        else ""
    )


def _reach_of(line: Line) -> tuple[float, float, float]:
    return line.said_reach, line.came_reach, line.brier_reach


def _title(race: Race) -> str:
    return race[0].race if _is_marathon(race) else f"{race[0].race} {race[0].distance}"


def _is_marathon(race: Race) -> bool:
    return MARATHON_KM[0] <= _length_km(race) <= MARATHON_KM[1]
