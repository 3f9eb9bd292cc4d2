"""The command line in a process of its own that takes one command after another and says how each ended."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

# It runs in the process, so that a crash or an endless loop there is seen here as what it is.
WORKER = """
import json, resource, sys, traceback
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
from click.testing import CliRunner
from alongside.cli import main
out = sys.stdout
for line in sys.stdin:
    ended = CliRunner().invoke(main, json.loads(line))
    error = ended.exception
    trace = ""
    if error is not None and not isinstance(error, SystemExit):
        trace = "".join(traceback.format_exception(error))[-3000:]
    out.write(json.dumps([ended.exit_code, ended.output[-3000:], trace]) + "\\n")
    out.flush()
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its code, what it said, and the traceback that nobody should ever see."""

    code: int
    said: str
    trace: str


class Commands:
    """Runs commands; one that takes longer than ``within_s`` is ended and reported as a hang."""

    def __init__(self, within_s: float = 30.0) -> None:
        self._within_s = within_s
        self._worker: subprocess.Popen[bytes] | None = None

    def run(self, arguments: Sequence[str]) -> Ended:
        """Return how ``alongside ARGUMENTS`` ended."""
        worker = self._worker or self._start()
        assert worker.stdin is not None
        worker.stdin.write(json.dumps(list(arguments)).encode() + b"\n")
        worker.stdin.flush()
        line = self._line(worker)
        if line is None:
            code = worker.poll()
            self.close()
            return Ended(
                -1, "", f"it hung for {self._within_s} s" if code is None else f"it died with {code}"
            )
        return Ended(*json.loads(line))

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.communicate()
            self._worker = None

    def _start(self) -> subprocess.Popen[bytes]:
        self._worker = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        return self._worker

    def _line(self, worker: subprocess.Popen[bytes]) -> bytes | None:
        """Return the worker's next line, ``None`` when it does not come in time or the worker is gone."""
        assert worker.stdout is not None
        until, line = time.monotonic() + self._within_s, b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([worker.stdout], [], [], max(0.0, until - time.monotonic()))
            part = os.read(worker.stdout.fileno(), 65536) if ready else b""
            if not part:
                return None
            line += part
        return line
