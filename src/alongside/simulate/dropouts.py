"""Who stops, and where: reasons of one's own at a flat rate, and the limit, which is a cliff.

Past races lose 1-3 %; almost nobody stops in the last kilometres; of those who would come in after the
limit most are taken off at a cutoff, and some find the minutes that they need.
"""

from __future__ import annotations

import numpy as np

from alongside.events.plan import RacePlan
from alongside.simulate import norms
from alongside.simulate.field import Field
from alongside.simulate.pacing import read_at
from alongside.simulate.sweep import schedule_tod_s
from alongside.units import MARATHON_M

NEVER = np.inf
_HURRY_S = 360.0  # this late by the clock, half of them still make it
_SEAT_S, _FIRST_SEAT_M = 600.0, 8_000.0  # this far behind the sweep's schedule, and not before
_AT_CUTOFF = 0.93  # of those who come to a closed cutoff are taken off there


def drop_metres(
    plan: RacePlan,
    field: Field,
    clock_s: np.ndarray,
    at_m: np.ndarray,
    limit_tod_s: np.ndarray,
    leader: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the metre at which each runner's race ends early, ``inf`` for those who finish.

    ``limit_tod_s`` is each runner's limit, ``nan`` without one. ``clock_s`` (tod_s) is changed for those
    who hurry in the last fifth to be there in time; whoever stays with a ``leader`` to the finish (a row
    number, her own where there is none) hurries when the leader does.
    """
    lengths = np.array([distance.length_m for distance in plan.distances])
    length_m = np.asarray(lengths[field.runs])
    drop_m = _own_reasons(field.marathon_s, length_m, rng)
    _hurry(clock_s, at_m, length_m, limit_tod_s, leader, rng)
    drop_m = np.minimum(drop_m, _cutoffs(plan, field, clock_s, at_m, rng))
    drop_m = np.minimum(drop_m, _swept(plan, field, clock_s, at_m, rng))
    late_m = _past_limit(clock_s, at_m, length_m, limit_tod_s, rng)
    return np.asarray(np.minimum(drop_m, late_m))


def _own_reasons(marathon_s: np.ndarray, length_m: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    share = norms.by_band(marathon_s, norms.DROP_SHARE) * np.minimum(length_m / MARATHON_M, 1.0)
    at_km = np.interp(rng.random(len(share)), norms.DROP_CUMULATIVE, norms.DROP_KM)
    stops = rng.random(len(share)) < share
    return np.asarray(np.where(stops, at_km * 1000 * length_m / MARATHON_M, NEVER))


def _hurry(
    clock_s: np.ndarray,
    at_m: np.ndarray,
    length_m: np.ndarray,
    limit_tod_s: np.ndarray,
    leader: np.ndarray,
    rng: np.random.Generator,
) -> None:
    """Half of those who would be a few minutes late run the last fifth as fast as it takes."""
    late_s = read_at(clock_s, at_m, length_m) - limit_tod_s
    hurry = (late_s > 0) & (late_s < _HURRY_S) & (rng.random(len(late_s)) < 0.5)
    gain_s = late_s + rng.uniform(10, 150, len(late_s))
    rows = np.flatnonzero(hurry[leader])
    ramp = np.clip((at_m[None, :] / length_m[rows, None] - 0.8) / 0.2, 0.0, 1.0)
    clock_s[rows] -= ramp * gain_s[leader[rows], None]


def _cutoffs(
    plan: RacePlan, field: Field, clock_s: np.ndarray, at_m: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    drop_m = np.full(len(field), NEVER)
    ids = [distance.id for distance in plan.distances]
    for cutoff in plan.cutoffs:
        runs = field.runs == ids.index(cutoff.distance)
        there_s = read_at(clock_s, at_m, np.full(len(field), cutoff.along_m))
        closed = there_s > (cutoff.closes_ms - plan.day_start_ms) / 1000
        taken = runs & closed & (rng.random(len(field)) < _AT_CUTOFF)
        drop_m[taken] = np.minimum(drop_m[taken], cutoff.along_m)
    return drop_m


def _swept(
    plan: RacePlan, field: Field, clock_s: np.ndarray, at_m: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Whoever falls ten minutes behind a sweep's schedule takes a seat in it within the kilometre."""
    drop_m = np.full(len(field), NEVER)
    ids = [distance.id for distance in plan.distances]
    for sweep in plan.sweeps:
        late_s = clock_s - schedule_tod_s(plan, sweep, at_m)
        far = (late_s > _SEAT_S) & (at_m > _FIRST_SEAT_M) & (at_m < sweep.schedule[-1].along_m)
        taken = far.any(axis=1) & (field.runs == ids.index(sweep.distance))
        picked_m = at_m[np.argmax(far, axis=1)] + rng.uniform(0, 900, len(field))
        drop_m[taken] = np.minimum(drop_m, picked_m)[taken]
    return drop_m


def _past_limit(
    clock_s: np.ndarray,
    at_m: np.ndarray,
    length_m: np.ndarray,
    limit_tod_s: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Whoever would still be late is picked up somewhere in the last third."""
    late = read_at(clock_s, at_m, length_m) > limit_tod_s
    picked_m = np.round(rng.uniform(0.66, 0.97, len(late)) * length_m, -2)
    return np.asarray(np.where(late, picked_m, NEVER))
