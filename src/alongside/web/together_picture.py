"""Pictures of who ran together: company by tenth of the field, and the gap of two along the road, with words.

Gaps are of minutes before two meet and of seconds after. So the scale is the inverse hyperbolic sine: even
in the seconds around nothing, even in ratios beyond, and smooth between (Johnson, Biometrika 36, 1949).

Nobody agreed to be in a picture: a finish time is said to five minutes, and a gap is drawn and said to the
minute while two were apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from alongside.together.summary import TENTHS, Meeting, Tenth
from alongside.web import words
from alongside.web.together_words import percent

HEIGHT = 220.0
EVEN_S = 3.0  # up to about here the scale is even
LOW_S, HIGH_S = -4.0, 75.0  # what is always drawn, so that seconds never fill a picture
TICKS_S = (0, 10, 60, 300, 1200, 3600, 10800, 36000)
STEPS_KM = (1, 2, 5, 10, 20, 50, 100)
FIVE_MIN_S, MINUTE_S, TEN_S = 300, 60, 10
MOST_KM_TICKS = 5  # that many have room on a phone
FULL = (0.05, 0.1, 0.25, 0.5, 1.0)
PLACES = ("Fastest", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "Last")


def tenth_bars(tenths: Sequence[Tenth]) -> dict[str, Any] | None:
    """Return a bar for each tenth, lengths in percent of ``full``; None where fewer than ten finished."""
    if len(tenths) < TENTHS:
        return None
    most = max(one.ever for one in tenths)
    full = next((step for step in FULL if most <= step), 1.0)
    return {"full": percent(full), "rows": [_bar(*one, full) for one in zip(PLACES, tenths, strict=True)]}


def _bar(name: str, one: Tenth, full: float) -> dict[str, Any]:
    return {
        "name": name,
        "to_finish": percent(one.to_finish),
        "ever": percent(one.ever),
        "to_finish_wide": round(100 * one.to_finish / full, 1),
        "ever_wide": round(100 * one.ever / full, 1),
    }


def meeting_pictures(meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Return what the template draws of each meeting, all to one scale."""
    scale = Scale([coarse_s(one) for meeting in meetings for one in ahead_s(meeting)])
    return [_meeting(meeting, scale) for meeting in meetings]


def _meeting(meeting: Meeting, scale: Scale) -> dict[str, Any]:
    here, length_km = met_at(meeting), max(meeting.km[-1], 0.001)
    right = [round(100 * at_km / length_km, 1) for at_km in meeting.km]
    dots = [(x, scale.y(coarse_s(one))) for x, one in zip(right, ahead_s(meeting), strict=True)]
    return {
        "label": met(meeting),
        "distance": meeting.distance,
        "story": story(meeting),
        "log_odds": round(meeting.log_odds),
        "height": HEIGHT,
        "gaps": [(scale.y(one), gap(one) if one else "0", one == 0) for one in scale.ticks()],
        "kilometres": [(round(100 * one / length_km, 1), km(one)) for one in kilometres(length_km)],
        "apart": _path(dots[: here + 1]),
        "together": _path(dots[here:]),
        "apart_dots": dots[:here],
        "together_dots": dots[here:],
        "met_from": right[here - 1],
        "met_wide": round(right[here] - right[here - 1], 1),
        "met_anchor": "start" if right[here - 1] < 55 else "end",
        "met_x": right[here - 1] if right[here - 1] < 55 else right[here],
    }


def _path(dots: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in dots)


def kilometres(length_km: float) -> list[int]:
    """Return the kilometres that are written under a picture: every so many that a phone has room."""
    step = next((step for step in STEPS_KM if length_km / step < MOST_KM_TICKS), 200)
    return list(range(0, int(length_km) + 1, step))


class Scale:
    """From gaps to pixels: A ahead is up, and seconds have as much room as minutes."""

    def __init__(self, gaps_s: Sequence[float]) -> None:
        self._low_s = min([LOW_S, *gaps_s])
        self._high_s = max([HIGH_S, *gaps_s])

    def y(self, gap_s: float) -> float:
        """Return how far down a gap lies."""
        low, high = _even(self._low_s), _even(self._high_s)
        return round(HEIGHT * (high - _even(gap_s)) / (high - low), 1)

    def ticks(self) -> list[int]:
        """Return the gaps that are written beside a picture, from the top."""
        both = sorted({sign * one for one in TICKS_S for sign in (1, -1)}, reverse=True)
        return [one for one in both if self._low_s <= one <= self._high_s]


def _even(gap_s: float) -> float:
    return math.asinh(gap_s / EVEN_S)


def met(meeting: Meeting) -> str:
    """Return by where two had met: ``met before km 20``."""
    return f"met before km\xa0{km(meeting.from_km)}"


def story(meeting: Meeting) -> list[str]:
    """Return the sentences under a meeting's picture, which say what it shows."""
    gaps, here = ahead_s(meeting), met_at(meeting)
    close_s = max(map(abs, gaps[here:]))
    mats = f"at all {len(gaps) - here} mats"
    begin = "crossed the start" if meeting.km[0] == 0 else f"passed km\xa0{km(meeting.km[0])}"
    said = [
        f"A {begin} {gap(gaps[0])} before B.",
        f"Last seen apart at km\xa0{km(meeting.km[here - 1])}, by {gap(gaps[here - 1])}; "
        f"together from km\xa0{km(meeting.from_km)} to the finish.",
        f"In the same second {mats}." if close_s == 0 else f"Within {_at_most(close_s)} {mats}.",
    ]
    if meeting.finish_s is not None:
        said.append(f"One of the two took {five_minutes(meeting.finish_s)}.")
    return said


def met_at(meeting: Meeting) -> int:
    """Return which of a meeting's mats is the first that saw the two together."""
    return next(i for i, at_km in enumerate(meeting.km) if at_km >= meeting.from_km)


def ahead_s(meeting: Meeting) -> tuple[float, ...]:
    """Return by how much A was ahead of B at each mat, A being the one ahead at the first."""
    turned = -1.0 if meeting.gap_s[0] < 0 else 1.0
    return tuple(turned * one for one in meeting.gap_s)


def coarse_s(gap_s: float) -> int:
    """Return a gap as it is shown: to the second below ten, then to ten seconds, then to the minute."""
    size = abs(gap_s)
    step = 1 if size < TEN_S else TEN_S if size < MINUTE_S - TEN_S / 2 else MINUTE_S
    return round(math.copysign(math.floor(size / step + 0.5) * step, gap_s))


def gap(gap_s: float) -> str:
    """Return a gap as it is said: ``3 s``, ``40 s``, ``24 min``."""
    shown_s = abs(coarse_s(gap_s))
    return f"{shown_s}\xa0s" if shown_s < MINUTE_S else words.minutes(shown_s).replace(" ", "\xa0")


def _at_most(gap_s: float) -> str:
    step = 1 if gap_s < TEN_S else TEN_S
    return f"{math.ceil(gap_s / step) * step}\xa0s"


def km(along_km: float) -> str:
    """Return a kilometre without needless figures: ``20``, ``21.1``."""
    return f"{along_km:.1f}".removesuffix(".0")


def five_minutes(finish_s: float) -> str:
    """Return a finish time to five minutes below: ``a little over 6 h``."""
    whole_min = int(finish_s // FIVE_MIN_S) * FIVE_MIN_S // MINUTE_S
    hours, rest = divmod(whole_min, 60)
    parts = ([f"{hours}\xa0h"] if hours else []) + ([f"{rest:02d}\xa0min"] if rest else [])
    said = "\xa0".join(parts)
    return f"a little over {said}" if parts else "under 5\xa0min"
