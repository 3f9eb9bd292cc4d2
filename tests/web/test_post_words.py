"""What a marshal is told, in every case; never that she may leave."""

from __future__ import annotations

from typing import Any

import msgspec

from alongside.live.post_views import PostSweep, PostView
from alongside.web.post_words import Marshal
from builders import ZONE, at

NOW = at("12:40")
COMES = PostSweep("Sweep bus", False, at("13:12"), False)
PASSED = PostSweep("Sweep bus", True, None, False)
POST = PostView(
    distance="full", along_m=12_400.0, still=41, inside=40, waiting=0, passed=300, first_ms=at("12:41"),
    middle_ms=at("13:05"), sure_ms=at("13:20"), sweeps=(COMES,), stopped=False, diverted=False, doubt="",
)  # fmt: skip


def tell(**changes: Any) -> Marshal:
    """Return what a post is told; ``changes`` replace fields."""
    return Marshal(msgspec.structs.replace(POST, **changes), ZONE, NOW)


GONE = {"still": 0, "inside": 0, "middle_ms": None, "first_ms": None, "sure_ms": None}


def test_stay_names_how_many_the_last_and_the_sweep() -> None:
    """The sentence of the brief, word for word."""
    assert tell().sentence() == (
        "Stay at your post: 41 still to come, the last about 13:05, the sweep about 13:12."
    )
    assert tell().severity() == "calm"


def test_when_nobody_comes_any_more_the_sweep_is_waited_for() -> None:
    """Until the sweep has passed nobody leaves."""
    assert tell(**GONE).sentence() == (
        "Stay at your post until the sweep has passed, about 13:12. Nobody we know of is still to come."
    )


def test_behind_the_sweep_control_is_asked() -> None:
    """It is never said that she may leave; who is inside the limit behind the sweep is said loudly."""
    assert tell(**GONE, sweeps=(PASSED,)).sentence() == (
        "The sweep has passed you, and nobody we know of is still to come. Ask race control before you leave."
    )
    left = tell(still=1, inside=2, sweeps=(PASSED,))
    assert left.severity() == "act"
    assert left.sentence().startswith(
        "Stay: the sweep has passed you, but 1 runner inside the limit is still"
    )
    beyond = tell(still=2, inside=0, sweeps=(PASSED,))
    assert "2 runners beyond the limit are still to come, on the pavement." in beyond.sentence()
    assert beyond.severity() == "calm"


def test_before_the_first_it_is_told_when_she_comes() -> None:
    """Nobody stands at the road for an hour without knowing why."""
    assert tell(passed=0).sentence() == "Nobody has come this far yet. The first is here about 12:41."


def test_a_stop_a_diversion_and_a_doubt_are_said() -> None:
    """What makes the figures worthless stands before them, or right below."""
    assert tell(stopped=True).sentence().startswith("The race is stopped. Stay at your post")
    assert tell(stopped=True).severity() == "act"
    assert "led around this place" in tell(diverted=True).notes()[0]
    assert tell(doubt="the mat at 10K is silent").notes()[0] == (
        "Do not rely on these figures: the mat at 10K is silent."
    )


def test_who_has_not_started_may_still_come() -> None:
    """A wave that was not read yet is not forgotten."""
    assert "2 runners have not been read at the start" in tell(**GONE, waiting=2).sentence()
    assert any("have not been read at the start" in note for note in tell(waiting=2).notes())


def test_a_sweep_by_its_schedule_alone_is_said_so() -> None:
    """A plan is no sighting; without a schedule nobody can say when."""
    planned = msgspec.structs.replace(COMES, by_schedule=True)
    assert "Sweep bus passes you about 13:12, by its schedule alone." in tell(sweeps=(planned,)).notes()
    unknown = msgspec.structs.replace(COMES, at_ms=None)
    assert "Sweep bus: we cannot say when it passes you." in tell(sweeps=(unknown,)).notes()
