"""How far each device's clock is ahead of ours: what was said of it, and what of that stands.

A device is a source and a reader (``source/reader``; the mat where no reader is named). What is said of it
corrects every read of it, those that came before too, so the order of rows cannot matter. The raw time
stays in the read.
"""

from __future__ import annotations

from bisect import bisect_right

from alongside.events.bodies import ClockBody
from alongside.events.row import Row
from alongside.events.standing import Said, Standing

SYSTEM = "system"


def device_of(source: str, reader: str, mat: str) -> str:
    """Return the name of the device that made a read."""
    return f"{source}/{reader or mat}"


class Clocks:
    """Clock rows by device. A word of a person puts aside whatever the system said of that device.

    ``steps`` holds by device, if it is corrected, times of its own and how far it is ahead from each on.
    """

    def __init__(self) -> None:
        self.said: Standing[ClockBody, str] = Standing(ClockBody, lambda body: body.device)
        self.steps: dict[str, tuple[list[int], list[int]]] = {}

    def apply(self, row: Row) -> str | None:
        """Take in a row; return the device whose reads may have moved by it, if any."""
        device = self.said.apply(row)
        if device is not None:
            self._work_out(device)
        return device

    def ahead_ms(self, device: str, at_ms: int) -> int:
        """Return how far a device's clock was ahead (negative: behind) when it showed ``at_ms``."""
        steps = self.steps.get(device)
        if steps is None:
            return 0
        step = bisect_right(steps[0], at_ms) - 1
        return steps[1][step] if step >= 0 else 0

    def from_ms(self, device: str, at_ms: int) -> int:
        """Return since when, by its own clock, the correction holds that a device has at ``at_ms``."""
        steps = self.steps.get(device, ([], []))
        step = bisect_right(steps[0], at_ms) - 1
        return steps[0][step] if step >= 0 else 0

    def standing(self, device: str) -> list[Said[ClockBody]]:
        """Return the words by which a device is corrected now, the latest last."""
        words = self.said.of(device)
        return [said for said in words if said.body.by != SYSTEM] or words

    def is_left_to_people(self, device: str) -> bool:
        """Return whether somebody has spoken about this clock: then the system decides no more about it."""
        return any(
            (said.body.by == SYSTEM) == (said.key in self.said.undone)
            for said in self.said.said.get(device, ())
        )

    def _work_out(self, device: str) -> None:
        ahead = {said.body.from_ms: said.body.ahead_ms for said in self.standing(device)}
        if ahead:
            since = sorted(ahead)
            self.steps[device] = since, [ahead[from_ms] for from_ms in since]
        else:
            self.steps.pop(device, None)

    def dump(self) -> bytes:
        """Return what was said as bytes for a snapshot."""
        return self.said.dump()

    def load(self, raw: bytes) -> None:
        """Take what a snapshot holds in place of this."""
        self.said.load(raw)
        self.steps = {}
        for device in self.said.said:
            self._work_out(device)
