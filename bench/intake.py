"""Taking reads in over real HTTP, against an endpoint that only appends; a CSV, against ``csv.reader``."""

from __future__ import annotations

import asyncio
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alongside.events.plan import FeedPlan
from alongside.feeds.growing_csv import GrowingCsv
from alongside.simulate.city import city_plan
from bench.measure import Bench, Figure, Outcome, costs, cpu_seconds, slower_by

NAME = "intake"
GOAL = 5_000  # reads a second of one core, in batches
SENDERS = 32
BATCH = 50  # what a timing computer gathers in a few seconds of a busy mat
READS = 6_000
LINES = 60_000
AT_MS = 1_800_000_000_000
ABOUT = (
    f"{SENDERS} senders over loopback, each waiting for its answer, to a server in a process of its own; a "
    f"read counts once it is on disk. Batches are {BATCH} reads a request to `/in/reads`; one by one is a "
    "RACE RESULT passing a request. The baseline is a bare Starlette endpoint on uvicorn that decodes the "
    "JSON and appends one read a request to the same kind of race file, without token, checks or counts. "
    "Reads per second of the server's processor time. The CSV is parsed to drafts against `csv.reader` "
    "over the same lines."
)


def run(bench: Bench) -> list[Outcome]:
    """Return the intake in batches and one by one over the bare endpoint, and the CSV over ``csv.reader``."""
    bench.step(f"{READS:,} reads over HTTP, {BATCH} a request and one by one")
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        http = [
            _figure(bench, Path(folder), f"{BATCH} reads a request", "`POST /in/reads`", batches, GOAL),
            _figure(bench, Path(folder), "one by one", "`POST /in/raceresult/{feed}`", passings, None),
        ]
    return [*http, _csv(bench)]


Bodies = Callable[[int], Iterator[tuple[str, bytes]]]


def batches(start: int) -> Iterator[tuple[str, bytes]]:
    """Yield requests of many reads each."""
    for first in range(start, start + READS, BATCH):
        items = [
            {"id": n, "code": f"{n * 7 % 50_000:05d}", "mat": "25k", "at": AT_MS + n * 10, "reader": "25k-a"}
            for n in range(first, first + BATCH)
        ]
        yield "/in/reads", json.dumps(items).encode()


def passings(start: int) -> Iterator[tuple[str, bytes]]:
    """Yield requests of one passing each, as an exporter posts them."""
    for n in range(start, start + READS):
        inner = {
            "Transponder": f"KV{n:05d}", "Position": {"Latitude": 0, "Longitude": 0}, "Hits": 7, "RSSI": -61,
            "Battery": 3, "DeviceID": "D-50213", "DeviceName": "25k", "IsMarker": False, "FileNo": 3,
            "PassingNo": n, "UTCTime": "2027-01-15T08:00:00.123Z",
        }  # fmt: skip
        item = {"ID": n, "Bib": n * 7 % 50_000, "TimingPoint": "25K", "Time": 1.5, "Invalid": False}
        yield "/in/raceresult/rr", json.dumps(item | {"Passing": inner}).encode()


def _figure(bench: Bench, folder: Path, name: str, of: str, bodies: Bodies, goal: int | None) -> Figure:
    rates: list[float] = []
    slug = name.replace(" ", "-")
    with _server("ours", folder / f"{slug}.db") as our, _server("bare", folder / f"{slug}-bare.db") as base:

        def ours(i: int) -> float:
            cost_s = our.cost_s(list(bodies(i * READS)))
            rates.append(READS / cost_s)
            return cost_s

        def theirs(i: int) -> float:
            return base.cost_s(list(passings(i * READS)))

        ratios = slower_by(bench.interleaved(name, ours, theirs, repeats=5))
    rate = sorted(rates[1:])[len(rates) // 2 - 1]
    reached = "reached" if rate >= GOAL else "not reached"
    held = f"{rate:,.0f} reads a second of one core where this was measured; {GOAL:,} are wanted: {reached}."
    return Figure(
        f"Intake, {name}", of, "a bare endpoint that appends", "of its rate", ratios,
        "" if goal is None else f"{goal:,} a second", None if goal is None else rate >= goal, held,
    )  # fmt: skip


class _Server:
    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token

    def cost_s(self, requests: list[tuple[str, bytes]]) -> float:
        """Return the processor time that the server took for these requests."""
        return asyncio.run(self._cost_s(requests))

    async def _cost_s(self, requests: list[tuple[str, bytes]]) -> float:
        before = await self._cpu_s()
        waiting = iter(requests)
        await asyncio.gather(*(self._sender(waiting) for _ in range(SENDERS)))
        return await self._cpu_s() - before

    async def _sender(self, waiting: Iterator[tuple[str, bytes]]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for address, body in waiting:
            first = f"POST {address}?token={self.token} HTTP/1.1\r\n"
            head = f"{first}Host: x\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            status, _ = await _answer(reader)
            assert status in (200, 201), status
        writer.close()

    async def _cpu_s(self) -> float:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"GET /cpu HTTP/1.1\r\nHost: x\r\n\r\n")
        _, body = await _answer(reader)
        writer.close()
        return float(body)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


@contextmanager
def _server(what: str, path: Path) -> Iterator[_Server]:
    command = [sys.executable, "-m", "bench.intake_server", what, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port, token = process.stdout.readline().split()
        try:
            yield _Server(int(port), token)
        finally:
            process.terminate()


def _csv(bench: Bench) -> Figure:
    bench.step(f"a CSV of {LINES:,} lines")
    plan = city_plan()
    lines = [
        f"{n % 50_000:05d};25k;{7 + n // 9000:02d}:{n // 150 % 60:02d}:{n % 60:02d}.{n % 1000:03d}"
        for n in range(LINES)
    ]
    raw = ("bib;mat;time\n" + "\n".join(lines) + "\n").encode()
    text = raw.decode().splitlines()

    def ours(_: int) -> float:
        reader = GrowingCsv(FeedPlan("van", "csv", "van.csv"), plan)
        return cpu_seconds(lambda: _all(reader, raw))

    ratios = costs(
        bench.interleaved("csv", ours, lambda _: cpu_seconds(lambda: list(csv.reader(text, delimiter=";"))))
    )
    return Figure("Tail of a CSV", "`GrowingCsv.take`, bytes to drafts", "`csv.reader`, lines to lists",
                  "times the time", ratios)  # fmt: skip


def _all(reader: GrowingCsv, raw: bytes) -> None:
    for start in range(0, len(raw), 256 * 1024):
        assert not reader.take(raw[start : start + 256 * 1024], AT_MS).refused
