"""The page of who ran together: one file, for whoever tells of the race and for whoever checks it."""

from __future__ import annotations

import re
from html import unescape

from test_together_words import MEETING, ROWS, made_up

from alongside import __version__
from alongside.web.together_page import together_html


def text(html: str) -> str:
    """Return what is read on a page, in one line."""
    body = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(body).split())


def test_the_file_needs_nothing_else() -> None:
    """No script, no address, nothing to fetch; it says what wrote it and takes light and dark."""
    html = together_html(made_up(), "Made-up Marathon")
    assert not re.search(r"<script|<link|<img|<a |url\(|@import|https?://|\bsrc=|\bhref=|\bon\w+=", html)
    assert f'<meta name="generator" content="Alongside {__version__}">' in html
    assert '<meta name="color-scheme" content="light dark">' in html


def test_the_answer_comes_first_and_the_method_last() -> None:
    """Answer, kinds, the back, fast friends, meetings, groups, and how all of it is known."""
    html = together_html(made_up(), "Made-up Marathon")
    heads = [text(head) for head in re.findall(r"<h[123].*?</h[123]>", html)]
    assert heads == [
        "161 pairs met on the road and finished together; at most 1 in 81 of them is chance.",
        "Four kinds of company",
        "Company, from the fastest to the last",
        "Fast friends",
        "The two surest meetings",
        "Groups",
        "In the same second at every mat",
        "How this is known",
    ]


def test_nobody_can_be_found_on_it() -> None:
    """No row of the field, no finish time and no gap to the second while they were apart; and why."""
    html = together_html(made_up(), "Made-up Marathon")
    for told in (*map(str, ROWS), "6:01:52", "21712", "1421", "1352", "721", "24 min 41"):
        assert told not in html
    assert "nobody in these pictures agreed to be in them" in text(html)


def test_each_picture_has_its_words() -> None:
    """What a picture shows stands in a sentence under it, and its label says that."""
    html = together_html(made_up(), "Made-up Marathon")
    figures = re.findall(r"<figure>.*?</figure>", html, flags=re.DOTALL)
    assert len(figures) == 2
    assert all('role="img" aria-label="Gap between A and B' in one for one in figures)
    assert "together from km 20 to the finish." in text(figures[0])
    assert "Log odds 28" in text(figures[0]) and MEETING.distance not in text(figures[0])


def test_a_meeting_names_its_distance_where_there_are_several() -> None:
    """Kilometre 20 of which distance."""
    html = together_html(made_up(distances=("Long", "Short")), "Made-up Marathon")
    assert "A and B, Long , met before km 20." in text(html).replace("Long,", "Long ,")


def test_splits_cannot_tell_what_only_the_two_can() -> None:
    """The page says what it cannot know, names its error's limits, and what a pack is."""
    said = text(together_html(made_up(), "Made-up Marathon"))
    for sentence in (
        "Splits cannot tell friends who had agreed to meet from strangers who did: ask the two.",
        "That may be two chips on one body, a guide and her runner, a pushed chair, or two hand in hand",
        "A pack is two with at least 5 more people within 12 s of them than chance brings",
        "log odds of at least 2: about 7 to 1 or better",
        "their times moved by 15 to 120 s",
        "What the error does not cover:",
        "docs/accuracy.md",
    ):
        assert sentence in said


def test_net_times_show_no_meeting() -> None:
    """Without clock times there is no picture of a meeting, and it is said what can be known and what not."""
    said = text(together_html(made_up(has_clock=False), "Made-up Marathon"))
    assert "net times do not tell who stood beside whom" in said
    assert "What can still be said: who started together." in said
    assert "surest meetings" not in said and "161" not in said and "met before" not in said


def test_whole_minutes_show_no_figure() -> None:
    """Of times in whole minutes nothing is claimed: no table, no share, no picture."""
    html = together_html(made_up(whole_minutes=True), "Made-up Marathon")
    assert "<table" not in html and "<svg" not in html and "161" not in text(html) and "%" not in text(html)
    assert "Ask the timing company for times to the second." in text(html) and "Why nobody can say" in text(
        html
    )


def test_a_race_in_which_nothing_was_found_is_a_page_too() -> None:
    """Nobody finished, nobody met: every section has its sentence."""
    kinds = tuple(type(one)(one.kind, 0, 0.0, 0.0, 0, 0) for one in made_up().kinds)
    empty = made_up(
        kinds=kinds, tenths=(), fast_friends=0, groups=(), same_second=0, strongest=(), mats=("START",)
    )
    said = text(together_html(empty, "Made-up Marathon"))
    assert "No pair is known to have met on the road" in said and "With 1 mat many" in said
    assert "Fewer than ten finished" in said and "No group of three or more is known." in said


def test_a_name_is_text() -> None:
    """A race's name may have any character."""
    assert "Run &amp; &lt;b&gt;Fun" in together_html(made_up(), "Run & <b>Fun")
