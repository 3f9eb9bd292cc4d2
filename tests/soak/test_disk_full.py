"""A full disk: refused with a clear word, nothing half-written, and on it goes once there is room."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from alongside.events.row import Draft
from alongside.loop.folding import recover
from alongside.loop.live_day import wall_ms
from alongside.store.race_file import RaceFile
from builders import outcome
from soak.made_up_day import MadeUpDay, make_day, undisturbed
from soak.serving import Senders, Served, copied_log, in_batches, keys_on_disk, served

SEED = 7_22_56
RUNNERS = 250
DISK_MIB = 16
JOIN_S = 60.0
FULL = "The disk of the race is full"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes; skips where this user may not mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("A small file system cannot be mounted here: this test needs root on Linux.")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_on_a_full_disk_a_sender_is_told_so_and_keeps_its_reads(small_disk: Path, tmp_path: Path) -> None:
    """HTTP 507 and a sentence; what was acknowledged is there, of the refused batches nothing; after room
    is made the same reads are accepted, and the race comes to what it would have."""
    day = make_day(small_disk / "race", RUNNERS, SEED)
    batches = in_batches(day.reads, random.Random(SEED), most=40)
    with served(day.folder) as server:
        senders = Senders(deque(batches))
        ballast = _fill(small_disk, leave_bytes=400_000)
        _send_until_refused(server, senders)
        assert all(one.startswith("507: ") and FULL in one for one in senders.wrong), senders.wrong[:3]
        assert senders.kept, "the disk was full before anything was sent"
        _check_whole(day, senders, tmp_path / "copy")
        _still_ticking(server)
        ballast.unlink()
        _send_all(server, senders, batches)
        _still_ticking(server)
        assert server.stop() == 0, server.all_said()
    _check_outcome(day)


@pytest.mark.slow
def test_at_a_limit_of_file_size_rows_are_refused_whole(tmp_path: Path) -> None:
    """A quota is a full disk too: the writer refuses with the same word, and a later start goes on."""
    pytest.importorskip("resource", reason="This system has no limits on the size of files.")
    day = make_day(tmp_path / "race", RUNNERS, SEED)
    batches = in_batches(day.reads, random.Random(SEED), most=40)
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))\n"
    senders = Senders(deque(batches))
    with served(day.folder, before=limited) as server:
        token = server.token
        _send_until_refused(server, senders)
        assert all(one.startswith("507: ") and FULL in one for one in senders.wrong), senders.wrong[:3]
        assert senders.kept, "the limit was met before anything was sent"
        _check_whole(day, senders, tmp_path / "copy")
    with served(day.folder, token) as server:
        _send_all(server, senders, batches)
        assert server.stop() == 0, server.all_said()
    _check_outcome(day)


def test_a_race_that_cannot_be_opened_for_want_of_room_says_so(small_disk: Path) -> None:
    """Serving on a disk that is full from the start ends with code 1 and a sentence."""
    day = make_day(small_disk / "race", 20, SEED)
    _fill(small_disk, leave_bytes=0)
    ended = subprocess.run(
        [sys.executable, "-m", "alongside", "serve", str(day.folder), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "full" in ended.stderr


def _fill(disk: Path, leave_bytes: int) -> Path:
    """Put a file on the disk that leaves only so much room."""
    ballast = disk / "ballast"
    room = shutil.disk_usage(disk).free - leave_bytes
    with ballast.open("wb") as out:
        out.write(b"\0" * max(0, room))
    return ballast


def _send_until_refused(server: Served, senders: Senders) -> None:
    """Send batch after batch, until several were refused."""
    connection = server.connect()
    while senders.batches and len(senders.wrong) < 5:
        senders._send_one(server, connection, senders.batches.popleft())
    connection.close()
    assert len(senders.wrong) == 5, "the disk took everything: it was not small enough"


def _check_whole(day: MadeUpDay, senders: Senders, scratch: Path) -> None:
    with copied_log(day.folder, scratch) as log:
        found = keys_on_disk(log)
    assert senders.kept == found, "exactly what was acknowledged is there"


def _still_ticking(server: Served) -> None:
    """The race goes on being shown: its clock moves, three ticks at least."""
    shown: set[int] = set()
    until = time.monotonic() + 15
    while len(shown) < 4:
        assert time.monotonic() < until, f"the clock of the race stands still: {shown}"
        status, said = server.ask("/healthz")
        if status == 200:
            shown.add(said["race_now_ms"])
        time.sleep(0.2)


def _send_all(server: Served, senders: Senders, batches: Sequence[Sequence[Draft]]) -> None:
    senders.wrong.clear()
    senders.batches.extend(batches)
    for thread in senders.start(server):
        thread.join(JOIN_S)
    assert senders.wrong == []


def _check_outcome(day: MadeUpDay) -> None:
    file = RaceFile(day.folder / "race.db", wall_ms)
    try:
        assert outcome(recover(file)) == outcome(undisturbed(day))
    finally:
        file.close()
