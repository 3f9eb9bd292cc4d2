"""The view of the feeds: made only while somebody looks at their page."""

from __future__ import annotations

from collections import Counter

from alongside.crossings.hearing import Heard
from alongside.events.bodies import ClockBody, RulingStatusBody
from alongside.events.sources import OFFICIAL, is_official
from alongside.events.standing import Said
from alongside.live.feed_views import ClockWord, DeviceView, FeedsView, FeedView, OfficialView, UnknownView
from alongside.live.state import LiveState
from alongside.units import show_time

FEEDS = "FEEDS"  # what a page asks for that shows feeds; no bib is so called
POSTED = "in/reads"
SHOWN = 20
MOST_DEVICES = 200


def feeds_view(state: LiveState) -> FeedsView:
    """Return what the feeds page shows of a state."""
    heard = sorted(state.crossings.hearing.devices.values(), key=lambda one: one.device)
    official = _official(state)
    return FeedsView(
        devices=tuple(_device(state, one) for one in heard[:MOST_DEVICES]),
        feeds=tuple(_feeds(state, heard)),
        unknown=tuple(_unknown(state)),
        unknown_total=len(state.crossings.unknown),
        official=tuple(official[:SHOWN]),
        official_total=len(official),
    )


def _device(state: LiveState, heard: Heard) -> DeviceView:
    clocks = state.crossings.clocks
    ahead_ms = clocks.ahead_ms(heard.device, heard.stated_ms)
    return DeviceView(
        device=heard.device,
        source=heard.source,
        reads=heard.reads,
        received_ms=heard.received_ms,
        late_ms=heard.typical_late_ms() + ahead_ms,
        ahead_ms=ahead_ms,
        words=tuple(_word(said) for said in clocks.standing(heard.device)),
        said=len(clocks.said.said.get(heard.device, ())),
        by_people=clocks.is_left_to_people(heard.device),
    )


def _word(said: Said[ClockBody]) -> ClockWord:
    body = said.body
    return ClockWord(*said.key, body.ahead_ms, body.from_ms, body.by, body.reason, said.at_ms)


def _feeds(state: LiveState, heard: list[Heard]) -> list[FeedView]:
    """Return the feeds of race.toml, then what others posted, then the official word."""
    planned = {feed.id: feed.kind for feed in state.plan.feeds}
    reads: Counter[str] = Counter()
    for one in heard:
        reads[one.source if one.source in planned else POSTED] += one.reads
    found = [_feed(state, feed, kind, reads[feed]) for feed, kind in planned.items()]
    found.append(_feed(state, POSTED, "posted", reads[POSTED]))
    said = len(state.crossings.official_reads) + state.crossings.officials.count + len(_rulings(state))
    return [*found, _feed(state, OFFICIAL, OFFICIAL, said)]


def _feed(state: LiveState, feed: str, kind: str, reads: int) -> FeedView:
    newest = state.refusals.newest.get(feed, [])[::-1]
    reasons = tuple((one.received_at_ms, one.reason) for one in newest)
    text_ids = tuple(one.text_id for one in newest)
    return FeedView(feed, kind, reads, state.refusals.count.get(feed, 0), reasons, text_ids)


def _rulings(state: LiveState) -> list[Said[RulingStatusBody]]:
    rulings = state.race.rulings
    said = [one for one in rulings.everything() if is_official(one.key[0])]
    return [one for one in said if one.key not in rulings.undone]


def _unknown(state: LiveState) -> list[UnknownView]:
    """Return the chips and bibs that nobody wears, the most often read first."""
    crossings = state.crossings
    counted = sorted(crossings.unknown.items(), key=lambda one: (-len(one[1]), one[0]))[:SHOWN]
    return [
        UnknownView(code, len(rows), state.mat_name(crossings.reads.mat(rows[-1])), crossings.at_ms(rows[-1]))
        for code, rows in counted
    ]


def _official(state: LiveState) -> list[OfficialView]:
    """Return what the timing company said: statuses and entries by when they came, and corrected times."""
    crossings, zone = state.crossings, state.plan.zone
    found = [
        OfficialView(crossings.reads.code(row), _corrected(state, row, zone), _received_ms(state, row))
        for row in crossings.official_reads
    ]
    found += [
        OfficialView(said.body.bib, said.body.status.replace("_", " "), said.at_ms)
        for said in _rulings(state)
    ]
    found += [
        OfficialView(entry.bib, f"entered for {entry.distance}", at_ms)
        for entry, at_ms in crossings.officials.entries()
    ]
    return sorted(found, key=lambda one: (-one.at_ms, one.bib))


def _corrected(state: LiveState, row: int, zone: str) -> str:
    reads = state.crossings.reads
    return f"{state.mat_name(reads.mat(row))} at {show_time(state.crossings.at_ms(row), zone)}"


def _received_ms(state: LiveState, row: int) -> int:
    return int(state.crossings.reads.columns["received_at_ms"][row])
