"""What today is like: the shift of everybody's pace curve, learned from the runners ahead.

Heat, wind, a slow bridge shift a whole field, though not the fast and the slow alike. So the day's shift is
a Gaussian process over knots and over the pace at which people set out: what is seen of those ahead moves
the forecast of those behind as far as past races say that they move together. How much days differ is
learned with the prior (``Family.day_cov``); docs/design.md says what this is worth on held-out races.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.crossed import crossed
from alongside.forecast.grid import KNOTS, means_over
from alongside.forecast.kinds import Kinds, kinds_for
from alongside.forecast.known import Known, Track
from alongside.forecast.pattern import stretches
from alongside.forecast.prior import Prior

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
GROUPS = 8
WIDE = 1.7  # deviations of the field's early log pace, from the first group to the last
# How far groups move together, on ten marathons: neighbours .85 to .95, the fastest and the slowest .3 to .6.
TOGETHER, NEAR, ALONE = 0.3, 0.3, 0.05
LEAST_RUNNERS = 200
EARLY = 0.35  # of the distance: how fast somebody set out is her pace up to there
SLOWER = 1.3  # a mat counts once anybody who goes on at this multiple of her pace has come to it
MOST_PER_GROUP = 400
TRUST = 0.02  # runners of one day resemble each other beyond the model: fifty count as one
TURNS = 3


@dataclass(frozen=True)
class Today:
    """The day's shift by group of early pace: ``edges`` (g - 1) of the early log pace, then for each group
    the mean ``shift`` (g, knots) and the covariance ``cov`` (g, knots, knots) of what is left open.
    """

    edges: Floats
    shift: Floats
    cov: Floats

    def groups(self, at_s: Floats, track: Track) -> Rows:
        """Return each runner's group by her crossings, -1 while her pace is not known."""
        early = early_log_pace(at_s, track)
        return np.where(np.isfinite(early), np.searchsorted(self.edges, early), -1)


def early_log_pace(at_s: Floats, track: Track) -> Floats:
    """Return the log pace (s/km) at which each runner set out, nan before her first mat."""
    along_m = track.along_m
    ahead = np.isfinite(at_s[:, 1:]) & np.isfinite(at_s[:, :1])
    within = ahead & (track.mats_m <= EARLY * track.length_m)
    last_early = len(track.mats_m) - 1 - within[:, ::-1].argmax(axis=1)
    column = np.where(within.any(axis=1), last_early, ahead.argmax(axis=1)) + 1
    rows = np.arange(len(at_s))
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = (at_s[rows, column] - at_s[:, 0]) / (along_m[column] / 1000.0)
        return np.asarray(np.where(ahead.any(axis=1) & (pace > 0), np.log(pace), np.nan))


def today_of(prior: Prior, track: Track, known: Known) -> Today | None:
    """Return what the runners of ``known`` show of the day; nothing while too few show anything."""
    kinds = kinds_for(prior, track.length_m)
    if np.isfinite(known.at_s).any(axis=1).sum() < LEAST_RUNNERS or not kinds.day_cov.any():
        return None
    levels = levels_of(kinds)
    return today(kinds, likeness_of(levels), levels, known, track)


def levels_of(kinds: Kinds) -> Floats:
    """Return early log paces that span the field of a prior, one for each group."""
    early = kinds.mean[:, : int(EARLY * KNOTS)].mean(axis=1)
    within = kinds.cov[:, 0, 0]
    weight = np.exp(kinds.log_weight)
    middle = float(weight @ early)
    sd = float(np.sqrt(weight @ (within + (early - middle) ** 2)))
    return middle + sd * np.linspace(-WIDE, WIDE, GROUPS)


def likeness_of(levels: Floats) -> Floats:
    """Return how far groups at these early log paces move together, shape ``(g, g)``."""
    apart = (levels[:, None] - levels) / NEAR
    smooth = TOGETHER + (1.0 - TOGETHER) * np.exp(-0.5 * apart**2)
    return np.asarray((1.0 - ALONE) * smooth + ALONE * np.eye(len(levels)))


def today(kinds: Kinds, likeness: Floats, levels: Floats, known: Known, track: Track) -> Today:
    """Return what the runners of ``known`` show of the day, by groups at the early log paces ``levels``.

    ``likeness`` (g, g) says how far groups move together, ``kinds.day_cov`` how much days differ.
    """
    at_s = _settled(crossed(known, track), known, track)
    early = early_log_pace(at_s, track)
    edges = (levels[1:] + levels[:-1]) / 2
    group = np.where(np.isfinite(early), np.searchsorted(edges, early), -1)
    parts = [
        part for g in range(len(levels)) for part in _parts(kinds, at_s, np.flatnonzero(group == g), track, g)
    ]
    prior = np.linalg.inv(np.kron(likeness, kinds.day_cov))
    shift = np.zeros((len(levels), KNOTS))
    for _ in range(TURNS):
        precision, said = _evidence(kinds, parts, shift)
        cov = np.linalg.inv(prior + precision)
        shift = (cov @ said).reshape(shift.shape)
    blocks = cov.reshape(len(levels), KNOTS, len(levels), KNOTS)
    return Today(edges, shift, np.stack([blocks[g, :, g] for g in range(len(levels))]))


def _settled(at_s: Floats, known: Known, track: Track) -> Floats:
    """Return crossings without those that only the faster ones can have made by now.

    Whether a crossing counts is decided by what came before it, so nobody counts for having been fast.
    """
    along_m = track.along_m
    kept = at_s.copy()
    last_s, last_m = kept[:, 0].copy(), np.zeros(len(kept))
    now_s = np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), len(kept))
    pace = np.full(len(kept), 0.6)  # s/m, a slow walk, before anything is known
    for column in range(1, kept.shape[1]):
        due_s = last_s + (along_m[column] - last_m) * pace * SLOWER
        kept[~(due_s <= now_s), column:] = np.nan
        here = np.isfinite(kept[:, column])
        pace = np.where(here, (kept[:, column] - kept[:, 0]) / along_m[column], pace)
        last_s, last_m = np.where(here, kept[:, column], last_s), np.where(here, along_m[column], last_m)
    return kept


@dataclass(frozen=True)
class _Part:
    group: int
    log_pace: Floats
    rows: Floats
    inverse: Floats
    early: Floats
    log_scale: Floats
    weight: float


def _parts(kinds: Kinds, at_s: Floats, members: Rows, track: Track, group: int) -> list[_Part]:
    """Return a group's runners by the mats they were read at, each with the algebra for every kind."""
    if not len(members):
        return []
    some = members[np.linspace(0, len(members) - 1, min(len(members), MOST_PER_GROUP)).astype(np.int64)]
    masks, which = np.unique(np.isfinite(at_s[some]), axis=0, return_inverse=True)
    found = []
    along_m = track.along_m
    for i, mask in enumerate(masks):
        ends, _ = stretches(along_m, tuple(np.flatnonzero(mask).tolist()))
        if not ends:
            continue
        begin, end = [a for a, _ in ends], [b for _, b in ends]
        part = at_s[some[which == i]]
        lengths_m = along_m[end] - along_m[begin]
        log_pace = np.log((part[:, end] - part[:, begin]) / (lengths_m / 1000.0))
        rows = means_over(along_m[begin] / track.length_m, along_m[end] / track.length_m)
        noise = kinds.noise[:, None] * track.length_m / lengths_m + 2 * (kinds.mat_sd_m / lengths_m) ** 2
        spread = rows @ kinds.cov @ rows.T + noise[:, :, None] * np.eye(len(rows))
        log_scale = kinds.log_weight - 0.5 * np.linalg.slogdet(spread)[1]
        first = max(1, int((along_m[end] <= EARLY * track.length_m).sum()))
        early = np.zeros_like(spread)
        early[:, :first, :first] = np.linalg.inv(spread[:, :first, :first])
        inverse: Floats = np.asarray(np.linalg.inv(spread), dtype=np.float64)
        found.append(_Part(group, log_pace, rows, inverse, early, log_scale, TRUST))
    return found


def _evidence(kinds: Kinds, parts: list[_Part], shift: Floats) -> tuple[Floats, Floats]:
    """Return precision and information about all groups' shifts, given the shifts thought of so far."""
    g = len(shift)
    precision, said = np.zeros((g, KNOTS, g, KNOTS)), np.zeros((g, KNOTS))
    for part in parts:
        left = part.log_pace[None] - ((kinds.mean + shift[part.group]) @ part.rows.T)[:, None]
        pull = left @ part.inverse
        log_chance = part.log_scale[:, None] - 0.5 * (pull * left).sum(axis=2)
        chance = np.exp(log_chance - log_chance.max(axis=0))
        share = chance / chance.sum(axis=0) * part.weight
        # Groups are made by early pace: what is left to learn is the later stretches, given the early ones.
        later = part.inverse - part.early
        near = np.einsum("k,oi,kop,pj->ij", share.sum(axis=1), part.rows, later, part.rows)
        precision[part.group, :, part.group] += near
        said[part.group] += np.einsum("kn,kno->o", share, left @ later) @ part.rows + near @ shift[part.group]
    return precision.reshape(g * KNOTS, g * KNOTS), said.reshape(-1)
