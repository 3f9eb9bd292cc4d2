"""What the race notices of clocks of its own accord, and what it must never take for a wrong clock."""

from __future__ import annotations

from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from alongside.crossings.clock_decisions import decide_clocks
from alongside.crossings.clocks import Clocks
from alongside.crossings.hearing import Hearing
from alongside.events.bodies import ClockBody, UndoBody
from alongside.events.row import Row
from builders import at

DEVICE = "rr/box"
NOON = at("12:00")
S, MINUTE, HOUR = 1_000, 60_000, 3_600_000
Read = tuple[int, int]  # stated, received
seeds = st.integers(0, 2**32)


class Listener:
    """One device as the fold hears it, judged at each read as at a tick."""

    def __init__(self) -> None:
        self.hearing, self.clocks = Hearing(), Clocks()
        self.heard = self.hearing.begin(0, DEVICE, "rr")
        self.said: list[ClockBody] = []
        self.rows = 0

    def row(self, body: object, source: str = "clock") -> Row:
        """Return a body as a row."""
        self.rows += 1
        return Row(self.rows, source, str(self.rows), self.rows, self.rows, body)  # type: ignore[arg-type]

    def listen(self, reads: list[Read]) -> list[ClockBody]:
        """Hear reads in the order in which they come; return what was said of the clock."""
        for stated, received in sorted(reads, key=lambda one: one[1]):
            if self.heard.hear(stated, received, self.clocks.ahead_ms(DEVICE, stated)):
                self.hearing.suspects.add(0)
            for draft in decide_clocks(self.hearing, self.clocks, received):
                self.clocks.apply(self.row(draft.body))
                self.said.append(draft.body)  # type: ignore[arg-type]
                self.heard.forget()
        return self.said

    def right(self, stated: int) -> int:
        """Return a time of the device as it is corrected now."""
        return stated - self.clocks.ahead_ms(DEVICE, stated)


def passings(dice: Random, count: int, gap_s: float) -> list[int]:
    """Return when runners passed: at irregular times, as runners do."""
    times, now = [], float(NOON)
    for _ in range(count):
        now += dice.expovariate(1 / gap_s) * S
        times.append(round(now))
    return times


def live(times: list[int], dice: Random, jitter_ms: int = 1_200) -> list[Read]:
    """Return the reads of a right clock that come at once, or nearly so."""
    return [(ms, ms + dice.randrange(20, jitter_ms)) for ms in times]


def by(ahead_ms: int, reads: list[Read]) -> list[Read]:
    """Return the same reads, stated by a clock that is ahead."""
    return [(stated + ahead_ms, received) for stated, received in reads]


@given(seeds, st.integers(5, 60 * 60 * 14), st.sampled_from([0.3, 2.0, 15.0]))
@example(1, 793, 2.0)
@settings(max_examples=60, deadline=None)
def test_a_clock_ahead_is_noticed_at_once(seed: int, ahead_s: int, gap_s: float) -> None:
    """Reads from the future cannot be: within three of them the clock is right again to 2 s."""
    dice = Random(seed)
    reads, listener = by(ahead_s * S, live(passings(dice, 40, gap_s), dice)), Listener()
    listener.listen(reads)
    assert listener.said
    assert all(abs(listener.right(stated) - (stated - ahead_s * S)) <= 2 * S for stated, _ in reads)


@given(seeds, st.integers(75, 60 * 60 * 24 * 400), st.sampled_from([1.0, 4.0, 15.0]))
@example(1, 793, 4.0)
@settings(max_examples=60, deadline=None)
def test_a_clock_behind_is_noticed_within_minutes(seed: int, behind_s: int, gap_s: float) -> None:
    """Reads that keep one distance from their times, in a rhythm of their own, are of a slow clock."""
    dice = Random(seed)
    times = passings(dice, 60 + round(240 / gap_s), gap_s)
    reads, listener = by(-behind_s * S, live(times, dice, 900)), Listener()
    listener.listen(reads)
    assert listener.said
    assert all(abs(listener.right(stated) - (stated + behind_s * S)) <= 2 * S for stated, _ in reads)


@given(seeds, st.sampled_from(["dense", "sparse", "few"]), st.integers(1, 300))
@settings(max_examples=80, deadline=None)
def test_an_outage_is_no_wrong_clock(seed: int, field: str, outage_min: int) -> None:
    """A backlog that comes in at once, fast or slowly, while new reads queue behind it, moves no time."""
    dice = Random(seed)
    count, gap_s = {"dense": (900, 0.7), "sparse": (300, 9.0), "few": (8, 60.0)}[field]
    times = passings(dice, count, gap_s)
    down = dice.choice(times)
    back, each_ms = down + outage_min * MINUTE, dice.choice([1, 50, 400, 2_000])
    reads, free = [], back
    for ms in times:
        if down <= ms < back or ms < free:
            free = max(free, ms) + each_ms
            reads.append((ms, free))
        else:
            reads.append((ms, ms + dice.randrange(20, 900)))
    assert Listener().listen(reads) == []


@given(seeds, st.integers(1, 90))
@settings(max_examples=80, deadline=None)
def test_a_queue_that_empties_as_fast_as_it_fills_is_no_wrong_clock(seed: int, backlog_min: int) -> None:
    """A line that just keeps up, long behind: its lateness wanders by the gaps between runners."""
    dice = Random(seed)
    times = passings(dice, 1_500, 1.0)
    free, reads = NOON + backlog_min * MINUTE, []
    for ms in times:
        free = max(free, ms) + 1_000
        reads.append((ms, free))
    assert Listener().listen(reads) == []


@given(seeds, st.integers(1, 60), st.sampled_from([0.5, 5.0, 40.0]))
@settings(max_examples=60, deadline=None)
def test_a_sender_that_gathers_is_no_wrong_clock(seed: int, period_s: int, gap_s: float) -> None:
    """Reads sent together every so many seconds, up to a minute, are late by up to that, and stay."""
    dice = Random(seed)
    period = period_s * S
    reads = [(ms, (ms // period + 1) * period + dice.randrange(500)) for ms in passings(dice, 300, gap_s)]
    assert Listener().listen(reads) == []


@given(seeds, st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_hold_offs_of_up_to_a_minute_are_no_wrong_clock(seed: int, hold_s: int) -> None:
    """A decoder that waits until a chip has left is steadily late by that, with a right clock."""
    dice = Random(seed)
    reads = [(ms, received + hold_s * S - 2 * S) for ms, received in live(passings(dice, 300, 3.0), dice)]
    assert all(body.ahead_ms == 0 for body in Listener().listen(reads)) or hold_s < 2


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_reads_that_come_hours_later_at_random_are_no_wrong_clock(seed: int) -> None:
    """A box carried home, a volunteer who keys in her paper list: late by anything, and right."""
    dice = Random(seed)
    reads = [(ms, ms + dice.randrange(5 * HOUR)) for ms in passings(dice, 200, 5.0)]
    keyed, when = [], NOON + 3 * HOUR
    for ms in passings(dice, 200, 5.0):
        when += dice.randrange(2 * S, 20 * S)
        keyed.append((ms, when))
    assert Listener().listen(reads) == [] == Listener().listen(keyed)


def test_few_reads_decide_nothing_of_a_slow_clock() -> None:
    """Nineteen reads, however steady, are too few to move anybody by; the twentieth is enough."""
    dice = Random(3)
    reads = by(-793 * S, live(passings(dice, 20, 20.0), dice, 900))
    assert Listener().listen(reads[:19]) == []
    assert len(Listener().listen(reads)) == 1


def test_one_mad_time_moves_nobody() -> None:
    """A read from the year 2099, or two, among a hundred good ones corrects nothing."""
    dice = Random(4)
    reads = live(passings(dice, 100, 3.0), dice)
    reads[50:50] = [(reads[50][0] + 70 * 365 * 24 * HOUR, reads[50][1]), (reads[50][0] + HOUR, reads[50][1])]
    assert Listener().listen(reads) == []


def test_a_clock_that_was_set_wrong_keeps_the_reads_before() -> None:
    """Right until noon and then 13:13 ahead: what was read before noon stays where it was."""
    dice = Random(5)
    reads = live(passings(dice, 200, 3.0), dice)
    listener = Listener()
    listener.listen(reads[:100] + by(793 * S, reads[100:]))
    assert all(listener.right(stated) == stated for stated, _ in reads[:100])
    assert all(abs(listener.right(stated + 793 * S) - stated) <= 2 * S for stated, _ in reads[100:])


def test_a_decoder_that_forgets_the_date_keeps_the_reads_before() -> None:
    """After a power cut it counts from the year 2000: both stretches are right in the end."""
    dice = Random(6)
    reads = live(passings(dice, 200, 3.0), dice, 900)
    away = reads[100][0] - 946_684_800_000
    listener = Listener()
    listener.listen(reads[:100] + by(-away, reads[100:]))
    assert all(listener.right(stated) == stated for stated, _ in reads[:100])
    assert all(abs(listener.right(stated - away) - stated) <= 2 * S for stated, _ in reads[100:])


def test_a_whole_time_zone_is_called_what_it_is() -> None:
    """Local time sent as UTC is two hours off to the second, and the reason says so."""
    dice = Random(7)
    (body,) = Listener().listen(by(2 * HOUR, live(passings(dice, 50, 3.0), dice)))
    assert body.ahead_ms == 2 * HOUR and "local time sent as UTC" in body.reason


def test_what_a_person_took_back_is_not_said_again() -> None:
    """Who takes back what the system said of a clock is not argued with at the next tick."""
    dice = Random(8)
    reads = by(793 * S, live(passings(dice, 60, 3.0), dice))
    listener = Listener()
    assert len(listener.listen(reads[:30])) == 1
    listener.clocks.apply(listener.row(UndoBody("clock", "1", "control/1"), "control"))
    assert len(listener.listen(reads[30:])) == 1
    assert listener.right(reads[0][0]) == reads[0][0]


def test_a_recorded_day_decides_nothing() -> None:
    """Reads received at their own time say nothing of a clock."""
    listener = Listener()
    assert listener.listen([(ms, ms) for ms in passings(Random(9), 200, 3.0)]) == []
    assert listener.hearing.suspects == set()
