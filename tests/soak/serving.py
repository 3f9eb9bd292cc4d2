"""``alongside serve`` in a process of its own, and senders that remember what was acknowledged."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import parse_qs, urlsplit

from alongside.events.row import Draft
from soak.made_up_day import Key, item_of

STARTS_WITHIN_S = 30.0
ENDS_WITHIN_S = 20.0

# The command as it is, but that a snapshot is taken every second, so that kills meet one being written.
COMMAND = """
import functools
import alongside.cli.serving as serving
serving.LiveDay = functools.partial(serving.LiveDay, snapshot_every_ms=1000)
from alongside.cli import main
main()
"""


class Served:
    """A race folder being served on a free port of this machine; end it with :meth:`kill` or :meth:`stop`."""

    def __init__(self, folder: Path, token: str = "", before: str = "") -> None:
        self.folder, self.token, self.port = folder, token, 0
        self.said: list[str] = []
        command = [sys.executable, "-c", before + COMMAND, "serve", str(folder), "--port", "0"]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_env()
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_open(self) -> None:
        """Return once the links are printed; the feed's token is printed only the first time."""
        until = time.monotonic() + STARTS_WITHIN_S
        while not any(line.startswith("Ctrl-C") for line in self.said):
            assert time.monotonic() < until, f"it did not start: {self.said}"
            assert self._process.poll() is None or not self._lines.empty(), f"it ended: {self.said}"
            try:
                self.said.append(self._lines.get(timeout=0.2))
            except Empty:
                continue
        for line in self.said:
            if line.startswith("Public page"):
                self.port = urlsplit(line.split()[-1]).port or 0
            if line.startswith("Timing feed") and "token=" in line:
                self.token = parse_qs(urlsplit(line.split()[-1]).query)["token"][0]

    def kill(self) -> None:
        """End it as a power cut would: nothing is written, nobody is told."""
        self._process.kill()
        self._process.wait(ENDS_WITHIN_S)
        self._close()

    def stop(self) -> int:
        """End it as Ctrl-C does; return its exit code."""
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(ENDS_WITHIN_S)
        finally:
            self.kill()

    def ask(self, path: str) -> tuple[int, Any]:
        """Return the status and the JSON of an address."""
        connection = self.connect()
        try:
            return _answer(connection, "GET", path, None)
        finally:
            connection.close()

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection, which a sender keeps."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=ENDS_WITHIN_S)

    def post(self, connection: http.client.HTTPConnection, body: bytes) -> tuple[int, Any]:
        """Return the status and the JSON with which reads were answered."""
        return _answer(connection, "POST", f"/in/reads?token={self.token}", body)

    def all_said(self) -> str:
        """Return everything that was printed so far, when it has ended."""
        while True:
            try:
                self.said.append(self._lines.get_nowait())
            except Empty:
                return "".join(self.said)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)

    def _close(self) -> None:
        self._reader.join(ENDS_WITHIN_S)
        if self._process.stdout is not None:
            self._process.stdout.close()


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "300", "OPENBLAS_NUM_THREADS": "1"}


def _answer(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None
) -> tuple[int, Any]:
    connection.request(method, path, body)
    response = connection.getresponse()
    return response.status, json.loads(response.read())


@contextmanager
def served(folder: Path, token: str = "", before: str = "") -> Iterator[Served]:
    """Serve a folder, ready for senders; whatever happens, the process is gone afterwards."""
    server = Served(folder, token, before)
    try:
        server.wait_until_open()
        yield server
    finally:
        server.kill()


@dataclass
class Senders:
    """Threads that post batches of reads until there are none, or nobody answers any more.

    ``kept`` holds the keys that were acknowledged; ``wrong`` whatever was answered but that. A batch
    without an answer goes back to those that are to be sent.
    """

    batches: deque[Sequence[Draft]]
    kept: set[Key] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    answered: int = 0
    pause_s: float = 0.0

    def start(self, server: Served, count: int = 4) -> list[threading.Thread]:
        """Let so many senders begin."""
        threads = [threading.Thread(target=self._send, args=(server,), daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def _send(self, server: Served) -> None:
        connection = server.connect()
        try:
            while self.batches:
                self._send_one(server, connection, self.batches.popleft())
                time.sleep(self.pause_s)
        except (OSError, http.client.HTTPException, IndexError, json.JSONDecodeError):
            pass  # nobody is there any more, or another sender took the last batch
        finally:
            connection.close()

    def _send_one(
        self, server: Served, connection: http.client.HTTPConnection, batch: Sequence[Draft]
    ) -> None:
        body = json.dumps([item_of(draft) for draft in batch]).encode()
        try:
            status, answer = server.post(connection, body)
        except BaseException:
            self.batches.append(batch)
            raise
        if status == 200 and answer["refused"] == []:
            self.kept.update((draft.source, draft.id) for draft in batch)
            self.answered += 1
        else:
            self.wrong.append(f"{status}: {answer}")


def in_batches(reads: Sequence[Draft], dice: random.Random, most: int = 8) -> deque[Sequence[Draft]]:
    """Return reads cut into batches of 1 to ``most``."""
    batches: deque[Sequence[Draft]] = deque()
    at = 0
    while at < len(reads):
        size = dice.randint(1, most)
        batches.append(reads[at : at + size])
        at += size
    return batches


@contextmanager
def copied_log(folder: Path, scratch: Path) -> Iterator[Path]:
    """Yield a copy of a race file with its journal, so that looking changes nothing of what a kill left."""
    scratch.mkdir()
    try:
        for path in folder.glob("race.db*"):
            shutil.copyfile(path, scratch / path.name)
        yield scratch / "race.db"
    finally:
        shutil.rmtree(scratch)


def keys_on_disk(log: Path) -> set[Key]:
    """Return the keys of all reads in a race file, having checked that the file is whole."""
    connection = sqlite3.connect(log)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows, last = connection.execute("SELECT count(*), max(seq) FROM log").fetchone()
        assert rows == (last or 0), "rows are numbered without a gap"
        return set(connection.execute("SELECT source, id FROM log WHERE kind = 'read'"))
    finally:
        connection.close()
