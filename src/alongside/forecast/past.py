"""One distance of a race that has been run, as arrays: what priors are fitted on and forecasts scored on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
UNKNOWN, WOMAN, MAN = -1, 0, 1


@dataclass(frozen=True)
class Past:
    """Everybody who ran one distance, ``n`` runners by ``m`` mats, in the order of the road.

    ``at_s``, shape ``(n, m)``, holds crossings in ``tod_s`` (seconds since local midnight of race day; nan
    where nobody read her), ``start_s`` her own start on the same clock (nan when unknown), ``estimated``
    which crossings nobody read. ``mats_m`` are metres from the start, ascending, without the start itself;
    the last is the finish. ``status`` is as the file has it, in lower case; ``gender`` is ``WOMAN``, ``MAN``
    or ``UNKNOWN``, ``group`` a number per wave and block of bibs in the order of the file's own names, -1
    where neither is known.
    """

    race: str
    distance: str
    mats: tuple[str, ...]
    mats_m: Floats
    bibs: tuple[str, ...]
    start_s: Floats
    at_s: Floats
    estimated: NDArray[np.bool_]
    status: NDArray[np.str_]
    gender: NDArray[np.int8]
    group: NDArray[np.int64]

    @property
    def length_m(self) -> float:
        """Metres from start to finish."""
        return float(self.mats_m[-1])

    def __len__(self) -> int:
        return len(self.bibs)

    def of(self, rows: NDArray[np.int64]) -> Past:
        """Return the same distance with these runners alone."""
        return Past(
            self.race,
            self.distance,
            self.mats,
            self.mats_m,
            tuple(self.bibs[i] for i in rows),
            self.start_s[rows],
            self.at_s[rows],
            self.estimated[rows],
            self.status[rows],
            self.gender[rows],
            self.group[rows],
        )

    def known(self, now_s: float) -> tuple[Floats, Floats]:
        """Return ``(start_s, at_s)`` with everything blank that was not known at ``now_s``.

        An estimate was made from later reads, so it is never known.
        """
        heard = (self.at_s <= now_s) & ~self.estimated
        return (
            np.where(self.start_s <= now_s, self.start_s, np.nan),
            np.where(heard, self.at_s, np.nan),
        )
