"""Who runs with whom now, as reads and phones come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
import pytest

from alongside.events.bodies import EntryBody, FixBody, PlanBody, ReadBody, TransferBody
from alongside.events.plan import Line, Mat, RacePlan
from alongside.events.row import Draft, Row
from alongside.live.announcer_view import ANNOUNCER
from alongside.live.company import CompanyDay
from alongside.live.company_views import Company
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from alongside.together.find import find
from alongside.together.of_race import field_of_race
from alongside.together.summary import REPORTED, reported
from alongside.units import MS_PER_S
from builders import DAY_MS, at, distance, entry, make_plan, rows_of
from parting_race import FULL_KM, HALF_KM, clock_of

OTHERS = [str(100 + number) for number in range(40)]
KM_DEG = 1000 / 111_195.0797
LINE = Line((50.0, 50.0 + 42.195 * KM_DEG), (8.0, 8.0), (0.0, 42_195.0))  # straight north
SPARSE_KM = {"S": 0, "10K": 10, "20K": 20, "25K": 25, "F": 42.195}


def plan(km: dict[str, float] = FULL_KM) -> RacePlan:
    """Return the plan: a full on a road straight north, and a half on the first part of it."""
    full = msgspec.structs.replace(distance("full", km), line=LINE)
    half_km = {mat: at_km for mat, at_km in HALF_KM.items() if mat in km}
    return make_plan(
        distances=(full, distance("half", half_km)), mats=tuple(Mat(mat, mat) for mat in km), sweeps=()
    )


def tell(bib: str, gun_s: dict[str, float]) -> list[Draft]:
    """Return reads of a runner at mats, in seconds after the gun."""
    found = []
    for mat, s in gun_s.items():
        at_ms = at("07:00") + round(s * MS_PER_S)
        body = ReadBody(f"C{bib}", mat, at_ms)
        found.append(Draft("reader", f"{bib}/{mat}", at_ms, body, at_ms))
    return found


def pace(bib: str, s_per_km: float, late_s: float = 0.0, km: dict[str, float] = FULL_KM) -> dict[str, float]:
    """Return seconds after the gun of a runner at an even pace, but for what her bib's dice give."""
    dice = np.random.default_rng(int(bib))
    off = np.cumsum(dice.normal(0, 12, len(km)))
    return {mat: late_s + s_per_km * at_km + float(off[i]) for i, (mat, at_km) in enumerate(km.items())}


def field(km: dict[str, float] = FULL_KM) -> list[Draft]:
    """Return the reads of forty who run by themselves."""
    paces = np.random.default_rng(1).uniform(330, 480, len(OTHERS))
    return [
        row
        for bib, s_per_km in zip(OTHERS, paces, strict=True)
        for row in tell(bib, pace(bib, s_per_km, int(bib) - 100.0, km))
    ]


def beside(gun_s: dict[str, float], gaps_s: Sequence[float]) -> dict[str, float]:
    """Return the clocks of who is so many seconds behind another at her mats."""
    return {mat: s + gap for (mat, s), gap in zip(gun_s.items(), gaps_s, strict=True)}


def opening(km: dict[str, float] = FULL_KM, bibs: Iterable[str] = ("1", "2", *OTHERS)) -> list[Draft]:
    """Return the plan and the entries."""
    return [
        Draft("plan", "1", None, PlanBody(plan(km))),
        *(entry(bib, "full", "1", f"C{bib}") for bib in bibs),
    ]


def log_of(drafts: Iterable[Draft], km: dict[str, float] = FULL_KM) -> list[Row]:
    """Return the rows of a log in which these came, in the order in which they were received."""
    return rows_of([*opening(km), *sorted(drafts, key=lambda one: one.received_at_ms or 0)])


def told(rows: Iterable[Row], clock: str, *bibs: str, day: CompanyDay | None = None) -> dict[str, Company]:
    """Return what is told of bibs at a time, from the rows received until then."""
    state = LiveState()
    state.apply(row for row in rows if row.received_at_ms <= at(clock))
    state.settle()
    return told_of(state, clock, *bibs, day=day)


def told_of(state: LiveState, clock: str, *bibs: str, day: CompanyDay | None = None) -> dict[str, Company]:
    """Return what is told of bibs at a time, all without."""
    index = state.crossings.field.index
    entries = [index(bib) for bib in bibs] or range(len(state.race))
    found = (day or CompanyDay()).of(state, entries, at(clock))
    return {state.crossings.field.entries[entry_].bib: company for entry_, company in found.items()}


FIRST = pace("1", 400)
TOGETHER = [0, 1, 0, 1, 0, 0, 1, 0, 0]
MET = [420, 300, 180, 60, 0, 1, 0, 0, 1]
PARTED = [0, 1, 0, 1, 0, 1, 90, 240, 600]


def pair(gaps_s: Sequence[float]) -> list[Draft]:
    """Return the reads of the field, and of two with such gaps."""
    return [*field(), *tell("1", FIRST), *tell("2", beside(FIRST, gaps_s))]


# --- Mats.


def test_who_started_together_is_told_with_since_the_start() -> None:
    """Each of the two is told the other, from metre 0, seen last at the mat they crossed last."""
    found = told(log_of(pair(TOGETHER)), clock_of(FIRST["20K"] + 30))
    assert set(found) == {"1", "2"}
    one, other = found["1"], found["2"]
    assert (one.bib, other.bib) == ("2", "1")
    assert (one.since, one.since_m, one.met) == ("S", 0.0, False)
    assert one.since_ms == at("07:00") + round(FIRST["S"] * 1000)
    assert one.last_ms == at("07:00") + round(FIRST["20K"] * 1000)
    assert other.last_ms == one.last_ms + 0
    assert one.log_odds == other.log_odds >= REPORTED


def test_who_met_is_told_from_the_mat_where_they_were_first_side_by_side() -> None:
    """Apart at four mats, then together: since 20K, and met."""
    found = told(log_of(pair(MET)), clock_of(FIRST["35K"] + 30))
    assert (found["1"].since, found["1"].since_m, found["1"].met) == ("20K", 20_000.0, True)
    assert found["2"].since_ms == at("07:00") + round(FIRST["20K"] * 1000)


def test_who_has_parted_is_told_no_more_after_a_minute() -> None:
    """The other has not come to the mat: for a minute she may be just behind, then they have parted."""
    rows = log_of(pair(PARTED))
    assert "1" in told(rows, clock_of(FIRST["30K"] + 50))
    assert told(rows, clock_of(FIRST["30K"] + 62)) == {}
    assert told(rows, clock_of(FIRST["F"])) == {}


def test_only_who_is_asked_for_is_told() -> None:
    """Company is worked out for the pages that are looked at."""
    rows, clock = log_of(pair(TOGETHER)), clock_of(FIRST["20K"] + 30)
    assert set(told(rows, clock, "2")) == {"2"}
    assert told(rows, clock, "100") == {}


def test_before_anybody_is_known_nobody_is_told() -> None:
    """An empty log, and a race in which nothing was read yet."""
    assert CompanyDay().of(LiveState(), [0], at("08:00")) == {}
    assert told(log_of([]), "08:00") == {}


def test_a_late_batch_leaves_what_a_log_in_order_tells() -> None:
    """A mat was offline for two hours and hands in everything at once: as if it had never been offline."""
    clock = clock_of(FIRST["35K"] + 30)
    late = [
        msgspec.structs.replace(one, received_at_ms=at(clock) - 1000) if "/15K" in one.id else one
        for one in pair(MET)
    ]
    day = CompanyDay()
    state = LiveState()
    batches = log_of(late)
    for until in (clock_of(FIRST["15K"] + 30), clock_of(FIRST["25K"]), clock_of(FIRST["30K"] + 5), clock):
        state.apply(row for row in batches if state.seq < row.seq and row.received_at_ms <= at(until))
        state.settle()
        before = told_of(state, until, day=day)
    assert before == told(log_of(pair(MET)), clock)
    assert before["1"].since == "20K"


def test_how_often_anybody_asked_leaves_no_trace() -> None:
    """Asked at every mat or once: the same words and the same bits."""
    rows, day, state = log_of(pair(PARTED)), CompanyDay(), LiveState()
    for mat in FULL_KM:
        clock = clock_of(FIRST[mat] + 5)
        state.apply(row for row in rows if state.seq < row.seq and row.received_at_ms <= at(clock))
        state.settle()
        assert told_of(state, clock, day=day) == told(rows, clock)


def test_after_the_last_read_it_is_what_the_search_of_the_whole_race_finds() -> None:
    """Kept up read by read, or searched at once: the same pairs, odds and mats."""
    rows, day, state = log_of([*pair(MET), *tell("2", {})]), CompanyDay(), LiveState()
    for start in range(0, len(rows), 60):
        state.apply(rows[start : start + 60])
        state.settle()
        if len(state.race):
            day.found(state, at("23:59"))
    kept = day.found(state, at("23:59"))
    whole = find(field_of_race(state.crossings, state.race, DAY_MS), np.random.default_rng(1), shifts=1)
    assert len(whole)
    for name in ("one", "other", "kind", "loose", "in_pack", "first", "end", "mats", "log_odds"):
        np.testing.assert_array_equal(getattr(kept, name), getattr(whole, name), err_msg=name)


def test_a_late_entry_is_told_like_everybody() -> None:
    """Her entry comes after her first reads: the chip was handed out at the start."""
    bibs = ["1", *OTHERS]
    late = Draft("roster", "late", None, EntryBody("2", "full", "1", ("C2",)), at("08:30"))
    drafts = sorted([*pair(TOGETHER), late], key=lambda one: one.received_at_ms or 0)
    rows, day, state = rows_of([*opening(bibs=bibs), *drafts]), CompanyDay(), LiveState()
    for clock in ("08:00", clock_of(FIRST["20K"] + 30)):
        state.apply(row for row in rows if state.seq < row.seq and row.received_at_ms <= at(clock))
        state.settle()
        found = told_of(state, clock, day=day)
        assert set(found) == (set() if clock == "08:00" else {"1", "2"})
    assert found["1"].since == "S"


def test_who_is_transferred_takes_her_company_along() -> None:
    """Entered for the half, she goes on with the other on the full: the mats they share count on."""
    entries = [row for row in opening() if row.id != "2/1/full/('C2',)"]
    half = Draft("roster", "half", None, EntryBody("2", "half", "1", ("C2",)))
    over = Draft("control", "t", at("08:30"), TransferBody("2", "full", "control/1"), at("08:30"))
    drafts = sorted([*pair(TOGETHER), over], key=lambda one: one.received_at_ms or 0)
    rows, day, state = rows_of([*entries, half, *drafts]), CompanyDay(), LiveState()
    assert len(entries) == len(opening()) - 1
    for clock in (clock_of(FIRST["10K"] + 30), clock_of(FIRST["20K"] + 30)):
        state.apply(row for row in rows if state.seq < row.seq and row.received_at_ms <= at(clock))
        state.settle()
        assert set(told_of(state, clock, day=day)) == {"1", "2"}
        assert told_of(state, clock, day=day) == told_of(state, clock)


def test_the_announcer_is_told_with_whom_each_comes() -> None:
    """Who is in the last kilometres, and who has just come in."""
    race = Race()
    clock = clock_of(FIRST["F"] + 40)
    race.apply(row for row in log_of(pair(TOGETHER)) if row.received_at_ms <= at(clock))
    home = race.look(at(clock), [ANNOUNCER]).control.home
    assert home is not None
    company = {one.bib: one.company for one in (*home.coming, *home.done)}
    assert company["1"] is not None and company["1"].bib == "2"


# --- Phones.


SPARSE_FIRST = pace("1", 400, km=SPARSE_KM)


def track(gun_s: dict[str, float], dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return a way in metres and seconds after the gun, uneven between mats."""
    along_m = np.arange(0, 42_196, 500.0)
    even = np.interp(along_m, 1000 * np.array(list(SPARSE_KM.values())), list(gun_s.values()))
    walk = np.convolve(dice.normal(0, 14, len(along_m) + 4), np.ones(5) / 2, "valid")
    return along_m, even + walk * ~np.isin(along_m, [0.0, 10_000, 20_000, 25_000])


def fixes(bib: str, along_m: np.ndarray, gun_s: np.ndarray, seed: int) -> list[Draft]:
    """Return a fix every half minute, some metres off."""
    dice, found = np.random.default_rng(seed), []
    for s in np.arange(gun_s[0] + seed, gun_s[-1], 30.0):
        north_m = float(np.interp(s, gun_s, along_m)) + dice.normal(0, 4)
        at_ms = at("07:00") + round(s * MS_PER_S)
        body = FixBody(f"p{bib}", bib, at_ms, 50.0 + north_m / 1000 * KM_DEG, 8.0, 6.0)
        found.append(Draft(f"p{bib}", str(at_ms), at_ms, body, at_ms + 2_000))
    return found


def phones(from_km: float, to_km: float = 43.0, share: Sequence[str] = ("1", "2")) -> list[Draft]:
    """Return reads at the sparse mats and fixes of two who run together from one kilometre to another."""
    along_m, first_s = track(SPARSE_FIRST, np.random.default_rng(7))
    apart_s = 25 * np.maximum(from_km - along_m / 1000, 0) + 40 * np.maximum(along_m / 1000 - to_km, 0)
    ways = {"1": first_s, "2": first_s + apart_s}
    mats_m = 1000 * np.array(list(SPARSE_KM.values()))
    drafts = field(SPARSE_KM)
    for number, (bib, gun_s) in enumerate(ways.items()):
        drafts += tell(bib, dict(zip(SPARSE_KM, np.interp(mats_m, along_m, gun_s).tolist(), strict=True)))
        drafts += fixes(bib, along_m, gun_s, number) if bib in share else []
    return drafts


def gun_at(km: float) -> float:
    """Return when the first of the two is at a kilometre, in seconds after the gun."""
    along_m, first_s = track(SPARSE_FIRST, np.random.default_rng(7))
    return float(np.interp(km * 1000, along_m, first_s))


def test_who_met_between_mats_is_told_from_the_kilometre_if_both_share_their_position() -> None:
    """Met at kilometre 22, mats at 20 and 25: since km 22 or 23, where mats tell nothing at all."""
    clock = clock_of(gun_at(33) + 30)
    found = told(log_of(phones(22.0), SPARSE_KM), clock)
    assert set(found) == {"1", "2"}
    assert found["1"].since in ("km 22", "km 23") and found["1"].met
    assert found["1"].since_m == 1000 * int(found["1"].since.removeprefix("km "))
    assert found["1"].since_ms == pytest.approx(at(clock_of(gun_at(found["1"].since_m / 1000))), abs=15_000)
    assert found["1"].last_ms > at(clock_of(gun_at(32) - 20))


@pytest.mark.parametrize("share", [(), ("1",), ("2",)])
def test_one_phone_alone_tells_of_nobody_s_company(share: Sequence[str]) -> None:
    """Lines count only where both share: then what is told is what mats tell, here nothing."""
    rows = log_of(phones(22.0, share=share), SPARSE_KM)
    assert told(rows, clock_of(gun_at(33) + 30)) == {}


def test_who_parted_between_mats_is_told_no_more_long_before_the_next_mat() -> None:
    """Together from the start to kilometre 27, next mat the finish: by kilometre 31 it is over."""
    rows = log_of(phones(-1.0, 27.0), SPARSE_KM)
    assert told(rows, clock_of(gun_at(26) + 20))["1"].since == "S"
    assert told(rows, clock_of(gun_at(31) + 200)) == {}
    by_mats = log_of(phones(-1.0, 27.0, share=()), SPARSE_KM)
    assert "1" in told(by_mats, clock_of(gun_at(31) + 200))


def test_fixes_in_any_order_tell_the_same() -> None:
    """A phone that hands in two hours at once, the newest first: as if it had sent each in its time."""
    clock = clock_of(gun_at(33) + 30)
    drafts = phones(22.0)
    late = [
        msgspec.structs.replace(one, received_at_ms=at(clock) - 1) if one.source == "p2" else one
        for one in reversed(drafts)
        if one.at_ms is not None and one.at_ms < at(clock) - 3_000
    ]
    in_time = [one for one in drafts if one.at_ms is not None and one.at_ms < at(clock) - 3_000]
    assert told(log_of(late, SPARSE_KM), clock) == told(log_of(in_time, SPARSE_KM), clock) != {}


def test_how_often_anybody_asked_of_phones_leaves_no_trace() -> None:
    """Asked at every kilometre, with one memory, or once: the same words and the same bits."""
    rows, day, state = log_of(phones(22.0, 31.0), SPARSE_KM), CompanyDay(), LiveState()
    for km in range(18, 36, 2):
        clock = clock_of(gun_at(km) + 30)
        state.apply(row for row in rows if state.seq < row.seq and row.received_at_ms <= at(clock))
        state.settle()
        assert told_of(state, clock, day=day) == told(rows, clock)
        assert bool(told_of(state, clock, day=day)) == (km in (28, 30, 32))


def test_a_phone_that_falls_silent_parts_nobody() -> None:
    """The other's last fix is from kilometre 32: half an hour later they are still thought to be together."""
    cut = at(clock_of(gun_at(32)))
    drafts = [one for one in phones(22.0) if one.source != "p2" or (one.at_ms or 0) < cut]
    assert "1" in told(log_of(drafts, SPARSE_KM), clock_of(gun_at(36)))


def test_a_snapshot_tells_what_the_log_tells() -> None:
    """The lines of phones are in the snapshot: after a restart the same company is told."""
    clock, state = clock_of(gun_at(33) + 30), LiveState()
    state.apply(row for row in log_of(phones(22.0), SPARSE_KM) if row.received_at_ms <= at(clock))
    assert told_of(LiveState.load(state.dump()), clock) == told_of(state, clock) != {}


def test_two_of_a_pack_are_not_told_for_their_phones() -> None:
    """A pace team of thirty from the start, two of whom share their position: nobody is told."""
    km, drafts = SPARSE_KM, [one for one in phones(-1.0) if one.id.split("/")[0] not in OTHERS[:28]]
    along_m, first_s = track(SPARSE_FIRST, np.random.default_rng(7))
    gun_s = np.interp(1000 * np.array(list(km.values())), along_m, first_s)
    for number, bib in enumerate(OTHERS[:28]):
        off = np.random.default_rng(number).uniform(-4, 4, len(km))
        drafts += tell(bib, dict(zip(km, (gun_s + off).tolist(), strict=True)))
    clock = clock_of(gun_at(28))
    assert told(log_of(drafts, km), clock, "1", "2") == {}
    assert set(told(log_of(phones(-1.0), km), clock, "1", "2")) == {"1", "2"}


def test_no_view_holds_where_a_phone_was() -> None:
    """What is told of company are a place by its name, whole kilometres and times: no degrees, no metres."""
    found = told(log_of(phones(22.0), SPARSE_KM), clock_of(gun_at(33) + 30))["1"]
    assert found.since_m % 1000 == 0
    assert set(msgspec.structs.asdict(found)) == {
        "bib", "adult", "since", "since_m", "since_ms", "last_ms", "met", "log_odds",
    }  # fmt: skip


def test_pairs_found_by_mats_are_those_of_the_report() -> None:
    """Without a phone, whoever is told before the finish is of the pairs that the report counts."""
    state = LiveState()
    state.apply(log_of(pair(TOGETHER)))
    state.settle()
    day = CompanyDay()
    pairs = reported(day.found(state, at("23:59")))
    entries = state.crossings.field.entries
    bibs = {frozenset((entries[a].bib, entries[b].bib)) for a, b in zip(pairs.one, pairs.other, strict=True)}
    now = told_of(state, clock_of(FIRST["F"] + 20), "1", day=day)
    assert frozenset(("1", now["1"].bib)) in bibs


def test_a_crossing_counts_from_the_next_full_minute_on_however_often_somebody_looks() -> None:
    """Within a minute nothing changes; a look each second, one an hour later, and one back say the same."""
    state = LiveState()
    state.apply(log_of(pair(TOGETHER)))
    state.settle()
    often = CompanyDay()
    clocks = [
        f"{hour:02d}:{minute:02d}:{second:02d}"
        for hour in (8, 9)
        for minute in (0, 7, 44)
        for second in (0, 30, 59)
    ]
    seen = {clock: _odds(often, state, clock) for clock in clocks}
    assert len({seen[clock] for clock in clocks}) > 1
    for clock in clocks:
        assert seen[clock] == _odds(CompanyDay(), state, clock)
        assert seen[clock] == seen[f"{clock[:5]}:00"]
    assert _odds(often, state, clocks[0]) == seen[clocks[0]]


def _odds(day: CompanyDay, state: LiveState, clock: str) -> tuple[float, ...]:
    return tuple(day.found(state, at(clock)).log_odds.tolist())
