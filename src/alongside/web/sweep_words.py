"""What the driver of a sweep is told: one large sentence, and what else she needs, in plain words.

The order is that of harm: who would be left behind inside the limit comes before the schedule.
"""

from __future__ import annotations

import msgspec

from alongside.live.sweep_views import SweepDetail, SweepDone, SweepRunner, SweepSaid
from alongside.live.views import Severity, SweepView
from alongside.web import words

ON_TIME_S = 120.0  # so near its schedule a sweep is on it
FAR_AHEAD_S = 300.0
NEAR_M = 300.0
CLOSE_M = 2_000.0  # who sweeps early so near the last runner takes her road away
SAYS: dict[Severity, str] = {"calm": "Go on as you are", "look": "Look at this", "act": "Act now"}
DONE = {
    "let_go": "goes on along the pavement",
    "on_board": "got in",
    "ride": "stops and wants a ride",
    "stops": "stops, no ride wanted",
}
NOT_THERE = "This sweep is not in the race's plan now. Ask race control what became of it."
WAITING = "The figures are being worked out. This page fills in a few seconds; reload if it does not."


class Told(msgspec.Struct, frozen=True):
    """What a driver is told: how urgent, the one sentence, and what stands under it."""

    severity: Severity
    first: str
    more: tuple[str, ...]


class Driver:
    """Tells one driver of one instant: the sweep, what is near it, and the race's clock."""

    def __init__(
        self,
        sweep: SweepView,
        detail: SweepDetail,
        length_m: float,
        zone: str,
        now_ms: int,
        starts_ms: int | None,
    ) -> None:
        self.sweep, self.detail, self.length_m = sweep, detail, length_m
        self.zone, self.now_ms, self.starts_ms = zone, now_ms, starts_ms

    def told(self) -> Told:
        """Return the most urgent sentence first, the others under it."""
        said = [one for one in (self._halted(), self._unknown(), self._left_behind(), self._pace()) if one]
        said.sort(key=lambda one: ("act", "look", "calm").index(one[0]))
        severity, first = said[0]
        return Told(severity, first, tuple([sentence for _, sentence in said[1:]] + self._behind()))

    def clock(self, at_ms: int) -> str:
        """Return a time on the wall."""
        return words.clock(at_ms, self.zone, self.now_ms)

    def _halted(self) -> tuple[Severity, str] | None:
        if not self.detail.stopped:
            return None
        return "act", "The race is stopped. Stop where you are and wait for race control."

    def _unknown(self) -> tuple[Severity, str] | None:
        """Say that we do not know where the sweep is: all else on the page hangs on it."""
        sweep = self.sweep
        if sweep.along_m is None:
            return "look", "Where are you? Press a place below: nothing was heard of you yet."
        if sweep.seen_ms is None and not self._is_waiting():
            near = words.place(sweep.along_m)
            return "look", f"Where are you? By your schedule near {near}. Press a place below."
        if sweep.quiet and sweep.seen_ms is not None:
            ago = words.minutes((self.now_ms - sweep.seen_ms) / 1000)
            return "look", f"Where are you? You were not heard of for {ago}. Press a place below."
        return None

    def _left_behind(self) -> tuple[Severity, str] | None:
        count = self.sweep.behind_inside
        if not count or self.sweep.seen_ms is None:
            return None  # by the schedule alone nobody is told to wait: perhaps she is not there
        are = words.some(count, "runner inside the limit is", "runners inside the limit are")
        return "act", f"Wait: {are} behind you{self._nearest(self.detail.behind)}."

    def _nearest(self, runners: tuple[SweepRunner, ...]) -> str:
        inside = [runner for runner in runners if runner.inside]
        if not inside:
            return ""
        nearest = min(inside, key=lambda runner: abs(runner.gap_m))
        return f", the nearest {about(nearest.gap_m)} back, bib {nearest.bib}"

    def _pace(self) -> tuple[Severity, str] | None:
        sweep, ahead_s = self.sweep, self.sweep.ahead_s
        if self._is_waiting() and self.starts_ms is not None:
            return "calm", f"You set out at {self.clock(self.starts_ms)}. {self._last_ahead()}".strip()
        if sweep.along_m is None:
            return None
        if sweep.along_m >= self.length_m - 1.0:
            return "calm", "You are at the finish."
        if ahead_s is None:
            none = "You have no schedule: stay" if sweep.scheduled_m is None else "Stay"
            return "calm", self._last_ahead() or f"{none} behind the last runner."
        if ahead_s >= ON_TIME_S:
            gap_m = self._gap_m()
            presses = ahead_s >= FAR_AHEAD_S and gap_m is not None and gap_m <= CLOSE_M
            level: Severity = "act" if presses else "look"
            slow = f"Slow down: {words.minutes(ahead_s)} ahead of schedule."
            return level, f"{slow} {self._last_ahead(until=True)}".strip()
        if ahead_s <= -ON_TIME_S:
            return self._late(-ahead_s)
        return "calm", f"On schedule. {self._last_ahead()}".strip()

    def _late(self, late_s: float) -> tuple[Severity, str]:
        gap_m, late = self._gap_m(), f"{words.minutes(late_s)} behind schedule."
        if gap_m is not None and gap_m <= NEAR_M and not self.sweep.behind_inside:
            return "calm", f"{late} Stay behind the last runner inside the limit, {about(gap_m)} ahead."
        return "calm", f"{late} {self._last_ahead()}".strip()

    def _is_waiting(self) -> bool:
        """Return whether it has not set out, and need not have."""
        return self.starts_ms is not None and self.now_ms < self.starts_ms and not self.sweep.quiet

    def _gap_m(self) -> float | None:
        last_m, here_m = self.sweep.last_inside_m, self.sweep.along_m
        return None if last_m is None or here_m is None else max(0.0, last_m - here_m)

    def _last_ahead(self, *, until: bool = False) -> str:
        if self.sweep.behind_inside:
            return ""  # then the last is not ahead, and one order at a time is enough
        gap_m = self._gap_m()
        if gap_m is None:
            return "Nobody inside the limit is ahead of you."
        ends = self.sweep.until_ms
        has = f"; she has until {self.clock(ends)} here" if until and ends and ends > self.now_ms else ""
        return f"The last runner inside the limit is {about(gap_m)} ahead{has}."

    def _behind(self) -> list[str]:
        sweep = self.sweep
        beyond = sweep.behind - sweep.behind_inside
        found = []
        if sweep.behind_inside and sweep.seen_ms is None:
            would = words.some(sweep.behind_inside, "runner", "runners")
            found.append(f"Where your schedule wants you, {would} inside the limit would be behind you.")
        if beyond:
            are = words.some(beyond, "runner behind you is", "runners behind you are")
            found.append(f"{are} beyond the limit, as it looks: see below.")
        if sweep.behind_let_go:
            gone = words.some(sweep.behind_let_go, "runner you let go on is", "runners you let go on are")
            found.append(f"{gone} behind you.")
        if not sweep.behind and not sweep.behind_let_go and sweep.along_m is not None:
            found.append("Nobody we know of is behind you.")
        return found


def where(sweep: SweepView, called: str, zone: str, now_ms: int) -> str:
    """Return where we think that a sweep is, and from what; ``called`` is the place's name."""
    if sweep.along_m is None:
        return "We do not know where you are."
    if sweep.seen_ms is None:
        return f"We think that you are near {words.place(sweep.along_m)}, by your schedule alone."
    seen, ago = words.clock(sweep.seen_ms, zone, now_ms), words.ago(sweep.seen_ms, now_ms)
    by = {"chip": "your chip was read", "phone": "your phone was", "said": "you were"}
    last = f"{by[sweep.how]} at {called} at {seen}, {ago}" if sweep.how in by else ""
    return f"We think that you are near {words.place(sweep.along_m)}: {last}."


def about(gap_m: float) -> str:
    """Return a gap on the road, estimated: ``about 400 m``, ``under 100 m``."""
    gap = words.metres(gap_m)
    return gap if gap.startswith("under") else f"about {gap}"


def runner(one: SweepRunner, zone: str, now_ms: int) -> str:
    """Return how a runner stands to a sweep: how far, inside the limit or not, last seen where and when."""
    side = "ahead" if one.gap_m >= 0 else "behind"
    beside = "beside you" if abs(one.gap_m) < 50 else f"{about(one.gap_m)} {side}"
    parts = [beside, _standing(one), f"last seen: {words.seen(one.seen_ms, one.seen_place, zone, now_ms)}"]
    if words.may_have_stopped(one.going) and not one.ride:
        parts.insert(1, "may have stopped")
    return ", ".join(part for part in parts if part)


def _standing(one: SweepRunner) -> str:
    if one.ride:
        return "stops here or waits for a ride"
    if one.let_go:
        return "let go on"
    return "inside the limit" if one.inside else "beyond the limit, as it looks"


def said(one: SweepSaid, called: str, zone: str, now_ms: int) -> str:
    """Return a word of the driver or her phone: where, when."""
    by = "by phone" if one.how == "phone" else "said"
    return f"At {called}, {by} {words.clock(one.at_ms, zone, now_ms)}"


def done(one: SweepDone, zone: str, now_ms: int) -> str:
    """Return what was done with a runner: ``goes on along the pavement, 13:05``."""
    return f"{DONE[one.what]}, {words.clock(one.at_ms, zone, now_ms)}"


def question(what: str, bib: str) -> str:
    """Return what is asked before a runner is taken out of the race."""
    match what:
        case "on_board":
            return f"Bib {bib} gets in and does not go on? Race control will be told."
        case "ride":
            return f"Bib {bib} stops here and needs a ride? The van and race control will be told."
        case _:
            return f"Bib {bib} stops here for good, without a ride? Race control will be told."
