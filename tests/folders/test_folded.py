"""A day folded to some time: the state that a live system would hold then."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np

from alongside.events.bodies import FixBody, PlanBody, ReadBody
from alongside.events.plan import Line
from alongside.events.row import Draft
from alongside.folders.asked_folded import asked_of_state
from alongside.folders.folded import fold_day, pasts_of_state
from alongside.folders.recorded import Day
from alongside.forecast.asked import Asked
from builders import DAY_MS, OPENING, ZONE, at, body_draft, entry, gun, make_plan, read, rule_status
from station_race import STATION_LIST, keyed


def day_of(*drafts: Draft) -> Day:
    """Return a recorded day of the small race."""
    opening = [Draft(d.source, d.id, d.at_ms, d.body, at("06:00")) for d in OPENING]
    played = sorted(drafts, key=lambda draft: draft.received_at_ms or 0)
    return Day("Small Race", ZONE, [*opening, *played], (at("06:00"), at("16:00")))


def received(draft: Draft) -> Draft:
    """Return a draft received when it happened."""
    return Draft(draft.source, draft.id, draft.at_ms, draft.body, draft.at_ms)


def asked_at(clock: str, *drafts: Draft) -> dict[str, Asked]:
    """Return who is still out at a time, by distance."""
    state = fold_day(day_of(*drafts), at(clock))
    return {asked.distance: asked for asked in asked_of_state(state, at(clock))}


def tod(clock: str) -> float:
    """Return a time of day in seconds."""
    return (at(clock) - DAY_MS) / 1000


READS = (
    read("C1", "S", "07:00"),
    read("C1", "5K", "07:30"),
    read("C2", "S", "07:31"),
    read("C1", "10K", "08:00"),
)


def test_known_is_what_was_received_by_then() -> None:
    """A read that was made earlier and comes later is not known yet."""
    late = read("C2", "5K", "07:50", received="09:30")
    full = asked_at("09:00", *READS, late)["full"]
    assert (full.bibs, full.mats) == (("1", "2"), ("5K", "10K", "HALF", "30K", "F"))
    np.testing.assert_array_equal(full.known.start_s, [tod("07:00"), tod("07:31")])
    np.testing.assert_array_equal(full.known.at_s[:, :2], [[tod("07:30"), tod("08:00")], [np.nan, np.nan]])
    assert asked_at("10:00", *READS, late)["full"].known.at_s[1, 0] == tod("07:50")


def test_who_has_finished_or_dropped_out_is_not_asked_about() -> None:
    """A finish read ends it, and so does a ruling; nobody who never started is out."""
    rows = (*READS, read("C1", "F", "11:00"), received(rule_status("2", "dnf", "09:10")))
    assert asked_at("09:05", *rows)["full"].bibs == ("1", "2")
    assert asked_at("09:15", *rows)["full"].bibs == ("1",)
    assert asked_at("11:30", *rows)["full"].bibs == ()
    assert asked_at("09:05", *rows)["half"].bibs == ()


def test_an_estimate_is_not_known() -> None:
    """What was worked out from later reads is left out even when it has been received."""
    guessed = read("C2", "5K", "07:50", estimated=True)
    assert np.isnan(asked_at("09:00", *READS, guessed)["full"].known.at_s[1]).all()


def test_a_start_that_the_mat_missed_leaves_her_wave_s_gun() -> None:
    """Her own start is not known; the gun of her wave is, as it was fired."""
    known = asked_at("09:00", read("C2", "5K", "08:05"), received(gun("2", "07:33")))["full"].known
    assert np.isnan(known.start_s).all()
    assert known.gun_s is not None and known.gun_s.tolist() == [tod("07:33")]


def test_expected_times_and_waves_come_from_the_entries() -> None:
    """What the roster says of her pace and wave is known from the start."""
    again = entry("1", "full", "2", "C1")
    told = replace_body(again, expected_s=18_000.0)
    known = asked_at("08:30", told, *READS)["full"].known
    assert known.expected_s is not None and known.group is not None
    np.testing.assert_array_equal(known.expected_s, [18_000, np.nan])
    assert known.group.tolist() == [1, 1]


def replace_body(draft: Draft, **changes: object) -> Draft:
    """Return a draft at six in the morning with fields of its body replaced."""
    return Draft("roster", "again", None, msgspec.structs.replace(draft.body, **changes), at("06:00"))


def test_a_phone_beyond_the_last_mat_is_a_fix() -> None:
    """The newest place on the course that lies past the last mat is known, with how far it may be off."""
    km = np.linspace(0.0, 42.195, 400)
    line = Line(tuple(48.0 + km / 111.195), tuple([9.0] * 400), tuple(km * 1000))
    plan = make_plan()
    full = msgspec.structs.replace(plan.distances[0], line=line)
    mapped = msgspec.structs.replace(plan, distances=(full, plan.distances[1]))
    map_row = Draft("plan", "2", None, PlanBody(mapped), at("06:01"))
    fix = body_draft(FixBody("phone", "1", at("08:20"), 48.0 + 12.0 / 111.195, 9.0, 20.0), "f1", "08:20")
    known = asked_at("08:30", map_row, *READS, received(fix))["full"].known
    assert known.fix_m is not None and known.fix_s is not None and known.fix_sd_m is not None
    np.testing.assert_allclose(known.fix_m, [12_000, np.nan], atol=30)
    np.testing.assert_array_equal(known.fix_s, [tod("08:20"), np.nan])
    np.testing.assert_array_equal(known.fix_sd_m, [30, np.nan])


def test_the_past_race_of_a_folded_day_has_everything_that_came_in() -> None:
    """Both distances, statuses, and estimates marked as such; who was never seen has no crossing."""
    rows = (*READS, read("C1", "F", "11:00"), read("C2", "5K", "07:50", estimated=True))
    full, half = pasts_of_state(fold_day(day_of(*rows)), "small")
    assert (full.bibs, half.bibs, full.status.tolist()) == (("1", "2"), ("3",), ["finished", "on_course"])
    np.testing.assert_array_equal(full.at_s[:, -1], [tod("11:00"), np.nan])
    assert full.estimated[:, 0].tolist() == [False, True]
    assert np.isnan(half.at_s).all()


def test_a_repeat_changes_nothing_and_a_decided_day_decides_nothing_anew() -> None:
    """The same key again is the same row; a log is folded as it stands."""
    once, twice = (fold_day(day_of(*READS, *again)) for again in ((), (READS[1],)))
    assert once.crossings.columns["at_ms"].tolist() == twice.crossings.columns["at_ms"].tolist()
    hour_ahead = wrong_clock()
    undecided, decided = (fold_day(replace(day_of(*hour_ahead), decided=log)) for log in (False, True))
    assert undecided.seq > decided.seq == len(OPENING) + len(hour_ahead)


def test_whom_two_stations_call_stopped_is_out_no_more() -> None:
    """The race decides it of its own accord, as on the day; what one station says stays a word."""
    plan = body_draft(PlanBody(make_plan(stations=STATION_LIST)), "p2", "06:01")
    one, two = received(keyed("2", "dropped", "08:30")), received(keyed("2", "dropped", "11:00", "late"))
    assert asked_at("12:00", received(plan), *READS, one)["full"].bibs == ("1", "2")
    assert asked_at("12:00", received(plan), *READS, one, two)["full"].bibs == ("1",)


def wrong_clock() -> list[Draft]:
    """Return sixty runners whom a decoder that is an hour ahead reads at 5K."""
    bibs = range(100, 160)
    entries = [Draft("roster", f"{bib}", None, entry(f"{bib}").body, at("06:01")) for bib in bibs]
    rows = [*entries, *(read(f"{bib}", "S", "07:00", f"{bib}/s") for bib in bibs)]
    for i, bib in enumerate(bibs):
        came_ms = at("07:30") + i * 7000
        rows.append(Draft("box", f"{bib}", None, ReadBody(f"{bib}", "5K", came_ms + 3_600_000), came_ms))
    return rows


def test_a_clock_that_is_wrong_is_corrected_as_on_the_day() -> None:
    """Reads from the future correct their device; without that they would not be known at all."""
    at_s = asked_at("07:45", *wrong_clock())["full"].known.at_s[:, 0]
    assert np.isfinite(at_s).sum() > 50
    assert np.nanmax(at_s) <= tod("07:45")
