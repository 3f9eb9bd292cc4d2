"""What past races taught: a mixture of pace curves per length of race, and how races differ."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.errors import InputError
from alongside.forecast.grid import KNOTS

Floats = NDArray[np.float64]
FORM = 1
FEATURES = 8  # of stopping


class Component(msgspec.Struct, frozen=True):
    """A kind of runner: how common, her log pace (s/km) at the knots, its covariance.

    ``noise`` is the variance of the log pace of a whole distance that no curve explains: over a stretch of
    a share ``x`` of it the variance is ``noise / x``.
    """

    weight: float
    mean: tuple[float, ...]
    cov: tuple[tuple[float, ...], ...]
    noise: float


class Family(msgspec.Struct, frozen=True):
    """Races of about one length: the kinds of runner in them, and what may differ from race to race.

    ``race_cov`` is the covariance of a race's own shift of everybody's curve (course, heat, wind);
    ``day_cov`` that of the shift, given how people set out, from which :mod:`~alongside.forecast.today`
    learns, all zeros where too few races were seen. ``gender_shift`` is that of women and of men, given how
    they set out; ``mat_sd_m`` is how far mats lie from where they are said to; ``stops`` are the
    coefficients of :mod:`~alongside.forecast.stops`.
    """

    length_m: float
    components: tuple[Component, ...]
    race_cov: tuple[tuple[float, ...], ...]
    day_cov: tuple[tuple[float, ...], ...]
    gender_shift: tuple[tuple[float, ...], ...]
    mat_sd_m: float
    stops: tuple[float, ...]


class Learned(msgspec.Struct, frozen=True):
    """A race that a prior was fitted on: how many runners, and how many of them are known to have stopped."""

    race: str
    distance: str
    length_m: float
    runners: int
    stopped: int
    own: bool = False  # the organiser's own past year, which counts more


class Prior(msgspec.Struct, frozen=True):
    """Families by length, the races that they were learned from, and the day."""

    form: int
    on_date: str
    families: tuple[Family, ...]
    learned: tuple[Learned, ...]


def dump_prior(prior: Prior) -> bytes:
    """Return a prior as JSON."""
    return msgspec.json.encode(prior) + b"\n"


def load_prior(raw: bytes) -> Prior:
    """Return the prior of a file; :class:`InputError` when it holds none that can be used."""
    try:
        prior = msgspec.json.decode(raw, type=Prior)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError.of("prior", f"cannot be read ({error}).", _REMEDY) from error
    if prior.form != FORM:
        raise InputError.of("prior", f"is of form {prior.form}; this program reads {FORM}.", _REMEDY)
    if problem := _problem(prior):
        raise InputError.of("prior", problem, _REMEDY)
    return prior


_REMEDY = "Write it anew: alongside fit RACE... --out PRIOR."


def _problem(prior: Prior) -> str:
    """Return what makes a prior of the right shape useless; empty when nothing does."""
    if not prior.families:
        return "holds no family of races."
    for family in prior.families:
        if not sum(component.weight for component in family.components) > 0 or not family.length_m > 0:
            return f"has a family of {family.length_m} m without runners."
        for component in family.components:
            if not _is_sound(component):
                return f"has a component in its family of {family.length_m:.0f} m that is no distribution."
        if not (_is_covariance(family.race_cov) and _is_covariance(family.day_cov)):
            return f"has a family of {family.length_m:.0f} m whose races vary by no covariance."
        if not 0 < family.mat_sd_m < family.length_m:
            return f"has a family of {family.length_m:.0f} m whose mats are {family.mat_sd_m} m off."
        if [len(row) for row in family.gender_shift] != [KNOTS, KNOTS] or not np.isfinite(
            family.gender_shift
        ).all():
            return f"has a family of {family.length_m:.0f} m without the shifts of women and men."
        if len(family.stops) != FEATURES or not np.isfinite(family.stops).all():
            return (
                f"has a family of {family.length_m:.0f} m with {len(family.stops)} coefficients of stopping."
            )
    return ""


def _is_sound(component: Component) -> bool:
    sizes = len(component.mean) == KNOTS and bool(np.isfinite(component.mean).all())
    return sizes and component.weight >= 0 and component.noise > 0 and _is_covariance(component.cov)


def _is_covariance(rows: tuple[tuple[float, ...], ...]) -> bool:
    if [len(row) for row in rows] != [KNOTS] * KNOTS:
        return False
    cov = np.array(rows)
    if not np.isfinite(cov).all() or not np.allclose(cov, cov.T, rtol=1e-6, atol=1e-9):
        return False
    return bool(np.linalg.eigvalsh(cov).min() > -1e-9)
