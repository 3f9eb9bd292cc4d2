"""A picture: how many came within the 50, 80 and 95 % intervals, race by race."""

from __future__ import annotations

import math
from collections.abc import Sequence

from alongside.score.drawing import Picture
from alongside.score.line_up import FORECAST
from alongside.score.rows import Score
from alongside.score.summary import lines, of, races_of

NOMINAL = ((0.50, "cover_50"), (0.80, "cover_80"), (0.95, "cover_95"))
LEFT, RIGHT, TOP, ROW = 250, 30, 84, 26
WIDTH = 760
FROM, TO = 0.3, 1.0
WANTED = (0.77, 0.83)
SAYS = "Mean over what is known at about 10, 20, 30, 35 and 40 of 42 km; shaded: what is wanted of 80 %"


def calibration_svg(rows: Sequence[Score]) -> str:
    """Return the picture: a row per race, a mark per interval, at the share that came within it by prefix."""
    found = [(race, _cover(of(rows, race=race[0], distance=race[1]))) for race in races_of(rows)]
    found = [(race, cover) for race, cover in found if cover]
    picture = Picture(WIDTH, TOP + ROW * len(found) + 40, "Share of finishes within the forecast's intervals")
    picture.text(16, 26, "How many finished within the intervals that were said", style="bold")
    picture.text(16, 45, SAYS, style="faint")
    _grid(picture, TOP + ROW * len(found))
    for nth, ((race, distance), cover) in enumerate(found):
        y = TOP + ROW * nth + ROW / 2
        picture.text(LEFT - 14, y + 4, race if distance == "full" else f"{race} {distance}", "end")
        for colour, (_, name) in enumerate(NOMINAL):
            picture.mark(_x(max(cover[name], FROM)), y, colour + 1)
    return picture.svg()


def _cover(rows: list[Score]) -> dict[str, float]:
    line = next((line for line in lines(rows, "prefix", "all") if line.method == FORECAST), None)
    if line is None or not math.isfinite(line.cover_80):
        return {}
    return {name: float(getattr(line, name)) for _, name in NOMINAL}


def _x(share: float) -> float:
    return LEFT + (share - FROM) / (TO - FROM) * (WIDTH - LEFT - RIGHT)


def _grid(picture: Picture, bottom: float) -> None:
    picture.band(_x(WANTED[0]), TOP, _x(WANTED[1]) - _x(WANTED[0]), bottom - TOP)
    for tenth in range(3, 11):
        picture.line((_x(tenth / 10), TOP), (_x(tenth / 10), bottom))
        picture.text(_x(tenth / 10), bottom + 20, f"{tenth * 10} %", "middle", "faint")
    for colour, (nominal, _) in enumerate(NOMINAL):
        picture.line((_x(nominal), TOP - 4), (_x(nominal), bottom), "aim")
        picture.mark(_x(nominal) - 44, TOP - 16, colour + 1)
        picture.text(
            _x(nominal) - 34, TOP - 11, f"{nominal:.0%}".replace("%", " % said"), style=f"c{colour + 1}"
        )
