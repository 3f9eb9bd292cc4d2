"""What mats send: two readers each, misses, repeats, resends, late batches, and reads that make no sense.

Everything is arrays until the end; ``drafts_of`` turns them into drafts. A key is (reader, running number):
a resend carries the same one, every other read its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.events.bodies import ReadBody
from alongside.events.row import Draft

_BOTH_READERS = 0.70
_REPEATED = 0.05
_RESENT = 0.01
_EARLY = 0.04
_BLOCK = 150  # reads that a reader sends again after a restart


@dataclass(frozen=True)
class Sent:
    """Reads as sent: arrays of one length. ``at_ms`` and ``received_ms`` count from local midnight."""

    code: np.ndarray
    mat: np.ndarray
    reader: np.ndarray
    at_ms: np.ndarray

    def __len__(self) -> int:
        return len(self.at_ms)

    def take(self, rows: np.ndarray) -> Sent:
        """Return some of the reads."""
        return Sent(self.code[rows], self.mat[rows], self.reader[rows], self.at_ms[rows])


def joined(parts: list[Sent]) -> Sent:
    """Return the reads of all the parts."""
    columns = ("code", "mat", "reader", "at_ms")
    return Sent(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))


def missed(mat: np.ndarray, never: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return which passings no reader saw: .04-.1 % at each mat, 1 % at one of them; ``never`` are seen."""
    mats = np.unique(mat)
    rate = rng.uniform(0.0004, 0.001, len(mats))
    rate[rng.integers(len(mats) // 3, max(len(mats) - 1, 1))] = 0.01
    return np.asarray((rng.random(len(mat)) < rate[np.searchsorted(mats, mat)]) & ~never)


def seen_by_mats(code: np.ndarray, mat: np.ndarray, at_ms: np.ndarray, rng: np.random.Generator) -> Sent:
    """Return the reads of passings that were seen: by both readers of the mat or one, some repeated."""
    dice = rng.random(len(code))
    first = _by_reader(code, mat, at_ms, "a", dice < (1 + _BOTH_READERS) / 2, rng)
    second = _by_reader(code, mat, at_ms, "b", dice > (1 - _BOTH_READERS) / 2, rng)
    once = joined([first, second])
    again = once.take(np.flatnonzero(rng.random(len(once)) < _REPEATED))
    later_ms = rng.integers(900, 5_000, len(again))
    return joined([once, Sent(again.code, again.mat, again.reader, again.at_ms + later_ms)])


def _by_reader(
    code: np.ndarray,
    mat: np.ndarray,
    at_ms: np.ndarray,
    name: str,
    saw: np.ndarray,
    rng: np.random.Generator,
) -> Sent:
    jitter = np.round(np.clip(rng.normal(0, 150, len(code)), -500, 500)).astype(np.int64)
    reader = np.char.add(np.char.add(mat.astype(str), "-"), name)
    return Sent(code[saw], mat[saw], reader[saw], (at_ms + jitter)[saw])


def before_the_gun(code: np.ndarray, gun_ms: np.ndarray, mat: str, rng: np.random.Generator) -> Sent:
    """Return reads at the start mat of runners who wait on it, two to twelve minutes before their gun."""
    waits = np.flatnonzero(rng.random(len(code)) < _EARLY)
    at_ms = gun_ms[waits] - rng.integers(120_000, 720_000, len(waits))
    mats = np.full(len(waits), mat)
    return Sent(code[waits], mats, np.full(len(waits), f"{mat}-a"), at_ms)


def strangers(mats: list[str], from_ms: int, to_ms: int, rng: np.random.Generator) -> Sent:
    """Return reads of four chips that nobody entered (last year's, another race's)."""
    count = 9
    mat = np.array(mats)[rng.integers(len(mats), size=count)]
    code = np.array([f"OLD{2201 + int(one)}" for one in rng.integers(4, size=count)])
    return Sent(code, mat, np.char.add(mat, "-b"), rng.integers(from_ms, to_ms, count))


def received_ms(sent: Sent, on_the_way: list[str], rng: np.random.Generator) -> np.ndarray:
    """Return when each read arrived: seconds after it, but for one mat whose uplink was down a while.

    That one (of every eight) is among ``on_the_way``, the mats that are neither a start nor a finish.
    """
    arrived = sent.at_ms + 800 + np.round(rng.exponential(1_500, len(sent))).astype(np.int64)
    mats = np.array(on_the_way)[rng.permutation(len(on_the_way))]
    for mat in mats[: max(1, len(mats) // 8)]:
        here = sent.mat == mat
        if not here.any():
            continue
        from_ms = int(np.median(sent.at_ms[here]))
        to_ms = from_ms + int(rng.integers(25, 100)) * 60_000
        down = here & (arrived >= from_ms) & (arrived < to_ms)
        arrived[down] = to_ms + rng.integers(0, 45_000, int(down.sum()))
    return np.asarray(arrived)


def drafts_of(sent: Sent, arrived_ms: np.ndarray, day_start_ms: int, rng: np.random.Generator) -> list[Draft]:
    """Return the drafts of reads, resends among them, in no particular order."""
    number = _numbers(sent)
    again = _resent(sent, arrived_ms, rng)
    columns = (sent.code, sent.mat, sent.reader)
    code, mat, reader = (column.tolist() for column in columns)
    at, arrived = (sent.at_ms + day_start_ms).tolist(), (arrived_ms + day_start_ms).tolist()
    drafts = [
        Draft(
            reader[i], str(number[i]), at[i], ReadBody(code[i], mat[i], at[i], reader=reader[i]), arrived[i]
        )
        for i in range(len(sent))
    ]
    for row, later_ms in again:
        one = drafts[row]
        drafts.append(Draft(one.source, one.id, one.at_ms, one.body, arrived[row] + later_ms))
    return drafts


def _numbers(sent: Sent) -> list[int]:
    """Running numbers per reader in order of the reads' own times."""
    order = np.lexsort((sent.at_ms, sent.reader))
    reader = sent.reader[order]
    begins = np.flatnonzero(np.concatenate([[True], reader[1:] != reader[:-1]]))
    running = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = running + 1
    return [int(one) for one in number]


def _resent(sent: Sent, arrived_ms: np.ndarray, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Rows that are sent again and how much later (ms): one in a hundred, and one reader's last block."""
    single = np.flatnonzero(rng.random(len(sent)) < _RESENT)
    pairs = [
        (int(row), int(later))
        for row, later in zip(single, rng.integers(5_000, 300_000, len(single)), strict=True)
    ]
    readers = np.unique(sent.reader)
    rows = np.flatnonzero(sent.reader == readers[rng.integers(len(readers))])
    block = rows[np.argsort(arrived_ms[rows])][:_BLOCK]
    restart_ms = int(arrived_ms[block[-1]]) + 60_000
    return pairs + [(int(row), restart_ms - int(arrived_ms[row])) for row in block]
