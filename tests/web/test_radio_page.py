"""Race control's radio page: a line for each station, and what it answers."""

from __future__ import annotations

import re

from asking import ask

from builders import read
from station_race import CONTROL, JSON, OWN, SEEN, StationStage, keyed, says, text_of

PATH = f"/control/{CONTROL}/radio/"


def test_every_station_has_a_line_in_the_order_of_the_course() -> None:
    """From the first table of the road to the last, each with its count and the time of the figure."""
    page = ask(StationStage(*SEEN).app, PATH).text
    names = re.findall(r'<h2 class="read-out">([^,:]+)', page)
    assert names == ["Round the Lake", "Water Nine", "Late Tea"]
    assert text_of(page).count("As of 08:00.") == 3


def test_the_line_can_be_read_out_as_it_stands() -> None:
    """Place, what to expect, and until when; who is far outside the limit holds no table."""
    page = text_of(
        ask(
            StationStage(*SEEN, read("C3", "5K", "07:52"), read("C1", "10K", "08:15"), clock="08:16").app,
            PATH,
        ).text
    )
    line = (
        r"Water Nine, km 9\.0 \(mile 5\.6\): 2 still to come, the last by about (08|09):\d[05], maybe later\."
    )
    assert re.search(line + r" .*You may close at (08|09):\d[05]\.", page)
    assert "Stay open. Do not close before I say so." in page
    page = text_of(ask(StationStage(*SEEN, read("C3", "5K", "08:30"), clock="08:40").app, PATH).text)
    line = r"Water Nine, km 9\.0 \(mile 5\.6\): 1 outside the limit still to come, by about (09|10):\d[05]"
    assert re.search(line, page) and "You may close now." in page


def test_an_answer_is_a_row_of_the_station_by_control_with_its_words() -> None:
    """Word, count and text are entered in one press, kept, and shown with when and who."""
    stage = StationStage(*SEEN)
    form = {"key": "0", "said": "all_well", "count": "12", "text": "one cramp", "sure": "yes"}
    path = f"/control/{CONTROL}/stations/nine/said"
    assert ask(stage.app, path, form=form, headers=JSON).status == 204
    (draft,) = stage.intake.kept.values()
    assert (draft.source, draft.body.by) == ("station/nine", "control/1")
    page = text_of(ask(stage.app, PATH).text)
    assert "All well: They count 12; one cramp (08:00, under a minute ago, Bea (race control))" in page
    assert "Not heard from yet: Round the Lake, Late Tea." in page


def test_a_station_without_water_is_the_first_thing_said() -> None:
    """Out of water outranks everything on this page until the water is back."""
    stage = StationStage(*SEEN, says("out_of_water", "07:50"))
    assert "<h1" in (page := ask(stage.app, PATH).text)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Out of water: Water Nine."]
    stage = StationStage(*SEEN, says("out_of_water", "07:50"), says("water_back", "07:58"))
    assert "Out of water:" not in ask(stage.app, PATH).text


def test_one_press_confirms_that_somebody_has_dropped_out() -> None:
    """A station's claim waits here with who said it; control's press makes it a DNF, twice pressed too."""
    stage = StationStage(*SEEN, keyed("1", "dropped", "07:55", by="station/nine/2"))
    page = ask(stage.app, PATH).text
    assert "Bib 1 (Full) dropped out at Water Nine, 07:55, says Ada (station)." in text_of(page)
    (claim,) = re.findall(r'name="claim" value="([^"]+)"', page)
    first = ask(stage.app, PATH + "drop", form={"claim": claim}, headers=JSON)
    again = ask(stage.app, PATH + "drop", form={"claim": claim}, headers=JSON)
    assert (first.status, again.status) == (204, 400)
    stage.at("08:01")
    assert stage.show.shown.views.control.counts.dnf == 1
    assert "dropped out at Water Nine" not in text_of(ask(stage.app, PATH).text)


def test_the_same_as_plain_text_to_print() -> None:
    """One line for each station with the time of its figures, and what it said last."""
    stage = StationStage(*SEEN, says("all_well", "07:55"))
    answer = ask(stage.app, f"/control/{CONTROL}/radio.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert lines[0] == "Small Race: stations at 08:00"
    told = [line for line in lines if line.startswith("08:00  ")]
    assert len(told) == 3 and told[1].startswith("08:00  Water Nine")
    assert "       said last: All well (07:55, 5 min ago, station)" in lines


def test_the_radio_is_for_control_alone() -> None:
    """A station's link opens no page about other stations."""
    app = StationStage(*SEEN).app
    for path in ("radio/", "radio.txt", "radio/events"):
        assert ask(app, f"/station/{OWN}/{path}").status == 404
