"""One question: a field with what was known of it, and what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.known import Known, Track
from alongside.forecast.missed import with_misses
from alongside.forecast.past import Past

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

TENTH = 0.1  # the slowest tenth by pace so far, never by result: that would punish honest early forecasts
STAYED_OUT = ("dnf", "dsq")  # these words of a file say that she did not get there


@dataclass(frozen=True)
class Target:
    """Where arrivals are scored: one mat for all, or the next one of each.

    ``mat`` is an index into the mats per runner; ``km`` is nan where runners have different ones.
    """

    name: str
    km: float
    mat: Whole


@dataclass(frozen=True)
class Question:
    """What is asked at one moment of one distance of a past race.

    ``known`` is what was known of the ``n`` runners who are asked; ``static`` is the same with everybody's
    clock held at her last crossing. ``came_s`` and ``reached``, shape ``(n, mats)``, are what came.
    ``groups`` holds indices into the ``n``. ``moment`` names when it is asked (a mat, or a time), and
    ``moment_at`` places that: km of the mat, or seconds of the race's clock.
    """

    past: Past
    design: str
    moment: str
    moment_at: float
    known: Known
    static: Known
    came_s: Floats
    reached: Floats
    groups: dict[str, Whole]
    targets: tuple[Target, ...]


def track_of(past: Past) -> Track:
    """Return the track of a past race, asked about at every mat."""
    return Track(past.length_m, past.mats_m, past.mats_m)


def still_out(past: Past, now_s: float) -> tuple[Whole, Known]:
    """Return who has been read and not yet at the finish, whatever came later, and what is known of them."""
    start_s, at_s = past.known(now_s)
    rows = np.flatnonzero((at_s > start_s[:, None]).any(axis=1) & np.isnan(at_s[:, -1]))
    known = Known(now_s, start_s[rows], at_s[rows], gender=past.gender[rows], group=past.group[rows])
    return rows, with_misses(known, Known(now_s, start_s, at_s), track_of(past), rows)


def last_crossing(known: Known) -> tuple[Whole, Floats]:
    """Return each runner's last mat with a crossing (-1 for none), and when that was (nan for none)."""
    last = known.last_mat
    return last, np.where(last >= 0, known.at_s[np.arange(len(known)), last], np.nan)


def slowest_tenth(pace: Floats) -> Whole:
    """Return the indices of the tenth with the slowest pace so far (seconds a metre, all finite)."""
    return np.sort(np.argsort(pace, kind="stable")[len(pace) - round(len(pace) * TENTH) :])


def came_s(past: Past) -> Floats:
    """Return when each runner came to each mat, shape ``(n, m)``; nan where nobody read her there."""
    return np.where(past.estimated, np.nan, past.at_s)


def reached(past: Past) -> Floats:
    """Return 1 where a runner got to a mat, 0 where she did not, nan where nobody can tell; ``(n, m)``.

    Who was read further on was there; who did not finish got no further than her last read. Of who finished
    and has no later read the file has lost the rest, so nobody can tell what a live system would have seen. A
    file without anybody who dropped out has left them out and tells nothing: all nan.
    """
    read = np.isfinite(past.at_s)
    there = np.maximum.accumulate(read[:, ::-1], axis=1)[:, ::-1]
    stayed_out = np.isin(past.status, STAYED_OUT)
    if not stayed_out.any():
        return np.full(there.shape, np.nan)
    return np.where(there, 1.0, np.where(stayed_out[:, None], 0.0, np.nan))
