"""Race morning in a real browser: one thumb, no script needed, nothing that a helper could not read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import CONTROL, served
from mornings import BASE, Folder, Morning

from alongside.events.bodies import GunBody, MessageBody, NoticeBody, SwapBody
from builders import OPENING, at, body_draft, make_plan, read, undo

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
BY = "control/1"
PRESSED = "button, select, summary, textarea, .tick, input:not([type=hidden], [type=checkbox])"
UNFOLD = "document.querySelectorAll('details').forEach(d => { d.removeAttribute('name'); d.open = true })"
HEIGHTS = "css => [...document.querySelectorAll(css)].map(e => [e.tagName, e.getBoundingClientRect().height])"
SIZES = [({"width": 360, "height": 800}, "light"), ({"width": 1280, "height": 900}, "dark")]


@pytest.fixture
def morning() -> Iterator[tuple[Morning, str]]:
    """A morning on which much was decided, served; and its address."""
    folder = Folder(make_plan(name="The bridge is closed"), [draft.body for draft in OPENING[1:]])
    stage = Morning(read("C1", "S", "07:01"), read("C2", "S", "07:31"), folder=folder)
    # Rows, not forms: a browser's event loop runs in this thread.
    stage.people.words |= {"bus": "The bus from the station is late", "sky": "Lightning at the bridge"}
    swap = body_draft(SwapBody("1", "2", BY), "w1", "07:48")
    stage.apply(
        body_draft(GunBody("2", at("07:40"), BY, "bus"), "g1", "07:20"),
        body_draft(NoticeBody("stopped", BY, text_id="sky"), "n1", "07:50"),
        body_draft(MessageBody("everybody", BY, "sky"), "m1", "07:50"),
        swap,
        undo(swap),
    )
    with served(stage) as address:
        yield stage, address + BASE


def test_a_gun_is_moved_with_one_thumb_and_no_script(browser: Any, morning: tuple[Morning, str]) -> None:
    """Open the form, fill it in, read what it will do, press: the row is there."""
    stage, address = morning
    context = browser.new_context(viewport=SIZES[0][0], java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#form-gun summary").click()
    page.select_option("#gun-wave", "2")
    page.fill("#gun-at", "8:15")
    with page.expect_navigation():
        page.locator("#form-gun button").click()
    assert page.locator("h1").inner_text() == "Wave 2: gun 08:15 instead of 07:40, 1 runner."
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm: do it").click()
    assert page.locator(".note").inner_text().startswith("It is kept")
    assert stage.race.state.crossings.gun_ms["2"] == at("08:15")
    with page.expect_navigation():
        page.get_by_role("button", name="Undo: Wave 2: gun 08:15").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm: do it").click()
    assert stage.race.state.crossings.gun_ms["2"] == at("07:40")
    context.close()


@pytest.mark.parametrize(("size", "scheme"), SIZES, ids=["phone", "desktop"])
def test_the_pages_are_readable_by_everybody(
    browser: Any, morning: tuple[Morning, str], size: dict[str, int], scheme: str
) -> None:
    """Open or folded, asking or refusing: axe finds nothing serious, and nothing sticks out."""
    _, address = morning
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    look(page)
    for name in ("stop", "message", "gun", "folder"):
        page.locator(f"#form-{name}").evaluate("form => form.open = true")
        look(page)
    with page.expect_navigation():
        page.locator("#form-folder button").click()
    look(page)
    page.goto(address)
    page.locator("#form-swap").evaluate("form => form.open = true")
    page.fill("#swap-bib", "77")
    page.fill("#swap-worn", "78")
    with page.expect_navigation():
        page.locator("#form-swap button").click()
    assert "Nobody is entered as bib 77" in page.locator("main").inner_text()
    look(page)
    context.close()


@pytest.mark.parametrize(("size", "scheme"), SIZES, ids=["phone", "desktop"])
def test_what_is_pressed_is_a_thumb_wide(
    browser: Any, morning: tuple[Morning, str], size: dict[str, int], scheme: str
) -> None:
    """Buttons, choices, fields and the headings that unfold are 48 pixels high at least."""
    _, address = morning
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.evaluate(UNFOLD)
    heights = page.evaluate(HEIGHTS, PRESSED)
    assert len(heights) > 50
    assert [one for one in heights if one[1] < 48] == []
    context.close()


def test_control_reads_the_why_and_finds_the_way(browser: Any, morning: tuple[Morning, str]) -> None:
    """The first page of control says what stands with its why, and leads to race morning."""
    _, address = morning
    context = browser.new_context(viewport=SIZES[0][0])
    page = context.new_page()
    page.goto(address.replace(BASE, f"/control/{CONTROL}/"))
    assert page.locator("h1").inner_text() == (
        "The race was stopped at 07:50 by race control: Lightning at the bridge."
    )
    with page.expect_navigation():
        page.get_by_role("link", name="Race morning").click()
    assert page.url == address
    context.close()


def look(page: Any) -> None:
    """Hold a page to what everybody can read and reach."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.impact, v.nodes[0].html]))")
    assert [one for one in found if one[1] in ("serious", "critical")] == []
