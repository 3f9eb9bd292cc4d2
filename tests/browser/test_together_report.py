"""The report of who ran together in a real browser: on a phone, on a desk, by day and at night."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from test_together_words import made_up

from alongside.web.together_page import together_html

pytestmark = pytest.mark.browser
MOST = 1_234_567
OUT = """() => [...document.querySelectorAll("svg[role=img] text")].map(e => e.getBoundingClientRect())
    .filter(box => box.left < 0 || box.right > innerWidth).length"""


def rules() -> ModuleType:
    """Return what every page is held to."""
    path = Path(__file__).with_name("test_pages_are_usable.py")
    spec = importlib.util.spec_from_file_location("usable_rules", path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_report_is_usable_on_a_phone_and_a_desk_by_day_and_at_night(tmp_path: Path, browser: Any) -> None:
    """Nothing wider than the screen or larger than the answer, nothing serious for axe, nothing fetched."""
    held, wrong, asked = rules(), [], []
    kinds = tuple(replace(one, pairs=MOST, loose=MOST, in_packs=MOST) for one in made_up().kinds)
    races = {"whole": made_up(kinds=kinds, distances=("Long", "Short")), "net": made_up(has_clock=False)}
    races["minutes"] = made_up(whole_minutes=True)
    context = browser.new_context(viewport=held.PHONE)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for name, race in races.items():
        file = tmp_path / f"{name}.html"
        file.write_text(together_html(race, "Oberlauffenhausenbergersdorf Marathon"), encoding="utf-8")
        page.goto(file.as_uri())
        page.evaluate(held.AXE)
        for width in (held.PHONE, held.DESK):
            for scheme in ("light", "dark"):
                page.set_viewport_size(width)
                page.emulate_media(color_scheme=scheme)
                found = page.evaluate(held.WRONG) + page.evaluate(held.SERIOUS, {})
                found += ["a label outside"] * page.evaluate(OUT)
                wrong += [f"{name}, {width['width']}, {scheme}: {one}" for one in found]
    context.close()
    assert not wrong, "\n".join(wrong)
    assert len(asked) == len(races)


def test_the_report_prints_on_a4(tmp_path: Path, browser: Any) -> None:
    """On paper nothing is wider than the sheet, and what makes cards on a phone is a table."""
    context = browser.new_context(viewport={"width": 703, "height": 1000})  # A4 less its margins
    page = context.new_page()
    file = tmp_path / "report.html"
    file.write_text(together_html(made_up(), "Made-up Marathon"), encoding="utf-8")
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".cards thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
    context.close()
