"""When a race was over, from which its links count their last days."""

from __future__ import annotations

from alongside.events.plan import RacePlan
from alongside.live.views import RaceView
from alongside.units import MS_PER_S

GRACE_MS = 24 * 3600 * MS_PER_S  # somebody whom no finish mat saw must not keep every link alive for ever


def over_ms(view: RaceView, plan: RacePlan) -> int | None:
    """Return when everybody was accounted for, or a day after the last planned time; ``None`` before."""
    if view.accounted_ms is not None:
        return view.accounted_ms
    end_ms = planned_end_ms(plan, view.limit_ms) + GRACE_MS
    return end_ms if view.race_now_ms > end_ms else None


def planned_end_ms(plan: RacePlan, limit_ms: int | None = None) -> int:
    """Return the last time of a plan: a limit, a cutoff, a station's closing, a sweep's arrival, a gun."""
    times = [limit_ms, *(cutoff.closes_ms for cutoff in plan.cutoffs)]
    times += [station.closes_ms for station in plan.stations]
    times += [point.at_ms for sweep in plan.sweeps for point in sweep.schedule]
    times += [wave.gun_ms for wave in plan.waves]
    return max((ms for ms in times if ms is not None), default=plan.day_start_ms)
