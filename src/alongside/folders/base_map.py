"""A race folder's own base map: one file of vector tiles, for days without internet."""

from __future__ import annotations

from pathlib import Path


def base_map_of(folder: Path) -> Path | None:
    """Return the first ``*.pmtiles`` of a race folder, by name; ``None`` where there is none."""
    return next(iter(sorted(folder.glob("*.pmtiles"))), None)
