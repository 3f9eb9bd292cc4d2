"""What tired people write into the forms of race morning, and what they are told when it cannot be read."""

from __future__ import annotations

import pytest

from alongside.web import morning_input as read
from builders import at, make_plan

PLAN = make_plan()
FULL = PLAN.distances[0]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("8:10", "08:10"),
        ("08:10:30", "08:10:30"),
        ("8.10", "08:10"),
        ("+10 min", "07:40"),
        ("+ 10", "07:40"),
        ("-5min", "07:25"),
        ("+0:20", "07:50"),
        ("-0:00:30", "07:29:30"),
        ("25:10", "25:10"),
    ],
)
def test_times_are_taken_as_people_write_them(text: str, clock: str) -> None:
    """A time of race day, with or without seconds, or so much after what stands now."""
    assert read.moment_ms(text, PLAN, at("07:30")) == at(clock)


@pytest.mark.parametrize("text", ["ten past eight", "8:70", "810", "+", "8:10 pm", "٨:١٠", ""])
def test_what_is_no_time_is_answered_with_how_to_write_one(text: str) -> None:
    """The sentence says what was found and what to write."""
    with pytest.raises(ValueError, match=r"is not a time. Write it like 8:10 or 08:10:30"):
        read.moment_ms(text, PLAN, at("07:30"))


@pytest.mark.parametrize(
    ("text", "metres"), [("12.5", 12_500.0), ("12,5 km", 12_500.0), ("5 mi", 8_046.72), ("400 m", 400.0)]
)
def test_places_are_kilometres_unless_they_say_otherwise(text: str, metres: float) -> None:
    """A bare number is what stands on the kilometre boards."""
    assert read.along_m({"from": text}, "from", FULL, "From kilometre") == metres


@pytest.mark.parametrize("text", ["", "the bridge", "-3", "43", "1e9 km"])
def test_what_is_no_place_on_the_course_is_said(text: str) -> None:
    """Beyond the finish, before the start, or no number at all."""
    with pytest.raises(ValueError, match="From kilometre"):
        read.along_m({"from": text}, "from", FULL, "From kilometre")


def test_a_stretch_may_be_given_from_either_end_but_must_have_a_length() -> None:
    """Written backwards it is the same stretch; from 12 to 12 is a slip of the thumb."""
    assert read.stretch({"from": "14", "to": "12"}, FULL) == (12_000.0, 14_000.0)
    with pytest.raises(ValueError, match=r"both km 12.0"):
        read.stretch({"from": "12", "to": "12"}, FULL)


def test_choices_that_are_not_there_are_answered_with_those_that_are() -> None:
    """An old page may name a wave or a distance that a course change took away."""
    with pytest.raises(ValueError, match=r"'9' is not a wave of this race. Choose one of: Wave 1, Wave 2"):
        read.wave_of({"wave": "9"}, "wave", PLAN)
    with pytest.raises(ValueError, match="Choose one of: Full, Half"):
        read.distance_of({"distance": "ultra"}, PLAN)
    assert read.distance_of({"distance": ""}, PLAN, all_too=True) is None


def test_words_keep_their_lines_and_have_an_end() -> None:
    """A message may have two lines; a novel is refused before it is kept."""
    assert read.words({"why": " one\r\ntwo "}) == "one\ntwo"
    with pytest.raises(ValueError, match="Write 500 at most"):
        read.words({"why": "x" * 501})
