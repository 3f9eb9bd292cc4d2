"""A small made-up race folder whose day was yesterday: its reads as a timer sends them, what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from alongside.events.bodies import ReadBody
from alongside.events.row import Draft, Row
from alongside.folders.made_up import write_made_up
from alongside.folders.race_folder import read_folder
from alongside.live.opening import opening
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from alongside.simulate.city import city_files, city_plan
from alongside.simulate.race import simulate

Key = tuple[str, str]


@dataclass(frozen=True)
class MadeUpDay:
    """A race folder, and its reads with every key once, in the order in which they were made."""

    folder: Path
    reads: tuple[Draft, ...]


def make_day(folder: Path, runners: int, seed: int) -> MadeUpDay:
    """Write a race folder at ``folder`` whose race was yesterday, and return it with its reads.

    A race that is served runs on the wall clock; yesterday, every read has happened by now.
    """
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    files = city_files()
    dated = re.sub(rb"(?m)^date = .*$", f"date = {yesterday}".encode(), files["race.toml"])
    files["race.toml"] = dated.replace(b'recorded = "recorded"\n', b"")
    made_up = simulate(city_plan(files), runners, np.random.default_rng(seed), phone_share=0.0)
    write_made_up(folder, files, made_up, truth=False)
    once: dict[Key, Draft] = {}
    for draft in made_up.drafts:
        if isinstance(draft.body, ReadBody):
            once.setdefault((draft.source, draft.id), draft)
    return MadeUpDay(folder, tuple(once.values()))


def item_of(draft: Draft) -> dict[str, Any]:
    """Return a read as a sender posts it."""
    body = draft.body
    assert isinstance(body, ReadBody)
    item = {"source": draft.source, "id": draft.id, "code": body.code, "mat": body.mat, "at": body.at_ms}
    return (
        item
        | {"by": body.by, "reader": body.reader}
        | ({} if body.chip_s is None else {"chip_s": body.chip_s})
    )


def undisturbed(day: MadeUpDay) -> Race:
    """Return the race of a day on which nothing went wrong: each read once, in order."""
    folder = read_folder(day.folder)
    drafts = [*opening(LiveState(), folder.plan, folder.entries, 0), *day.reads]
    race = Race()
    race.apply(_rows(drafts))
    race.state.settle()
    return race


def _rows(drafts: Iterable[Draft]) -> Iterable[Row]:
    for seq, draft in enumerate(drafts, 1):
        yield Row(seq, draft.source, draft.id, draft.at_ms, seq, draft.body)
