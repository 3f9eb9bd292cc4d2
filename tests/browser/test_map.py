"""The map in a real browser that draws it in software: on request, without internet, and without WebGL."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.events.bodies import PlanBody
from alongside.events.row import Draft
from builders import read
from city_race import city_plan
from pmtiles import archive

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from fakes import served
from people_day import PeopleDay

pytestmark = pytest.mark.browser
SOFTWARE = (
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
AXE = (Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = """() => axe.run({resultTypes: ["violations"]}).then(result => result.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => [one.id, one.nodes.map(node => node.html.slice(0, 120))]))"""
DRAWN = """() => document.querySelector("#map").dataset.drawn !== undefined"""


@pytest.fixture(scope="module")
def chromium(browser: Any) -> Iterator[Any]:
    """A chromium that draws WebGL without a graphics card; skips where there is none at all."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    started = browser.browser_type.launch(executable_path=path, args=["--no-sandbox", *SOFTWARE])
    yield started
    started.close()


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race with a line on the ground, its runners on the road."""
    day = PeopleDay(tmp_path)
    day.file.submit([Draft("plan", "2", None, PlanBody(city_plan()))]).result()
    day.give("control", "control", holder="Bea")
    bibs = ("7", "8", "9", "10", "4711")
    day.file.submit(
        [read(f"C{b}", m, t) for b in bibs for m, t in (("S", "07:01"), ("5K", "07:45"))]
    ).result()
    day.at("08:00")
    yield day
    day.file.close()


class Opened:
    """A page, with what it asked for and what went wrong in it."""

    def __init__(self, chromium: Any, **more: Any) -> None:
        self.page = chromium.new_context(viewport={"width": 360, "height": 800}, **more).new_page()
        self.asked: list[tuple[int, str]] = []
        self.wrong: list[str] = []
        self.page.on("response", lambda answer: self.asked.append((answer.status, answer.url)))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning")
                     and "GPU stall" not in said.text else None)  # fmt: skip

    def paths(self) -> list[str]:
        return [url.split("/", 3)[3] for _, url in self.asked]


def test_the_map_is_loaded_by_its_page_alone_and_from_here(day: PeopleDay, chromium: Any) -> None:
    """No page but the map's fetches the library; the map fetches nothing from anywhere else."""
    with served(day) as address:  # type: ignore[arg-type]
        opened = Opened(chromium)
        for path in ("/race", "/city", "/control/control/"):
            opened.page.goto(address + path)
            opened.page.wait_for_timeout(300)
        assert not any("vendor" in path for path in opened.paths())
        opened.page.goto(f"{address}/race")
        opened.page.get_by_role("link", name="Show the map").click()
        opened.page.wait_for_function(DRAWN, timeout=30_000)
        assert any("maplibre-gl-worker.mjs" in path for path in opened.paths())
        assert all(url.startswith((address, "blob:", "data:")) for _, url in opened.asked)
        assert opened.wrong == []
        opened.page.context.close()


def test_the_map_shows_the_sweep_and_says_as_of_when(day: PeopleDay, chromium: Any) -> None:
    """A sign with the sweep's name on the map, its place in words above it; the strips stay below."""
    with served(day) as address:  # type: ignore[arg-type]
        opened = Opened(chromium)
        opened.page.goto(f"{address}/map")
        opened.page.wait_for_function(DRAWN, timeout=30_000)
        assert opened.page.locator(".map-mark.sweep").inner_text() == "Sweep bus"
        assert "As of 08:00:00. Sweep bus, km" in opened.page.locator("#map-says").inner_text()
        before = opened.page.locator("#map canvas").screenshot()
        opened.page.get_by_role("button", name="Closer").click()
        opened.page.wait_for_timeout(1_000)
        assert opened.page.locator("#map canvas").screenshot() != before
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert opened.wrong == []
        opened.page.context.close()


def test_a_drawn_map_is_usable(day: PeopleDay, chromium: Any) -> None:
    """For axe, by day and at night, with a runner looked up; its buttons are a thumb high."""
    with served(day) as address:  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            opened = Opened(chromium, bypass_csp=True, color_scheme=scheme)
            opened.page.goto(f"{address}/control/control/map/")
            opened.page.wait_for_function(DRAWN, timeout=30_000)
            opened.page.get_by_label("Bib number").fill("4711")
            opened.page.get_by_role("button", name="Show where she is").click()
            opened.page.locator(".map-mark.looked").wait_for(timeout=5_000)
            opened.page.evaluate(AXE)
            assert opened.page.evaluate(SERIOUS) == []
            heights = [one.bounding_box()["height"] for one in opened.page.locator("button:visible").all()]
            assert len(heights) == 4 and min(heights) >= 48
            opened.page.context.close()


def test_race_control_finds_a_runner_on_the_map(day: PeopleDay, chromium: Any) -> None:
    """A bib gives her place, a sign on the map, and a look that she can read."""
    with served(day) as address:  # type: ignore[arg-type]
        opened = Opened(chromium)
        opened.page.goto(f"{address}/control/control/map/")
        opened.page.wait_for_function(DRAWN, timeout=30_000)
        opened.page.get_by_label("Bib number").fill("4711")
        opened.page.get_by_role("button", name="Show where she is").click()
        opened.page.locator(".map-mark.looked").wait_for(timeout=5_000)
        assert "Bib 4711 near km" in opened.page.locator("#map-says").inner_text()
        assert [look.role for look in day.file.looks("4711")] == ["control"]
        assert opened.wrong == []
        opened.page.context.close()


def test_a_base_map_of_the_folder_lies_under_it(day: PeopleDay, chromium: Any, tmp_path: Path) -> None:
    """A PMTiles file is read in pieces from here, and its land is drawn; no tile comes from anywhere else."""
    (tmp_path / "base.pmtiles").write_bytes(archive())
    with served(day) as address:  # type: ignore[arg-type]
        opened = Opened(chromium)
        opened.page.goto(f"{address}/map")
        opened.page.wait_for_function(DRAWN, timeout=30_000)
        bare = opened.page.locator("#map canvas").screenshot()
        day.app.state.site.base_map = tmp_path / "base.pmtiles"
        opened.page.goto(f"{address}/map")
        opened.page.wait_for_function(DRAWN, timeout=30_000)
        pieces = [status for status, url in opened.asked if url.endswith("/map/base.pmtiles")]
        assert pieces and set(pieces) == {206}
        assert opened.page.locator("#map canvas").screenshot() != bare
        assert all(url.startswith((address, "blob:", "data:")) for _, url in opened.asked)
        assert opened.wrong == []
        opened.page.context.close()


def test_without_webgl_the_page_says_so_and_shows_the_strips(day: PeopleDay, chromium: Any) -> None:
    """An old phone is not left with an empty box, and does not fetch the library."""
    with served(day) as address:  # type: ignore[arg-type]
        opened = Opened(chromium)
        opened.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        opened.page.goto(f"{address}/map")
        opened.page.locator("#map-says", has_text="it has no WebGL").wait_for(timeout=5_000)
        assert opened.page.locator("#map").is_hidden() and opened.page.locator("svg.strip").first.is_visible()
        assert not any("maplibre-gl.mjs" in path for path in opened.paths())
        opened.page.context.close()


def test_a_map_that_gets_no_news_says_so(day: PeopleDay, chromium: Any) -> None:
    """The server is gone: the map stands still, and says of when it is."""
    opened = Opened(chromium)
    with served(day) as address:  # type: ignore[arg-type]
        opened.page.goto(f"{address}/map")
        opened.page.wait_for_function(DRAWN, timeout=30_000)
    opened.page.locator(
        "#map-says", has_text="No news comes: the map stands still. It shows 08:00:00."
    ).wait_for(timeout=10_000)
    opened.page.context.close()
