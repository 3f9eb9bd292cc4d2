"""How a runner stands, in sentences: to herself, and to who follows her."""

from __future__ import annotations

from alongside.events.plan import RacePlan
from alongside.live.views import RunnerView, SweepView
from alongside.units import MS_PER_S, show_duration
from alongside.web import words

BY_PACE = "by the last pace run on"


class Teller:
    """Tells times of one race: its zone, its now."""

    def __init__(self, zone: str, now_ms: int) -> None:
        self.zone, self.now_ms = zone, now_ms

    def at(self, at_ms: int) -> str:
        """Return a time on the wall."""
        return words.clock(at_ms, self.zone, self.now_ms)


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
    return [line for line in (_next(view, tell), _finish(view, tell), limit_line(view, plan, tell)) if line]


def _next(view: RunnerView, tell: Teller) -> str:
    if not view.next_split or view.next_split == "Finish":
        return ""
    if view.next_ms is None:
        return f"Next: {view.next_split}, {words.place(view.next_m)}." if view.next_m is not None else ""
    if view.next_ms < tell.now_ms:
        due = tell.at(view.next_ms)
        return f"Next: {view.next_split}, due about {due}, {BY_PACE}. You are not read there yet."
    return f"Next: {view.next_split} about {tell.at(view.next_ms)}, {BY_PACE}."


def _finish(view: RunnerView, tell: Teller) -> str:
    return f"Finish about {tell.at(view.finish_ms)}, if it goes on like this." if view.finish_ms else ""


def limit_ms(view: RunnerView, plan: RacePlan | None) -> int | None:
    """Return until when the course stays open for her; ``None`` where there is no limit."""
    distance = next((one for one in plan.distances if one.id == view.distance), None) if plan else None
    if plan is None or distance is None or distance.limit_s is None:
        return None
    guns = [wave.counts_from_ms for wave in plan.waves if distance.id in wave.distances]
    from_ms = view.gun_ms if distance.limit_from == "own_gun" else max([view.gun_ms, *guns])
    return from_ms + round(distance.limit_s * MS_PER_S)


def limit_line(view: RunnerView, plan: RacePlan | None, tell: Teller) -> str:
    """Return how long the course is open for her, and how that fits her pace."""
    closes_ms = limit_ms(view, plan)
    if closes_ms is None:
        return ""
    open_words = f"The finish is open until {tell.at(closes_ms)}."
    if view.finish_ms is None:
        return open_words
    spare_s = (closes_ms - view.finish_ms) / MS_PER_S
    side = "in hand" if spare_s >= 0 else "too late at this pace"
    return f"{open_words} About {words.minutes(spare_s)} {side}."


def sweep_line(view: RunnerView, sweeps: tuple[SweepView, ...]) -> str:
    """Return how far behind her the sweep is; to herself alone."""
    if view.status != "on_course" or view.along_m is None:
        return ""
    places = [s.along_m for s in sweeps if s.distance == view.distance and s.along_m is not None]
    if not places:
        return ""
    gap_km = (view.along_m - max(places)) / 1000
    if gap_km < 0.1:
        return "The sweep is close to you, or past you."
    return f"The sweep is about {gap_km:.1f} km behind you."


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
    place = view.next_split or "the next mat"
    if view.next_ms is None:
        return [f"Next: {place}. There is no pace to go by yet."]
    if view.next_ms < tell.now_ms:
        due = tell.at(view.next_ms)
        return [f"{place} was due about {due}, {BY_PACE}; nothing newer yet. Mats and signals have gaps."]
    lines = [f"Next: {place} about {tell.at(view.next_ms)}, {BY_PACE}."]
    if view.finish_ms and place != "Finish":
        lines.append(f"Finish about {tell.at(view.finish_ms)}, if it goes on like this.")
    return lines


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
