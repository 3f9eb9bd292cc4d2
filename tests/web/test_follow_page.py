"""The follow page: one runner, as far as she lets it be seen, and never why there is nothing newer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_day import PeopleDay, plain

from alongside.supporters.may_see import Viewer
from alongside.web import follow_page
from builders import at

HOUR_MS = 3_600_000


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 8:20, bib 7 past 10K, followed by her mother."""
    day = PeopleDay(tmp_path)
    day.give("follower", "mum", bib="7", holder="Mum")
    day.agree("7", "follow")
    day.reads("7", ("S", "07:01"), ("5K", "07:36"), ("10K", "08:11"))
    day.at("08:20")
    yield day
    day.file.close()


def seen(day: PeopleDay) -> str:
    """Return what her mother sees."""
    return plain(day.page("follower", "mum"))


def test_the_answer_is_where_she_was_read_last_and_when_she_is_expected_next(day: PeopleDay) -> None:
    """The largest text is the answer, with what it rests on; her name, bib and words are hers to share."""
    day.foresee("7", ("09:28", "09:21", "09:40"), ("12:22", "11:34", "13:36"))
    page = seen(day)
    assert '<h1 class="first">On the way: 10K at 08:11.</h1>' in page
    assert "Next: HALF about 09:28, between 09:21 and 09:40." in page
    assert "Finish about 12:15, between 11:30 and 13:45." in page
    assert "Expected times come from the times so far and from how such races go." in page
    assert "Ada, bib 7, Full" in page and "For my daughter." in page and "For Mum" in page
    assert "Nimble" not in page and "555 0107" not in page


def test_it_is_for_no_search_engine_and_no_cache(day: PeopleDay) -> None:
    """An unguessable link must not end up in an index, or in a shared cache."""
    headers = day.page("follower", "mum").headers
    assert headers["cache-control"] == "no-store" and "noindex" in headers["x-robots-tag"]
    assert headers["referrer-policy"] == "no-referrer"


def test_without_her_consent_it_shows_that_the_link_holds_and_nothing_else(day: PeopleDay) -> None:
    """Before she switches it on, and after she switches it off, there is no name, bib, place or time."""
    day.agree("7", "follow", on=False)
    page = seen(day)
    assert follow_page.NOTHING in page
    assert not any(word in page for word in ("Ada", "bib", "10K", "08:11", "On the way", "Next", "daughter"))


def test_nothing_of_any_other_runner_is_on_it(day: PeopleDay) -> None:
    """It is about one bib: no other bib, no count, no last runner, no sweep."""
    day.reads("8", ("S", "07:03"), ("5K", "07:59"))
    page = seen(day)
    assert not any(word in page for word in ("Bea", "07:59", "bib 8", "sweep", "last runner", "runners"))


def test_a_pause_looks_like_a_mat_that_missed_her(day: PeopleDay, tmp_path: Path) -> None:
    """The page of a paused runner who ran on is byte for byte that of one whom the mats missed."""
    (tmp_path / "other").mkdir()
    other = PeopleDay(tmp_path / "other")
    other.give("follower", "mum", bib="7", holder="Mum")
    other.agree("7", "follow")
    other.reads("7", ("S", "07:01"), ("5K", "07:36"), ("10K", "08:11"))
    day.file.set_paused("7", 1, True).result()
    day.reads("7", ("HALF", "09:20"), ("30K", "10:30"))
    for clock in ("08:30", "09:25", "10:40", "12:00"):
        day.at(clock), other.at(clock)
        assert _main(seen(day)) == _main(seen(other))
        assert "paus" not in seen(day).lower()
    other.file.close()


def test_a_finish_after_a_pause_does_not_show_itself(day: PeopleDay) -> None:
    """Neither the status nor the line about the next split may give away that she is in."""
    day.file.set_paused("7", 1, True).result()
    day.at("11:00")
    before = _main(seen(day))
    day.reads("7", ("HALF", "09:20"), ("30K", "10:30"), ("F", "10:59"))
    assert _main(seen(day)) == before and "10K at 08:11" in before
    day.file.set_paused("7", 1, False).result()
    assert "Finished in 3:58:00." in seen(day)


def _main(page: str) -> str:
    """Return what the block says, without the mark of the program's run."""
    return page.split('class="block headline"')[1].split("</section>")[0]


def test_a_follower_reads_no_chance_and_no_reason(day: PeopleDay) -> None:
    """R6: of a runner who may have stopped, or who misses her limit, the page has a time and a range."""
    late = ("09:50", "09:31", "10:50"), ("15:50", "15:10", "17:45")
    day.foresee("7", *late, going=0.12, makes_limit=0.03, overdue_s=2400.0)
    page = _main(seen(day))
    assert "Next: HALF about 09:50, between 09:30 and 10:50." in page
    words = (" in 10", "chance", "stopped", "late", "overdue", "limit", "last runner", "alone", "slow")
    assert not any(word in page.lower() for word in words)


def test_what_was_due_is_said_in_words_that_explain_nothing(day: PeopleDay) -> None:
    """Past its whole range it says that there is nothing newer: not late, overdue, last or alone."""
    day.foresee("7", ("09:28", "09:21", "09:40"), ("12:22", "11:34", "13:36"), overdue_s=9000.0)
    day.at("12:30")
    page = _main(seen(day))
    assert "HALF was due about 09:28; nothing newer yet. Mats and signals have gaps." in page
    assert not any(word in page.lower() for word in ("late", "overdue", "last runner", "alone", "slow"))


def test_a_pause_hides_the_forecast_of_what_it_hides(day: PeopleDay) -> None:
    """Times that rest on a crossing after the pause, or their ranges, would show that she went on."""
    day.file.set_paused("7", 1, True).result()
    day.at("09:25")
    before = _main(seen(day))
    day.reads("7", ("HALF", "09:20"))
    day.foresee("7", ("10:03", "10:01", "10:07"), ("11:11", "11:01", "11:21"), going=0.99)
    page = _main(seen(day))
    assert page == before and not any(clock in page for clock in ("10:03", "10:01", "10:07", "11:11"))
    day.file.set_paused("7", 1, False).result()
    assert "30K about 10:03, between 10:01 and 10:07" in seen(day)


def test_after_three_days_the_link_is_as_if_it_had_never_been(day: PeopleDay) -> None:
    """72 hours after the race it opens nothing, with the answer that every wrong token gets."""
    day.over_ms = day.now_ms
    day.now_ms = day.over_ms + 72 * HOUR_MS - 1
    assert day.page("follower", "mum").status == 200
    day.now_ms += 1
    gone, unknown = day.page("follower", "mum"), day.page("follower", "nobody")
    assert (gone.status, gone.body, gone.headers) == (404, unknown.body, unknown.headers)


def test_a_followed_minor_needs_a_link_from_her_guardian(day: PeopleDay) -> None:
    """A follow link that the minor herself, or nobody, made shows nothing, whatever is switched on."""
    own, guardian = day.give("runner", "cy", bib="9"), day.give("guardian", "dee", bib="9")
    day.give("follower", "by-cy", bib="9", made_by=own.id)
    day.give("follower", "by-dee", bib="9", made_by=guardian.id)
    day.agree("9", "follow")
    day.reads("9", ("S", "07:02"))
    assert follow_page.NOTHING in plain(day.page("follower", "by-cy"))
    assert "On the way: S at 07:02." in plain(day.page("follower", "by-dee"))


def test_it_is_drawn_anew_only_when_a_word_of_it_may_have_changed(
    day: PeopleDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty thousand follow at once: within a minute without news, nothing is drawn."""
    drawn: list[int] = []
    real = follow_page.draw_blocks
    monkeypatch.setattr(follow_page, "draw_blocks", lambda *a: (drawn.append(1), real(*a))[1])
    draw = follow_page.drawing(day.app.state.site, Viewer("follower", "", "7"))
    day.want("7")
    first = draw(day.latest())
    day.now_ms += 20_000
    assert draw(day.latest()) == first and len(drawn) == 1
    day.now_ms = at("08:21")
    draw(day.latest())
    day.foresee("7", ("09:28", "09:21", "09:40"), ("12:22", "11:34", "13:36"))
    assert "between 09:21 and 09:40" in draw(day.latest())["headline"] and len(drawn) == 3
    day.foresee("7", ("09:28", "09:21", "09:41"), ("12:22", "11:34", "13:36"))
    assert "between 09:21 and 09:41" in draw(day.latest())["headline"] and len(drawn) == 4
    day.agree("7", "follow", on=False)
    assert follow_page.NOTHING in draw(day.latest())["headline"] and len(drawn) == 5
