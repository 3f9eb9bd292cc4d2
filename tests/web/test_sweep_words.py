"""The one sentence of a sweep's driver, in every case."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from alongside.live.sweep_views import SweepDetail, SweepRunner
from alongside.live.views import SweepView
from alongside.web import sweep_words
from alongside.web.sweep_words import Driver, Told
from builders import ZONE, at

NOW = at("13:14")
SWEEP = SweepView(
    id="s", name="Sweep bus", distance="full", along_m=31_000.0, how="said", seen_ms=at("13:10"),
    seen_place="", scheduled_m=30_400.0, ahead_s=0.0, behind=0, seen_m=30_700.0, last_inside_m=31_400.0,
    until_ms=at("13:20"), pace_s_per_km=640.0,
)  # fmt: skip
DETAIL = SweepDetail("s", (), (), (), (), 0, (), stopped=False)


def tell(*, stopped: bool = False, behind_rows: tuple[SweepRunner, ...] = (), **changes: Any) -> Told:
    """Return what the driver is told; ``changes`` replace fields of the sweep."""
    sweep = msgspec.structs.replace(SWEEP, **changes)
    detail = msgspec.structs.replace(DETAIL, stopped=stopped, behind=behind_rows)
    return Driver(sweep, detail, 42_195.0, ZONE, NOW, at("07:45")).told()


def near(bib: str, gap_m: float, **changes: Any) -> SweepRunner:
    """Return a runner near the sweep."""
    one = SweepRunner(bib, 31_000.0 + gap_m, gap_m, True, False, False, at("12:50"), "30K", 0.95)
    return msgspec.structs.replace(one, **changes)


def test_too_fast_is_told_with_the_last_runner_and_until_when_the_road_is_hers() -> None:
    """Slow down: by how much, how far she is, until when she has here."""
    told = tell(ahead_s=360.0)
    assert told.first == (
        "Slow down: 6 min ahead of schedule. "
        "The last runner inside the limit is about 400 m ahead; she has until 13:20 here."
    )
    assert (told.severity, told.more) == ("act", ("Nobody we know of is behind you.",))
    assert tell(ahead_s=150.0).severity == "look"
    assert tell(ahead_s=360.0, last_inside_m=None).severity == "look"


def test_on_schedule_and_nobody_behind_is_calm() -> None:
    """Within two minutes it is on schedule."""
    told = tell(ahead_s=-100.0)
    assert told == Told(
        "calm",
        "On schedule. The last runner inside the limit is about 400 m ahead.",
        ("Nobody we know of is behind you.",),
    )
    assert "Nobody inside the limit is ahead" in tell(last_inside_m=None).first


def test_runners_inside_the_limit_behind_come_before_the_schedule() -> None:
    """Wait: how many, the nearest by bib; the schedule stands below."""
    told = tell(ahead_s=360.0, behind=2, behind_inside=2, behind_rows=(near("12", -350.0), near("9", -900.0)))
    assert told.first == (
        "Wait: 2 runners inside the limit are behind you, the nearest about 400 m back, bib 12."
    )
    assert told.more == ("Slow down: 6 min ahead of schedule.",)  # the last runner is not ahead
    assert tell(behind=1, behind_inside=1).first == "Wait: 1 runner inside the limit is behind you."


def test_who_cannot_make_it_any_more_or_was_let_go_stops_nobody() -> None:
    """They are told below, and the sentence stays calm."""
    told = tell(behind=3, behind_let_go=1)
    assert told.severity == "calm"
    assert told.more == (
        "3 runners behind you are beyond the limit, as it looks: see below.",
        "1 runner you let go on is behind you.",
    )


def test_a_late_sweep_is_not_sent_past_the_last_runner() -> None:
    """Behind schedule nobody is hurried; right behind the last runner it is said to stay there."""
    assert tell(ahead_s=-720.0).first == (
        "12 min behind schedule. The last runner inside the limit is about 400 m ahead."
    )
    close = tell(ahead_s=-720.0, last_inside_m=31_200.0)
    assert (
        close.first
        == "12 min behind schedule. Stay behind the last runner inside the limit, about 200 m ahead."
    )
    assert close.severity == "calm"


def test_a_sweep_that_is_not_heard_of_is_asked_where_it_is() -> None:
    """All else rests on it, so it comes first; someone left behind comes before even that."""
    told = tell(quiet=True, seen_ms=at("12:49"))
    assert told.first == "Where are you? You were not heard of for 25 min. Press a place below."
    assert told.severity == "look" and told.more[0].startswith("On schedule.")
    assert tell(quiet=True, behind=1, behind_inside=1).first.startswith("Wait")
    never = tell(how="schedule", seen_ms=None, seen_m=None, ahead_s=None)
    assert never.first == "Where are you? By your schedule near km 31.0 (mile 19.3). Press a place below."
    planned = tell(how="schedule", seen_ms=None, seen_m=None, ahead_s=None, behind=2, behind_inside=2)
    assert planned.severity == "look"  # perhaps she is not there
    assert "2 runners inside the limit would be behind you." in planned.more[-1]
    assert tell(along_m=None, seen_ms=None, ahead_s=None).first.startswith("Where are you? Press a place")


def test_before_its_hour_it_is_told_when_it_sets_out() -> None:
    """Nobody is asked where she is before she has to be anywhere."""
    sweep = msgspec.structs.replace(SWEEP, how="schedule", seen_ms=None, along_m=0.0, ahead_s=None)
    told = Driver(sweep, DETAIL, 42_195.0, ZONE, at("07:30"), at("07:45")).told()
    assert told.first.startswith("You set out at 07:45.")
    assert told.severity == "calm"


def test_a_stopped_race_is_said_first() -> None:
    """Before who is behind, before the schedule."""
    told = tell(stopped=True, behind=1, behind_inside=1)
    assert told.first == "The race is stopped. Stop where you are and wait for race control."
    assert told.severity == "act"


def test_at_the_finish_nothing_is_asked_of_it() -> None:
    """No lead, no lateness."""
    assert tell(along_m=42_195.0, ahead_s=-3_000.0, last_inside_m=None).first == "You are at the finish."


def test_without_a_schedule_the_last_runner_is_the_schedule() -> None:
    """A sweep that nobody gave a schedule follows the last runner."""
    told = tell(ahead_s=None)
    assert told.first == "The last runner inside the limit is about 400 m ahead."


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("said", "We think that you are near km 31.0 (mile 19.3): you were at 30K at 13:10, 4 min ago."),
        (
            "phone",
            "We think that you are near km 31.0 (mile 19.3): your phone was at 30K at 13:10, 4 min ago.",
        ),
        (
            "chip",
            "We think that you are near km 31.0 (mile 19.3): your chip was read at 30K at 13:10, 4 min ago.",
        ),
    ],
)
def test_it_says_from_what_it_thinks_so(how: str, words: str) -> None:
    """The estimate, and the sighting on which it rests."""
    assert sweep_words.where(msgspec.structs.replace(SWEEP, how=how), "30K", ZONE, NOW) == words


def test_by_the_schedule_alone_it_says_so() -> None:
    """Nobody has seen it: that is no sighting."""
    planned = msgspec.structs.replace(SWEEP, how="schedule", seen_ms=None)
    assert "by your schedule alone" in sweep_words.where(planned, "", ZONE, NOW)


def test_a_runner_is_told_by_distance_standing_and_last_sight() -> None:
    """What the driver needs to decide by: how far, inside or not, when anybody saw her."""
    said = sweep_words.runner(near("12", -350.0), ZONE, NOW)
    assert said == "about 400 m behind, inside the limit, last seen: 30K at 12:50, 24 min ago"
    beyond = sweep_words.runner(near("12", -2_345.0, inside=False, going=0.2), ZONE, NOW)
    assert beyond.startswith("about 2.3 km behind, may have stopped, beyond the limit, as it looks")
    assert sweep_words.runner(near("12", 20.0, let_go=True), ZONE, NOW).startswith("beside you, let go on")
    assert "stops here or waits for a ride" in sweep_words.runner(near("12", 90.0, ride=True), ZONE, NOW)
