"""Choosing who forms the groups of :mod:`company`, at the rates of the norms."""

from __future__ import annotations

import numpy as np

from alongside.events.plan import RacePlan
from alongside.simulate import norms
from alongside.simulate.company import LOOSE_S, PACK_S, TIGHT_S, Group, Member
from alongside.simulate.field import Field

_PACER_S = np.array([12_600.0, 14_400.0, 16_200.0, 18_000.0])  # 3:30, 4:00, 4:30, 5:00
_MIXED_SHARE = 0.06  # of marathon runners slower than 4:15 come with friends who run a shorter race
_START_APART_S, _EARLY_APART_S = 60.0, 40.0


def start_groups(plan: RacePlan, field: Field, free: np.ndarray, rng: np.random.Generator) -> list[Group]:
    """Return pairs and threes who start together: half of them to the finish, half until somewhere.

    ``free`` (bool per runner) says who is in no group yet and is updated.
    """
    groups = mixed_groups(plan, field, free, rng)
    for number, distance in enumerate(plan.distances):
        rows = np.flatnonzero((field.runs == number) & free)
        order = rows[np.argsort(field.marathon_s[rows])]
        groups += _pairs_along(order, field, distance.length_m, free, rng)
    return groups


def _pairs_along(
    order: np.ndarray, field: Field, length_m: float, free: np.ndarray, rng: np.random.Generator
) -> list[Group]:
    """Neighbours in ability form pairs: tight to the finish, loose, and parted on the way."""
    share = np.interp(field.marathon_s[order], norms.PAIR_BAND_S, norms.PAIR_SHARE)
    chosen = np.flatnonzero(rng.random(len(order)) < share * 1.19)  # 1.25 + 1 pairs, two or three to a pair
    groups = []
    for at in chosen:
        size = 3 if rng.random() < 0.12 else 2
        people = order[at : at + size]
        if len(people) == size and free[people].all():
            free[people] = False
            groups.append(_pair(people, length_m, field, rng))
    return groups


def _pair(people: np.ndarray, length_m: float, field: Field, rng: np.random.Generator) -> Group:
    spread, to_m = TIGHT_S, length_m
    dice = rng.random()
    if dice > 0.44:  # the rest: a tenth loosely all the way, the others until they part
        spread = LOOSE_S if dice > 0.80 else TIGHT_S
        to_m = length_m if dice > 0.90 else float(np.round(rng.uniform(0.2, 0.85) * length_m, -3))
    leader = int(people[0])
    field.wave[people] = field.wave[leader]
    return Group(leader, [Member(int(one), 0.0, to_m, spread) for one in people[1:]])


def mixed_groups(plan: RacePlan, field: Field, free: np.ndarray, rng: np.random.Generator) -> list[Group]:
    """Return groups of friends on two distances that share the road from the start, and then split."""
    groups = []
    for shared in plan.shared:
        if shared.a_from_m < 1.0 and shared.b_from_m < 1.0 and shared.a != shared.b:
            groups += _mixed(plan, field, free, rng, shared.a, shared.b, shared.a_to_m)
    return groups


def _mixed(
    plan: RacePlan, field: Field, free: np.ndarray, rng: np.random.Generator, a: str, b: str, to_m: float
) -> list[Group]:
    ids = [distance.id for distance in plan.distances]
    long, short = sorted((ids.index(a), ids.index(b)), key=lambda at: -plan.distances[at].length_m)
    comers = np.flatnonzero((field.runs == long) & free & (field.marathon_s > 15_300))
    comers = comers[rng.random(len(comers)) < _MIXED_SHARE]
    friends = np.flatnonzero((field.runs == short) & free)
    friends = friends[np.argsort(field.marathon_s[friends])]
    groups = []
    for one in comers:
        at = np.searchsorted(field.marathon_s[friends], field.marathon_s[one] * 0.97)
        group = friends[at : at + rng.integers(2, 5)]
        if len(group) >= 2 and free[group].all():
            free[[one, *group]] = False
            field.wave[[one, *group]] = field.wave[one]
            rest = [Member(int(friend), 0.0, plan.distances[short].length_m) for friend in group[1:]]
            groups.append(Group(int(group[0]), [Member(int(one), 0.0, to_m), *rest]))
    return groups


def pace_groups(
    plan: RacePlan, field: Field, clock_s: np.ndarray, at_m: np.ndarray, free: np.ndarray
) -> list[Group]:
    """Return the pacers of a marathon with those who run in their pack; a pacer's clock becomes even."""
    groups = []
    for number, distance in enumerate(plan.distances):
        rows = np.flatnonzero((field.runs == number) & free & field.starts)
        if not 40_000 < distance.length_m < 45_000 or len(rows) < 200:
            continue
        for target_s in _PACER_S:
            pacer = int(rows[np.argmin(np.abs(field.marathon_s[rows] - target_s))])
            near = np.abs(clock_s[rows, 0] - clock_s[pacer, 0]) < 45
            alike = np.abs(field.marathon_s[rows] / target_s - 1.01) < 0.012
            pack = [int(one) for one in rows[near & alike & free[rows]][:25] if one != pacer]
            free[[pacer, *pack]] = False
            clock_s[pacer] = clock_s[pacer, 0] + at_m / distance.length_m * field.marathon_s[pacer]
            members = [Member(one, 5_000.0, distance.length_m, PACK_S) for one in pack]
            groups.append(Group(pacer, members, pack=True))
    return groups


def meetings(
    plan: RacePlan,
    field: Field,
    clock_s: np.ndarray,
    at_m: np.ndarray,
    free: np.ndarray,
    rng: np.random.Generator,
) -> list[Group]:
    """Return strangers who come level on the way, having started apart, and go on together."""
    groups = []
    for number, distance in enumerate(plan.distances):
        points = np.arange(6, int(distance.length_m / 1000) - 5, 2)
        for point in points:
            rows = np.flatnonzero((field.runs == number) & free & field.starts)
            at = np.searchsorted(at_m, np.array([0, 5, int(point)]) * 1000.0)
            groups += _meet_at(
                int(point), rows, field, clock_s[:, at], free, distance.length_m, len(points), rng
            )
    return groups


def _meet_at(
    point: int,
    rows: np.ndarray,
    field: Field,
    clock_s: np.ndarray,
    free: np.ndarray,
    length_m: float,
    points: int,
    rng: np.random.Generator,
) -> list[Group]:
    """Neighbours at kilometre ``point`` who were apart before: each pair of them by the norm's rate.

    ``clock_s`` has three columns: at the start, at 5 km and here.
    """
    order = rows[np.argsort(clock_s[rows, 2])]
    one, other = order[:-1], order[1:]
    apart = np.abs(clock_s[one, 0] - clock_s[other, 0]) > _START_APART_S
    apart &= np.abs(clock_s[one, 1] - clock_s[other, 1]) > _EARLY_APART_S
    level = clock_s[other, 2] - clock_s[one, 2] < 12
    rate = np.interp(field.marathon_s[one], norms.PAIR_BAND_S, norms.MET_SHARE) / points * 0.9
    groups = []
    for at in np.flatnonzero(apart & level & (rng.random(len(one)) < rate)):
        if free[one[at]] and free[other[at]]:
            free[[one[at], other[at]]] = False
            parts_m = float(rng.integers(point + 4, int(length_m / 1000)) * 1000)
            to_m = length_m if rng.random() < 0.65 else parts_m
            groups.append(Group(int(one[at]), [Member(int(other[at]), point * 1000.0, to_m)]))
    return groups
