"""How one runner stands, for her own page."""

from __future__ import annotations

import msgspec
import pytest

from alongside.events.bodies import FlagBody, KeyedBody, LetGoBody
from alongside.events.plan import Place, Station
from alongside.live.pipeline import Race
from alongside.live.risk_views import OwnView
from builders import at, body_draft, read, rows_of
from parting_race import HALF_KM, PART_M, plan, race, runs


def own(race_: Race, clock: str, bib: str = "1") -> OwnView:
    """Return how a runner stands at a time."""
    found = race_.look(at(clock), [bib]).runners[bib].own
    assert found is not None
    return found


def test_of_who_is_not_out_there_nothing_is_said() -> None:
    """Before her start and after her finish there is nothing ahead and nobody around her."""
    race_ = race({"1": "full", "2": "half"}, runs("2", 300, 21.1, HALF_KM))
    views = race_.look(at("08:50"), ["1", "2"]).runners
    assert (views["1"].own, views["2"].own) == (None, None)


def test_each_gate_ahead_has_its_time_and_the_pace_that_would_do() -> None:
    """The cutoff and the limit, in order; past the cutoff the limit alone."""
    found = own(race({"1": "full"}, runs("1", 400, 10)), "08:10")
    assert [(gate.name, gate.closes_ms) for gate in found.gates] == [
        ("Long Bridge", at("12:50")),
        ("the finish", at("15:00")),
    ]
    assert all(gate.pace_s_per_km and gate.pace_s_per_km > 600 for gate in found.gates)
    assert found.pace_s_per_km == pytest.approx(400, abs=1)
    assert len(own(race({"1": "full"}, runs("1", 400, 30)), "10:30").gates) == 1


def test_a_gate_that_has_closed_has_no_pace() -> None:
    """Nobody is told a pace back in time."""
    found = own(race({"1": "full"}, runs("1", 700, 20)), "13:00")
    assert found.gates[0].pace_s_per_km is None


def test_in_the_last_kilometre_before_a_gate_there_is_no_pace_to_keep() -> None:
    """Four hundred metres and nine minutes left are not "23:30 a km will do"."""
    found = own(race({"1": "full"}, runs("1", 400, 35)), "11:39")
    assert found.gates[-1].is_finish and found.gates[-1].pace_s_per_km is None


def test_others_are_told_in_metres_and_counts() -> None:
    """How far ahead and behind the next ones are, and how many of her distance are behind her."""
    runners = {"1": "full", "2": "full", "3": "full", "4": "half"}
    drafts = [*runs("1", 400, 10, late_s=60), *runs("2", 400, 10), *runs("3", 400, 10, late_s=120)]
    race_ = race(runners, [*drafts, *runs("4", 400, 10, HALF_KM, 85)])
    found = own(race_, "08:20")
    assert found.ahead_m == pytest.approx(60 / 0.4, rel=0.2)
    assert found.behind_m is not None and 30 < found.behind_m < 140  # the half's, not the full's behind it
    assert found.behind == 1


def test_before_the_roads_part_she_is_told_how_many_of_her_group_go_and_how_many_are_near() -> None:
    """S3: at 15 km, one before the split, her two friends of the half are her group; others run her way."""
    runners = {"1": "full", "2": "half", "3": "half", **{str(n): "full" for n in range(10, 14)}}
    drafts = [*runs("1", 450, 15), *runs("2", 450, 15, HALF_KM, 5), *runs("3", 450, 15, HALF_KM, 9)]
    for n in range(10, 14):
        drafts += runs(str(n), 450, 15, late_s=60 + n)
    parting = own(race(runners, drafts), "08:54").parting
    assert parting is not None
    assert (parting.parts_m, parting.parts, parting.stays, parting.near) == (PART_M, 2, 0, 4)


def test_a_split_that_is_far_ahead_or_behind_her_is_not_told() -> None:
    """News of a parting is for the last kilometres before it."""
    far = plan()
    road = msgspec.structs.replace(far.shared[0], a_to_m=20_500.0, b_to_m=20_500.0)
    runners = {"1": "full", "2": "half"}
    drafts = [*runs("1", 450, 15), *runs("2", 450, 15, HALF_KM, 5)]
    assert own(race(runners, drafts, msgspec.structs.replace(far, shared=(road,))), "08:54").parting is None
    past = [*runs("1", 450, 20), *runs("2", 450, 21.1, HALF_KM, 5)]
    assert own(race(runners, past), "09:40").parting is None


def test_the_sweep_comes_to_who_is_slower_than_its_schedule_and_not_to_who_is_faster() -> None:
    """By the plan's schedule, moved by as much as the sweep is early or late on it."""
    swept = [read("SWEEP1", "5K", "08:37"), read("SWEEP1", "10K", "09:28")]
    sweep = plan().sweeps[0]
    with_chip = plan(sweeps=(msgspec.structs.replace(sweep, chips=("SWEEP1",)),))
    slow = own(race({"1": "full"}, [*runs("1", 850, 10), *swept], with_chip), "09:30")
    assert slow.swept_ms is not None and at("09:30") < slow.swept_ms < at("15:00")
    assert not slow.outruns_sweep
    fast = own(race({"1": "full"}, [*runs("1", 400, 20), *swept], with_chip), "09:30")
    assert (fast.swept_ms, fast.outruns_sweep) == (None, True)


def test_without_a_sweep_behind_her_nothing_is_said_of_one() -> None:
    """No sweep in the plan, or one ahead of her: no promise that she outruns it."""
    found = own(race({"1": "full"}, runs("1", 400, 10), plan(sweeps=())), "08:10")
    assert (found.swept_ms, found.outruns_sweep) == (None, False)


def test_her_flags_are_those_of_the_log() -> None:
    """What she is told was decided and kept before; being let go too."""
    race_ = race({"1": "full"}, runs("1", 400, 10))
    assert not own(race_, "08:10").alone
    rows = [
        body_draft(FlagBody("1", "alone", False, True, "why"), "f1", "08:10"),
        body_draft(LetGoBody("sweep", "1", at("08:10"), "sweep/1"), "l1", "08:10"),
    ]
    race_.apply(rows_of(rows, race_.state.seq + 1))
    found = own(race_, "08:11")
    assert (found.alone, found.at_risk, found.let_go) == (True, False, True)


def test_her_pace_is_the_newest_that_is_known() -> None:
    """A table that keyed her a kilometre past the mat knows more of today's legs than the last two mats."""
    tables = plan(stations=(Station("w1", "Water 1", (Place("full", 11_000.0),)),))
    keyed = body_draft(KeyedBody("w1", "1", "in", at("08:20"), "station/w1/1"), "k1", "08:20")
    found = own(race({"1": "full"}, [*runs("1", 400, 10), keyed], tables), "08:21")
    assert (found.pace_from, found.pace_s_per_km) == ("10K", pytest.approx(800, abs=2))
