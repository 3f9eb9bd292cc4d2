"""What is done once a minute: at its first tick, whatever the ticks are."""

from __future__ import annotations

MINUTE_MS = 60_000


class Minutely:
    """Says of each tick whether it is the first of its minute; ticks that are left out lose no minute.

    What is kept is the minute of the last tick. It is no part of the state: of the first tick ever seen, and
    after a start in the middle of a minute, only the full one counts.
    """

    def __init__(self) -> None:
        self._minute: int | None = None

    def is_due(self, at_ms: int) -> bool:
        """Return whether a tick, in UTC milliseconds, is the first of its minute; ask once for each tick."""
        minute = at_ms // MINUTE_MS
        due = at_ms % MINUTE_MS == 0 or (self._minute is not None and minute > self._minute)
        self._minute = minute
        return due
