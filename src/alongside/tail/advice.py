"""What an aid station is told about closing: stay, close at a time, close now, or control is asked.

Each change is a decision: a row of the log, told once. A time is rounded up to five minutes, and said anew
only when it moves later by five or earlier by ten, so that nobody is told something new every minute. That
a station may close is taken back at once when somebody turns up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.events.bodies import Advice, AdviceBody
from alongside.events.row import Draft
from alongside.events.standing import Said

SOURCE = "advice"
MINUTE_MS = 60_000
ROUND_MS = 5 * MINUTE_MS
EARLIER_MS = 10 * MINUTE_MS  # a time moves earlier only by so much
AHEAD_MS = 120 * MINUTE_MS  # no time is told longer before
ASK_MS = 60 * MINUTE_MS  # so long before the permit ends control is asked: earlier much comes right by itself
STAYS_MS = 15 * MINUTE_MS  # a time that was told is not withdrawn for having moved a little beyond that
SURE = 0.95  # that nobody inside the limit comes any more
STILL_SURE = 0.90  # once told that it may close: below this it is told to stay
KEPT = "race control decided so"
FAR = "the last inside the limit is too far off to name a time"
Told = tuple[Advice, int | None, str]


@dataclass(frozen=True)
class AtStation:
    """What advice to one station rests on, as of now.

    Of those still to come ``inside`` may be inside their limit, ``sure_ms`` is when it is 95 % sure that
    none of them comes any more (``None``: nobody can say), ``sure_now`` the chance that none does now.
    ``permit_ms`` is until when the station may stand; ``kept_ms`` until when race control decided that it
    does, at ``decided_ms``. ``doubt`` is why the figures cannot be trusted; empty where they can.
    """

    station: str
    inside: int
    sure_ms: int | None
    sure_now: float
    permit_ms: int | None = None
    kept_ms: int | None = None
    decided_ms: int = 0
    doubt: str = ""


def advise(facts: AtStation, said: Sequence[Said[AdviceBody]], at_ms: int) -> Draft | None:
    """Return the advice to tell a station now, ``None`` where nothing new is to be said.

    ``said`` is what it was told so far, the latest last. A station that was told nothing stays.
    """
    before = said[-1].body if said else AdviceBody(facts.station, "", "stay", 0)
    told = _told(facts, before, asked_ms(said, facts.decided_ms), at_ms)
    if told == (before.new, before.closes_ms, before.reason) or (not said and told == ("stay", None, FAR)):
        return None
    new, closes_ms, reason = told
    old = before.new if said else ""
    body = AdviceBody(facts.station, old, new, facts.inside, closes_ms, reason)
    return Draft(SOURCE, f"{facts.station}/{at_ms}", at_ms, body)


def asked_ms(said: Sequence[Said[AdviceBody]], until_ms: int) -> int | None:
    """Return the sure time that control had last been asked about at an instant; ``None`` if it never was."""
    asked = (one.body for one in reversed(said) if one.at_ms <= until_ms)
    return next((body.closes_ms for body in asked if body.new == "ask"), None)


def _told(facts: AtStation, before: AdviceBody, asked: int | None, at_ms: int) -> Told:
    if not facts.doubt and facts.sure_now >= (STILL_SURE if before.new == "may_close" else SURE):
        return "may_close", None, ""
    sure_ms = _rounded_ms(facts, before)
    until_ms = facts.permit_ms if facts.kept_ms is None else facts.kept_ms
    is_near = until_ms is not None and until_ms - at_ms <= ASK_MS
    if facts.kept_ms is not None and (not is_near or _holds(facts.kept_ms, sure_ms, asked)):
        return "closes_at", facts.kept_ms, KEPT
    if facts.doubt or sure_ms is None:
        return "ask" if is_near else "stay", None, facts.doubt or FAR
    if until_ms is not None and sure_ms > until_ms:
        return ("ask", sure_ms, "") if is_near else ("stay", None, FAR)
    return _by_time(before, sure_ms, at_ms)


def _by_time(before: AdviceBody, sure_ms: int, at_ms: int) -> Told:
    """Return the advice where the sure time is within the permit."""
    ahead_ms = AHEAD_MS + (STAYS_MS if before.new == "closes_at" else 0)
    return ("closes_at", sure_ms, "") if sure_ms - at_ms <= ahead_ms else ("stay", None, FAR)


def _holds(kept_ms: int, sure_ms: int | None, asked: int | None) -> bool:
    """Return whether control's decision holds: it covers the sure time, or that is the one it decided on."""
    known_ms = kept_ms if asked is None else max(kept_ms, asked + ROUND_MS)
    return sure_ms is None or sure_ms <= known_ms


def _rounded_ms(facts: AtStation, before: AdviceBody) -> int | None:
    """Return the sure time up to five minutes; the one that was told while it has not moved enough."""
    if facts.sure_ms is None:
        return None
    up_ms = -(-facts.sure_ms // ROUND_MS) * ROUND_MS
    held_ms = before.closes_ms if before.reason != KEPT else None
    if held_ms is not None and -EARLIER_MS < up_ms - held_ms < ROUND_MS:
        return held_ms
    return up_ms
