"""Fitting the mixture of pace curves by expectation and maximisation, from whatever stretches were timed.

Every lesson shows its runners' curves through its own mats, with noise. The shift of a whole race is a
random effect: it is estimated with the rest, and what it varied by from race to race goes into the prior.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.grid import AT, KNOTS
from alongside.forecast.lessons import Lesson

Floats = NDArray[np.float64]
ROUNDS = 50
PRIOR_RUNNERS = 30.0  # so many imagined runners keep a component from shrinking onto a few real ones
PRIOR_RACES = 4.0
LARGE_RACE = 100.0  # runners; the shift of a smaller one is more chance than race
PRIOR_COV = 5e-4 * (np.eye(KNOTS) + 1.0)
PRIOR_NOISE = 1e-4
RACE_COV = 4e-4 + 2e-3 * np.minimum(AT[:, None], AT[None, :]) + 1e-5 * np.eye(KNOTS)


@dataclass(frozen=True)
class Mixing:
    """A mixture of ``k`` curves over the knots, with the shifts ``shift`` (races, knots) of its races.

    ``usual`` is what races vary by as far as anybody knows before seeing some.
    """

    weight: Floats
    mean: Floats
    cov: Floats
    noise: Floats
    shift: Floats
    race_cov: Floats
    usual: Floats


@dataclass
class _Sums:
    """What a round gathers over all runners, by component and by race."""

    count: Floats
    first: Floats
    second: Floats
    noise: Floats
    seen: Floats
    race_count: Floats
    race_first: Floats
    races: int = 0

    @classmethod
    def empty(cls, k: int, races: int) -> _Sums:
        return cls(
            np.zeros(k),
            np.zeros((k, KNOTS)),
            np.zeros((k, KNOTS, KNOTS)),
            np.zeros(k),
            np.zeros(k),
            np.zeros((races, k)),
            np.zeros((races, k, KNOTS)),
        )


def mix(
    lessons: Sequence[Lesson],
    start: Mixing,
    step: Callable[[float], None],
    hold: tuple[Mixing, float] | None = None,
) -> Mixing:
    """Return the mixture after ``ROUNDS`` rounds from ``start``; ``step`` hears how much is done.

    ``hold`` is a mixture, of the same components, that counts as so many runners: what was known before.
    """
    held = start
    for turn in range(ROUNDS):
        sums = _Sums.empty(len(held.weight), len(held.shift))
        for lesson in lessons:
            _gather(sums, held, lesson)
        held = _components(held, sums, hold)
        held = _races(held, sums) if turn >= 3 else held
        step((turn + 1) / ROUNDS)
    return held


def off_by(lessons: Sequence[Lesson], held: Mixing) -> list[tuple[Floats, float]]:
    """Return by lesson the log pace that all its runners show beyond their curves, and what they count.

    What a whole field shows on one stretch alone is not about its runners: the mat lies somewhere else, or
    the road climbs.
    """
    found = []
    for lesson in lessons:
        solved = [_seen_through(held, lesson, k) for k in range(len(held.weight))]
        log_chance = np.stack([one[0] for one in solved], axis=1)
        chance = np.exp(log_chance - log_chance.max(axis=1, keepdims=True))
        share = chance / chance.sum(axis=1, keepdims=True)
        beyond = sum(share[:, k, None] * one[3] for k, one in enumerate(solved))
        found.append((np.asarray(np.median(beyond, axis=0)), len(lesson.log_pace) * lesson.weight))
    return found


def _gather(sums: _Sums, held: Mixing, lesson: Lesson) -> None:
    """Add one lesson's runners, each shared out among the components."""
    solved = [_seen_through(held, lesson, k) for k in range(len(held.weight))]
    log_chance = np.stack([one[0] for one in solved], axis=1)
    chance = np.exp(log_chance - log_chance.max(axis=1, keepdims=True))
    share = chance / chance.sum(axis=1, keepdims=True) * lesson.weight
    for k, (_, curve, cov, noise, noise_var) in enumerate(solved):
        part = share[:, k]
        count, first = part.sum(), part @ curve
        sums.count[k] += count
        sums.first[k] += first
        sums.second[k] += (curve * part[:, None]).T @ curve + count * cov
        sums.noise[k] += ((part @ noise**2 + count * noise_var) * lesson.share).sum()
        sums.seen[k] += count * len(lesson.share)
        sums.race_count[lesson.race, k] += count
        sums.race_first[lesson.race, k] += first


def _seen_through(held: Mixing, lesson: Lesson, k: int) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return log chances, expected curves less the mean with their covariance, and the same of the noise."""
    rows, noise = lesson.rows, held.noise[k] / lesson.share
    spread = rows @ held.cov[k] @ rows.T + np.diag(noise)
    lower = np.linalg.cholesky(spread)
    left = lesson.log_pace - rows @ (held.mean[k] + held.shift[lesson.race])
    white = np.linalg.solve(lower, left.T)
    log_chance = np.log(held.weight[k]) - 0.5 * (white**2).sum(axis=0) - np.log(np.diag(lower)).sum()
    inverse = np.linalg.inv(spread)
    gain = held.cov[k] @ rows.T @ inverse
    noise_var = noise - noise**2 * np.diag(inverse)
    return (
        log_chance,
        left @ gain.T,
        held.cov[k] - gain @ rows @ held.cov[k],
        left @ inverse * noise,
        noise_var,
    )


def _components(held: Mixing, sums: _Sums, hold: tuple[Mixing, float] | None) -> Mixing:
    """Return the mixture with its components where the runners are."""
    count, first, second = sums.count.copy(), sums.first.copy(), sums.second.copy()
    if hold is not None:
        known = hold[0].weight * hold[1]
        off = hold[0].mean - held.mean
        count, first = count + known, first + known[:, None] * off
        second = second + known[:, None, None] * (hold[0].cov + off[:, :, None] * off[:, None, :])
    moved = first / np.maximum(count, 1e-9)[:, None]
    cov = second - count[:, None, None] * moved[:, :, None] * moved[:, None, :] + PRIOR_RUNNERS * PRIOR_COV
    return replace(
        held,
        weight=(count + 1.0) / (count + 1.0).sum(),
        mean=held.mean + moved,
        cov=cov / (count + PRIOR_RUNNERS)[:, None, None],
        noise=(sums.noise + PRIOR_RUNNERS * PRIOR_NOISE) / (sums.seen + PRIOR_RUNNERS),
    )


def _races(held: Mixing, sums: _Sums) -> Mixing:
    """Return the mixture with every race's shift, about none in the mean, and what shifts vary by."""
    if len(held.shift) < 2:
        return held
    moved = sums.first / np.maximum(sums.count, 1e-9)[:, None]
    precise = np.asarray(np.linalg.inv(held.cov), dtype=np.float64)
    shifts = np.array([_shift(held, sums, race, moved, precise) for race in range(len(held.shift))])
    middle: Floats = shifts.mean(axis=0)
    shift: Floats = shifts - middle
    large = sums.race_count.sum(axis=1) >= LARGE_RACE
    return replace(held, mean=held.mean + middle, shift=shift, race_cov=_race_cov(shift[large], held.usual))


def _race_cov(shift: Floats, usual: Floats) -> Floats:
    """Return what races vary by, the more the fewer were seen: a new one may differ from all of them."""
    races = len(shift)
    seen = (shift.T @ shift + PRIOR_RACES * usual) / (races + PRIOR_RACES)
    return np.asarray(seen * (1.0 + 2.0 / max(races, 1)))


def _shift(held: Mixing, sums: _Sums, race: int, moved: Floats, precise: Floats) -> Floats:
    """Return a race's shift: what its runners show beyond their components, shrunk by the prior."""
    count = sums.race_count[race][:, None]
    shown = sums.race_first[race] + count * (held.shift[race] - moved)
    weight = np.linalg.inv(held.race_cov) + (count[:, :, None] * precise).sum(axis=0)
    return np.linalg.solve(weight, np.einsum("kij,kj->i", precise, shown))
