"""Race control's page of the feeds: what it says of mats, devices and feeds, and its forms."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec
import pytest
from asking import ask
from fakes import CONTROL, Stage
from make_views import NASTY, at, ordinary

from alongside.feeds.tally import Tally
from alongside.live.feed_views import ClockWord, DeviceView, FeedsView, FeedView, OfficialView, UnknownView
from alongside.live.ports import Shown
from alongside.web.feeds_page import to_span_s

AT = f"/control/{CONTROL}/feeds/"
OFF = 793_000
WORD = ClockWord("clock", "rr/D-1/0/1", OFF, 0, "system", "3 reads were stated up to 13 min later", at(9, 0))
DEVICE = DeviceView("rr/D-1", "rr", 120, at(12, 6), 400, OFF, (WORD,), 1, False)
OTHER = DeviceView("van/5K", "van", 80, at(12, 5), 700, 0, (), 0, False)
FEEDS = FeedsView(
    devices=(DEVICE, OTHER),
    feeds=(FeedView("rr", "raceresult", 120, 2, ((at(12, 0), f"'{NASTY}' is no mat"),)),),
    unknown=(UnknownView("F00", 9, "10K", at(11, 0)),),
    unknown_total=1,
    official=(OfficialView("42", "dsq", at(11, 30)),),
    official_total=1,
)


def stage(*, silent: bool = False, **changes: Any) -> Stage:
    """Return an app that shows these feeds, with some fields changed."""
    views = ordinary()
    mats = [
        msgspec.structs.replace(mat, silent=silent and n == 0, due=9)
        for n, mat in enumerate(views.control.mats)
    ]
    control = msgspec.structs.replace(views.control, mats=tuple(mats))
    feeds = msgspec.structs.replace(FEEDS, **changes)
    return Stage(shown=Shown(msgspec.structs.replace(views, control=control, feeds=feeds), 1.0, 1))


def text(page: str) -> str:
    """Return a page as it is read."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def first(on: Stage) -> str:
    """Return the first sentence of the page."""
    return html.unescape(re.search(r'<h1 class="first">(.*?)</h1>', ask(on.app, AT).text)[1])  # type: ignore[index]


def test_the_page_is_controls_alone():
    """Another token, and control's door to another role, lead nowhere."""
    assert ask(stage().app, AT).status == 200
    assert ask(stage().app, AT.replace(CONTROL, "wrong")).status == 404


def test_the_first_sentence_says_whether_timing_can_be_trusted():
    """A corrected clock is no reason for mistrust; it is said after."""
    on = stage()
    assert first(on).startswith("Timing can be trusted")
    assert "The clock of rr/D-1 is 0:13:13 ahead; its times are corrected." in text(ask(on.app, AT).text)


def test_a_silent_mat_comes_first():
    """Where runners were due and nobody was read, timing cannot be trusted, and it says where."""
    assert first(stage(silent=True)).startswith("Do not trust ")


def test_a_clock_that_is_wrong_and_not_corrected_is_said():
    """Somebody took the system's word back, and its reads still come from the future."""
    wrong = msgspec.structs.replace(DEVICE, late_ms=-OFF, ahead_ms=0, words=(), by_people=True)
    assert first(stage(devices=(wrong,))) == (
        "The clock of rr/D-1 seems 13 min ahead: its reads come from the future."
    )


def test_late_reads_and_files_that_cannot_be_read_are_said():
    """Reads that come an hour late hide who is where; a file that is not there may be a wrong path."""
    assert "come 1 h 00 min late" in first(
        stage(devices=(msgspec.structs.replace(OTHER, late_ms=3_600_000),))
    )
    on = stage()
    on.app.state.site.tallies["van"] = Tally(state="Waiting for van.csv: it is not there yet.", is_well=False)
    assert first(on) == "Feed van: Waiting for van.csv: it is not there yet."


def test_clocks_that_are_all_wrong_alike_point_at_this_computer():
    """Three devices off by the same are right, and this computer is wrong."""
    same = tuple(msgspec.structs.replace(DEVICE, device=f"rr/{n}", ahead_ms=OFF + n) for n in range(3))
    assert "All clocks are wrong alike" in first(stage(devices=same))


def test_before_any_read_the_page_says_so():
    """Early in the morning nothing was heard, and nothing is claimed."""
    assert first(stage(devices=())) == "No read has come yet."


def test_everything_is_on_the_page_and_nothing_runs_as_script():
    """Devices with their words, feeds with the newest reasons, unknown chips, the official word; escaped."""
    page = ask(stage().app, AT).text
    said = text(page)
    for words in (
        "0:13:13 ahead",
        "noticed by the system",
        "RACE RESULT exporter",
        "F00",
        "9 reads",
        "dsq",
        NASTY,
    ):
        assert words in said
    assert NASTY not in page and "<script>alert" not in page


def test_the_newest_reasons_are_told_whole():
    """The log has them without what they quote; the page, where somebody mends the feed, with it."""
    refused = FeedView("rr", "raceresult", 120, 2, ((at(12, 0), "'…' is no mat"),) * 2, ("refused/1", "gone"))
    on = stage(feeds=(refused,))
    on.people.words["refused/1"] = "'FINISH2' is no mat"
    said = text(ask(on.app, AT).text)
    assert "12:00: 'FINISH2' is no mat" in said and "12:00: '…' is no mat" in said


def test_a_person_sets_a_clock_right():
    """Minutes and seconds, ahead or behind: the word is hers, for the whole day of that device."""
    on = stage()
    form = {"key": "k1", "device": "van/5K", "off": "13:13", "side": "behind"}
    assert ask(on.app, f"{AT}clock", form=form).status == 303
    (draft,) = on.intake.submitted
    assert (draft.source, draft.body.device, draft.body.ahead_ms, draft.body.from_ms) == (
        "control", "van/5K", -OFF, 0)  # fmt: skip
    assert draft.body.by.startswith("control/")


def test_a_word_about_a_clock_is_taken_back():
    """The button names the row, the system's or a person's."""
    on = stage()
    form = {"key": "u1", "row_source": "clock", "row_id": WORD.id}
    assert ask(on.app, f"{AT}undo", form=form).status == 303
    assert on.intake.submitted[0].body.row_id == WORD.id


@pytest.mark.parametrize(
    "wrong", [{"off": "soon"}, {"off": ""}, {"off": "999999:00"}, {"side": ""}, {"device": ""}, {"key": ""}]
)
def test_a_form_that_is_not_whole_is_said(wrong: dict[str, str]):
    """What is missing is said in a sentence, and nothing is kept."""
    on = stage()
    form = {"key": "k1", "device": "van/5K", "off": "13:13", "side": "ahead", **wrong}
    assert ask(on.app, f"{AT}clock", form=form).status == 400
    assert not on.intake.submitted


@pytest.mark.parametrize(
    ("text_", "span_s"), [("13:13", 793), ("1:13:13", 4393), ("0:00", 0), ("120:00", 7200)]
)
def test_spans_are_minutes_and_seconds(text_: str, span_s: float):
    """Two numbers are minutes and seconds, three have hours in front."""
    assert to_span_s(text_) == span_s


def test_devices_that_need_nobody_are_folded_into_a_line_each():
    """Right and in time is one line; a device that is corrected, late, or at a silent mat has its card."""
    late = msgspec.structs.replace(OTHER, device="van/late", late_ms=3_600_000)
    at_mat = msgspec.structs.replace(OTHER, device="start-a/start-a")
    for silent in (False, True):
        page = ask(stage(silent=silent, devices=(DEVICE, OTHER, late, at_mat)).app, AT).text
        cards, _, folded = page.partition('<details id="right-devices">')
        devices = cards.partition('<section id="devices"')[2]
        assert "rr/D-1" in devices and "van/late" in devices and "van/5K" not in devices
        assert "<b>van/5K</b> 80 reads, last heard 12:05:00, 2 min ago" in folded
        assert (">start-a<" in devices) is silent  # called once, though source and reader have the name


def test_when_every_clock_is_right_there_is_no_card():
    """On a good morning the clocks are one line to unfold, and the form still offers every device."""
    page = ask(stage(devices=(OTHER,)).app, AT).text
    assert "All 1: clock right, reads in time" in page and "Undo for" not in page
    assert '<option value="van/5K">van/5K</option>' in page
