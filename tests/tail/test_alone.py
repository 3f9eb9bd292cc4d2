"""Who is alone: nobody within reach, and her group gone, her pace fallen, or the very end of the field."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.events.bodies import FixBody, KeyedBody, LetGoBody
from alongside.events.plan import Place, Station
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.tail.alone import is_rear
from builders import at, body_draft, field_at, read, rows_of, rule_status
from parting_race import HALF_KM, flagged, plan, race, runs

OTHERS = {str(n): "full" for n in range(100, 140)}


def field_ahead(until_km: float) -> list[Draft]:
    """Return forty runners of the full, well ahead, a few seconds apart."""
    drafts: list[Draft] = []
    for n in range(100, 140):
        drafts += runs(str(n), 330, until_km, late_s=(n - 100) * 6)
    return drafts


def at_the_split() -> Race:
    """Return a full runner whose two friends of the half have turned off; everybody else is far ahead."""
    friends = [*runs("2", 450, 15, HALF_KM, 5), *runs("3", 450, 15, HALF_KM, 9)]
    return race(
        {"1": "full", "2": "half", "3": "half"} | OTHERS, [*runs("1", 450, 15), *friends, *field_ahead(25)]
    )


def test_who_loses_her_group_at_the_split_is_noticed() -> None:
    """Three mats together, then their road goes another way and nobody else is near: S3, S4."""
    race_ = at_the_split()
    assert flagged(race_, "08:58", "alone") == {}
    found = flagged(race_, "09:04", "alone")
    assert list(found) == ["1"]
    assert found["1"].startswith("her group went another way at km 16.0; the next are about")


def test_who_has_a_companion_that_stays_is_not_alone() -> None:
    """One of the group runs her distance: they go on together."""
    friends = [*runs("2", 450, 15, HALF_KM, 5), *runs("4", 450, 15, late_s=7)]
    drafts = [*runs("1", 450, 15), *friends, *field_ahead(25)]
    race_ = race({"1": "full", "2": "half", "4": "full"} | OTHERS, drafts)
    assert list(flagged(race_, "09:04", "alone")) == ["2"]  # whose road no one else runs


def test_when_somebody_comes_within_reach_the_flag_is_lowered() -> None:
    """Somebody has caught up: read together at the next mat, they keep each other company."""
    race_ = at_the_split()
    assert list(flagged(race_, "09:04", "alone")) == ["1"]
    later = [read("C1", "20K", "09:33:00"), read("C139", "25K", "09:21:10")]
    catches_up = [read("C2", "F", "09:38:00")]
    race_.apply(rows_of([*later, *catches_up], race_.state.seq + 1))
    assert list(flagged(race_, "09:35", "alone")) == ["1"]
    race_.apply(rows_of([rule_status("1", "dnf", "09:40")], race_.state.seq + 1))
    assert flagged(race_, "09:41", "alone") == {}


def test_company_that_comes_from_behind_lowers_the_flag() -> None:
    """The other one is read within a minute of her: nobody is alone with somebody in sight."""
    race_ = race({"1": "full", "5": "full"} | OTHERS, [*alone_at_the_end(), *runs("5", 520, 20, late_s=600)])
    assert "1" in flagged(race_, "10:12", "alone")
    together = [read("C1", "25K", "10:56:00"), read("C5", "25K", "10:56:30")]
    race_.apply(rows_of(together, race_.state.seq + 1))
    assert "1" not in flagged(race_, "11:02", "alone")


def alone_at_the_end() -> list[Draft]:
    """Return one runner at the very end, with nobody within a quarter of an hour at any mat."""
    return [*runs("1", 530, 20), *field_ahead(30)]


def test_at_the_very_end_with_nobody_near_at_the_last_mat_nor_now_she_is_noticed() -> None:
    """Distance and the end of the field together: the next are minutes away both ways."""
    race_ = race({"1": "full"} | OTHERS, alone_at_the_end())
    assert flagged(race_, "10:00", "alone") == {}  # just read: whoever is beside her may come any moment
    found = flagged(race_, "10:03", "alone")
    assert list(found) == ["1"] and found["1"].startswith("the next are about")


def test_far_from_others_in_the_middle_of_the_field_is_not_alone() -> None:
    """Between two waves there may be a gap; it takes the end of the field, a lost group or a fallen pace."""
    late = {str(n): "full" for n in range(200, 240)}
    drafts = [*alone_at_the_end()]
    for n in range(200, 240):
        drafts += runs(str(n), 600, 15, late_s=(n - 200) * 6)
    assert flagged(race({"1": "full"} | OTHERS | late, drafts), "10:03", "alone") == {}


def test_in_a_dense_field_nobody_is_alone() -> None:
    """Forty runners seconds apart: not even the last of them."""
    race_ = race(OTHERS, field_ahead(20))
    for clock in ("08:55", "09:05", "09:15"):
        assert flagged(race_, clock, "alone") == {}


def test_who_takes_much_longer_than_was_foreseen_is_noticed_with_both_times() -> None:
    """Her own pattern, not the field's: even for an hour, then a stretch at a walk, and nobody near."""
    walk = [*runs("1", 400, 15), read("C1", "20K", "09:32:00")]
    race_ = race({"1": "full"} | OTHERS, [*walk, *field_ahead(30)])
    found = flagged(race_, "09:38", "alone")
    assert list(found) == ["1"]
    assert found["1"].startswith("52 min from 15K to 20K, 3") and "were foreseen; the next" in found["1"]


def test_who_is_not_read_where_she_was_due_is_not_called_alone() -> None:
    """Walking, missed or gone: nobody knows where she is, and so not who is beside her."""
    race_ = race({"1": "full"} | OTHERS, [*runs("1", 400, 15), *field_ahead(30)])
    for clock in ("09:20", "09:24", "09:29", "09:45"):
        assert flagged(race_, clock, "alone") == {}


def test_a_table_that_saw_her_late_is_enough_to_notice_that_she_walks() -> None:
    """Keyed in half way, so late that she will take far longer than foreseen: nobody waits for the mat."""
    tables = plan(stations=(Station("w1", "Water 1", (Place("full", 17_000.0),)),))
    keyed = body_draft(KeyedBody("w1", "1", "in", at("09:05"), "station/w1/1"), "k1", "09:05")
    race_ = race({"1": "full"} | OTHERS, [*runs("1", 400, 15), keyed, *field_ahead(30)], tables)
    found = flagged(race_, "09:10", "alone")
    assert list(found) == ["1"] and "from 15K to 20K as she goes now, 3" in found["1"]


def test_a_phone_that_falls_silent_raises_nothing() -> None:
    """Her mats have seen her on time: whether her phone speaks is nobody's alarm."""
    drafts = [*runs("1", 400, 15), *runs("4", 400, 15, late_s=12), *field_ahead(30)]
    runners = {"1": "full", "4": "full"} | OTHERS
    fix = body_draft(FixBody("p1", "1", at("08:41"), 52.0, 13.0, 8.0), "f1", "08:41")
    assert flagged(race(runners, [*drafts, fix]), "09:05", "alone") == {}


def test_once_nobody_believes_her_place_she_is_not_called_alone_any_more() -> None:
    """An hour past her time it is no question of company: the list of the overdue has her."""
    race_ = race({"1": "full"} | OTHERS, [*runs("1", 530, 20), *field_ahead(42.195)])
    assert list(flagged(race_, "10:03", "alone")) == ["1"]
    assert flagged(race_, "12:40", "alone") == {}
    assert list(flagged(race_, "12:40", "overdue")) == ["1"]


def test_whoever_the_sweep_let_go_is_not_flagged() -> None:
    """Its crew was with her, and she chose to go on."""
    race_ = race({"1": "full"} | OTHERS, alone_at_the_end())
    let_go = body_draft(LetGoBody("sweep", "1", at("10:01"), "sweep/1"), "l1", "10:01")
    race_.apply(rows_of([let_go], race_.state.seq + 1))
    assert flagged(race_, "10:03", "alone") == {}


@pytest.mark.parametrize(("out", "finished", "rear"), [(40, 0, 4), (10, 0, 1), (2, 40, 2)])
def test_the_very_end_is_a_tenth_of_those_who_started(out: int, finished: int, rear: int) -> None:
    """Late in the day everybody who is left belongs to it."""
    runners = {str(n): "full" for n in range(out + finished)}
    drafts: list[Draft] = []
    for n in range(out + finished):
        drafts += runs(str(n), 300 if n >= out else 500, 42.195 if n >= out else 20, late_s=n * 3)
    race_ = race(runners, drafts)
    field = field_at(race_, "10:35")
    found = is_rear(field, race_.state.race)
    assert int(found.sum()) == rear
    assert np.sort(field.along_m)[:rear].tolist() == np.sort(field.along_m[found]).tolist()
