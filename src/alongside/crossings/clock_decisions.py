"""What the race says of a clock of its own accord: how far it is off, since when, and how it knows."""

from __future__ import annotations

from alongside.crossings.clocks import SYSTEM, Clocks
from alongside.crossings.hearing import AGREE_MS, EARLY_READS, Heard, Hearing
from alongside.events.bodies import ClockBody
from alongside.events.row import Draft
from alongside.units import MS_PER_S, show_span

SOURCE = "clock"
HALF_HOUR_MS = 30 * 60_000
ZONE_SLACK_MS = 3_000  # so near to whole half hours it is a time zone, not a clock that drifted
MOST_ZONE_MS = 14 * 3_600_000


def decide_clocks(hearing: Hearing, clocks: Clocks, at_ms: int) -> list[Draft]:
    """Return rows that correct clocks which have shown that they are wrong; nobody is judged twice."""
    suspects = sorted(hearing.suspects)
    hearing.suspects.clear()
    return [
        Draft(SOURCE, f"{body.device}/{body.from_ms}/{at_ms}", at_ms, body)
        for number in suspects
        for body in judged(hearing.devices[number], clocks)
    ]


def judged(heard: Heard, clocks: Clocks) -> list[ClockBody]:
    """Return what corrects a device's clock now; nothing when it is right, or when people see to it."""
    if clocks.is_left_to_people(heard.device):
        return []
    return _ahead(heard, clocks) or _behind(heard, clocks)


def _ahead(heard: Heard, clocks: Clocks) -> list[ClockBody]:
    """Reads from the future: the clock is ahead by at least what the soonest of them shows."""
    agreeing = _agreeing(heard.early)
    if not agreeing:
        return []
    late_ms, since_ms = min(late for late, _ in agreeing), min(stated for _, stated in agreeing)
    return _set(
        heard, clocks, _rounded(-late_ms), since_ms, max(stated for _, stated in agreeing), len(agreeing)
    )


def _agreeing(early: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return reads from the future that lie close together at the soonest such place, if any do."""
    ordered = sorted(early)
    for i in range(len(ordered) - EARLY_READS + 1):
        if ordered[i + EARLY_READS - 1][0] - ordered[i][0] <= AGREE_MS:
            return [one for one in ordered[i:] if one[0] - ordered[i][0] <= AGREE_MS]
    return []


def _behind(heard: Heard, clocks: Clocks) -> list[ClockBody]:
    """Reads that are late by one and the same span, in a rhythm of their own: the clock is behind by it."""
    run = heard.run
    if not run.is_steady():
        return []
    return _set(heard, clocks, _rounded(-run.low_ms), run.stated_from_ms, run.stated_to_ms, run.reads)


def _set(
    heard: Heard, clocks: Clocks, ahead_ms: int, since_ms: int, until_ms: int, reads: int
) -> list[ClockBody]:
    """Return the rows that set a clock right from ``since_ms`` (its own time) on.

    Where it was never borne out before, it was always wrong. Where it was right until it was set, the reads
    from before keep their correction: as far as its own time tells them apart.
    """
    device, reason = heard.device, _reason(ahead_ms, reads)
    segment_ms, was_ms = clocks.from_ms(device, since_ms), clocks.ahead_ms(device, since_ms)
    if not heard.is_borne_out():
        return [ClockBody(device, ahead_ms, segment_ms, SYSTEM, reason)]
    if until_ms < heard.good_from_ms:  # set far back, as a decoder that has lost its date
        kept = ClockBody(device, was_ms, heard.good_from_ms, SYSTEM, "right again from there on")
        return [ClockBody(device, ahead_ms, segment_ms, SYSTEM, reason), kept]
    return [ClockBody(device, ahead_ms, max(since_ms, heard.good_to_ms + 1), SYSTEM, reason)]


def _rounded(ahead_ms: int) -> int:
    """Return whole half hours for what is as good as that: local time written as UTC."""
    whole_ms = round(ahead_ms / HALF_HOUR_MS) * HALF_HOUR_MS
    return whole_ms if _is_zone(ahead_ms) else ahead_ms


def _is_zone(ahead_ms: int) -> bool:
    whole_ms = round(ahead_ms / HALF_HOUR_MS) * HALF_HOUR_MS
    return 0 < abs(whole_ms) <= MOST_ZONE_MS and abs(ahead_ms - whole_ms) <= ZONE_SLACK_MS


def _reason(ahead_ms: int, reads: int) -> str:
    span = show_span(abs(ahead_ms) / MS_PER_S)
    zone = "; whole half hours: local time sent as UTC, or the wrong zone" if _is_zone(ahead_ms) else ""
    if ahead_ms > 0:
        return f"{reads} reads were stated up to {span} later than they came{zone}"
    return f"{reads} reads came in their own rhythm, each {span} after its time{zone}"
