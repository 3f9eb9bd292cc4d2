"""The pages of runners, guardians and followers in a real browser: on a phone, without script, by thumb."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import served
from people_day import STATIONS, PeopleDay

from alongside.cli.cards import cards_page
from alongside.cli.link_making import make
from alongside.cli.link_wants import staff_wants
from alongside.supporters.factor import factor_digest
from builders import make_plan

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PATHS = (
    "/runner/ada/",
    "/guardian/dee/",
    "/follow/mum/",
    "/runner/new/claim",
    "/van/van/look",
    "/van/van/handover",
)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 10:40 with a link for each of these pages."""
    day = PeopleDay(tmp_path)
    day.give("runner", "ada", bib="7")
    day.give("follower", "mum", bib="7", holder="Mum")
    day.give("guardian", "dee", bib="9", holder="Dee Young")
    day.give("runner", "new", bib="8", factor_digest=factor_digest("ABC234", "8", 1))
    day.give("van", "van", holder="Van 1")
    day.agree("7", "follow")
    day.reads("7", ("S", "07:01"), ("5K", "07:36"), ("10K", "08:11"), ("HALF", "09:30"))
    day.at("10:40")
    yield day
    day.file.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page; every script error fails the test."""
    pages = []

    def open_(address: str, path: str, viewport: dict[str, int] = PHONE, **more: Any) -> Any:
        page = browser.new_context(viewport=viewport, **more).new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append((page, errors))
        page.goto(address + path)
        return page

    yield open_
    for page, errors in pages:
        assert errors == []
        page.context.close()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_axe_finds_nothing_serious_and_nothing_is_too_wide(
    day: PeopleDay, visit: Callable[..., Any], viewport: dict[str, int], scheme: str
) -> None:
    """Every page, and those that answer a press: labels, contrast, headings; dark and light."""
    with served(day) as address:  # type: ignore[arg-type]
        for path in PATHS:
            page = visit(address, path, viewport, color_scheme=scheme, bypass_csp=True)
            _look_at(page, path)
        page.goto(f"{address}/runner/ada/")
        page.fill("#holder", "A friend with rather a long name")
        page.click("text=Make a follow link")
        _look_at(page, "a new link")
        page.goto(f"{address}/van/van/look")
        page.fill("#bib", "7")
        page.click("text=Look up")
        _look_at(page, "a look")


def _look_at(page: Any, path: str) -> None:
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then((result) => result.violations)")
    bad = [(path, v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
    assert bad == []
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], path


def test_buttons_are_as_large_as_a_thumb_and_apart(day: PeopleDay, visit: Callable[..., Any]) -> None:
    """48 px high at least and 8 px apart, on her page with followers and links to end."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address, "/runner/ada/", has_touch=True)
        boxes = [b.bounding_box() for b in page.locator("button:visible, input:visible").all()]
        assert len(boxes) > 8 and min(box["height"] for box in boxes) >= 48
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                across = max(a["x"], b["x"]) - min(a["x"] + a["width"], b["x"] + b["width"])
                down = max(a["y"], b["y"]) - min(a["y"] + a["height"], b["y"] + b["height"])
                assert max(across, down) >= 8


def test_without_script_she_switches_shares_and_ends(day: PeopleDay, visit: Callable[..., Any]) -> None:
    """Every press is a plain form: off, on, a link made, opened and ended, with its notes."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address, "/runner/ada/", java_script_enabled=False)
        with page.expect_navigation():
            page.click("text=Switch off")
        assert "It holds at once" in page.inner_text(".note")
        with page.expect_navigation():
            page.locator(".switches button").first.click()
        page.fill("#holder", "Sis")
        with page.expect_navigation():
            page.click("text=Make a follow link")
        link = page.locator(".address a").get_attribute("href")
        with page.expect_navigation():
            page.click("text=Back")
        sister = visit("", link, java_script_enabled=False)
        assert "On the way: HALF at 09:30." in sister.inner_text("h1")
        with page.expect_navigation():
            page.locator("li", has_text="Sis").get_by_text("End").click()
        assert sister.goto(link).status == 404


def test_a_code_opens_her_page_on_a_phone(day: PeopleDay, visit: Callable[..., Any]) -> None:
    """The link leads to the question, a wrong code says so, the right one opens the page."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address, "/runner/new/")
        page.fill("#code", "nonsense")
        with page.expect_navigation():
            page.click("text=Open my page")
        assert "not the code" in page.inner_text("[role=alert]")
        page.fill("#code", "abc-234")
        with page.expect_navigation():
            page.click("text=Open my page")
        assert page.url.endswith("/runner/new/") and "Bea, bib 8" in page.inner_text(".where")


def test_an_open_follow_page_empties_when_she_takes_it_back_and_goes_when_the_link_ends(
    day: PeopleDay, visit: Callable[..., Any]
) -> None:
    """Nobody reloads: the places go within five seconds, and a dead link's page says so."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address, "/follow/mum/")
        page.wait_for_function("performance.getEntriesByType('resource').length > 2")
        time.sleep(0.3)
        began = time.monotonic()
        day.agree("7", "follow", on=False)
        page.wait_for_selector("text=Nothing is shared by it now", timeout=5000)
        day.file.end_link(day.link("mum").id, day.now_ms).result()
        page.wait_for_selector("text=Nothing here", timeout=5000)
        assert time.monotonic() - began < 10


def test_cards_fit_four_to_a_page_on_both_papers(visit: Callable[..., Any], tmp_path: Path) -> None:
    """Printed at 100 % on A4 and on Letter: four cards a page, no page too many, the codes not cut."""
    plan = make_plan(name="A Marathon With A Rather Long Name By The River", stations=STATIONS)
    made = make(staff_wants(plan), {}, "https://race.example-with-a-long-name.org", lambda _: "", 0)
    path = tmp_path / "cards.html"
    path.write_text(cards_page(plan, made), encoding="utf-8")
    page = visit("file://", str(path), DESK)
    for paper in ("A4", "Letter"):
        raw = page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page[^s]", raw)) == -(-len(made) // 4)
    page.emulate_media(media="print")
    cut = page.evaluate(
        "[...document.querySelectorAll('.half')].filter(h => h.scrollHeight > h.clientHeight + 1).length"
    )
    assert cut == 0
