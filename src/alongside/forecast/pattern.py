"""Who has been read at the same mats shares the same algebra: conditioning, worked out once for all of them.

A Gaussian over the knots, conditioned on the mean log pace of stretches (linear in the knots), gives a
Gaussian over the cells of road still to run. Only its mean depends on the runner, and that linearly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.grid import KNOTS, means_over
from alongside.forecast.kinds import Kinds
from alongside.forecast.known import Track

Floats = NDArray[np.float64]
NEAR_M = 100.0  # a stretch between mats shorter than this says nothing about pace
CELLS = 14.0  # a cell of road to run is at most this part of the distance
FIX_OVER = 4.0  # how far off a fix may be is borne by so much more of the road ahead of it
EXPECTED_SD = 0.12  # log; what runners name as their time, beside what they run


@dataclass(frozen=True)
class Pattern:
    """What follows from being read at certain mats, for ``k`` kinds, ``o`` stretches, ``c`` cells ahead.

    ``ends`` are the columns of crossings (0 the start) between which stretches lie, ``lengths_m`` how long
    they are. ``mean_y`` (k, o) is what a kind should show on them, ``whiten`` (k, o, o) turns what is left
    into independent unit deviations, ``log_scale`` (k) belongs to that density. Ahead: ``cells_m`` (c), the
    mean ``mean`` (k, c) + ``gain`` (k, c, o) x what is left, the covariance ``cov`` (k, c, c). ``base`` is
    the column of the last crossing, ``base_m`` its place. ``place_cell`` is for each place the last cell
    before it, -1 for a place that lies behind. The mats ahead that speak end with the cells ``mat_cells``, in
    order.
    """

    ends: tuple[tuple[int, int], ...]
    lengths_m: Floats
    expected: bool
    mean_y: Floats
    whiten: Floats
    log_scale: Floats
    base: int
    base_m: float
    cells_m: Floats
    mean: Floats
    gain: Floats
    cov: Floats
    place_cell: NDArray[np.int64]
    mat_cells: tuple[int, ...]

    @property
    def next_cell(self) -> int:
        """The cell that ends with the next mat that speaks, -1 where none does."""
        return self.mat_cells[0] if self.mat_cells else -1


@dataclass(frozen=True)
class Seen:
    """What the runners of a pattern have in common: columns of crossings, and what else is known.

    ``columns`` ascend, 0 for the start and mat + 1 for a mat; ``expected`` says that her entry names a time;
    ``dark`` are the positions of mats at which not being seen says nothing. ``fix`` is a place on the road
    (metres, and how far off it may be) where something else than a mat saw her last.
    """

    columns: tuple[int, ...]
    expected: bool = False
    dark: tuple[int, ...] = ()
    fix: tuple[float, float] | None = None


def pattern_of(kinds: Kinds, track: Track, seen: Seen) -> Pattern:
    """Return the pattern of runners of whom just this was seen; the column past the mats is the fix."""
    along_m = np.concatenate([track.along_m, [] if seen.fix is None else [seen.fix[0]]])
    ends, base = stretches(along_m, seen.columns)
    froms, tos = along_m[[a for a, _ in ends]], along_m[[b for _, b in ends]]
    lengths_m = tos - froms
    rows, noise = _observed(kinds, track, (froms, tos), seen.expected)
    base_m = float(along_m[base])
    edges = _edges(track, base_m)
    cells_m = np.diff(edges)
    ahead = means_over(edges[:-1] / track.length_m, edges[1:] / track.length_m)
    if seen.fix is not None:
        by_fix = np.array([end == len(track.mats_m) + 1 for _, end in ends] + [False] * seen.expected)
        behind = by_fix / np.append(lengths_m, [1.0] * seen.expected)
        kinds, rows, ahead = _with_error(kinds, seen.fix[1], (rows, behind), (ahead, cells_m))
    solved = _conditioned(kinds, rows, noise)
    cov = np.einsum("ci,kij,dj->kcd", ahead, solved.cov, ahead)
    cov += np.einsum(
        "k,c,cd->kcd", kinds.noise, track.length_m / np.maximum(cells_m, 1.0), np.eye(len(cells_m))
    )
    return Pattern(
        ends=ends,
        lengths_m=lengths_m,
        expected=seen.expected,
        mean_y=solved.mean_y,
        whiten=solved.whiten,
        log_scale=kinds.log_weight + solved.log_scale,
        base=base,
        base_m=base_m,
        cells_m=cells_m,
        mean=np.einsum("ci,ki->kc", ahead, kinds.mean),
        gain=np.einsum("ci,kio->kco", ahead, solved.gain),
        cov=cov,
        place_cell=_cells_before(edges, track.places_m),
        mat_cells=_mat_cells(edges, track, base_m, seen.dark),
    )


def stretches(along_m: Floats, columns: tuple[int, ...]) -> tuple[tuple[tuple[int, int], ...], int]:
    """Return the stretches between crossings (columns of ``along_m``) and the column of the last crossing.

    Of mats close together (in and out) the later one ends the rest: the next stretch begins there.
    """
    ends: list[tuple[int, int]] = []
    base = columns[0] if columns else 0
    for column in columns[1:]:
        if along_m[column] - along_m[base] >= NEAR_M:
            ends.append((base, column))
        base = column
    return tuple(ends), base


@dataclass(frozen=True)
class _Solved:
    mean_y: Floats
    whiten: Floats
    log_scale: Floats
    gain: Floats
    cov: Floats


def _observed(
    kinds: Kinds, track: Track, stretches: tuple[Floats, Floats], expected: bool
) -> tuple[Floats, Floats]:
    """Return the rows (o, knots) of what was observed and its noise (k, o); ``stretches`` are in metres."""
    froms_m, tos_m = stretches
    rows = means_over(froms_m / track.length_m, tos_m / track.length_m)
    lengths_m = tos_m - froms_m
    noise = kinds.noise[:, None] * track.length_m / lengths_m + 2 * (kinds.mat_sd_m / lengths_m) ** 2
    if not expected:
        return rows, noise
    whole = means_over(np.zeros(1), np.ones(1))
    entry = np.full((len(kinds.noise), 1), EXPECTED_SD**2)
    return np.concatenate([rows, whole]), np.concatenate([noise, entry], axis=1)


def _with_error(
    kinds: Kinds, off_m: float, behind: tuple[Floats, Floats], ahead: tuple[Floats, Floats]
) -> tuple[Kinds, Floats, Floats]:
    """Return kinds, observed rows and rows ahead with one more unknown: how far past her fix she was.

    What she had run more, she has less to run. ``behind`` are the rows and by how much a metre lengthens each
    observed log pace; ``ahead`` the rows and how long the cells are: it comes off the first of them.
    """
    rows, longer = behind
    knots, cells_m = ahead
    first = np.arange(len(cells_m)) <= np.searchsorted(cells_m.cumsum(), FIX_OVER * off_m)
    shorter = np.where(first, -1.0, 0.0) / max(float(cells_m[first].sum()), 1.0)
    cov = np.zeros((len(kinds.noise), KNOTS + 1, KNOTS + 1))
    cov[:, :KNOTS, :KNOTS], cov[:, KNOTS, KNOTS] = kinds.cov, off_m**2
    mean = np.concatenate([kinds.mean, np.zeros((len(cov), 1))], axis=1)
    wider = replace(kinds, mean=mean, cov=cov)
    return wider, np.column_stack([rows, longer]), np.column_stack([knots, shorter])


def _conditioned(kinds: Kinds, rows: Floats, noise: Floats) -> _Solved:
    """Return the algebra of conditioning all kinds on the observed rows."""
    k, o = len(kinds.noise), len(rows)
    if o == 0:
        empty = np.zeros((k, 0))
        return _Solved(
            empty, np.zeros((k, 0, 0)), np.zeros(k), np.zeros((k, kinds.mean.shape[1], 0)), kinds.cov
        )
    cross = kinds.cov @ rows.T
    spread = rows @ cross + noise[:, :, None] * np.eye(o)
    lower = np.linalg.cholesky(spread)
    whiten = np.linalg.inv(lower)
    gain = cross @ np.swapaxes(whiten, 1, 2) @ whiten
    log_scale = np.log(np.diagonal(whiten, axis1=1, axis2=2)).sum(axis=1)
    cov = kinds.cov - gain @ np.swapaxes(cross, 1, 2)
    return _Solved(kinds.mean @ rows.T, whiten, log_scale, gain, cov)


def _edges(track: Track, base_m: float) -> Floats:
    """Return the ends of the cells ahead: every mat and place, and more where those are far apart."""
    wanted = np.concatenate([track.mats_m, track.places_m, [track.length_m]])
    ahead = np.unique(np.concatenate([[base_m], wanted[wanted > base_m]]))
    pieces = [np.array([base_m])]
    for begin, end in pairwise(ahead):
        count = int(np.ceil((end - begin) * CELLS / track.length_m - 1e-9))
        pieces.append(np.linspace(begin, end, count + 1)[1:])
    return np.concatenate(pieces)


def _cells_before(edges: Floats, places_m: Floats) -> NDArray[np.int64]:
    """Return for each place the last cell before it; -1 for one at or behind the last crossing."""
    found = np.searchsorted(edges, places_m - 1e-6) - 1
    return np.where(places_m > edges[0], found, -1)


def _mat_cells(edges: Floats, track: Track, base_m: float, dark: tuple[int, ...]) -> tuple[int, ...]:
    """Return the cells that end with mats that speak."""
    awake = np.delete(track.mats_m, list(dark))
    ahead = awake[awake > base_m]
    return tuple((np.searchsorted(edges, ahead - 1e-6) - 1).tolist())
