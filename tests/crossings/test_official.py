"""What the timing company says officially outranks what reads and the roster say."""

from __future__ import annotations

import pytest

from alongside.events.bodies import EntryBody
from alongside.events.row import Draft
from alongside.live.opening import opening
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import (
    OPENING,
    at,
    crossed,
    entry,
    kept,
    make_plan,
    outcome,
    race_of,
    read,
    rows_of,
    rule_read,
    rule_status,
    status,
)

RUN = (read("C1", "S", "07:01"), read("C1", "5K", "07:35"), read("C1", "10K", "08:10"))


def official(mat: str, clock: str, id_: str = "o1") -> Draft:
    """Return the draft of a corrected time of bib 1."""
    return read("1", mat, clock, id_, by="bib", official=True)


@pytest.mark.parametrize("clock", ["08:09:58", "08:10:30", "08:25", "07:50"])
def test_a_corrected_time_outranks_every_read_at_that_split(clock: str) -> None:
    """Seconds or minutes away from what was read: the official time is the crossing, and asks nobody."""
    race = race_of(*RUN, read("C1", "10K", "08:10:04", reader="b"), official("10K", clock))
    assert crossed(race, "1") == {"S": at("07:01"), "5K": at("07:35"), "10K": at(clock)}
    found = kept(race, "1")
    assert found and {(mat, rule, question) for mat, rule, question in found} == {("10K", "corrected", False)}


def test_a_corrected_time_may_come_before_the_reads_it_corrects() -> None:
    """Order does not matter: the mat was offline, the correction was not."""
    word = official("10K", "08:12")
    assert outcome(race_of(word, *RUN)) == outcome(race_of(*RUN, word))


def test_an_official_time_counts_against_all_arithmetic() -> None:
    """Too fast by the reads before it, it stands, and what contradicts it goes."""
    race = race_of(*RUN, official("HALF", "08:20"))
    assert crossed(race, "1")["HALF"] == at("08:20")


def test_the_later_official_word_corrects_the_earlier_one() -> None:
    """The timing company corrects itself: the last word about a split counts, near the first or far."""
    for clock in ("08:12:30", "08:40"):
        race = race_of(*RUN, official("10K", "08:12", "o1"), official("10K", clock, "o2"))
        assert crossed(race, "1")["10K"] == at(clock)


def test_an_official_time_can_be_thrown_out() -> None:
    """Race control may put even that aside, and the reads count again."""
    word = official("10K", "08:12")
    assert crossed(race_of(*RUN, word, rule_read(word, "thrown_out")), "1")["10K"] == at("08:10")


def test_an_official_time_is_not_a_device_whose_clock_is_judged() -> None:
    """People say it, hours later: nothing is heard of a clock in it, and no clock corrects it."""
    race = race_of(*RUN, official("10K", "08:12"))
    assert {heard.device for heard in race.state.crossings.hearing.devices.values()} == {
        "reader/S",
        "reader/5K",
        "reader/10K",
    }
    assert race.state.crossings.hearing.devices[2].reads == 1


def said(bib: str, *fields: object, id_: str = "e1") -> Draft:
    """Return the draft of an official entry."""
    return Draft("official", id_, at("08:00"), EntryBody(bib, *fields))  # type: ignore[arg-type]


def test_a_late_entry_adopts_the_reads_of_its_chip() -> None:
    """Who paid at the start line runs like everybody else, from her first read on."""
    race = race_of(read("C77", "S", "07:03"), read("C77", "5K", "07:50"), said("77", "full", "1", ("C77",)))
    assert list(crossed(race, "77")) == ["S", "5K"]


def test_an_official_entry_outranks_the_roster_whichever_came_first() -> None:
    """Distance and wave are theirs; what they leave out, such as chips, stays as the roster has it."""
    roster, word = entry("5", "full", "1", "C5"), said("5", "half", "2")
    for order in ((roster, word), (word, roster)):
        found = race_of(*order).state.crossings.field.get("5")
        assert found == EntryBody("5", "half", "2", ("C5",))


def test_the_roster_is_not_written_again_because_of_an_official_word() -> None:
    """Serving the race again adds no row for an entry of which the roster says what it said before."""
    roster, word = entry("5", "full", "1", "C5"), said("5", "half", "2")
    race = race_of(roster, word)
    entries = [draft.body for draft in (*OPENING[1:], roster)]
    assert opening(race.state, make_plan(), entries, at("09:00")) == []  # type: ignore[arg-type]


def test_official_words_go_into_a_snapshot() -> None:
    """A fold from a snapshot goes on as if it had never been taken."""
    drafts = (*RUN, official("10K", "08:12"), entry("5", "full", "1", "C5"), said("5", "half", "2"))
    race = race_of(*drafts)
    again = Race(LiveState.load(race.state.dump()))
    for one in (race, again):
        one.apply(rows_of([entry("5", "full", "1", "C55")], one.state.seq + 1))
    assert outcome(again) == outcome(race)
    assert again.state.crossings.field.get("5") == EntryBody("5", "half", "2", ("C55",))


def test_a_status_of_a_bib_that_nobody_wears_yet_waits_for_its_entry() -> None:
    """The timing company disqualifies a late entry before we know her: it holds when she comes."""
    word = rule_status("77", "dsq", "09:00", official=True)
    race = race_of(word, said("77", "full", "1", ("C77",)), read("C77", "S", "07:03"))
    assert status(race, "77") == "dsq"
