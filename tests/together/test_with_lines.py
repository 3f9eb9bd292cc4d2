"""Who was together over mats and the kilometres that phones tell between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from alongside.together import laws
from alongside.together.evidence import ENTRY, GAPS, PACK, Evidence
from alongside.together.field import NEVER, Floats, Times
from alongside.together.phone_lines import NO_LINES, PhoneLines
from alongside.together.shared_lines import MOST_OTHERS, SharedLines
from alongside.together.stretch import NOTHING, chance_at, pack_at
from alongside.together.walk import FIRST_SPREAD, PER_M, Walk, parted, walk_of
from alongside.together.with_lines import (
    FARTHEST_LINE_S,
    LINE_GAPS,
    LINE_SD_S,
    PER_LINE,
    Stretch,
    best_with_lines,
    ran_in_pack,
)
from together_fields import FINISH, MATS, MATS_M, START, alone_s, field_of, put_beside

LINES_M = 1000.0 * np.arange(1, 43)
SPARSE = [START, 2, 4, 6, FINISH]  # the start, 10K, 20K, 25K, the finish
SPARSE_M = MATS_M[SPARSE]
S, K10, K20, K25, F = range(5)
PAIR = 200, 0


def uneven_s(at_s: Floats, seed: int) -> Floats:
    """Return clocks at every kilometre: between her mats, less even than these, shape ``(n, 42)``."""
    dice, even = np.random.default_rng(seed), np.stack([np.interp(LINES_M, MATS_M, row) for row in at_s])
    spans = np.searchsorted(MATS_M, LINES_M, side="right") - 1
    share = (LINES_M - MATS_M[spans]) / np.diff(np.append(MATS_M, 1e9))[spans]
    return even + 30.0 * np.sqrt(share * (1 - share)) * dice.standard_normal(even.shape).clip(-2, 2)


def line_ms(at_s: Floats, seed: int, off_s: float = 2.0) -> Times:
    """Return one runner's clocks at lines as phones tell them, off by seconds."""
    off = off_s * np.random.default_rng(seed).standard_normal(len(at_s))
    known = np.isfinite(at_s)
    return np.where(known, np.rint(np.where(known, at_s + off, 0.0) * 1000), NEVER).astype(np.int32)


def met_at(km: float, until_km: float = 43.0, pack: Sequence[int] = ()) -> tuple[Evidence, Walk, Walk]:
    """Return a field with mats at 10, 20 and 25 km and the ways of two, together from one km to another.

    At the mats of ``pack`` fifteen others are within seconds of them.
    """
    at_s = alone_s(400, seed=3)
    kilometres = uneven_s(at_s, 4)
    here, apart_s = np.interp(MATS_M, LINES_M, kilometres[PAIR[0]]), 25.0
    here[[START, FINISH]] = at_s[PAIR[0], [START, FINISH]]

    def gap_s(along_m: Floats) -> Floats:
        before, after = np.maximum(km - along_m / 1000, 0), np.maximum(along_m / 1000 - until_km, 0)
        return apart_s * before - apart_s * after

    at_s[PAIR[0]], at_s[PAIR[1]] = here, here + gap_s(MATS_M)
    for mat in pack:
        at_s[1:16, SPARSE[mat]] = here[SPARSE[mat]] + np.arange(-7, 8)
    ways = kilometres[PAIR[0]], kilometres[PAIR[0]] + gap_s(LINES_M)
    evidence = Evidence.of(field_of(np.round(at_s[:, SPARSE]), SPARSE_M, [MATS[mat] for mat in SPARSE]))
    one, other = (walk_of(evidence, row, line_ms(way, row)) for row, way in zip(PAIR, ways, strict=True))
    return evidence, one, other


def by_mats(evidence: Evidence, one: int, other: int) -> Floats:
    """Return what mats alone say of a pair."""
    return evidence.stretches(np.array([[one, other]], dtype=np.int32), NOTHING / 2, packs=True)


def best(evidence: Evidence, one: Walk, other: Walk) -> Stretch:
    """Return the best stretch of two that have one."""
    found = best_with_lines(evidence, one, other)
    assert found is not None
    return found


# --- Without lines.


def test_without_a_line_in_common_the_odds_are_those_of_mats_to_the_bit() -> None:
    """Nobody's phone, or one of the two alone: mats, packs and missing reads say what they always say."""
    at_s = alone_s(300, 5, over_s=60.0, paces=0.05)
    for row in range(0, 100, 2):
        put_beside(at_s, row, row + 1, np.random.default_rng(row).integers(-3, 4, 11))
    at_s[np.random.default_rng(6).random(at_s.shape) < 0.1] = np.nan
    evidence = Evidence.of(field_of(at_s))
    told = 0
    for row in range(0, 200, 2):
        (held,) = by_mats(evidence, row, row + 1).tolist() or [None]
        lines = line_ms(np.interp(LINES_M, MATS_M, np.nan_to_num(at_s[row], nan=3e4)), row)
        one, other = walk_of(evidence, row, lines), walk_of(evidence, row + 1, NO_LINES)
        found = best_with_lines(evidence, one, other)
        assert (found is None) == (held is None)
        if found is not None and held is not None:
            told += 1
            assert [found.log_odds, found.way, found.first, found.end, found.last] == held[2:7]
    assert told > 50


# --- The slow one.


def by_chance(evidence: Evidence, one: Walk, other: Walk, keys: Sequence[int], at: int) -> float:
    """Return the log density of the gap at a point: from mat to mat that of mats, else by her own pace."""
    was, key = keys[at - 1], keys[at]
    e, rows = evidence, (one.row, other.row)
    if was >= 0 and key >= 0:
        alone = chance_at(*rows, was, key, e.field.at_ms, e.facts)
    else:
        (late, var), (late_too, var_too) = (late_by_pace(walk, was, key) for walk in (one, other))
        variance = max(var + var_too, 1.0)
        alone = math.log(0.375 / math.sqrt(variance) * (1 + (late_too - late) ** 2 / variance / 4) ** -2.5)
    mats = [one_key for one_key in keys[: at + 1] if one_key >= 0][-2:]
    if len(mats) == 2:
        alone = max(alone, pack_at(*rows, *mats, e.field.at_ms, e.order, e.place, PACK))
    return float(alone)


def late_by_pace(walk: Walk, was: int, key: int) -> tuple[float, float]:
    """Return how late one was for her pace, and the variance of that, her clock at lines included."""
    before, at = walk.place[was], walk.place[key]
    metres = walk.along_m[at] - walk.along_m[before]
    late_s = walk.at_s[at] - walk.at_s[before] - metres * walk.pace[before]
    spread_s = walk.spread[before] * math.sqrt(metres / PER_M) * metres * walk.pace[before]
    return late_s, spread_s**2 + LINE_SD_S**2 * ((was < 0) + (key < 0))


def all_stretches(evidence: Evidence, one: Walk, other: Walk) -> Iterator[tuple[float, int, int, int]]:
    """Yield (log odds, way, first, end) of every stretch of two points or more."""
    keys = [key for key in one.key if key in other.place]
    gaps = [int(abs(one.at_s[one.place[key]] - other.at_s[other.place[key]]) + 0.5) for key in keys]
    chance = [0.0, *(by_chance(evidence, one, other, keys, at) for at in range(1, len(keys)))]
    metres = [one.along_m[one.place[key]] for key in keys]
    for way in (laws.SIDES, laws.LOOSE):
        law = [
            (GAPS if key >= 0 else LINE_GAPS)[way, min(gap, 40)] for key, gap in zip(keys, gaps, strict=True)
        ]
        for a in range(len(keys)):
            rate = (one.rate[one.place[keys[a]]] + other.rate[other.place[keys[a]]]) / 2
            odds = ENTRY[min(a, 1) if keys[a] >= 0 else 1, way] + law[a] - rate
            odds += math.log(PER_LINE) if keys[a] < 0 else 0.0
            for b in range(a + 1, len(keys)):
                sharp = keys[b] >= 0 and keys[b - 1] >= 0
                stay = laws.STAY ** (1.0 if sharp else (metres[b] - metres[b - 1]) / PER_M)
                odds += law[b] - chance[b] + math.log(stay)
                yield odds + ends(keys, b), way, keys[a], keys[b]


def ends(keys: Sequence[int], b: int) -> float:
    """Return what it takes to part after a point: of a line the share of its kilometre."""
    if b == len(keys) - 1:
        return 0.0
    return math.log(1 - laws.STAY ** (1.0 if keys[b] >= 0 and keys[b + 1] >= 0 else PER_LINE))


@pytest.mark.parametrize("pack", [(), (K10, K20), (S, K10), (K20, K25)])
@pytest.mark.parametrize(("from_km", "to_km"), [(22.0, 43.0), (-1.0, 31.0), (12.0, 36.0), (-1.0, 43.0)])
def test_no_stretch_is_better(from_km: float, to_km: float, pack: Sequence[int]) -> None:
    """Odds, way and ends are those of the best of all stretches over mats and lines, in packs too."""
    evidence, one, other = met_at(from_km, to_km, pack)
    near = [
        key
        for key in one.key
        if key not in other.place
        or abs(one.at_s[one.place[key]] - other.at_s[other.place[key]])
        <= (40 if key >= 0 else FARTHEST_LINE_S)
    ]
    one, other = (only(walk, near) for walk in (one, other))
    found, slowly = best(evidence, one, other), max(all_stretches(evidence, one, other))
    assert found.log_odds == pytest.approx(slowly[0], abs=1e-6)
    assert (found.way, found.first, found.end) == slowly[1:]


def only(walk: Walk, keys: Sequence[int]) -> Walk:
    """Return a way over some of its points."""
    places = [walk.place[key] for key in keys if key in walk.place]
    columns: dict[str, Any] = {
        name: tuple(getattr(walk, name)[at] for at in places)
        for name in ("key", "along_m", "at_s", "pace", "spread", "rate")
    }
    return Walk(row=walk.row, place={key: at for at, key in enumerate(columns["key"])}, **columns)


def test_sixty_seconds_apart_at_a_line_break_a_stretch() -> None:
    """Whoever is a minute behind at a kilometre is not in company there, whatever comes after."""
    evidence, one, other = met_at(-1.0)
    late = {-15: 55.0, -16: 55.0}
    near = Walk(
        **{
            **vars(other),
            "at_s": tuple(s + late.get(k, 0) for k, s in zip(other.key, other.at_s, strict=True)),
        }
    )
    far = Walk(
        **{
            **vars(other),
            "at_s": tuple(s + 1.5 * late.get(k, 0) for k, s in zip(other.key, other.at_s, strict=True)),
        }
    )
    assert best(evidence, one, near).first == S
    assert best(evidence, one, far).first <= -17 or best(evidence, one, far).first >= K20


# --- Met and parted between mats.


def test_who_met_between_two_sparse_mats_is_found_by_her_phone() -> None:
    """Met at kilometre 22, between the mats at 20 and 25: nothing by mats, from km 22 or so by lines."""
    evidence, one, other = met_at(22.0)
    mats, found = by_mats(evidence, *PAIR), best(evidence, one, other)
    assert not len(mats) or mats[0, 2] < 2 or mats[0, 4] == K25
    assert found.log_odds > 4 and found.met
    assert -found.first in (21, 22, 23)
    assert found.end == F


def test_who_parted_between_two_mats_was_together_until_there() -> None:
    """Together from the start to kilometre 31: the stretch ends there, not at the mat before."""
    evidence, one, other = met_at(-1.0, 31.0)
    found = best(evidence, one, other)
    assert not found.met and found.first == S
    assert -found.end in (30, 31, 32)
    assert by_mats(evidence, *PAIR)[0, 5] == K25


def test_the_order_of_the_two_does_not_matter() -> None:
    """Who is held against whom makes no difference beyond rounding."""
    evidence, one, other = met_at(22.0)
    there, back = best(evidence, one, other), best(evidence, other, one)
    assert there.log_odds == pytest.approx(back.log_odds, abs=1e-6)
    assert (there.first, there.end) == (back.first, back.end)


def test_lines_that_one_phone_has_not_told_part_nobody() -> None:
    """A phone silent for six kilometres: the stretch goes on over the gap."""
    evidence, one, other = met_at(22.0)
    silent = [m for m in other.along_m if not 27_000 <= m <= 33_000]
    lines = np.full(42, NEVER, dtype=np.int32)
    for key, at_s, along_m in zip(other.key, other.at_s, other.along_m, strict=True):
        if key < 0 and along_m in silent:
            lines[-key - 1] = round(at_s * 1000)
    found = best(evidence, one, walk_of(evidence, PAIR[1], lines))
    assert (found.first, found.end) == (best(evidence, one, other).first, F)


def test_a_few_seconds_at_a_line_say_less_than_at_a_mat() -> None:
    """Two clocks that are off by three seconds each make six seconds a usual gap of companions."""
    assert LINE_GAPS[laws.SIDES, 0] < GAPS[laws.SIDES, 0] - 1
    assert LINE_GAPS[laws.SIDES, 6] > GAPS[laws.SIDES, 6] + 2
    assert LINE_GAPS[laws.SIDES, 20] < -7
    for law in np.exp(LINE_GAPS):
        assert law[0] + 2 * law[1:].sum() == pytest.approx(1.0, abs=0.02)


def test_strangers_who_share_their_positions_are_not_together() -> None:
    """Of four hundred phones hardly a pair is told, though hundreds are near at two lines in a row."""
    at_s = alone_s(400, seed=8)
    kilometres = uneven_s(at_s, 9)
    evidence = Evidence.of(field_of(at_s[:, SPARSE], SPARSE_M, [MATS[mat] for mat in SPARSE]))
    lines, pairs = SharedLines(), set()
    for row, way in enumerate(kilometres):
        lines.put(row, line_ms(way, row))
    for row in range(400):
        pairs |= {(min(row, other), max(row, other)) for other in lines.beside(row)}
    walks = [walk_of(evidence, row, lines.at_ms[row]) for row in range(400)]
    odds = [found.log_odds for a, b in pairs if (found := best_with_lines(evidence, walks[a], walks[b]))]
    assert len(pairs) > 200
    assert sum(one > 2 for one in odds) <= 1


def test_a_pack_between_mats_is_no_company_of_two() -> None:
    """Thirty who cross every mat within ten seconds: two of them with phones are weak, or known as a pack."""
    at_s, dice = alone_s(400, seed=3), np.random.default_rng(2)
    for row in range(1, 30):
        put_beside(at_s, 200, row, dice.uniform(0, 10, 11))
    evidence = Evidence.of(field_of(np.round(at_s)))
    ways = [np.interp(LINES_M, MATS_M, at_s[row]) for row in (1, 2)]
    one, other = (walk_of(evidence, row, line_ms(way, row)) for row, way in zip((1, 2), ways, strict=True))
    found = best_with_lines(evidence, one, other)
    assert found is None or found.log_odds < 2 or ran_in_pack(evidence, one, other, found)
    companions = met_at(-1.0)
    assert not ran_in_pack(*companions, best(*companions))


# --- Ways.


def way(km_at_s: dict[float, float], mats_at_s: Sequence[float]) -> Walk:
    """Return the way of a runner with such clocks at lines and at the five mats."""
    at_s = alone_s(20, 1)[:, SPARSE]
    at_s[0] = mats_at_s
    lines = np.full(42, NEVER, dtype=np.int32)
    for km, s in km_at_s.items():
        lines[round(km) - 1] = round(s * 1000)
    return walk_of(Evidence.of(field_of(at_s, SPARSE_M, [MATS[mat] for mat in SPARSE])), 0, lines)


EVEN = [27_000.0, 31_000.0, 35_000.0, 37_000.0, np.nan]  # 400 s a kilometre, on the way to the finish


def test_lines_count_away_from_mats_and_between_them_in_time() -> None:
    """The line at a mat is the mat's; one crossed before the start, or in a van's second, is none."""
    walk = way({1: 26_000, 10: 30_998, 12: 31_800, 13: 31_700, 22: 35_800, 23: 37_400}, EVEN)
    assert walk.key == (S, K10, -12, K20, -22, K25)
    assert walk.along_m == (0.0, 10_000.0, 12_000.0, 20_000.0, 22_000.0, 25_000.0)


def test_what_is_expected_of_her_is_her_pace_of_the_last_kilometres() -> None:
    """Not that of the whole race: she has slowed down since kilometre 20."""
    lines = {11: 31_400, 18: 34_200, 19: 34_600, 22: 36_000, 23: 36_500, 24: 36_999}
    walk = way(lines, EVEN)
    assert walk.pace[walk.place[-19]] == pytest.approx(0.4, abs=0.01)
    assert walk.pace[walk.place[-24]] == pytest.approx(0.5, abs=0.01)


def test_nobody_is_held_to_be_steadier_or_wilder_over_a_kilometre_than_runners_are() -> None:
    """Between 5 and 10 % over five kilometres, whatever mats say; of her first kilometre nothing is known."""
    wild = [27_000.0, 31_000.0, 36_000.0, 37_000.0, np.nan]
    for walk in (way({12: 31_900}, EVEN), way({12: 31_900, 22: 36_400}, wild)):
        assert 0.05 <= walk.spread[walk.place[K20]] <= 0.10
        assert walk.spread[0] == FIRST_SPREAD
    assert way({}, EVEN).spread[3] < way({}, wild).spread[3]


# --- Still together.


def parted_at(one: dict[float, float], other: dict[float, float], now_s: float, end_km: float = 26) -> bool:
    """Return whether two with these clocks at lines beyond the mat at 25 km have parted since a kilometre."""
    return parted(way(one, EVEN), way(other, EVEN), end_km * 1000, now_s, 60.0)


def test_who_both_crossed_a_line_beyond_the_stretch_have_parted() -> None:
    """Once a minute has gone by: the line said that they are not together any more."""
    one, other = {26: 37_400, 27: 37_800}, {26: 37_401, 27: 37_850}
    assert not parted_at(one, other, 37_905)
    assert parted_at(one, other, 37_911)


def test_a_phone_that_is_silent_parts_nobody() -> None:
    """One goes on telling her kilometres, of the other nothing more is heard."""
    assert not parted_at({26: 37_400, 27: 37_800, 28: 38_200}, {26: 37_401}, 39_000)


def test_who_was_seen_behind_long_after_the_other_had_been_there_has_parted() -> None:
    """She crossed kilometre 27 when the other had been at 28 for two minutes already."""
    one = {26: 37_400, 28: 38_200}
    assert parted_at(one, {26: 37_401, 27: 38_320}, 38_321)
    assert not parted_at(one, {26: 37_401, 27: 37_800}, 38_321)


def test_a_mat_that_one_crossed_alone_has_parted_them_after_a_minute() -> None:
    """As without phones: the other should have been there by now."""
    ahead = way({}, [27_000, 31_000, 35_000, 37_000, 44_000])
    assert parted(ahead, way({}, EVEN), 25_000, 44_061, 60.0)
    assert not parted(ahead, way({}, EVEN), 25_000, 44_059, 60.0)


# --- Who is beside whom.


def phones(**runs: tuple[str, Sequence[float]]) -> tuple[PhoneLines, Any, Any]:
    """Return the lines of phones by bib (the distance, and clocks in seconds after midnight), and whence."""
    bibs = list(runs)
    ways = {(at, runs[bib][0]): np.array([1000 * s for s in runs[bib][1]]) for at, bib in enumerate(bibs)}
    walked: Any = SimpleNamespace(
        changes=dict.fromkeys(range(len(bibs)), 1), times_ms=lambda entry, distance: ways[entry, distance]
    )
    field: Any = SimpleNamespace(entries=[SimpleNamespace(distance=runs[bib][0]) for bib in bibs])
    return PhoneLines().up_to_date(walked, field, 0), walked, field


def test_lines_are_of_one_distance() -> None:
    """Kilometre 12 of the half is another place than kilometre 12 of the full: those two go by mats."""
    known, *_ = phones(
        a=("full", [100, 500]), b=("half", [100, 500]), c=("full", [101, 501]), d=("full", [-1, -1])
    )
    assert known.beside([0, 1]) == {(0, 2)}
    assert known.beside([2]) == {(0, 2)}
    assert known.both(0, 2)
    assert not known.both(0, 1) and not known.both(0, 3) and not known.both(0, 7)


def lines_of(*clocks: Sequence[float]) -> SharedLines:
    """Return lines of rows 0, 1, ... with clocks in seconds, nan where unknown."""
    lines = SharedLines()
    for row, at_s in enumerate(clocks):
        lines.put(row, line_ms(np.array(at_s, dtype=np.float64), row, off_s=0.0))
    return lines


def test_who_is_within_half_a_minute_at_two_lines_in_a_row_is_beside_her() -> None:
    """One line alone is chance; two with a line apart between them are not in a row."""
    lines = lines_of([100, 500, 900], [129, 470, 1_500], [100, 600, 900], [np.nan, 505, 905])
    assert lines.beside(0) == [3, 1]
    assert lines.beside(2) == []


def test_only_the_nearest_few_are_beside_her() -> None:
    """In a crowd of phones the work per runner stays bounded."""
    lines = lines_of([100, 500], *([100 + s / 10, 500] for s in range(1, 200)))
    assert lines.beside(0) == list(range(1, 1 + MOST_OTHERS))


def test_new_clocks_take_the_place_of_the_old() -> None:
    """A late batch that moves her at a line, and a transfer that takes her lines away, are heeded."""
    lines = lines_of([100, 500], [101, 501])
    assert lines.beside(0) == [1]
    lines.put(1, line_ms(np.array([101.0, 560.0]), 1, off_s=0.0))
    assert lines.beside(0) == []
    lines.put(1, line_ms(np.array([101.0, 501.0]), 1, off_s=0.0))
    assert lines.beside(0) == [1]
    lines.put(1, NO_LINES)
    assert lines.beside(0) == [] and lines.beside(1) == []


def test_who_runs_another_distance_leaves_her_lines_behind() -> None:
    """Nobody is beside her on the course that she does not run any more."""
    known, walked, field = phones(a=("full", [100, 500]), b=("full", [101, 501]))
    assert known.beside([0]) == {(0, 1)}
    field.entries[1].distance = "half"
    walked.times_ms = lambda entry, distance: np.array([100_000, 500_000] if distance == "full" else [-1, -1])
    assert known.up_to_date(walked, field, 0).beside([0]) == set()
    assert len(known.lines_of(1)) == 0 and not known.both(0, 1)
