"""The told pair: apart, then together, last, inside the limit, and every chapter at its true time."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.errors import InputError
from alongside.events.plan import RacePlan
from alongside.simulate.day import Day, limits_tod_s
from alongside.simulate.demo import RUNNERS, SEED, make_demo
from alongside.simulate.race import MadeUp, run_day, simulate
from alongside.simulate.story import MEET_M, Told


@pytest.fixture(scope="module")
def demo() -> MadeUp:
    """The day that is shipped."""
    return make_demo(np.random.default_rng(SEED))


@pytest.fixture(scope="module")
def day_and_cast(plan: RacePlan) -> tuple[Day, Told]:
    """The truth of the day that is shipped."""
    day, told = run_day(plan, RUNNERS, np.random.default_rng(SEED), story_told=True)
    assert told is not None
    return day, told


def test_friends_until_the_split(day_and_cast: tuple[Day, Told]) -> None:
    """The first-timer is within 5 s of her friends until mile 12; they run the half and finish it."""
    day, told = day_and_cast
    for friend in told.friends:
        assert all(
            abs(day.at(told.first, at_m) - day.at(friend, at_m)) < 5 for at_m in (0, 10_000, told.split_m)
        )
        assert day.plan.distances[day.field.runs[friend]].id == "half"
        assert day.finished[friend]


def test_alone_and_behind(day_and_cast: tuple[Day, Told]) -> None:
    """After the split nobody is within two minutes of her, and the veteran is the only one behind her."""
    day, told = day_and_cast
    at = np.searchsorted(day.at_m, 21_000)
    here_s = day.clock_s[:, at] - day.clock_s[told.first, at]
    there = day.field.starts & (day.end_m > 21_000) & (day.length_m > 30_000)
    there[told.first] = False
    assert np.abs(here_s[there]).min() > 120
    assert np.flatnonzero(there & (here_s > 0)).tolist() == [told.veteran]


def test_they_meet_and_stay(day_and_cast: tuple[Day, Told]) -> None:
    """From the meeting to the finish the two are within 3 s, and minutes apart two miles before it."""
    day, told = day_and_cast
    gaps_s = [
        abs(day.at(told.first, at_m) - day.at(told.veteran, at_m)) for at_m in np.linspace(MEET_M, 42_195, 50)
    ]
    assert max(gaps_s) < 3
    assert day.at(told.veteran, MEET_M - 3_200) - day.at(told.first, MEET_M - 3_200) > 300
    kinds = {
        (pair.kind, pair.from_m) for pair in day.together() if {pair.a, pair.b} == {told.first, told.veteran}
    }
    assert kinds == {("met_finish", MEET_M)}


def test_nobody_stops_for_the_meeting(day_and_cast: tuple[Day, Told]) -> None:
    """The first-timer keeps moving to the meeting, faster than 20 min/km; the veteran never runs under 6."""
    day, told = day_and_cast
    before = day.at_m <= MEET_M
    s_per_km = np.diff(day.clock_s[:, before]) / np.diff(day.at_m[before]) * 1000
    assert s_per_km[told.first].max() < 1_200
    assert s_per_km[told.veteran].min() > 360


def test_last_with_minutes_in_hand(day_and_cast: tuple[Day, Told]) -> None:
    """They finish last of all, minutes inside the limit, and the sweep is within two minutes behind."""
    day, told = day_and_cast
    finish_s = day.at(told.first, 42_195)
    others = day.finished.copy()
    others[[told.first, told.veteran]] = False
    assert finish_s - day.end_tod_s()[others].max() > 60
    limit_s = limits_tod_s(day.plan, day.field.runs, day.field.wave, day.gun_tod_s)[told.first]
    assert 180 < limit_s - finish_s < 480
    sweep_s = np.interp(42_195, day.at_m, day.sweeps()[0])
    assert 20 < sweep_s - finish_s < 120


def test_last_from_the_meeting_on(day_and_cast: tuple[Day, Told]) -> None:
    """After the meeting nobody who is still on the road is behind them."""
    day, told = day_and_cast
    for at_km in range(24, 43):
        there = np.flatnonzero(day.field.starts & (day.end_m >= at_km * 1000))
        last_s = max(day.at(row, at_km * 1000) for row in there)
        assert last_s == pytest.approx(day.at(told.first, at_km * 1000), abs=3)


def test_the_time_is_not_the_real_one(day_and_cast: tuple[Day, Told]) -> None:
    """Neither net nor gun time is the one of the reports that the story comes from."""
    day, told = day_and_cast
    finish_s = day.at(told.first, 42_195)
    for from_s in (day.clock_s[told.first, 0], day.clock_s[told.veteran, 0], day.gun_tod_s[-1]):
        assert abs(finish_s - from_s - (7 * 3600 + 22 * 60 + 56)) > 30


def test_chapters_are_true(demo: MadeUp, day_and_cast: tuple[Day, Told]) -> None:
    """Eight chapters in order; her start, the split, the meeting and her finish are true to the second."""
    day, told = day_and_cast
    times = [chapter.at_ms for chapter in demo.chapters]
    assert times == sorted(times)
    assert len(times) == 8
    for number, at_m in ((0, 0.0), (1, told.split_m), (3, MEET_M), (6, 42_195.0)):
        true_ms = demo.plan.day_start_ms + day.at(told.first, at_m) * 1000
        assert abs(times[number] - true_ms) <= 1_000
    assert times[-1] >= max(draft.received_at_ms for draft in demo.drafts)


def test_chapters_name_first_names_only(demo: MadeUp) -> None:
    """Chapters give first names of the two and no surname of anybody in the race."""
    text = " ".join(f"{chapter.title} {chapter.text}" for chapter in demo.chapters)
    assert "Marit" in text
    assert "Jessa" in text
    assert not [person.name for person in demo.people if person.name.partition(" ")[2] in text]


def test_every_mat_saw_the_two(demo: MadeUp, day_and_cast: tuple[Day, Told]) -> None:
    """The two are read at all eleven mats, so that the story does not hang on a missed read."""
    _, told = day_and_cast
    for row in (told.first, told.veteran):
        chip = demo.entries[row].chips[0]
        assert len({draft.body.mat for draft in demo.drafts if getattr(draft.body, "code", "") == chip}) == 11


def test_the_story_needs_its_city(marathon: RacePlan, plan: RacePlan) -> None:
    """Another race, or one too small for the cast, is refused in a sentence."""
    for raced, runners in ((marathon, 500), (plan, 5)):
        with pytest.raises(InputError):
            simulate(raced, runners, np.random.default_rng(1), story=True)
