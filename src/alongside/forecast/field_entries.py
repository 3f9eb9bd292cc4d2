"""What entries name of themselves that a forecast uses, as columns over the field."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.fold import Crossings
from alongside.events.plan import RacePlan

Floats = NDArray[np.float64]


class EntryColumns:
    """Columns by entry, worked out again only when entries or the plan changed.

    ``expected_s`` is the net time that an entry names for the distance that she runs (nan: none),
    ``start_s`` how long the start of her wave takes.
    """

    def __init__(self) -> None:
        self._plan: RacePlan | None = None
        self._changes = -1
        self.expected_s: Floats = np.empty(0)
        self.start_s: Floats = np.empty(0)

    def refresh(self, crossings: Crossings) -> None:
        """Take what the entries are now."""
        if crossings.plan is self._plan and crossings.field.changes == self._changes:
            return
        self._plan, self._changes = crossings.plan, crossings.field.changes
        entered, entries = crossings.field.entered, crossings.field.entries
        named = [
            one.expected_s if one.distance == runs.distance and one.expected_s else np.nan
            for one, runs in zip(entered, entries, strict=True)
        ]
        waves = {wave.id: wave.start_s for wave in crossings.plan.waves} if crossings.plan else {}
        self.expected_s = np.array(named, dtype=np.float64)
        self.start_s = np.array([waves.get(one.wave, 0.0) for one in entered], dtype=np.float64)
