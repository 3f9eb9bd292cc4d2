"""The tail of a file that another program writes: what is new in it is handed in as it comes.

The file may not be there yet, be written in half lines, be cut, rotated or written anew. Whatever seems to
have changed in what was read already, it is read again from its start: keys make that harmless.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path

from alongside.errors import AlongsideError, StoreFull
from alongside.events.plan import FeedPlan, RacePlan
from alongside.feeds.growing_csv import GrowingCsv, Taken
from alongside.feeds.tally import Tally
from alongside.live.ports import Intake

LOOK_S = 0.5
BATCH = 256 * 1024  # bytes
EDGE = 4096  # bytes of what was read, at its start and at its end, by which a file is known again


class CsvTail:
    """Follows the file of one feed in a thread of its own; ``tally`` says how it stands.

    ``path`` is the file, ``now_ms`` the race's clock. A batch is read on only when the one before it is
    on disk: a full disk makes it wait, and loses nothing.
    """

    def __init__(
        self,
        path: Path,
        feed: FeedPlan,
        plan: RacePlan,
        intake: Intake,
        now_ms: Callable[[], int],
        look_s: float = LOOK_S,
    ) -> None:
        self.path, self.feed, self.tally = path, feed, Tally()
        self._csv, self._intake, self._now_ms, self._look_s = GrowingCsv(feed, plan), intake, now_ms, look_s
        self._known = _Known()
        self._waiting: Taken | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"csv {feed.id}", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """End after the batch that is being handed in."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def look(self) -> bool:
        """Read what is new; return whether there may be more at once. What is wrong is said in the tally."""
        try:
            if self._waiting is not None and not self._hand_in(self._waiting):
                return False
            return self._read_on()
        except FileNotFoundError:
            self.tally.say(f"Waiting for {self.path.name}: it is not there yet.", is_well=False)
        except (OSError, ValueError) as error:  # a name with a zero byte in it is a ValueError
            reason = getattr(error, "strerror", None) or str(error)
            self.tally.say(
                f"{self.path.name} cannot be read: {reason}. Tried again all the time.", is_well=False
            )
        except AlongsideError as error:
            self.tally.say(f"{self.path.name}: {error}", is_well=False)
        return False

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not self.look():
                self._stopping.wait(self._look_s)

    def _read_on(self) -> bool:
        with self.path.open("rb") as file:
            if not self._known.is_same(file):
                self._known = _Known()
                self._csv.restart()
            file.seek(self._known.size)
            raw = file.read(BATCH)
        if raw:
            taken = self._csv.take(raw, self._now_ms())
            self._known.add(raw)
            self._waiting = taken
            if not self._hand_in(taken):
                return False
        self._say()
        return len(raw) == BATCH

    def _hand_in(self, taken: Taken) -> bool:
        """Wait until a batch is on disk; return whether it is."""
        try:
            receipts = self._intake.submit(taken.drafts).result() if taken.drafts else []
            told = [self._intake.refuse(self.feed.id, line.reason, line.raw) for line in taken.refused]
            refused = sum(not one.result().repeat for one in told)
        except StoreFull:
            full = "The disk of the race is full: reads wait in the file until there is room."
            self.tally.say(full, is_well=False)
            return False
        self._waiting = None
        repeats = sum(receipt.repeat for receipt in receipts)
        self.tally.take(len(receipts) - repeats, repeats, 0, refused, self._now_ms())
        return True

    def _say(self) -> None:
        if self._csv.problem:
            self.tally.say(f"{self.path.name}: {self._csv.problem}", is_well=False)
            return
        waits = " Its last line has no end yet and waits." if self._csv.rest.strip() else ""
        lines = self._csv.lines
        self.tally.say(f"Following {self.path.name}, {lines:,} line{'' if lines == 1 else 's'} read.{waits}")


def tails_of(folder: Path, plan: RacePlan, intake: Intake, now_ms: Callable[[], int]) -> dict[str, CsvTail]:
    """Return the tails of a plan's files, by feed; ``folder`` is the race's."""
    csvs = [feed for feed in plan.feeds if feed.kind == "csv"]
    return {feed.id: CsvTail(folder / feed.path, feed, plan, intake, now_ms) for feed in csvs}


class _Known:
    """What was read of a file so far, by its length, its identity, its first bytes and its last."""

    def __init__(self) -> None:
        self.size = 0
        self._inode: int | None = None
        self._head = b""
        self._tail = b""

    def add(self, raw: bytes) -> None:
        """Note that these bytes were read."""
        self.size += len(raw)
        if len(self._head) < EDGE:
            self._head += raw[: EDGE - len(self._head)]
        self._tail = (self._tail + raw)[-EDGE:]

    def is_same(self, file: BufferedReader) -> bool:
        """Return whether what was read stands in this file still."""
        stat = os.fstat(file.fileno())
        inode, self._inode = self._inode, stat.st_ino
        if stat.st_size < self.size or inode not in (None, stat.st_ino):
            return False
        if file.read(len(self._head)) != self._head:
            return False
        file.seek(self.size - len(self._tail))
        return file.read(len(self._tail)) == self._tail
