"""Loops over whole fields, compiled: numba, without parallel or fastmath, so that the same bits come out.

A compiled function calls only functions of its own module: numba's cache on disk is renewed when the
module's file changes, and knows nothing of other files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled when it is first called, and kept on disk for the next start."""
    return cast("Callable[P, R]", numba.njit(cache=True, error_model="numpy")(function))
