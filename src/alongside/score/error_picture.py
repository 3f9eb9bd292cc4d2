"""A picture: the error of every method by the distance known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from alongside.score.drawing import Picture
from alongside.score.line_up import CONSTANT, FORECAST, LAST, NEAREST, OWN, RIEGEL, SIMILAR
from alongside.score.rows import Score
from alongside.score.summary import SHARES, nearest_share, of, prefixes, races_of

METHODS = (FORECAST, CONSTANT, LAST, RIEGEL, SIMILAR, NEAREST, OWN)
PANELS = (("all", "all runners"), ("slowest tenth", "the slowest tenth by pace so far"))
WIDTH, HEIGHT, TOP, BOTTOM, LEFT, LABELS = 960, 430, 84, 48, 46, 190
PANEL = (WIDTH - LEFT) / 2
TOLD_KM = tuple(round(share * 42.195) for share in SHARES)
Curve = dict[int, float]


def error_svg(rows: Sequence[Score]) -> str:
    """Return the picture: minutes of finish MAE against km known, over all marathons, a line per method."""
    picture = Picture(WIDTH, HEIGHT, "Error of the finish by distance known")
    picture.text(16, 26, "Mean absolute error of the finish, minutes, by km known", style="bold")
    picture.text(16, 45, "Mean over the marathons of this page, each counting alike", style="faint")
    for nth, (group, title) in enumerate(PANELS):
        _panel(picture, LEFT + nth * PANEL, title, curves(rows, group))
    return picture.svg()


def curves(rows: Sequence[Score], group: str) -> dict[str, Curve]:
    """Return each method's MAE in minutes at 10, 20, 30, 35 and 40 km known, the mean over all marathons."""
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for race, distance in races_of(rows):
        ours = of(rows, race=race, distance=distance)
        names = {km: round(nearest_share(km / 42.195) * 42.195) for km, _ in prefixes(ours)}
        for row in of(ours, design="prefix", group=group, target="finish"):
            if row.moment_at in names and 40 < row.target_km < 45:
                found[row.method, names[row.moment_at]].append(row.mae_min)
    means = {key: float(np.mean(values)) for key, values in found.items() if np.isfinite(values).all()}
    by_method = {
        name: {km: mae for (method, km), mae in sorted(means.items()) if method == name} for name in METHODS
    }
    return {name: curve for name, curve in by_method.items() if curve}


def _panel(picture: Picture, left: float, title: str, found: dict[str, Curve]) -> None:
    right, bottom = left + PANEL - LABELS, HEIGHT - BOTTOM
    most = max((mae for curve in found.values() for mae in curve.values()), default=10.0)
    step = 5 if most > 12 else 2

    def x(km: float) -> float:
        return left + (km - TOLD_KM[0]) / (TOLD_KM[-1] - TOLD_KM[0]) * (right - left)

    def y(mae_min: float) -> float:
        return bottom - mae_min / most * (bottom - TOP)

    picture.text(left, TOP - 14, title, style="bold")
    for tick in range(0, int(most) + 1, step):
        picture.line((left, y(tick)), (right, y(tick)))
        picture.text(left - 8, y(tick) + 4, str(tick), "end", "faint")
    for km in TOLD_KM:
        picture.text(x(km), bottom + 20, f"{km}", "middle", "faint")
    picture.text((left + right) / 2, bottom + 38, "km known", "middle", "faint")
    for name, curve in found.items():
        picture.path([(x(km), y(mae)) for km, mae in curve.items()], METHODS.index(name))
    _legend(picture, right, found)


def _legend(picture: Picture, right: float, found: dict[str, Curve]) -> None:
    """Name the lines at the right, in the order in which they lie at the left, with their marks."""
    ordered = sorted(found, key=lambda name: -next(iter(found[name].values())))
    for nth, name in enumerate(ordered):
        colour, height = METHODS.index(name), TOP + 6 + 19 * nth
        picture.mark(right + 16, height, colour)
        picture.text(right + 26, height + 4, name, style=f"c{colour}")
