"""Small charts for the terminal: the gap of two runners along the course."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.together.summary import Meeting
from alongside.units import show_span

WIDTH = 48
STEPS_S = (5.0, 30.0, 120.0, 600.0)  # a line of the chart is a gap of at least so many seconds
LABELS = ("together", "5 s", "30 s", "2 min", "10 min")
DOT, TOGETHER = "o", "●"


def gap_chart(meeting: Meeting) -> list[str]:
    """Return the lines of a chart: gaps at the mats from far apart, on top, to together, and kilometres."""
    rows = [[" "] * WIDTH for _ in LABELS]
    for km, gap_s in zip(meeting.km, meeting.gap_s, strict=True):
        level = sum(abs(gap_s) >= step for step in STEPS_S)
        rows[level][_column(km, meeting.km)] = TOGETHER if km >= meeting.from_km else DOT
    lines = [f"{LABELS[level]:>9} |{''.join(rows[level]).rstrip()}" for level in range(len(LABELS))[::-1]]
    return [*lines, f"{'km':>9} {_scale(meeting.km)}"]


def gap_words(meeting: Meeting) -> str:
    """Return the same in a sentence."""
    before = [gap for km, gap in zip(meeting.km, meeting.gap_s, strict=True) if km < meeting.from_km]
    apart = f"{show_span(abs(before[0]))} apart at km {meeting.km[0]:.0f}, " if before else ""
    return f"{apart}first seen together at {meeting.from_mat} (km {meeting.from_km:.1f})"


def _column(km: float, along: Sequence[float]) -> int:
    first, last = along[0], along[-1]
    return round((km - first) / max(last - first, 1e-9) * (WIDTH - 1))


def _scale(along: Sequence[float]) -> str:
    """Return the kilometres below a chart, those that find room."""
    line = [" "] * (WIDTH + 6)
    free = 0
    for km in along:
        label, at = f"{km:.0f}", _column(km, along) + 1
        if at >= free:
            line[at : at + len(label)] = label
            free = at + len(label) + 1
    return "".join(line).rstrip()
