"""Until when a table is needed, in sentences that a tired volunteer cannot misread."""

from __future__ import annotations

import msgspec
import pytest

from alongside.live.station_views import (
    AdviceView,
    ClosingView,
    KeptOpen,
    Needs,
    StationPass,
    StationSaid,
    StationView,
)
from alongside.tail.advice import FAR, KEPT
from alongside.web import station_advice, station_words
from builders import ZONE, at

NOW_MS = at("12:30")
COMING = ClosingView(2, 2, at("12:58"), at("13:05"), at("13:18"), 0.02)
GONE = ClosingView(0, 0, None, None, None, 1.0)
PASS = StationPass(
    "full",
    "Marathon",
    35_000.0,
    1,
    1,
    700,
    0,
    2,
    0,
    0,
    None,
    at("13:10"),
    None,
    at("13:44"),
    mat_back_m=5_000.0,
)
KEEP = KeptOpen("control", "k", at("13:20"), at("12:10"), "control/1", "")


def station(advice: AdviceView | None = None, **changes: object) -> StationView:
    """Return the table at km 35 with two to come; ``changes`` replace fields."""
    view = StationView(
        id="35", name="Km 35", state="last", passes=(PASS,), to_come=2, unsure=0, waiting=0, passed=700,
        unread=0, soon=0, per_minute=0.1, peak_ms=at("11:00"), peak_per_minute=9.0, first_ms=at("12:58"),
        last_ms=at("13:10"), last_bib="823", arrivals=(), crowd=(), opens_ms=None, closes_ms=at("12:50"),
        sweeps=(), silent=(), said=None, words_said=0, keyed=(), keyed_in=0, keyed_out=0, keyed_dropped=0,
        keyed_unknown=(), closing=COMING, advice=advice, permit_ms=at("12:50"),
    )  # fmt: skip
    return msgspec.structs.replace(view, **changes)


def told(new: str, closes: str | None = None, why: str = "") -> AdviceView:
    """Return what a station was told at noon."""
    return AdviceView(new, at("12:00"), None if closes is None else at(closes), why)  # type: ignore[arg-type]


def packed_up(view: StationView, word: str = "packed_up") -> StationView:
    """Return a station that says that it is gone."""
    said = StationSaid("station/35", "s", word, "station/35/7", at("12:20"), "")  # type: ignore[arg-type]
    return msgspec.structs.replace(view, said=said)


SENTENCES = {
    "a time": (station(told("closes_at", "13:20")), "You may close at 13:20."),
    "everybody is through": (
        station(told("may_close"), to_come=0, closing=GONE),
        "You may close now: everybody has passed.",
    ),
    "nobody comes, and some were not seen": (
        station(told("may_close"), to_come=0, unsure=3, closing=GONE),
        "You may close now. Nobody inside the limit is thought to come any more.",
    ),
    "a question": (station(told("ask", "13:20")), "Stay open: race control is asked until when."),
    "a question again": (
        station(told("ask", "13:40"), kept_open=KEEP),
        "Race control keeps you open until 13:20, and is asked for longer.",
    ),
    "an answer": (
        station(told("closes_at", "13:20", KEPT), kept_open=KEEP),
        "Race control keeps you open until 13:20.",
    ),
    "an answer that is over": (
        station(told("closes_at", "12:30", KEPT)),
        "Race control closed this table at 12:30.",
    ),
    "a doubt": (
        station(told("stay", None, "the mat at 30K is silent")),
        "Stay open until race control says close: the mat at 30K is silent.",
    ),
    "too early for a time": (
        station(told("stay", None, FAR)),
        "2 still to come, the last by about 13:20, maybe later.",
    ),
    "gone too early": (
        packed_up(station(told("closes_at", "13:20"))),
        "Open again: 2 inside the limit may still come, the first about 12:58.",
    ),
    "gone as it was told": (
        packed_up(station(told("may_close"), to_come=0, closing=GONE)),
        "You may close now: everybody has passed.",
    ),
}


@pytest.mark.parametrize("what", SENTENCES)
def test_the_large_sentence_is_the_advice(what: str) -> None:
    """One sentence for each advice, and another where the table is gone although somebody comes."""
    view, sentence = SENTENCES[what]
    assert station_words.sentence(view, ZONE, NOW_MS) == sentence


def test_who_comes_stands_under_the_sentence_once() -> None:
    """How many inside the limit, the first about when; not again where the sentence says it."""
    comes = "2 inside the limit may still come, the first about 12:58."
    assert station_words.notes(station(told("closes_at", "13:20")), ZONE, NOW_MS)[0] == comes
    gone = packed_up(station(told("closes_at", "13:20")))
    notes = station_words.notes(gone, ZONE, NOW_MS)
    assert comes not in notes and notes[0] == "When your table stands again, press Open below."


def test_the_station_reads_what_race_control_is_asked() -> None:
    """By when it is sure, and when the permit ends; or why nobody can say."""
    notes = station_words.notes(station(told("ask", "13:20")), ZONE, NOW_MS)
    assert "The last inside the limit is sure to have passed by 13:20; your permit ends 12:50." in notes
    doubt = station_words.notes(station(told("ask", None, "the mat at 30K is silent")), ZONE, NOW_MS)
    assert "Nobody can say when the last comes: the mat at 30K is silent; your permit ends 12:50." in doubt


def test_a_planned_closing_is_not_spoken_against_where_a_time_was_told() -> None:
    """The advice replaces the plan; without one, the plan that comes too early is overruled."""
    planned = "The last may come about 13:20, after your planned closing at 12:50. Do not close then."
    assert planned in station_words.notes(station(), ZONE, NOW_MS)
    for advice in (told("closes_at", "13:20"), told("ask", "13:20"), told("may_close")):
        assert planned not in station_words.notes(station(advice), ZONE, NOW_MS)


def test_little_to_go_by_is_said_to_be_little() -> None:
    """A time that hangs on a mat far back says so; one beside a mat does not."""
    far = msgspec.structs.replace(PASS, mat_back_m=13_902.5)
    rests = "This rests on little: the last mat before you is 14 km back."
    advice = told("closes_at", "13:20")
    assert rests in station_words.notes(station(advice, passes=(far,)), ZONE, NOW_MS)
    assert not [note for note in station_words.notes(station(advice), ZONE, NOW_MS) if "rests" in note]


WARNINGS = {
    "before the time": (
        station(told("closes_at", "13:20")),
        "Do not close yet. 2 inside the limit may still come, the first about 12:58",
    ),
    "others too": (
        station(told("stay", None, FAR), unsure=3, waiting=4),
        "Do not close yet. 2 inside the limit may still come, the first about 12:58; "
        "4 runners not read at the start may come; 3 not accounted for",
    ),
    "as it was told": (
        station(told("may_close"), to_come=0, closing=GONE),
        "Nobody inside the limit is thought to come any more",
    ),
    "race control closed it": (
        station(told("closes_at", "12:30", KEPT)),
        "2 inside the limit may still come, the first about 12:58",
    ),
}


@pytest.mark.parametrize("what", WARNINGS)
def test_the_second_press_is_against_who_still_comes(what: str) -> None:
    """Packing up names how many inside the limit come, and when the first does."""
    view, warning = WARNINGS[what]
    assert station_advice.warning(view, ZONE, NOW_MS) == warning


LINES = {
    "a time": (station(told("closes_at", "13:20")), "You may close at 13:20."),
    "now": (station(told("may_close"), to_come=0, closing=GONE), "You may close now."),
    "not yet": (station(told("stay", None, FAR)), "Stay open. Do not close before I say so."),
    "a question": (station(told("ask", "13:20")), "Stay open. Do not close before I say so."),
    "a doubt": (
        station(told("stay", None, "the race is led around this place")),
        "Stay open: the race is led around this place. Do not close before I say so.",
    ),
    "gone too early": (
        packed_up(station(told("closes_at", "13:20")), "closed"),
        "You packed up too early. Open again: 2 inside the limit may still come, the first about 12:58.",
    ),
}


@pytest.mark.parametrize("what", LINES)
def test_the_line_by_radio_ends_with_until_when(what: str) -> None:
    """It can be read out as it stands, and never sends anybody home who is still needed."""
    view, end = LINES[what]
    line = station_words.short(view, ZONE, NOW_MS)
    assert line.endswith(end) and line.startswith("Km 35: ")


def test_who_holds_no_table_is_told_all_the_same() -> None:
    """Outside the limit, or let go by the sweep: the table may go, and knows who would be glad of it."""
    some = station(told("may_close"), closing=ClosingView(3, 0, None, None, None, 0.97, let_go=1))
    assert station_advice.others_coming(some) == [
        "3 runners outside the limit may still come: you may go, and are welcome if you stay.",
        "1 runner let go by the sweep may still come along the pavement.",
    ]


def test_water_cups_and_people_until_then() -> None:
    """Rounded up, as one carries them; nothing once the table may go."""
    needs = Needs(240, 60.1, 480, 130, 4)
    advice = told("closes_at", "13:20")
    assert station_advice.needs_words(station(advice, needs=needs)) == (
        "Until then: about 61 litres, 480 cups, 4 people at the table for the next half hour."
    )
    many = Needs(4_000, 1000.5, 8_000, 900, 23)
    assert "about 1,010 litres, 8,000 cups" in station_advice.needs_words(station(advice, needs=many))
    assert station_advice.needs_words(station(told("may_close"), needs=needs)) == ""


def test_median_and_sure_time_of_the_last() -> None:
    """When the last is expected, and by when all of them have passed or stopped."""
    assert station_advice.last_words(station(), ZONE, NOW_MS) == (
        "Expected: the last inside the limit about 13:05; by 13:20 all of them have passed or stopped, "
        "with 95 chances in 100."
    )
    unlimited = msgspec.structs.replace(PASS, planned_last_ms=None)
    assert "Expected: the last about 13:05;" in station_advice.last_words(
        station(passes=(unlimited,)), ZONE, NOW_MS
    )
