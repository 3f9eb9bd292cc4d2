"""A picture for each distance: time against distance, leaning with the pace that the limit promises.

Plainly drawn, a day of seven hours hides ten minutes. So time counts from when somebody at an even pace that
ends at the limit is at a place (without a limit: from a straight line through the last runner's day): above
is later, and whatever lies below the last runner inside the limit was too early for her.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from alongside.live.report_views import DistanceReport, Point, ReportView
from alongside.units import show_time

WIDTH, HEIGHT = 960.0, 460.0
LEFT, RIGHT, TOP, BOTTOM = 128.0, 24.0, 16.0, 64.0
MINUTE_MS = 60_000
MOST_MIN = 120.0  # whatever is further off is drawn at the edge
STEPS_KM = (1, 2, 5, 10, 20, 50)
STEPS_MIN = (5, 10, 15, 30, 60)


def pictures(report: ReportView) -> list[dict[str, Any]]:
    """Return what the template draws, for each distance of which enough is known."""
    return [
        {"name": one.name, **_picture(report, one)}
        for one in report.distances
        if len(one.by_plan or one.last_inside) > 1
    ]


def _picture(report: ReportView, one: DistanceReport) -> dict[str, Any]:
    streets = [
        (street.street, ((street.from_m, street.planned_ms), (street.to_m, street.planned_ms)))
        for street in report.sections
        if street.distance == one.id and street.planned_ms is not None
    ]
    marks = [(m, ms) for m, ms, _, _ in one.closings] + [point for _, ends in streets for point in ends]
    scale = Scale(one, [*one.last_inside, *marks, *(point for sweep in one.sweeps for point in sweep.seen)])

    def at(ms: int) -> str:
        return show_time(ms, report.zone, seconds=False)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "lines": [(scale.of_minutes(m), _minutes(m)) for m in scale.minutes()],
        "kilometres": [
            (scale.x(km * 1000.0), f"{km}", at(scale.base_ms(km * 1000.0))) for km in scale.kilometres()
        ],
        "last": scale.path(one.last_inside),
        "plan": scale.path(one.by_plan),
        "schedules": [scale.path(_often(sweep.schedule)) for sweep in one.sweeps if sweep.schedule],
        "seen": [scale.path(_often(sweep.seen)) for sweep in one.sweeps if len(sweep.seen) > 1],
        "sightings": [(scale.x(m), scale.y(m, ms)) for sweep in one.sweeps for m, ms in sweep.seen],
        "closings": [
            (scale.x(m), scale.y(m, ms), f"{name}: {at(ms)}", said) for m, ms, name, said in one.closings
        ],
        "streets": [(scale.path(_often(ends)), f"{street}: {at(ends[0][1])}") for street, ends in streets],
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "bottom": HEIGHT - BOTTOM,
        "top": TOP,
    }


def _minutes(minutes: int) -> str:
    return "even pace" if minutes == 0 else f"{abs(minutes)} min {'later' if minutes > 0 else 'earlier'}"


def _often(points: Sequence[Point]) -> list[Point]:
    """Return points with others between them: what is straight in time need not be so on a leaning page."""
    metres = [m for m, _ in points]
    between = np.unique(np.concatenate([metres, np.arange(min(metres), max(metres), 1000.0)]))
    order = np.argsort(metres, kind="stable")
    times = np.interp(between, np.array(metres)[order], np.array([ms for _, ms in points], np.float64)[order])
    return [(float(m), round(float(ms))) for m, ms in zip(between, times, strict=True)]


class Scale:
    """From metres and times to pixels: later than the even pace is higher."""

    def __init__(self, one: DistanceReport, points: Sequence[Point]) -> None:
        self._length_m = max(one.length_m, 1.0)
        line = one.by_plan or (one.last_inside[0], one.last_inside[-1])
        self._line = np.array(line, dtype=np.float64).T
        off = [self._off_min(m, ms) for m, ms in points] or [0.0]
        self._low = min(-5.0, max(-MOST_MIN, min(off) - 2))
        self._high = max(5.0, min(MOST_MIN, max(off) + 2))

    def base_ms(self, along_m: float) -> int:
        """Return when the even pace is at a place."""
        return round(float(np.interp(along_m, self._line[0], self._line[1])))

    def _off_min(self, along_m: float, at_ms: int) -> float:
        return (at_ms - self.base_ms(along_m)) / MINUTE_MS

    def x(self, along_m: float) -> float:
        """Return how far to the right a place lies."""
        return round(LEFT + along_m / self._length_m * (WIDTH - LEFT - RIGHT), 1)

    def y(self, along_m: float, at_ms: int) -> float:
        """Return how far down a time at a place lies."""
        return self.of_minutes(self._off_min(along_m, at_ms))

    def of_minutes(self, minutes: float) -> float:
        """Return how far down so many minutes after the even pace lie."""
        share = (min(max(minutes, self._low), self._high) - self._low) / (self._high - self._low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def path(self, points: Sequence[Point]) -> str:
        """Return points as an SVG path."""
        return "M" + "L".join(f"{self.x(m)} {self.y(m, ms)}" for m, ms in points) if points else ""

    def minutes(self) -> range:
        """Return the minutes that are drawn: at most a dozen lines."""
        step = next((step for step in STEPS_MIN if (self._high - self._low) / step <= 12), 60)
        return range(-int(-self._low // step) * step, int(self._high // step) * step + 1, step)

    def kilometres(self) -> range:
        """Return the kilometres that are drawn: at most ten of them, since each has its time."""
        whole = int(self._length_m / 1000)
        return range(0, whole + 1, next((step for step in STEPS_KM if whole / step <= 10), 100))
