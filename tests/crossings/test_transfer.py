"""A transfer to another distance, and bibs that hang on others, as reads tell them."""

from __future__ import annotations

import math

import msgspec

from alongside.events.bodies import FixBody, PlanBody, SwapBody, TransferBody
from alongside.events.plan import Line, Wave
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from alongside.race.ranking import places
from builders import (
    OPENING,
    at,
    body_draft,
    crossed,
    entry,
    kept,
    make_plan,
    outcome,
    race_of,
    read,
    rows_of,
    status,
    undo,
)

RUN = (read("C1", "S", "07:02"), read("C1", "5K", "07:40"), read("C1", "10K", "08:20"))


def transfer(bib: str, distance: str, clock: str = "08:25", id_: str = "t1") -> Draft:
    """Return the draft of a transfer."""
    return body_draft(TransferBody(bib, distance, "control/1"), id_, clock)


def swap(bib: str, worn: str, clock: str = "08:00", id_: str = "") -> Draft:
    """Return the draft of a swap."""
    return body_draft(SwapBody(bib, worn, "control/1"), id_ or f"w{bib}/{worn}", clock)


def test_a_transferred_runner_finishes_the_distance_she_runs() -> None:
    """Entered for the full, she turns off at the split: the half's finish is hers, and her place is there."""
    race = race_of(*RUN, transfer("1", "half"), read("C1", "F", "09:40"))
    assert crossed(race, "1") == {"S": at("07:02"), "5K": at("07:40"), "10K": at("08:20"), "F": at("09:40")}
    assert status(race, "1") == "finished"
    assert race.state.race["chip_ms"][0] == at("09:40") - at("07:02")
    half = race.state.race.arrays.index["half"]
    assert places(race.state.race, half).tolist() == [1, -1, -1]


def test_without_it_the_same_reads_are_no_finish_of_the_full() -> None:
    """The transfer is what makes it a finish: it is not guessed from the reads."""
    race = race_of(*RUN, read("C1", "F", "08:50"))
    assert status(race, "1") == "on_course"


def test_her_own_waves_gun_stays_hers() -> None:
    """Whoever changes the distance started when she started, though the half went earlier or later."""
    race = race_of(read("C2", "5K", "08:20"), transfer("2", "half"))
    assert race.state.race["start_ms"][1] == at("07:30")


def test_she_started_with_the_distance_she_was_entered_for() -> None:
    """The half goes two hours later: a start read with the full is a start all the same."""
    waves = (Wave("1", "Full", ("full",), at("07:00")), Wave("h", "Half", ("half",), at("09:00")))
    plan = body_draft(PlanBody(make_plan(waves=waves)), "plan", "06:00")
    race = race_of(*RUN, transfer("1", "half"), opening=(plan, entry("1", "full", "1", "C1")))
    assert list(crossed(race, "1")) == ["S", "5K", "10K"]
    assert kept(race, "1") == []
    assert race.state.race["gun_ms"][0] == at("07:00")


def test_her_phone_is_looked_for_on_the_course_she_runs() -> None:
    """The half turns off where the full goes on: the same fix lies elsewhere along it, or nowhere."""
    north = Line((52.0, 52.1), (13.0, 13.0), (0.0, 11_120.0))
    east = Line((52.0, 52.0), (13.0, 13.2), (0.0, 13_690.0))
    full, half = make_plan().distances
    lines = (msgspec.structs.replace(full, line=north), msgspec.structs.replace(half, line=east))
    plan = body_draft(PlanBody(make_plan(distances=lines)), "plan", "06:00")
    fix = body_draft(FixBody("phone", "1", at("07:20"), 52.05, 13.0), "f1", "07:20")
    race = race_of(fix, opening=(plan, entry("1", "full", "1", "C1")))
    assert round(race.state.locator["along_m"][0][0], -2) == 5_600
    race.apply(rows_of([transfer("1", "half")], race.state.seq + 1))
    race.state.settle()
    assert math.isnan(race.state.locator["along_m"][0][0])


def test_mats_she_had_passed_on_the_old_course_ask_nobody() -> None:
    """Read beyond the split and only then transferred: that was her course; later ones are a question."""
    past = read("C1", "HALF", "09:20")
    before = race_of(*RUN, past, transfer("1", "half", "09:30"))
    assert kept(before, "1") == [("HALF", "wrong_distance", False)]
    after = race_of(*RUN, past, transfer("1", "half", "09:00"))
    assert kept(after, "1") == [("HALF", "wrong_distance", True)]


def test_taking_a_transfer_back_brings_everything_back() -> None:
    """The undo leaves what would have been without it; a second transfer uncovers the first."""
    there = transfer("1", "half")
    finish = read("C1", "F", "11:00")
    assert outcome(race_of(*RUN, there, finish, undo(there))) == outcome(race_of(*RUN, finish))
    back = transfer("1", "full", "08:40", "t2")
    assert outcome(race_of(*RUN, there, back, finish)) == outcome(race_of(*RUN, finish))
    assert outcome(race_of(*RUN, there, back, undo(back))) == outcome(race_of(*RUN, there))


def test_a_transfer_to_a_distance_that_is_not_there_changes_nothing() -> None:
    """The form refuses it; a row that says so all the same is harmless."""
    assert outcome(race_of(*RUN, transfer("1", "ultra"))) == outcome(race_of(*RUN))


def test_a_correction_of_her_entry_leaves_the_transfer_standing() -> None:
    """The roster gives her another chip: she still runs the distance that control said."""
    race = race_of(*RUN, transfer("1", "half"), entry("1", "full", "1", "C1", "C1B"))
    assert race.state.crossings.field.entries[0].distance == "half"
    assert race.state.crossings.field.entered[0].distance == "full"


def test_two_who_swapped_bibs_each_have_their_own_run() -> None:
    """Reads of before and after follow whoever wears the bib, by chip and by bib."""
    reads = (read("C1", "S", "07:02"), read("C2", "S", "07:32"), read("2", "5K", "08:10", by="bib"))
    race = race_of(*reads, swap("1", "2"), read("C1", "5K", "07:45"))
    assert crossed(race, "1") == {"S": at("07:32"), "5K": at("08:10")}
    assert crossed(race, "2") == {"S": at("07:02"), "5K": at("07:45")}
    assert race.state.crossings.field.find("C1", "chip") == 1
    assert outcome(race_of(*reads, swap("1", "2"), undo(swap("1", "2")))) == outcome(race_of(*reads))


def test_a_replacement_bib_is_hers_from_the_start() -> None:
    """She got number 901 at the start: its reads were unknown, and are hers as soon as it is said."""
    reads = (read("901", "S", "07:03", by="bib"), read("901", "5K", "07:50"), read("C1", "10K", "08:30"))
    assert race_of(*reads).state.crossings.unknown != {}
    race = race_of(*reads, swap("1", "901"))
    assert list(crossed(race, "1")) == ["S", "5K", "10K"]
    assert race.state.crossings.unknown == {}


def test_a_swap_waits_for_an_entry_that_comes_later() -> None:
    """The worn bib turns out to be a late entry: then the two have swapped."""
    late = entry("9", "full", "1", "C9")
    reads = (read("C9", "S", "07:05"), read("C1", "S", "07:06"))
    one = race_of(*reads, swap("1", "9"), late)
    assert crossed(one, "1") == {"S": at("07:05")}
    assert crossed(one, "9") == {"S": at("07:06")}
    assert outcome(one) == outcome(race_of(*reads, late, swap("1", "9")))


def test_her_phone_stays_hers_whatever_she_wears() -> None:
    """A fix comes by her own link, not from what hangs on her shirt."""
    fix = body_draft(FixBody("phone", "1", at("07:20"), 52.0, 13.0), "f1", "07:20")
    race = race_of(swap("1", "2"), fix)
    assert race.state.locator["at_ms"].tolist()[:2] == [at("07:20"), -1]


def test_a_snapshot_keeps_transfers_and_swaps() -> None:
    """Loaded from a snapshot the field is what it was, and goes on the same way."""
    first = [*OPENING, *RUN, transfer("1", "half"), swap("2", "3"), swap("1", "901")]
    rest = [
        read("C1", "F", "09:40"),
        read("C3", "S", "07:31"),
        read("901", "F", "09:40:05"),
        undo(swap("2", "3")),
    ]
    rows = rows_of([*first, *rest])
    whole, cut = Race(), Race()
    whole.apply(rows)
    cut.apply(rows[: len(first)])
    resumed = Race(LiveState.load(cut.state.dump()))
    resumed.apply(rows[len(first) :])
    assert outcome(resumed) == outcome(whole)
    assert resumed.look(at("10:00")) == whole.look(at("10:00"))
