"""What a person reads of who ran together: counts with error rates, the field by tenths, the meetings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.together.field import NEVER, Bools, Field, Floats, Index
from alongside.together.find import Found
from alongside.together.groups import Group, groups_of
from alongside.together.kinds import KINDS, MET_FINISH, START_FINISH, START_PARTED
from alongside.together.rates import most_by_chance

REPORTED = 2.0  # log odds from which a pair is counted: about 7 to 1
APART_S = 30.0  # who was further apart than this at the start and the next mat did not start together
STRONGEST = 5
SAME_SECOND_MATS = 6  # in the same second at so many mats, all of them: perhaps two chips on one body
TENTHS = 10
MINUTE_MS = 60_000


@dataclass(frozen=True)
class KindCount:
    """Pairs of one kind: how many, the share of them to be held for chance, how many ran loosely.

    ``most_false`` is the share that is not passed with 95 % certainty, by how few were found by chance.
    ``in_packs`` were together too, but with many others; they are not among ``pairs``.
    """

    kind: str
    pairs: int
    false_share: float
    most_false: float
    loose: int
    in_packs: int


@dataclass(frozen=True)
class Meeting:
    """Two who started apart, met and finished together: their gap at every mat both crossed.

    ``gap_s`` is positive where the second of them was ahead; ``km`` are their places. ``from_km`` is where
    they were first seen together. Rows of the field say who they are.
    """

    one: int
    other: int
    distance: str
    km: tuple[float, ...]
    mats: tuple[str, ...]
    gap_s: tuple[float, ...]
    from_mat: str
    from_km: float
    log_odds: float
    finish_s: float | None


@dataclass(frozen=True)
class Tenth:
    """A tenth of those who finished, the fastest first: the share that had company, to the end and ever."""

    runners: int
    to_finish: float
    ever: float


@dataclass(frozen=True)
class Summary:
    """A race in figures; ``fast_friends`` started apart, met, and finished together."""

    runners: int
    distances: tuple[str, ...]
    mats: tuple[str, ...]
    has_clock: bool
    whole_minutes: bool
    kinds: tuple[KindCount, ...]
    tenths: tuple[Tenth, ...]
    fast_friends: int
    fast_friends_last_tenth: int
    groups: tuple[Group, ...]
    same_second: int
    strongest: tuple[Meeting, ...]


def summary_of(found: Found) -> Summary:
    """Return what is to be said of a race."""
    field, told = found.field, reported(found)
    if not field.has_clock:  # of net times it is only known who started together
        told = told.of(np.isin(told.kind, (START_FINISH, START_PARTED)))
    friends = fast_friends(told)
    tenth = tenths_of(field)
    last = tenth == TENTHS - 1
    return Summary(
        runners=int((field.at_ms != NEVER).any(axis=1).sum()),
        distances=field.distances,
        mats=field.mats,
        has_clock=field.has_clock,
        whole_minutes=whole_minutes(field),
        kinds=tuple(_kind(found, kind) for kind in range(len(KINDS))),
        tenths=_tenths(told, tenth),
        fast_friends=len(friends),
        fast_friends_last_tenth=int((last[friends.one] | last[friends.other]).sum()),
        groups=tuple(groups_of(told)),
        same_second=int(same_second(told).sum()),
        strongest=tuple(meeting_of(friends, i) for i in range(min(STRONGEST, len(friends)))),
    )


def reported(found: Found) -> Found:
    """Return the pairs that are spoken of: strong enough, and not in a pack."""
    return found.of((found.log_odds >= REPORTED) & ~found.in_pack)


def fast_friends(told: Found) -> Found:
    """Return who met and finished together, and was seen apart at the start and at the mat after it."""
    met = told.of(told.kind == MET_FINISH)
    gaps = np.abs(gaps_s(met))
    apart = np.isnan(gaps) | (gaps > APART_S)
    seen = np.isfinite(gaps)
    rows = np.arange(len(met))
    first = seen.argmax(axis=1)
    seen[rows, first] = False
    second = seen.argmax(axis=1)
    return met.of(apart[rows, first] & apart[rows, second] & (second < met.first))


def gaps_s(found: Found) -> Floats:
    """Return gaps at every mat, shape ``(pairs, m)``: how much later the first came; nan unread."""
    one, other = found.field.at_ms[found.one], found.field.at_ms[found.other]
    both = (one != NEVER) & (other != NEVER)
    return np.where(both, (one.astype(np.float64) - other) / 1000, np.nan)


def same_second(told: Found) -> Bools:
    """Return who crossed every mat in the same second as the other, if these are enough."""
    gaps = gaps_s(told)
    seen = np.isfinite(gaps)
    alike = ~seen | (np.abs(gaps) < 1.0)
    return np.asarray(alike.all(axis=1) & (seen.sum(axis=1) >= SAME_SECOND_MATS))


def whole_minutes(field: Field) -> bool:
    """Return whether the clock knows no seconds: then nothing can be said of who was beside whom."""
    known = field.at_ms[field.at_ms != NEVER]
    return bool(len(known) and (known % MINUTE_MS == 0).all())


def tenths_of(field: Field) -> Index:
    """Return the tenth of each finisher by her time on her distance, 0 the fastest, -1 for nobody."""
    tenth = np.full(len(field), -1, dtype=np.int64)
    time_s = finish_s(field)
    for distance in range(len(field.distances)):
        rows = np.flatnonzero((field.distance == distance) & np.isfinite(time_s))
        order = rows[np.argsort(time_s[rows], kind="stable")]
        tenth[order] = np.arange(len(order)) * TENTHS // max(len(order), 1)
    return tenth


def finish_s(field: Field) -> Floats:
    """Return times from own start, by the clock where there is no mat at it; nan without these two reads."""
    rows = np.arange(len(field))
    finish = field.at_ms[rows, field.last_mat[field.distance]]
    line = field.start_mat[field.distance]
    start = np.where(line < 0, 0, field.at_ms[rows, line])
    net = (finish.astype(np.float64) - start) / 1000
    return np.where((finish == NEVER) | (start == NEVER), np.nan, net)


def meeting_of(pairs: Found, at: int) -> Meeting:
    """Return one of some pairs as a picture shows it."""
    field, one, other = pairs.field, int(pairs.one[at]), int(pairs.other[at])
    gaps = gaps_s(pairs.of(np.array([at])))[0]
    along_m = field.along_m[field.distance[one]]
    mats = np.flatnonzero(np.isfinite(gaps) & np.isfinite(along_m))
    time_s = float(finish_s(field)[one])
    return Meeting(
        one=one,
        other=other,
        distance=field.distances[int(field.distance[one])],
        km=tuple(float(along_m[mat]) / 1000 for mat in mats),
        mats=tuple(field.mats[mat] for mat in mats),
        gap_s=tuple(float(gaps[mat]) for mat in mats),
        from_mat=field.mats[int(pairs.first[at])],
        from_km=float(along_m[int(pairs.first[at])]) / 1000,
        log_odds=float(pairs.log_odds[at]),
        finish_s=None if np.isnan(time_s) else time_s,
    )


def _kind(found: Found, kind: int) -> KindCount:
    mine = found.of((found.kind == kind) & (found.log_odds >= REPORTED))
    told = mine.of(~mine.in_pack)
    if not len(told):
        return KindCount(KINDS[kind], 0, 0.0, 0.0, 0, int(mine.in_pack.sum()))
    by_chance = int((found.decoys[kind] >= REPORTED).sum()) if found.decoys else 0
    most = min(most_by_chance(by_chance, max(found.rounds, 1)) / len(told), 1.0)
    share = float(told.false_share.max())
    return KindCount(KINDS[kind], len(told), share, most, int(told.loose.sum()), int(mine.in_pack.sum()))


def _tenths(told: Found, tenth: Index) -> tuple[Tenth, ...]:
    """Return the tenths; company to the end is a stretch to the finish, wherever it began."""
    to_finish, ever = (np.zeros(len(tenth), dtype=np.bool_) for _ in range(2))
    ends = np.isin(told.kind, (START_FINISH, MET_FINISH))
    for rows in (told.one, told.other):
        ever[rows] = True
        to_finish[rows[ends]] = True
    of_each = [tenth == number for number in range(TENTHS)]
    return tuple(
        Tenth(int(mine.sum()), float(to_finish[mine].mean()), float(ever[mine].mean()))
        for mine in of_each
        if mine.any()
    )
