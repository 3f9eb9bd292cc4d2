"""A made-up race of 50,000 in the middle of its day, which several benchmarks look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from alongside.events.row import Draft, Row
from alongside.live.opening import opening
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from alongside.simulate.city import city_plan
from alongside.simulate.race import MadeUp, simulate

RUNNERS = 50_000
SEED = 2027
INTO_RACE_MS = 150 * 60_000  # after the first gun: nearly everybody has started, few have finished


@dataclass(frozen=True)
class Scene:
    """A race folded up to ``at_ms``, and the rows it was folded from."""

    race: Race
    rows: list[Row]
    at_ms: int


@lru_cache(maxsize=1)
def made_up() -> MadeUp:
    """Return the made-up day; the same for every benchmark of a run."""
    return simulate(city_plan(), RUNNERS, np.random.default_rng(SEED), phone_share=0.01)


@lru_cache(maxsize=1)
def rows_by_midrace() -> tuple[list[Row], int]:
    """Return the rows received by the middle of the day, and that time."""
    day = made_up()
    before_ms = (day.drafts[0].received_at_ms or 0) - 1
    at_ms = min(wave.gun_ms for wave in day.plan.waves) + INTO_RACE_MS
    drafts = [*opening(LiveState(), day.plan, day.entries, before_ms), *day.drafts]
    return [_row(seq, draft, before_ms) for seq, draft in enumerate(_until(drafts, at_ms), 1)], at_ms


@lru_cache(maxsize=1)
def midrace() -> Scene:
    """Return the race as it stands in the middle of the day, its first flags raised."""
    rows, at_ms = rows_by_midrace()
    race = Race()
    race.apply(rows)
    decided = race.decide(at_ms)
    race.apply([_row(len(rows) + i, draft, at_ms) for i, draft in enumerate(decided, 1)])
    race.look(at_ms)
    return Scene(race, rows, at_ms)


def _until(drafts: list[Draft], at_ms: int) -> list[Draft]:
    """Return what was received by then, each key once, as a log would hold it."""
    kept: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        if (draft.received_at_ms or 0) <= at_ms:
            kept.setdefault((draft.source, draft.id), draft)
    return list(kept.values())


def _row(seq: int, draft: Draft, at_ms: int) -> Row:
    received_ms = at_ms if draft.received_at_ms is None else draft.received_at_ms
    return Row(seq, draft.source, draft.id, draft.at_ms, received_ms, draft.body)
