"""What is left of a runner after a pause: as if nothing had been received since."""

from __future__ import annotations

from alongside.events.row import Draft
from alongside.live.followed_view import followed_view
from alongside.live.views import RunnerView
from builders import at, make_plan, race_of, read, rule_status

EARLY = (read("C1", "S", "07:01"), read("C1", "5K", "07:36"), read("C1", "10K", "08:11"))
LATER = (read("C1", "HALF", "09:30"), read("C1", "30K", "10:40"), read("C1", "F", "12:20"))
PAUSED_MS = at("08:30")


def view(*drafts: Draft, clock: str = "12:30") -> RunnerView:
    """Return bib 1's view."""
    race = race_of(*drafts)
    return race.look(at(clock), ["1"]).runners["1"]


def before_the_pause(known_ms: int | None) -> bool:
    """Return whether what became so then was before the pause."""
    return known_ms is not None and known_ms <= PAUSED_MS


def test_who_may_know_everything_gets_the_view_as_it_is() -> None:
    """Without a pause nothing is worked out anew."""
    seen = view(*EARLY)
    assert followed_view(seen, make_plan(), lambda known_ms: True) is seen


def test_after_a_pause_the_view_is_that_of_whom_no_mat_has_read_since() -> None:
    """Every field: status, crossings, last seen, expected times, with and without what came later."""
    for later in ((), LATER[:1], LATER[:2], LATER):
        held_back = followed_view(view(*EARLY, *later), make_plan(), before_the_pause)
        assert held_back == followed_view(view(*EARLY), make_plan(), before_the_pause)
        assert (held_back.status, held_back.next_split, held_back.chip_ms) == ("on_course", "HALF", None)


def test_a_drop_out_after_a_pause_is_withheld_and_one_before_it_is_not() -> None:
    """What became of her is told only if it was known when she paused."""
    after = view(*EARLY, rule_status("1", "dnf", "09:00"))
    assert followed_view(after, make_plan(), before_the_pause).status == "on_course"
    before = view(*EARLY, rule_status("1", "dnf", "08:20"))
    assert followed_view(before, make_plan(), before_the_pause).status == "dnf"


def test_expected_times_go_by_the_last_two_crossings_that_are_known() -> None:
    """5 km in 35 minutes: HALF is 11.0975 km on, the finish 32.195 km."""
    seen = followed_view(view(*EARLY, *LATER), make_plan(), before_the_pause)
    pace_ms_per_m = 35 * 60_000 / 5000
    assert seen.next_ms == round(at("08:11") + pace_ms_per_m * 11_097.5)
    assert seen.finish_ms == round(at("08:11") + pace_ms_per_m * 32_195)


def test_paused_before_the_start_she_has_not_been_read() -> None:
    """Nothing is known, and nothing is guessed."""
    seen = followed_view(view(*EARLY), make_plan(), lambda known_ms: False)
    assert (seen.status, seen.crossings, seen.seen_ms, seen.next_ms) == ("expected", (), None, None)
