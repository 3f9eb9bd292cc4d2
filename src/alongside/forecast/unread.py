"""What it means that nobody has read her: she is slow, or was missed, or has stopped.

Three explanations of a silence share it out by Bayes' rule. Who goes on and is read is short of the next
mat; who goes on and is not read any more (a chip that came off, a mat that misses) is short of the finish;
who has stopped is silent for sure. So the chance of having stopped grows with being overdue, and the
forecast of somebody long overdue does not run off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.onward import Gate, Road, Times, log_chance
from alongside.forecast.ordered import summed

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
MISSED = 0.01  # of those who come to a mat are not read there; 0.04 % to 3.5 % in results lists
LEAST = 1e-300
UNLIKELY = 1e-3  # beside the likeliest kind
CERTAIN = 0.99  # so likely still short of the mat that the clock tells next to nothing


@dataclass(frozen=True)
class Silence:
    """The road ahead with the mats on it that should speak next and last (``None``: none does)."""

    road: Road
    next: Gate | None
    last: Gate | None

    def asked(self) -> list[tuple[Gate | None, float]]:
        """Return the mat that would have read her, and the one that would if those before it missed her."""
        return [(self.next, 1.0 - MISSED), (self.last, MISSED)]


@dataclass(frozen=True)
class Heard:
    """Runners who share a road: ``log_weight`` (k, n) and ``log_pace`` (k, n, c) of the kinds they may be,
    their last crossing ``base_s`` and the instant ``now_s`` (n)."""

    log_weight: Floats
    log_pace: Floats
    base_s: Floats
    now_s: Floats

    def of(self, rows: Rows) -> Heard:
        """Return some of the runners."""
        return Heard(self.log_weight[:, rows], self.log_pace[:, rows], self.base_s[rows], self.now_s[rows])


def short_of(silence: Silence, heard: Heard) -> Floats:
    """Return each one's chance, if she goes on and is read, to be short of the next mat by now."""
    if silence.next is None:
        return np.ones(len(heard.now_s))
    reached = silence.next.reached(heard.log_pace, _since_s(heard))
    return summed(_normalised(heard.log_weight) * np.exp(log_chance(reached)))


def unheard(silence: Silence, heard: Heard) -> tuple[Floats, Times, Floats]:
    """Return weights (k, n) and times of runners of whom the clock says nothing yet, and their silence."""
    weight = _normalised(heard.log_weight)
    kinds = np.flatnonzero(weight.any(axis=1))
    times = silence.road.times(heard.log_pace[kinds], heard.base_s, kinds)
    return weight[kinds], times, np.ones(len(heard.now_s))


def explained(silence: Silence, heard: Heard) -> tuple[Floats, Times, Floats]:
    """Return weights and times of runners who might have been read by now, and their silence.

    First come the kinds of those who go on and are read, then of those who are missed; the silence (n) is
    the chance of hearing nothing so far from somebody who goes on.
    """
    asked = [_Asked.of(gate, heard, share) for gate, share in silence.asked() if gate is not None]
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
    def of(cls, gate: Gate, heard: Heard, share: float) -> _Asked:
        reached = gate.reached(heard.log_pace, _since_s(heard))
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
        return self.gate.times(
            heard.log_pace[kinds], self.reached[kinds], heard.base_s, _since_s(heard), kinds
        )


def _since_s(heard: Heard) -> Floats:
    return np.maximum(heard.now_s - heard.base_s, 0.0)


def _normalised(log_weight: Floats, least: float = UNLIKELY) -> Floats:
    """Return weights, nothing for kinds that a runner hardly can be: most kinds are not worth their time."""
    weight = np.exp(log_weight - log_weight.max(axis=0))
    weight = np.where(weight < least, 0.0, weight)
    return np.asarray(weight / summed(weight))
