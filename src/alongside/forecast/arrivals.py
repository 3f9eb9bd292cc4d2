"""The answer: for every runner and every place, the distribution of her arrival."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Arrivals(Protocol):
    """Arrivals of ``n`` runners at ``p`` places, given that they are not there yet.

    A place that she has been seen at or past has nan everywhere. Seconds are on the clock of what was known.
    """

    @property
    def reach(self) -> Floats:
        """The chance that she gets there at all, shape ``(n, p)``."""

    def quantiles_s(self, levels: Sequence[float]) -> Floats:
        """Return the arrival, given that she gets there, shape ``(n, p, levels)``, never before now."""

    def before(self, deadline_s: Floats) -> Floats:
        """Return the chance that she gets there, and by then, shape ``(n, p)``.

        ``deadline_s`` is one per place, shape ``(p,)``, or one per runner and place (a sweep moves).
        """
