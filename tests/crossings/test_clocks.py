"""What is said of a device's clock corrects its reads; what stands depends on the rows alone."""

from __future__ import annotations

import msgspec
import pytest

from alongside.events.bodies import ClockBody, UndoBody
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import at, crossed, entry, kept, outcome, race_of, read, rule_read

START, TEN = read("C1", "S", "07:01"), read("C1", "10K", "08:23:13", reader="box", received="08:10:01")


def said(ahead_s: float, id_: str = "k1", clock: str = "09:00", **more: object) -> Draft:
    """Return the draft of a word about the clock of the box at 10K."""
    fields = {"device": "reader/box", "ahead_ms": round(ahead_s * 1000), "by": "control/1"} | more
    return Draft("control", id_, at(clock), ClockBody(**fields))  # type: ignore[arg-type]


def undone(draft: Draft, id_: str = "u1") -> Draft:
    """Return the draft that takes a word back."""
    return Draft("control", id_, at("10:00"), UndoBody(draft.source, draft.id, "control/1"))


@pytest.mark.parametrize("order", [(START, TEN, said(793)), (said(793), START, TEN)])
def test_a_word_corrects_the_reads_before_it_and_after_it(order: tuple[Draft, ...]) -> None:
    """A clock 13:13 ahead is taken off each of its reads, whenever that was said; other devices stay."""
    assert crossed(race_of(*order), "1") == {"S": at("07:01"), "10K": at("08:10")}


def test_the_raw_time_stays_in_the_read() -> None:
    """The read says what its device said; only what is made of it is corrected."""
    race = race_of(START, TEN, said(793))
    row = race.state.crossings.reads.find(("reader", TEN.id))
    assert race.state.crossings.reads.columns["at_ms"][row] == at("08:23:13")
    assert race.state.crossings.at_ms(row) == at("08:10")


def test_taking_a_word_back_brings_the_old_times_back() -> None:
    """An undo may come after the word or before it."""
    word = said(793)
    for order in ((START, TEN, word, undone(word)), (undone(word), START, TEN, word)):
        assert crossed(race_of(*order), "1")["10K"] == at("08:23:13")


def test_the_later_word_about_the_same_time_counts() -> None:
    """Of two words of people about one clock the later said counts, in whatever order they come."""
    first, second = said(100, "k1", "09:00"), said(793, "k2", "09:05")
    for order in ((first, second), (second, first)):
        assert crossed(race_of(START, TEN, *order), "1")["10K"] == at("08:10")


def test_a_word_holds_from_a_time_of_the_device_on() -> None:
    """A clock that was set wrong at 8:15 by its own time is corrected from there on only."""
    race = race_of(START, read("C1", "5K", "07:35", reader="box"), TEN, said(793, from_ms=at("08:15")))
    assert crossed(race, "1") == {"S": at("07:01"), "5K": at("07:35"), "10K": at("08:10")}


def test_a_persons_word_puts_aside_what_the_system_said() -> None:
    """Whoever stands beside the box knows better, whichever was said first; else the system's holds."""
    system = Draft("clock", "s", at("09:30"), said(60, by="system").body)
    person = said(793)
    assert crossed(race_of(START, TEN, person, system), "1")["10K"] == at("08:10")
    assert crossed(race_of(START, TEN, person, system, undone(person)), "1")["10K"] == at("08:22:13")


def test_corrected_times_are_what_questions_and_rules_go_by() -> None:
    """A read that seems to come before the gun by a slow clock is no question once the clock is right."""
    slow = read("C1", "5K", "06:55", reader="box", received="07:35")
    assert kept(race_of(START, slow), "1") == [("5K", "before_gun", True)]
    assert kept(race_of(START, slow, said(-40 * 60)), "1") == []


def test_unknown_chips_are_corrected_too_once_somebody_wears_them() -> None:
    """Reads of a chip whose entry comes late have the right times from the first."""
    late = read("C9", "10K", "08:23:13", reader="box", received="08:10:01")
    race = race_of(late, said(793), entry("9", "full", "1", "C9"))
    assert crossed(race, "9") == {"10K": at("08:10")}


def test_clocks_go_into_a_snapshot() -> None:
    """A fold from a snapshot goes on as if it had never been taken, clocks and what was heard included."""
    race = race_of(START, TEN, said(793))
    again = Race(LiveState.load(race.state.dump()))
    assert outcome(again) == outcome(race)
    held = race.state.crossings.hearing
    assert msgspec.to_builtins(again.state.crossings.hearing.devices) == msgspec.to_builtins(held.devices)


def test_a_ruling_on_a_corrected_read_still_names_it() -> None:
    """A read is named by its key; correcting its clock does not make it another one."""
    out = rule_read(TEN, "thrown_out")
    assert "10K" not in crossed(race_of(START, TEN, said(793), out), "1")


def test_a_read_without_a_reader_is_of_the_device_at_its_mat() -> None:
    """Where no reader is named, the mat's one device of that source is meant."""
    bare = replace_reader(TEN)
    race = race_of(START, bare, said(793, device="reader/10K"))
    assert crossed(race, "1")["10K"] == at("08:10")


def replace_reader(draft: Draft) -> Draft:
    """Return a read that names no reader."""
    return msgspec.structs.replace(draft, body=msgspec.structs.replace(draft.body, reader=""))
