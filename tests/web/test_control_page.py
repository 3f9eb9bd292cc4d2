"""Race control's page as a whole: its order, nothing told twice, the wall, and the list of its keys."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from asking import ask
from fakes import CONTROL, Stage
from make_views import EVERY, at, ordinary, shown

from alongside.live.accounted_views import AccountedView, LastSeen, LedgerLine, Missing, Worrying
from alongside.live.risk_views import FlagView, Noticed, NoticedView
from alongside.live.views import Headline, RaceView
from alongside.web.control_hand import IN_HAND, missing_block, noticed_block, todo_block
from alongside.web.control_headline import MOST_OPEN, NO_ROOM, headline_block, no_room

PAGE = f"/control/{CONTROL}/"
FLAG = FlagView(at(11, 50), "the limit is 14:40, expected about 15:10")
KEYS = Path(__file__).parents[2] / "src" / "alongside" / "web" / "static" / "keys.js"


def noticed(bib: str) -> Noticed:
    """Return a runner at risk."""
    return Noticed(
        bib=bib, distance="full", along_m=26_000.0, how="pace", last_seen_ms=at(11, 40),
        last_seen_place="25K", at_risk=FLAG, alone=None,
    )  # fmt: skip


def missing(bib: str, what: str) -> Missing:
    """Return a runner who is not accounted for."""
    seen = LastSeen(at(11, 40), "25K", "mat")
    return Missing(bib, "full", "Marathon", (Worrying(what, at(12, 1), "expected at 30K"),), seen)  # type: ignore[arg-type]


def busy(**changes: object) -> RaceView:
    """Return the ordinary view in which bib 200 is overdue, missing and at risk, and bib 9 the last two."""
    view = ordinary().control
    total = LedgerLine("", "", 1549, 1054, 14, 0, 0, 80, 415)
    ledger = AccountedView((), total, (missing("200", "overdue"), missing("9", "past_limit")), 4, None)
    both = NoticedView(2, 2, 0, (noticed("200"), noticed("9")))
    return msgspec.structs.replace(view, **{"accounted": ledger, "noticed": both, **changes})


def page(view: RaceView | None = None, query: str = "", **more: object) -> str:
    """Return the page of a view, from where its main part begins."""
    views = ordinary()
    if view is not None:
        views = msgspec.structs.replace(views, control=view)
    return ask(Stage(shown=shown(views), **more).app, PAGE + query).text.partition("<main")[2]


def ids(text: str) -> list[str]:
    """Return the blocks of a page, in their order."""
    return re.findall(r'<section id="(\w+)"', text)


@pytest.mark.parametrize("views", EVERY)
def test_what_needs_a_hand_stands_before_what_is_for_looking(views: str) -> None:
    """On every day: the answer, the clock, what needs a hand in one order, then the roads and the lists."""
    found = ids(page(EVERY[views]().control))
    assert found[:2] == ["headline", "clock"]
    assert found[2 : 2 + len(IN_HAND)] == list(IN_HAND)
    assert found[2 + len(IN_HAND) :] == ["distances", "tail", "stretches", "feeds"]


def test_whoever_is_overdue_is_told_once_and_pointed_at_from_the_other_lists() -> None:
    """The list of the overdue names her and says that she is at risk; the others count her and say where."""
    view = busy()
    text = page(view)
    hand = text.partition('id="hand"')[2].partition('class="roads"')[0]
    assert len(re.findall(r"Bib 200\b|<th scope=\"row\">200<", hand)) == 1
    assert "At risk, too." in hand
    assert hand.count("in the list of the overdue above") == 2
    assert missing_block(view, None)["total"] == 0  # nobody to name them: no list
    rest = noticed_block(view)
    assert ([row["bib"] for row in rest["rows"]], rest["above"], rest["total"]) == (["9"], 1, "2")


def test_the_contents_count_each_thing_and_leave_out_what_there_is_none_of() -> None:
    """One link for each, to where it stands; a calm race has no contents at all."""
    said = todo_block(busy())["items"]
    assert said == [
        ("1 overdue", "#overdue"), ("4 not accounted for", "#accounted"), ("1 mat silent", "#silent"),
        ("2 at risk", "#noticed"), ("2 reads to settle", "#questions"),
    ]  # fmt: skip
    blocks = set(ids(page(busy())))
    assert {to[1:] for _, to in said} <= blocks
    assert todo_block(EVERY["before"]().control)["items"] == []


def test_where_there_is_nothing_to_settle_nothing_is_said_of_it() -> None:
    """An empty list is not a heading."""
    view = busy(questions=(), question_counts={}, settled=())
    assert "Reads to settle" not in page(view).partition("<dialog")[0]


def test_what_is_urgent_stands_open_and_what_can_wait_is_folded() -> None:
    """Every sentence that says "act" is open, however many; calm ones are behind one press on a busy day."""
    acts = tuple(f"Act {n}." for n in range(9))
    levels = ("act", "calm", *("act",) * 9, "look", "calm")
    view = busy(headline=Headline("act", "First.", ("Where.", *acts, "Look.", "Calm."), {}, levels))
    block = headline_block(view, None)
    assert block["more"] == ["Where.", *acts] and block["folded"] == ["Look.", "Calm."]
    calm = Headline("calm", "Where.", tuple("abcdef"), {}, ("calm",) * 7)
    block = headline_block(busy(headline=calm), None)
    assert (len(block["more"]), len(block["folded"])) == (MOST_OPEN, 6 - MOST_OPEN)


def test_a_headline_without_levels_hides_nothing() -> None:
    """What nobody has graded stands open."""
    assert headline_block(busy(), None)["folded"] == []


def test_a_full_disk_comes_before_everything_and_pushes_nothing_out() -> None:
    """The sentence that was first is the next one."""
    before = headline_block(busy(), None)
    after = no_room(before)
    assert (after["first"], after["severity"]) == (NO_ROOM, "act")
    assert after["more"] == [before["first"], *before["more"]]


def test_stretches_that_nobody_is_on_are_counted_and_not_listed() -> None:
    """Of ten stretches on two of which there are runners two are listed."""
    view = busy()
    full = view.distances[0]
    stretches = tuple(
        msgspec.structs.replace(one, on_course=5 if n < 2 else 0) for n, one in enumerate(full.stretches)
    )
    text = page(busy(distances=(msgspec.structs.replace(full, stretches=stretches),)))
    block = text.partition('id="stretches"')[2].partition("</section>")[0]
    assert block.count('class="n">5<') == 2
    assert f"The other {len(stretches) - 2} stretches" in block and "nobody" in block


def test_the_wall_is_the_same_page_without_what_is_pressed() -> None:
    """It has the blocks of three metres and the same stream; no script for forms or keys, no other lists."""
    plain, wall = page(), page(query="?wall=1")
    assert ids(wall) == ["headline", "clock", *IN_HAND, "distances"]
    stream = re.compile(r'data-stream="([^"]+)"')
    assert stream.findall(wall) == stream.findall(plain) == ["events"]
    assert 'class="control wall"' in wall and "<nav" not in wall and "<dialog" not in wall
    assert 'href="?wall=1">Wall screen' in plain and 'class="control"' in plain
    whole = ask(Stage().app, PAGE + "?wall=1").text
    assert not re.search(r"(once|keys|keep)\.js", whole) and "live.js" in whole and "clock.js" in whole
    assert "<title>Wall screen" in whole


def test_every_key_is_a_link_to_a_block_of_the_page_or_to_a_page() -> None:
    """The list has 1 to 9, / and n; each leads to something that is there, and none is given twice."""
    text = page()
    links = dict(re.findall(r'<a href="([^"]+)" data-key="(.)"', text))
    assert sorted(links.values()) == sorted("123456789/n")
    places = {*ids(text), "hand"}
    assert {to for to in links if not to.startswith("#")} == {"look"}
    assert {to[1:] for to in links if to.startswith("#")} <= places


def test_the_keys_can_be_switched_off_and_the_first_link_skips_to_what_needs_a_hand() -> None:
    """WCAG 2.1.4 and 2.4.1: a switch with a label, and a link before everything else of the page."""
    text = page()
    assert 'for="keys-on"' in text and '<input type="checkbox" id="keys-on"' in text
    assert text.index('<a class="skip" href="#hand"') < text.index("<section")


def test_the_script_of_the_keys_is_light() -> None:
    """It is under 1.5 KB, as it is written."""
    assert KEYS.stat().st_size <= 1536
