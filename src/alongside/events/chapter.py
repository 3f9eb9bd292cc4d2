"""Moments of a recorded day that are worth jumping to, as ``chapters.toml`` keeps them."""

from __future__ import annotations

import msgspec


class Chapter(msgspec.Struct, frozen=True):
    """A moment: when (UTC milliseconds), a title, and a sentence or two."""

    at_ms: int
    title: str
    text: str
