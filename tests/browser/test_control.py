"""Race control in a real browser: by keys alone, on a wall that nobody touches, and when the news stops."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from usable_day import PATHS, UsableDay

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from fakes import CONTROL, Stage, served

pytestmark = pytest.mark.browser
DESK, WALL, LARGE = ((1280, 860), (1920, 1080), (3840, 2160))
HERE = "document.activeElement.id || document.activeElement.textContent.trim()"
PRESSED = (
    "[...document.querySelectorAll('main button, main a, main summary')].filter(e => e.checkVisibility())"
)


def rules() -> ModuleType:
    """Return what every page is held to."""
    path = Path(__file__).with_name("test_pages_are_usable.py")
    spec = importlib.util.spec_from_file_location("usable_rules_of_control", path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture
def day(tmp_path: Path) -> Iterator[UsableDay]:
    """The race in the thick of it."""
    day = UsableDay(tmp_path)
    day.go()
    yield day
    day.file.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page in a browser of its own; nothing may go wrong in its script."""
    contexts, wrong = [], []

    def open_(address: str, size: tuple[int, int] = DESK, **more: Any) -> Any:
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(browser.new_context(viewport=viewport, bypass_csp=True, **more))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def test_single_keys_go_to_blocks_and_to_the_next_thing(day: UsableDay, visit: Any) -> None:
    """A number goes to its block, n from one thing to the next and round, / asks for a bib."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address + PATHS["control"], reduced_motion="reduce")
        page.keyboard.press("5")
        assert page.evaluate(HERE) == "claims"
        assert page.evaluate("document.getElementById('claims').getBoundingClientRect().top") < 100
        count = page.locator("#hand .thing:visible").count()
        seen = []
        for _ in range(count + 1):
            page.keyboard.press("n")
            seen.append(page.evaluate("document.activeElement.innerText"))
        assert len(set(seen)) == count and seen[0] == seen[-1]
        page.keyboard.press("4")
        assert "nothing now" in page.locator("#keys-said").inner_text()
        page.keyboard.press("/")
        page.wait_for_url("**/look")


def test_keys_rest_in_a_field_and_can_be_switched_off(visit: Any) -> None:
    """WCAG 2.1.4: what is typed into a field goes nowhere; ? tells the keys, and its switch is remembered."""
    with served(Stage(player=True)) as address:
        page = visit(f"{address}/control/{CONTROL}/")
        page.locator("#jump").focus()
        page.keyboard.type("5/n?")
        assert page.locator("#jump").input_value() == "5/n?" and page.evaluate(HERE) == "jump"
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible()
        page.get_by_label("Use these keys").uncheck()
        page.get_by_role("button", name="Close").click()
        for _ in range(2):
            page.keyboard.press("8")
            page.keyboard.press("?")
            assert page.evaluate(HERE) != "distances" and not page.locator("#keys").is_visible()
            page.reload()
        page.get_by_role("button", name="Keys").click()
        page.get_by_label("Use these keys").check()
        page.keyboard.press("Escape")
        page.keyboard.press("8")
        assert page.evaluate(HERE) == "distances"


def test_everything_is_reached_by_tab_and_the_first_link_skips(day: UsableDay, visit: Any) -> None:
    """Tab goes through every link and button in the order of the page; the skip link shows and skips."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address + PATHS["control"])
        wanted = page.evaluate(f"{PRESSED}.map(e => e.textContent.trim())")
        reached = []
        for _ in wanted:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert reached == wanted
        page.reload()
        page.keyboard.press("Tab")
        assert page.locator(".skip").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#hand') !== null")


@pytest.mark.parametrize("size", [WALL, LARGE])
def test_the_wall_shows_everything_that_needs_a_hand_without_scrolling(
    day: UsableDay, visit: Any, size: tuple[int, int]
) -> None:
    """The answer 3 % of the width high, the clock, the hand and the roads on one screen; nothing to press."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address + PATHS["control"] + "?wall=1", size)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        first = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
        clock = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.ticking')).fontSize)")
        assert first >= max(40, 0.029 * size[0]) and clock >= 40
        for id_ in ("headline", "clock", "accounted", "silent", "claims", "questions", "distances"):
            assert page.locator(f"#{id_}").is_visible(), id_
        assert page.evaluate(f"{PRESSED}.length") == 0
        assert page.locator("form:visible").count() == 0


def test_the_desk_shows_the_answer_the_counts_and_the_contents_at_once(day: UsableDay, visit: Any) -> None:
    """At 1920 x 1080, forms and all: the headline, the clock, the contents and a road are above the fold."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address + PATHS["control"], WALL)
        for what in ("#headline h1", "#clock", "#todo", "#accounted h2", "#claims h2", ".distance .strip"):
            box = page.locator(what).first.bounding_box()
            assert box["y"] + box["height"] <= 1080, what


@pytest.mark.parametrize("query", ["", "?wall=1"])
def test_control_is_usable_on_a_wall_by_day_and_night(day: UsableDay, visit: Any, query: str) -> None:
    """Nothing serious for axe, nothing larger than the answer, at three sizes; the list of keys, too."""
    held, wrong = rules(), []
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address + PATHS["control"] + query, WALL)
        page.evaluate(held.AXE)
        for size, scheme in ((WALL, "light"), (LARGE, "dark"), ((360, 800), "light")):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(color_scheme=scheme)
            wrong += [(size, one) for one in page.evaluate(held.WRONG) + page.evaluate(held.SERIOUS, {})]
        if not query:
            page.keyboard.press("?")
            wrong += page.evaluate(held.SERIOUS, {})
            small = "[...document.querySelectorAll('dialog :is(a, button, label)')].map(e => e.offsetHeight)"
            assert min(page.evaluate(small)) >= 48
    assert wrong == []


def test_a_wall_that_hears_nothing_says_from_when_its_figures_are(day: UsableDay, visit: Any) -> None:
    """The race's computer goes: a large sentence across the screen, with the time of the last news."""
    with ExitStack() as stack:
        address = stack.enter_context(served(day))  # type: ignore[arg-type]
        page = visit(address + PATHS["control"] + "?wall=1", WALL)
        page.wait_for_timeout(500)
        assert page.locator("#notice").is_hidden()
        stack.close()
        page.locator("#notice").wait_for(state="visible", timeout=8000)
    assert "no news since 09:35:00" in page.locator("#notice").inner_text()
    assert page.evaluate("parseFloat(getComputedStyle(document.getElementById('notice')).fontSize)") >= 36
    assert page.locator("#notice").bounding_box()["width"] > 1700


def test_the_wall_comes_also_where_the_page_is_kept_for_a_dead_zone(day: UsableDay, visit: Any) -> None:
    """The worker that keeps race control's page lets the wall screen through, and keeps the page itself."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address + PATHS["control"])
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.reload()
        page.wait_for_timeout(300)
        page.goto(address + PATHS["control"] + "?wall=1")
        assert page.locator("main.wall").count() == 1
        page.context.set_offline(True)
        page.goto(address + PATHS["control"])
        assert page.locator("main.control:not(.wall)").count() == 1


def test_a_link_that_has_ended_takes_every_page_of_it_off_the_phone(day: UsableDay, visit: Any) -> None:
    """The names of the missing lie in a cache of their own: they go with control's first page."""
    with served(day) as address:  # type: ignore[arg-type]
        page = visit(address + PATHS["control"] + "accounted/")
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.goto(address + PATHS["control"])
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.reload()
        page.wait_for_timeout(300)
        kept = "caches.keys().then((keys) => keys.filter((one) => one.includes('/control/')).length)"
        assert page.evaluate(kept) == 2
        day.file.end_link(day.link("control").id, day.now_ms).result()
        page.reload()
        page.wait_for_timeout(300)
        assert page.evaluate(kept) == 0
