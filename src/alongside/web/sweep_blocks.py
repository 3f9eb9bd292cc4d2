"""What each block of a sweep's page needs: views turned into words."""

from __future__ import annotations

from typing import Any

from alongside.course.sweep_schedule import due_ms
from alongside.events.link import Role
from alongside.events.plan import Distance, RacePlan, Sweep
from alongside.live.ports import Shown
from alongside.live.sweep_views import SweepDetail, SweepRunner
from alongside.live.views import RaceView, SweepView
from alongside.supporters.may_see import Moment, Subject, Viewer, may_see
from alongside.units import normal_code
from alongside.web import sweep_words, words
from alongside.web.landmarks import called, landmarks, named_places
from alongside.web.messages import with_words
from alongside.web.site import Site
from alongside.web.sweep_words import Driver
from alongside.web.time_blocks import clock_block

BEFORE_M, SHOWN = 1500.0, 4  # landmarks to press: from so far back, so many
AHEAD = 6  # named places of the road ahead
Names = list[tuple[float, str]]


def sweep_of(shown: Shown | None, id_: str) -> tuple[Sweep, SweepView, Distance] | None:
    """Return a sweep of the plan as shown; ``None`` where there is none of this id."""
    if shown is None or shown.plan is None:
        return None
    planned = next((one for one in shown.plan.sweeps if one.id == id_), None)
    view = next((one for one in shown.views.control.sweeps if one.id == id_), None)
    if planned is None or view is None:
        return None
    return planned, view, shown.plan.distance(planned.distance)


def sweep_blocks(site: Site, shown: Shown, id_: str, role: Role) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs, in the order of the page."""
    view = shown.views.control
    player = site.player.state() if site.player else None
    clock = {"c": clock_block(view, shown.rate, player)}
    found, detail = sweep_of(shown, id_), next((one for one in shown.views.sweeps if one.id == id_), None)
    if found is None or detail is None or shown.plan is None:
        first = sweep_words.NOT_THERE if found is None else sweep_words.WAITING
        return {"headline": _plain(first), "clock": clock}
    planned, sweep, distance = found
    names = named_places(shown.plan, distance)
    return {
        "headline": _headline(site, shown, planned, sweep, detail, distance),
        "clock": clock,
        "here": _here(shown.plan, distance, sweep, detail, names, view),
        "near": _near(site, detail, view, role),
        "done": _done(detail, names, view),
        "schedule": _road(planned, sweep, detail, names, view),
    }


def shown_bibs(shown: Shown, id_: str) -> list[str]:
    """Return the bibs whose places a sweep's page lists."""
    detail = next((one for one in shown.views.sweeps if one.id == id_), None)
    return [one.bib for one in (*detail.behind, *detail.ahead)] if detail else []


def _plain(first: str) -> dict[str, Any]:
    says = sweep_words.SAYS["look"]
    return {"severity": "look", "says": says, "first": first, "more": (), "messages": []}


def _headline(
    site: Site, shown: Shown, planned: Sweep, sweep: SweepView, detail: SweepDetail, distance: Distance
) -> dict[str, Any]:
    view = shown.views.control
    starts_ms = planned.schedule[0].at_ms + sweep.late_ms if planned.schedule else None
    driver = Driver(sweep, detail, distance.length_m, view.zone, view.race_now_ms, starts_ms)
    told = driver.told()
    for_staff = [m for m in view.messages if m.to in ("everybody", "stations") or _is_on(m.stretches, sweep)]
    return {
        "severity": told.severity,
        "says": sweep_words.SAYS[told.severity],
        "first": told.first,
        "more": told.more,
        "messages": with_words(site.people, for_staff, view.zone, view.race_now_ms),
    }


def _is_on(stretches: tuple[tuple[str, float, float], ...], sweep: SweepView) -> bool:
    return sweep.along_m is not None and any(
        distance == sweep.distance and from_m <= sweep.along_m <= to_m for distance, from_m, to_m in stretches
    )


def _here(
    plan: RacePlan,
    distance: Distance,
    sweep: SweepView,
    detail: SweepDetail,
    names: Names,
    view: RaceView,
) -> dict[str, Any]:
    seen_at = sweep.seen_place or ("" if sweep.seen_m is None else called(names, sweep.seen_m))
    here_m = sweep.along_m or 0.0
    near = [one for one in landmarks(plan, distance) if one[0] >= here_m - BEFORE_M][:SHOWN]
    return {
        "where": sweep_words.where(sweep, seen_at, view.zone, view.race_now_ms),
        "near": [(f"{along_m:.0f}", name) for along_m, name in near],
        "key": f"{detail.id}-{detail.words_said}",
    }


def _near(site: Site, detail: SweepDetail, view: RaceView, role: Role) -> dict[str, Any]:
    moment, viewer = Moment(site.now_ms(), site.over_ms()), Viewer(role)

    def rows(runners: tuple[SweepRunner, ...]) -> list[dict[str, Any]]:
        seen = [r for r in runners if may_see(viewer, Subject(normal_code(r.bib)), "position", moment)]
        return [
            {
                "bib": r.bib,
                "says": sweep_words.runner(r, view.zone, view.race_now_ms),
                "inside": r.inside,
                "acts": not r.inside and not r.ride and not r.let_go,
            }
            for r in seen
        ]

    return {
        "behind": rows(detail.behind),
        "ahead": rows(detail.ahead),
        "key": f"{detail.id}-{len(detail.done)}-{view.seq}",
    }


def _done(detail: SweepDetail, names: Names, view: RaceView) -> dict[str, Any]:
    zone, now_ms = view.zone, view.race_now_ms
    return {
        "done": [
            {
                "bib": one.bib,
                "says": sweep_words.done(one, zone, now_ms),
                "wrong": "" if one.known else "Nobody wears this bib. Mistyped? Undo it and key it again.",
                "source": one.source,
                "id": one.id,
            }
            for one in detail.done
        ],
        "said": [
            {
                "says": sweep_words.said(one, called(names, one.along_m), zone, now_ms),
                "wrong": ""
                if one.fits
                else "This does not fit the others, so it is not used. Undo it if it is wrong.",
                "source": one.source,
                "id": one.id,
            }
            for one in detail.said
        ],
    }


def _road(
    planned: Sweep, sweep: SweepView, detail: SweepDetail, names: Names, view: RaceView
) -> dict[str, Any]:
    """Return the next named places: when the schedule wants the sweep there, and whether a table stands."""
    stands = {(one.name, one.along_m): not one.packed_up for one in detail.stations}
    ahead = [one for one in names if one[0] > (sweep.along_m or 0.0) + 1.0]
    return {
        "rows": [
            (name, f"km {m / 1000:.1f}", _due(planned, m, sweep.late_ms, view), _table(stands.get((name, m))))
            for m, name in ahead[:AHEAD]
        ],
        "has_schedule": bool(planned.schedule),
        "late": words.minutes(sweep.late_ms / 1000) if sweep.late_ms >= 60_000 else "",
    }


def _due(planned: Sweep, along_m: float, late_ms: int, view: RaceView) -> str:
    due = due_ms(planned, along_m)
    return "" if due is None else words.clock(round(due) + late_ms, view.zone, view.race_now_ms)


def _table(is_open: bool | None) -> str:
    return "" if is_open is None else "station, open" if is_open else "station, packed up"
