"""Appending to the race file against a bare writer that commits in groups, durable both."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from alongside.events.bodies import ReadBody
from alongside.events.codec import encode_body
from alongside.events.row import Draft
from alongside.store.race_file import RaceFile
from bench.bare_writer import BareWriter
from bench.measure import Bench, Figure, Outcome, slower_by

NAME = "append"
GOAL = 0.5
SENDERS = 128
ROUNDS = 60  # of every sender, in one repeat
ABOUT = (
    f"{SENDERS} senders, each waiting for its row to be on disk before it hands in the next, from one "
    "asyncio loop, as the pages do it. The baseline is one thread that commits whatever has gathered, "
    "rows `(seq, body)` of ready bytes into a table of two columns, with the pragmas of a race file "
    "(WAL, synchronous=FULL): no keys, no repeats found, no receipts, nobody told. Rows per second on "
    "the wall."
)
GUN_MS = 1_800_000_000_000


def run(bench: Bench) -> list[Outcome]:
    """Return the rate of the race file over that of the bare writer, for one row and for fifty at a time."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        bench.step(f"{SENDERS} senders, rows one by one, then fifty at a time")
        return [
            _figure(bench, Path(folder), rows=1, rounds=ROUNDS, goal=GOAL),
            _figure(bench, Path(folder), rows=50, rounds=4, goal=None),
        ]


def _figure(bench: Bench, folder: Path, rows: int, rounds: int, goal: float | None) -> Figure:
    def ours(i: int) -> float:
        return _race_file(folder / f"race-{rows}-{i}.db", rows, rounds)

    def base(i: int) -> float:
        return _bare(folder / f"bare-{rows}-{i}.db", rows, rounds)

    ratios = slower_by(bench.interleaved("append", ours, base, repeats=11))
    return Figure(
        f"Append, {rows} row{'s' if rows > 1 else ''} a time",
        f"`RaceFile.submit` under {SENDERS} senders",
        "a bare writer that commits in groups",
        "of its rate",
        ratios,
        "" if goal is None else f"at least {goal:g}",
        None if goal is None else sorted(ratios)[len(ratios) // 2] >= goal,
        "Every row was found on disk afterwards.",
    )


def _race_file(path: Path, rows: int, rounds: int) -> float:
    """Return the seconds for all rows; a thread takes the new ones away meanwhile, as the loop does."""
    drafts = [[_drafts(sender, n, rows) for n in range(rounds)] for sender in range(SENDERS)]
    file = RaceFile(path, lambda: GUN_MS)
    ended = threading.Event()
    folder = threading.Thread(target=_drain, args=(file, ended))
    folder.start()
    took_s = asyncio.run(_send_all(lambda sender, n: file.submit(drafts[sender][n]), rounds))
    ended.set()
    folder.join()
    assert sum(1 for _ in file.rows()) == SENDERS * rounds * rows
    file.close()
    return took_s


def _bare(path: Path, rows: int, rounds: int) -> float:
    bodies = [
        [[encode_body(d.body) for d in _drafts(s, n, rows)] for n in range(rounds)] for s in range(SENDERS)
    ]
    writer = BareWriter(path)
    took_s = asyncio.run(_send_all(lambda sender, n: writer.submit(bodies[sender][n]), rounds))
    writer.close()
    return took_s


async def _send_all(submit: Callable[[int, int], Future[Any]], rounds: int) -> float:
    async def sender(number: int) -> None:
        for n in range(rounds):
            await asyncio.wrap_future(submit(number, n))

    began = time.perf_counter()
    await asyncio.gather(*(sender(number) for number in range(SENDERS)))
    return time.perf_counter() - began


def _drain(file: RaceFile, ended: threading.Event) -> None:
    while not ended.is_set():
        file.fresh(0.1)


def _drafts(sender: int, n: int, rows: int) -> list[Draft]:
    drafts = []
    for i in range(rows):
        at_ms = GUN_MS + (n * rows + i) * 1000
        body = ReadBody(f"{sender * 7 % 50_000:05d}", "25k", at_ms, reader="25k-a")
        drafts.append(Draft(f"25k-{sender}", str(n * rows + i), at_ms, body))
    return drafts
