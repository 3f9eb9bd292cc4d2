"""The pages of a course marshal, over a real fold."""

from __future__ import annotations

import re

import pytest
from asking import ask

from alongside.live.ports import Shown
from alongside.live.post_view import STRETCHES, post_key
from builders import rows_of
from station_race import text_of
from sweep_race import ON_THE_WAY, SweepStage, told

DOOR = "/marshal/marshal-token/"


class MarshalStage(SweepStage):
    """The race with a marshal's link; her posts are in the views."""

    def __init__(self, *drafts: object, **more: object) -> None:
        super().__init__(*drafts, **more)  # type: ignore[arg-type]
        self.people.give("marshal", "marshal-token", holder="Flo")

    def show_now(self) -> None:
        """Show the race as of now, with what was asked for."""
        self.race.apply(rows_of(self.race.decide(self.now_ms), self.race.state.seq + 1))
        self.version += 1
        wanted = [STRETCHES, post_key("full", 10_000.0), post_key("full", 8_000.0)]
        views = self.race.look(self.now_ms, wanted)
        self.show.publish(Shown(views, 1.0, self.version, self.race.state.plan))


def test_a_post_is_told_until_when_it_is_needed() -> None:
    """How many are still to come, the last about when, the sweep about when; and where the post is."""
    stage = MarshalStage(*ON_THE_WAY, told(5_000.0, "08:24"), clock="08:24")
    page = ask(stage.app, f"{DOOR}at/full/10/")
    (h1,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page.text)
    assert re.fullmatch(
        r"Stay at your post: 1 still to come, the last about 08:\d\d, the sweep about 09:\d\d\.", h1
    )
    assert "Your post: Full, km 10.0 (mile 6.2), 10K." in text_of(page.text)


def test_the_place_is_kept_in_the_address() -> None:
    """One link serves every marshal: the form leads to an address that can be kept and shared."""
    stage = MarshalStage(*ON_THE_WAY)
    answer = ask(stage.app, f"{DOOR}?at=8,04&on=full")
    assert (answer.status, answer.headers["location"]) == (303, f"{DOOR}at/full/8.0/")


@pytest.mark.parametrize("path", ["?at=abc&on=full", "?at=99&on=full", "?at=5&on=nowhere", "at/full/-1/"])
def test_a_place_that_is_none_gets_a_sentence(path: str) -> None:
    """What is wrong, and what can be written."""
    answer = ask(MarshalStage(*ON_THE_WAY).app, DOOR + path)
    assert answer.status == 400
    assert "write a kilometre from 0 to 42.2" in answer.text or "There are: Full, Half." in answer.text


def test_before_a_post_is_chosen_the_whole_course_is_told() -> None:
    """Each stretch with when the last runner and the sweep pass its end; each leads to its post."""
    stage = MarshalStage(*ON_THE_WAY, told(5_200.0, "08:24"), clock="08:24")
    page = ask(stage.app, DOOR)
    words = text_of(page.text)
    assert "Where is your post?" in words
    assert re.search(r"10K km 10\.0 1 to come, the last about 08:\d\d Sweep bus: about 09:\d\d", words)
    assert "5K km 5.0 nobody we know of to come Sweep bus: passed" in words
    assert 'href="at/full/10.0/"' in page.text


def test_no_bib_and_no_name_stand_on_a_marshals_pages() -> None:
    """R9: counts and times, nobody's place, and no look is kept because there was none."""
    stage = MarshalStage(*ON_THE_WAY, told(9_000.0, "09:15"))
    for path in ("", "at/full/10/"):
        page = text_of(ask(stage.app, DOOR + path).text).lower()
        assert "bib" not in page.replace("no bib and no name", "")
    assert stage.people.seen == []


def test_a_marshals_post_opens_without_signal() -> None:
    """Its worker lies beside it, so that its reach is this post."""
    stage = MarshalStage(*ON_THE_WAY)
    assert "addEventListener" in ask(stage.app, f"{DOOR}at/full/10/sw.js").text
    assert 'data-worker="sw.js"' in ask(stage.app, f"{DOOR}at/full/10/").text
