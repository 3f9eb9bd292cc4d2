"""Nearest neighbours with a local linear regression, the method of a paper on an unfinished marathon.

Hammerling, Cefalu, Cisewski, Dominici, Parmigiani, Paulson, Smith, "Completing the Results of the 2013
Boston Marathon", PLoS ONE 9(4), e93800 (2014): the 200 past runners nearest by Euclidean distance on all
splits known, and a linear regression of the later time on these splits among them.
"""

from __future__ import annotations

import numpy as np

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Floats, Point
from alongside.score.baselines.lined_up import fill_s
from alongside.score.baselines.runs import Runs, runs
from alongside.score.question import Whole

NEIGHBOURS = 200
CELLS = 20_000_000  # distances held at once: 80 MB
RIDGE = 1e-6  # keeps the normal equations solvable where neighbours are all alike


def nearest(known: Known, track: Track, past_s: Floats) -> Point:
    """Return arrivals by regression among the nearest of ``past_s``, elapsed seconds, shape ``(N, mats)``.

    The places must be mats. Missing inner splits are interpolated; nan where there are too few past runners.
    """
    run = runs(known, track)
    splits_s = _splits_s(known, track)
    columns = np.searchsorted(track.mats_m, track.places_m)
    elapsed_s = np.full((len(known), len(columns)), np.nan)
    for last in np.unique(run.last[run.last >= 0]) if len(past_s) >= NEIGHBOURS else ():
        who = np.flatnonzero(run.last == last)
        for some in np.array_split(who, -(-len(who) * len(past_s) // CELLS)):
            elapsed_s[some] = _regressed(splits_s[some, : last + 1], past_s, columns)
    return _not_before_last(run, elapsed_s, track)


def _splits_s(known: Known, track: Track) -> Floats:
    with_start = np.column_stack([np.zeros(len(known)), known.at_s - known.start_s[:, None]])
    return fill_s(with_start, np.append(0.0, track.mats_m))[:, 1:]


def _regressed(splits_s: Floats, past_s: Floats, columns: Whole) -> Floats:
    """Later times of runners with the same mats known, shape ``(n, places)``."""
    theirs = past_s[:, : splits_s.shape[1]]
    near = _neighbours(splits_s, theirs)
    x, y = theirs[near], past_s[near][:, :, columns]
    mean_x, mean_y = x.mean(axis=1), y.mean(axis=1)
    x, y = x - mean_x[:, None], y - mean_y[:, None]
    normal = x.transpose(0, 2, 1) @ x
    scale = np.trace(normal, axis1=1, axis2=2)[:, None, None]
    slopes = np.linalg.solve(normal + (RIDGE * scale + 1e-9) * np.eye(x.shape[2]), x.transpose(0, 2, 1) @ y)
    return np.asarray(mean_y + np.einsum("nd,ndp->np", splits_s - mean_x, slopes), dtype=np.float64)


def _neighbours(splits_s: Floats, theirs_s: Floats) -> Whole:
    """Indices of the nearest, shape ``(n, 200)``; her own square is the same for all of them, so left out."""
    ours, theirs = splits_s.astype(np.float32), theirs_s.astype(np.float32)
    centre = theirs.mean(axis=0)
    ours, theirs = ours - centre, theirs - centre
    far = (theirs**2).sum(axis=1) - 2 * (ours @ theirs.T)
    return np.argpartition(far, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]


def _not_before_last(run: Runs, elapsed_s: Floats, track: Track) -> Point:
    return run.answer(np.maximum(elapsed_s, run.elapsed_s[:, None]), track.places_m)
