"""The prior, learned from whole past races: kinds of runner, how races differ, who stops."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from alongside.errors import InputError
from alongside.forecast.days import day_cov, gender_shift
from alongside.forecast.lessons import Lesson, lessons
from alongside.forecast.mixing import RACE_COV, Mixing, mix, off_by
from alongside.forecast.past import Past
from alongside.forecast.prior import FORM, Component, Family, Learned, Prior
from alongside.forecast.seeds import LEAST_SHARE, seeds
from alongside.forecast.stop_rates import STOPPED, USUAL, stop_rates

Floats = NDArray[np.float64]
ALIKE = 0.06  # races whose lengths are within so much of each other teach together
MOST_KINDS = 12
RUNNERS_PER_KIND = 400
LEAST_RUNNERS = 20
BASE_RUNNERS = 3000.0  # what all other races together count beside an organiser's own years
LEAST_SD_M = 8.0
MIDDLE_OF_NORMAL = 0.6745  # deviations, the median of what is off by a normal
MARATHON_M = 42_195.0
OWN_RACES = 0.5  # from year to year a course's shift varies less than from course to course

Progress = Callable[[str, float], None]


def fit(
    pasts: Sequence[Past], base: Prior | None = None, *, on_date: str, progress: Progress | None = None
) -> Prior:
    """Return the prior that ``pasts`` teach; on top of ``base`` they are the organiser's own and count more.

    ``on_date`` is written into it, ``progress`` hears what is being fitted and how much of it is done.
    Raises :class:`InputError` where too few runners were timed on the way.
    """
    say = progress or (lambda _what, _done: None)
    families = [
        family for group in _by_length(pasts) if (family := _family(group, base, say, on_date)) is not None
    ]
    if not families:
        found = f"{len(pasts)} distances, none with {LEAST_RUNNERS} runners timed between start and finish."
        raise InputError.of("past races", found, "Give races with at least one mat on the way.")
    return _joined(base, families, pasts, on_date)


def _by_length(pasts: Sequence[Past]) -> list[list[Past]]:
    """Return the distances that can teach, those of about one length together."""
    groups: list[list[Past]] = []
    for past in sorted(pasts, key=lambda past: past.length_m):
        if len(past.mats_m) < 2:
            continue
        if groups and math.log(past.length_m / groups[-1][0].length_m) <= ALIKE:
            groups[-1].append(past)
        else:
            groups.append([past])
    return groups


def _family(pasts: list[Past], base: Prior | None, say: Progress, on_date: str) -> Family | None:
    taught = lessons(pasts)
    if sum(len(lesson.log_pace) for lesson in taught if lesson.share.sum() >= LEAST_SHARE) < LEAST_RUNNERS:
        return None
    sizes = [len(past) for past in pasts]
    length_m = float(np.average([past.length_m for past in pasts], weights=sizes))
    name = f"{length_m / 1000:.1f} km"
    known = None if base is None else _nearest(base, length_m)
    mixing = _fitted(taught, length_m, len(pasts), known, lambda done: say(name, done))
    rates, _ = stop_rates(pasts, length_m, USUAL if known is None else np.array(known.stops))
    family = _as_family(mixing, length_m, rates, known)
    family = replace(family, mat_sd_m=_short(_mat_sd_m(taught, mixing, length_m)))
    if known is not None:
        return family
    learned = Prior(FORM, on_date, (family,), ())
    shifts = tuple(_row(shift) for shift in gender_shift(learned, pasts))
    return replace(family, day_cov=_rows(day_cov(learned, pasts)), gender_shift=shifts)


def _fitted(
    taught: list[Lesson],
    length_m: float,
    races: int,
    known: Family | None,
    step: Callable[[float], None],
) -> Mixing:
    """Return the mixture; from what is known where there is something, else from the lessons alone."""
    usual = RACE_COV * max(1.0, length_m / MARATHON_M)  # there is more to differ by on a longer road
    if known is None:
        runners = sum(len(lesson.log_pace) for lesson in taught)
        kinds = int(np.clip(runners // RUNNERS_PER_KIND, 1, MOST_KINDS))
        return mix(taught, seeds(taught, kinds, races, usual), step)
    start = _as_mixing(known, races)
    return mix(taught, start, step, hold=(start, BASE_RUNNERS))


def _nearest(base: Prior, length_m: float) -> Family | None:
    """Return the family of about this length, if the base has one."""
    near = min(base.families, key=lambda family: abs(math.log(family.length_m / length_m)))
    return near if abs(math.log(near.length_m / length_m)) <= ALIKE else None


def _as_mixing(family: Family, races: int) -> Mixing:
    components = family.components
    return Mixing(
        weight=np.array([component.weight for component in components]),
        mean=np.array([component.mean for component in components]),
        cov=np.array([component.cov for component in components]),
        noise=np.array([component.noise for component in components]),
        shift=np.zeros((races, len(components[0].mean))),
        race_cov=np.array(family.race_cov),
        usual=np.array(family.race_cov),
    )


def _as_family(mixing: Mixing, length_m: float, rates: Floats, known: Family | None) -> Family:
    race_cov = mixing.race_cov if known is None else OWN_RACES * np.array(known.race_cov)
    components = tuple(
        Component(_short(weight), _row(mean), _rows(cov), _short(noise))
        for weight, mean, cov, noise in zip(mixing.weight, mixing.mean, mixing.cov, mixing.noise, strict=True)
    )
    day = np.zeros_like(race_cov) if known is None else np.array(known.day_cov)
    shifts = (_row(np.zeros(len(day))),) * 2 if known is None else known.gender_shift
    return Family(_short(length_m), components, _rows(race_cov), _rows(day), shifts, LEAST_SD_M, _row(rates))


def _mat_sd_m(taught: list[Lesson], mixing: Mixing, length_m: float) -> float:
    """Return how far mats lie from where they are said to, by what whole fields show on single stretches."""
    found = off_by(taught, mixing)
    off_m = [np.abs(off) * lesson.share * length_m for lesson, (off, _) in zip(taught, found, strict=True)]
    counts = [np.full(len(off), count) for off, (_, count) in zip(off_m, found, strict=True)]
    middle_m = _middle(np.concatenate(off_m), np.concatenate(counts))
    return max(LEAST_SD_M, middle_m / MIDDLE_OF_NORMAL / math.sqrt(2))  # a stretch has two ends


def _middle(values: Floats, counts: Floats) -> float:
    """Return the weighted median: one mat in a wrong place is not how mats lie."""
    order = np.argsort(values, kind="stable")
    return float(values[order][np.searchsorted(counts[order].cumsum(), counts.sum() / 2)])


def _short(value: float) -> float:
    """Return a number with the digits that matter."""
    return float(f"{value:.6g}")


def _row(values: Floats) -> tuple[float, ...]:
    return tuple(_short(value) for value in values)


def _rows(values: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(_row((row + column) / 2) for row, column in zip(values, values.T, strict=True))


def _joined(base: Prior | None, families: list[Family], pasts: Sequence[Past], on_date: str) -> Prior:
    """Return the families with those of the base that nothing was learned about."""
    taught = [past for past in pasts if len(past.mats_m) > 1 and any(_is_of(past, one) for one in families)]
    learned = tuple(_learned(past, base is not None) for past in taught)
    if base is None:
        return Prior(FORM, on_date, tuple(families), learned)
    new = [_nearest(base, family.length_m) for family in families]
    kept = [family for family in base.families if family not in new]
    ordered = sorted([*families, *kept], key=lambda family: family.length_m)
    return Prior(FORM, on_date, tuple(ordered), (*base.learned, *learned))


def _is_of(past: Past, family: Family) -> bool:
    return abs(math.log(past.length_m / family.length_m)) <= ALIKE


def _learned(past: Past, own: bool) -> Learned:
    stopped = int(np.isin(past.status, STOPPED).sum())
    return Learned(past.race, past.distance, _short(past.length_m), len(past), stopped, own)
