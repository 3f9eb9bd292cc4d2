"""Where fitting begins: runners sorted by how fast they are, then by how much they slow down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.grid import AT, KNOTS
from alongside.forecast.lessons import Lesson
from alongside.forecast.mixing import PRIOR_COV, Mixing

Floats = NDArray[np.float64]
ROUGH_COV = 0.06 + 0.03 * np.minimum(AT[:, None], AT[None, :]) + 0.002 * np.eye(KNOTS)
ROUGH_NOISE = 2e-4
LEAST_SHARE = 0.5  # of the distance: who was seen over less of it shows no fade


def seeds(lessons: Sequence[Lesson], kinds: int, races: int, usual: Floats) -> Mixing:
    """Return a first mixture of about ``kinds`` components: pairs of steady and fading, by pace."""
    curves = np.concatenate([_curves(lesson) for lesson in lessons if lesson.share.sum() >= LEAST_SHARE])
    level = curves.mean(axis=1)
    fade = curves[:, KNOTS // 2 :].mean(axis=1) - curves[:, : KNOTS // 2].mean(axis=1)
    groups = [
        half
        for part in np.array_split(np.argsort(level, kind="stable"), max(1, kinds // 2))
        for half in np.array_split(part[np.argsort(fade[part], kind="stable")], 2 if kinds > 1 else 1)
        if len(half)
    ]
    return Mixing(
        weight=np.array([len(group) for group in groups]) / len(curves),
        mean=np.stack([curves[group].mean(axis=0) for group in groups]),
        cov=np.stack([_spread(curves[group]) for group in groups]),
        noise=np.full(len(groups), ROUGH_NOISE),
        shift=np.zeros((races, KNOTS)),
        race_cov=usual,
        usual=usual,
    )


def _curves(lesson: Lesson) -> Floats:
    """Return rough curves through what each runner showed."""
    middle = float(lesson.log_pace.mean())
    spread = lesson.rows @ ROUGH_COV @ lesson.rows.T + np.diag(ROUGH_NOISE / lesson.share)
    gain = ROUGH_COV @ lesson.rows.T @ np.linalg.inv(spread)
    return np.asarray(middle + (lesson.log_pace - middle) @ gain.T)


def _spread(curves: Floats) -> Floats:
    off = curves - curves.mean(axis=0)
    return np.asarray(off.T @ off / len(curves) + 2 * PRIOR_COV)
