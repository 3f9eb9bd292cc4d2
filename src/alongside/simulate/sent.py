"""Everything that arrives on a made-up day, in order of arrival: guns, reads, fixes and rulings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from alongside.events.bodies import ReadBody
from alongside.events.row import Draft
from alongside.simulate import reads
from alongside.simulate.day import Day
from alongside.simulate.passings import Passings
from alongside.simulate.phones import fixes_of
from alongside.simulate.rulings import chip_of, closing_drafts, drop_drafts, gun_drafts

_CAR_MPS = 17.0
_KEYED = 0.5  # of missed passings a volunteer wrote down the bib


def all_drafts(
    day: Day,
    passings: Passings,
    phone_share: float,
    rng: np.random.Generator,
    say: Callable[[str, float], None],
) -> list[Draft]:
    """Return all drafts of a day, sorted by ``received_at_ms``."""
    code = np.array([chip_of(int(bib)) for bib in day.field.bib])
    mat = passings.mats()
    unseen = reads.missed(mat, day.shown[passings.runner], rng)
    drafts = gun_drafts(day, rng) + drop_drafts(day, rng)
    drafts += _mat_drafts(day, passings, code, ~unseen, rng)
    drafts += _keyed_by_hand(day, passings, unseen, rng)
    finish = np.array([split.role == "finish" for split in passings.splits])[passings.split]
    drafts += closing_drafts(day, passings.runner[unseen & finish], rng)
    say("Phones", 0.6)
    drafts += _phone_drafts(day, phone_share, rng)
    return sorted(drafts, key=lambda draft: (draft.received_at_ms, draft.source, draft.id))


def _mat_drafts(
    day: Day, passings: Passings, code: np.ndarray, seen: np.ndarray, rng: np.random.Generator
) -> list[Draft]:
    mat = passings.mats()
    parts = [reads.seen_by_mats(code[passings.runner[seen]], mat[seen], passings.tod_ms[seen], rng)]
    parts += _at_the_start(day, code, rng) + _sweep_reads(day, rng) + _in_a_car(day, code, rng)
    mats = sorted(set(mat.tolist()))
    if mats:
        parts.append(reads.strangers(mats, int(passings.tod_ms.min()), int(passings.tod_ms.max()), rng))
    sent = reads.joined(parts)
    on_the_way = sorted({split.mat for split in passings.splits} - _ends(passings))
    return reads.drafts_of(sent, reads.received_ms(sent, on_the_way, rng), day.plan.day_start_ms, rng)


def _ends(passings: Passings) -> set[str]:
    return {split.mat for split in passings.splits if split.role in ("start", "finish")}


def _at_the_start(day: Day, code: np.ndarray, rng: np.random.Generator) -> list[reads.Sent]:
    """Those who wait on the start mat before their gun, distance by distance."""
    parts = []
    for number, distance in enumerate(day.plan.distances):
        rows = np.flatnonzero(day.field.starts & (day.field.runs == number) & ~day.shown)
        gun_ms = np.round(day.gun_tod_s[day.field.wave[rows]] * 1000).astype(np.int64)
        mats = [split.mat for split in distance.splits if split.role == "start"]
        parts += [reads.before_the_gun(code[rows], gun_ms, mat, rng) for mat in mats[:1]]
    return parts


def _sweep_reads(day: Day, rng: np.random.Generator) -> list[reads.Sent]:
    parts = []
    for sweep, clock_s in zip(day.plan.sweeps, day.sweeps(), strict=True):
        splits = day.plan.distance(sweep.distance).splits
        if sweep.chips and splits:
            at_ms = np.interp([split.along_m for split in splits], day.at_m, clock_s) * 1000
            mat = np.array([split.mat for split in splits])
            chip = np.array([sweep.chips[0]] * len(splits))
            parts.append(reads.seen_by_mats(chip, mat, np.round(at_ms).astype(np.int64), rng))
    return parts


def _in_a_car(day: Day, code: np.ndarray, rng: np.random.Generator) -> list[reads.Sent]:
    """One who stopped is driven over a mat further on: a pace that nobody runs."""
    for row in rng.permutation(np.flatnonzero(day.stopped & ~day.shown)).tolist():
        splits = day.plan.distances[day.field.runs[row]].splits
        ahead = [
            split for split in splits if split.along_m > day.end_m[row] + 4_000 and split.role == "split"
        ]
        for split in ahead[-1:]:
            there_s = day.at(row, day.end_m[row]) + (split.along_m - day.end_m[row]) / _CAR_MPS
            if _too_fast(day, row, split.along_m, there_s):
                at_ms = np.array([round(there_s * 1000)])
                return [reads.Sent(code[[row]], np.array([split.mat]), np.array([f"{split.mat}-a"]), at_ms)]
    return []


def _too_fast(day: Day, row: int, there_m: float, there_tod_s: float) -> bool:
    """Whether nobody can have run there from the last split that she passed."""
    distance = day.plan.distances[day.field.runs[row]]
    last_m = max(split.along_m for split in distance.splits if split.along_m <= day.end_m[row])
    return bool(there_m - last_m > 1.2 * distance.max_speed_mps * (there_tod_s - day.at(row, last_m)))


def _keyed_by_hand(day: Day, passings: Passings, unseen: np.ndarray, rng: np.random.Generator) -> list[Draft]:
    """Bibs that volunteers typed: half of those whom a mat missed, some minutes later, seconds out."""
    drafts = []
    mats = passings.mats()
    for number, row in enumerate(np.flatnonzero(unseen)):
        split = passings.splits[passings.split[row]]
        if rng.random() > _KEYED or split.role in ("start", "finish"):
            continue
        bib = str(day.field.bib[passings.runner[row]])
        at_ms = (
            day.plan.day_start_ms + int(passings.tod_ms[row]) // 1000 * 1000 + int(rng.integers(-6, 9)) * 1000
        )
        body = ReadBody(bib, str(mats[row]), at_ms, by="bib", reader=f"hand-{mats[row]}")
        later_ms = int(rng.integers(60_000, 900_000))
        drafts.append(Draft(body.reader, str(number + 1), at_ms, body, at_ms + later_ms))
    return drafts


def _phone_drafts(day: Day, phone_share: float, rng: np.random.Generator) -> list[Draft]:
    """Fixes of a share of those who started, and of whoever a story is told of."""
    drafts: list[Draft] = []
    carries = day.field.starts & ((rng.random(len(day.field)) < phone_share) | day.shown)
    for row in np.flatnonzero(carries) if phone_share else ():
        line = day.plan.distances[day.field.runs[row]].line
        device = f"phone-{int(rng.integers(16**8)):08x}"
        bib = str(day.field.bib[row])
        if line is not None:
            drafts += fixes_of(
                bib, device, line, day.clock_s[row], day.at_m, day.end_m[row], day.plan.day_start_ms, rng
            )
    return drafts
