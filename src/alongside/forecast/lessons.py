"""What a past race has to teach: log paces of runners who were read at the same mats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.crossed import crossed
from alongside.forecast.grid import means_over
from alongside.forecast.known import Known, Track
from alongside.forecast.past import Past
from alongside.forecast.pattern import stretches

Floats = NDArray[np.float64]
MOST_PER_RACE = 8000
LEAST_PER_PATTERN = 3
FASTEST_S_PER_KM = 80.0  # a racing chair downhill
SLOWEST_S_PER_KM = 4800.0  # 80 min/km: somebody slept, or a clock was wrong


@dataclass(frozen=True)
class Lesson:
    """Runners of one race who were read at the same mats.

    ``log_pace`` (n, o) over ``o`` stretches, ``rows`` (o, knots) the weights of the knots in them,
    ``share`` (o) their part of the distance, ``weight`` what one runner counts, ``race`` whose race it is.
    """

    race: int
    log_pace: Floats
    rows: Floats
    share: Floats
    weight: float


def lessons(pasts: Sequence[Past]) -> list[Lesson]:
    """Return the lessons of races; neither a large one nor many years of one course outweigh the rest."""
    years = Counter((course_of(past.race), past.distance) for past in pasts)
    found: list[Lesson] = []
    for race, past in enumerate(pasts):
        weight = 1.0 / np.sqrt(years[course_of(past.race), past.distance])
        found.extend(_lessons_of(race, past, float(weight)))
    return found


def course_of(race: str) -> str:
    """Return what a race is called without its year."""
    return race.rstrip("0123456789").rstrip("-_ ") or race


def _lessons_of(race: int, past: Past, weight: float) -> list[Lesson]:
    track = Track(past.length_m, past.mats_m, past.mats_m[-1:])
    some = past.of(np.linspace(0, len(past) - 1, min(len(past), MOST_PER_RACE)).round().astype(np.int64))
    heard = np.where(some.estimated, np.nan, some.at_s)
    at_s = crossed(Known(np.inf, some.start_s, heard), track)
    masks, which = np.unique(np.isfinite(at_s), axis=0, return_inverse=True)
    parts = [(mask, at_s[which == i]) for i, mask in enumerate(masks)]
    lessons = [_lesson(race, track, mask, part, weight) for mask, part in parts]
    return [lesson for lesson in lessons if lesson is not None]


def _lesson(race: int, track: Track, mask: NDArray[np.bool_], at_s: Floats, scale: float) -> Lesson | None:
    along_m = track.along_m
    ends, _ = stretches(along_m, tuple(np.flatnonzero(mask).tolist()))
    if not ends or len(at_s) < LEAST_PER_PATTERN:
        return None
    begin, end = [a for a, _ in ends], [b for _, b in ends]
    lengths_m = along_m[end] - along_m[begin]
    pace = (at_s[:, end] - at_s[:, begin]) / (lengths_m / 1000.0)
    sound = (pace > FASTEST_S_PER_KM).all(axis=1) & (pace < SLOWEST_S_PER_KM).all(axis=1)
    rows = means_over(along_m[begin] / track.length_m, along_m[end] / track.length_m)
    return Lesson(race, np.log(pace[sound]), rows, lengths_m / track.length_m, scale) if sound.any() else None
