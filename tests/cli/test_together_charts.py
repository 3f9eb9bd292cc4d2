"""Charts of a gap in the terminal, and the same in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alongside.cli.together_charts import DOT, LABELS, TOGETHER, WIDTH, gap_chart, gap_words
from alongside.together.summary import Meeting

MEETING = Meeting(
    one=0,
    other=1,
    distance="full",
    km=(0.0, 10.0, 20.0, 30.0, 42.195),
    mats=("START", "10K", "20K", "30K", "FINISH"),
    gap_s=(-700.0, 200.0, -40.0, 1.0, -2.0),
    from_mat="30K",
    from_km=30.0,
    log_odds=9.0,
    finish_s=15_000.0,
)
AT = 11  # the column of a line in which the chart begins


def dots(lines: list[str]) -> dict[str, dict[int, str]]:
    """Return the marks of each line by its label: column and sign."""
    rows = (line.split("|", 1) for line in lines[:-1])
    return {label.strip(): {at: mark for at, mark in enumerate(row) if mark != " "} for label, row in rows}


def test_far_apart_is_on_top_and_together_below() -> None:
    """One line per step of the gap, the widest first, then the kilometres."""
    lines = gap_chart(MEETING)
    assert [line[:9].strip() for line in lines] == [*LABELS[::-1], "km"]


def test_each_mat_is_a_mark_on_the_line_of_its_gap() -> None:
    """A gap stands on the highest step that it reaches, whoever was ahead; once they met, marks are full."""
    last = WIDTH - 1
    tenth, fifth, third = (round(km / 42.195 * last) for km in (10, 20, 30))
    assert dots(gap_chart(MEETING)) == {
        "10 min": {0: DOT},
        "2 min": {tenth: DOT},
        "30 s": {fifth: DOT},
        "5 s": {},
        "together": {third: TOGETHER, last: TOGETHER},
    }


@pytest.mark.parametrize(
    ("gap_s", "label"),
    [(4.9, "together"), (5.0, "5 s"), (-5.0, "5 s"), (29.9, "5 s"), (30.0, "30 s"), (120.0, "2 min"),
     (-599.0, "2 min"), (600.0, "10 min"), (9_000.0, "10 min")],
)  # fmt: skip
def test_a_step_begins_at_its_seconds(gap_s: float, label: str) -> None:
    """A gap of exactly so many seconds is on the step, whichever way it is."""
    chart = gap_chart(replace(MEETING, gap_s=(gap_s, *MEETING.gap_s[1:])))
    assert [name for name, row in dots(chart).items() if 0 in row] == [label]


def test_kilometres_stand_below_their_mats() -> None:
    """Each number begins in the column of its mark."""
    below = gap_chart(MEETING)[-1]
    marks = [at for row in dots(gap_chart(MEETING)).values() for at in row]
    numbers = {0: "0", 10: "10", 20: "20", 30: "30", 42.195: "42"}
    for km, number in numbers.items():
        at = round(km / 42.195 * (WIDTH - 1))
        assert at in marks
        assert below[AT + at :].startswith(number)


def test_kilometres_without_room_are_left_out() -> None:
    """Numbers never run into each other: of mats side by side the first is named."""
    km = (0.0, 20.0, 21.1, 21.9, 42.2)
    assert gap_chart(replace(MEETING, km=km))[-1].split() == ["km", "0", "20", "42"]
    assert gap_chart(replace(MEETING, km=(0.0, 20.0, 21.1, 23.0, 42.2)))[-1].split() == [
        "km",
        "0",
        "20",
        "23",
        "42",
    ]


def test_a_chart_fits_into_a_terminal() -> None:
    """No line is wider than 72 columns, of a hundred miles and thirty mats either; none ends in blanks."""
    km = tuple(float(i) for i in range(0, 161, 5))
    wide = replace(MEETING, km=km, gap_s=(1.0,) * len(km), mats=("M",) * len(km))
    for line in (*gap_chart(wide), *gap_chart(MEETING)):
        assert len(line) <= 72
        assert line == line.rstrip()


def test_one_mat_alone_is_drawn_at_the_left() -> None:
    """A road without a length is no fault."""
    one = replace(MEETING, km=(30.0,), gap_s=(0.0,), mats=("30K",))
    assert dots(gap_chart(one))["together"] == {0: TOGETHER}


def test_a_sentence_says_the_same() -> None:
    """How far apart at the first mat, whoever was ahead, and where they were first seen together."""
    assert gap_words(MEETING) == "12 min apart at km 0, first seen together at 30K (km 30.0)"


def test_who_was_together_from_the_first_mat_was_never_apart() -> None:
    """Without a mat before, nothing is said of one."""
    assert (
        gap_words(replace(MEETING, from_mat="START", from_km=0.0)) == "first seen together at START (km 0.0)"
    )
