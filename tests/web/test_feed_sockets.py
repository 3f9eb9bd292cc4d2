"""A timing feed over real sockets: whatever it does, the crossings are the truth."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from alongside.cli.links import make_link
from alongside.events.bodies import EntryBody, PlanBody, ReadBody, RefusedBody
from alongside.events.plan import FeedPlan, RacePlan
from alongside.events.row import Draft
from alongside.listen.csv_tail import CsvTail
from alongside.live.pipeline import Race
from alongside.loop.board import Board
from alongside.loop.folding import recover
from alongside.loop.live_day import LiveDay
from alongside.store.race_file import RaceFile
from alongside.web import make_app, make_server
from builders import DAY_MS, FULL_KM, crossed, make_plan

RUNNERS = 160
MINUTE, HOUR = 60_000, 3_600_000
GUN_MS = DAY_MS + 7 * HOUR
OFF_MS = 13 * MINUTE + 13_000
AHEAD_MS = {"5K": OFF_MS, "10K": -OFF_MS, "HALF": 2 * HOUR}  # local time as UTC is two hours ahead here
LATE = "30K"  # its reads come when its line is back, in one go
TWO_S = 2_000


class Clock:
    """The race's clock, moved by the test."""

    def __init__(self) -> None:
        self.ms = DAY_MS + 5 * HOUR

    def __call__(self) -> int:
        return self.ms


class Sender:
    """One connection that posts to the server and counts what it is told."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.told: Counter[tuple[str, int]] = Counter()

    def post(self, address: str, body: object, token: str, kind: str = "application/json") -> tuple[int, Any]:
        """Send a body; return the status and the answer."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": kind}
        self._connection.request("POST", f"{address}?token={token}", raw, headers)
        answer = self._connection.getresponse()
        said = json.loads(answer.read())
        self.told[address.rpartition("/")[2], answer.status] += 1
        return answer.status, said

    def get(self, address: str) -> str:
        """Return a page."""
        self._connection.request("GET", address)
        return self._connection.getresponse().read().decode()

    def close(self) -> None:
        self._connection.close()


class Day:
    """A race served on a free port, on a clock that the test moves."""

    def __init__(self, folder: Path, plan: RacePlan, entries: list[EntryBody]) -> None:
        self.clock, self.folder, self.plan = Clock(), folder, plan
        self.file, self.board = RaceFile(folder / "race.db", self.clock), Board()
        self.file.submit([Draft("plan", "1", None, PlanBody(plan))]).result()
        self.file.submit([Draft("roster", e.bib, None, e) for e in entries]).result()
        self.timer, self.control = make_link(self.file, "timer"), make_link(self.file, "control")
        self.loop = LiveDay(recover(self.file), self.file, self.board, self.clock)
        feed = next(one for one in plan.feeds if one.kind == "csv")
        self.tail = CsvTail(folder / feed.path, feed, plan, self.file, self.clock, look_s=0.02)
        self.app = make_app(
            self.board,
            self.file,
            self.file,
            tallies={feed.id: self.tail.tally},
            now_ms=self.clock,
            new_id=lambda: str(uuid.uuid4()),
        )

    @contextmanager
    def served(self) -> Iterator[Sender]:
        """Serve it; yield somebody who sends."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = make_server(self.app, host="127.0.0.1", port=port)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        self.loop.start()
        self.tail.start()
        self.clock.ms += 2_000
        wait(lambda: server.started and self.board.latest() is not None)
        sender = Sender(port)
        try:
            yield sender
        finally:
            sender.close()
            self.tail.stop()
            self.loop.stop()
            server.should_exit = True
            thread.join(10)
            self.file.close()

    def race(self) -> Race:
        """Return the race of what is on disk."""
        race = recover(self.file)
        race.state.settle()
        return race


def wait(true: Any, seconds: float = 15.0) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.01)


def truth_of(dice: Random) -> dict[int, dict[str, int]]:
    """Return when each runner passed each mat, in whole milliseconds."""
    truth = {}
    for bib in range(1, RUNNERS + 1):
        start_ms, pace = GUN_MS + dice.randrange(1_000, 300_000), dice.uniform(255, 470)
        truth[bib] = {mat: start_ms + round(km * pace * 1000) for mat, km in FULL_KM.items()}
    return truth


def passing(number: int, bib: int, mat: str, at_ms: int, dice: Random) -> dict[str, Any]:
    """Return a passing as an exporter posts it, in one of the ways in which they write it."""
    wall = at_ms + AHEAD_MS.get(mat, 0)
    utc = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(wall // 1000)) + f".{wall % 1000:03d}Z"
    known = dice.random() < 0.5
    chip = f"C{bib}" if dice.random() < 0.5 else f"00c{bib}"
    item = {
        "ID": number,
        "Bib": f"{bib:05d}" if known else "",
        "TimingPoint": {"F": "Finish Line"}.get(mat, mat.lower()),
        "Time": "not used",
        "Invalid": False,
        "Passing": {
            "Transponder": chip, "DeviceID": f"D-{mat}", "FileNo": 1, "PassingNo": str(number),
            "UTCTime": utc,
        },
    }  # fmt: skip
    return {name.upper(): value for name, value in item.items()} if dice.random() < 0.2 else item


NONSENSE = [
    b"", b"\xff\xfe{", b"[[[[", b"7", b'"x"', b'[{"Bib": []}]', b'{"TimingPoint": "5K", "Bib": 4}',
    b'{"ID": 9, "Bib": 4, "TimingPoint": "nowhere", "Passing": {"UTCTime": "2027-05-02T07:30:00Z"}}',
    b'{"ID": 10, "Bib": 4, "TimingPoint": "5K", "Passing": {"UTCTime": "soon"}}',
    b'{"ID": 11, "Bib": 4, "TimingPoint": "5K", "Invalid": true, "UTCTime": "2027-05-02T07:30:00Z"}',
]  # fmt: skip
MARKER = {
    "ID": 12,
    "TimingPoint": "5K",
    "Passing": {"Transponder": 99999, "DeviceID": "D-5K", "PassingNo": 0},
}


def test_a_feed_over_sockets_gives_the_truth(tmp_path: Path) -> None:
    """Repeats, hours of delay, wrong clocks, padded bibs, nonsense: crossings are the truth."""
    dice = Random(20270502)
    feeds = (FeedPlan("rr", "raceresult", points={"finishline": "F"}), FeedPlan("van", "csv", "van.csv"))
    entries = [EntryBody(str(bib), "full", "1", (f"C{bib}",)) for bib in range(1, RUNNERS + 1)]
    day, truth = Day(tmp_path, make_plan(feeds=feeds), entries), truth_of(dice)
    posts = sorted(deliveries(truth, dice), key=lambda one: one[0])
    with day.served() as sender, (tmp_path / "van.csv").open("w") as van:
        van.write("Startnummer;Messpunkt;Uhrzeit\n")
        for n, (sent_ms, mat, bib, number) in enumerate(posts):
            day.clock.ms = max(day.clock.ms, sent_ms)
            send(day, sender, van, dice, mat, bib, number, truth[bib][mat])
            if n % 40 == 0:
                disturb(day, sender, dice)
        van.flush()
        wait(lambda: day.tail.tally.new == RUNNERS)
        page = control_page(day, sender)
    race = day.race()
    check_crossings(race, truth)
    check_log(day, sender)
    assert "The clock of rr/D-5K is 0:13:1" in page and "ahead; its times are corrected" in page
    assert "The clock of rr/D-10K is 0:13:1" in page and "behind; its times are corrected" in page
    assert "whole half hours" in page


def deliveries(truth: dict[int, dict[str, int]], dice: Random) -> Iterator[tuple[int, str, int, int]]:
    """Yield (when sent, mat, bib, number): live with a little delay, but for the mat whose line was down."""
    back_ms = max(times[LATE] for times in truth.values()) + 40 * MINUTE
    number = 0
    for bib, times in truth.items():
        for mat, at_ms in times.items():
            number += 1
            late_ms = dice.randrange(40, 900)
            yield (back_ms + number if mat == LATE else at_ms + late_ms), mat, bib, number


def send(
    day: Day, sender: Sender, van: Any, dice: Random, mat: str, bib: int, number: int, at_ms: int
) -> None:
    """Send one read by the way of its mat, and now and then again."""
    if mat == "S":  # half lines, as a program flushes them
        wall = time.strftime("%H:%M:%S", time.gmtime((at_ms + 2 * HOUR) // 1000))
        van.write(f"{bib:04d};S;{wall}")
        van.flush()
        van.write(f",{at_ms % 1000:03d}\n")
        return
    item = passing(number, bib, mat, at_ms, dice)
    assert sender.post("/in/raceresult/rr", item, day.timer)[0] == 201
    if dice.random() < 0.1:
        assert sender.post("/in/raceresult/rr", [item, item], day.timer) == (
            200,
            {"accepted": 0, "repeats": 2, "refused": []},
        )
    if dice.random() < 0.05:
        assert sender.post("/in/raceresult/rr", item, "wrong")[0] == 401


def disturb(day: Day, sender: Sender, dice: Random) -> None:
    """Send something that is no read."""
    assert sender.post("/in/raceresult/rr", dice.choice(NONSENSE), day.timer)[0] == 200
    assert sender.post("/in/raceresult/rr", MARKER, day.timer)[1]["markers"] == 1
    assert sender.post("/in/official", b"\x00", day.timer)[0] == 200


def control_page(day: Day, sender: Sender) -> str:
    """Return the feeds page of race control, once the clock has gone on a little."""
    day.clock.ms += 3_000
    time.sleep(0.3)
    threading.Timer(0.2, lambda: setattr(day.clock, "ms", day.clock.ms + 2_000)).start()
    return sender.get(f"/control/{day.control}/feeds/")


def check_crossings(race: Race, truth: dict[int, dict[str, int]]) -> None:
    """Every runner crossed every split when she did: to the millisecond, or 2 s by a corrected clock."""
    for bib, times in truth.items():
        found = crossed(race, str(bib))
        assert found.keys() == times.keys(), bib
        for mat, at_ms in times.items():
            assert abs(found[mat] - at_ms) <= (TWO_S if mat in AHEAD_MS else 0), (bib, mat)


def check_log(day: Day, sender: Sender) -> None:
    """The log holds each read once, every refusal with its bytes, and nobody else."""
    race = day.race()
    rows = list(day.file.rows())
    reads = [row for row in rows if isinstance(row.body, ReadBody)]
    assert len(reads) == RUNNERS * len(FULL_KM) == sender.told["rr", 201] + RUNNERS
    assert sender.told["rr", 401] > 0 and set(sender.told) <= {("rr", s) for s in (200, 201, 401)} | {
        ("official", 200)
    }
    assert race.state.crossings.unknown == {}
    refused = [row.body for row in rows if isinstance(row.body, RefusedBody)]
    assert {body.feed for body in refused} == {"rr", "official"}
    assert len(race.state.crossings.field) == RUNNERS
