"""Race control is asked until when a station stays open: the question, the forms, the row, the answer."""

from __future__ import annotations

import re

from asking import ask

from alongside.events.bodies import KeepOpenBody
from builders import at, read
from station_race import CONTROL, JSON, StationStage, text_of

HOME, LATE = f"/control/{CONTROL}/", f"/control/{CONTROL}/stations/late/"
KEEP = f"{LATE}keep"
OWN_LATE = "station-token-five"
READS = tuple(
    read(f"C{n}", mat, clock)
    for n, clocks in ((1, ("07:01", "07:35", "08:10", "09:25")), (2, ("07:01", "07:48", "08:36", "10:20")))
    for mat, clock in zip(("S", "5K", "10K", "HALF"), clocks, strict=True)
)


def stage() -> StationStage:
    """Return the race at 10:25: bib 2 comes to km 25 about 11, and the permit ends at 10:45."""
    return StationStage(*READS, clock="10:25", runners=2, permit_ms=at("10:45"))


def sentence(one: StationStage, path: str) -> str:
    """Return the largest text of a page."""
    (h1,) = re.findall(r"<h1[^>]*>(.*?)</h1>", ask(one.app, path).text)
    return str(h1)


def decisions(one: StationStage) -> list[KeepOpenBody]:
    """Return what was decided, as rows."""
    return [draft.body for draft in one.intake.kept.values() if isinstance(draft.body, KeepOpenBody)]


def test_race_control_is_asked_with_what_it_decides_on() -> None:
    """The question stands above the reads to settle: when the last comes, how surely, the permit, buttons."""
    page = ask(stage().app, HOME).text
    told = text_of(page)
    assert re.search(
        r"Late Tea, until when\? The last inside the limit comes about 1\d:\d\d \(sure by 11:\d[05]\); "
        r"the permit ends 10:45\.",
        told,
    )
    assert "Close at the permit, 10:45" in told and re.search(r"Keep open until 11:\d[05]", told)
    assert page.index("until when?") < page.index('id="questions"')


def test_the_button_is_a_row_with_its_words_and_the_station_is_told() -> None:
    """One press: the row names the station, the time and who; the words lie beside the log."""
    one = stage()
    assert sentence(one, f"/station/{OWN_LATE}/") == "Stay open: race control is asked until when."
    form = {"decisions": "0", "until": str(at("11:30")), "why": "the police agree"}
    assert ask(one.app, KEEP, form=form, headers=JSON).status == 204
    assert ask(one.app, KEEP, form=form, headers=JSON).status == 204
    (body,) = decisions(one)
    assert (body.station, body.until_ms, body.by) == ("late", at("11:30"), "control/1")
    assert one.people.words[body.text_id] == "the police agree"
    one.at("10:26")
    assert sentence(one, f"/station/{OWN_LATE}/") == "Race control keeps you open until 11:30."
    page = text_of(ask(one.app, LATE).text)
    assert "Kept open until 11:30: the police agree (10:25, Bea (race control))" in page


def test_a_decision_is_taken_back_where_it_is_shown() -> None:
    """Undo is one press on the station's page for control; then the question stands again."""
    one = stage()
    ask(one.app, KEEP, form={"decisions": "0", "until": str(at("11:30"))}, headers=JSON)
    one.at("10:26")
    page = ask(one.app, LATE).text
    (form,) = re.findall(r'<form method="post" action="\.\./\.\./undo">(.*?)</form>', page, re.S)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert ask(one.app, f"{HOME}undo", form=fields, headers=JSON).status == 204
    one.at("10:27")
    assert sentence(one, f"/station/{OWN_LATE}/") == "Stay open: race control is asked until when."


def test_another_time_is_written_as_on_a_clock_or_as_minutes_more() -> None:
    """A time of the day or so many minutes from now; anything else gets a sentence and changes nothing."""
    one = stage()
    for n, (time, until) in enumerate((("11:40", "11:40"), ("+50 min", "11:15"))):
        form = {"decisions": str(n), "until": "other", "time": time}
        assert ask(one.app, KEEP, form=form, headers=JSON).status == 204
        assert decisions(one)[-1].until_ms == at(until)
    for time in ("soon", "", "09:00"):
        answer = ask(one.app, KEEP, form={"decisions": "2", "until": "other", "time": time}, headers=JSON)
        assert answer.status == 400 and answer.json["error"].endswith((".", "+10 min."))
    assert len(decisions(one)) == 2


def test_closing_on_somebody_is_asked_once_more_without_script() -> None:
    """At the permit bib 2 is not through: the page names her kind and number, and asks; yes is yes."""
    one = stage()
    form = {"decisions": "0", "until": str(at("10:45"))}
    asked = ask(one.app, KEEP, form=form)
    assert re.search(
        r"1 runner inside the limit is still to come to Late Tea, and only by 1\d:\d\d is it", asked.text
    )
    assert decisions(one) == []
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text))
    assert ask(one.app, KEEP, form=again).status == 303
    assert [body.until_ms for body in decisions(one)] == [at("10:45")]


def test_only_race_control_decides() -> None:
    """The station's own link, and a station that the plan has not: no page. A steward is told whom to ask."""
    one = stage()
    one.people.give("steward", "steward-token")
    form = {"decisions": "0", "until": str(at("11:30"))}
    late = "/steward/steward-token/stations/late/"
    answer = ask(one.app, f"{late}keep", form=form, headers=JSON)
    assert answer.status == 400 and answer.json["error"].endswith("race control's to decide. Ask it.")
    assert "for race control alone)</h2>" not in ask(one.app, late).text
    for path in (
        f"/station/{OWN_LATE}/keep",
        f"{HOME}stations/x/keep",
    ):
        assert ask(one.app, path, form=form, headers=JSON).status == 404
    assert decisions(one) == []
    assert "for race control alone" not in ask(one.app, f"/station/{OWN_LATE}/").text


def test_the_button_of_another_time_wants_a_second_press_that_counts_who_comes() -> None:
    """With a script nothing asks on a page of its own: so the button itself says who may still come."""
    page = ask(stage().app, HOME).text
    assert 'data-sure="Press again: 1 inside the limit may still come"' in page
    assert 'data-words="Late Tea: Keep open until 11:' in page
