"""A station's page, and race control's for it, over a real fold."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
from asking import ask

from alongside.events.bodies import ConsentBody, MessageBody
from alongside.events.link import Consents
from alongside.events.person import Person
from alongside.events.row import Draft
from builders import at
from station_race import CONTROL, JSON, OTHER, OWN, SEEN, StationStage, keyed, text_of


def tap(stage: StationStage, *, token: str = OWN, **form: str) -> int:
    """Post a keyed bib as the script does; return the status."""
    form = {"key": "k1", "what": "in", **form}
    return ask(stage.app, f"/station/{token}/keyed", form=form, headers=JSON).status


def test_the_page_opens_with_the_sentence_and_says_from_when_it_is() -> None:
    """The largest text is the answer; the time of its figures stands beside it."""
    page = ask(StationStage(*SEEN).app, f"/station/{OWN}/")
    assert page.status == 200
    (h1,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page.text)
    assert re.fullmatch(r"Nobody has come this far yet\. The first may be here about 08:[01]\d\.", h1)
    assert "Figures as of 08:00:00" in text_of(page.text)
    assert page.headers["cache-control"] == "no-store"


def test_a_keyed_bib_is_a_row_of_this_station_by_this_link_and_is_shown() -> None:
    """The row names the station and the link, never a person; the list shows it with an undo."""
    stage = StationStage(*SEEN)
    assert tap(stage, bib="1") == 204
    (draft,) = stage.intake.kept.values()
    assert (draft.body.station, draft.body.by, draft.at_ms) == ("nine", "station/nine/2", at("08:00"))
    page = text_of(ask(stage.app, f"/station/{OWN}/").text)
    assert "1 in, 08:00" in page and "1 in 0 out 0 dropped out" in page


def test_the_same_tap_sent_again_is_one_row() -> None:
    """A phone that is not sure sends again: same answer, one row."""
    stage = StationStage(*SEEN)
    assert [tap(stage, bib="1"), tap(stage, bib="1")] == [204, 204]
    assert len(stage.intake.kept) == 1


def test_a_tap_from_a_dead_zone_lands_at_its_time() -> None:
    """Sent an hour late, with its age, the bib was keyed an hour ago."""
    stage = StationStage(*SEEN, clock="09:30")
    tap(stage, bib="1", age_ms=str(65 * 60_000))
    assert next(iter(stage.intake.kept.values())).at_ms == at("08:25")
    assert "1 in, 08:25" in text_of(ask(stage.app, f"/station/{OWN}/").text)


def test_what_was_keyed_can_be_taken_back_by_its_station_alone() -> None:
    """Undo is one press; another station's link gets a sentence, and nothing changes."""
    stage = StationStage(*SEEN)
    tap(stage, bib="1")
    (source, row_id) = next(iter(stage.intake.kept))
    form = {"row_source": source, "row_id": row_id}
    foreign = ask(stage.app, f"/station/{OTHER}/undo", form=form, headers=JSON)
    assert foreign.status == 400 and "at this station" in str(foreign.json)
    assert ask(stage.app, f"/station/{OWN}/undo", form=form, headers=JSON).status == 204
    assert "Nobody has been keyed here yet." in text_of(ask(stage.app, f"/station/{OWN}/").text)


def test_errors_come_as_sentences_to_a_script_and_to_a_page() -> None:
    """A form without a bib is answered with what to do: JSON for the queue, a page with a way back."""
    stage = StationStage(*SEEN)
    script = ask(stage.app, f"/station/{OWN}/keyed", form={"key": "k", "what": "in"}, headers=JSON)
    assert script.status == 400
    assert script.json == {
        "error": "No bib was keyed. Key the number first, then press In, Out or Dropped here."
    }
    page = ask(stage.app, f"/station/{OWN}/keyed", form={"key": "k", "what": "in"})
    assert page.status == 400 and f'href="/station/{OWN}/"' in page.text
    assert stage.intake.kept == {}


def test_without_script_dropping_out_asks_once_more_on_a_page_of_its_own() -> None:
    """The first press asks; only the second, with the same key, is kept."""
    stage = StationStage(*SEEN)
    form = {"key": "k1", "bib": "2", "what": "dropped"}
    asked = ask(stage.app, f"/station/{OWN}/keyed", form=form)
    assert "Bib 2 stops here for good?" in asked.text and stage.intake.kept == {}
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text))
    assert again == {**form, "sure": "yes"}
    assert ask(stage.app, f"/station/{OWN}/keyed", form=again).status == 303
    assert len(stage.intake.kept) == 1


def test_without_script_packing_up_names_how_many_are_still_to_come() -> None:
    """Nobody packs up without having read who is still out."""
    asked = ask(StationStage(*SEEN).app, f"/station/{OWN}/said", form={"key": "0", "said": "packed_up"})
    told = text_of(asked.text).replace("&#39;", "'")
    assert "Do not close yet. 3 inside the limit may still come, the first about 08:06." in told
    assert "Say 'Packed up' all the same?" in told


def test_a_plain_form_gets_a_fresh_key_with_every_page() -> None:
    """Two volunteers without script never share a key, so neither loses a bib."""
    app = StationStage(*SEEN).app
    keys = [re.findall(r'name="key" value="(id-\d+)"', ask(app, f"/station/{OWN}/").text) for _ in range(2)]
    assert keys[0] and keys[0] != keys[1]


def test_words_of_the_station_stand_on_its_page_with_when_and_who() -> None:
    """What was said last: the word, its text, when, and the holder of the link; it can be undone."""
    stage = StationStage(*SEEN)
    form = {"key": "0", "said": "out_of_water", "text": "two boxes left"}
    assert ask(stage.app, f"/station/{OWN}/said", form=form, headers=JSON).status == 204
    page = text_of(ask(stage.app, f"/station/{OWN}/").text)
    assert "Out of water: two boxes left (08:00, under a minute ago, Ada (station))" in page
    assert all("two boxes" not in str(draft.body) for draft in stage.intake.kept.values())


def test_the_same_word_can_be_said_again_later() -> None:
    """All well at eight and again at nine are two rows; a double press is one."""
    stage = StationStage(*SEEN)
    for clock in ("08:00", "09:00"):
        stage.at(clock)
        page = ask(stage.app, f"/station/{OWN}/").text
        (key,) = re.findall(r'action="said".*?name="key" value="(\d+)"', page, re.S)
        for _ in range(2):
            ask(stage.app, f"/station/{OWN}/said", form={"key": key, "said": "all_well"}, headers=JSON)
    assert [draft.at_ms for draft in stage.intake.kept.values()] == [at("08:00"), at("09:00")]


NAMED = {("1", 1): Person("1", "Mara Example"), ("2", 1): Person("2", "Ines Example")}


@pytest.mark.parametrize("agreed", [True, False])
def test_a_first_name_is_shown_only_where_she_allows_it(agreed: bool) -> None:
    """Without her consent a station sees a bib; with it her first name, and never more (R9)."""
    stage = StationStage(*SEEN)
    stage.people.known = NAMED
    stage.people.agreed = {("1", 1): Consents(first_name=agreed)}
    tap(stage, bib="1"), tap(stage, bib="2", key="k2")
    page = ask(stage.app, f"/station/{OWN}/").text
    assert ("Mara" in page) is agreed
    assert "Example" not in page and "Ines" not in page


def test_a_consent_taken_back_takes_the_name_away() -> None:
    """She withdraws, and the next drawing has her bib alone."""
    stage = StationStage(*SEEN)
    stage.people.known, stage.people.agreed = NAMED, {("1", 1): Consents(first_name=True)}
    tap(stage, bib="1")
    assert "Mara" in ask(stage.app, f"/station/{OWN}/").text
    stage.people.agree(Draft("runner", "c", None, ConsentBody("1", "first_name", False, "runner/9")))
    stage.at("08:01")
    assert "Mara" not in ask(stage.app, f"/station/{OWN}/").text


def test_a_station_sees_no_runner_but_those_it_keyed() -> None:
    """Bibs in and out and counts, no place or pace of anybody (R9); control alone is told the last bib."""
    stage = StationStage(*SEEN)
    own = ask(stage.app, f"/station/{OWN}/").text
    assert "The last we know of is bib" not in own
    assert "The last we know of is bib" in ask(stage.app, f"/control/{CONTROL}/stations/nine/").text


def test_mistyped_bibs_are_said_to_be_so() -> None:
    """A bib that nobody wears, and one that cannot be here, are marked where they were keyed."""
    stage = StationStage(*SEEN, clock="08:20")
    tap(stage, bib="999"), tap(stage, bib="1", key="k2", age_ms=str(39 * 60_000))
    page = text_of(ask(stage.app, f"/station/{OWN}/").text)
    assert "Nobody wears: 999." in page
    assert "999 in, 08:20 Nobody wears this bib." in page
    assert "1 in, 07:41 She cannot be here now, by the mats." in page


def test_messages_of_control_stand_under_the_sentence() -> None:
    """Words to all stations, and to the stretch on which this one stands; not those for elsewhere."""
    stage = StationStage(*SEEN)
    for n, (to, stretch) in enumerate(
        [("stations", {}), ("stretch", (8_000.0, 10_000.0)), ("stretch", (20_000.0, 30_000.0))]
    ):
        where = {"distance": "full", "from_m": stretch[0], "to_m": stretch[1]} if stretch else {}
        body = MessageBody(to, "control/1", f"t{n}", **where)
        stage.intake.submit([Draft("control", f"m{n}", at("07:50"), body)], {f"t{n}": f"word {n}"})
    page = text_of(ask(stage.app, f"/station/{OWN}/").text)
    assert "Race control, 07:50: word 0" in page and "word 1" in page and "word 2" not in page


def test_control_may_open_and_key_for_any_station() -> None:
    """With a station's phone dead, control keys for it; its word that she dropped out is a DNF at once."""
    stage = StationStage(*SEEN)
    path = f"/control/{CONTROL}/stations/nine/"
    assert ask(stage.app, path).status == 200
    form = {"key": "k", "bib": "1", "what": "dropped", "sure": "yes", "age_ms": "0"}
    assert ask(stage.app, path + "keyed", form=form, headers=JSON).status == 204
    assert [type(draft.body).__name__ for draft in stage.intake.kept.values()] == [
        "KeyedBody",
        "RulingStatusBody",
    ]
    stage.at("08:01")
    assert stage.show.shown.views.control.counts.dnf == 1


@pytest.mark.parametrize(
    "path",
    [
        f"/station/{CONTROL}/", "/station/wrong/", f"/control/{OWN}/stations/nine/",
        f"/control/{CONTROL}/stations/nowhere/", f"/station/{OWN}/stations/late/", "/station/wrong/now",
        "/station/wrong/sw.js",
    ],
)  # fmt: skip
def test_a_link_opens_its_own_station_and_nothing_else(path: str) -> None:
    """Foreign, wrong and made-up addresses get the one answer of a page that is not there."""
    app = StationStage(*SEEN).app
    unknown = ask(app, "/no-such-page")
    answer = ask(app, path)
    assert (answer.status, answer.body) == (404, unknown.body)


def test_an_ended_link_takes_no_taps() -> None:
    """Handed over and ended: what is still sent by it changes nothing."""
    stage = StationStage(*SEEN)
    stage.people.end_link(2, 1)
    assert tap(stage, bib="1") == 404
    assert stage.intake.kept == {}


def test_the_phone_is_told_the_servers_time() -> None:
    """A clock that is wrong by hours does no harm: ages are measured against this."""
    answer = ask(StationStage(*SEEN).app, f"/station/{OWN}/now")
    assert json.loads(answer.body) == {"now_ms": at("08:00")}


def test_the_worker_lives_below_its_own_link() -> None:
    """The script that opens the page without signal reaches this station's page alone, and is not kept."""
    answer = ask(StationStage(*SEEN).app, f"/station/{OWN}/sw.js")
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/javascript")
    assert "service-worker-allowed" not in answer.headers and answer.headers["cache-control"] == "no-store"


def test_a_page_before_the_first_tick_is_a_page() -> None:
    """Nothing is shown yet: it says so, and takes bibs all the same."""
    stage = StationStage(*SEEN)
    views = stage.show.shown.views
    bare = msgspec.structs.replace(views, control=msgspec.structs.replace(views.control, stations=()))
    stage.show.publish(msgspec.structs.replace(stage.show.shown, views=bare, version=99))
    page = ask(stage.app, f"/station/{OWN}/").text
    assert "The figures are being worked out." in page and 'name="bib"' in page


def test_a_page_of_a_station_stays_light() -> None:
    """What a phone in a dead zone must load fits in a few packets."""
    stage = StationStage(*SEEN, *(keyed(str(n % 3 + 1), "in", f"07:{50 + n}") for n in range(10)))
    answer = ask(stage.app, f"/station/{OWN}/", headers={"Accept-Encoding": "gzip"})
    assert answer.wire < 5_000
