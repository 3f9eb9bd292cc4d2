"""The course changed on race morning: the folder read again, taken over, and taken back."""

from __future__ import annotations

import msgspec
import pytest
from asking import ask
from mornings import BASE, Folder, Morning, sentence

from alongside.errors import InputError, Problem
from alongside.events.bodies import EntryBody
from alongside.events.plan import Wave
from builders import OPENING, at, make_plan, read

ENTRIES = [draft.body for draft in OPENING[1:]]
STARTED = (read("C1", "S", "07:01"), read("C2", "S", "07:31"))


def changed(**fields: object) -> Folder:
    """Return a folder whose plan differs in some fields."""
    return Folder(make_plan(**fields), ENTRIES)


def test_a_day_without_a_folder_has_no_such_form() -> None:
    """A replay cannot read its folder anew: there is no button, and a press is answered in words."""
    morning = Morning()
    assert "Read the race folder again" not in morning.page()
    assert "no folder" in sentence(morning.press("folder"))


def test_an_unchanged_folder_says_so() -> None:
    """There is nothing to confirm when it says what is shown."""
    answer = Morning(folder=changed()).press("folder")
    assert answer.status == 200
    assert "nothing to take over" in sentence(answer)
    assert "Confirm" not in answer.text


def test_a_changed_course_is_told_and_taken_over() -> None:
    """Waves, splits and the roster: every change in words, then one press brings them as rows."""
    waves = (
        Wave("1", "Wave 1", ("full", "half"), at("07:00")),
        Wave("2", "Wave 2", ("full", "half"), at("07:45")),
    )
    plan = make_plan(waves=waves)
    full = plan.distances[0]
    splits = tuple(
        msgspec.structs.replace(s, along_m=4_500.0) if s.name == "5K" else s
        for s in full.splits
        if s.name != "30K"
    )
    plan = msgspec.structs.replace(
        plan, distances=(msgspec.structs.replace(full, splits=splits), plan.distances[1])
    )
    entries = [EntryBody("1", "half", "1", ("C1",)), *ENTRIES[1:], EntryBody("9", "full", "2", ("C9",))]
    morning = Morning(*STARTED, folder=Folder(plan, entries))
    asked = morning.press("folder", why="The bridge is closed")
    for words in (
        "a new course version and 2 entries new or corrected",
        "Full: split 30K gone.",
        "Full: split 5K at 4.5 km instead of 5 km.",
        "Wave 2: gun 07:45 instead of 07:30.",
        "1 new entry: bib 9.",
        "1 entry corrected: bib 1 (distance full to half).",
    ):
        assert words in sentence(asked)
    assert not morning.intake.submitted
    assert morning.confirm(asked).status == 303
    state = morning.race.state
    assert state.plan == plan
    assert state.course_version == 2
    assert [entry.distance for entry in state.crossings.field.entries] == ["half", "full", "half", "full"]
    assert morning.confirm(asked).headers["location"].endswith("done=same")
    assert state.course_version == 2
    page = sentence(ask(morning.app, BASE))
    assert "A new course: version 2 By race control. The bridge is closed" in page


def test_the_course_before_comes_back_as_a_new_version() -> None:
    """Nothing is erased: the plan before is a version of its own, with the map back."""
    morning = Morning(*STARTED, folder=changed(name="Changed"))
    assert "Back to the course before" not in morning.page()
    morning.do("folder")
    assert morning.race.state.plan.name == "Changed"
    assert "Back to the course before" in morning.page()
    asked = morning.do("course-before")
    assert sentence(asked).startswith("The course before comes back.")
    assert morning.race.state.plan == make_plan()
    assert morning.race.state.course_version == 3
    plan_row = list(morning.intake.kept.values())[-1].body
    assert set(plan_row.maps) == {"full", "half"}
    assert plan_row.by == "control/1"


def test_a_folder_with_mistakes_changes_nothing_and_says_every_one() -> None:
    """All that is wrong stands on the page, each with where, what and what to do."""
    folder = changed(name="Changed")
    folder.wrong = InputError(
        [Problem("race.toml: wave 2", "has no gun.", 'Write gun = "7:30".'), Problem("full.gpx", "is empty.")]
    )
    morning = Morning(folder=folder)
    answer = morning.press("folder")
    assert answer.status == 400
    assert "Nothing was changed." in sentence(answer)
    assert 'race.toml: wave 2 : has no gun. Write gun = "7:30".' in sentence(answer)
    assert "full.gpx : is empty." in sentence(answer)
    assert not morning.intake.submitted


def test_a_distance_that_people_run_cannot_be_taken_away() -> None:
    """Whoever is entered for it must be given another one first."""
    only_half = make_plan(distances=make_plan().distances[1:], sweeps=())
    answer = Morning(*STARTED, folder=Folder(only_half, [])).press("folder")
    assert answer.status == 400
    assert "bib 1 among them" in sentence(answer)


def test_what_changed_between_the_two_presses_is_shown_before_it_is_taken_over() -> None:
    """Somebody saved the file again meanwhile: the second press asks once more."""
    folder = changed(name="Changed")
    morning = Morning(folder=folder)
    asked = morning.press("folder")
    folder.plan = make_plan(name="Changed again")
    again = morning.confirm(asked)
    assert again.status == 200
    assert "The folder has changed since you looked" in sentence(again)
    assert not morning.intake.submitted
    assert morning.confirm(again).status == 303
    assert morning.race.state.plan.name == "Changed again"


def test_a_folder_that_cannot_be_read_at_all_is_a_sentence() -> None:
    """A disk that fails is told like any other mistake."""
    folder = changed()
    folder.wrong = InputError.of("race.toml", "cannot be read: no such file.", "Check the path.")
    assert "cannot be read" in sentence(Morning(folder=folder).press("folder"))


@pytest.mark.parametrize("name", ["folder", "course-before"])
def test_entries_in_the_log_that_the_roster_no_longer_has_stay(name: str) -> None:
    """A bib taken out of roster.csv is told and kept: nobody vanishes from the course by a deleted line."""
    morning = Morning(*STARTED, folder=Folder(make_plan(name="Changed"), ENTRIES[:2]))
    asked = morning.do("folder")
    assert "1 entry: bib 3. Not in roster.csv; kept as before." in sentence(asked)
    if name == "course-before":
        morning.do(name)
    assert morning.show.shown.views.control.counts.entered == 3
