"""What a person reads of who ran together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from alongside.together.find import Found
from alongside.together.kinds import KINDS, MET_FINISH, MET_PARTED, START_FINISH, START_PARTED
from alongside.together.rates import most_by_chance
from alongside.together.summary import (
    fast_friends,
    finish_s,
    gaps_s,
    meeting_of,
    reported,
    same_second,
    summary_of,
    tenths_of,
    whole_minutes,
)  # fmt: skip
from together_fields import FINISH, MATS, MATS_M, NAN, alone_s, field_of, pairs_found

MET = {"kind": MET_FINISH, "first": 3}


def two_apart_by(*gap_s: float, **row: Any) -> Found:
    """Return one pair who met at 15K: the second came so many seconds after the first at each mat."""
    one_s = 27_000.0 + 0.36 * MATS_M
    return pairs_found(field_of([one_s, one_s + np.array(gap_s)]), MET | {"log_odds": 9.0} | row)


def finishers(*net_s: float, start_s: float = 0.0) -> list[list[float]]:
    """Return who crossed START a minute after one another and the finish after so many seconds."""
    starts = [27_000.0 + start_s + 60.0 * number for number in range(len(net_s))]
    return [[start, start + net] for start, net in zip(starts, net_s, strict=True)]


SHORT_M = (0, 10_000)


def test_pairs_are_spoken_of_from_two_log_odds_on_and_outside_packs() -> None:
    """Weaker ones and packs stay in the table, and are not counted."""
    field = field_of(alone_s(2, 1))
    rows = ({"log_odds": 9.0}, {"log_odds": 5.0, "in_pack": True}, {"log_odds": 2.0}, {"log_odds": 1.99})
    assert reported(pairs_found(field, *rows)).log_odds.tolist() == [9.0, 2.0]


def test_each_kind_is_counted_with_the_share_held_for_chance() -> None:
    """Pairs, those loosely together and those in packs by kind; the share is that of the weakest counted."""
    rows = (
        {"kind": START_FINISH, "log_odds": 9.0, "false_share": 0.001, "loose": True},
        {"kind": START_FINISH, "log_odds": 8.0, "false_share": 0.9, "in_pack": True},
        {"kind": MET_FINISH, "log_odds": 4.0, "false_share": 0.01},
        {"kind": MET_FINISH, "log_odds": 3.0, "false_share": 0.02, "loose": True},
        {"kind": MET_FINISH, "log_odds": 1.0, "false_share": 0.3, "loose": True},
        {"kind": MET_PARTED, "log_odds": 1.5, "in_pack": True},
    )
    counts = {kind.kind: kind for kind in summary_of(pairs_found(field_of(alone_s(2, 1)), *rows)).kinds}
    assert tuple(counts) == KINDS
    told = {name: (kind.pairs, kind.false_share, kind.loose, kind.in_packs) for name, kind in counts.items()}
    assert told["start_finish"] == (1, 0.001, 1, 1)
    assert told["met_finish"] == (2, 0.02, 1, 0)
    assert told["start_parted"] == (0, 0.0, 0, 0)
    assert told["met_parted"] == (0, 0.0, 0, 0)


def test_few_decoys_leave_more_to_chance_than_was_counted() -> None:
    """Three decoys in four rounds may have been near eight: of ten pairs a fifth is surely not passed."""
    pairs = pairs_found(field_of(alone_s(2, 1)), *[{"kind": MET_FINISH}] * 10)
    decoys = (np.empty(0), np.empty(0), np.array([1.9, 2.0, 3.0, 9.0]), np.full(50, 9.0))
    kinds = summary_of(replace(pairs, decoys=decoys, rounds=4)).kinds
    assert kinds[MET_FINISH].most_false == pytest.approx(most_by_chance(3, 4) / 10)
    assert kinds[MET_PARTED].most_false == 0.0
    many = (np.empty(0),) * 2 + (np.full(900, 9.0), np.empty(0))
    assert summary_of(replace(pairs, decoys=many, rounds=4)).kinds[MET_FINISH].most_false == 1.0


def test_of_net_times_nobody_is_said_to_have_met() -> None:
    """Without a clock only those who were together from the start are company, friends and groups."""
    pairs = met_couples(5)
    assert summary_of(pairs).tenths[-1].ever == 1.0
    summary = summary_of(replace(pairs, field=replace(pairs.field, has_clock=False)))
    assert (summary.fast_friends, summary.strongest, summary.groups) == (0, (), ())
    assert {tenth.ever for tenth in summary.tenths} == {0.0}
    told = replace(pairs, field=replace(pairs.field, has_clock=False), kind=np.full(5, START_PARTED))
    assert summary_of(told).tenths[-1].ever == 1.0


# --- Fast friends.


def friends(*gap_s: float, **row: Any) -> bool:
    """Return whether two with such gaps are fast friends."""
    return len(fast_friends(two_apart_by(*gap_s, **row))) == 1


def test_fast_friends_were_apart_at_the_start_and_at_the_next_mat() -> None:
    """More than half a minute at both, whoever of them was ahead."""
    rest = (50, 0, 1, 0, 0, 0, 1, 0, 0)
    assert friends(31, 31, *rest)
    assert friends(-90, 31, *rest)
    assert not friends(30, 90, *rest)
    assert not friends(90, 30, *rest)


def test_where_no_mat_read_both_at_the_start_the_next_two_count() -> None:
    """The first two mats that both crossed are looked at."""
    rest = (0, 1, 0, 0, 0, 1, 0, 0)
    assert friends(NAN, 90, 50, *rest)
    assert not friends(NAN, 90, 20, *rest)


def test_fast_friends_met_behind_the_second_mat_and_finished_together() -> None:
    """A stretch from the second mat on has seen them apart but once; who parted are no friends to the end."""
    gaps = (90, 90, 90, 0, 1, 0, 0, 0, 1, 0, 0)
    assert friends(*gaps, first=2)
    assert not friends(*gaps, first=1)
    for kind in (START_FINISH, START_PARTED, MET_PARTED):
        assert not friends(*gaps, kind=kind)


def test_gaps_are_how_much_later_the_first_came() -> None:
    """Positive where the second was ahead, nan where one of them was not read."""
    gaps = gaps_s(two_apart_by(-60, 60, NAN, *[0] * 8))[0]
    assert gaps[:2].tolist() == [60.0, -60.0]
    assert np.isnan(gaps[2])


# --- Two chips on one body.


@pytest.mark.parametrize(
    ("gap_s", "expected"),
    [
        ([0.9, -0.9, *[0] * 9], True),
        ([0, 0, 0, 1.0, *[0] * 7], False),
        ([*[NAN] * 5, *[0] * 6], True),
        ([*[NAN] * 6, *[0] * 5], False),
    ],
)
def test_in_the_same_second_at_six_mats_or_more(gap_s: list[float], expected: bool) -> None:
    """Less than a second at every mat both crossed, and these are at least six."""
    assert same_second(two_apart_by(*gap_s)).tolist() == [expected]


# --- The field.


def test_a_clock_of_whole_minutes_is_known_for_one() -> None:
    """Only if no read at all has seconds; a field without reads tells nothing."""
    at_s = np.round(alone_s(20, 1) / 60) * 60
    at_s[3, 4] = NAN
    assert whole_minutes(field_of(at_s))
    at_s[5, 5] += 1
    assert not whole_minutes(field_of(at_s))
    assert not whole_minutes(field_of(np.full((2, 11), NAN)))


def test_times_count_from_the_own_start() -> None:
    """Finish less start; nothing without a finish read; net times count as they are."""
    assert finish_s(field_of(finishers(3_600, 4_000, NAN), SHORT_M)).tolist()[:2] == [3_600.0, 4_000.0]
    assert np.isnan(finish_s(field_of(finishers(3_600, NAN), SHORT_M))[1])
    net = field_of([[1_800.0, 3_600.0]], (5_000, 10_000), ("5K", "10K"), has_clock=False)
    assert finish_s(net).tolist() == [3_600.0]


def test_each_distance_has_its_own_finish_time() -> None:
    """The clock at the last mat of her own distance, whoever was read behind it."""
    roads = [(0, 10_000, 21_000), (0, 10_000, NAN)]
    field = field_of([[27_000.0, 30_600.0, 36_000.0], [27_000.0, 30_000.0, NAN]], roads, distance=[0, 1])
    assert finish_s(field).tolist() == [9_000.0, 3_000.0]


def test_tenths_go_by_time_and_the_fastest_is_the_first() -> None:
    """Twenty finishers make tenths of two, by time from their own start; who did not finish is in none."""
    net_s = np.random.default_rng(1).permutation(20) * 100.0 + 3_000
    tenth = tenths_of(field_of(finishers(*net_s, NAN), SHORT_M))
    assert tenth[:20].tolist() == ((net_s - 3_000) // 200).astype(int).tolist()
    assert tenth[20] == -1


def test_tenths_are_of_ones_own_distance() -> None:
    """The fastest of the full is in its first tenth, though all of the 10K were quicker."""
    times = finishers(*range(9_000, 11_000, 100), *range(3_000, 5_000, 100))
    roads = [SHORT_M, SHORT_M]
    tenth = tenths_of(field_of(times, roads, distance=[0] * 20 + [1] * 20))
    assert tenth.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9] * 2


def test_company_is_told_by_tenths() -> None:
    """Of each tenth: who had company to the finish, from wherever, and who had any; packs do not count."""
    field = field_of(finishers(*range(3_000, 5_000, 100)), SHORT_M)
    tenths = summary_of(
        pairs_found(
            field,
            {"one": 0, "other": 1, "kind": MET_FINISH},
            {"one": 2, "other": 19, "kind": START_PARTED},
            {"one": 4, "other": 18, "kind": START_FINISH},
            {"one": 6, "other": 7, "in_pack": True},
        )
    ).tenths
    assert [tenth.runners for tenth in tenths] == [2] * 10
    assert [tenth.to_finish for tenth in tenths] == [1.0, 0.0, 0.5, 0, 0, 0, 0, 0, 0, 0.5]
    assert [tenth.ever for tenth in tenths] == [1.0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 1.0]


# --- One meeting, and all of it.


def test_a_meeting_has_the_gap_at_every_mat_both_crossed() -> None:
    """Gaps with the kilometres and names of their mats, where they met, and the time of the first."""
    pair = two_apart_by(120, NAN, 60, 0, 1, 0, 0, 0, 0, 0, -1)
    meeting = meeting_of(pair, 0)
    assert meeting.mats == tuple(mat for mat in MATS if mat != "5K")
    assert meeting.gap_s == (-120, -60, 0, -1, 0, 0, 0, 0, 0, 1)
    assert meeting.km[:2] == (0.0, 10.0)
    assert (meeting.from_mat, meeting.from_km) == ("15K", 15.0)
    assert (meeting.one, meeting.other, meeting.distance, meeting.log_odds) == (0, 1, "full", 9.0)
    assert meeting.finish_s == pytest.approx(0.36 * 42_195)


def test_a_meeting_of_one_who_was_not_read_at_the_finish_has_no_time() -> None:
    """There is none to tell."""
    pair = two_apart_by(*[90] * 3, *[0] * 8)
    pair.field.at_ms[0, FINISH] = pair.field.at_ms[1, FINISH - 1] = np.iinfo(np.int32).min
    meeting = meeting_of(pair, 0)
    assert meeting.finish_s is None
    assert meeting.mats == MATS[:-2]


def test_a_meeting_on_two_roads_shows_the_road_of_the_first() -> None:
    """Mats that her distance does not meet have no kilometre, and are left out."""
    roads = [(0, 5_000, 10_000), (0, NAN, 9_000)]
    field = field_of([[0.0, 1_800.0, 3_600.0]] * 2, roads, distance=[1, 0])
    meeting = meeting_of(pairs_found(field, {"one": 0, "other": 1, "first": 2}), 0)
    assert meeting.km == (0.0, 9.0)
    assert (meeting.distance, meeting.from_km) == ("half", 9.0)


def met_couples(count: int, n: int = 20) -> Found:
    """Return so many finishers; the twentieth and nineteenth met at 15K, and so many couples before them."""
    base = 27_000.0 + np.outer(0.3 + 0.01 * np.arange(n), MATS_M)
    rows = []
    for number in range(count):
        one, other = 19 - 2 * number, 18 - 2 * number
        base[other] = base[one] + np.array([90.0] * 3 + [0.0] * 8)
        rows.append({"one": one, "other": other, "kind": MET_FINISH, "first": 3, "log_odds": 9.0 - number})
    return pairs_found(field_of(base), *rows)


def test_the_strongest_meetings_are_shown() -> None:
    """At most five of the fast friends, the strongest first."""
    assert [meeting.one for meeting in summary_of(met_couples(7)).strongest] == [19, 17, 15, 13, 11]
    assert [meeting.one for meeting in summary_of(met_couples(2)).strongest] == [19, 17]


def test_fast_friends_are_counted_and_those_of_the_last_tenth_besides() -> None:
    """One of the two in the slowest tenth of the finishers is enough."""
    summary = summary_of(met_couples(4, n=21))
    assert tenths_of(met_couples(4, n=21).field)[18:].tolist() == [8, 9, 9]
    assert (summary.fast_friends, summary.fast_friends_last_tenth) == (4, 1)


def test_a_race_in_figures() -> None:
    """Who was read anywhere is a runner; distances, mats and the clock are as the field has them."""
    at_s = alone_s(30, 3)
    at_s[4] = NAN
    at_s[5, 1:] = NAN
    trio = ({"one": 0, "other": 1}, {"one": 1, "other": 2}, {"one": 0, "other": 2})
    summary = summary_of(pairs_found(field_of(at_s), *trio, {"one": 2, "other": 3, "log_odds": 1.0}))
    assert summary.runners == 29
    assert (summary.distances, summary.mats) == (("full",), MATS)
    assert summary.has_clock
    assert not summary.whole_minutes
    assert [group.rows for group in summary.groups] == [(0, 1, 2)]
    assert summary.same_second == 0


def test_who_was_not_read_at_the_start_stands_in_no_tenth() -> None:
    """Her time is not known: by the time of day alone the fastest would be among the last."""
    at_s = alone_s(30, 1)
    at_s[0, 0] = NAN
    field = field_of(at_s)
    assert np.isnan(finish_s(field)[0]) and np.isfinite(finish_s(field)[1:]).all()
    assert tenths_of(field)[0] == -1
