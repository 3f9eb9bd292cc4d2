"""The whole made-up day: the same for the same dice, whole, and true to its own truth."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec
import numpy as np
import pytest

from alongside.errors import InputError
from alongside.events.bodies import EntryBody, FixBody, GunBody, ReadBody, RulingStatusBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.simulate.race import MadeUp, simulate


def _reads(made_up: MadeUp) -> list[tuple[Draft, ReadBody]]:
    return [(draft, draft.body) for draft in made_up.drafts if isinstance(draft.body, ReadBody)]


def _bib_of_chip(made_up: MadeUp) -> dict[str, int]:
    return {chip: int(entry.bib) for entry in made_up.entries for chip in entry.chips}


def _passings_ms(made_up: MadeUp) -> dict[tuple[int, str], int]:
    """True passings by bib and mat, starts too, as UTC milliseconds good to half a second."""
    day_ms, splits, runners = made_up.plan.day_start_ms, made_up.truth.splits, made_up.truth.runners
    rows = zip(splits["bib"], splits["mat"], splits["tod_s"], strict=True)
    true_ms = {(bib, mat): day_ms + tod_s * 1000 for bib, mat, tod_s in rows}
    for bib, tod_s in zip(runners["bib"], runners["start_tod_s"], strict=True):
        if tod_s is not None:
            true_ms[bib, "start"] = day_ms + tod_s * 1000
    return true_ms


def test_same_dice_same_day(plan: RacePlan) -> None:
    """The same generator gives the same day to the last bit; another gives another."""
    days = [simulate(plan, 150, np.random.default_rng(seed), phone_share=0.1) for seed in (5, 5, 6)]
    assert days[0] == days[1]
    assert days[0].drafts != days[2].drafts


def test_drafts_are_in_order_of_arrival(made_up: MadeUp) -> None:
    """Drafts come sorted by when they were received, and nothing is received before it happened."""
    received = [draft.received_at_ms for draft in made_up.drafts]
    assert received == sorted(received)
    assert all(draft.received_at_ms >= draft.at_ms for draft in made_up.drafts)


def test_keys_are_unique_but_for_resends(made_up: MadeUp) -> None:
    """A key that comes again carries exactly what it carried the first time; some do come again."""
    by_key: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in made_up.drafts:
        by_key[draft.source, draft.id].append(draft)
    again = [drafts for drafts in by_key.values() if len(drafts) > 1]
    assert len(again) > 100
    assert all(
        one.body == drafts[0].body and one.at_ms == drafts[0].at_ms for drafts in again for one in drafts
    )
    assert all(isinstance(drafts[0].body, ReadBody) for drafts in again)


def test_every_entry_ends_in_a_state(made_up: MadeUp) -> None:
    """Whoever has no finish read has the timer's word for how it ended, or that she never started."""
    bibs = _bib_of_chip(made_up)
    ends = {bibs[read.code] for _, read in _reads(made_up) if read.mat == "finish" and read.code in bibs}
    official = {
        int(draft.body.bib)
        for draft in made_up.drafts
        if isinstance(draft.body, RulingStatusBody) and draft.body.official
    }
    assert {int(entry.bib) for entry in made_up.entries} == ends | official


def test_not_started_are_said_after_the_last_read(made_up: MadeUp) -> None:
    """The timer marks those who never started only when every read has come in."""
    last_read = max(draft.at_ms or 0 for draft, _ in _reads(made_up))
    said = [
        draft
        for draft in made_up.drafts
        if isinstance(draft.body, RulingStatusBody) and draft.body.status == "dns"
    ]
    assert len(said) == made_up.truth.runners["status"].count("dns") > 0
    assert all(draft.received_at_ms > last_read for draft in said)


def test_official_word_agrees_with_the_truth(made_up: MadeUp) -> None:
    """What the timer says of a bib is what the truth says of it."""
    truth = dict(zip(made_up.truth.runners["bib"], made_up.truth.runners["status"], strict=True))
    said = [
        draft.body
        for draft in made_up.drafts
        if isinstance(draft.body, RulingStatusBody) and draft.body.official
    ]
    assert all(truth[int(body.bib)] == body.status for body in said)


def test_drop_outs_are_reported_soon_or_late(made_up: MadeUp) -> None:
    """Most of those who stopped are reported by a station or the sweep, the others late by race control."""
    runners, splits = made_up.truth.runners, made_up.truth.splits
    status = dict(zip(runners["bib"], runners["status"], strict=True))
    seen_s = dict(zip(splits["bib"], splits["tod_s"], strict=True))  # rows are in order of the road
    reports = [
        (draft, draft.body)
        for draft in made_up.drafts
        if isinstance(draft.body, RulingStatusBody) and not draft.body.official
    ]
    assert all(status[int(body.bib)] == body.status == "dnf" and body.place for _, body in reports)
    assert len({body.bib for _, body in reports}) > 0.8 * runners["status"].count("dnf")
    by = Counter(body.by for _, body in reports)
    assert by["station"] > by["sweep"] > 0
    late = [draft for draft, body in reports if body.by == "control"]
    assert 0 < len(late) < len(reports) / 2
    for draft in late:
        assert (draft.at_ms - made_up.plan.day_start_ms) / 1000 > seen_s.get(int(draft.body.bib), 0) + 3_000


def test_reads_are_at_true_passings(made_up: MadeUp) -> None:
    """Chip reads lie within 7 s of a true passing, except early ones at the start and one in a car."""
    bibs, true_ms = _bib_of_chip(made_up), _passings_ms(made_up)
    odd: Counter[str] = Counter()
    for draft, read in _reads(made_up):
        if read.by != "chip" or read.code not in bibs:
            continue
        true = true_ms.get((bibs[read.code], read.mat))
        if true is None or not -1_500 <= read.at_ms - true <= 7_000:
            odd["start" if read.mat == "start" and true and read.at_ms < true else draft.source] += 1
    early = odd.pop("start")
    assert early > 20
    assert sum(odd.values()) == 1


def test_miss_rate(made_up: MadeUp) -> None:
    """Mats miss .02-.3 % of the passings, one of them about 1 %, and none more than 3 %."""
    bibs = _bib_of_chip(made_up)
    seen = {
        (bibs[read.code], read.mat) for _, read in _reads(made_up) if read.by == "chip" and read.code in bibs
    }
    there: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for bib, mat in _passings_ms(made_up):
        if bib < 900_000:
            there[mat] += 1
            missed[mat] += (bib, mat) not in seen
    rates = sorted(missed[mat] / there[mat] for mat in there)
    assert np.mean(rates[:-1]) < 0.003
    assert 0.002 < rates[-1] < 0.03


def test_repeats_and_two_readers(made_up: MadeUp) -> None:
    """Most passings are read by both readers of a mat, and some twice by one, within five seconds."""
    by_passing: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    keys = set()
    for draft, read in _reads(made_up):
        if read.by == "chip" and read.mat != "start" and (draft.source, draft.id) not in keys:
            keys.add((draft.source, draft.id))
            by_passing[read.code, read.mat][read.reader].append(read.at_ms)
    both = np.mean([len(readers) == 2 for readers in by_passing.values()])
    assert 0.6 < both < 0.8
    twice = [times for readers in by_passing.values() for times in readers.values() if len(times) == 2]
    assert len(twice) > 200
    assert np.mean([abs(times[1] - times[0]) <= 6_000 for times in twice]) > 0.98


def test_one_mat_was_cut_off(made_up: MadeUp) -> None:
    """At some mat reads arrive more than 15 minutes late in one burst, elsewhere in seconds."""
    late: Counter[str] = Counter()
    for draft, read in _reads(made_up):
        late[read.mat] += draft.received_at_ms - read.at_ms > 900_000 and read.by == "chip"
    assert late.most_common(1)[0][1] > 50
    waits = [draft.received_at_ms - read.at_ms for draft, read in _reads(made_up) if read.by == "chip"]
    assert np.median(waits) < 4_000


def test_things_that_need_a_person(made_up: MadeUp) -> None:
    """There are chips nobody entered, bibs keyed by hand, and a runner on the wrong distance."""
    known = set(_bib_of_chip(made_up)) | {chip for sweep in made_up.plan.sweeps for chip in sweep.chips}
    assert len({read.code for _, read in _reads(made_up) if read.by == "chip"} - known) >= 2
    assert any(read.by == "bib" for _, read in _reads(made_up))
    entered = {int(entry.bib): entry.distance for entry in made_up.entries}
    ran = dict(zip(made_up.truth.runners["bib"], made_up.truth.runners["event"], strict=True))
    assert sum(ran[bib] != distance for bib, distance in entered.items()) == 2
    assert sum(isinstance(draft.body, EntryBody) for draft in made_up.drafts) == 1


def test_guns(made_up: MadeUp) -> None:
    """Every wave has one gun, the last one about four minutes after the plan, and nobody starts before it."""
    guns = {draft.body.wave: draft.body.gun_ms for draft in made_up.drafts if isinstance(draft.body, GunBody)}
    planned = {wave.id: wave.gun_ms for wave in made_up.plan.waves}
    late_s = {wave: (guns[wave] - planned[wave]) / 1000 for wave in planned}
    assert 0 <= late_s["1"] < 5
    assert 235 < late_s["3"] < 250
    runners, day_ms = made_up.truth.runners, made_up.plan.day_start_ms
    starts = [
        (start_s * 1000 + day_ms - guns[wave])
        for wave, start_s in zip(runners["wave"], runners["start_tod_s"], strict=True)
        if wave is not None and start_s is not None
    ]
    assert min(starts) > 0


def test_sweep_is_behind_everybody(made_up: MadeUp) -> None:
    """The sweep's chip is read at every mat of its distance, after every runner who came there."""
    truth = made_up.truth.splits
    rows = list(zip(truth["bib"], truth["mat"], truth["tod_s"], strict=True))
    sweep = {mat: tod_s for bib, mat, tod_s in rows if bib == 900_001}
    events = dict(zip(made_up.truth.runners["bib"], made_up.truth.runners["event"], strict=True))
    assert all(tod_s <= sweep[mat] for bib, mat, tod_s in rows if events[bib] == "full")
    chip = made_up.plan.sweeps[0].chips[0]
    assert {read.mat for _, read in _reads(made_up) if read.code == chip} == {*sweep, "start"}


def test_truth_has_the_schema_of_a_pair(made_up: MadeUp) -> None:
    """The truth's columns are those of a recorded pair, all of one length."""
    runners, splits = made_up.truth.runners, made_up.truth.splits
    assert list(splits) == ["race", "bib", "mat", "mat_seq", "km", "elapsed_s", "tod_s", "estimated"]
    assert {"bib", "wave", "start_tod_s", "event", "status", "finish_s", "gun_s", "last_mat"} < set(runners)
    for columns in (runners, splits, made_up.truth.companions):
        assert len({len(column) for column in columns.values()}) == 1
    assert set(splits["bib"]) <= set(runners["bib"])


def test_companions_were_side_by_side(made_up: MadeUp) -> None:
    """Pairs of the truth are within 20 s at every mat between the metres given, pacers apart."""
    companions = made_up.truth.companions
    times: dict[int, dict[float, int]] = defaultdict(dict)
    for bib, km, tod_s in zip(*(made_up.truth.splits[name] for name in ("bib", "km", "tod_s")), strict=True):
        times[bib][round(km, 2)] = tod_s
    rows = list(zip(*companions.values(), strict=True))
    assert {"start_finish", "start_parted"} <= {row[2] for row in rows}
    for bib_a, bib_b, kind, from_m, to_m in rows:
        assert bib_a < bib_b
        shared = [km for km in times[bib_a].keys() & times[bib_b].keys() if from_m <= km * 1000 <= to_m]
        gaps = [abs(times[bib_a][km] - times[bib_b][km]) for km in shared]
        assert max(gaps, default=0) <= 20, (bib_a, bib_b, kind)


def test_fixes_are_a_share_of_the_field(made_up: MadeUp) -> None:
    """About as many bibs send fixes as were asked for, one device each, and none without a start."""
    devices = {
        (draft.body.bib, draft.body.device) for draft in made_up.drafts if isinstance(draft.body, FixBody)
    }
    assert len(devices) == pytest.approx(0.03 * 0.97 * 2_000, rel=0.35)
    assert len({bib for bib, _ in devices}) == len(devices)
    status = dict(zip(made_up.truth.runners["bib"], made_up.truth.runners["status"], strict=True))
    assert all(status[int(bib)] != "dns" for bib, _ in devices)


def test_progress_is_told(plan: RacePlan) -> None:
    """Progress names steps and rises from 0 to 1."""
    heard: list[float] = []
    simulate(plan, 20, np.random.default_rng(1), progress=lambda step, share: heard.append(share))
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("runners", [1, 2, 7])
def test_tiny_fields(plan: RacePlan, runners: int) -> None:
    """A handful of runners, or one, is a race too."""
    assert len(simulate(plan, runners, np.random.default_rng(3), phone_share=1.0).entries) == runners


def test_what_cannot_be_is_said(plan: RacePlan) -> None:
    """No runners, a share above 1, or phones without a course line are refused in a sentence."""
    bare = msgspec.structs.replace(
        plan, distances=tuple(msgspec.structs.replace(one, line=None) for one in plan.distances)
    )
    for raced, runners, share in ((plan, 0, 0.1), (plan, 10, 1.5), (bare, 10, 0.1)):
        with pytest.raises(InputError):
            simulate(raced, runners, np.random.default_rng(1), phone_share=share)
