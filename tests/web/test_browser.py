"""The pages in a real browser: a phone, a desktop, with script and without."""

import msgspec
import pytest
from fakes import CONTROL, Stage, served
from make_views import EVERY, at, ordinary, shown

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 800}
PATHS = {"start": "/", "race": "/race", "control": f"/control/{CONTROL}"}


@pytest.fixture
def visit(browser):
    """Open a path of a stage in a browser; the pages are closed before their server."""
    contexts = []

    def open_(address, path, **context):
        contexts.append(browser.new_context(viewport=context.pop("viewport", PHONE), **context))
        page = contexts[-1].new_page()
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def impatient(monkeypatch):
    """A form waits for what it did to be shown; the player of these tests shows nothing."""
    monkeypatch.setattr("alongside.web.site.PATIENCE_S", 0.05)


@pytest.mark.parametrize("views", EVERY)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_phone(visit, path, views):
    """At 360 px every page of every race is read by scrolling down only, and nothing goes wrong in it."""
    stage = Stage(player=True, open_control=True, shown=shown(EVERY[views]()))
    with served(stage) as address:
        page = visit(address, PATHS[path])
        for details in page.query_selector_all("details"):
            details.evaluate("d => d.open = true")
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1] == 360
        assert page.wrong == []
        page.context.close()


def test_a_page_follows_its_stream(visit):
    """News comes into the open page, by its blocks; what the reader has opened stays open."""
    stage = Stage()
    with served(stage) as address:
        page = visit(address, "/race")
        page.locator("summary").first.click()
        later = msgspec.structs.replace(ordinary(at(12, 9)).public, sentence="Everybody is home.")
        stage.show.publish(shown(msgspec.structs.replace(ordinary(at(12, 9)), public=later), 2))
        page.locator("h1", has_text="Everybody is home.").wait_for(timeout=8000)
        assert "12:09:00" in page.locator(".asof").inner_text()
        assert page.locator("details").first.get_attribute("open") is not None
        assert page.wrong == []
        page.context.close()


def test_the_clock_counts_at_the_races_pace(visit):
    """In a replay at 60x the clock of the page runs a minute a second, while its figures stay as of then."""
    with served(Stage(player=True)) as address:
        page = visit(address, PATHS["control"])
        page.wait_for_timeout(2000)
        assert "12:08:10" <= page.locator(".ticking").inner_text() <= "12:10:10"
        assert "12:07:10" in page.locator(".asof").inner_text()
        page.context.close()


def test_a_lost_connection_is_said(visit):
    """When the server is gone, the page says since when it knows nothing; when it is back, no more."""
    with served(Stage()) as address:
        page = visit(address, "/race")
        page.wait_for_timeout(500)
        assert page.locator("#notice").is_hidden()
    page.locator("#notice", has_text="no news since 12:07:10").wait_for(timeout=5000)


def test_silence_of_the_race_stops_the_clock(visit):
    """When nothing was published for 15 s the clock stops and the page says so, though it is connected."""
    with served(Stage(player=True)) as address:
        page = visit(address, "/race")
        page.clock.install()
        page.reload()
        page.wait_for_timeout(300)
        page.clock.run_for(14_000)
        assert page.locator("#notice").is_hidden()
        page.clock.run_for(20_000)
        assert "no news since 12:07:10" in page.locator("#notice").inner_text()
        assert page.locator(".ticking").inner_text() == "12:22:10"
        page.context.close()


@pytest.mark.parametrize("path", PATHS)
def test_without_script_a_page_is_whole(visit, path):
    """With script switched off every page has its sentence, its figures' time, and a link that reloads."""
    with served(Stage(player=True, open_control=True)) as address:
        page = visit(address, PATHS[path], java_script_enabled=False)
        assert page.locator("h1").inner_text()
        assert "s of 12:07:10" in page.locator(".asof").first.inner_text()
        page.locator("a", has_text="Reload").first.click()
        assert page.locator("h1").inner_text()
        page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_is_one_ruling(visit, script):
    """Whoever presses twice has ruled once: with script one request, without it one key."""
    stage = Stage()
    with served(stage) as address:
        page = visit(address, PATHS["control"], java_script_enabled=script)
        page.locator("button", has_text="Throw it out").first.dblclick()
        page.wait_for_timeout(800)
        assert len(stage.intake.kept) == 1
        assert stage.intake.submitted[0].body.verdict == "thrown_out"
        if script:
            assert len(stage.intake.submitted) == 1
            assert page.locator(".said", has_text="Done").count() == 1
        page.context.close()


def test_a_ruling_that_was_not_kept_is_said_beside_its_button(visit):
    """When the disk is full, the person who pressed reads it where she pressed; it is sent again."""
    stage = Stage()
    stage.intake.full = True
    with served(stage) as address:
        page = visit(address, PATHS["control"])
        page.locator("button", has_text="Count it").first.click()
        page.locator(".said", has_text="NOT kept").wait_for(timeout=3000)
        stage.intake.full = False
        page.locator(".said", has_text="Done").wait_for(timeout=6000)
        assert len(stage.intake.kept) == 1
        page.context.close()


def test_a_slow_press_is_not_lost_when_news_come_in(visit):
    """While a finger is down its button stays where it is: news wait until it is lifted."""
    stage = Stage()
    with served(stage) as address:
        page = visit(address, PATHS["control"])
        button = page.locator("button", has_text="Throw it out").first
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        page.mouse.move(box["x"] + 9, box["y"] + 9)
        page.mouse.down()
        later = ordinary(at(12, 9))
        fewer = msgspec.structs.replace(later.control, questions=later.control.questions[:1])
        stage.show.publish(shown(msgspec.structs.replace(later, control=fewer), 2))
        page.wait_for_timeout(1500)
        page.mouse.up()
        page.wait_for_timeout(800)
        assert len(stage.intake.submitted) == 1
        page.context.close()


def test_what_is_being_typed_is_not_taken_away(visit):
    """News never wipes a field in which somebody types; it comes when she leaves the field."""
    stage = Stage(player=True)
    with served(stage) as address:
        page = visit(address, PATHS["control"])
        page.locator("#jump").fill("13:3")
        stage.player.pause()
        stage.show.publish(shown(ordinary(at(12, 9)), 2, 0.0))
        page.locator(".asof", has_text="12:09:00").wait_for(timeout=5000)
        assert page.locator("#jump").input_value() == "13:3"
        page.locator("#jump").blur()
        page.locator("#play", has_text="Play").wait_for(timeout=3000)
        page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_replay_is_driven_from_its_page(visit, impatient, script):
    """Pause, a speed, a time and a chapter reach the player, with script and without."""
    stage = Stage(player=True)
    with served(stage) as address:
        page = visit(address, PATHS["control"], java_script_enabled=script)
        presses = ["#play", "#rate-300", "#rate-max", ".jump button", "#chapter-2"]
        for number, button in enumerate(presses, 1):
            if button == ".jump button":
                page.locator("#jump").fill("13:30")
            page.locator(button).click()
            for _ in range(50):
                if len(stage.player.did) == number:
                    break
                page.wait_for_timeout(100)
        seeks = [("seek", at(13, 30)), ("seek", at(12, 0))]
        assert stage.player.did == [("pause", None), ("rate", 300.0), ("rate", float("inf")), *seeks]
        assert page.wrong == []
        page.context.close()


def test_chapters_on_the_start_page_wind_the_day_and_open_control(visit, impatient):
    """In a demonstration one press on a moment of the story leads to race control at that moment."""
    stage = Stage(player=True, open_control=True)
    with served(stage) as address:
        page = visit(address, "/")
        page.locator("button", has_text="The long bridge").click()
        page.wait_for_url("**/control/**", timeout=5000)
        assert stage.player.did == [("seek", at(12, 0))]
        assert "Jumped" in page.locator(".note").inner_text()
        page.context.close()


def test_buttons_are_as_large_as_a_thumb(visit):
    """Every button and link that is a button is at least 48 px high."""
    with served(Stage(player=True)) as address:
        page = visit(address, PATHS["control"])
        heights = page.evaluate(
            "[...document.querySelectorAll('button, .door, summary')]"
            ".filter(b => b.checkVisibility()).map(b => b.offsetHeight)"
        )
        assert heights and min(heights) >= 48
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
        page.context.close()
