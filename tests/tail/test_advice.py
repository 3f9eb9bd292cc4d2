"""What a station is told about closing: when it changes, and what it never says."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.bodies import AdviceBody
from alongside.events.standing import Said
from alongside.tail.advice import AHEAD_MS, FAR, KEPT, STILL_SURE, AtStation, advise
from builders import at

MINUTE = 60_000
NINE = AtStation("nine", 2, at("12:48"), 0.1, permit_ms=at("13:30"))
Told = tuple[str, int | None, str]


def told(facts: AtStation, clock_ms: int, *before: Said[AdviceBody]) -> Said[AdviceBody] | None:
    """Return the row that comes of it, as it would stand."""
    draft = advise(facts, before, clock_ms)
    if draft is None or not isinstance(draft.body, AdviceBody):
        return None
    return Said((draft.source, draft.id), clock_ms, draft.body)


def words_of(said: Said[AdviceBody] | None) -> Told | None:
    """Return what a row says."""
    return None if said is None else (said.body.new, said.body.closes_ms, said.body.reason)


def standing(
    new: str, closes_ms: int | None = None, clock: str = "12:00", reason: str = ""
) -> Said[AdviceBody]:
    """Return an advice that stands."""
    return Said(("advice", clock), at(clock), AdviceBody("nine", "stay", new, 1, closes_ms, reason))  # type: ignore[arg-type]


def but(**changes: object) -> AtStation:
    """Return the station with some facts replaced."""
    return dataclasses.replace(NINE, **changes)  # type: ignore[arg-type]


EVERY: dict[str, tuple[AtStation, tuple[Said[AdviceBody], ...], Told | None]] = {
    "sure in time: a time, up to five minutes": (NINE, (), ("closes_at", at("12:50"), "")),
    "the same again: nothing": (NINE, (standing("closes_at", at("12:50")),), None),
    "four minutes later, still before it: nothing": (
        but(sure_ms=at("12:50")), (standing("closes_at", at("12:50")),), None),
    "a minute beyond it: five minutes later": (
        but(sure_ms=at("12:51")), (standing("closes_at", at("12:50")),), ("closes_at", at("12:55"), "")),
    "nine minutes earlier: nothing": (
        but(sure_ms=at("12:41")), (standing("closes_at", at("12:50")),), None),
    "ten minutes earlier: said": (
        but(sure_ms=at("12:40")), (standing("closes_at", at("12:50")),), ("closes_at", at("12:40"), "")),
    "all have passed: now": (
        but(sure_now=0.96, inside=0), (standing("closes_at", at("12:50")),), ("may_close", None, "")),
    "told so, a little less sure: nothing": (but(sure_now=0.92), (standing("may_close"),), None),
    "told so, and somebody turns up: taken back at once": (
        but(sure_now=0.3), (standing("may_close"),), ("closes_at", at("12:50"), "")),
    "beyond the permit: control is asked": (but(permit_ms=at("12:30")), (), ("ask", at("12:50"), "")),
    "a permit that is hours away: nobody is asked yet": (
        but(permit_ms=at("14:30"), sure_ms=at("15:00")), (standing("ask", at("15:00")),),
        ("stay", None, FAR)),
    "no permit: no question": (but(permit_ms=None, sure_ms=at("13:55")), (), ("closes_at", at("13:55"), "")),
    "hours ahead: no time yet": (but(sure_ms=at("14:30"), permit_ms=None), (), None),
    "a doubt, and the permit ends soon: control is asked": (
        but(permit_ms=at("12:40"), doubt="the mat at 10K is silent"), (standing("closes_at", at("12:35")),),
        ("ask", None, "the mat at 10K is silent")),
    "in doubt, control has decided: its time": (
        but(permit_ms=at("12:40"), kept_ms=at("13:10"), doubt="the mat at 10K is silent"),
        (standing("ask", None, reason="the mat at 10K is silent"),), ("closes_at", at("13:10"), KEPT)),
    "a doubt: stay, and why": (
        but(doubt="the race is stopped", sure_now=1.0, permit_ms=None), (standing("may_close"),),
        ("stay", None, "the race is stopped")),
    "nobody can say: stay": (
        but(sure_ms=None, permit_ms=None), (standing("may_close"),), ("stay", None, FAR)),
    "control has decided: its time": (
        but(permit_ms=at("12:30"), kept_ms=at("13:10"), decided_ms=at("12:01")),
        (standing("ask", at("12:50")),), ("closes_at", at("13:10"), KEPT)),
    "control closes at the permit, knowing better: its time": (
        but(permit_ms=at("12:30"), kept_ms=at("12:30"), decided_ms=at("12:01")),
        (standing("ask", at("12:50")),), ("closes_at", at("12:30"), KEPT)),
    "ten minutes worse than what control knew: asked again": (
        but(permit_ms=at("12:30"), kept_ms=at("12:30"), decided_ms=at("12:01"), sure_ms=at("13:00")),
        (standing("ask", at("12:50")), standing("closes_at", at("12:30"), "12:02", KEPT)),
        ("ask", at("13:00"), "")),
    "asked again: the old decision does not answer it": (
        but(permit_ms=at("12:30"), kept_ms=at("12:30"), decided_ms=at("12:01"), sure_ms=at("13:00")),
        (standing("ask", at("12:50")), standing("ask", at("13:00"), "12:03")), None),
    "control's time outranks a doubt, but nobody is told to go": (
        but(kept_ms=at("13:10"), sure_now=1.0, doubt="the mat at 10K is silent"), (),
        ("closes_at", at("13:10"), KEPT)),
    "control keeps it open, and all have passed: it may go": (
        but(kept_ms=at("13:10"), sure_now=0.99), (standing("closes_at", at("13:10"), reason=KEPT),),
        ("may_close", None, "")),
}  # fmt: skip


@pytest.mark.parametrize("what", EVERY)
def test_every_turn_of_the_advice(what: str) -> None:
    """At 12:03: what a station is told by what is known and by what it was told before."""
    facts, before, expected = EVERY[what]
    assert words_of(told(facts, at("12:03"), *before)) == expected


def test_a_row_says_what_was_before_and_how_many_come() -> None:
    """The log can be read without the ticks between: old, new, how many inside the limit, until when."""
    first = told(NINE, at("12:00"))
    assert first is not None and first.body == AdviceBody("nine", "", "closes_at", 2, at("12:50"), "")
    later = told(but(sure_now=0.97, inside=0), at("12:41"), first)
    assert later is not None and later.body == AdviceBody("nine", "closes_at", "may_close", 0, None, "")
    assert first.key == ("advice", f"nine/{at('12:00')}")


sures = st.one_of(st.none(), st.integers(0, 300))
steps = st.tuples(
    sures, st.floats(0, 1), st.sampled_from(["", "", "", "the race is stopped"]), st.integers(0, 3)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(steps, max_size=40), st.sampled_from([None, 60, 150]), st.sampled_from([None, 45, 200]))
def test_no_story_tells_a_station_to_go_while_somebody_comes(
    story: list[tuple[int | None, float, str, int]], permit: int | None, kept: int | None
) -> None:
    """Whatever happens minute by minute: it may close only where that is sure; times keep their distance."""
    said: list[Said[AdviceBody]] = []
    begin_ms = at("12:00")
    for minute, (sure, sure_now, doubt, inside) in enumerate(story):
        now_ms = begin_ms + minute * MINUTE
        facts = AtStation(
            "nine",
            inside,
            None if sure is None else now_ms + sure * MINUTE,
            sure_now,
            None if permit is None else begin_ms + permit * MINUTE,
            None if kept is None or minute < 10 else begin_ms + kept * MINUTE,
            begin_ms + 10 * MINUTE,
            doubt,
        )
        before = said[-1].body if said else None
        one = told(facts, now_ms, *said)
        said += [one] if one is not None else []
        stands = said[-1].body if said else None
        if stands is None:
            continue
        _holds(stands, facts, now_ms)
        if one is not None and before is not None:
            _moved(before, stands)


def _holds(stands: AdviceBody, facts: AtStation, now_ms: int) -> None:
    """What stands at any minute is true of that minute."""
    if stands.new == "may_close":
        assert not facts.doubt and facts.sure_now >= STILL_SURE
    if stands.new == "ask" and stands.closes_ms is None:
        assert stands.reason and (facts.doubt or facts.sure_ms is None)
    elif stands.new in ("closes_at", "ask") and stands.reason != KEPT:
        assert not facts.doubt
        assert facts.sure_ms is not None and stands.closes_ms is not None
        assert facts.sure_ms <= stands.closes_ms < facts.sure_ms + 15 * MINUTE
        until_ms = facts.permit_ms if facts.kept_ms is None else facts.kept_ms
        beyond = until_ms is not None and stands.closes_ms > until_ms
        assert (stands.new == "ask") is beyond
    if stands.reason == KEPT:
        assert stands.closes_ms == facts.kept_ms
    if stands.new == "stay":
        assert stands.reason and stands.closes_ms is None


def _moved(before: AdviceBody, now: AdviceBody) -> None:
    """A row says something new; a time that was told moves by five minutes later or ten earlier at least."""
    assert (before.new, before.closes_ms, before.reason) != (now.new, now.closes_ms, now.reason)
    both = (
        before.closes_ms is not None and now.closes_ms is not None and KEPT not in (before.reason, now.reason)
    )
    if both and before.new == now.new:
        moved_ms = now.closes_ms - before.closes_ms  # type: ignore[operator]
        assert moved_ms >= 5 * MINUTE or moved_ms <= -10 * MINUTE


def test_a_time_near_two_hours_ahead_does_not_come_and_go() -> None:
    """Told once, a time stays told while it lies at most a quarter of an hour beyond the two."""
    ahead = dataclasses.replace(NINE, permit_ms=None, sure_ms=at("12:00") + AHEAD_MS)
    first = told(ahead, at("12:00"))
    assert words_of(first) == ("closes_at", at("14:00"), "")
    assert first is not None
    later = dataclasses.replace(ahead, sure_ms=at("14:12"))
    assert words_of(told(later, at("12:01"), first)) == ("closes_at", at("14:15"), "")
    assert told(later, at("12:01")) is None
