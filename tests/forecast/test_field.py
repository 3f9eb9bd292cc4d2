"""The forecast of the whole field: worked out by parts, and always what it would be all at once."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alongside.events.bodies import FixBody, NoticeBody
from alongside.events.plan import Cutoff
from alongside.events.row import Draft
from alongside.forecast.field import awake_splits, clocks_ms
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import DAY_MS, FULL_KM, HALF_KM, at, body_draft, distance, entry, gun, make_plan, read, rows_of, undo
from station_race import keyed, opening as stations

RUNNERS = 60
STEPS = (1_000, 10_000, 37_000, 600_000)


def day(seed: int) -> list[Draft]:
    """Return a day with everything in it that a forecast hangs on, in the order in which it was received."""
    dice, drafts = np.random.default_rng(seed), list[Draft]()
    for n in range(1, RUNNERS + 1):
        pace_mps, start_ms = dice.uniform(1.5, 4.5), at("07:00") + int(dice.integers(0, 900_000))
        for mat, km in FULL_KM.items():
            ms = start_ms + int(km * 1e6 / pace_mps)
            if dice.random() < 0.95:
                drafts.append(read_at(f"C{n}", mat, ms))
            if dice.random() < 0.04:
                break
    odd = read("C5", "10K", "07:10")
    drafts += [odd, keyed("7", "in", "09:10"), keyed("9", "in", "10:00", "late"), keyed("3", "dropped", "09:00")]
    drafts += [fix("11", "08:05"), fix("12", "09:00"), gun("2", "07:50")]
    drafts += [body_draft(NoticeBody("stopped", "control", "full"), "stop", "09:30")]
    drafts += [body_draft(NoticeBody("resumed", "control", "full"), "on", "09:41")]
    drafts += [body_draft(NoticeBody("diverted", "control", "full", 20_000.0, 22_000.0), "led", "10:05")]
    return sorted(drafts, key=lambda draft: draft.received_at_ms or draft.at_ms or 0)


def read_at(code: str, mat: str, ms: int) -> Draft:
    """Return the draft of a read at an instant, received as it was made."""
    one = read(code, mat, "07:00", id_=f"{code}/{mat}")
    return Draft(one.source, one.id, ms, dataclasses_at(one.body, ms), ms)


def dataclasses_at(body: object, ms: int) -> object:
    """Return the body of a read at another instant."""
    import msgspec

    return msgspec.structs.replace(body, at_ms=ms)
