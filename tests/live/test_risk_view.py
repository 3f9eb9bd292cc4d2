"""Who is at risk or alone, as those see them who can help."""

from __future__ import annotations

import pytest

from alongside.events.bodies import FlagBody
from alongside.live.pipeline import Race
from alongside.live.risk_view import MOST
from alongside.live.risk_views import NOBODY, NoticedView
from builders import at, body_draft, rows_of, rule_status
from parting_race import race, runs


def flags(race_: Race, *raised: tuple[str, str]) -> None:
    """Raise flags by hand: (bib, flag)."""
    bodies = [FlagBody(bib, flag, False, True, f"why {bib}") for bib, flag in raised]  # type: ignore[arg-type]
    rows = [body_draft(body, f"{body.bib}/{body.flag}", "08:30") for body in bodies]
    race_.apply(rows_of(rows, race_.state.seq + 1))


def noticed(race_: Race, clock: str = "08:50") -> NoticedView:
    """Return the list at a time."""
    return race_.look(at(clock)).control.noticed


@pytest.fixture
def five() -> Race:
    """Return five runners of the full past 10K, the higher the bib the further back."""
    runners = {str(n): "full" for n in range(1, 6)}
    return race(runners, [row for n in range(1, 6) for row in runs(str(n), 500 + 20 * n, 10)])


def test_where_nobody_has_a_flag_the_list_is_empty(five: Race) -> None:
    """A calm race: nothing is made up."""
    assert noticed(five) == NOBODY


def test_the_list_begins_with_who_needs_it_most(five: Race) -> None:
    """Both flags first, then by whose gate closes next and who is further back, then those who are alone."""
    flags(five, ("1", "alone"), ("2", "at_risk"), ("3", "at_risk"), ("4", "at_risk"), ("4", "alone"))
    view = noticed(five)
    assert [one.bib for one in view.rows] == ["4", "3", "2", "1"]
    assert (view.total, view.at_risk, view.alone) == (4, 3, 2)
    first = view.rows[0]
    assert first.at_risk and first.alone and first.alone.reason == "why 4"
    assert (first.last_seen_place, first.how, first.distance) == ("10K", "pace", "full")


def test_whose_gate_has_closed_stands_below_those_who_can_still_make_theirs() -> None:
    """At 12:52 one has the limit ahead, and one has not come to a cutoff that closed at 12:50."""
    race_ = race({"1": "full", "2": "full"}, [*runs("1", 600, 30), *runs("2", 720, 25)])
    flags(race_, ("1", "at_risk"), ("2", "at_risk"), ("2", "alone"))
    assert [one.bib for one in noticed(race_, "12:40").rows] == ["2", "1"]
    assert [one.bib for one in noticed(race_, "12:52").rows] == ["1", "2"]


def test_whoever_is_not_out_there_is_on_no_list(five: Race) -> None:
    """A flag that the next minute will lower is not shown of somebody who has dropped out."""
    flags(five, ("1", "alone"), ("2", "alone"))
    five.apply(rows_of([rule_status("1", "dnf", "08:40")], five.state.seq + 1))
    assert [one.bib for one in noticed(five).rows] == ["2"]


def test_a_long_list_is_counted_whole_and_cut() -> None:
    """After the limit of a big race a thousand are at risk: the page holds a hundred, and says how many."""
    bibs = [str(n) for n in range(MOST + 5)]
    crowd = race(dict.fromkeys(bibs, "full"), [row for bib in bibs for row in runs(bib, 500, 10)])
    flags(crowd, *((bib, "at_risk") for bib in bibs))
    view = noticed(crowd)
    assert (view.total, len(view.rows)) == (MOST + 5, MOST)
