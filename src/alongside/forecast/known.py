"""What is asked, and what is known: a course with its places, and a field at one instant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Track:
    """One distance: its length, its mats, and the places for which arrivals are wanted, in metres.

    ``mats_m`` and ``places_m`` ascend and lie past the start; a place may be a mat, a station, a cutoff.
    The finish is wanted by naming it. Two mats at one place (in and out) are both allowed.
    """

    length_m: float
    mats_m: Floats
    places_m: Floats

    @property
    def along_m(self) -> Floats:
        """Where crossings are, the start before the mats."""
        return np.concatenate([[0.0], self.mats_m])


@dataclass(frozen=True)
class Known:
    """What is known of ``n`` runners of one distance at ``now_s``; seconds, all on one clock.

    ``now_s`` is one instant for all, or one for each (everybody asked as she crosses the same mat).
    ``start_s`` is each one's own start (nan: not known; then her first crossing counts from ``gun_s``, if
    given). ``at_s``, shape ``(n, mats)``, holds crossings, nan where there is none. A fix later than the
    last crossing stands in ``fix_m`` (metres along), ``fix_s`` and ``fix_sd_m``, nan for who has none.
    ``expected_s`` is the net time that her entry names for the whole distance, nan for none, ``gender`` as in
    :class:`~alongside.forecast.past.Past`, ``group`` a number shared by those who started together
    (a wave, a block of bibs), -1 for none. ``stopped_s`` is how much of the time since her last crossing
    does not count, since the race was stopped. ``once`` is how likely the next mat misses her, ``again`` how
    likely the one after it does then (see :mod:`~alongside.forecast.missed`).
    ``dark`` are the positions of mats that read nobody at the moment: not being seen there says nothing.
    """

    now_s: float | Floats
    start_s: Floats
    at_s: Floats
    gun_s: Floats | None = None
    fix_m: Floats | None = None
    fix_s: Floats | None = None
    fix_sd_m: Floats | None = None
    expected_s: Floats | None = None
    gender: NDArray[np.int8] | None = None
    group: NDArray[np.int64] | None = None
    stopped_s: Floats | None = None
    once: Floats | None = None
    again: Floats | None = None
    dark: tuple[int, ...] = ()

    @property
    def last_mat(self) -> NDArray[np.int64]:
        """Each runner's last mat with a crossing, as a position among the mats; -1 for none."""
        seen = np.isfinite(self.at_s)
        last = self.at_s.shape[1] - 1 - seen[:, ::-1].argmax(axis=1)
        return np.where(seen.any(axis=1), last, -1).astype(np.int64)

    def __len__(self) -> int:
        return len(self.start_s)

    def of(self, rows: NDArray[np.int64]) -> Known:
        """Return what is known of some of the runners, in this order."""
        names = ("start_s", "at_s", "gun_s", "fix_m", "fix_s", "fix_sd_m", "expected_s", "gender", "group")
        kept: dict[str, Any] = {
            name: None if (column := getattr(self, name)) is None else column[rows]
            for name in (*names, "stopped_s", "once", "again")
        }
        now_s = np.asarray(self.now_s, dtype=np.float64)
        return replace(self, now_s=now_s[rows] if now_s.ndim else self.now_s, **kept)
