"""Listening to devices: how late their reads come, and what that tells of their clocks.

``late_ms`` is received minus stated. A clock that is ahead shows as reads stated later than they were
received, which cannot be. One that is behind shows as a lateness that stays the same while reads come in
a rhythm of their own. A backlog never looks like that: its lateness runs down as it comes in, and a queue
that empties as fast as it fills wanders by the gaps between runners, which a clock does not.

The thresholds, and why:

* 2 s (``EARLY_MS``): clocks set by radio, phone network or hand differ by up to that; nobody's place
  depends on it.
* 3 reads (``EARLY_READS``) that agree: one mad time must not move a thousand good ones.
* 60 s (``LEAST_BEHIND_MS``): decoders that wait until a chip has left, and senders that gather for a
  minute, are steadily late by up to that with a right clock.
* 20 reads over 60 s of stated and of received time, lateness within 5 s: the rhythm is a rhythm. And
  within a quarter of ``span / sqrt(reads)``: the lateness of a saturated queue is a random walk whose range
  is 1.6 of that on average, and under a quarter once in a hundred million times.
"""

from __future__ import annotations

import math
from statistics import median

import msgspec

from alongside.events.plan import RacePlan

EARLY_MS = 2_000
EARLY_READS = 3
AGREE_MS = 60_000
LIVE_MS = 30_000  # a read this fresh bears out the clock it was stated by
BORNE_OUT = 5  # as many of those: the clock was right until it was set
LEAST_BEHIND_MS = 60_000
RUN_READS = 20
RUN_SPAN_MS = 60_000
RUN_BAND_MS = 5_000
RUN_SHARE = 0.25
FOREVER_MS = 2**62
EVENING_MS = 6 * 3_600_000
AFTER_MS = 12 * 3_600_000
ENDLESS_S = 14 * 86_400  # a race without a limit
KEPT = 31  # of the newest lateness, for the typical one


def race_hours(plan: RacePlan) -> tuple[int, int]:
    """Return when clocks are judged, as received: from the evening before until well after the last limit.

    Reads that are tried out weeks before, stated on race day, are of the future with the best of clocks.
    """
    limits = [distance.limit_s or ENDLESS_S for distance in plan.distances]
    guns = [wave.gun_ms for wave in plan.waves]
    last_ms = max(guns, default=plan.day_start_ms) + round(max(limits, default=ENDLESS_S) * 1000)
    return plan.day_start_ms - EVENING_MS, last_ms + AFTER_MS


class Run(msgspec.Struct):
    """Reads in a row whose lateness stays within a band: how many, its ends, and the spans they cover."""

    reads: int = 0
    low_ms: int = 0
    high_ms: int = 0
    stated_from_ms: int = 0
    stated_to_ms: int = 0
    received_from_ms: int = 0
    received_to_ms: int = 0

    def take(self, stated_ms: int, received_ms: int) -> None:
        """Go on with a read, or begin anew with it where it leaves the band."""
        late_ms = received_ms - stated_ms
        low_ms, high_ms = min(self.low_ms, late_ms), max(self.high_ms, late_ms)
        if not self.reads or high_ms - low_ms > RUN_BAND_MS:
            self.reads, self.low_ms, self.high_ms = 1, late_ms, late_ms
            self.stated_from_ms = self.stated_to_ms = stated_ms
            self.received_from_ms = self.received_to_ms = received_ms
            return
        self.reads, self.low_ms, self.high_ms = self.reads + 1, low_ms, high_ms
        self.stated_from_ms = min(self.stated_from_ms, stated_ms)
        self.stated_to_ms = max(self.stated_to_ms, stated_ms)
        self.received_to_ms = received_ms

    def is_steady(self) -> bool:
        """Return whether these reads came in a rhythm of their own, as only a wrong clock makes them late."""
        span_ms = min(self.stated_to_ms - self.stated_from_ms, self.received_to_ms - self.received_from_ms)
        if self.reads < RUN_READS or span_ms < RUN_SPAN_MS:
            return False
        return self.high_ms - self.low_ms <= RUN_SHARE * span_ms / math.sqrt(self.reads)


class Heard(msgspec.Struct):
    """One device as it is heard; what it tells of the clock counts since that was last corrected."""

    device: str
    source: str
    reads: int = 0
    received_ms: int = -1
    stated_ms: int = -1
    late_ms: list[int] = []  # the newest few, the oldest overwritten
    good: int = 0
    good_from_ms: int = FOREVER_MS
    good_to_ms: int = -FOREVER_MS
    early: list[tuple[int, int]] = []  # (late_ms, stated_ms) of reads from the future, since the last good
    run: Run = msgspec.field(default_factory=Run)

    def count(self, stated_ms: int, received_ms: int) -> int:
        """Count a read; return how late it came."""
        late_ms = received_ms - stated_ms
        if self.reads < KEPT:
            self.late_ms.append(late_ms)
        else:
            self.late_ms[self.reads % KEPT] = late_ms
        self.reads += 1
        self.received_ms, self.stated_ms = received_ms, stated_ms
        return late_ms

    def hear(self, stated_ms: int, received_ms: int, ahead_ms: int) -> bool:
        """Take in a read, its clock corrected by ``ahead_ms``; return whether the clock is to be judged."""
        late_ms = self.count(stated_ms, received_ms)
        behind_ms = late_ms + ahead_ms
        if -EARLY_MS <= behind_ms <= LIVE_MS:
            self.good += 1
            if stated_ms > self.good_to_ms:
                self.good_to_ms = stated_ms
            if stated_ms < self.good_from_ms:
                self.good_from_ms = stated_ms
            if self.early or self.run.reads:
                self.early, self.run = [], Run()
            return False
        if behind_ms < 0:
            self.early = [*self.early[-EARLY_READS * 4 :], (late_ms, stated_ms)]
            return len(self.early) >= EARLY_READS
        if behind_ms < LEAST_BEHIND_MS:
            self.run = Run()  # a run holds every read, or it would choose those that suit it
            return False
        self.run.take(stated_ms, received_ms)
        return self.run.reads >= RUN_READS

    def forget(self) -> None:
        """Begin to judge the clock anew: it has just been corrected."""
        self.good, self.good_from_ms, self.good_to_ms = 0, FOREVER_MS, -FOREVER_MS
        self.early, self.run = [], Run()

    def is_borne_out(self) -> bool:
        """Return whether the clock, as it is corrected now, was right for a while."""
        return self.good >= BORNE_OUT

    def typical_late_ms(self) -> int:
        """Return the median lateness of the newest reads, by the device's own clock."""
        return round(median(self.late_ms)) if self.late_ms else 0


class Hearing:
    """Every device that was heard, by its number in the table of reads, and whose clock to judge."""

    def __init__(self) -> None:
        self.devices: dict[int, Heard] = {}
        self.suspects: set[int] = set()

    def begin(self, number: int, device: str, source: str) -> Heard:
        """Begin to listen to a device."""
        heard = self.devices[number] = Heard(device, source)
        return heard

    def dump(self) -> bytes:
        """Return what was heard as bytes for a snapshot."""
        return msgspec.msgpack.encode((self.devices, sorted(self.suspects)))

    def load(self, raw: bytes) -> None:
        """Take what a snapshot holds in place of this."""
        self.devices, self.suspects = msgspec.msgpack.decode(raw, type=tuple[dict[int, Heard], set[int]])
