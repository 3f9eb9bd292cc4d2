"""On what grounds somebody is thought to be where she is."""

from __future__ import annotations

import msgspec
import pytest

from alongside.events.bodies import EntryBody, FixBody, PlanBody
from alongside.events.row import Draft
from alongside.live.grounds import grounds
from builders import FULL_KM, HALF_KM, at, distance, field_at, make_plan, race_of, read
from city_race import LINE

FIX = Draft(
    "phone/1", "f", at("07:30"), FixBody("p", "1", at("07:30"), LINE.lat[0] + 4 / 42.195, LINE.lon[0])
)


@pytest.mark.parametrize(
    ("clock", "what"), [("07:31", "phone"), ("07:35", "phone"), ("07:36", "pace"), ("08:30", "pace")]
)
def test_a_phone_that_has_fallen_silent_says_where_she_was_and_no_more(clock: str, what: str) -> None:
    """Five minutes after its last fix she is reckoned on from there, and no phone is said to say so."""
    full = msgspec.structs.replace(distance("full", FULL_KM), line=LINE)
    plan = make_plan(distances=(full, distance("half", HALF_KM)))
    opening = (
        Draft("plan", "1", None, PlanBody(plan)),
        Draft("r", "1", None, EntryBody("1", "full", "1", ("C1",))),
    )
    race = race_of(read("C1", "S", "07:01"), FIX, opening=opening)
    field = field_at(race, clock)
    assert field.by_phone[0]
    assert grounds(field, 0) == what
    assert (field.base_m[0], field.base_ms[0]) == (pytest.approx(4_000, abs=5), at("07:30"))


def test_who_was_read_by_mats_alone_goes_by_her_pace() -> None:
    """Between two mats she is reckoned on at the forecast's pace."""
    assert (
        grounds(field_at(race_of(read("C1", "S", "07:01"), read("C1", "5K", "07:40")), "07:50"), 0) == "pace"
    )
