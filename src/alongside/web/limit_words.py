"""How a runner stands to her time limit: to herself in kind words, to race control as a chance.

To herself it is told from the range that her page shows beside it. The chance that she finishes at all is not
for her page: it would tell her what the race thinks of a mat that missed her.
"""

from __future__ import annotations

from alongside.events.plan import RacePlan
from alongside.live.views import RunnerView
from alongside.units import MS_PER_S
from alongside.web import words
from alongside.web.expected import Expected, at_finish

HARDLY, SURE = 0.05, 0.95  # outside of these no figure is said: none would be honest
COUNTED = "race control has you on its list until you are in."


def limit_ms(view: RunnerView, plan: RacePlan | None) -> int | None:
    """Return until when the course stays open for her; ``None`` where there is no limit."""
    for gate in view.own.gates if view.own else ():
        if gate.is_finish:
            return gate.closes_ms  # by the guns as they were fired
    distance = next((one for one in plan.distances if one.id == view.distance), None) if plan else None
    if plan is None or distance is None or distance.limit_s is None:
        return None
    guns = [wave.counts_from_ms for wave in plan.waves if distance.id in wave.distances]
    from_ms = view.gun_ms if distance.limit_from == "own_gun" else max([view.gun_ms, *guns])
    return from_ms + round(distance.limit_s * MS_PER_S)


def own_limit(view: RunnerView, plan: RacePlan | None, zone: str, now_ms: int) -> str:
    """Return what her limit is and how she stands to it, for her own page; empty without a limit."""
    closes_ms = limit_ms(view, plan)
    if closes_ms is None:
        return ""
    at = words.clock(closes_ms, zone, now_ms)
    if closes_ms <= now_ms:
        return f"Your time limit was {at}. You still count: {COUNTED}"
    stands = _stands(at_finish(view), closes_ms)
    return f"Your time limit is {at}{f': {stands}' if stands else '.'}"


def _stands(finish: Expected | None, closes_ms: int) -> str:
    """Return how the range of her finish lies to the limit: 9 of 10, even, or 1 of 10 to be inside it."""
    if finish is None or finish.from_ms is None or finish.to_ms is None:
        return ""
    if finish.to_ms <= closes_ms:
        return "you are likely inside it."
    if finish.from_ms > closes_ms:
        return f"you may well come in after it. Any aid station can ask what is open then; {COUNTED}"
    return "it may be close."


def chance(share: float) -> str:
    """Return a chance in tenths, as nobody takes it for a promise or a verdict: ``7 in 10``.

    Outside of 5 to 95 in 100 it is ``under 1 in 10`` and ``over 9 in 10``: some always do, and some do not.
    """
    if share >= SURE:
        return "over 9 in 10"
    if share < HARDLY:
        return "under 1 in 10"
    return f"{min(9, max(1, round(10 * share)))} in 10"


def makes_limit(share: float | None, limit_ms: int | None, now_ms: int) -> str:
    """Return for race control how likely she finishes inside the limit; empty where nobody can say."""
    if limit_ms is not None and limit_ms < now_ms:
        return "the limit has passed"
    return "" if share is None else f"{chance(share)} to make the limit"
