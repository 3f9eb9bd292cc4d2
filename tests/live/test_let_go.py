"""Whom a sweep has let go: by the bib that is worn, taken back like any other word."""

from __future__ import annotations

import pytest

from alongside.events.bodies import LetGoBody, SwapBody
from alongside.events.row import Draft
from alongside.live.last_seen import last_seen_of
from alongside.live.let_go import let_go_bibs, let_go_entries, let_go_of
from alongside.live.pipeline import Race
from builders import at, body_draft, rows_of, undo
from parting_race import race, runs


@pytest.fixture
def five() -> Race:
    """Return five runners of the full past 10K."""
    runners = {str(n): "full" for n in range(1, 6)}
    return race(runners, [row for n in range(1, 6) for row in runs(str(n), 500 + 20 * n, 10)])


def say(race_: Race, *drafts: Draft) -> None:
    """Append rows, and settle them as a tick does."""
    race_.apply(rows_of(drafts, race_.state.seq + 1))
    race_.look(at("08:50"))


def let_go(bib: str) -> Draft:
    """Return the draft of a runner let go on at 08:45."""
    return body_draft(LetGoBody("sweep", bib, at("08:45"), "sweep/1", 11_000.0), f"l{bib}", "08:45")


def test_letting_go_can_be_taken_back(five: Race) -> None:
    """A slip of the driver's thumb is undone like any other word."""
    say(five, let_go("04"))
    assert let_go_bibs(five.state) == {"4"}
    say(five, undo(let_go("04")))
    assert let_go_bibs(five.state) == frozenset()


def test_a_bib_that_nobody_wears_lets_nobody_go(five: Race) -> None:
    """A mistyped number is nobody's word."""
    say(five, let_go("999"))
    assert (let_go_entries(five.state), let_go_bibs(five.state)) == (frozenset(), frozenset())


def test_after_a_swap_it_is_she_who_wears_the_bib(five: Race) -> None:
    """The driver reads bib 5, which the runner entered as 4 wears: not the one who was given it."""
    say(five, body_draft(SwapBody("4", "5", "control/1"), "w", "06:30"), let_go("5"))
    field = five.state.crossings.field
    mine, other = field.index("4"), field.index("5")
    assert let_go_bibs(five.state) == {"4"} and let_go_entries(five.state) == {mine}
    assert len(let_go_of(five.state, mine)) == 1 and let_go_of(five.state, other) == []
    seen = last_seen_of(five.state, mine), last_seen_of(five.state, other)
    assert [one.how if one else "" for one in seen] == ["sweep", "mat"]


def test_a_replacement_bib_is_hers_beside_her_own(five: Race) -> None:
    """Whoever lost her bib is let go by the new one, and by her own."""
    say(five, body_draft(SwapBody("4", "901", "control/1"), "w", "06:30"), let_go("901"), let_go("4"))
    assert let_go_bibs(five.state) == {"4"}
    assert len(let_go_of(five.state, five.state.crossings.field.index("4"))) == 2
