"""Every page behind every door in a real browser: read at arm's length, pressed with a cold thumb."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from usable_day import CHANGING, PATHS, UsableDay

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from fakes import CONTROL, Stage, served
from make_views import EVERY, shown

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 800}
WEIGHT = 14 * 1024
SERIOUS = """(rules) => axe.run({resultTypes: ["violations"], ...rules}).then(result => result.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => [one.id, one.nodes.map(node => node.html.slice(0, 120))]))"""
WRONG = """() => {
    const wrong = [], seen = (e) => e.checkVisibility({visibilityProperty: true});
    const all = (what) => [...document.querySelectorAll(what)].filter(seen);
    const text = (e) => (e.getAttribute("aria-label") ?? e.innerText ?? "").trim();
    const name = (e) => `${e.tagName} ${text(e).slice(0, 30) || e.name || ""}`;
    if (!document.title || !document.documentElement.lang) wrong.push("no title, or no language");
    if (document.documentElement.scrollWidth > innerWidth) wrong.push("wider than the screen");
    const heads = all("h1");
    if (document.querySelectorAll("h1").length !== 1 && !document.querySelector(".sheet + .sheet"))
        wrong.push(`${heads.length} first headings`);
    const size = (e) => parseFloat(getComputedStyle(e).fontSize);
    for (const e of all("main *:not(input, button, button *)"))
        if (heads.length && e.innerText && size(e) > size(heads[0]))
            wrong.push(`larger than the answer: ${name(e)}`);
    const pressed = all("a[href], button, summary, select, textarea, input");
    for (const e of pressed) {
        const field = e.matches("input, select, textarea");
        const named = field ? e.labels.length || e.getAttribute("aria-label") : text(e);
        if (!named) wrong.push(`no name: ${name(e)}`);
    }
    const boxes = pressed.map(e => [e, (e.closest("label") ?? e).getBoundingClientRect()]);
    for (const [e, box] of boxes) if (box.height < 47.9) wrong.push(`${box.height} px high: ${name(e)}`);
    for (const [i, [e, a]] of boxes.entries()) for (const [f, b] of boxes.slice(i + 1)) {
        const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
        const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
        if (Math.max(across, down) < 7.9) wrong.push(`too near: ${name(e)}, ${name(f)}`);
    }
    const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
    for (const id of new Set(ids))
        if (ids.filter(one => one === id).length > 1) wrong.push(`two with id ${id}`);
    return wrong;
}"""


@pytest.fixture
def day(tmp_path: Path) -> Iterator[UsableDay]:
    """The race before its start, with a door for every role."""
    day = UsableDay(tmp_path)
    yield day
    day.file.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Any]:
    """Return a function that makes a page; what goes wrong in its console fails the test."""
    contexts, wrong = [], []

    def make(**more: Any) -> Any:
        contexts.append(browser.new_context(viewport=PHONE, bypass_csp=True, **more))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def test_every_page_behind_every_door_is_usable(day: UsableDay, open_page: Any) -> None:
    """In the thick of it, on a phone by day and a desktop at night: for axe, for a thumb, for tired eyes."""
    day.go()
    found = {}
    with served(day) as address:  # type: ignore[arg-type]
        page = open_page()
        for name, path in PATHS.items():
            page.goto(address + path)
            page.evaluate(AXE)
            for width, scheme in ((PHONE, "light"), (DESK, "dark")):
                page.set_viewport_size(width)
                page.emulate_media(color_scheme=scheme)
                rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}  # else it is as by day
                found[f"{name}, {scheme}"] = page.evaluate(WRONG) + page.evaluate(SERIOUS, rules)
    wrong = [f"{where}: {one}" for where, ones in found.items() for one in ones]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("moment", ["before", "stopped", "over"])
def test_without_script_every_page_is_usable_at_every_hour(
    day: UsableDay, open_page: Any, moment: str
) -> None:
    """Before the start, stopped, and over: whole without script, folded or unfolded, on a phone."""
    if moment != "before":
        day.go()
        (day.stop if moment == "stopped" else day.end)()
    found = {}
    with served(day) as address:  # type: ignore[arg-type]
        page = open_page(java_script_enabled=False)
        for name, path in CHANGING.items():
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            found[name] = page.evaluate(WRONG)
    wrong = [f"{where}: {one}" for where, ones in found.items() for one in ones]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("views", ["empty", "huge", "hundred_miles"])
def test_every_race_is_usable(open_page: Any, views: str) -> None:
    """Nobody entered, 48,000 on the road, or a second morning: the pages of everybody and of control hold."""
    stage, found = Stage(player=True, open_control=True, shown=shown(EVERY[views]())), {}
    with served(stage) as address:
        page = open_page()
        for path in ("/", "/race", f"/control/{CONTROL}/"):
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            found[path] = page.evaluate(WRONG)
    wrong = [f"{where}: {one}" for where, ones in found.items() for one in ones]
    assert not wrong, "\n".join(wrong)


def test_no_page_weighs_more_than_one_window(day: UsableDay) -> None:
    """On a saturated cell every page comes in the first window, 14 KB; the sheets of all stations may not."""
    day.go()
    with served(day) as address:  # type: ignore[arg-type]
        for name, path in PATHS.items():
            asked = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(asked) as answer:
                assert name == "sheets" or len(answer.read()) <= WEIGHT, name


def test_control_says_what_needs_a_hand_before_what_is_for_looking(day: UsableDay, open_page: Any) -> None:
    """A silent mat, a drop-out to confirm, a read to settle stand above the strip; a press confirms her."""
    day.go()
    with served(day) as address:  # type: ignore[arg-type]
        page = open_page()
        page.goto(address + PATHS["control"])
        tops = [page.locator(f"#{id_} h2").first.bounding_box()["y"]
                for id_ in ("silent", "claims", "questions", "distances", "tail", "feeds")]  # fmt: skip
        assert tops == sorted(tops)
        page.get_by_role("button", name="Yes, she has dropped out: Bib 139").click()
        page.locator("#claims h2", has_text="dropped out: 1").wait_for(timeout=5000)
    rows = [row for row in day.file.rows(0) if row.body.__class__.__name__ == "RulingStatusBody"]
    assert [(row.body.bib, row.body.status) for row in rows] == [("139", "dnf")]  # type: ignore[union-attr]
