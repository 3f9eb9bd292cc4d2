"""Waiting in a test until something is so: what a page, or a thread, comes to in its own time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def until(true_of: Callable[[], bool], page: Any, seconds: float = 8.0) -> None:
    """Wait until something is so."""
    for _ in range(round(seconds / 0.05)):
        if true_of():
            return
        page.wait_for_timeout(50)
    assert true_of()
