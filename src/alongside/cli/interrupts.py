"""Ctrl-C, heard also when Python cannot pass it on.

A ``KeyboardInterrupt`` that is raised inside a destructor or a weak reference's callback is swallowed by
the interpreter. So the press is also noted, for whoever runs until it comes.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

pressed = threading.Event()


def hear_ctrl_c() -> None:
    """Take Ctrl-C from now on; a shell that starts us in the background has it ignored."""
    signal.signal(signal.SIGINT, _heard)


def _heard(number: int, frame: FrameType | None) -> None:
    pressed.set()
    raise KeyboardInterrupt
