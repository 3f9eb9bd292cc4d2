"""A scene of the back of the race: race control's page, opened and pressed where there is no connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import served

from builders import at, read
from scene_day import DOORS, SceneDay, runs
from station_race import keyed

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 800}
PACES_MPS = (3.2, 2.8, 2.5, 2.2, 1.9, 1.75)
FIELD = [row for bib, mps in enumerate(PACES_MPS, 1) for row in runs(str(bib), mps)]
IMPOSSIBLE = read("C6", "F", "09:37")
NOT_SENT = "Not sent: no connection. What you wrote stays here; press again when it is back."


@pytest.fixture
def day(tmp_path: Path) -> SceneDay:
    """A minute at which control has a read, a drop and a permit to decide."""
    drop = keyed("3", "dropped", "10:07", "late")
    return SceneDay(tmp_path, *FIELD, IMPOSSIBLE, drop, begin="10:08", permit_ms=at("10:45")).until("10:10")


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A phone; what goes wrong in its pages fails the test."""
    context = browser.new_context(viewport=PHONE)
    made, wrong = context.new_page(), []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    yield made
    context.close()
    assert wrong == []


def test_control_reloaded_in_a_dead_zone_keeps_its_figures_and_its_decisions(
    day: SceneDay, page: Any
) -> None:
    """It says from when its figures are; three decisions wait through a reload, and are sent once each."""
    with served(day) as address:
        page.goto(address + DOORS["control"])
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.reload()
        page.wait_for_timeout(300)
        page.context.set_offline(True)
        page.reload()
        assert "Figures as of 10:10:00" in page.locator("#clock").inner_text()
        page.get_by_label("Why, if you like").first.fill("Two are coming.")
        page.get_by_role("button", name="Keep open until").first.click()
        page.get_by_role("button", name="Yes, she has dropped out").click()
        page.get_by_role("button", name="Throw it out").click()
        page.locator("#keep-count", has_text="3 wait to be sent").wait_for(timeout=3000)
        page.reload()
        page.locator("#keep-count", has_text="3 wait to be sent").wait_for(timeout=3000)
        waiting = page.locator("#keep-list").inner_text()
        assert "Late Tea: Keep open until 11:" in waiting and "Throw it out: Bib 6 at F" in waiting
        assert "She has dropped out: Bib 3" in waiting
        assert decided(day) == []
        day.now_ms = at("10:12")
        page.context.set_offline(False)
        page.locator("#keep").wait_for(state="hidden", timeout=9000)
        page.wait_for_timeout(500)
        assert sorted(decided(day)) == ["keep_open", "ruling_read", "ruling_status"]
        assert day.rows("keep_open")[0].text_id != ""


def decided(day: SceneDay) -> list[str]:
    """Return the kinds of what race control decided, each as often as it is in the log."""
    kinds = ("keep_open", "ruling_read", "ruling_status")
    return [kind for kind in kinds for _ in day.rows(kind)]


def test_a_ride_said_on_the_ledger_waits_too(day: SceneDay, page: Any) -> None:
    """The ledger is reloaded without a connection, a ride is said there; it is one row once it is back."""
    with served(day) as address:
        page.goto(address + DOORS["ledger"])
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.reload()
        page.wait_for_timeout(300)
        page.context.set_offline(True)
        page.reload()
        page.get_by_label("Bib number").fill("4")
        page.get_by_role("button", name="Needs a ride").click()
        page.locator("#keep-count", has_text="1 waits to be sent").wait_for(timeout=3000)
        assert "4 needs a ride, out of the race, tapped" in page.locator("#keep-list").inner_text()
        page.context.set_offline(False)
        page.locator("#keep").wait_for(state="hidden", timeout=9000)
        assert [(one.bib, one.what) for one in day.rows("ride")] == [("4", "wanted")]


def test_what_must_not_wait_says_that_it_was_not_sent(day: SceneDay, page: Any) -> None:
    """Stopping the race is not queued: no connection, nothing sent, and what was written is still there."""
    with served(day) as address:
        page.goto(address + DOORS["morning"])
        page.locator("#form-stop summary").click()
        form = page.locator("#form-stop form")
        form.locator("#stop-why").fill("Lightning over the bridge.")
        page.context.set_offline(True)
        form.get_by_role("button").click()
        form.locator(".said", has_text=NOT_SENT).wait_for(timeout=9000)
        assert form.locator("#stop-why").input_value() == "Lightning over the bridge."
        page.context.set_offline(False)
        form.get_by_role("button").click()
        page.get_by_role("button", name="Confirm: do it").wait_for(timeout=6000)
        assert "Lightning over the bridge." in page.locator("main").inner_text()
        assert day.rows("notice") == []
        page.get_by_role("button", name="Confirm: do it").click()
        page.get_by_role("heading", name="Decide", exact=True).wait_for(timeout=6000)
        assert [one.what for one in day.rows("notice")] == ["stopped"]
