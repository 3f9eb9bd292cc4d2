"""The pictures of who ran together, in figures."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from test_together_words import MEETING, made_up, plain

from alongside.together.summary import Tenth
from alongside.web import together_picture as picture
from alongside.web.together_picture import HEIGHT, Scale, kilometres, meeting_pictures, tenth_bars


def test_a_bar_for_each_tenth_carries_its_figures() -> None:
    """From the fastest to the last, to one scale; what had company to the end is part of what ever had it."""
    drawn = tenth_bars(made_up().tenths)
    assert drawn is not None and drawn["full"] == "25\xa0%" and len(drawn["rows"]) == 10
    last = {
        "name": "Last",
        "to_finish": "14\xa0%",
        "ever": "21\xa0%",
        "to_finish_wide": 56.6,
        "ever_wide": 83.4,
    }
    assert drawn["rows"][0]["name"] == "Fastest" and drawn["rows"][-1] == last
    assert all(row["to_finish_wide"] <= row["ever_wide"] <= 100 for row in drawn["rows"])


def test_too_few_finishers_make_no_tenths() -> None:
    """Nine finishers are no ten tenths; nobody with company is ten empty bars."""
    assert tenth_bars(made_up().tenths[:9]) is None
    drawn = tenth_bars([Tenth(5, 0.0, 0.0)] * 10)
    assert drawn is not None and {row["ever_wide"] for row in drawn["rows"]} == {0.0}


def test_seconds_and_minutes_can_both_be_read() -> None:
    """In one picture a second is more than five pixels, and so are 20 minutes against 15."""
    scale = Scale([1420.0, 0.0, 1.0])
    assert scale.y(0) - scale.y(1) > 5 and scale.y(900) - scale.y(1200) > 5
    assert scale.y(1420.0) == 0.0 and scale.ticks() == [1200, 300, 60, 10, 0]


def test_seconds_never_fill_a_picture() -> None:
    """Who was never far apart is drawn on a scale that reaches a minute, with 0 above the lower edge."""
    scale = Scale([2.0])
    assert scale.ticks() == [60, 10, 0] and scale.y(2.0) > 0.5 * HEIGHT and scale.y(0) < HEIGHT - 10


def test_b_ahead_is_below() -> None:
    """Gaps in B's favour lie below the line of 0 and have their own figures beside the picture."""
    scale = Scale([400.0, -90.0])
    assert scale.ticks() == [300, 60, 10, 0, -10, -60]
    assert scale.y(-60) > scale.y(0) > scale.y(60)


def test_a_meeting_is_dotted_until_they_met_and_full_from_there() -> None:
    """The mats that saw them apart, the road on which they met, and the mats that saw them together."""
    drawn = meeting_pictures([MEETING])[0]
    assert [len(drawn["apart_dots"]), len(drawn["together_dots"])] == [3, 4]
    assert drawn["met_from"] == drawn["apart_dots"][-1][0] == 35.5
    assert round(drawn["met_from"] + drawn["met_wide"], 1) == drawn["together_dots"][0][0] == 47.4
    assert drawn["apart"].count("L") == 3 and drawn["together"].startswith("M47.4 ")
    assert drawn["together_dots"][-1][0] == 100.0 and drawn["label"] == "met before km\xa020"


def test_a_is_the_one_ahead_at_the_first_mat() -> None:
    """Whichever of the two stands first in the summary: A's lead is drawn above the line of 0."""
    turned = replace(MEETING, gap_s=tuple(-one for one in MEETING.gap_s))
    drawn = meeting_pictures([MEETING, turned])
    zero = next(y for y, _, is_zero in drawn[0]["gaps"] if is_zero)
    assert drawn[0] == drawn[1] and all(y < zero for _, y in drawn[0]["apart_dots"])


def test_the_label_stays_inside_a_narrow_picture() -> None:
    """Who met late has the label to the left of where they met."""
    late = replace(MEETING, gap_s=(900.0,) * 5 + (0.0, 0.0), from_km=30.0)
    drawn = meeting_pictures([MEETING, late, replace(late, km=(0, 5, 15, 20, 30, 40, 42), from_km=40)])
    assert [one["met_anchor"] for one in drawn] == ["start", "start", "end"]
    assert drawn[2]["met_x"] == drawn[2]["met_from"] + drawn[2]["met_wide"]


def test_what_is_drawn_finds_nobody() -> None:
    """Two whose gaps differ by less than is told are drawn alike, to the last digit."""
    other = replace(MEETING, gap_s=(-1430.0, -1369.0, -705.0, 0.0, 1.0, -2.0, 0.0))
    assert meeting_pictures([MEETING]) == meeting_pictures([other])


def test_meetings_share_one_scale() -> None:
    """So that two pictures can be held against each other."""
    drawn = meeting_pictures(made_up().strongest)
    assert drawn[0]["gaps"] == drawn[1]["gaps"]
    assert meeting_pictures([]) == []


def test_kilometres_have_room_on_a_phone() -> None:
    """At most five stand under a picture, whatever the distance."""
    assert kilometres(42.195) == [0, 10, 20, 30, 40]
    assert kilometres(160.9) == [0, 50, 100, 150]
    assert all(len(kilometres(length)) <= 5 for length in (3.0, 5.0, 10.0, 21.1, 50.0, 100.0, 250.0, 700.0))


def test_a_meeting_is_a_story_of_a_and_b() -> None:
    """Who was ahead is A; when they were apart, from where together, how close, about how long it took."""
    assert plain(" ".join(picture.story(MEETING))) == (
        "A crossed the start 24 min before B. Last seen apart at km 15, by 12 min; together from km 20 to "
        "the finish. Within 2 s at all 4 mats. One of the two took a little over 6 h."
    )
    assert plain(picture.met(MEETING)) == "met before km 20"
    later = replace(MEETING, km=(5.0, 10.0, 21.0975, 30.0), gap_s=(44.0, 52.0, 0.0, 0.0), from_km=21.0975)
    assert plain(" ".join(picture.story(replace(later, finish_s=None)))) == (
        "A passed km 5 40 s before B. Last seen apart at km 10, by 50 s; together from km 21.1 to the "
        "finish. In the same second at all 2 mats."
    )


@given(st.floats(300, 200_000))
def test_a_finish_time_finds_nobody(finish_s: float) -> None:
    """It is told to five minutes below, so that everybody of these five minutes reads the same."""
    assert picture.five_minutes(finish_s) == picture.five_minutes(finish_s // 300 * 300)
    assert "a little over" in picture.five_minutes(finish_s)


def test_times_and_gaps_are_said_as_people_say_them() -> None:
    """Whole hours alone, minutes behind them; gaps to the second, to ten of them, or to the minute."""
    assert [plain(picture.five_minutes(s)) for s in (21_712, 18_562, 1499, 60)] == [
        "a little over 6 h", "a little over 5 h 05 min", "a little over 20 min", "under 5 min",
    ]  # fmt: skip
    gaps = (0.4, 2.6, 9.6, 44, 54.9, 56, 89, 91, -721, 4000)
    assert [plain(picture.gap(s)) for s in gaps] == [
        "0 s", "3 s", "10 s", "40 s", "50 s", "1 min", "1 min", "2 min", "12 min", "1 h 07 min",
    ]  # fmt: skip
    assert picture.coarse_s(-721.0) == -720
