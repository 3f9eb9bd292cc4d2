"""A day and the log it is played into, opened together and ended together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from alongside.errors import InputError
from alongside.folders.recorded import Day
from alongside.loop.board import Board
from alongside.loop.replay import Replay
from alongside.store.race_file import RaceFile


@contextmanager
def scratch(log: Path | None) -> Iterator[Path]:
    """Yield the path of the log to write: the one asked for, or one that goes when the replay ends."""
    if log is None:
        with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
            yield Path(folder) / "race.db"
        return
    if log.exists():
        raise InputError.of(str(log), "is there already.", "Name a file that is not there yet.")
    yield log


@contextmanager
def rehearsing(day: Day, path: Path, rate: float) -> Iterator[tuple[Replay, Board, RaceFile]]:
    """Yield a replay of a day on a log of its own, and end both afterwards."""
    board = Board()
    with ExitStack() as stack:
        clock: list[Replay] = []
        file = RaceFile(path, lambda: clock[0].now_ms(), durable=False)
        stack.callback(file.close)
        replay = Replay(
            file,
            day.drafts,
            day.span_ms,
            board,
            rate=rate,
            chapters=day.chapters,
            decides=not day.decided,
        )
        clock.append(replay)
        if day.folder is not None:
            file.put_people(day.folder.people).result()
        stack.callback(replay.stop)
        yield replay, board, file
