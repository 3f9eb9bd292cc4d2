"""Abuse cases 1, 2, 3, 6, 7, 8, 12 and 13 of the project's notes on privacy and safety, each as a test."""

from __future__ import annotations

import base64
import itertools
import re
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import Answer, ask
from fakes import served
from people_day import PeopleDay, address_in, plain
from starlette.routing import Mount
from test_stream import Watching

from alongside.events.bodies import FixBody, KeyedBody, PlanBody
from alongside.events.link import ROLES
from alongside.events.plan import Distance, Line
from alongside.events.row import Draft
from alongside.web.doors import DOORS, new_token
from builders import at, body_draft, crossed, entry, make_plan, race_of, read, status
from builders import distance as make_distance

MINUTE_MS = 60_000
HINDMOST = "4711"
NAMES = ("Ada", "Nimble", "Bea", "Swift", "Fay", "Hindmost")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 10:40: bib 7 past HALF, bib 4711 last seen at 5K and long overdue."""
    day = PeopleDay(tmp_path)
    day.reads("7", ("S", "07:01"), ("5K", "07:36"), ("10K", "08:11"), ("HALF", "09:30"))
    day.reads(HINDMOST, ("S", "07:03"), ("5K", "07:50"))
    day.at("10:40")
    yield day
    day.file.close()


def from_client(app: Any, host: str) -> Callable[..., Any]:
    """Return an app as a client at another address sees it."""

    async def seen(scope: dict[str, Any], receive: object, send: object) -> None:
        await app({**scope, "client": (host, 1)}, receive, send)

    return seen


def known(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
    """Return everything that an answer tells."""
    return answer.status, answer.body, answer.headers


# -- 1: an ex-partner opens her page by bib or name


@pytest.mark.parametrize("of", ["7", "007", HINDMOST, "Ada", "Ada%20Nimble", "999999"])
def test_case_1_searching_by_bib_or_name_finds_nothing(day: PeopleDay, of: str) -> None:
    """A runner, one who shares nothing and one who is not there get the same body, status and headers."""
    day.agree("7", "follow", "first_name", "story")
    for door, end in itertools.product(DOORS.values(), ("", "/", "/events")):
        assert known(ask(day.app, f"/{door}/{of}{end}")) == known(ask(day.app, f"/{door}/nobody{end}"))
    for page in ("/", "/race"):
        found = ask(day.app, f"{page}?bib={of}&name={of}&q={of}")
        assert found.body == ask(day.app, page).body
    assert ask(day.app, "/runners").status == ask(day.app, "/search?q=7").status == 404


def test_case_1_unknown_and_hidden_take_the_same_time(day: PeopleDay) -> None:
    """300 requests each, in turns: a bib that runs, one that does not, a link that has ended."""
    day.give("follower", "ended", bib="7")
    day.file.end_link(day.link("ended").id, 1).result()
    took: dict[str, list[float]] = {"7": [], "999999": [], "ended": []}
    for _ in range(300):
        for token, times in took.items():
            began = time.perf_counter()
            ask(day.app, f"/follow/{token}/")
            times.append(time.perf_counter() - began)
    middle = [statistics.median(times) for times in took.values()]
    assert max(middle) < 1.5 * min(middle)


# -- 2: a link is forwarded or posted


def test_case_2_a_renewed_link_kills_open_streams_within_five_seconds(day: PeopleDay) -> None:
    """One tap: the stream that a stranger has open ends, and the forwarded address opens nothing."""
    day.give("runner", "ada", bib="7")
    day.agree("7", "follow")
    token = address_in(day.press("runner", "ada", "share", holder="Mum"))[1]
    old = str(day.link(token).id)
    with served(day) as address:  # type: ignore[arg-type]
        watching = Watching(address, f"/follow/{token}/events")
        assert watching.status == 200 and watching.message()
        new = address_in(day.press("runner", "ada", "renew", link=old))[1]
        began = time.monotonic()
        while message := watching.message():
            assert b"shut" in message or time.monotonic() - began < 5
        assert time.monotonic() - began < 5
        watching.close()
        again = Watching(address, f"/follow/{token}/events")
        assert again.status == 404
        again.close()
    assert day.page("follower", token).status == 404 and day.page("follower", new).status == 200


@pytest.mark.parametrize("end", ["", "/", "/events"])
def test_case_2_no_way_of_opening_a_link_goes_uncounted(day: PeopleDay, end: str) -> None:
    """With or without the slash, or its stream alone: she reads that it was opened."""
    day.give("follower", "mum", bib="7")
    day.agree("7", "follow")
    with served(day) as address:  # type: ignore[arg-type]
        watching = Watching(address, f"/follow/mum{end}")
        assert watching.status == 200
        watching.close()
        assert day.link("mum").opens == 1


def test_case_2_a_page_and_its_own_stream_are_one_opening(day: PeopleDay) -> None:
    """The stream says which state it holds of the page: whoever looks once is counted once."""
    day.give("follower", "mum", bib="7")
    day.agree("7", "follow")
    with served(day) as address:  # type: ignore[arg-type]
        mark = plain(day.page("follower", "mum")).split('data-v="')[1].split('"')[0]
        watching = Watching(address, f"/follow/mum/events?v={mark}")
        assert watching.status == 200 and day.link("mum").opens == 1
        watching.close()


def test_case_2_a_withdrawn_consent_empties_an_open_page_within_five_seconds(day: PeopleDay) -> None:
    """Whoever watches sees the places go, without a reload."""
    day.give("follower", "mum", bib="7")
    day.give("runner", "ada", bib="7")
    day.agree("7", "follow")
    with served(day) as address:  # type: ignore[arg-type]
        day.page("follower", "mum")
        watching = Watching(address, "/follow/mum/events")
        assert "HALF" in watching.blocks()[1]["headline"]
        day.agree("7", "follow", on=False)
        began = time.monotonic()
        assert "HALF" not in watching.blocks()[1]["headline"]
        assert time.monotonic() - began < 5
        watching.close()


# -- 3: links and ids are enumerated


def test_case_3_tokens_have_128_bits() -> None:
    """Every token is 16 bytes of the system's dice, and no two are alike."""
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(base64.urlsafe_b64decode(token + "==")) == 16 for token in tokens)


def test_case_3_tokens_made_on_pages_have_128_bits_too(day: PeopleDay) -> None:
    """Follow links, renewed ones and handed-over ones are as long as those of the command line."""
    day.give("runner", "ada", bib="7")
    day.give("van", "van")
    answers = [day.press("runner", "ada", "share", holder="Mum"), day.press("van", "van", "handover")]
    for answer in answers:
        assert len(base64.urlsafe_b64decode(address_in(answer)[1] + "==")) == 16


def test_case_3_whoever_guesses_too_often_gets_one_answer_for_right_and_wrong(day: PeopleDay) -> None:
    """After many wrong tokens a client learns nothing more; everybody else goes on."""
    day.give("follower", "mum", bib="7")
    guesser, other = from_client(day.app, "192.0.2.66"), from_client(day.app, "192.0.2.7")
    answers = [ask(guesser, f"/follow/guess-{n}/") for n in range(100)]
    assert {answer.status for answer in answers} == {404, 429}
    assert answers[0].status == 404 and answers[-1].status == 429
    assert known(ask(guesser, "/follow/mum/")) == known(answers[-1])
    assert known(ask(guesser, "/control/mum/events")) == known(answers[-1])
    assert ask(other, "/follow/mum/").status == 200
    assert ask(guesser, "/race").status == 200


def test_case_3_a_link_opens_one_door_and_no_other_answers_differently(day: PeopleDay) -> None:
    """A real token at the wrong door gets what a made-up one gets."""
    for role in ROLES:
        day.give(role, f"token-{role}", bib="7", scope="w1")
    wrong = known(ask(day.app, "/follow/made-up/"))
    for role, door in itertools.product(ROLES, ROLES):
        if role != door:
            assert known(ask(day.app, f"/{DOORS[door]}/token-{role}/")) == wrong


# -- 6: a fake volunteer


def test_case_6_a_station_link_opens_its_station_and_nothing_else(day: PeopleDay) -> None:
    """No other station, no race control, no sheet of all, no look-up; by any method."""
    day.give("station", "table", scope="w1")
    templates = {getattr(route, "path", "") for route in day.app.routes if not isinstance(route, Mount)}
    doors = [path for path in templates if "{token}" in path and not path.startswith("/station/")]
    assert len(doors) > 40
    for path in doors:
        address = path.replace("{token}", "table")
        address = re.sub(r"\{[^}]*\}", "w2", address)
        assert {ask(day.app, address).status, ask(day.app, address, method="POST").status} == {404}
    assert day.page("station", "table").status == 200
    assert day.page("station", "table", "look").status == 404


def test_case_6_a_station_reads_no_name_without_consent_and_no_place_ever(day: PeopleDay) -> None:
    """Bibs it keyed itself, and a first name only of who gave it."""
    day.give("station", "table", scope="w1")
    for bib in ("7", "8"):
        form = {"key": f"k{bib}", "bib": bib, "what": "in"}
        assert day.press("station", "table", "keyed", **form).status == 303
    assert not any(name in plain(day.page("station", "table")) for name in NAMES)
    day.agree("7", "first_name")
    page = plain(day.page("station", "table"))
    assert "Ada" in page and not any(name in page for name in NAMES if name != "Ada")
    assert HINDMOST not in page and "km 2" not in page


def test_case_6_one_dropped_here_drops_nobody_and_says_who_said_it(day: PeopleDay) -> None:
    """A station's word is a claim: control or a second source makes it a DNF; the row names the link."""
    link = day.give("station", "table", scope="w1")
    day.press("station", "table", "keyed", key="k", bib="7", what="dropped", sure="yes")
    race = day.latest() and day.race
    assert status(race, "7") == "on_course"
    keyed = [row.body for row in day.file.rows() if isinstance(row.body, KeyedBody)]
    assert [(body.bib, body.by) for body in keyed] == [("7", f"station/w1/{link.id}")]


# -- 7: a fake feed moves a runner


def test_case_7_a_wrong_token_hands_in_nothing(day: PeopleDay) -> None:
    """401 for none, a wrong one, an ended one, and for every link that is not a timer's."""
    day.give("timer", "old")
    day.file.end_link(day.link("old").id, 1).result()
    for role in ROLES:
        day.give(role, f"token-{role}", bib="7")
    body = b'[{"id": "x", "code": "C7", "mat": "F", "at": "2027-05-02T10:00:00+02:00"}]'
    wrong = ["", "guess", "old", *(f"token-{role}" for role in ROLES if role != "timer")]
    seq = day.latest().views.control.seq
    answers = [ask(day.app, f"/in/reads?token={token}", method="POST", body=body) for token in wrong]
    assert {(answer.status, answer.body) for answer in answers} == {(401, answers[0].body)}
    assert day.latest().views.control.seq == seq
    assert ask(day.app, "/in/reads?token=token-timer", method="POST", body=body).status == 200


def test_case_7_an_impossible_pace_is_a_question_and_moves_nobody(day: PeopleDay) -> None:
    """A finish twenty minutes after HALF is no finish: she is on the course, and control is asked."""
    day.reads("7", ("F", "09:50"))
    view = day.latest().views.control
    assert status(day.race, "7") == "on_course" and "F" not in crossed(day.race, "7")
    assert [question.rule for question in view.questions] == ["impossible_pace"]


def test_case_7_a_phone_at_the_finish_is_no_finish() -> None:
    """However exact a position is, it makes no crossing, no finish and no time."""
    line = Line((0.0, 0.0), (0.0, 0.1), (0.0, 10_000.0))
    bare = make_distance("full", {"S": 0, "F": 10})
    plan = make_plan(distances=(Distance("full", "Full", 10_000, bare.splits, line=line),), sweeps=())
    fix = FixBody("p1", "1", at("07:40"), 0.0, 0.0999, 3.0)
    opening = [body_draft(PlanBody(plan), "plan", "06:00"), entry("1", "full", "1", "C1")]
    race = race_of(read("C1", "S", "07:01"), Draft("phone", "1", fix.at_ms, fix), opening=opening)
    view = race.look(at("07:41"), ["1"]).runners["1"]
    assert view.how == "phone" and view.along_m is not None and view.along_m > 9_900
    assert (view.status, view.chip_ms, [c.split for c in view.crossings]) == ("on_course", None, ["S"])


# -- 8: a minor is tracked or matched


def test_case_8_a_minor_is_matched_by_nobody_and_followed_through_her_guardian_only(day: PeopleDay) -> None:
    """Her own link switches neither on; a link that is not from her guardian shows nothing; it ends again."""
    day.give("runner", "cy", bib="9")
    dee = day.give("guardian", "dee", bib="9")
    day.give("follower", "stranger", bib="9")
    day.give("follower", "aunt", bib="9", made_by=dee.id)
    day.reads("9", ("S", "07:02"), ("5K", "07:50"))
    for consent in ("follow", "companions"):
        assert day.press("runner", "cy", "consent", consent=consent, on="yes", said="0").status == 400
    assert day.press("guardian", "dee", "consent", consent="companions", on="yes", said="0").status == 400
    day.press("guardian", "dee", "consent", consent="follow", on="yes", said="0")
    shows = ["07:50" in plain(day.page("follower", token)) for token in ("stranger", "aunt")]
    assert shows == [False, True]
    day.over_ms = day.now_ms
    day.now_ms += 72 * 60 * MINUTE_MS
    assert day.page("follower", "aunt").status == 404
    assert "07:50" not in plain(day.page("guardian", "dee"))


# -- 12: "alone and last" is shown in public


def test_case_12_nothing_public_and_no_supporter_reads_who_is_last_alone_or_overdue(day: PeopleDay) -> None:
    """Race control knows that 4711 is overdue; no public page, follow page, table or cheer zone says it."""
    day.give("control", "boss")
    assert HINDMOST in plain(day.page("control", "boss"))
    day.agree(HINDMOST, "follow", "first_name")
    day.give("follower", "kin", bib=HINDMOST)
    pages = [ask(day.app, "/"), ask(day.app, "/race"), day.page("follower", "kin")]
    for role in ("marshal", "cheer", "announcer", "photographer", "timer", "station"):
        day.give(role, f"t-{role}", scope="w1")
        pages.append(day.page(role, f"t-{role}"))
    for n, page in enumerate(pages):
        text = plain(page).lower().replace("nobody alone who does not want to be", "")
        assert page.status == 200
        assert not re.search(r"overdue|\balone\b|last runner|hindmost|is last\b", text)
        assert n == 2 or (HINDMOST not in text and "fay" not in text)


# -- 13: the field is scraped


def test_case_13_no_address_gives_the_field_in_bulk(day: PeopleDay) -> None:
    """What opens without a link holds no bib, no chip and no name: counts, streets, sweep and clock."""
    open_to_all = {
        route.path
        for route in day.app.routes
        if not isinstance(route, Mount)
        and "{token}" not in route.path
        and "GET" in (getattr(route, "methods", None) or {"GET"})
    }
    streams, base_map = {"/race/events", "/city/events"}, {"/map/base.pmtiles"}
    streets = {"/city", "/city.csv", "/city.geojson"}
    mapped = {"/map", "/map/course.geojson", "/map/now.json"}
    assert open_to_all == {"/", "/race", "/healthz"} | streets | mapped | base_map | streams
    for path in open_to_all - streams:
        text = ask(day.app, path).text
        assert not any(word in text for word in (*NAMES, HINDMOST, "C4711"))


def test_case_13_a_link_that_asks_too_often_waits_and_others_do_not(day: PeopleDay) -> None:
    """One token cannot draw pages without end."""
    day.give("follower", "greedy", bib="7")
    day.give("follower", "mum", bib="7")
    statuses = [day.page("follower", "greedy").status for _ in range(300)]
    assert statuses[0] == 200 and statuses[-1] == 429
    assert day.page("follower", "mum").status == 200
