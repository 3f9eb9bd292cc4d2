"""The pages about risk and of the announcer with something on them: for a thumb, for axe, for two metres."""

from __future__ import annotations

import importlib.util
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fakes import served
from people_day import PeopleDay

from alongside.events.bodies import FlagBody
from alongside.events.row import Draft

pytestmark = pytest.mark.browser
LONG = "the next are about 12.4 km ahead and 11.8 km behind of the Oberlauffenhausenbergersdorf bridge"
PATHS = {
    "announcer": "/announcer/mic/",
    "list": "/control/control/risk/",
    "list of medical": "/medical/medical/risk/",
    "control": "/control/control/",
    "runner": "/runner/ada/",
}


def rules() -> ModuleType:
    """Return what every page is held to."""
    path = Path(__file__).with_name("test_pages_are_usable.py")
    spec = importlib.util.spec_from_file_location("usable_rules", path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race in its last hour: three on the list, two of them named at the finish, one in."""
    day = PeopleDay(tmp_path)
    for role, token in (("announcer", "mic"), ("control", "control"), ("medical", "medical")):
        day.give(role, token)
    day.give("runner", "ada", bib="7")
    for bib in ("7", "8", "9"):
        day.reads(bib, ("S", "07:01"), ("5K", "07:52"), ("10K", "08:43"), ("HALF", "10:36"), ("30K", "12:10"))
        day.agree(bib, "first_name")
    day.reads("8", ("F", "14:10"))
    for bib, flag in (("7", "alone"), ("7", "at_risk"), ("9", "at_risk")):
        body = FlagBody(bib, flag, False, True, LONG)  # type: ignore[arg-type]
        day.file.submit([Draft(flag, f"{bib}/1", day.now_ms, body)]).result()
    day.at("14:12")
    yield day
    day.file.close()


def test_lists_that_are_full_are_usable_by_day_and_night_and_light(day: PeopleDay, browser: Any) -> None:
    """Nothing wider than a phone, nothing larger than its answer, nothing serious for axe, one window."""
    held, wrong = rules(), []
    with served(day) as address:  # type: ignore[arg-type]
        context = browser.new_context(viewport=held.PHONE, bypass_csp=True)
        page = context.new_page()
        for name, path in PATHS.items():
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            page.evaluate(held.AXE)
            for width, scheme in ((held.PHONE, "light"), (held.DESK, "dark")):
                page.set_viewport_size(width)
                page.emulate_media(color_scheme=scheme)
                found = page.evaluate(held.WRONG) + page.evaluate(held.SERIOUS, {})
                wrong += [f"{name}, {scheme}: {one}" for one in found]
            asked = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(asked) as answer:
                wrong += [name] * (len(answer.read()) > held.WEIGHT)
        context.close()
    assert not wrong, "\n".join(wrong)


def test_the_announcer_can_read_the_next_name_from_two_metres(day: PeopleDay, browser: Any) -> None:
    """On the laptop at the finish the name stands 70 px high at least, alone on the screen."""
    with served(day) as address:  # type: ignore[arg-type]
        context = browser.new_context(viewport={"width": 1280, "height": 860}, java_script_enabled=False)
        page = context.new_page()
        page.goto(address + PATHS["announcer"])
        first = page.locator("h1")
        assert "bib" in first.inner_text()
        assert first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 70
        context.close()
