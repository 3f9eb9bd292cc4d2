"""The view of each distance: counts, strip, stretches and tail."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from alongside.events.plan import Distance
from alongside.forecast.run_on import RunOn
from alongside.live.grounds import grounds
from alongside.live.notices_view import interrupted
from alongside.live.state import LiveState
from alongside.live.views import Counts, DistanceView, Mark, Stretch, TailRow
from alongside.tail.counts import by_bin, by_stretch, hindmost

TAIL_SHOWN = 10
BINS_AT_MOST = 100
BIN_SIZES_M = (50.0, 100.0, 200.0, 250.0, 500.0, 1000.0, 2000.0, 2500.0, 5000.0)


def distance_views(state: LiveState, field: RunOn, statuses: NDArray[np.int64]) -> tuple[DistanceView, ...]:
    """Return every distance of the plan, in its order; ``statuses`` as ``by_status`` counts them."""
    distances = state.plan.distances
    stretches = by_stretch(field, len(distances), state.race.arrays.along_m.shape[1])
    return tuple(
        _distance_view(state, field, i, distance, statuses[i].tolist(), stretches[i].tolist())
        for i, distance in enumerate(distances)
    )


def _distance_view(
    state: LiveState, field: RunOn, i: int, distance: Distance, statuses: list[int], stretches: list[int]
) -> DistanceView:
    bin_m = bin_size_m(distance.length_m)
    bins = max(1, math.ceil(distance.length_m / bin_m))
    last = hindmost(field, i, TAIL_SHOWN)
    guns = [
        (state.crossings.gun_ms[wave.id], round(wave.start_s * 1000))
        for wave in state.plan.waves
        if distance.id in wave.distances
    ]
    limit_ms = None
    if distance.limit_s is not None and guns:
        limit_ms = max(gun_ms + start_ms for gun_ms, start_ms in guns) + round(distance.limit_s * 1000)
    return DistanceView(
        id=distance.id,
        name=distance.name,
        length_m=distance.length_m,
        counts=counts_of(statuses),
        bin_m=bin_m,
        density=tuple(by_bin(field, i, bin_m, bins).tolist()),
        marks=marks_of(state, distance),
        stretches=_stretches(distance, stretches),
        tail=tuple(_tail_row(state, field, int(j), distance) for j in last),
        last_m=float(field.along_m[last[0]]) if len(last) else None,
        limit_ms=limit_ms,
        first_gun_ms=min(guns, default=(None,))[0],
        last_gun_ms=max(guns, default=(None,))[0],
        interrupted=interrupted(state.race.notices.on(distance.id)),
    )


def counts_of(by_code: list[int]) -> Counts:
    """Return counts from a list in the order of ``STATUSES``, whoever was picked up behind them."""
    expected, on_course, finished, dnf, dsq, dns, picked_up = by_code
    return Counts(sum(by_code), expected, on_course, finished, dnf, dsq, dns, picked_up)


def bin_size_m(length_m: float) -> float:
    """Return the bin of a strip: a round number of metres that gives at most a hundred bins.

    >>> bin_size_m(42195.0)
    500.0
    """
    return next((size for size in BIN_SIZES_M if length_m / size <= BINS_AT_MOST), length_m / BINS_AT_MOST)


def marks_of(state: LiveState, distance: Distance) -> tuple[Mark, ...]:
    """Return what stands beside the road of a distance, in the order in which it is met."""
    plan = state.plan
    found = [Mark("split", split.name, split.along_m) for split in distance.splits]
    found += [
        Mark("station", station.name, place.along_m, station.closes_ms)
        for station in plan.stations
        for place in station.places
        if place.distance == distance.id
    ]
    found += [
        Mark("cheer", zone.name, place.along_m)
        for zone in plan.cheer_zones
        for place in zone.places
        if place.distance == distance.id
    ]
    found += [
        Mark("cutoff", cutoff.name, cutoff.along_m, cutoff.closes_ms)
        for cutoff in plan.cutoffs
        if cutoff.distance == distance.id
    ]
    return tuple(sorted(found, key=lambda mark: (mark.along_m, mark.kind, mark.name)))


def _stretches(distance: Distance, counts: list[int]) -> tuple[Stretch, ...]:
    """Return the road cut at its splits; those at one place (in and out) part nothing."""
    names = ["Start", *(split.name for split in distance.splits), "Finish"]
    metres = [0.0, *(split.along_m for split in distance.splits), distance.length_m]
    return tuple(
        Stretch(names[i], names[i + 1], metres[i], metres[i + 1], counts[i])
        for i in range(len(names) - 1)
        if metres[i + 1] > metres[i] or counts[i]
    )


def _tail_row(state: LiveState, field: RunOn, j: int, distance: Distance) -> TailRow:
    entry = int(field.who[j])
    crossings = state.crossings
    seen_ms, mat = int(crossings.columns["seen_ms"][entry]), int(crossings.columns["seen_mat"][entry])
    place = state.mat_name(crossings.reads.mats.texts[mat]) if mat >= 0 else ""
    by_phone = bool(field.by_phone[j])
    speed_mps = float(field.speed_mps[j])
    ahead, going = int(field.next_split[j]), float(field.going[j])
    there, home = field.at_next(j), field.at_finish(j)
    next_split = distance.splits[ahead].name if ahead < len(distance.splits) else "Finish"
    return TailRow(
        bib=crossings.field.entries[entry].bib,
        along_m=float(field.along_m[j]),
        how=grounds(field, j),
        last_seen_ms=round(float(field.base_ms[j])) if by_phone else seen_ms if seen_ms >= 0 else None,
        last_seen_place="phone" if by_phone else place,
        pace_s_per_km=None if math.isnan(speed_mps) else 1000 / speed_mps,
        next_split=next_split,
        next_ms=there.ms,
        finish_ms=home.ms,
        overdue_s=float(field.overdue_s[j]),
        next_from_ms=there.from_ms,
        next_to_ms=there.to_ms,
        finish_from_ms=home.from_ms,
        finish_to_ms=home.to_ms,
        going=None if math.isnan(going) else going,
        makes_limit=None if distance.limit_s is None else field.makes_limit(j),
    )
