"""The closing report: worked out from the state of a race, after it or while it runs."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from itertools import pairwise

import msgspec
import numpy as np

from alongside.course.permit import permit_ms
from alongside.course.streets import street_ends
from alongside.events.bodies import StationBody, StationWord
from alongside.events.plan import Place, Reopening, Station, Sweep
from alongside.events.standing import Said
from alongside.live.report_truth import Span, Truth, even_pace
from alongside.live.report_views import (
    DistanceReport,
    Kept,
    Passed,
    Point,
    ReportView,
    SectionReport,
    StationReport,
    SweepTrack,
    Told,
    Verdict,
    Word,
)
from alongside.live.state import LiveState
from alongside.live.station_plan import Planned
from alongside.live.views import DistanceView, RaceView
from alongside.tail.stations import GONE
from alongside.units import MS_PER_S

REPORT = "REPORT"  # what a page asks for that shows the closing report; no bib is so called
STEP_M = 1000.0  # of the picture's line of the last inside the limit
MINUTE_MS = 60 * MS_PER_S
TRACK_MS = 2 * 60_000  # a phone tells where a sweep is twice a minute: the picture needs less


class ReportDay:
    """The closing report from tick to tick: worked out once a minute, and when anybody has said something.

    It says of when it is. What is kept saves time, and is no part of the state.
    """

    def __init__(self) -> None:
        self._planned = Planned()
        self._kept: tuple[tuple[int, int], ReportView] | None = None

    def view(self, state: LiveState, control: RaceView) -> ReportView:
        """Return the closing report, as far as the race has come."""
        asked = control.race_now_ms // MINUTE_MS, state.said
        if self._kept is None or self._kept[0] != asked:
            self._kept = asked, report_view(state, control, self._planned)
        return self._kept[1]


def report_view(state: LiveState, control: RaceView, planned: Planned) -> ReportView:
    """Return the closing report as of a view of race control."""
    plan, truth = state.plan, Truth(state, planned, control.race_now_ms)
    stations = tuple(_station(state, truth, station) for station in plan.stations)
    return ReportView(
        race=plan.id,
        name=plan.name,
        date=plan.date,
        zone=plan.zone,
        at_ms=control.race_now_ms,
        is_over=control.phase == "over",
        accounted_ms=control.accounted_ms,
        counts=msgspec.structs.asdict(control.counts),
        distances=tuple(_distance(state, truth, planned, stations, one) for one in control.distances),
        stations=stations,
        sections=tuple(_section(state, truth, street) for street in plan.reopenings),
    )


def _station(state: LiveState, truth: Truth, station: Station) -> StationReport:
    said = state.stations.words.of(station.id)
    gone = spans_of(said, GONE, ends=("open", "all_well", "water_back", "out_of_water"))
    dry = spans_of(said, ("out_of_water",), ends=("water_back", "all_well", "packed_up", "closed"))
    gone_ms = int(gone[-1][0]) if gone and math.isinf(gone[-1][1]) else None
    passed = truth.passed(station.places)
    inside, others = truth.came(station.places, gone)
    return StationReport(
        id=station.id,
        name=station.name,
        places=tuple((place.distance, place.along_m) for place in station.places),
        planned_ms=station.closes_ms,
        permit_ms=permit_ms(state.plan, station),
        told=tuple(_told(state, station.id)),
        kept=tuple(_kept(state, station.id)),
        words=tuple(Word(one.at_ms, one.body.said, one.body.by) for one in said),
        gone_ms=gone_ms,
        passed=passed,
        margin_s=_margin_s(gone_ms, passed),
        inside_when_gone=inside,
        others_when_gone=others,
        inside_dry=truth.came(station.places, dry)[0],
        verdict=_verdict(passed, inside, is_said=gone_ms is not None),
    )


def spans_of(
    said: list[Said[StationBody]], words: Collection[str], *, ends: tuple[StationWord, ...]
) -> list[Span]:
    """Return the spans from the first of some words to the next that ends them; the last may be endless."""
    found: list[Span] = []
    since: int | None = None
    for one in said:
        if one.body.said in words and since is None:
            since = one.at_ms
        elif one.body.said in ends and since is not None:
            found.append((since, one.at_ms))
            since = None
    return found if since is None else [*found, (since, math.inf)]


def _told(state: LiveState, station: str) -> Iterator[Told]:
    for one in state.advice.of(station):
        body = one.body
        yield Told(one.at_ms, body.new, body.still, body.closes_ms, body.reason)


def _kept(state: LiveState, station: str) -> Iterator[Kept]:
    for one in state.kept_open.of(station):
        yield Kept(one.at_ms, one.body.until_ms, one.body.by, one.body.text_id)


def _section(state: LiveState, truth: Truth, street: Reopening) -> SectionReport:
    ends = street_ends(state.plan.shared, street)
    passed = truth.passed(ends)
    after = 0 if street.at_ms is None else truth.came(ends, [(street.at_ms, math.inf)])[0]
    return SectionReport(
        street=street.street,
        distance=street.distance,
        from_m=street.from_m,
        to_m=street.to_m,
        planned_ms=street.at_ms,
        passed=passed,
        swept_ms=_swept_ms(state, ends),
        margin_s=_margin_s(street.at_ms, passed),
        inside_after=after,
        verdict=_verdict(passed, after, is_said=street.at_ms is not None),
    )


def _verdict(passed: Passed, inside: int, *, is_said: bool) -> Verdict:
    """Return what became of a promise; broken by whoever inside the limit came too late for it."""
    if inside:
        return "broken"
    if not passed.is_final:
        return "open"
    return "kept" if is_said else "unsaid"


def _margin_s(at_ms: int | None, passed: Passed) -> int | None:
    """Return how much later than the last inside the limit; ``None`` while she may still come."""
    if at_ms is None or passed.last_inside_ms is None or not passed.is_final:
        return None
    return round((at_ms - passed.last_inside_ms) / MS_PER_S)


def _swept_ms(state: LiveState, ends: list[Place]) -> int | None:
    """Return when the last of the sweeps that were seen had passed; ``None`` while one of them has not."""
    times = [
        first_at(track, place.along_m)
        for sweep in state.plan.sweeps
        if (track := track_of(state, sweep))
        for place in ends
        if place.distance == sweep.distance
    ]
    return None if None in times else max((ms for ms in times if ms is not None), default=None)


def track_of(state: LiveState, sweep: Sweep) -> tuple[Point, ...]:
    """Return where a sweep was seen, as far as that can be true, in order of time."""
    return tuple((one.along_m, one.at_ms) for one in state.sweeps.track(sweep, TRACK_MS))


def first_at(track: tuple[Point, ...], along_m: float) -> int | None:
    """Return when a track first came to a place: between the points around it, at an even pace."""
    for (from_m, from_ms), (to_m, to_ms) in pairwise(track):
        if to_m >= along_m - 1 > from_m - 1:
            share = (along_m - from_m) / max(to_m - from_m, 1.0)
            return round(from_ms + min(1.0, max(0.0, share)) * (to_ms - from_ms))
    return None


def _distance(
    state: LiveState,
    truth: Truth,
    planned: Planned,
    stations: tuple[StationReport, ...],
    view: DistanceView,
) -> DistanceReport:
    metres = [*np.arange(0.0, view.length_m, STEP_M).tolist(), view.length_m]
    sweeps = [sweep for sweep in state.plan.sweeps if sweep.distance == view.id]
    return DistanceReport(
        id=view.id,
        name=view.name,
        length_m=view.length_m,
        counts=msgspec.structs.asdict(view.counts),
        limit_ms=view.limit_ms,
        first_gun_ms=view.first_gun_ms,
        last_inside=truth.last_inside(view.id, metres),
        by_plan=even_pace(planned.last(view.id), metres),
        sweeps=tuple(
            SweepTrack(one.name, tuple((p.along_m, p.at_ms) for p in one.schedule), track_of(state, one))
            for one in sweeps
        ),
        closings=tuple(_closings(stations, view.id)),
    )


def _closings(stations: tuple[StationReport, ...], distance: str) -> Iterator[tuple[float, int, str, bool]]:
    for station in stations:
        at_ms = station.planned_ms if station.gone_ms is None else station.gone_ms
        for on, along_m in station.places:
            if on == distance and at_ms is not None:
                yield along_m, at_ms, station.name, station.gone_ms is not None
