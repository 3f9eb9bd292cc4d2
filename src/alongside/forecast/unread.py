"""What it means that nobody has read her: she is slow, or was missed, or has stopped.

Four explanations of a silence share it out by Bayes' rule. Who goes on and is read is short of the next
mat; whom that mat has missed is short of the one after it; who goes on and is not read any more (a chip that
came off, mats that were taken up) is short of the finish; who has stopped is silent for sure. So the chance
of having stopped grows with being overdue, and the forecast of somebody long overdue does not run off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.onward import Gate, Road, Times, log_chance
from alongside.forecast.ordered import spread_out, summed
from alongside.forecast.pattern import Pattern

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
LEAST = 1e-300
FURTHER = (0, 1, 3)  # mats beyond the next one that are asked; and the last
UNLIKELY = 1e-3  # beside the likeliest kind
CERTAIN = 0.99  # so likely still short of the mat that the clock tells next to nothing


@dataclass(frozen=True)
class Silence:
    """The road ahead, and mats on it that should speak: the next, the second, the fourth, the last.

    ``mat_cells`` are the cells that end with its mats. What a mat says is worked out when it is first asked:
    of whom the clock says nothing yet only the next one is.
    """

    road: Road
    mat_cells: tuple[int, ...]

    @cached_property
    def next(self) -> Gate | None:
        """The next mat that speaks."""
        return Gate(self.road, self.mat_cells[0]) if self.mat_cells else None

    @cached_property
    def gates(self) -> tuple[tuple[int, Gate], ...]:
        """The mats that are asked, with how many they lie further on than the next one."""
        if self.next is None:
            return ()
        last = len(self.mat_cells) - 1
        further = sorted({min(one, last) for one in FURTHER[1:]} - {0} | ({last} - {0}))
        return ((0, self.next), *((one, Gate(self.road, self.mat_cells[one])) for one in further))

    def asked(self, heard: Heard) -> list[tuple[Gate, Floats]]:
        """Return the mats that would have read her, each with the chance that those before it missed her.

        The last one reads everybody whom all others have missed.
        """
        unread = [np.ones_like(heard.once)]
        unread += [heard.once * heard.again**further for further, _ in self.gates[:-1]]
        left = [*unread[1:], np.zeros_like(heard.once)]
        return [
            (gate, so_far - then) for (_, gate), so_far, then in zip(self.gates, unread, left, strict=True)
        ]


@dataclass(frozen=True)
class Heard:
    """Runners of one pattern, and what was heard of them.

    ``left`` (k, n, o) is their log paces less each kind's, ``log_weight`` (k, n) that of the kinds they may
    be, ``base_s`` (n) their last crossing and ``now_s`` (n) the instant. ``once`` (n) is how likely the next
    mat misses them, ``again`` (n) how likely the one after it does then.
    """

    pattern: Pattern
    left: Floats
    log_weight: Floats
    base_s: Floats
    now_s: Floats
    once: Floats
    again: Floats

    def of(self, rows: Rows) -> Heard:
        """Return some of the runners."""
        left, log_weight = self.left[:, rows], self.log_weight[:, rows]
        names = ("base_s", "now_s", "once", "again")
        columns = {name: getattr(self, name)[rows] for name in names}
        return replace(self, left=left, log_weight=log_weight, **columns)

    def log_pace(self, kinds: Rows) -> Floats:
        """Return the log pace of the cells ahead, if she is of such a kind, shape ``(kinds, n, c)``."""
        gain = np.swapaxes(self.pattern.gain[kinds], 1, 2)
        return self.pattern.mean[kinds][:, None, :] + spread_out(self.left[kinds], gain)

    def log_pace_over(self, share: Floats) -> Floats:
        """Return the mean log pace over cells with weights ``share`` (c), shape ``(k, n)``."""
        gain = (self.pattern.gain * share[:, None]).sum(axis=1)
        return (self.pattern.mean @ share)[:, None] + spread_out(self.left, gain[:, :, None])[..., 0]

    @property
    def since_s(self) -> Floats:
        """Seconds since the last crossing."""
        return np.maximum(self.now_s - self.base_s, 0.0)


def short_of(silence: Silence, heard: Heard) -> Floats:
    """Return each one's chance, if she goes on and is read, to be short of the next mat by now."""
    if silence.next is None:
        return np.ones(len(heard.now_s))
    reached = silence.next.reached(heard.log_pace_over(silence.next.share), heard.since_s)
    return summed(_normalised(heard.log_weight) * np.exp(log_chance(reached)))


def unheard(silence: Silence, heard: Heard) -> tuple[Floats, Times, Floats]:
    """Return weights (k, n) and times of runners of whom the clock says nothing yet, and their silence."""
    weight = _normalised(heard.log_weight)
    kinds = np.flatnonzero(weight.any(axis=1))
    times = silence.road.times(heard.log_pace(kinds), heard.base_s, kinds)
    return weight[kinds], times, np.ones(len(heard.now_s))


def explained(silence: Silence, heard: Heard) -> tuple[Floats, Times, Floats]:
    """Return weights and times of runners who might have been read by now, and their silence.

    First come the kinds of those who go on and are read, then of those who are missed; the silence (n) is
    the chance of hearing nothing so far from somebody who goes on.
    """
    asked = [_Asked.of(gate, heard, share) for gate, share in silence.asked(heard)]
    chance = np.maximum(summed(np.concatenate([one.joint for one in asked])), LEAST)
    asked = [one.likely(chance) for one in asked]
    found = [one.times(heard) for one in asked]
    times = [np.concatenate([getattr(one, name) for one in found]) for name in Times.NAMES]
    weight = np.concatenate([one.joint[one.kinds] for one in asked])
    return weight / np.maximum(summed(weight), LEAST), Times(*times), chance


@dataclass(frozen=True)
class _Asked:
    """A mat that is silent: by how much each kind is overdue there, and the joint chance (k, n) with it."""

    gate: Gate
    reached: Floats
    joint: Floats

    @classmethod
    def of(cls, gate: Gate, heard: Heard, share: Floats) -> _Asked:
        reached = gate.reached(heard.log_pace_over(gate.share), heard.since_s)
        weight = _normalised(heard.log_weight, 0.0)
        return cls(gate, reached, weight * np.exp(log_chance(reached)) * share)

    @property
    def kinds(self) -> Rows:
        return np.flatnonzero(self.joint.any(axis=1))

    def likely(self, chance: Floats) -> _Asked:
        """Return the same without kinds that hardly explain the silence, runner by runner."""
        return replace(self, joint=np.where(self.joint < UNLIKELY * chance, 0.0, self.joint))

    def times(self, heard: Heard) -> Times:
        kinds = self.kinds
        log_pace = heard.log_pace(kinds)
        return self.gate.times(log_pace, self.reached[kinds], heard.base_s, heard.since_s, kinds)


def _normalised(log_weight: Floats, least: float = UNLIKELY) -> Floats:
    """Return weights, nothing for kinds that a runner hardly can be: most kinds are not worth their time."""
    weight = np.exp(log_weight - log_weight.max(axis=0))
    weight = np.where(weight < least, 0.0, weight)
    return np.asarray(weight / summed(weight))
