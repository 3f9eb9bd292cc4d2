"""A replay in a terminal: keys steer it, and Ctrl-C ends it without losing anything."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from short_race import write_course

ALONGSIDE = [sys.executable, "-m", "alongside"]


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up race on disk that is over in an hour."""
    folder = tmp_path_factory.mktemp("keys") / "made-up"
    course = write_course(folder.with_name("course"))
    command = [*ALONGSIDE, "simulate", "--runners", "60", "--seed", "3", "--course", str(course)]
    command += ["--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


class Terminal:
    """A replay that believes it runs in a terminal."""

    def __init__(self, *args: str) -> None:
        self._ours, theirs = pty.openpty()
        environment = os.environ | {"TERM": "xterm", "COLUMNS": "110", "LINES": "30"}
        self.process = subprocess.Popen(
            [*ALONGSIDE, *args], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)
        self.text = ""

    def press(self, key: bytes) -> None:
        """Press a key."""
        os.write(self._ours, key)

    def read_until(self, pattern: str, seconds: float = 30) -> str:
        """Return what a pattern matched in what was printed from now on."""
        seen, until = "", time.monotonic() + seconds
        while time.monotonic() < until:
            seen += self._read()
            found = re.search(pattern, seen)
            if found:
                return found[0]
        pytest.fail(f"{pattern!r} was never shown; the end of what was: {seen[-400:]!r}")

    def end(self) -> int:
        """Return the exit code once the process has ended."""
        until = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < until:
            self.text += self._read()
        self.text += self._read()
        return self.process.wait(5)

    def _read(self) -> str:
        ready, _, _ = select.select([self._ours], [], [], 0.1)
        try:
            return os.read(self._ours, 65_536).decode(errors="replace") if ready else ""
        except OSError:  # the other end is closed
            return ""


def test_space_pauses_arrows_go_and_q_ends(race: Path) -> None:
    """Pause and seek in the terminal: the clock stands, jumps ten minutes, and q sums up."""
    terminal = Terminal("replay", str(race), "--speed", "60", "--from", "07:10")
    terminal.read_until(r"07:1\d:\d0")
    terminal.press(b" ")
    stood = terminal.read_until(r"(\d\d:\d\d:\d\d)[^\r\n]*paused")[:8]
    terminal.press(b"\x1b[C")
    hour, minute, second = map(int, stood.split(":"))
    later = f"{hour:02d}:{minute + 10:02d}:{second:02d}"
    terminal.read_until(later)
    terminal.press(b"\x1b[D")
    terminal.read_until(stood)
    terminal.press(b"q")
    assert terminal.end() == 0
    assert "on the course" in terminal.text


def ignore_interrupts() -> None:
    """Start as a script's background job does, with SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def test_ctrl_c_ends_a_replay_and_keeps_its_log(race: Path, tmp_path: Path) -> None:
    """Interrupted midway, it says where it stopped, ends with 0, and the log is whole up to there."""
    log = tmp_path / "stopped.db"
    command = [*ALONGSIDE, "replay", str(race), "--speed", "600", "--log", str(log)]
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    replay = subprocess.Popen(command, stdin=nothing, stdout=pipe, text=True, preexec_fn=ignore_interrupts)
    until = time.monotonic() + 30
    while not log.exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(3)
    replay.send_signal(signal.SIGINT)
    said, _ = replay.communicate(timeout=30)
    assert replay.returncode == 0
    assert "Stopped at" in said
    kept = sqlite3.connect(log)
    assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kept.execute("SELECT count(*) FROM log").fetchone()[0] > 60
