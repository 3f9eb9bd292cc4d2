"""When phones crossed the kilometres of their course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.bodies import Body, FixBody, PlanBody, TransferBody
from alongside.events.plan import Line, RacePlan
from alongside.events.row import Draft
from alongside.live.state import SNAPSHOT_VERSION, LiveState
from alongside.locate.walked import NONE
from builders import DAY_MS, at, distance, entry, make_plan, rows_of

KM_DEG = 1000 / 111_195.0797
LINE = Line((50.0, 50.0 + 12 * KM_DEG), (8.0, 8.0), (0.0, 12_000.0))  # straight north
HALF_LINE = Line((50.0, 50.0 + 8 * KM_DEG), (8.0, 8.0), (0.0, 8_000.0))
# Three kilometres north, and back on the other side of the street, twenty metres to the east.
OUT_AND_BACK = Line(
    (50.0, 50.0 + 3 * KM_DEG, 50.0 + 3 * KM_DEG, 50.0), (8.0, 8.0, 8.00028, 8.00028), (0, 3_000, 3_020, 6_020)
)
START_MS = at("08:00")


def road(line: Line = LINE) -> RacePlan:
    """Return a plan of two courses north, twelve and eight kilometres."""
    full = msgspec.structs.replace(distance("full", {"S": 0, "F": line.along_m[-1] / 1000}), line=line)
    half = msgspec.structs.replace(distance("half", {"S": 0, "F": 8}), line=HALF_LINE)
    return make_plan(distances=(full, half), sweeps=())


def fix(along_m: float, at_s: float, bib: str = "1", accuracy_m: float = 5.0, east_deg: float = 0.0) -> Draft:
    """Return a fix so many metres north of the start, so long after eight."""
    at_ms = START_MS + round(at_s * 1000)
    body = FixBody("p", bib, at_ms, 50.0 + along_m / 1000 * KM_DEG, 8.0 + east_deg, accuracy_m)
    return Draft("p", f"{bib}/{at_ms}/{along_m}", at_ms, body, at_ms)


def of(body: Body, id_: str) -> Draft:
    """Return a draft of race control's, said at half past eight."""
    return Draft("control", id_, at("08:30"), body, at("08:30"))


def state_of(drafts: Iterable[Draft], plan: RacePlan | None = None) -> LiveState:
    """Return the state of a day with two runners in which these rows came, in this order."""
    opening = [Draft("plan", "1", None, PlanBody(plan or road())), entry("1"), entry("2")]
    state = LiveState()
    state.apply(rows_of([*opening, *drafts]))
    state.settle()
    return state


def seconds(state: LiveState, bib: str = "1", runs: str = "full") -> dict[int, float]:
    """Return by kilometre how many seconds after eight a bib crossed it."""
    at_ms = state.walked.times_ms(state.crossings.field.index(bib), runs)
    return {line + 1: (int(ms) - START_MS) / 1000 for line, ms in enumerate(at_ms) if ms != NONE}


def run(pace_s_per_km: float = 360.0, every_s: float = 30.0, to_m: float = 12_000.0) -> list[Draft]:
    """Return the fixes of an even run."""
    return [fix(s / pace_s_per_km * 1000, s) for s in np.arange(0, to_m / 1000 * pace_s_per_km, every_s)]


def test_an_even_run_crosses_every_kilometre_on_time() -> None:
    """Between the last fix before a line and the first beyond it, time goes by her own speed there."""
    found = seconds(state_of(run(every_s=31.0)))
    assert sorted(found) == list(range(1, 12))
    for km, at_s in found.items():
        assert at_s == pytest.approx(360 * km, abs=0.1)


@given(st.permutations(range(40)), st.lists(st.integers(0, 39), max_size=10))
@settings(max_examples=30, deadline=None)
def test_the_set_of_her_fixes_is_all_that_counts(order: Sequence[int], again: Sequence[int]) -> None:
    """Late, mixed and sent twice, the same fixes give the same state to the bit."""
    dice = np.random.default_rng(5)
    fixes = [fix(900 + 12 * s + dice.normal(0, 15), 360 + 6 * s) for s in range(40)]
    twice = [msgspec.structs.replace(fixes[i], id=f"again/{i}") for i in again]
    mixed = state_of([*(fixes[i] for i in order), *twice])
    assert mixed.walked.dump() == state_of(fixes).walked.dump()
    assert seconds(mixed)


def test_who_stands_before_a_line_crosses_it_when_she_goes_on() -> None:
    """Four minutes at a table thirty metres short of the line belong to the way before it."""
    stood = [fix(970 + (s % 3), 340 + s) for s in range(0, 240, 30)]
    found = seconds(state_of([fix(900, 325), *stood, fix(1_050, 580), fix(1_130, 610)]))
    assert 560 < found[1] < 575


def test_who_stands_beyond_a_line_has_crossed_it_before() -> None:
    """A table thirty metres past the line: the first fix there counts, not the last."""
    stood = [fix(1_030 + (s % 3), 370 + s) for s in range(0, 240, 30)]
    assert seconds(state_of([fix(950, 341), *stood, fix(1_100, 630)]))[1] == pytest.approx(359, abs=1)


def test_who_comes_back_hours_later_crossed_it_the_first_time() -> None:
    """A fix before the line an hour later is the way home, or a bad fix."""
    found = seconds(state_of([fix(950, 342), fix(1_040, 374), fix(960, 4_000)]))
    assert found[1] == pytest.approx(374 - 40 / 2.5)


def test_one_fix_is_moved_to_the_line_at_a_usual_speed() -> None:
    """Forty metres beyond the line it is sixteen seconds; ninety metres are too far for that."""
    assert seconds(state_of([fix(1_040, 400)])) == {1: pytest.approx(384, abs=0.1)}
    assert seconds(state_of([fix(1_090, 400)])) == {}


def test_a_line_is_not_crossed_before_a_fix_beyond_it_came() -> None:
    """Nobody is said to have been where she will be in a moment."""
    assert seconds(state_of([fix(990, 356)])) == {}


def test_fixes_farther_than_150_m_from_every_line_say_nothing() -> None:
    """A phone that tells its place half-way between two lines alone has crossed neither."""
    assert seconds(state_of([fix(840, 300), fix(1_160, 420)])) == {}
    assert seconds(state_of([fix(860, 310), fix(1_140, 410)])) == {1: pytest.approx(360, abs=0.1)}


def test_fixes_minutes_apart_tell_no_speed() -> None:
    """The phone was silent for ten minutes about the line: she may have stood anywhere in between."""
    assert seconds(state_of([fix(960, 340), fix(1_100, 940)])) == {}
    assert seconds(state_of([fix(960, 340), fix(1_100, 440)])) != {}


def test_a_phone_that_doubts_itself_tells_no_times() -> None:
    """A fix that may be 60 m off is good for the map alone."""
    bad = [fix(980, 350, accuracy_m=60.0), fix(1_020, 365, accuracy_m=60.0)]
    assert seconds(state_of(bad)) == {}
    assert seconds(state_of([fix(980, 350), fix(1_020, 364)])) == {1: pytest.approx(357)}


def test_off_the_road_is_at_no_line() -> None:
    """A hundred metres beside the course, within the corridor, is on another street."""
    assert seconds(state_of([fix(980, 350, east_deg=0.0014), fix(1_020, 364, east_deg=0.0014)])) == {}
    assert seconds(state_of([fix(980, 350, east_deg=0.0008), fix(1_020, 364, east_deg=0.0008)])) != {}


def test_a_place_that_the_course_passes_twice_counts_for_neither() -> None:
    """On an out-and-back nobody knows from a fix alone whether she is on the way out or back."""
    plan = road(OUT_AND_BACK)
    assert seconds(state_of([fix(980, 350), fix(1_020, 364)], plan)) == {}


def test_nothing_is_kept_of_who_has_no_phone() -> None:
    """Memory goes with the phones that were near a line, not with the field."""
    state = state_of([fix(1_020, 364), fix(1_180, 500, bib="2"), fix(1_020, 364, bib="nobody")])
    assert list(state.walked.seen) == [(0, "full")]


def test_a_snapshot_and_the_rest_equal_a_fresh_fold() -> None:
    """What is kept of the lines is in the snapshot, and late fixes find it there."""
    fixes = run()
    begun = state_of(fixes[::2])
    loaded = LiveState.load(begun.dump())
    loaded.apply(rows_of(fixes[1::2], begun.seq + 1))
    loaded.settle()
    assert SNAPSHOT_VERSION == 4
    assert seconds(LiveState.load(begun.dump())) == seconds(begun)
    assert seconds(loaded) == seconds(state_of([*fixes[::2], *fixes[1::2]]))
    assert loaded.walked.dump() == state_of(fixes).walked.dump()


def test_a_changed_course_carries_the_lines_that_lie_as_before() -> None:
    """The road is 400 m longer from kilometre 6 on: lines before stay, those after are no lines any more."""
    longer = Line((50.0, 50.0 + 6 * KM_DEG, 50.0 + 12 * KM_DEG), (8.0,) * 3, (0.0, 6_000.0, 12_400.0))
    pieces = [(0.0, 5_500.0, 0.0, 5_500.0), (6_000.0, 12_000.0, 6_400.0, 12_400.0)]
    change = of(PlanBody(road(longer), {"full": pieces, "half": [(0, 8_000, 0, 8_000)]}), "2")
    found, before = seconds(state_of([*run(), change])), seconds(state_of(run()))
    assert found == {km: before[km] for km in range(1, 6)}


def test_a_new_plan_with_the_same_road_changes_nothing() -> None:
    """Cutoffs, waves or names: the lines are where they were."""
    change = of(PlanBody(msgspec.structs.replace(road(), name="Other")), "2")
    assert seconds(state_of([*run(), change])) == seconds(state_of(run())) != {}


def test_a_course_that_is_gone_takes_its_lines_along() -> None:
    """Without a map between the two versions nothing of the old one is known on the new one."""
    elsewhere = Line((51.0, 51.0 + 12 * KM_DEG), (9.0, 9.0), (0.0, 12_000.0))
    assert seconds(state_of([*run(), of(PlanBody(road(elsewhere)), "2")])) == {}


def test_who_runs_another_distance_crosses_the_lines_of_that_one_from_then_on() -> None:
    """What was filed on the distance before stays there, and counts again if she goes back to it."""
    over = of(TransferBody("1", "half", "control/1"), "t")
    fixes = [fix(980, 350), fix(1_020, 364)]
    later = [fix(1_980, 700), fix(2_020, 714)]
    state = state_of([*fixes, over, *later])
    assert seconds(state, runs="full") == {1: pytest.approx(357)}
    assert seconds(state, runs="half") == {2: pytest.approx(707)}


def test_the_day_is_the_race_s() -> None:
    """Times are UTC milliseconds, as those of crossings."""
    assert state_of(run()).walked.times_ms(0, "full")[0] > DAY_MS
