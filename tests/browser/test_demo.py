"""The demo, as a newcomer meets it: one command, a real browser, a race that unfolds."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.folders.made_up import write_made_up
from alongside.simulate.city import city_files, city_plan
from alongside.simulate.demo import PHONE_SHARE, SEED
from alongside.simulate.race import simulate

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLOW_MS = 150_000  # the demo winds to a chapter, on cores that other tests use too
SMALL = 200  # runners of the demo's day whose morning is wound in a third of the time
WITH_SMALL = """
import sys
from pathlib import Path
from alongside.cli import main, playing
small = Path(sys.argv.pop(1))
playing.files = lambda package: small
main()
"""


@pytest.fixture
def demo(request: pytest.FixtureRequest, tmp_path: Path, soak: bool) -> list[str]:
    """The demo's command: on what is shipped, or, for a test that asks for it, its story with few runners."""
    if getattr(request, "param", "") != "small" or soak:
        return [sys.executable, "-m", "alongside", "demo"]
    made_up = simulate(city_plan(), SMALL, np.random.default_rng(SEED), story=True, phone_share=PHONE_SHARE)
    write_made_up(tmp_path / "demo_race", city_files(), made_up, truth=False)
    return [sys.executable, "-c", WITH_SMALL, str(tmp_path), "demo"]


@pytest.fixture
def start_page(demo: list[str]) -> Iterator[str]:
    """The demo on a free port, ended by its own process id."""
    command = [*demo, "--port", "0", "--speed", "60"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        for line in running.stdout or ():
            found = re.match(r"Start here\s+(http\S+)", line)
            if found:
                yield found[1]
                break
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)
    assert running.returncode == 0


@pytest.fixture(params=[360])  # every page at 1280 too: test_pages_are_usable.py
def page(request: pytest.FixtureRequest, browser: Any, start_page: str) -> Iterator[Any]:
    """The start page, on a phone; nothing may go wrong in the console."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(start_page)
    yield page
    context.close()
    assert wrong == []


def wait_for(page: Any, holds: Callable[[str], object]) -> None:
    """Wait until the text of the page is as it should be; the page's own policy forbids eval."""
    for _ in range(SLOW_MS // 100):
        if holds(page.inner_text("body")):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"the page never came to it: {page.inner_text('body')[:600]}")


@pytest.mark.parametrize("demo", ["small"], indirect=True)
def test_a_newcomer_jumps_to_mile_12_and_settles_a_read(page: Any) -> None:
    """From the start page to race control: a chapter winds the day, a read is thrown out, and taken back."""
    page.set_default_timeout(SLOW_MS)
    page.get_by_role("button", name="Mile 12: the half turns off").click()
    page.get_by_role("heading", name="Race control").or_(page.get_by_text("Race control")).first.wait_for()
    wait_for(page, lambda text: re.search(r"Figures as of 11:(0[4-9]|1)", text))
    page.get_by_text(re.compile("^Reads to settle: [1-9]")).first.wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play").wait_for()
    page.get_by_role("button", name="Throw it out").first.click()
    undo = page.get_by_role("button", name="Undo").first
    undo.wait_for()
    undo.click()
    undo.wait_for(state="hidden")
    page.get_by_role("button", name="Play").click()


def test_the_clock_of_the_public_page_runs_and_nothing_is_wider_than_the_screen(page: Any) -> None:
    """The race unfolds without a reload, on a phone as on a desktop."""
    page.set_default_timeout(SLOW_MS)
    page.get_by_role("link", name="The race for everybody").click()
    page.locator("svg.strip").first.wait_for()
    first = page.inner_text("body")
    wait_for(page, lambda text: text != first)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not re.search(r"\bbib\b(?!s)", page.inner_text("body").lower())
