"""The streets: a page for everybody, race control's, and the files that a city's systems fetch."""

from __future__ import annotations

import csv
import io
import re

import msgspec
import pytest
from asking import Answer, ask
from people_day import PeopleDay

from alongside.events.bodies import NoticeBody, PlanBody, SweepBody
from alongside.events.row import Draft
from builders import at, body_draft, read
from city_race import HARBOUR, city_plan

CONTROL = "control-token"


@pytest.fixture
def day(tmp_path):
    """The small race with its streets, before the start; the link of race control is made."""
    day = PeopleDay(tmp_path)
    day.file.submit([Draft("plan", "2", None, PlanBody(city_plan()))]).result()
    day.give("control", CONTROL)
    yield day
    day.file.close()


def run(day: PeopleDay, *mats: tuple[str, str]) -> None:
    """Everybody is read at these mats."""
    reads = [read(f"C{bib}", mat, clock) for bib in ("7", "8", "9", "10", "4711") for mat, clock in mats]
    day.file.submit(reads).result()


def late_sweep(day: PeopleDay) -> None:
    """Everybody has passed, but the sweep is an hour and a half behind its schedule; it is 09:55."""
    run(day, ("S", "07:01"), ("5K", "07:45"), ("10K", "08:30"))
    body = SweepBody("sweep", 4_000.0, at("09:55"), "sweep/sweep/1")
    day.file.submit([body_draft(body, "w1", "09:55")]).result()
    day.at("09:55")


def text_of(answer: Answer) -> str:
    """Return a page as it reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def rows_of(answer: Answer) -> dict[str, dict[str, str]]:
    """Return a CSV by street."""
    return {row["street"]: row for row in csv.DictReader(io.StringIO(answer.text))}


def test_everybody_reads_when_each_street_reopens(day):
    """In time: the planned times, with what is expected beside them, and no word of who is out."""
    run(day, ("S", "07:01"), ("5K", "07:45"))
    day.at("07:50")
    page = text_of(ask(day.app, "/city"))
    assert "Every street is expected to reopen as planned." in page
    assert "Harbour Street 10:00 10:00 As planned. Mill Lane 12:30 12:30 As planned." in page
    assert "runner" not in page and "inside the limit" not in page


def test_a_street_that_is_late_is_the_first_thing_said(day):
    """The latest by name and time, rounded up to five minutes; how much later in its row."""
    late_sweep(day)
    page = text_of(ask(day.app, "/city"))
    assert "Mill Lane reopens later than planned, about 13:45. One more is late." in page
    assert "Harbour Street 10:40 10:00 About 40 min later than planned." in page


def test_a_street_that_was_passed_says_so(day):
    """Everybody is beyond it: the race has passed, the city decides."""
    run(day, ("S", "07:01"), ("5K", "07:45"), ("10K", "08:30"))
    day.at("08:35")
    page = text_of(ask(day.app, "/city"))
    assert "The race has passed 1 of 2." in page
    assert page.index("Mill Lane") < page.index("Harbour Street"), "what is still closed comes first"
    assert "Harbour Street passed 10:00 The race has passed; the city may open it." in page


def test_race_control_reads_the_verdict_and_what_it_rests_on(day):
    """How many who may be inside the limit still come, the last of them, the sweep."""
    run(day, ("S", "07:01"), ("5K", "07:45"))
    day.at("07:50")
    page = text_of(ask(day.app, f"/control/{CONTROL}/city/"))
    assert "Open at 10:00 as planned" in page
    assert re.search(r"5 who may be inside the limit are still to come: the last leaves it about \d\d:\d\d, "
                     r"95 % sure by \d\d:\d\d\.", page)  # fmt: skip
    assert (
        "Sweep bus is expected at its end about 09:07, by its schedule alone: nobody has seen it yet." in page
    )


def test_control_is_told_to_tell_the_city(day):
    """A late street comes first on control's page."""
    late_sweep(day)
    page = text_of(ask(day.app, f"/control/{CONTROL}/city/"))
    first = (
        "Mill Lane can reopen about 1 h 11 min later than planned. 1 other street is late too. Tell the city."
    )
    assert first in page


def test_what_stands_before_the_start_is_the_promise(day):
    """Nobody has started: race control reads that the plan says so, not that nobody comes."""
    day.at("06:00")
    page = text_of(ask(day.app, f"/control/{CONTROL}/city/"))
    assert "5 runners have not started yet; by the plan the last inside the limit leaves it by" in page


def test_a_stopped_race_promises_no_time(day):
    """Neither page nor file has a time then."""
    run(day, ("S", "07:01"), ("5K", "07:45"))
    stop = body_draft(NoticeBody("stopped", "control/1"), "n1", "07:48")
    day.file.submit([stop]).result()
    day.at("07:50")
    assert "The race is stopped: no time can be promised until it goes on." in text_of(ask(day.app, "/city"))
    assert {row["forecast"] for row in rows_of(ask(day.app, "/city.csv")).values()} == {""}


def test_the_csv_has_a_row_for_each_street(day):
    """Times with the race's offset, so that nobody has to guess a zone."""
    run(day, ("S", "07:01"), ("5K", "07:45"))
    day.at("07:50")
    answer = ask(day.app, "/city.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert rows_of(answer)["Mill Lane"] == {
        "street": "Mill Lane", "distance": "Full", "from_km": "25.0", "to_km": "26.0",
        "planned": "2027-05-02T12:30:00+02:00", "forecast": "2027-05-02T12:30:00+02:00",
        "state": "in_time", "says": "As planned.",
    }  # fmt: skip


def test_the_geojson_is_what_rfc_7946_wants(day):
    """Features with a LineString each, longitude before latitude, the street's times as properties."""
    run(day, ("S", "07:01"), ("5K", "07:45"))
    day.at("07:50")
    answer = ask(day.app, "/city.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    whole = answer.json
    assert whole["type"] == "FeatureCollection"
    first = whole["features"][0]
    assert (first["type"], first["geometry"]["type"]) == ("Feature", "LineString")
    north = [round(50 + m / 42_195, 6) for m in (6_000, 8_000)]
    assert first["geometry"]["coordinates"] == [[10.0, north[0]], [10.0, north[1]]]
    assert first["properties"]["street"] == "Harbour Street"


def test_a_distance_without_a_line_has_no_geometry(day):
    """RFC 7946: a feature without a place has a geometry of null, and is a feature still."""
    bare = city_plan(reopenings=(msgspec.structs.replace(HARBOUR, distance="half"),))
    day.file.submit([Draft("plan", "3", None, PlanBody(bare))]).result()
    (feature,) = ask(day.app, "/city.geojson").json["features"]
    assert feature["geometry"] is None and feature["properties"]["street"] == "Harbour Street"


@pytest.mark.parametrize("file", ["/city.csv", "/city.geojson"])
def test_who_holds_a_file_is_not_sent_it_again(day, file):
    """The mark of what it says comes back as 304, until something else is said."""
    run(day, ("S", "07:01"), ("5K", "07:45"))
    day.at("07:50")
    first = ask(day.app, file)
    assert "max-age=30" in first.headers["cache-control"]
    again = ask(day.app, file, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    run(day, ("10K", "08:30"))
    day.at("08:35")
    assert ask(day.app, file, headers={"If-None-Match": first.headers["etag"]}).status == 200


def test_the_start_page_leads_to_the_streets_where_there_are_any(day):
    """A race that gives no street back has no link to streets."""
    assert '<a class="door" href="/city">' in ask(day.app, "/").text
    day.file.submit([Draft("plan", "3", None, PlanBody(city_plan(reopenings=())))]).result()
    assert '<a class="door" href="/city">' not in ask(day.app, "/").text
    assert "This race has said no street that is to reopen." in ask(day.app, "/city").text


def test_a_wrong_link_opens_no_page_of_streets(day):
    """What race control reads is behind its link."""
    assert ask(day.app, "/control/wrong/city/").status == 404
