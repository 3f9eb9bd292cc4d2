"""Which gun each wave goes by: the plan's, the one that somebody said, or that of the wave it starts with."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import GunBody, MergeBody
from alongside.events.plan import RacePlan, Wave
from alongside.events.row import Row
from alongside.events.standing import Standing


class WaveGuns:
    """What was said of guns, fired or to come, and of waves that start with another one."""

    def __init__(self) -> None:
        self.guns: Standing[GunBody, str] = Standing(GunBody, lambda body: body.wave)
        self.merges: Standing[MergeBody, str] = Standing(MergeBody, lambda body: body.wave)

    def apply(self, row: Row) -> bool:
        """Take in a row; return whether a gun may have moved by it."""
        moved = (self.guns.apply(row), self.merges.apply(row))
        return any(wave is not None for wave in moved)

    def starts_with(self, plan: RacePlan, wave: str) -> str:
        """Return the wave by whose gun a wave goes: itself, unless it was merged into another.

        Merges are followed from wave to wave. One into a wave that the plan has not, and all of a circle,
        change nothing.
        """
        known = {one.id for one in plan.waves}
        passed = [wave]
        while (merge := self.merges.last(passed[-1])) is not None and merge.body.into in known:
            if merge.body.into in passed:
                return wave if merge.body.into == wave else merge.body.into
            passed.append(merge.body.into)
        return passed[-1]

    def by_wave(self, plan: RacePlan) -> dict[str, int]:
        """Return the gun of every wave of a plan, in UTC milliseconds."""
        said = {wave.id: self._own_ms(wave) for wave in plan.waves}
        return {wave.id: said[self.starts_with(plan, wave.id)] for wave in plan.waves}

    def _own_ms(self, wave: Wave) -> int:
        said = self.guns.last(wave.id)
        return wave.gun_ms if said is None else said.body.gun_ms

    def dump(self) -> bytes:
        """Return what was said as bytes for a snapshot."""
        return msgspec.msgpack.encode((self.guns.dump(), self.merges.dump()))

    def load(self, raw: bytes) -> None:
        """Take what a snapshot holds in place of this."""
        guns, merges = msgspec.msgpack.decode(raw, type=tuple[bytes, bytes])
        self.guns.load(guns)
        self.merges.load(merges)
