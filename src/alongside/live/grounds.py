"""On what grounds somebody is thought to be where she is: a mat, her phone just now, or her pace since."""

from __future__ import annotations

import math
from typing import Literal

from alongside.forecast.run_on import RunOn

FRESH_MS = 5 * 60_000  # a phone that was heard so lately is where it says; after that she is only reckoned on
Grounds = Literal["mat", "phone", "pace"]


def grounds(field: RunOn, j: int) -> Grounds:
    """Return on what the place of runner ``j`` of the field rests."""
    if field.by_phone[j]:
        return "phone" if field.at_ms - float(field.base_ms[j]) <= FRESH_MS else "pace"
    return "pace" if field.last_split[j] >= 0 or not math.isnan(float(field.speed_mps[j])) else "mat"
