"""Race day on the wall clock: ticks, rows as they come, and a restart that loses nothing."""

from __future__ import annotations

import time
from pathlib import Path

from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.loop.board import Board
from alongside.loop.folding import recover
from alongside.loop.live_day import LiveDay
from alongside.store.race_file import RaceFile
from builders import OPENING, at, read


class Clock:
    """Race time from 09:00 on, sixty times as fast as the wall."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> int:
        return at("09:00") + round((time.monotonic() - self._began) * 60_000)


def stamped_now(draft: Draft) -> Draft:
    """Return a draft as a device sends it: the edge stamps it."""
    return Draft(draft.source, draft.id, draft.at_ms, draft.body)


def test_a_row_that_is_acknowledged_is_soon_shown(tmp_path: Path) -> None:
    """What a reader sends during the day is in the views a tick later; stopping keeps a snapshot."""
    clock = Clock()
    file, board = RaceFile(tmp_path / "race.db", clock), Board()
    file.submit([stamped_now(draft) for draft in OPENING]).result()
    day = LiveDay(recover(file), file, board, clock)
    day.start()
    file.submit([stamped_now(read("C1", "S", "07:01")), stamped_now(read("C1", "5K", "07:35"))]).result()
    until = time.monotonic() + 10
    while board.latest() is None or board.latest().views.control.counts.on_course != 1:
        assert time.monotonic() < until, "the read was never shown"
        time.sleep(0.01)
    day.stop()
    file.close()
    assert day.failed is None
    assert board.latest().views.control.race_now_ms % 1000 == 0


def test_a_restart_shows_what_a_fresh_fold_shows(tmp_path: Path) -> None:
    """The newest snapshot and the rows since come to the same race as the whole log."""
    clock = Clock()
    file, board = RaceFile(tmp_path / "race.db", clock), Board()
    file.submit([stamped_now(draft) for draft in OPENING]).result()
    day = LiveDay(recover(file), file, board, clock, snapshot_every_ms=1000)
    day.start()
    for i, mat in enumerate(("S", "5K", "10K")):
        file.submit([stamped_now(read("C1", mat, f"07:{1 + 34 * i:02d}" if i < 2 else "08:10"))]).result()
        time.sleep(0.05)
    day.stop()
    file.submit([stamped_now(read("C2", "S", "07:31"))]).result()
    fresh = Race()
    fresh.apply(file.rows())
    assert recover(file).look(at("12:00")) == fresh.look(at("12:00"))
    assert file.snapshot() is not None
    file.close()


def test_a_snapshot_that_cannot_be_read_costs_time_only(tmp_path: Path) -> None:
    """A damaged snapshot is passed over: the log has everything."""
    file = RaceFile(tmp_path / "race.db", Clock())
    file.submit([stamped_now(draft) for draft in OPENING]).result()
    file.save_snapshot(3, at("09:00"), b"\xffnot a snapshot").result()
    assert recover(file).look(at("12:00")).control.counts.entered == 3
    file.close()
