"""The sweep's driver in a real browser: in a dead zone, and with a phone that knows its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from fakes import served

from alongside.events.bodies import PlanBody
from alongside.events.plan import Line
from builders import at, body_draft, make_plan
from station_race import STATION_LIST
from sweep_race import DRIVER, ON_THE_WAY, SweepStage, told
from waits import until

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 800}
MINE = f"/sweep/{DRIVER}/"
FULL = make_plan().distance("full")
# A straight road to the north, 42.195 km long: a degree of latitude is 111.19 km.
NORTH = Line((50.0, 50.0 + 42.195 / 111.195), (8.0, 8.0), (0.0, 42_195.0))
KM_10, BESIDE = 50.0 + 10 / 111.195, 8.05


def drawn() -> SweepStage:
    """Return the race with a line on the map."""
    full = msgspec.structs.replace(FULL, line=NORTH)
    plan = make_plan(stations=STATION_LIST, distances=(full, make_plan().distance("half")))
    return SweepStage(body_draft(PlanBody(plan), "p2", "06:30"), *ON_THE_WAY, told(9_000.0, "09:15"))


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open the driver's page in a browser of its own, at a place of the earth."""
    contexts = []

    def open_(address: str, **more: Any) -> Any:
        contexts.append(browser.new_context(viewport=PHONE, **more))
        page = contexts[-1].new_page()
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(address + MINE)
        return page

    yield open_
    for context in contexts:
        context.close()


def at_place(lat: float, lon: float) -> dict[str, Any]:
    """Return a browser that stands at a place and lets the page know it."""
    return {
        "geolocation": {"latitude": lat, "longitude": lon, "accuracy": 10},
        "permissions": ["geolocation"],
    }


def test_one_press_says_where_the_sweep_is(visit: Any) -> None:
    """A place near the sweep is a button: one row, and the sentence follows."""
    stage = drawn()
    with served(stage) as address:
        page = visit(address)
        page.get_by_role("button", name="10K", exact=True).click()
        page.locator("#here", has_text="you were at 10K at 09:").wait_for(timeout=6000)
        assert [draft.body.along_m for draft in stage.intake.kept.values()] == [10_000.0]
        page.get_by_role("button", name="Undo: At 10K, said 09:").click()
        page.locator("#here", has_text="you were at Water Nine").wait_for(timeout=6000)
        assert page.wrong == []
        page.context.close()


def test_what_is_pressed_in_a_dead_zone_waits_and_is_sent_once(visit: Any) -> None:
    """Offline: a place and a bib, the page opened anew; online: one row each, at the time of the press."""
    stage = drawn()
    with served(stage) as address:
        page = visit(address)
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.reload()  # from here on the worker keeps the page
        page.wait_for_timeout(500)
        page.context.set_offline(True)
        page.locator("#along").select_option(label="km 12")
        page.get_by_role("button", name="I am at this place").click()
        page.locator('[data-figure="3"]').click()
        page.get_by_role("button", name="Goes on along the pavement").click()
        page.locator("#keep-count", has_text="2 wait to be sent").wait_for(timeout=3000)
        page.reload()
        assert "Figures as of 09:20:00" in page.locator("#clock").inner_text()
        page.locator("#keep-count", has_text="2 wait to be sent").wait_for(timeout=3000)
        assert stage.intake.kept == {}
        stage.now_ms = at("09:21")
        page.context.set_offline(False)
        until(lambda: len(stage.intake.kept) == 2, page)
        page.wait_for_timeout(1500)
        assert [type(draft.body).__name__ for draft in stage.intake.kept.values()] == [
            "SweepBody",
            "LetGoBody",
        ]
        assert stage.intake.sent == 2
        assert all(at("09:20") <= draft.at_ms < at("09:21") + 100 for draft in stage.intake.kept.values())
        assert page.locator("#keep").is_hidden() and page.wrong == []
        page.context.close()


def test_who_gets_in_is_asked_for_twice(visit: Any) -> None:
    """One press with a cold thumb takes nobody out of the race."""
    stage = drawn()
    with served(stage) as address:
        page = visit(address)
        page.locator('[data-figure="2"]').click()
        page.get_by_role("button", name="Gets in", exact=True).click()
        assert stage.intake.kept == {}
        page.get_by_role("button", name="2: Gets in, out of the race? Press again").click()
        until(lambda: len(stage.intake.kept) == 1, page)
        page.locator("#done", has_text="Bib 2 got in").wait_for(timeout=6000)
        page.context.close()


def test_a_phone_on_the_road_tells_its_place_on_a_press(visit: Any) -> None:
    """The server matches it to the road; the row holds metres, never the point."""
    stage = drawn()
    with served(stage) as address:
        page = visit(address, **at_place(KM_10, 8.0))
        page.get_by_role("button", name="Send where this phone is").click()
        page.locator("#phone .said", has_text="Sent").wait_for(timeout=6000)
        (draft,) = stage.intake.kept.values()
        assert (draft.body.how, round(draft.body.along_m, -2)) == ("phone", 10_000.0)
        page.locator("#here", has_text="your phone was at 10K").wait_for(timeout=6000)
        page.context.close()


def test_a_phone_off_the_course_is_told_so_and_nothing_is_kept(visit: Any) -> None:
    """Neither the server nor this phone keeps the point."""
    stage = drawn()
    with served(stage) as address:
        page = visit(address, **at_place(KM_10, BESIDE))
        page.get_by_role("button", name="Send where this phone is").click()
        page.locator("#phone .said", has_text="not on the course").wait_for(timeout=6000)
        assert stage.intake.kept == {}
        kept = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('keep /'))")
        assert kept == []
        page.context.close()


def test_a_phone_keeps_telling_until_it_is_pressed_again(visit: Any) -> None:
    """It tells at once, and says in words and to a reader of the screen that it goes on."""
    stage = drawn()
    with served(stage) as address:
        page = visit(address, **at_place(KM_10, 8.0))
        button = page.get_by_role("button", name="Keep telling while this page is open")
        button.click()
        until(lambda: len(stage.intake.kept) == 1, page)
        assert button.get_attribute("aria-pressed") == "true"
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        page.context.close()


def test_a_phone_that_does_not_tell_says_what_to_press_instead(visit: Any) -> None:
    """Not allowed: a sentence, and the places stay."""
    stage = drawn()
    with served(stage) as address:
        page = visit(address, permissions=[])
        page.get_by_role("button", name="Send where this phone is").click()
        page.locator("#phone .said", has_text="Press a place instead.").wait_for(timeout=6000)
        assert stage.intake.kept == {} and page.wrong == []
        page.context.close()
