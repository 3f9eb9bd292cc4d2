"""What a changed folder says otherwise, in sentences that somebody reads at five in the morning."""

from __future__ import annotations

import msgspec
import pytest

from alongside.course.versions import map_between
from alongside.events.bodies import EntryBody
from alongside.events.plan import Cutoff, FeedPlan, Line, Place, RacePlan, Station, SweepPoint
from alongside.live.differences import entry_differences, plan_differences
from builders import at, make_plan

STATION = Station("nine", "Old Harbour", (Place("full", 12_000.0),), closes_ms=at("11:00"))
CUTOFF = Cutoff("bridge", "Long Bridge", "full", 30_000.0, at("12:00"))
PLAN = make_plan(stations=(STATION,), cutoffs=(CUTOFF,))
FULL, HALF = PLAN.distances


def told(new: RacePlan, old: RacePlan = PLAN) -> list[str]:
    """Return the differences of two plans."""
    return plan_differences(old, new, map_between(old, new))


def changed(**fields: object) -> RacePlan:
    """Return the plan with some fields changed."""
    return msgspec.structs.replace(PLAN, **fields)


def station(**fields: object) -> RacePlan:
    """Return the plan with its station changed."""
    return changed(stations=(msgspec.structs.replace(STATION, **fields),))


def full(**fields: object) -> RacePlan:
    """Return the plan with the full changed."""
    return changed(distances=(msgspec.structs.replace(FULL, **fields), HALF))


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (station(closes_ms=at("11:30")), "Aid station Old Harbour: closes 11:30 instead of 11:00."),
        (station(closes_ms=None), "Aid station Old Harbour: closes no time instead of 11:00."),
        (
            station(places=(Place("full", 12_500.0),)),
            "Aid station Old Harbour: at 12.5 km of full instead of 12 km of full.",
        ),
        (changed(stations=()), "Aid station Old Harbour: no longer there."),
        (
            changed(stations=(STATION, msgspec.structs.replace(STATION, id="ten", name="Ten"))),
            "Aid station Ten: new.",
        ),
        (
            changed(cutoffs=(msgspec.structs.replace(CUTOFF, closes_ms=at("12:10")),)),
            "Cutoff Long Bridge: closes 12:10 instead of 12:00.",
        ),
        (changed(name="Other"), "The name of the race changed."),
        (full(length_m=42_000.0), "Full: 42 km instead of 42.195 km."),
        (full(limit_s=28_800.0), "Full: limit 8:00 instead of 7:30."),
        (full(limit_s=None), "Full: limit none instead of 7:30."),
        (full(limit_from="own_gun"), "Full: limit 7:30 from each runner's own gun instead of 7:30."),
        (full(max_speed_mps=9.0), "Full: a detail of its timing changed."),
        (changed(distances=(FULL,)), "Distance Half: no longer there."),
        (changed(emergency="+1 555 0199"), "The emergency number changed."),
        (changed(feeds=(FeedPlan("timer", "raceresult"),)), "The list of timing feeds changed."),
        (
            changed(
                sweeps=(msgspec.structs.replace(PLAN.sweeps[0], schedule=(SweepPoint(0.0, at("08:00")),)),)
            ),
            "Sweep bus: another schedule.",
        ),
    ],
)
def test_each_change_is_one_sentence_with_both_values(new: RacePlan, sentence: str) -> None:
    """What it is now, and what it was."""
    assert told(new) == [sentence]


def test_a_course_on_other_roads_says_how_much_of_the_old_is_gone() -> None:
    """The first half of the road is kept, the second is not."""
    old = full(line=Line((52.0, 52.1), (13.0, 13.0), (0.0, 42_195.0)))
    new = full(line=Line((52.0, 52.05, 52.05), (13.0, 13.0, 13.2), (0.0, 21_000.0, 42_195.0)))
    said = told(new, old)
    assert len(said) == 1
    assert said[0].startswith("Full: the course has changed; ")
    assert said[0].endswith(" km of the old one are gone.")


def test_the_same_plan_says_nothing() -> None:
    """Nothing changed is no sentence at all."""
    assert told(PLAN) == []


def test_entries_are_named_as_long_as_one_can_read_them() -> None:
    """Eight bibs by number, more as a count; who is new, who is corrected and how."""
    known = [EntryBody(str(n), "full", "1") for n in range(3)]
    new = [EntryBody(str(n), "full", "1") for n in range(10, 1_020)]
    moved = EntryBody("1", "half", "2", ("C9",))
    named = {entry.bib for entry in (*known, *new)}
    assert entry_differences(known, [moved, *new], named) == [
        "1,010 new entries: bibs 10, 11, 12, 13, 14, 15, 16, 17 and 1,002 more.",
        "1 entry corrected: bib 1 (distance full to half, wave 1 to 2, chips).",
    ]
    assert entry_differences(known, [], {"0", "1"}) == ["1 entry: bib 2. Not in roster.csv; kept as before."]
