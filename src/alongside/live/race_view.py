"""The view for race control: the state at one tick, as plain data."""

from __future__ import annotations

from alongside.crossings.field import NOBODY
from alongside.forecast.run_on import RunOn
from alongside.live.accounted_view import last_done_ms
from alongside.live.distance_view import counts_of, distance_views
from alongside.live.headline import Facts, headline
from alongside.live.moved_waves import moved_waves
from alongside.live.notices_view import message_views, notice_views
from alongside.live.questions import question_counts, questions, settled_reads, unknown_codes
from alongside.live.ride_view import ride_views
from alongside.live.ride_views import RideView
from alongside.live.state import LiveState
from alongside.live.station_keyed import drop_claims, dry_stations
from alongside.live.station_views import StationsNow
from alongside.live.sweep_view import SweepLook
from alongside.live.views import Counts, MatView, Overdue, Phase, RaceView
from alongside.race.state import STATUSES
from alongside.tail.counts import by_status

START_WINDOW_MS = 60 * 60_000  # whoever has not started this long after the last gun will not

QUIET = StationsNow()
# What the headline goes by and pages show as it is.
SAME = (
    "counts", "distances", "sweeps", "mats", "overdue", "first_gun_ms", "limit_ms", "accounted_ms", "claims",
    "rides", "notices",
)  # fmt: skip


def race_view(
    state: LiveState,
    field: RunOn,
    due: dict[str, int],
    silent: frozenset[str],
    at_ms: int,
    stations_now: StationsNow = QUIET,
    unheard: int = 0,
) -> RaceView:
    """Return what race control sees at ``at_ms``; ``field`` is the field run on to that time."""
    plan = state.plan
    statuses = by_status(state.race, len(plan.distances), len(STATUSES))
    counts = counts_of([int(n) for n in statuses.sum(axis=0)])
    guns = list(state.crossings.gun_ms.values())
    distances = distance_views(state, field, statuses)
    limits = [d.limit_ms for d in distances if d.limit_ms is not None]
    rides = ride_views(state)
    messages, rules = message_views(state), question_counts(state.crossings)
    facts = Facts(
        at_ms=at_ms,
        zone=plan.zone,
        counts=counts,
        distances=distances,
        sweeps=SweepLook(state, field, at_ms).views(),
        mats=_mats(state, due, silent, at_ms),
        overdue=_overdue(state),
        questions=sum(rules.values()),
        unknown=len(state.crossings.unknown),
        first_gun_ms=min(guns, default=None),
        limit_ms=max(limits, default=None),
        accounted_ms=_accounted_ms(state, counts, guns, rides, at_ms),
        claims=drop_claims(state),
        rides=rides,
        dry=dry_stations(state),
        stations=stations_now,
        notices=notice_views(state),
        messages=len(messages),
        waves=moved_waves(state, at_ms),
        unheard=unheard,
    )
    return RaceView(
        **{name: getattr(facts, name) for name in SAME},
        race=plan.id,
        name=plan.name,
        zone=plan.zone,
        race_now_ms=at_ms,
        seq=state.seq,
        course_version=state.course_version,
        phase=_phase(facts),
        headline=headline(facts),
        questions=questions(state),
        question_counts=rules,
        settled=settled_reads(state),
        unknown_codes=unknown_codes(state.crossings),
        open_stations=state.stations.open_ones(),
        stations_now=stations_now,
        messages=messages,
        worn=_worn(state),
    )


def _worn(state: LiveState) -> dict[str, str]:
    """Return, by a bib that is worn by somebody else than who was given it, the bib that she was given."""
    field = state.crossings.field
    return {bib: field.entries[entry].bib for bib, entry in field.worn.items() if entry != NOBODY}


def _phase(facts: Facts) -> Phase:
    if facts.accounted_ms is not None:
        return "over"
    started = facts.counts.on_course + facts.counts.finished > 0
    before_gun = facts.first_gun_ms is not None and facts.at_ms < facts.first_gun_ms
    return "before" if before_gun and not started else "running"


def _accounted_ms(
    state: LiveState, counts: Counts, guns: list[int], rides: tuple[RideView, ...], at_ms: int
) -> int | None:
    """Return when the last runner was accounted for; ``None`` while anybody is out or may still start.

    Out of the race or not, whoever waits for a ride is out there.
    """
    if any(ride.state == "waiting" for ride in rides):
        return None
    if counts.on_course or not guns or counts.entered == counts.not_started + counts.dns:
        return None
    if counts.not_started and at_ms < max(guns) + START_WINDOW_MS:
        return None
    return last_done_ms(state)


def _mats(state: LiveState, due: dict[str, int], silent: frozenset[str], at_ms: int) -> tuple[MatView, ...]:
    heard = state.mats
    return tuple(
        MatView(
            id=mat.id,
            name=mat.name,
            reads=heard.reads.get(mat.id, 0),
            recent=heard.recent(mat.id, at_ms),
            last_read_ms=heard.newest_ms.get(mat.id),
            due=due.get(mat.id, 0),
            silent=mat.id in silent,
        )
        for mat in state.plan.mats
    )


def _overdue(state: LiveState) -> tuple[Overdue, ...]:
    return tuple(
        _overdue_one(state, bib, since_ms, reason)
        for bib, (since_ms, reason) in sorted(state.flags.of("overdue").items(), key=lambda flag: flag[1])
    )


def _overdue_one(state: LiveState, bib: str, since_ms: int, reason: str) -> Overdue:
    crossings = state.crossings
    entry = crossings.field.index(bib)
    seen_ms, mat = int(crossings.columns["seen_ms"][entry]), int(crossings.columns["seen_mat"][entry])
    return Overdue(
        bib=bib,
        distance=crossings.field.entries[entry].distance,
        since_ms=since_ms,
        reason=reason,
        last_seen_ms=seen_ms if seen_ms >= 0 else None,
        last_seen_place=state.mat_name(crossings.reads.mats.texts[mat]) if mat >= 0 else "",
    )
