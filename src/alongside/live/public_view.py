"""The view for everybody: counts, density, the sweep and the clock, and nothing else (rule R1)."""

from __future__ import annotations

from alongside.live.headline import number, people
from alongside.live.views import (
    Counts,
    DistanceView,
    NoticeView,
    PublicDistance,
    PublicView,
    RaceView,
    SweepView,
)
from alongside.units import show_time

FEWEST_DRAWN = 5  # a bin with fewer would point at persons, the last runner among them


def public_view(view: RaceView) -> PublicView:
    """Return the public part of a race."""
    return PublicView(
        name=view.name,
        zone=view.zone,
        race_now_ms=view.race_now_ms,
        phase=view.phase,
        sentence=_sentence(view),
        counts=view.counts,
        distances=tuple(_distance(distance) for distance in view.distances),
        sweeps=tuple(_sweep(sweep) for sweep in view.sweeps),
        first_gun_ms=view.first_gun_ms,
        limit_ms=view.limit_ms,
        messages=tuple(message for message in view.messages if message.to == "everybody"),
    )


def _distance(view: DistanceView) -> PublicDistance:
    density = tuple(count if count >= FEWEST_DRAWN else 0 for count in view.density)
    return PublicDistance(
        view.id, view.name, view.length_m, view.counts, view.bin_m, density, view.marks, view.limit_ms
    )


def _sweep(sweep: SweepView) -> SweepView:
    """Who is behind it is nobody's business but control's."""
    return SweepView(
        id=sweep.id,
        name=sweep.name,
        distance=sweep.distance,
        along_m=sweep.along_m,
        how=sweep.how,
        seen_ms=sweep.seen_ms,
        seen_place=sweep.seen_place,
        scheduled_m=sweep.scheduled_m,
        ahead_s=None,
        behind=0,
        seen_m=sweep.seen_m,
        quiet=sweep.quiet,
        late_ms=sweep.late_ms,
    )


def _sentence(view: RaceView) -> str:
    """Return how the race stands; a stop or a diversion first, without the why, which is control's."""
    said = [] if view.phase == "over" else [public_notice(notice) for notice in view.notices]
    return " ".join([*dict.fromkeys(said), _state(view)])


def public_notice(notice: NoticeView) -> str:
    """Return a notice as everybody may read it."""
    whom = f"The {notice.distance_name}" if notice.distance else "The race"
    return f"{whom} is {'stopped' if notice.what == 'stopped' else 'led another way'}."


def _state(view: RaceView) -> str:
    counts: Counts = view.counts
    if view.phase == "before" and view.first_gun_ms is not None:
        return f"The first gun is at {show_time(view.first_gun_ms, view.zone, seconds=False)}."
    if view.phase == "over":
        return f"The race is over: {people(counts.finished)} finished."
    return f"{people(counts.on_course)} on the course, {number(counts.finished)} finished."
