"""The view of race morning, made for whoever looks."""

from __future__ import annotations

from alongside.live.morning_view import MORNING
from builders import at, entry, gun, race_of, rows_of


def test_race_morning_is_made_only_while_somebody_looks() -> None:
    """It holds every entry: a tick that nobody asked it of neither makes nor carries it."""
    race = race_of()
    assert race.look(at("06:30")).morning is None
    assert race.look(at("06:31"), [MORNING]).morning is not None
    assert race.look(at("06:32")).morning is None


def test_what_came_while_nobody_looked_is_in_the_next_view() -> None:
    """An entry and a gun that came between two looks are both there at the second."""
    race = race_of()
    before = race.look(at("06:30"), [MORNING]).morning
    race.apply(rows_of([gun("1", "07:04"), entry("77", "full", "1", "C77")], race.state.seq + 1))
    after = race.look(at("07:05"), [MORNING]).morning
    assert before is not None and after is not None
    assert len(after.known.entries) == len(before.known.entries) + 1
    assert next(wave for wave in after.waves if wave.id == "1").gun_ms == at("07:04")
