"""The normal distribution for arrays, without scipy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FURTHEST = 36.0  # beyond this many deviations a tail is below the smallest double

# W. H. Press et al., Numerical Recipes: erfc by a Chebyshev fit, within 1.2e-7 of it everywhere.
_ERFC = (
    0.17087277,
    -0.82215223,
    1.48851587,
    -1.13520398,
    0.27886807,
    -0.18628806,
    0.09678418,
    0.37409196,
    1.00002368,
    -1.26551223,
)
# P. J. Acklam's rational approximation of the inverse, within 1.2e-9 of it.
_A = (
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.357751867269,
    -30.66479806614716,
    2.506628277459239,
)
_B = (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1.0)
_C = (
    -0.007784894002430293,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783,
)
_D = (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1.0)
_LOW = 0.02425


def tail(x: Floats) -> Floats:
    """Return the chance of more than ``x``, with its relative precision also where it is tiny."""
    z = np.minimum(np.abs(x), FURTHEST) * np.sqrt(0.5)
    t = 1.0 / (1.0 + 0.5 * z)
    half = 0.5 * t * np.exp(_polynomial(_ERFC, t) - z * z)
    return np.asarray(np.where(x >= 0, half, 1.0 - half))


def cdf(x: Floats) -> Floats:
    """Return the chance of at most ``x``."""
    return tail(-x)


def quick(x: Floats) -> tuple[Floats, Floats]:
    """Return the chance of at most ``x`` within 2e-4, and its density: one exponential for both.

    S. R. Bowling et al., A logistic approximation to the cumulative normal distribution, 2009.
    """
    square = x * x
    share = 1.0 / (1.0 + np.exp(-x * (1.5976 + 0.07056 * square)))
    return share, share * (1.0 - share) * (1.5976 + 0.21168 * square)


def beyond(chance: Floats) -> Floats:
    """Return the ``x`` beyond which lies ``chance``, the inverse of :func:`tail`."""
    small = np.clip(np.minimum(chance, 1.0 - chance), 1e-300, 0.5)
    r = np.sqrt(-2.0 * np.log(small))
    outer = -_polynomial(_C, r) / _polynomial(_D, r)
    q = 0.5 - small
    inner = q * _polynomial(_A, q * q) / _polynomial(_B, q * q)
    x = np.where(small < _LOW, outer, inner)
    return np.where(chance <= 0.5, x, -x)


def _polynomial(coefficients: tuple[float, ...], x: Floats) -> Floats:
    """Return the polynomial, the highest power's coefficient first (Horner)."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total
