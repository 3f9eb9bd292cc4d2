"""The sentences of a station: what a tired volunteer may count on."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.live.station_views import ClosingView, StationPass, StationView
from alongside.web import station_words
from builders import ZONE, at

NOW_MS = at("12:00")


def station(**changes: object) -> StationView:
    """Return a station in the middle of its day; ``changes`` replace fields."""
    one = StationPass("full", "Marathon", 29_000.0, 1, 1, 700, 3, 214, 0, 12, None, at("13:05"), None, None)
    view = StationView(
        id="9", name="Station 9, mile 18", state="crowd", passes=(one,), to_come=214, unsure=3, waiting=0,
        passed=700, unread=0, soon=12, per_minute=9.7, peak_ms=at("12:40"), peak_per_minute=14.2,
        first_ms=at("12:00"), last_ms=at("13:05"), last_bib="823", arrivals=(), crowd=(),
        opens_ms=at("08:15"), closes_ms=at("13:30"), sweeps=(), silent=(), said=None,
        words_said=0, keyed=(), keyed_in=0, keyed_out=0, keyed_dropped=0, keyed_unknown=(),
        closing=ClosingView(214, 214, at("12:01"), at("12:55"), at("13:05"), 0.0),
    )  # fmt: skip
    view = msgspec.structs.replace(view, **changes)
    return view if "closing" in changes else msgspec.structs.replace(view, closing=closing_of(view))


def closing_of(view: StationView) -> ClosingView:
    """Return the closing of a station to which all come who are thought to, and inside the limit."""
    first_ms = view.first_ms if view.to_come else None
    last_ms = view.last_ms if view.to_come else None
    return ClosingView(view.to_come, view.to_come, first_ms, last_ms, last_ms, float(not view.to_come))


def said(**changes: object) -> str:
    return station_words.sentence(station(**changes), ZONE, NOW_MS)


EVERY = {
    "the thick of it, before its peak": ({}, "214 still to come, the most around 12:40."),
    "the thick of it, at its peak": (
        {"peak_ms": at("11:55")},
        "214 still to come. This is the thick of it.",
    ),
    "past the peak": ({"peak_ms": at("10:00")}, "214 still to come, the last by about 13:05, maybe later."),
    "the last ones": (
        {"state": "last", "to_come": 37},
        "37 still to come, the last by about 13:05, maybe later.",
    ),
    "the very last one": ({"state": "last", "to_come": 1}, "1 still to come, by about 13:05, maybe later."),
    "before the start": (
        {"state": "before", "to_come": 0, "first_ms": at("12:30")},
        "Nobody has been read at the start yet. The first may be here about 12:30.",
    ),
    "before the first": (
        {"state": "before", "first_ms": at("12:30")},
        "Nobody has come this far yet. The first may be here about 12:30.",
    ),
    "the start has not been read": (
        {"state": "waiting", "to_come": 0, "waiting": 412},
        "Nobody is known to be on the way, but 412 runners have not been read at the start and may come.",
    ),
    "somebody is missing": (
        {"state": "unsure", "to_come": 0, "unsure": 3},
        "Nobody is known to be on the way, but 3 are not accounted for. Stay until race control says close.",
    ),
    "all have passed": (
        {"state": "passed", "to_come": 0, "unsure": 0},
        "All who were seen to start have passed you or are accounted for. "
        "Stay until race control says close.",
    ),
    "the mats have read hardly anybody": (
        {"state": "blind", "to_come": 0, "unsure": 0, "passed": 0, "unread": 900},
        "Most entries were never read anywhere, so we cannot count for you. Count for yourselves. "
        "Stay until race control says close.",
    ),
    "stopped": (
        {"state": "stopped"},
        "The race is stopped. Stay at your table and wait for race control.",
    ),
}


@pytest.mark.parametrize("what", EVERY)
def test_every_state_has_its_sentence(what: str) -> None:
    """One sentence for each state of a station, in plain words."""
    changes, sentence = EVERY[what]
    assert said(**changes) == sentence


counts = st.integers(0, 3)
times = st.sampled_from([None, at("10:00"), at("13:05")])


def state_of(to_come: int, unsure: int, waiting: int, early: bool) -> str:
    """Return a state in which a station with these counts can be."""
    if to_come or (waiting and early):
        return "before" if early else "last"
    return "waiting" if waiting else "unsure" if unsure else "passed"


@settings(max_examples=150, deadline=None)
@given(counts, counts, counts, st.booleans(), times)
def test_no_sentence_says_that_nobody_comes_while_anybody_may(
    to_come: int, unsure: int, waiting: int, early: bool, when_ms: int | None
) -> None:
    """Whoever may still come is in the sentence or its notes, nobody is sent home, and no time is certain."""
    early = early and not unsure
    state = state_of(to_come, unsure, waiting, early)
    view = station(
        state=state, to_come=to_come, unsure=unsure, waiting=waiting, last_ms=when_ms, first_ms=when_ms
    )
    sentence = station_words.sentence(view, ZONE, NOW_MS)
    notes = [*station_words.notes(view, ZONE, NOW_MS), *station_words.others(view)]
    told = [sentence, *notes, station_words.pace(view, ZONE, NOW_MS)]
    everything = " ".join(told)
    assert not unsure or f"{unsure} " in everything
    assert early or not waiting or f"{waiting} " in everything
    assert early or not to_come or sentence.startswith(f"{to_come} still to come")
    assert ("All who were seen" in sentence) is (to_come + unsure + waiting == 0)
    for one in (*told, station_words.short(view, ZONE, NOW_MS)):
        assert "may close" not in one and "go home" not in one
        for time in ("13:05", "10:00"):
            assert time not in one.replace(f"about {time}", "").replace(f"around {time}", "")


def test_a_closing_time_that_comes_too_early_is_overruled() -> None:
    """The plan says 12:50 and the last may come at 13:05; or it is past closing, and people may come."""
    early = station_words.notes(station(closes_ms=at("12:50")), ZONE, NOW_MS)
    assert "The last may come about 13:05, after your planned closing at 12:50. Do not close then." in early
    past = station_words.notes(station(closes_ms=at("11:50")), ZONE, NOW_MS)
    assert "Your planned closing was 11:50. Do not close: people may still come." in past


def test_a_silent_mat_takes_trust_out_of_the_counts() -> None:
    """What hangs on a broken reader is said to hang on it, on the page and by radio."""
    view = station(silent=("10K",))
    told = station_words.notes(view, ZONE, NOW_MS)
    assert "The mat at 10K is silent: our counts may be wrong. Count for yourselves." in told
    assert "The mat at 10K is silent, count for yourselves." in station_words.short(view, ZONE, NOW_MS)


def test_a_line_for_the_radio_names_the_place_the_count_and_the_last() -> None:
    """It can be read out as it stands, and ends with what to do."""
    line = station_words.short(station(unsure=0), ZONE, NOW_MS)
    assert line == (
        "Station 9, mile 18: 214 still to come, the last by about 13:05, maybe later. "
        "Stay open. Do not close before I say so."
    )
    unnamed = station_words.short(station(name="Tea"), ZONE, NOW_MS)
    assert unnamed.startswith("Tea, km 29.0 (mile 18.0): 214 still to come")


def test_the_pace_of_a_crowd_names_its_peak_and_a_trickle_has_none() -> None:
    """How many a minute now and when the most come, or came; of a few, no peak is spoken of."""
    told = [
        station_words.pace(station(**changes), ZONE, NOW_MS)
        for changes in ({}, {"peak_ms": at("10:00")}, {"peak_per_minute": 0.3}, {"state": "unsure"})
    ]
    assert told == [
        "About 10 a minute now. The most, about 14 a minute, come around 12:40.",
        "About 10 a minute now. The most, about 14 a minute, came around 10:00.",
        "About 10 a minute now.",
        "",
    ]


def test_how_many_come_is_said_in_numbers_one_can_feel() -> None:
    """So many a minute, one in so many minutes, or hardly anybody."""
    rates = [station_words.rate(rate) for rate in (61.7, 1.0, 0.4, 0.02)]
    assert rates == ["about 62 a minute", "about 1 a minute", "about one every 2 minutes", "hardly anybody"]
