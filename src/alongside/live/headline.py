"""What matters now, in a sentence: the first thing that race control reads."""

from __future__ import annotations

import msgspec

from alongside.live.ride_headline import rides_said
from alongside.live.ride_views import RideView
from alongside.live.said_by import said_by
from alongside.live.station_sentences import station_sentences
from alongside.live.station_views import StationsNow
from alongside.live.sweep_headline import sweeps_said
from alongside.live.views import (
    Counts,
    DistanceView,
    DropClaim,
    Headline,
    MatView,
    NoticeView,
    Overdue,
    Severity,
    SweepView,
)
from alongside.units import show_km, show_span, show_time


class Facts(msgspec.Struct, frozen=True):
    """What the headline is made from; times are UTC milliseconds."""

    at_ms: int
    zone: str
    counts: Counts
    distances: tuple[DistanceView, ...]
    sweeps: tuple[SweepView, ...]
    mats: tuple[MatView, ...]
    overdue: tuple[Overdue, ...]
    questions: int
    unknown: int
    first_gun_ms: int | None
    limit_ms: int | None
    accounted_ms: int | None
    claims: tuple[DropClaim, ...] = ()
    rides: tuple[RideView, ...] = ()
    dry: tuple[tuple[str, int], ...] = ()  # stations out of water, and since when
    stations: StationsNow = StationsNow()
    notices: tuple[NoticeView, ...] = ()
    messages: int = 0
    waves: tuple[str, ...] = ()
    unheard: int = 0  # were due since anybody was read anywhere


def headline(facts: Facts) -> Headline:
    """Return the sentences that hold now, the most urgent first."""
    said = [
        *_interrupted(facts),
        *_unread(facts),
        *_unheard(facts),
        *_silent(facts),
        *_overdue(facts),
        *_past_limit(facts),
        *rides_said(facts.rides, facts.at_ms, facts.zone),
        *sweeps_said(facts.sweeps),
        *station_sentences(facts.stations, facts.zone, facts.at_ms),
        *_dry(facts),
        *_claims(facts),
        *_to_settle(facts),
        *_morning(facts),
    ]
    where = _where(facts)
    urgency: Severity = min((level for level, _ in said), key=_LEVELS.index, default="calm")
    ordered = sorted(said, key=lambda one: _LEVELS.index(one[0]))
    levels, sentences = [level for level, _ in ordered], [sentence for _, sentence in ordered]
    whys = {notice_sentence(one, facts.zone): one.text_id for one in facts.notices if one.text_id}
    if urgency == "calm":
        return Headline(urgency, where, tuple(sentences), whys, ("calm", *levels))
    in_order = (levels[0], "calm", *levels[1:])
    return Headline(urgency, sentences[0], (where, *sentences[1:]), whys, in_order)


UNREAD_S = 10 * 60  # even the last wave of a small race is over its start mat by then
_LEVELS: tuple[Severity, ...] = ("act", "look", "calm")
Said = list[tuple[Severity, str]]


def number(count: int) -> str:
    """Return a count as it is read: ``48,000``."""
    return f"{count:,}"


def people(count: int) -> str:
    """Return ``1 runner`` or ``2 runners``."""
    return f"{number(count)} runner{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return f"{people(count)} {'is' if count == 1 else 'are'}"


def _interrupted(facts: Facts) -> Said:
    """Say a stop before anything else; a diversion is something to know."""
    return [
        ("act" if one.what == "stopped" else "look", notice_sentence(one, facts.zone))
        for one in sorted(facts.notices, key=lambda one: one.what != "stopped")
    ]


def notice_sentence(notice: NoticeView, zone: str) -> str:
    """Return what stands since when, and who said so; the why is put behind it where it is shown."""
    whom = f"The {notice.distance_name}" if notice.distance else "The race"
    at = show_time(notice.at_ms, zone, seconds=False)
    if notice.what == "stopped":
        return f"{whom} was stopped at {at} by {said_by(notice.by)}."
    left_out = ""
    if notice.from_m is not None and notice.to_m is not None:
        left_out = f", without {show_km(notice.from_m)} to {show_km(notice.to_m)}"
    return f"{whom} is led another way since {at}{left_out}, said by {said_by(notice.by)}."


def _morning(facts: Facts) -> Said:
    said: Said = [("calm", sentence) for sentence in facts.waves]
    if facts.messages:
        stands = "message stands" if facts.messages == 1 else "messages stand"
        said.append(("calm", f"{number(facts.messages)} {stands}."))
    return said


def _unread(facts: Facts) -> Said:
    """A race that has begun without a single read has no timing, whatever else is calm."""
    counts = facts.counts
    if facts.first_gun_ms is None or counts.on_course or counts.finished or not counts.not_started:
        return []
    since_s = (facts.at_ms - facts.first_gun_ms) / 1000
    if since_s < UNREAD_S:
        return []
    gun = show_time(facts.first_gun_ms, facts.zone, seconds=False)
    return [("act", f"Nobody has been read since the gun at {gun}. Is the timing feed connected?")]


def _unheard(facts: Facts) -> Said:
    """A timing that has died comes before those who are overdue for it: they may all be well."""
    last_ms = max((mat.last_read_ms or 0 for mat in facts.mats), default=0)
    if not facts.unheard or not last_ms:
        return []
    since = show_time(last_ms, facts.zone, seconds=False)
    return [
        (
            "act",
            f"No mat has read anybody since {since}, and {people(facts.unheard)} were due. "
            "Is the timing feed connected?",
        )
    ]


def _silent(facts: Facts) -> Said:
    return [
        (
            "act",
            f"The mat at {mat.name} is silent: {_are(mat.due)} due there and none was read "
            "for 10 min. Check the reader.",
        )
        for mat in facts.mats
        if mat.silent
    ]


def _overdue(facts: Facts) -> Said:
    if not facts.overdue:
        return []
    newest = facts.overdue[-1]
    seen = "never seen"
    if newest.last_seen_ms is not None:
        at = show_time(newest.last_seen_ms, facts.zone, seconds=False)
        seen = f"last seen at {newest.last_seen_place} at {at}"
    about = f"bib {newest.bib}, {newest.reason}, {seen}"
    if len(facts.overdue) == 1:
        return [("act", f"One runner is overdue: {about}.")]
    return [("act", f"{people(len(facts.overdue))} are overdue. The newest: {about}.")]


def _past_limit(facts: Facts) -> Said:
    return [
        (
            "act",
            f"The limit of the {d.name} passed at {show_time(d.limit_ms, facts.zone, seconds=False)} "
            f"and {_are(d.counts.on_course)} still out, not accounted for.",
        )
        for d in facts.distances
        if d.limit_ms is not None and facts.at_ms > d.limit_ms and d.counts.on_course
    ]


def _dry(facts: Facts) -> Said:
    return [
        ("act", f"{name} is out of water since {show_time(at_ms, facts.zone, seconds=False)}.")
        for name, at_ms in facts.dry
    ]


def _claims(facts: Facts) -> Said:
    if not facts.claims:
        return []
    first = facts.claims[0]
    at = show_time(first.at_ms, facts.zone, seconds=False)
    rest = f" And {number(len(facts.claims) - 1)} more." if len(facts.claims) > 1 else ""
    said = f"{' and '.join(first.stations)} keyed at {at} that bib {first.bib} has dropped out there."
    if not first.stations:
        where = f" at {first.place}" if first.place else ""
        said = f"Bib {first.bib} is said to have dropped out{where}, {at}."
    return [("look", f"{said}{rest} Confirm it on this page, or ask.")]


def _to_settle(facts: Facts) -> Said:
    said: Said = []
    if facts.questions:
        reads = "read waits" if facts.questions == 1 else "reads wait"
        said.append(("calm", f"{number(facts.questions)} questionable {reads} for you to settle."))
    if facts.unknown:
        chips = (
            "chip or bib was read that nobody wears"
            if facts.unknown == 1
            else "chips or bibs were read that nobody wears"
        )
        said.append(("calm", f"{number(facts.unknown)} {chips}."))
    return said


def _where(facts: Facts) -> str:
    """Return the plain state of the race: before, running, or over."""
    counts = facts.counts
    if facts.accounted_ms is not None:
        gone = [(counts.dnf, "dropped out"), (counts.picked_up, "picked up"), (counts.dsq, "disqualified")]
        gone.append((counts.dns + counts.not_started, "did not start"))
        rest = "".join(f", {number(n)} {what}" for n, what in gone if n)
        at = show_time(facts.accounted_ms, facts.zone, seconds=False)
        return f"All accounted for, {at}: {number(counts.finished)} finished{rest}."
    if counts.on_course == 0 and counts.finished == 0:
        return _before(facts)
    calm = "" if facts.overdue else "nobody overdue, "
    return (
        f"{people(counts.on_course)} on the course, {calm}{number(counts.finished)} finished.{_last(facts)}"
    )


def _before(facts: Facts) -> str:
    entered = f"{people(facts.counts.entered)} entered, nobody has been read yet."
    if facts.first_gun_ms is None:
        return entered
    gun = show_time(facts.first_gun_ms, facts.zone, seconds=False)
    away_s = (facts.first_gun_ms - facts.at_ms) / 1000
    if away_s >= 0:
        return f"The first gun is at {gun}, in {show_span(away_s)}. {entered}"
    return f"The first gun was at {gun}, {show_span(away_s)} ago. {entered}"


def _last(facts: Facts) -> str:
    """Return where the last runner is thought to be: the one with the most road ahead."""
    out = [d for d in facts.distances if d.last_m is not None]
    if not out:
        return ""
    last = max(out, key=lambda d: d.length_m - (d.last_m or 0.0))
    return f" The last on the {last.name} is thought to be near {show_km(last.last_m or 0.0)}."
