"""Keys of a terminal that steer a replay: space, arrows, + and -, q."""

from __future__ import annotations

import os
import select
import sys
from types import TracebackType

from alongside.loop.replay import Replay

STEP_MS = 10 * 60_000
MINUS, PLUS = 0.5, 2.0


class Keys:
    """Reads single keys while it is open; the terminal is put back as it was."""

    def __enter__(self) -> Keys:
        import termios
        import tty

        self._file = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._file)
        tty.setcbreak(self._file)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import termios

        termios.tcsetattr(self._file, termios.TCSADRAIN, self._before)

    def obey(self, replay: Replay, wait_s: float) -> bool:
        """Do what a key asks, if one is pressed within ``wait_s``; return whether it asks for the end."""
        ready, _, _ = select.select([self._file], [], [], wait_s)
        if not ready:
            return False
        key = os.read(self._file, 8)
        state = replay.state()
        match key:
            case b"q":
                return True
            case b" ":
                (replay.play if state.paused else replay.pause)()
            case b"\x1b[C":
                replay.seek(state.now_ms + STEP_MS)
            case b"\x1b[D":
                replay.seek(state.now_ms - STEP_MS)
            case b"+" | b"-":
                replay.set_rate(state.rate * (PLUS if key == b"+" else MINUS))
            case _:
                pass
        return False
