"""A race folder against its log: only what is new becomes rows."""

from __future__ import annotations

import pytest

from alongside.errors import InputError
from alongside.events.bodies import EntryBody, PlanBody
from alongside.live.opening import opening
from alongside.live.state import LiveState
from builders import OPENING, at, make_plan, race_of, rows_of

ENTRIES = [draft.body for draft in OPENING[1:]]


def test_the_first_opening_brings_the_plan_and_every_entry() -> None:
    """An empty log learns the race: the plan first, then who is entered."""
    drafts = opening(LiveState(), make_plan(), ENTRIES, at("06:00"))
    assert isinstance(drafts[0].body, PlanBody)
    assert [draft.body for draft in drafts[1:]] == ENTRIES


def test_an_unchanged_folder_says_nothing_new() -> None:
    """Restarting on race morning adds no rows."""
    assert opening(race_of().state, make_plan(), ENTRIES, at("06:00")) == []


def test_a_changed_course_is_a_new_version_with_a_map_from_the_old() -> None:
    """The plan row of a changed course says where each metre of the old one went."""
    state = race_of().state
    drafts = opening(state, make_plan(name="Small Race, shortened"), ENTRIES, at("06:00"))
    assert [type(draft.body) for draft in drafts] == [PlanBody]
    assert drafts[0].id.startswith("2/")
    assert set(drafts[0].body.maps) <= {"full", "half"}


def test_going_back_to_an_earlier_course_is_a_version_too() -> None:
    """The same plan as two versions ago is not mistaken for a repeat of that row."""
    race = race_of()
    first, changed = make_plan(), make_plan(name="Changed")
    ids = set()
    for plan in (changed, first, changed):
        drafts = opening(race.state, plan, ENTRIES, at("06:00"))
        ids.add(drafts[0].id)
        race.apply(rows_of(drafts, race.state.seq + 1))
    assert len(ids) == 3
    assert race.state.plan == changed


def test_a_corrected_entry_is_a_row_and_moves_the_runner() -> None:
    """A bib moved from the full to the half in the roster is corrected in the log."""
    race = race_of()
    moved = EntryBody("1", "half", "1", ("C1",))
    drafts = opening(race.state, make_plan(), [moved, *ENTRIES[1:]], at("06:00"))
    assert [draft.body for draft in drafts] == [moved]
    race.apply(rows_of(drafts, race.state.seq + 1))
    assert race.look(at("06:30")).control.distances[1].counts.entered == 2


def test_a_distance_that_somebody_is_entered_for_cannot_vanish() -> None:
    """A course taken out of race.toml while runners are entered for it is refused, before any row."""
    only_half = make_plan(distances=make_plan().distances[1:], sweeps=())
    with pytest.raises(InputError, match="bib 1 among them"):
        opening(race_of().state, only_half, [], at("06:00"))
    moved = [EntryBody(entry.bib, "half", "1", entry.chips) for entry in ENTRIES]
    race = race_of()
    race.apply(rows_of(opening(race.state, only_half, moved, at("06:00")), race.state.seq + 1))
    assert race.look(at("06:30")).control.counts.entered == 3
