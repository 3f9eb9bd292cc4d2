"""The arrivals at a station by ten minutes, as a small drawing; the sentence beside it says the same."""

from __future__ import annotations

from typing import Any

from alongside.live.station_views import Arrivals
from alongside.web import words

MOST_BARS = 72
FEWEST_BARS = 18  # three hours: a single bar does not fill the page
HEIGHT = 100
HALF_HOUR_MS = 30 * 60_000


def chart(arrivals: tuple[Arrivals, ...], zone: str, now_ms: int | None) -> dict[str, Any]:
    """Return bars of at most 12 hours: how many passed (filled) and are expected (outlined) in ten minutes.

    Coordinates are in a box of ``bars`` by ``HEIGHT``; ``now`` is where now lies in it, ``None`` outside.
    """
    shown = arrivals[:MOST_BARS]
    most = max((ten.passed + ten.expected for ten in shown), default=0)
    width = max(len(shown), FEWEST_BARS)
    step = _step(width)
    now = None
    if shown and now_ms is not None and shown[0].from_ms <= now_ms <= shown[-1].from_ms + 600_000:
        now = round((now_ms - shown[0].from_ms) / 600_000, 2)
    return {
        "bars": [_bar(i, ten, most) for i, ten in enumerate(shown)],
        "width": width,
        "most": words.number(most),
        "hours": [
            (
                round(100 * i / width, 2),
                words.clock(ten.from_ms, zone, now_ms or ten.from_ms),
                "end" if i > 0.85 * width else "start",
            )
            for i, ten in enumerate(shown)
            if i % step == 0
        ],
        "now": now,
    }


def half_hours(arrivals: tuple[Arrivals, ...], zone: str) -> list[tuple[str, str]]:
    """Return the same by half hours of the clock: from when, and how many are expected."""
    counted: dict[int, int] = {}
    for ten in arrivals:
        half_ms = ten.from_ms // HALF_HOUR_MS * HALF_HOUR_MS
        counted[half_ms] = counted.get(half_ms, 0) + ten.passed + ten.expected
    return [(words.clock(ms, zone, ms), words.number(count)) for ms, count in counted.items()]


def _step(bars: int) -> int:
    """Return every how-maniest bar has its time written under it: four or five fit on a phone."""
    return next((step for step in (3, 6, 12, 18, 36) if bars / step <= 4.5), 72)


def _bar(i: int, ten: Arrivals, most: int) -> dict[str, float]:
    passed = HEIGHT * ten.passed / most if most else 0.0
    expected = HEIGHT * ten.expected / most if most else 0.0
    return {
        "x": i,
        "passed": round(passed, 1),
        "passed_y": round(HEIGHT - passed, 1),
        "expected": round(expected, 1),
        "expected_y": round(HEIGHT - passed - expected, 1),
    }
