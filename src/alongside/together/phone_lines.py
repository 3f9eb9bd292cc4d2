"""The kilometres that phones tell, by distance, kept up while fixes come in; no view has them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from alongside.crossings.field import Field as Entries
from alongside.locate.walked import Walked
from alongside.together.field import NEVER, Times
from alongside.together.of_race import MOST_MS
from alongside.together.shared_lines import SharedLines

NO_LINES: Times = np.empty(0, dtype=np.int32)
Seen = tuple[int, str, int]  # how often her lines changed, her distance, the day's midnight


class PhoneLines:
    """Clocks at lines in a field's clock. It keeps nothing that cannot be worked out again."""

    def __init__(self) -> None:
        self._by_distance: dict[str, SharedLines] = {}
        self._runs: dict[int, Seen] = {}

    def up_to_date(self, walked: Walked, field: Entries, day_ms: int) -> PhoneLines:
        """Return this, with what the rows since the last call have changed."""
        for entry, changes in walked.changes.items():
            now = changes, field.entries[entry].distance, day_ms
            before = self._runs.get(entry)
            if before == now:
                continue
            if before is not None and before[1] != now[1]:
                self._by_distance[before[1]].put(entry, NO_LINES)
            at_ms = _in_field_clock(walked.times_ms(entry, now[1]), day_ms)
            self._by_distance.setdefault(now[1], SharedLines()).put(entry, at_ms)
            self._runs[entry] = now
        return self

    def lines_of(self, entry: int) -> Times:
        """Return when an entry crossed the lines of her distance."""
        run = self._runs.get(entry)
        return NO_LINES if run is None else self._by_distance[run[1]].at_ms.get(entry, NO_LINES)

    def both(self, one: int, other: int) -> bool:
        """Return whether two of one distance both have lines."""
        runs = [self._runs.get(entry) for entry in (one, other)]
        same = len({None if run is None else run[1] for run in runs}) == 1
        return same and all(len(self.lines_of(entry)) for entry in (one, other))

    def beside(self, entries: Iterable[int]) -> set[tuple[int, int]]:
        """Return the pairs of some entries with who was beside them at two lines in a row."""
        pairs = set()
        for entry in entries:
            run = self._runs.get(entry)
            others = [] if run is None else self._by_distance[run[1]].beside(entry)
            pairs |= {(min(entry, other), max(entry, other)) for other in others}
        return pairs


def _in_field_clock(at_ms: np.ndarray, day_ms: int) -> Times:
    since = at_ms - day_ms
    known = (at_ms >= 0) & (np.abs(since) <= MOST_MS)
    return np.where(known, since, NEVER).astype(np.int32)
