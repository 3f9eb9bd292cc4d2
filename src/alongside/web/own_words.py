"""What a runner reads on her own page of cutoffs, of the pace that will do, and of who is around her.

She reads what she can do, in times and paces and never a chance; nothing about stopping, no verdict. Of
others she reads how many and how far, never who (R3).
"""

from __future__ import annotations

from alongside.live.risk_views import GateView, OwnView, PartView
from alongside.live.views import RunnerView
from alongside.units import MS_PER_S
from alongside.web import words
from alongside.web.person_words import Teller

LIKELY, HARDLY = 0.9, 0.1  # as her range at the finish is told: 9 of 10, and 1 of 10
AT_CUTOFF = 0.8  # a cutoff that 8 of 10 make is no worry on the way to it
FASTEST_S_PER_KM = 180.0  # nobody is told to run faster than this
STROLL_S_PER_KM = 20 * 60.0  # slower than anybody walks a race
STEP_S = 5  # a pace is said to five seconds a km
FAR_S = 90 * 60  # a sweep that comes to her later than this is not on its way to her
NEAR_M = 100.0
ROUND_FROM = 20
LEAST_S = 120  # less in hand than this is nothing to count on


def own_lines(view: RunnerView, tell: Teller) -> tuple[list[str], list[str]]:
    """Return what she needs first, and what stands below the times she is expected at."""
    own = view.own
    if own is None or view.status != "on_course" or view.interrupted:
        return [], []
    gates = [gate for gate in own.gates if gate.closes_ms > tell.now_ms]
    cutoffs = [gate for gate in gates if not gate.is_finish]
    pressing = next((gate for gate in cutoffs if is_close(gate)), None)
    shown = pressing or next(iter(cutoffs), None)
    finish = next((gate for gate in gates if gate.is_finish), None)
    first = [cutoff_line(shown, own, tell)] if shown is not None else []
    below = [finish_line(finish, own) if finish is not None else "", *around_lines(own)]
    return (first if pressing else []), [line for line in ([] if pressing else first) + below if line]


def is_close(gate: GateView) -> bool:
    """Return whether a gate may not be made."""
    return gate.chance is not None and gate.chance < AT_CUTOFF


def cutoff_line(gate: GateView, own: OwnView, tell: Teller) -> str:
    """Return how she stands to a cutoff: what would do, or what happens there."""
    closes = tell.at(gate.closes_ms)
    pace = _pace(gate)
    if gate.chance is None:
        return f"{gate.name} closes at {closes}{f': {pace} a km will do' if pace else ''}."
    if gate.chance >= AT_CUTOFF:
        return f"{gate.name} (closes {closes}): you can make it{f'; {pace} a km will do' if pace else ''}."
    if gate.chance >= HARDLY:
        return f"It is close at {gate.name} (closes {closes}){f': {pace} a km would do' if pace else ''}."
    return f"{gate.name} closes at {closes}, before you are expected there. {_what_then(own, tell)}"


def _what_then(own: OwnView, tell: Teller) -> str:
    if own.let_go:
        return "You are going on along the pavement; race control knows."
    if own.swept_ms is None or own.swept_ms - tell.now_ms > FAR_S * MS_PER_S:
        return "Ask at any aid station how you can go on."
    about = tell.at(own.swept_ms)
    return f"The sweep comes to you about {about}: its crew can say whether you may go on along the pavement."


def finish_line(gate: GateView, own: OwnView) -> str:
    """Return the pace from here that makes the limit, beside her own, and what she has in hand."""
    if gate.chance is None or gate.chance < HARDLY:
        return ""
    pace, is_likely = _pace(gate), gate.chance >= LIKELY
    said = [f"For the limit {pace} a km from here {'will' if is_likely else 'would'} do{_own_pace(own)}."]
    return " ".join((said if pace else []) + (_in_hand(gate) if is_likely else []))


def _in_hand(gate: GateView) -> list[str]:
    hand_s = 0.0 if gate.middle_ms is None else (gate.closes_ms - gate.middle_ms) / MS_PER_S
    return [f"You have about {words.minutes(_rough(hand_s))} in hand."] if hand_s >= LEAST_S else []


def _pace(gate: GateView) -> str:
    """Return the pace that would do, rounded so that it does; empty where none would, or any walk will."""
    if gate.pace_s_per_km is None or not FASTEST_S_PER_KM <= gate.pace_s_per_km <= STROLL_S_PER_KM:
        return ""
    return _per_km(gate.pace_s_per_km // STEP_S * STEP_S)


def _own_pace(own: OwnView) -> str:
    if own.pace_s_per_km is None:
        return ""
    pace = _per_km(round(own.pace_s_per_km / STEP_S) * STEP_S)
    return (
        f"; since {own.pace_from} it is {pace}"
        if own.pace_from
        else f"; between your last two mats it was {pace}"
    )


def _per_km(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _rough(seconds: float) -> float:
    """Return a span no finer than it is known: to five minutes from a quarter of an hour on."""
    return seconds if seconds < 900 else seconds // 300 * 300


def around_lines(own: OwnView) -> list[str]:
    """Return who is around her: when her group turns off soon, and when it is quiet."""
    lines = [parting_line(own.parting)] if own.parting else []
    if own.alone:
        lines.append(quiet_line(own))
    if own.behind and (own.alone or own.at_risk):
        about = "One runner is" if own.behind == 1 else f"About {_count(own.behind)} runners are"
        lines.append(f"{about} behind you.")
    return lines


def parting_line(part: PartView) -> str:
    """Return where her group's road leaves hers, and how many go on near her."""
    where = words.place(part.parts_m)
    group = "Your group's road and yours part" if part.parts > 1 else "Your companion's road and yours part"
    if part.stays:
        goes = "One of you goes" if part.stays == 1 else f"{part.stays} of them go"
        return f"{group} at {where}. {goes} on with you."
    if not part.near:
        return f"{group} at {where}. Nobody else who runs your way is within 2 minutes of you now."
    near = "one runner goes" if part.near == 1 else f"about {_count(part.near)} runners go"
    return f"{group} at {where}. Near your pace, {near} your way within 2 minutes of you."


def quiet_line(own: OwnView) -> str:
    """Return how far the next ones are; nothing of who is last."""
    said = [
        f"{_far(metres)} {where}"
        for metres, where in ((own.ahead_m, "ahead"), (own.behind_m, "behind"))
        if metres is not None
    ]
    if not said:
        return "It is quiet around you. Race control knows where you are."
    return f"It is quiet around you: the next runners are about {' and '.join(said)}."


def _far(metres: float) -> str:
    metres = max(NEAR_M, round(metres / NEAR_M) * NEAR_M)
    return f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"


def _count(count: int) -> str:
    return str(count if count < ROUND_FROM else round(count, -1))
