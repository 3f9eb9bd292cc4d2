"""Rides in a real browser: asked for in a dead zone, ticked in by a van, listed by race control."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import served

from ride_day import CONTROL, HERS, STATION, VAN, RideDay, ride
from station_race import keyed
from waits import until

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
WEIGHT = 14 * 1024
PATHS = {
    "van": f"/van/{VAN}/",
    "runner": f"/runner/{HERS}/",
    "ledger": f"/control/{CONTROL}/accounted/",
    "station": f"/station/{STATION}/",
}


@pytest.fixture
def day(tmp_path: Path) -> Iterator[RideDay]:
    """The race at 08:30: one waits, one stands at a table, one was not found, one is on board."""
    day = RideDay(tmp_path)
    day.start()
    van = f"van/{day.van.id}"
    day.at("08:30")
    day.say(
        ride("8", "wanted", "08:10", "runner/8/9", stops=True, text_id="t1"),
        keyed("9", "dropped", "08:15", "w1", by="station/w1/4"),
        ride("9", "wanted", "08:15", "station/w1/4", station="w1", stops=True),
        ride("10", "on_board", "08:05", van, source=van),
        ride("4711", "wanted", "08:01", "runner/4711/9", stops=True),
        ride("4711", "not_found", "08:25", van, source=van),
        t1="geo:52.51200,13.40100;u=9 by the kiosk, in a red jacket",
    )
    yield day
    day.file.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a path in a browser of its own; what goes wrong in it fails the test."""
    contexts, wrong = [], []

    def open_(address: str, path: str, **more: Any) -> Any:
        more.setdefault("viewport", PHONE)
        contexts.append(browser.new_context(bypass_csp=True, **more))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def test_the_pages_are_usable_and_light(day: RideDay, visit: Any) -> None:
    """For axe, on a phone by day and a desktop at night; nothing wider than the screen; 14 KB at most."""
    found = []
    with served(day) as address:
        for name, path in PATHS.items():
            page = visit(address, path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            page.add_script_tag(path=str(AXE))
            for size, scheme in ((PHONE, "light"), (DESK, "dark")):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                found += [f"{name}, {scheme}: wider than the screen"] if wide else []
                said = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id]))")
                found += [f"{name}, {scheme}: {one}" for one in said if one[0] in ("serious", "critical")]
            asked = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(asked) as answer:
                assert len(answer.read()) <= WEIGHT, name
    assert found == []


def test_a_van_ticks_in_with_two_presses_and_the_list_moves_on(day: RideDay, visit: Any) -> None:
    """On board is asked once more on the button itself; then one row, and she is in the van's list."""
    with served(day) as address:
        page = visit(address, PATHS["van"], has_touch=True)
        assert "Next: bib 8" in page.locator("h1").inner_text()
        button = page.get_by_role("button", name="Bib 8 on board")
        button.click()
        assert "Press again" in page.locator("#on-1").inner_text()
        assert len([b for b in day.rows("ride") if b.what == "on_board"]) == 1  # bib 10's, from before
        page.locator("#on-1").click()
        until(lambda: any(b.bib == "8" and b.what == "on_board" for b in day.rows("ride")), page)
        page.reload()
        assert "Next: bib 9" in page.locator("h1").inner_text()
        page.get_by_role("button", name="Bib 8 set down at the finish").wait_for()


def test_what_a_van_taps_in_a_dead_zone_is_sent_once_with_its_time(day: RideDay, visit: Any) -> None:
    """Two presses without signal wait on the phone, named; back in reach they are one row."""
    with served(day) as address:
        page = visit(address, PATHS["van"])
        page.context.set_offline(True)
        for _ in range(2):
            page.locator("#on-2").click()
        page.get_by_text("1 waits to be sent").wait_for()
        assert not any(b.bib == "9" and b.what == "on_board" for b in day.rows("ride"))
        page.context.set_offline(False)
        until(lambda: any(b.bib == "9" and b.what == "on_board" for b in day.rows("ride")), page, 12)
        until(lambda: page.locator("#keep").is_hidden(), page)
        assert sum(b.bib == "9" and b.what == "on_board" for b in day.rows("ride")) == 1


def test_she_asks_for_a_ride_with_the_place_of_her_phone(day: RideDay, visit: Any) -> None:
    """Her phone is asked only on her press; the place goes with the wish, and her page says what happens."""
    here = {"geolocation": {"latitude": 52.512, "longitude": 13.401, "accuracy": 9.0}}
    with served(day) as address:
        page = visit(address, PATHS["runner"], permissions=["geolocation"], **here)
        page.locator("#stopping summary").click()
        page.get_by_role("button", name="Add where this phone is").click()
        page.get_by_text("this phone knows its place to 9 m").wait_for()
        page.locator("#stop-text").fill("at the bridge")
        for _ in range(2):
            page.locator("#stop-ride").click()
        until(lambda: any(b.bib == "7" for b in day.rows("ride")), page)
        (body,) = [b for b in day.rows("ride") if b.bib == "7"]
        assert day.file.texts([body.text_id])[body.text_id] == "geo:52.51200,13.40100;u=9 at the bridge"
        page.reload()
        assert page.locator("h1").inner_text().startswith("A van has been told")


def test_she_asks_for_a_ride_where_there_is_no_signal(day: RideDay, visit: Any) -> None:
    """What she taps waits on her phone, says so, and is sent when she is back in reach."""
    with served(day) as address:
        page = visit(address, PATHS["runner"])
        page.context.set_offline(True)
        page.locator("#stopping summary").click()
        for _ in range(2):
            page.locator("#stop-ride").click()
        page.get_by_text("1 waits to be sent").wait_for()
        page.context.set_offline(False)
        until(lambda: any(b.bib == "7" for b in day.rows("ride")), page, 12)


def test_a_station_drops_her_and_sends_for_the_van_in_one_go(day: RideDay, visit: Any) -> None:
    """The pad's second choice makes two rows; its undo takes back both."""
    with served(day) as address:
        page = visit(address, PATHS["station"])
        page.locator('[data-figure="7"]').click()
        for _ in range(2):
            page.locator('button[value="dropped_ride"]').click()
        until(lambda: any(b.bib == "7" for b in day.rows("ride")), page)
        assert [b.what for b in day.rows("keyed") if b.bib == "7"] == ["dropped"]
        page.reload()
        page.get_by_role("button", name="Undo 7 dropped out here").click()
        until(lambda: len(day.rows("undo")) == 2, page)
        assert "7" not in {one.bib for one in day.latest().views.control.rides}


def test_control_says_on_board_without_leaving_the_ledger(day: RideDay, visit: Any) -> None:
    """A press is sent once, and the page says that it is done."""
    with served(day) as address:
        page = visit(address, PATHS["ledger"], viewport=DESK)
        page.locator("#ride-8-on_board").click()
        until(lambda: any(b.bib == "8" and b.what == "on_board" for b in day.rows("ride")), page)
        assert "accounted" in page.url
