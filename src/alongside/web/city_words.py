"""Streets in words: for everybody times of reopening alone, for race control why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeVar

from alongside.live.city_views import PublicSection, SectionView, SweepAtEnd
from alongside.units import MS_PER_S, show_km
from alongside.web import words

MINUTE_MS = 60 * MS_PER_S
STATES = {
    "planned": "As planned",
    "in_time": "As planned",
    "late": "Later than planned",
    "passed": "The race has passed",
    "stopped": "The race is stopped",
    "diverted": "The race is led another way here",
}


def public_first(sections: Sequence[PublicSection], zone: str, now_ms: int) -> str:
    """Return how all streets stand, in a sentence or two."""
    if not sections:
        return "This race has said no street that is to reopen."
    if any(one.state == "stopped" for one in sections):
        return "The race is stopped: no time can be promised until it goes on."
    late = [one for one in sections if one.state == "late"]
    passed = sum(one.state == "passed" for one in sections)
    done = f" The race has passed {passed} of {len(sections)}." if passed else ""
    if passed == len(sections):
        return "The race has passed every street."
    if not late:
        return f"Every street is expected to reopen as planned.{done}"
    worst = max(late, key=lambda one: _later_ms(one))
    rest = (
        f" {len(late) - 1} more are late." if len(late) > 2 else " One more is late." if len(late) > 1 else ""
    )
    at = words.clock(worst.forecast_ms or now_ms, zone, now_ms)
    return f"{worst.street} reopens later than planned, about {at}.{rest}{done}"


def _later_ms(one: PublicSection) -> int:
    return (one.forecast_ms or 0) - (one.planned_ms or 0)


Row = TypeVar("Row", PublicSection, SectionView)


def soonest_first(sections: Sequence[Row]) -> list[Row]:
    """Return streets in the order in which they reopen by plan; those that were passed come last."""
    return sorted(sections, key=lambda one: (one.state == "passed", one.planned_ms or math.inf))


def public_row(one: PublicSection, zone: str, now_ms: int) -> dict[str, Any]:
    """Return a street as everybody may read it."""
    return {
        "street": one.street,
        "planned": _clock(one.planned_ms, zone, now_ms) or "no time said",
        "expected": _expected(one, zone, now_ms),
        "says": public_says(one, zone, now_ms),
        "late": one.state == "late",
    }


def public_says(one: PublicSection, zone: str, now_ms: int) -> str:
    """Return how a street stands in a sentence."""
    if one.state == "late" and one.planned_ms is not None and one.forecast_ms is not None:
        return f"About {words.minutes(_later_ms(one) / MS_PER_S)} later than planned."
    if one.state == "passed":
        return "The race has passed; the city may open it."
    if one.state in ("planned", "in_time") and one.planned_ms is None:
        return "No time was published." if one.forecast_ms is None else "About then; no time was published."
    return f"{STATES[one.state]}."


def _expected(one: PublicSection, zone: str, now_ms: int) -> str:
    if one.state == "passed":
        return "passed"
    if one.state in ("stopped", "diverted"):
        return "not known"
    return _clock(one.forecast_ms, zone, now_ms) or "not known"


def control_first(sections: Sequence[SectionView], zone: str, now_ms: int) -> str:
    """Return what race control has to know of the streets: the latest first, then what may reopen."""
    if not sections:
        return "No [[reopening]] stands in race.toml: there is no street to watch."
    late = sorted((one for one in sections if one.state == "late"), key=_late_ms, reverse=True)
    if late:
        by = words.minutes(_late_ms(late[0]) / MS_PER_S)
        rest = (
            f" {words.some(len(late) - 1, 'other street is', 'other streets are')} late too."
            if late[1:]
            else ""
        )
        return f"{late[0].street} can reopen about {by} later than planned.{rest} Tell the city."
    open_ = [one for one in sections if one.state == "passed"]
    if len(open_) == len(sections):
        return "Every street has been passed; all may reopen."
    return f"Every street can reopen as planned; {len(open_)} of {len(sections)} have been passed."


def _late_ms(one: SectionView) -> int:
    return (one.reopens_ms or 0) - (one.planned_ms or 0)


def control_row(one: SectionView, zone: str, now_ms: int) -> dict[str, Any]:
    """Return a street for race control: its verdict, and what it rests on."""
    return {
        "street": one.street,
        "where": f"{one.distance_name}, {show_km(one.from_m)} to {show_km(one.to_m)}",
        "planned": _clock(one.planned_ms, zone, now_ms) or "no time",
        "verdict": verdict(one, zone, now_ms),
        "late": one.state == "late",
        "passed": one.state == "passed",
        "why": [said for said in (_runners(one, zone, now_ms), *_sweeps(one, zone, now_ms)) if said],
    }


def verdict(one: SectionView, zone: str, now_ms: int) -> str:
    """Return when a street may reopen, as race control tells it to the city."""
    planned = _clock(one.planned_ms, zone, now_ms)
    if one.state == "passed":
        return "Has been passed; may reopen"
    if one.state in ("stopped", "diverted"):
        return f"{STATES[one.state]}: no time can be said"
    if one.state == "late" and one.reopens_ms is not None:
        by = words.minutes(_late_ms(one) / MS_PER_S)
        return f"About {by} later than planned: {_clock(_minute_up(one.reopens_ms), zone, now_ms)}"
    if planned:
        return f"Open at {planned} as planned"
    return (
        f"About {_clock(_minute_up(one.reopens_ms), zone, now_ms)}"
        if one.reopens_ms
        else "Nobody can say yet"
    )


def _runners(one: SectionView, zone: str, now_ms: int) -> str:
    """Return who still comes, and when the last of them has left; what the timing cannot tell."""
    if one.state == "passed":
        behind = f" {_beyond(one)} behind the sweep." if one.beyond else ""
        return f"Nobody who may be inside the limit is before its end.{behind}"
    sure = _clock(None if one.sure_ms is None else _minute_up(one.sure_ms), zone, now_ms)
    if one.waiting:
        by_plan = f"; by the plan the last inside the limit leaves it by {sure}" if sure else ""
        return f"{words.some(one.waiting, 'runner has', 'runners have')} not started yet{by_plan}."
    doubt = f" Do not rely on it: {one.doubt}." if one.doubt else ""
    beyond = f" {_beyond(one)} on the road before its end." if one.beyond else ""
    if not one.inside:
        hardly = f"; 95 % sure by {sure}" if sure else ""
        return f"Hardly anybody inside the limit is still to come{hardly}.{beyond}{doubt}"
    still = words.some(one.inside, "runner who may be inside the limit is", "who may be inside the limit are")
    middle = _clock(one.middle_ms, zone, now_ms)
    when = f": the last leaves it about {middle}, 95 % sure by {sure}" if middle and sure else ""
    return f"{still} still to come{when}.{beyond}{doubt}"


def _beyond(one: SectionView) -> str:
    return words.some(one.beyond, "runner beyond the limit is", "runners beyond the limit are")


def _sweeps(one: SectionView, zone: str, now_ms: int) -> list[str]:
    return [_sweep(sweep, zone, now_ms) for sweep in one.sweeps]


def _sweep(sweep: SweepAtEnd, zone: str, now_ms: int) -> str:
    if sweep.passed:
        return f"{sweep.name} is past its end."
    if sweep.expected_ms is None:
        return f"{sweep.name}: no schedule says when it is here."
    by = "" if sweep.seen else ", by its schedule alone: nobody has seen it yet"
    return f"{sweep.name} is expected at its end about {_clock(sweep.expected_ms, zone, now_ms)}{by}."


def _minute_up(at_ms: int) -> int:
    return -(-at_ms // MINUTE_MS) * MINUTE_MS


def _clock(at_ms: int | None, zone: str, now_ms: int) -> str:
    return "" if at_ms is None else words.clock(at_ms, zone, now_ms)
