"""What is left of a runner after a pause: as if nothing had been received since."""

from __future__ import annotations

from alongside.events.bodies import NoticeBody
from alongside.events.row import Draft
from alongside.live.followed_view import followed_view
from alongside.live.views import RunnerView
from builders import at, body_draft, make_plan, race_of, read, rule_status

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


def test_who_may_know_everything_gets_all_but_the_forecast_of_now() -> None:
    """Without a pause only the expected times are others: those foreseen at her last crossing."""
    seen = view(*EARLY, clock="10:30")
    followed = followed_view(seen, make_plan(), lambda known_ms: True)
    kept = ("status", "crossings", "start_ms", "seen_ms", "along_m", "how", "next_split", "next_m")
    assert [getattr(followed, name) for name in kept] == [getattr(seen, name) for name in kept]
    last = seen.foreseen[-1]
    assert (followed.next_from_ms, followed.next_ms, followed.next_to_ms) == last.next_ms
    assert (followed.finish_from_ms, followed.finish_ms, followed.finish_to_ms) == last.finish_ms


def test_an_hour_of_silence_moves_no_time_that_a_follower_reads() -> None:
    """Overdue, or likely stopped: the forecast of now follows the clock, what a follower is told does not."""
    early, late = (view(*EARLY, clock=clock) for clock in ("08:20", "11:30"))
    told = [followed_view(one, make_plan(), lambda known_ms: True) for one in (early, late)]
    assert told[0].next_ms == told[1].next_ms and told[0].finish_to_ms == told[1].finish_to_ms
    assert late.next_ms != early.next_ms  # her own page and control's know what time it is
    assert [(one.overdue_s, one.going, one.makes_limit) for one in told] == [(0.0, None, None)] * 2


def test_a_pause_and_a_mat_that_missed_her_give_one_view() -> None:
    """Every expected time, at every hour: paused after 10K and read since, or never read since."""
    for clock in ("08:40", "09:40", "12:30"):
        paused = followed_view(view(*EARLY, *LATER, clock=clock), make_plan(), before_the_pause)
        missed = followed_view(view(*EARLY, clock=clock), make_plan(), lambda known_ms: True)
        names = ("status", "crossings", "start_ms", "chip_ms", "done_ms", "next_split", "next_m", "foreseen")
        ends = (f"{place}{end}_ms" for place in ("next", "finish") for end in ("_from", "", "_to"))
        for name in (*names, *ends, "interrupted", "messages"):
            assert getattr(paused, name) == getattr(missed, name), name


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


def test_expected_times_rest_on_no_crossing_after_the_pause() -> None:
    """They are what was foreseen at 10K, by the crossings until then, and lie after it."""
    seen = followed_view(view(*EARLY, *LATER), make_plan(), before_the_pause)
    then = view(*EARLY, clock="08:11").foreseen[-1]
    assert (seen.next_from_ms, seen.next_ms, seen.next_to_ms) == then.next_ms
    assert seen.next_from_ms is not None and seen.next_from_ms > at("08:11")


def test_a_stop_of_the_race_puts_off_what_was_foreseen() -> None:
    """Half an hour for which everybody stood still is added to every time, for whoever follows."""
    stop = body_draft(NoticeBody("stopped", "control/1", text_id="t"), "n1", "08:20")
    go_on = body_draft(NoticeBody("resumed", "control/1", text_id="t"), "n2", "08:50")
    told = [
        followed_view(view(*EARLY, *rows, clock="09:00"), make_plan(), lambda known_ms: True)
        for rows in ((), (stop, go_on))
    ]
    assert told[0].next_ms is not None and told[1].next_ms == told[0].next_ms + 30 * 60_000


def test_paused_before_the_start_she_has_not_been_read() -> None:
    """Nothing is known, and nothing is guessed."""
    seen = followed_view(view(*EARLY), make_plan(), lambda known_ms: False)
    assert (seen.status, seen.crossings, seen.seen_ms, seen.next_ms) == ("expected", (), None, None)
