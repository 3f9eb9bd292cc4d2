"""Until when a place of the course is needed: how surely everybody has passed it, or will not come.

Each runner may still come with a chance of her own, and then at a time of her own; that nobody comes any more
is the product over all of them. Her time is read off the forecast at the splits around the place, as two
halves of lognormals through its 10 %, 50 % and 90 % ends; between her last mat and the next one she may have
passed the place already, unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast import normal
from alongside.tail.passing import AT_M, OnRoad

Floats = NDArray[np.float64]
Index = NDArray[np.int64]
SURE = 0.95
LIKELY = 0.5
MAY = 0.02  # who comes with a smaller chance to finish inside the limit is beyond it: she keeps no table open
Z_END = 1.2816  # of the 10 % and the 90 % end
LEAST_MS = 1000.0
MINUTE_MS = 60_000
# Instants at which it is asked whether anybody still comes: a table is told to five minutes.
GRID_MS = np.concatenate([np.arange(0, 60, 3), np.arange(60, 180, 10), np.arange(180, 721, 30)]) * float(
    MINUTE_MS
)
CROWD = 1_500  # when more may come
MOST, FIRST = 600, 60  # of them, so many can be the last and the first
HARDLY = 1e-4


@dataclass(frozen=True)
class Closing:
    """How a place stands, all passes and distances together.

    ``still`` runners are likely to come yet, ``inside`` of them may finish inside the limit, the first of
    these about ``first_ms``. By ``middle_ms`` the last inside the limit has as likely as not passed or
    dropped out, by ``sure_ms`` she has with :data:`SURE` (UTC milliseconds, good to a minute or two; ``None``
    where nobody is to come, or it lies more than twelve hours ahead). ``sure_now`` is the chance that none
    comes any more.
    """

    still: int
    inside: int
    first_ms: float | None
    middle_ms: float | None
    sure_ms: float | None
    sure_now: float


@dataclass(frozen=True)
class OnPass:
    """One pass of a place: the field of a distance, metres along it, and until when somebody inside the limit
    can come here (UTC milliseconds; infinite where nobody says)."""

    road: OnRoad
    along_m: float
    until_ms: float = np.inf

    @property
    def split(self) -> int:
        """The split at or after the place, or the finish line."""
        split_m = self.road.split_m
        return min(int(np.searchsorted(split_m, self.along_m - AT_M)), len(split_m) - 1)


@dataclass(frozen=True)
class Coming:
    """Runners who may still come to a place: chances, and times after ``base_ms``.

    ``coming`` is each one's chance to come, ``weight`` how far a table waits for her: 1 for who may finish
    inside the limit, towards 0 for who hardly can, and cannot when she comes later than ``until_ms``. Her
    time is two half lognormals: ``log_middle`` is the log of its median in milliseconds, the log deviations
    hold below and above it.
    """

    coming: Floats
    weight: Floats
    until_ms: Floats
    base_ms: Floats
    log_middle: Floats
    sd_below: Floats
    sd_above: Floats

    def of(self, rows: Index) -> Coming:
        """Return some of them."""
        return replace(self, **{name: column[rows] for name, column in vars(self).items()})

    def by(self, at_ms: float | Floats) -> Floats:
        """Return the share of each one's time that lies before an instant."""
        off = np.log(np.maximum(at_ms - self.base_ms, LEAST_MS)) - self.log_middle
        return normal.cdf(off / np.where(off < 0, self.sd_below, self.sd_above))

    def after(self, at_ms: float | Floats) -> Floats:
        """Return each one's chance to come later than an instant, as far as a table waits for her."""
        later = np.clip(self.by(self.until_ms) - self.by(at_ms), 0.0, None)
        return np.asarray(self.coming * self.weight * later)


def closing_of(passes: Sequence[OnPass]) -> Closing:
    """Return how a place stands, by all of its passes."""
    if not passes:
        return Closing(0, 0, None, None, None, 1.0)
    now_ms = passes[0].road.now_ms
    parted = [_ends_and_crowd(one) for one in passes]
    ends = _joined([_coming(one, rows) for one, (rows, _) in zip(passes, parted, strict=True)])
    later, inside = ends.coming * (1.0 - ends.by(now_ms)), ends.after(now_ms)
    crowd = [_in_crowd(one, rows) for one, (_, rows) in zip(passes, parted, strict=True)]
    is_inside = np.flatnonzero(inside >= LIKELY)
    some = ends.of(np.flatnonzero(inside > HARDLY))
    clear = _nobody_after(some, now_ms + GRID_MS) if len(some.coming) else np.empty(0)
    return Closing(
        still=int((later >= LIKELY).sum()) + sum(still for still, _ in crowd),
        inside=len(is_inside) + sum(inside for _, inside in crowd),
        first_ms=_first_ms(ends.of(is_inside), now_ms),
        middle_ms=_when(clear, now_ms, LIKELY),
        sure_ms=_when(clear, now_ms, SURE),
        sure_now=0.0 if any(inside for _, inside in crowd) else float(np.prod(1.0 - inside)),
    )


def _not_past(one: OnPass) -> Index:
    return np.flatnonzero((one.road.known_m < one.along_m - AT_M) & ~np.isnan(one.road.base_ms))


def _ends_and_crowd(one: OnPass) -> tuple[Index, Index]:
    """Return who may come, in two parts: those who can be the first or the last, and the crowd between.

    The last ones are among the hindmost and those expected latest.
    """
    rows, road = _not_past(one), one.road
    if len(rows) <= CROWD:
        return rows, rows[:0]
    latest_ms = np.nan_to_num(road.high_ms[rows, one.split])
    ends = np.concatenate(
        [
            np.argpartition(road.along_m[rows], MOST)[:MOST],
            np.argpartition(-latest_ms, MOST)[:MOST],
            np.argpartition(-road.along_m[rows], FIRST)[:FIRST],
        ]
    )
    is_end = np.zeros(len(rows), dtype=np.bool_)
    is_end[ends] = True
    return rows[is_end], rows[~is_end]


def _in_crowd(one: OnPass, rows: Index) -> tuple[int, int]:
    """Return how many of a crowd still come, and how many of these may be inside the limit."""
    road = one.road
    still = (road.along_m[rows] < one.along_m) & (np.nan_to_num(road.coming[rows, one.split]) >= LIKELY)
    return int(still.sum()), int((still & ~(road.in_time[rows] < MAY)).sum())


def _coming(one: OnPass, rows: Index) -> Coming:
    road, along_m = one.road, one.along_m
    after = np.maximum(one.split, road.next_split[rows])
    coming = np.nan_to_num(road.coming[rows, after])
    no_limit = np.isnan(road.in_time[rows])  # then all are inside
    in_time = np.where(no_limit, 1.0, road.in_time[rows])
    ends_ms = (road.low_ms, road.middle_ms, road.high_ms)
    low, middle, high = (np.log(_since_base(road, ms, rows, after, along_m)) for ms in ends_ms)
    return Coming(
        coming=coming,
        weight=np.minimum(in_time / np.maximum(coming, HARDLY) / MAY, 1.0),
        until_ms=np.where(no_limit, np.inf, one.until_ms),
        base_ms=road.base_ms[rows],
        log_middle=middle,
        sd_below=np.maximum(middle - low, 1e-3) / Z_END,
        sd_above=np.maximum(high - middle, 1e-3) / Z_END,
    )


def _since_base(road: OnRoad, split_ms: Floats, rows: Index, after: Index, here_m: float) -> Floats:
    """Return how long after she was last seen each is here: on a line between the splits around the place."""
    before = after - 1
    is_ahead = before >= road.next_split[rows]
    from_m = np.where(is_ahead, road.split_m[before], road.base_m[rows])
    from_ms = np.where(is_ahead, split_ms[rows, before], road.base_ms[rows])
    share = (here_m - from_m) / np.maximum(road.split_m[after] - from_m, AT_M)
    at_ms = from_ms + np.clip(share, 0.0, 1.0) * (split_ms[rows, after] - from_ms)
    return np.fmax(np.nan_to_num(at_ms - road.base_ms[rows]), LEAST_MS)


def _joined(parts: Sequence[Coming]) -> Coming:
    names = Coming.__dataclass_fields__
    return Coming(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _first_ms(inside: Coming, now_ms: int) -> float | None:
    if not len(inside.coming):
        return None
    return max(float((inside.base_ms + np.exp(inside.log_middle)).min()), float(now_ms))


def _nobody_after(some: Coming, at_ms: Floats) -> Floats:
    """Return the chance that nobody comes after each of some instants, shape ``(instants,)``."""
    return np.asarray(np.prod(1.0 - some.after(at_ms[:, None]), axis=1))


def _when(clear: Floats, now_ms: int, sure: float) -> float | None:
    """Return the first instant at which it is so sure that nobody comes; ``None`` beyond the grid."""
    found = np.flatnonzero(clear >= sure)
    if not len(found):
        return None
    i = int(found[0])
    share = 0.0 if i == 0 else (sure - clear[i - 1]) / max(clear[i] - clear[i - 1], 1e-12)
    return float(now_ms + (GRID_MS[i] if i == 0 else GRID_MS[i - 1] + share * (GRID_MS[i] - GRID_MS[i - 1])))
