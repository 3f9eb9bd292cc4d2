"""The aid station in a real browser: keyed in a dead zone, on a phone, with and without script."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import served

from builders import at, read
from station_race import CONTROL, OWN, StationStage
from waits import until

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
SEEN = (*(read(f"C{n}", "S", "07:01") for n in (1, 2, 3)), read("C1", "5K", "07:40"))
MINE = f"/station/{OWN}/"
PATHS = {
    "station": MINE,
    "station for control": f"/control/{CONTROL}/stations/nine/",
    "radio": f"/control/{CONTROL}/radio/",
    "sheet": f"{MINE}sheet/",
    "sheets": f"/control/{CONTROL}/sheet/",
}


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a path in a browser of its own; ``page.wrong`` gathers what goes wrong in it."""
    contexts = []

    def open_(address: str, path: str, **more: Any) -> Any:
        more.setdefault("viewport", PHONE)
        contexts.append(browser.new_context(**more))
        page = contexts[-1].new_page()
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()


def press(page: Any, bib: str, what: str = "In") -> None:
    """Key a bib on the pad and press a button."""
    for figure in bib:
        page.locator(f'[data-figure="{figure}"]').click()
    page.get_by_role("button", name=what, exact=True).click()


def keyed(stage: StationStage) -> list[tuple[str, str]]:
    """Return what was keyed, in the order of the log."""
    return [
        (d.body.bib, d.body.what)
        for d in stage.intake.kept.values()
        if d.body.__struct_config__.tag == "keyed"
    ]


def test_a_bib_is_keyed_with_four_presses_and_stands_in_the_list(visit: Any) -> None:
    """Three figures and In: one row, the field is empty again, and the list shows it with an undo."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, MINE, has_touch=True)
        press(page, "1")
        page.get_by_role("button", name="Undo 1 in").wait_for(timeout=6000)
        assert keyed(stage) == [("1", "in")]
        assert page.locator("#bib").input_value() == "" and page.locator("#keep").is_hidden()
        page.get_by_role("button", name="Undo 1 in").click()
        page.locator("#keyed", has_text="Nobody has been keyed here yet.").wait_for(timeout=6000)
        assert page.wrong == []
        page.context.close()


def test_what_is_tapped_in_a_dead_zone_waits_and_is_sent_once(visit: Any) -> None:
    """Offline, three taps, a reload, a closed tab, back online: one row each, at the times of the taps."""
    stage = StationStage(*SEEN, clock="08:30")
    with served(stage) as address:
        page = visit(address, MINE)
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.reload()  # from here on the worker keeps the page
        page.wait_for_timeout(500)
        page.context.set_offline(True)
        for bib, what in (("1", "In"), ("2", "In"), ("1", "Out")):
            press(page, bib, what)
        page.locator("#keep-count", has_text="3 wait to be sent").wait_for(timeout=3000)
        page.reload()
        assert "Figures as of 08:30:00" in page.locator("#clock").inner_text()
        page.locator("#keep-count", has_text="3 wait to be sent").wait_for(timeout=3000)
        page.close()
        assert keyed(stage) == []
        stage.now_ms = at("08:31")
        again = reopened(page, address)
        again.context.set_offline(False)
        until(lambda: len(keyed(stage)) == 3, again)
        again.wait_for_timeout(1500)
        assert keyed(stage) == [("1", "in"), ("2", "in"), ("1", "out")]
        assert stage.intake.sent == 3
        assert all(at("08:30") <= d.at_ms < at("08:31") + 100 for d in stage.intake.kept.values())
        assert again.locator("#keep").is_hidden()
        again.context.close()


def reopened(page: Any, address: str) -> Any:
    """Open the page anew, without signal, in the browser in which it was closed."""
    again = page.context.new_page()
    again.goto(address + MINE)
    again.locator("#keep-count", has_text="3 wait to be sent").wait_for(timeout=3000)
    return again


def test_two_tabs_send_each_tap_once(visit: Any) -> None:
    """The same station open twice on one phone: nothing is lost, nothing doubled."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, MINE)
        other = page.context.new_page()
        other.goto(address + MINE)
        page.context.set_offline(True)
        press(page, "1")
        press(other, "2")
        press(page, "3")
        page.locator("#keep-count", has_text="3 wait to be sent").wait_for(timeout=3000)
        other.locator("#keep-count", has_text="3 wait to be sent").wait_for(timeout=3000)
        page.context.set_offline(False)
        until(lambda: len(keyed(stage)) == 3, page)
        page.wait_for_timeout(1500)
        assert sorted(keyed(stage)) == [("1", "in"), ("2", "in"), ("3", "in")]
        assert stage.intake.sent == 3
        page.context.close()


def test_a_phone_whose_clock_is_wrong_keys_at_the_right_time(visit: Any) -> None:
    """Eleven hours ahead, and set right while a tap waits: the row has the time of the tap."""
    stage = StationStage(*SEEN, clock="08:30")
    with served(stage) as address:
        page = visit(address, MINE)
        page.clock.install(time=time.time() + 11 * 3600)
        page.reload()
        press(page, "2")  # the tab learns how far its clock is off
        until(lambda: len(keyed(stage)) == 1, page)
        page.context.set_offline(True)
        press(page, "1")
        page.clock.set_system_time(time.time())
        stage.now_ms = at("08:40")
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
        page.clock.run_for(31_000)
        until(lambda: len(keyed(stage)) == 2, page)
        first, second = stage.intake.kept.values()
        assert abs(first.at_ms - at("08:30")) < 5_000
        assert abs(second.at_ms - at("08:30")) < 60_000
        page.context.close()


def test_what_the_server_does_not_take_stays_with_what_to_do(visit: Any) -> None:
    """A bib that is none comes back with its sentence; the taps behind it go on; it can be removed."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, MINE)
        page.locator("#bib").fill("1;2")
        page.get_by_role("button", name="In", exact=True).click()
        page.locator("#keep-list", has_text="'1;2' is no bib").wait_for(timeout=5000)
        assert page.locator("#keep-count").inner_text() == "1 not taken"
        press(page, "3")
        until(lambda: keyed(stage) == [("3", "in")], page)
        page.reload()
        page.locator("#keep-list", has_text="'1;2' is no bib").wait_for(timeout=5000)
        page.get_by_role("button", name="Remove: 1;2 in").click()
        assert page.locator("#keep").is_hidden()
        page.context.close()


def test_an_ended_link_loses_no_tap(visit: Any) -> None:
    """Ended while a tap waited: what is left of the page shows it, to be read to race control."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, MINE)
        page.context.set_offline(True)
        press(page, "1")
        stage.people.end_link(2, 1)
        page.context.set_offline(False)
        page.locator("main", has_text="Read it to race control").wait_for(timeout=9000)
        page.reload()
        page.locator("h2", has_text="1 not sent from this phone. Read it to race control").wait_for(
            timeout=9000
        )
        assert "1 in, tapped" in page.locator("#keep-list").inner_text()
        assert keyed(stage) == []
        page.context.close()


def test_dropping_out_takes_a_second_press_for_the_same_bib(visit: Any) -> None:
    """The first press asks, with the bib; another number, or no second press, drops nobody."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, MINE)
        drop = page.locator('button[value="dropped"]')
        page.locator("#bib").fill("1")
        drop.click()
        assert drop.inner_text() == "1: Stops here for good? Press again"
        page.locator("#bib").fill("2")
        assert drop.inner_text() == "Dropped here"
        drop.click()
        drop.click()
        until(lambda: keyed(stage) == [("2", "dropped")], page)
        page.wait_for_timeout(300)
        assert keyed(stage) == [("2", "dropped")]
        page.context.close()


def test_without_script_everything_can_be_keyed(visit: Any) -> None:
    """No script: a plain field, three buttons, a page that asks before somebody is dropped, and undo."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, MINE, java_script_enabled=False)
        assert page.locator(".keys").is_hidden()
        page.locator("#bib").fill("1")
        with page.expect_navigation():
            page.get_by_role("button", name="In", exact=True).click()
        assert keyed(stage) == [("1", "in")] and page.get_by_role("button", name="Undo 1 in").is_visible()
        page.locator("#bib").fill("1")
        with page.expect_navigation():
            page.get_by_role("button", name="Dropped here", exact=True).click()
        assert page.locator("h1").inner_text() == "Bib 1 stops here for good? Race control will be told."
        with page.expect_navigation():
            page.get_by_role("button", name="Yes, dropped out here").click()
        assert keyed(stage)[-1] == ("1", "dropped")
        with page.expect_navigation():
            page.get_by_role("button", name="Out of water").click()
        assert "Out of water" in page.locator("#say").inner_text()
        page.context.close()


def test_packing_up_names_how_many_are_still_to_come(visit: Any) -> None:
    """The first press says how many are still out; only the second is kept."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, MINE)
        pack = page.locator('button[value="packed_up"]')
        pack.click()
        asked = "Do not close yet. 3 inside the limit may still come, the first about 08:06"
        assert f"{asked}. Press again to say packed up" in pack.inner_text()
        assert stage.intake.kept == {}
        pack.click()
        until(lambda: len(stage.intake.kept) == 1, page)
        page.context.close()


def test_packing_up_by_radio_takes_a_second_press_too(visit: Any) -> None:
    """Who reads out the lines is warned as the station is: one press of a word that closes does nothing."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        page = visit(address, PATHS["radio"])
        closed = page.locator("#say-nine-closed")
        closed.click()
        assert "Do not close yet. 3 inside the limit may still come" in closed.inner_text()
        assert stage.intake.kept == {}
        closed.click()
        until(lambda: len(stage.intake.kept) == 1, page)
        page.context.close()


def asking() -> StationStage:
    """Return the race at 10:30: the last comes to km 25 after its permit, 10:45, and control is asked."""
    reads = [read("C1", mat, at_) for mat, at_ in (("S", "07:01"), ("5K", "07:48"), ("10K", "08:36"))]
    return StationStage(*reads, read("C1", "HALF", "10:20"), clock="10:30", runners=1, permit_ms=at("10:45"))


def test_race_control_decides_until_when_without_leaving_its_page(visit: Any) -> None:
    """Keep open is one press; to close on somebody takes two; the question is gone when it is answered."""
    stage = asking()
    with served(stage) as address:
        page = visit(address, f"/control/{CONTROL}/")
        close = page.locator("#keep-late-2")
        close.click()
        assert close.inner_text() == "Press again: close at 10:45" and stage.intake.kept == {}
        stage.now_ms = at("10:31")  # what is pressed is shown as of then
        page.locator("#keep-late-1").click()
        until(lambda: len(stage.intake.kept) == 1, page)
        page.locator("#asks h2", has_text="1 to decide").wait_for(timeout=6000)
        assert page.wrong == []
        page.context.close()


@pytest.mark.parametrize("path", [f"/control/{CONTROL}/", f"/control/{CONTROL}/stations/late/"])
def test_the_question_is_fit_for_tired_eyes(visit: Any, path: str) -> None:
    """Labels, contrast, headings of the decision that waits: nothing serious, nothing too wide."""
    with served(asking()) as address:
        page = visit(address, path, bypass_csp=True)
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run().then((result) => result.violations)")
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("what", PATHS)
def test_axe_finds_nothing_serious(visit: Any, what: str, viewport: dict[str, int]) -> None:
    """Labels, contrast, headings, roles: nothing serious or critical, dark and light; nothing is too wide."""
    stage = StationStage(*SEEN)
    with served(stage) as address:
        for scheme in ("light", "dark"):
            page = visit(address, PATHS[what], viewport=viewport, color_scheme=scheme, bypass_csp=True)
            page.add_script_tag(path=str(AXE))
            found = page.evaluate("axe.run().then((result) => result.violations)")
            bad = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
            assert bad == []
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1]
            page.context.close()


def test_every_button_is_as_large_as_a_thumb_and_apart(visit: Any) -> None:
    """48 px high at least, and no two buttons of the pad nearer than 8 px to each other."""
    with served(StationStage(*SEEN)) as address:
        page = visit(address, MINE, has_touch=True)
        sizes = page.evaluate(
            "[...document.querySelectorAll('button')].filter(b => b.offsetParent).map(b => b.offsetHeight)"
        )
        assert len(sizes) > 15 and min(sizes) >= 48
        gap = page.evaluate("getComputedStyle(document.querySelector('.keys')).gap")
        assert float(gap.split("px")[0]) >= 8
        pad = page.locator(".keys").bounding_box()
        assert pad["y"] + pad["height"] < 800, "the pad is on the first screen of a phone"
        page.context.close()


def test_a_sheet_is_one_page_of_paper(visit: Any) -> None:
    """Each station's sheet prints on one page, on A4 and on Letter."""
    with served(StationStage(*SEEN)) as address:
        page = visit(address, PATHS["sheets"], viewport=DESK)
        for paper in ("A4", "Letter"):
            pages = page.pdf(format=paper, print_background=False).count(b"/Type /Page\n")
            assert pages == 3, paper
        page.context.close()
