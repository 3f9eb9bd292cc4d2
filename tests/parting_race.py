"""A race whose half and full run fifteen kilometres together and part; for tests of company and of risk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alongside.events.bodies import PlanBody
from alongside.events.plan import Cutoff, Mat, RacePlan, Shared, Sweep, SweepPoint
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from builders import DAY_MS, at, distance, entry, make_plan, read, rows_of

FULL_KM = {"S": 0, "5K": 5, "10K": 10, "15K": 15, "20K": 20, "25K": 25, "30K": 30, "35K": 35, "F": 42.195}
HALF_KM = {"S": 0, "5K": 5, "10K": 10, "15K": 15, "F": 21.0975}
PART_M = 16_000.0
LIMIT_S = 27_000
SWEPT = SweepPoint(0, at("07:45")), SweepPoint(42_195, at("15:00"))


def plan(**changes: object) -> RacePlan:
    """Return the plan: one road to kilometre 16, a cutoff at 30 km, a sweep at the limit's pace."""
    fields: dict[str, object] = {
        "distances": (distance("full", FULL_KM, LIMIT_S), distance("half", HALF_KM, LIMIT_S)),
        "mats": tuple(Mat(mat, mat) for mat in FULL_KM),
        "shared": (Shared("full", 0.0, PART_M, "half", 0.0, PART_M),),
        "cutoffs": (Cutoff("long-bridge", "Long Bridge", "full", 30_000.0, at("12:50")),),
        "sweeps": (Sweep("sweep", "Sweep bus", "full", SWEPT),),
    }
    return make_plan(**(fields | changes))


def runs(
    bib: str, pace_s_per_km: float, until_km: float, km: dict[str, float] = FULL_KM, late_s: float = 0.0
) -> list[Draft]:
    """Return the reads of a runner of wave 1 at an even pace, ``late_s`` behind the gun, to a kilometre."""
    there = [(mat, at_km) for mat, at_km in km.items() if at_km <= until_km]
    return [read(f"C{bib}", mat, clock_of(late_s + pace_s_per_km * at_km)) for mat, at_km in there]


def clock_of(gun_s: float) -> str:
    """Return the time of day so many seconds after the gun of wave 1."""
    seconds = round((at("07:00") - DAY_MS) / 1000 + gun_s)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def race(runners: dict[str, str], drafts: Iterable[Draft], the_plan: RacePlan | None = None) -> Race:
    """Return the race of ``runners`` (bib to distance) with rows applied in the order of their times."""
    opening: Sequence[Draft] = [
        Draft("plan", "1", None, PlanBody(the_plan or plan())),
        *(entry(bib, runs_, "1", f"C{bib}") for bib, runs_ in runners.items()),
    ]
    found = Race()
    ordered = sorted(drafts, key=lambda one: one.received_at_ms or 0)
    found.apply(rows_of([*opening, *ordered]))
    found.state.settle()
    return found


def flagged(race_: Race, clock: str, flag: str) -> dict[str, str]:
    """Return who has a flag once a tick has been decided: bib to the reason."""
    race_.apply(rows_of(race_.decide(at(clock)), race_.state.seq + 1))
    return {bib: why for bib, (_, why) in race_.state.flags.of(flag).items()}  # type: ignore[arg-type]
