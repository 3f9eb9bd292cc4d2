"""How a runner stands, in sentences: to herself, and to who follows her."""

from __future__ import annotations

from alongside.events.plan import RacePlan
from alongside.live.risk_views import OwnView
from alongside.live.views import RunnerView, SweepView
from alongside.units import MS_PER_S, show_duration
from alongside.web import words
from alongside.web.expected import Expected, at_finish, at_next, is_past, when, when_or_due
from alongside.web.limit_words import own_limit

CLEAR = 0.9  # of every cutoff and the limit ahead


class Teller:
    """Tells times of one race: its zone, its now."""

    def __init__(self, zone: str, now_ms: int) -> None:
        self.zone, self.now_ms = zone, now_ms

    def at(self, at_ms: int) -> str:
        """Return a time on the wall."""
        return words.clock(at_ms, self.zone, self.now_ms)

    def when(self, one: Expected) -> str:
        """Return when somebody is expected: a time, and its range where one is known."""
        return when(one, self.zone, self.now_ms)

    def when_or_due(self, one: Expected) -> str:
        """Return when somebody is expected or, where that has passed, was due."""
        return when_or_due(one, self.zone, self.now_ms)


def own_first(view: RunnerView, tell: Teller) -> str:
    """Return the answer of her own page, in one sentence."""
    match view.status:
        case "expected":
            gun = "starts" if tell.now_ms < view.gun_ms else "started"
            return f"Your wave {gun} at {tell.at(view.gun_ms)}."
        case "on_course":
            last = view.crossings[-1] if view.crossings else None
            return (
                f"You are on your way: {last.split} at {tell.at(last.at_ms)}."
                if last
                else "You are out there."
            )
        case "finished":
            return f"Finished{_in_time(view)}. Well run."
        case "dnf":
            return "You have stopped, and race control knows it."
        case "dns":
            return "You are marked as not starting."
        case "dsq":
            return "You are disqualified. Race control can say why."


def own_more(view: RunnerView, plan: RacePlan | None, tell: Teller) -> list[str]:
    """Return what else she needs to know while she is out: the next place, the finish, the limit."""
    if view.status == "expected" and tell.now_ms > view.gun_ms:
        return ["No mat has read you yet. If you are running, the next one will."]
    if view.status != "on_course":
        return []
    if view.interrupted:
        return ["The race is interrupted: times that were expected do not hold now. Read the messages below."]
    limit = own_limit(view, plan, tell.zone, tell.now_ms)
    return [line for line in (_next(view, tell), _finish(view, tell), limit) if line]


def _next(view: RunnerView, tell: Teller) -> str:
    if not view.next_split or view.next_split == "Finish":
        return ""
    one = at_next(view)
    if one is None:
        return f"Next: {view.next_split}, {words.place(view.next_m)}." if view.next_m is not None else ""
    return _own_line(f"Next: {view.next_split}", one, tell)


def _finish(view: RunnerView, tell: Teller) -> str:
    one = at_finish(view)
    return _own_line("Finish", one, tell) if one is not None else ""


def _own_line(place: str, one: Expected, tell: Teller) -> str:
    if is_past(one, tell.now_ms):
        return f"{place}, due about {tell.at(one.middle_ms)}. You are not read there yet."
    return f"{place} {tell.when(one)}."


NEAR_SWEEP_M = 3_000.0  # farther back than this the sweep, and who is behind, is no question yet


def sweep_line(view: RunnerView, sweeps: tuple[SweepView, ...]) -> str:
    """Return how far behind her the sweep is, how fast it may go, and whether anybody is behind her.

    To herself alone: who runs at the very end knows the truth before she fears worse.
    """
    own = [s for s in sweeps if s.distance == view.distance and s.along_m is not None]
    if view.status != "on_course" or view.along_m is None or not own:
        return ""
    sweep = max(own, key=lambda s: s.along_m or 0.0)
    gap_m = view.along_m - (sweep.along_m or 0.0)
    if gap_m < 100:
        return f"The sweep is close to you, or past you.{_behind_her(view)}"
    far = ", and not expected to come to you" if view.own and is_clear(view.own) else ""
    said = f"The sweep is about {gap_m / 1000:.1f} km behind you{far}."
    return said if gap_m > NEAR_SWEEP_M else f"{said}{_its_pace(sweep, gap_m)}{_behind_her(view)}"


def _its_pace(sweep: SweepView, gap_m: float) -> str:
    """Return how fast the sweep may go, and how long it needs to where she is: her time in hand on it."""
    pace = sweep.pace_s_per_km
    if pace is None:
        return ""
    minutes = words.minutes(pace * gap_m / 1000)
    return f" It may go at {int(pace) // 60}:{int(pace) % 60:02d} a km: it needs {minutes} to where you are."


def _behind_her(view: RunnerView) -> str:
    """Return whether anybody is behind her, yes or no; where it is said already, nothing."""
    own = view.own
    if own is None or (own.behind and (own.alone or own.at_risk)):
        return ""
    return " Somebody is behind you." if own.behind else " Nobody we know of is behind you."


def is_clear(own: OwnView) -> bool:
    """Return whether she may count on it that the sweep does not come to her."""
    return own.outruns_sweep and all(gate.chance is not None and gate.chance >= CLEAR for gate in own.gates)


def company_lines(view: RunnerView) -> list[str]:
    """Return that she runs with somebody, for who follows her: since where, and never with whom."""
    company = view.company
    if company is None or view.status != "on_course":
        return []
    since = "from the start" if company.since_m == 0 else f"since {words.place(company.since_m)}"
    return [f"Running with a companion {since}."]


def own_company_lines(view: RunnerView) -> list[str]:
    """Return that somebody runs with her, for herself, if she met her on the way; never who."""
    company = view.company
    if company is None or view.status != "on_course" or not company.met:
        return []
    return [f"You have been running with somebody since {words.place(company.since_m)}."]


def followed_first(view: RunnerView, tell: Teller) -> str:
    """Return the answer of a follow page: where she was last read, and when she is expected next."""
    match view.status:
        case "expected":
            gun = "starts" if tell.now_ms < view.gun_ms else "started"
            return f"Not read yet. The wave {gun} at {tell.at(view.gun_ms)}."
        case "on_course":
            last = view.crossings[-1] if view.crossings else None
            return f"On the way: {last.split} at {tell.at(last.at_ms)}." if last else "On the way."
        case "finished":
            return f"Finished{_in_time(view)}."
        case "dns":
            return "Not on the course today."
        case _:
            return "Out of the race, and accounted for."


def followed_more(view: RunnerView, tell: Teller) -> list[str]:
    """Return what a follower can expect; the same words whether a mat missed her, she paused, or is slow."""
    if view.status != "on_course":
        return []
    if view.interrupted:
        return ["The race is interrupted: times that were expected do not hold now."]
    place, one, finish = view.next_split or "the next mat", at_next(view), at_finish(view)
    if one is None:
        return [f"Next: {place}. There is no pace to go by yet."]
    if is_past(one, tell.now_ms):
        due = tell.at(one.middle_ms)
        return [f"{place} was due about {due}; nothing newer yet. Mats and signals have gaps."]
    lines = [f"Next: {place} {tell.when(one)}."]
    if finish and place != "Finish":
        lines.append(f"Finish {tell.when(finish)}.")
    return lines


def how_expected(view: RunnerView) -> str:
    """Return what the expected times of a page rest on; empty where it tells none."""
    tells = view.status == "on_course" and not view.interrupted and at_next(view) is not None
    return words.BY_TIMES if tells else ""


def splits_table(view: RunnerView, tell: Teller) -> list[tuple[str, str, str]]:
    """Return her crossings, newest first: where, when, and how long since her start."""
    start_ms = view.start_ms
    return [
        (
            crossed.split,
            tell.at(crossed.at_ms),
            show_duration((crossed.at_ms - start_ms) / MS_PER_S) if start_ms is not None else "",
        )
        for crossed in reversed(view.crossings)
    ]


def _in_time(view: RunnerView) -> str:
    return f" in {show_duration(view.chip_ms / MS_PER_S)}" if view.chip_ms is not None else ""
