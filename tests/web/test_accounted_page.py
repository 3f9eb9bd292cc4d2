"""Race control's ledger: the answer, the names that are missing, rides, and the same as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.events.bodies import SwapBody
from alongside.events.person import Person
from builders import at, body_draft, read, rule_status
from ride_day import CONTROL, RideDay, ride, transfer
from station_race import text_of


@pytest.fixture
def day(tmp_path: Path) -> Iterator[RideDay]:
    """The race at 08:30: five runners past 5K."""
    day = RideDay(tmp_path)
    day.start()
    day.at("08:30")
    day.give("steward", "steward-token", holder="Sid")
    yield day
    day.file.close()


def page(day: RideDay, role: str = "control", token: str = CONTROL) -> str:
    """Return the ledger's page as it reads."""
    return text_of(day.page(role, token, "accounted/").text)


def test_a_calm_race_says_that_nobody_is_missing(day: RideDay) -> None:
    """The answer first, then the ledger: everybody entered in one column."""
    shown = page(day)
    assert "Nobody is missing. 5 runners are on the course." in shown
    assert "The ledger" in shown and "Not accounted for" not in shown


def test_the_missing_stand_with_their_names_why_and_who_saw_them_last(day: RideDay) -> None:
    """Names and phone numbers are joined at the edge, for control and stewards alone."""
    day.say(ride("7", "wanted", "08:10", "station/w1/4", station="w1", stops=True))
    for role, token in (("control", CONTROL), ("steward", "steward-token")):
        shown = page(day, role, token)
        assert "1 not accounted for." in shown
        assert "Bib 7 Ada Nimble (Full): waits for a ride since 08:10." in shown
        assert "Last seen at Water 1 at 08:10, 20 min ago, keyed by Ada (station)" in shown
        assert "+1 555 0107" in shown


def test_each_who_is_listed_can_read_that_control_looked(day: RideDay) -> None:
    """R10: a list of names and last places is a look at everybody on it, by whoever holds the link."""
    day.say(ride("7", "wanted", "08:10"))
    page(day)
    (look,) = day.file.looks("7")
    assert (look.role, look.holder) == ("control", "Bea")


def test_the_first_page_of_control_has_the_count_the_worst_and_the_way(day: RideDay) -> None:
    """A block with at most three, by bib, and a door to the whole list."""
    for n, bib in enumerate(("7", "8", "9", "10")):
        day.say(ride(bib, "wanted", f"08:1{n}"))
    shown = day.page("control", CONTROL).text
    assert "Not accounted for: 4" in shown and 'href="accounted/"' in shown
    assert "Nimble" not in shown
    block = shown.split('id="accounted"')[1].split("</section>")[0]
    assert block.count("waits for a ride") == 3


def test_control_says_on_board_and_that_is_a_ruling(day: RideDay) -> None:
    """Control's word needs no second source: the ride and the DNF are two rows of one press, asked once."""
    day.say(ride("7", "wanted", "08:10", "runner/7/2", stops=True))
    form = {"key": "1", "bib": "7", "what": "on_board"}
    assert "is out of the race?" in day.press("control", CONTROL, "accounted/ride", **form).text
    assert len(day.rows("ride")) == 1
    day.press("control", CONTROL, "accounted/ride", sure="yes", **form)
    (ruling,) = day.rows("ruling_status")
    assert (ruling.bib, ruling.status, ruling.by.split("/")[0]) == ("7", "dnf", "control")
    assert day.latest().views.control.counts.dnf == 1


def test_after_a_swap_control_rules_on_her_who_waits_and_on_nobody_else(day: RideDay) -> None:
    """Bib 7 wears bib 8: the list says 8, and who is out of the race by it is the runner entered as 7."""
    day.say(body_draft(SwapBody("7", "8", "control/1"), "w", "06:30"))
    day.say(ride("8", "wanted", "08:20", stops=True))
    day.press("control", CONTROL, "accounted/ride", sure="yes", key="1", bib="8", what="on_board")
    (ruling,) = day.rows("ruling_status")
    assert (ruling.bib, ruling.status) == ("7", "dnf")
    out = {bib for bib, line in table(day).items() if line["accounted_for_as"] == "dropped out"}
    assert out == {"7"}


def test_control_brings_back_whoever_goes_on(day: RideDay) -> None:
    """'Goes on' ends the wish and the DNF that was inferred; no question is asked for good news."""
    day.say(ride("7", "wanted", "08:10", "runner/7/2", stops=True), ride("7", "on_board", "08:12"))
    assert day.latest().views.control.counts.dnf == 1
    answer = day.press("control", CONTROL, "accounted/ride", key="2", bib="7", what="on")
    assert answer.status == 303
    counts = day.latest().views.control.counts
    assert (counts.dnf, counts.picked_up, counts.on_course) == (0, 0, 5)


def test_the_form_at_the_foot_says_the_same_again_after_something_else(day: RideDay) -> None:
    """Goes on, needs a ride, goes on: three rows, though the page was never loaded again."""
    for what in ("on", "ride", "on"):
        form = {"bib": "7", "what": what, "sure": "yes", "text": "by radio"}
        assert day.press("control", CONTROL, "accounted/ride", **form).status == 303
    assert [body.what for body in day.rows("ride")] == ["no_more", "wanted", "no_more"]


def test_the_last_word_about_a_ride_is_taken_back(day: RideDay) -> None:
    """Whoever said it; what is no last word any more is not undone from an old page."""
    day.say(ride("7", "on_board", "08:12"))
    form = {"key": "u", "row_source": "van/9", "row_id": "7/on_board/08:12"}
    assert day.press("control", CONTROL, "accounted/undo", **form).status == 303
    assert day.latest().views.control.rides == ()
    again = day.press("control", CONTROL, "accounted/undo", **(form | {"key": "v"}))
    assert again.status == 400 and "not the last word" in again.text


def test_taking_back_controls_own_word_takes_the_dnf_with_it(day: RideDay) -> None:
    """One press made two rows, and one undo takes back both: she is on the course, and waits again."""
    day.say(ride("7", "wanted", "08:10", "runner/7/2", stops=True))
    day.press("control", CONTROL, "accounted/ride", sure="yes", key="1", bib="7", what="on_board")
    day.press("control", CONTROL, "accounted/undo", key="u", row_source="control", row_id="1/7/on_board")
    control = day.latest().views.control
    assert (control.counts.dnf, control.counts.on_course) == (0, 5)
    assert [(one.bib, one.state) for one in control.rides] == [("7", "waiting")]


def test_a_tap_on_a_read_in_a_van_is_asked_on_controls_page(day: RideDay) -> None:
    """'Read at 10K while said to be in a van' stands under the reads to settle, and on the list."""
    day.say(ride("7", "on_board", "08:12"), read("C7", "10K", "08:25"))
    assert "while said to be in a van" in text_of(day.page("control", CONTROL).text)
    assert "read at 10K at 08:25, while said to be in a van" in page(day)


def table(day: RideDay) -> dict[str, dict[str, str]]:
    """Return the downloaded ledger, by bib."""
    answer = day.page("control", CONTROL, "accounted.csv")
    assert answer.status == 200 and "attachment" in answer.headers["content-disposition"]
    return {row["bib"]: row for row in csv.DictReader(io.StringIO(answer.text))}


def test_the_ledger_as_csv_has_a_line_for_everybody(day: RideDay) -> None:
    """Where each is accounted for, by whose word, and where she was last seen; in the distance she runs."""
    day.say(
        ride("8", "on_board", "08:12"),
        rule_status("9", "dnf", "08:20", place="Water 1"),
        transfer("10", "half", "08:15"),
    )
    rows = table(day)
    assert len(rows) == 5
    assert rows["7"]["accounted_for_as"] == "on course"
    assert (rows["7"]["last_seen_place"], rows["7"]["last_seen_at"]) == ("5K", "07:41:00")
    assert (rows["8"]["accounted_for_as"], rows["8"]["said_by"]) == ("picked up", "the van")
    assert (rows["9"]["accounted_for_as"], rows["9"]["place"]) == ("dropped out", "Water 1")
    assert (rows["10"]["distance"], rows["10"]["entered_for"]) == ("half", "full")
    assert rows["7"]["name"] == "Ada Nimble"


def test_no_cell_of_the_csv_is_a_formula(day: RideDay) -> None:
    """A name that begins like one is text, whatever spreadsheet opens it."""
    day.file.put_people([Person("7", "=HYPERLINK(1)", adult=True)]).result()
    assert table(day)["7"]["name"] == "'=HYPERLINK(1)"


def test_the_end_of_the_day(day: RideDay) -> None:
    """Finished, dropped out, fetched: all accounted for, with the time; until then the names that are not."""
    for bib in ("8", "9"):
        day.reads(bib, ("10K", "08:31"), ("HALF", "09:50"), ("30K", "11:00"), ("F", "12:30"))
    day.say(rule_status("10", "dnf", "13:00"), ride("4711", "wanted", "13:05", "runner/4711/3", stops=True))
    day.at("14:40")
    day.reads("7", ("10K", "08:40"), ("HALF", "10:20"), ("30K", "12:00"), ("F", "14:30"))
    assert "1 not accounted for." in page(day) and "Fay Hindmost" in page(day)
    day.say(ride("4711", "on_board", "14:45"))
    day.at("16:31")
    assert "All accounted for, 14:45." in page(day)
    first = day.latest().views.control.headline.first
    assert first == "All accounted for, 14:45: 3 finished, 2 dropped out."


def test_the_last_runner_missing_at_the_end_is_named(day: RideDay) -> None:
    """After the limit everybody still out stands there by name, and by when she was last seen."""
    for bib in ("8", "9", "10", "4711"):
        day.reads(bib, ("10K", "08:31"), ("HALF", "09:50"), ("30K", "11:00"), ("F", "12:30"))
    day.at("15:20")
    shown = page(day)
    assert "1 not accounted for." in shown
    assert "Ada Nimble" in shown and "still out, her limit passed at 15:00" in shown
    assert "Last seen at 5K at 07:41" in shown


def test_a_full_to_half_transfer_finishes_in_the_half(day: RideDay) -> None:
    """She turns off with the half, and is accounted for there: nobody waits for her on the full."""
    day.say(transfer("7", "half", "08:30"))
    day.reads("7", ("10K", "08:40"), ("F", "10:20"))
    day.at("10:30")
    found = day.latest().views.control.accounted
    assert found is not None
    by_name = {line.distance: line for line in found.lines}
    assert (by_name["half"].finished, by_name["half"].transferred_in) == (1, 1)
    assert by_name["full"].transferred_out == 1
    assert "1 transferred to it" in page(day)


@pytest.mark.parametrize("role", ["van", "station", "runner"])
def test_nobody_else_opens_the_ledger(day: RideDay, role: str) -> None:
    """Names of the missing are control's and the stewards'."""
    token = {"van": "van-token", "station": "station-token", "runner": "runner-token"}[role]
    assert day.page(role, token, "accounted/").status == 404
    assert day.page(role, token, "accounted.csv").status == 404
    assert at("08:30") == day.now_ms
