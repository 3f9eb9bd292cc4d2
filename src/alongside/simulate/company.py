"""Who runs with whom: pairs from the start, groups that split with the course, pacers, people who meet.

A member follows the leader's clock from one metre to another, with a gap that wanders a little, and
goes at her own pace before and after. Real fields have more company towards the back (norms).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from alongside.simulate.pacing import GRID_M

TIGHT_S, LOOSE_S, PACK_S = 0.8, 3.5, 5.0


@dataclass(frozen=True)
class Member:
    """A runner (row number) who follows the leader of her group from ``from_m`` to ``to_m``."""

    runner: int
    from_m: float
    to_m: float
    spread_s: float = TIGHT_S


@dataclass
class Group:
    """A leader, who runs her own race, and those who follow; ``pack`` marks a pacer's."""

    leader: int
    members: list[Member] = field(default_factory=list)
    pack: bool = False


def follow(clock_s: np.ndarray, at_m: np.ndarray, groups: list[Group], rng: np.random.Generator) -> None:
    """Put every member beside her leader, in place. ``clock_s`` has shape ``(runners, len(at_m))``, tod_s."""
    pairs = [(group.leader, member) for group in groups for member in group.members]
    for at in range(0, len(pairs), 4096):
        _follow_some(clock_s, at_m, pairs[at : at + 4096], rng)


def _follow_some(
    clock_s: np.ndarray, at_m: np.ndarray, pairs: list[tuple[int, Member]], rng: np.random.Generator
) -> None:
    rows = np.array([member.runner for _, member in pairs])
    first = np.searchsorted(at_m, [member.from_m for _, member in pairs])[:, None]
    last = np.searchsorted(at_m, [member.to_m for _, member in pairs])[:, None]
    last = np.minimum(last, len(at_m) - 1)
    spread = np.array([member.spread_s for _, member in pairs])
    beside = clock_s[[leader for leader, _ in pairs]] + _gaps_s(spread, len(at_m), rng)
    own = clock_s[rows]
    clock_s[rows] = _joined(own, beside, first, last)


def _joined(own: np.ndarray, beside: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Own pace stretched to the meeting, the leader's clock while together, own pace afterwards."""
    at = np.arange(own.shape[1])[None, :]
    meet_own, meet = np.take_along_axis(own, first, 1), np.take_along_axis(beside, first, 1)
    stretch = (meet - own[:, :1]) / np.maximum(meet_own - own[:, :1], 1.0)
    before = own[:, :1] + (own - own[:, :1]) * stretch
    after = np.take_along_axis(beside, last, 1) + own - np.take_along_axis(own, last, 1)
    return np.where(at < first, before, np.where(at <= last, beside, after))


def _gaps_s(spread_s: np.ndarray, points: int, rng: np.random.Generator) -> np.ndarray:
    """Gaps (s) between two who run together: they wander about 0 and remember the kilometre before."""
    gaps = rng.normal(size=(len(spread_s), points))
    for at in range(1, points):
        gaps[:, at] = 0.6 * gaps[:, at - 1] + 0.8 * gaps[:, at]
    return np.asarray(gaps * spread_s[:, None])


def leaders(groups: list[Group], lengths_m: np.ndarray) -> np.ndarray:
    """Return the row that each stays with to her finish: her leader's, or her own; shape ``(runners,)``."""
    leader = np.arange(len(lengths_m))
    for group in groups:
        for member in group.members:
            if member.to_m >= lengths_m[member.runner] and not group.pack:
                leader[member.runner] = group.leader
    return leader


@dataclass(frozen=True)
class Together:
    """Two runners (rows) who were together, and the metres between which."""

    a: int
    b: int
    kind: str
    from_m: float
    to_m: float


def pairs_of(
    groups: list[Group], end_m: np.ndarray, lengths_m: np.ndarray, starts: np.ndarray
) -> list[Together]:
    """Return every pair of the groups that was together for a kilometre or more.

    ``end_m`` is where each runner's race ended, ``lengths_m`` how long it should have been. The kind says
    whether it began at the start and lasted to the finish of both; pairs with a pacer are ``pack``.
    """
    found = []
    for group in groups:
        people = [Member(group.leader, 0.0, float(end_m[group.leader])), *group.members]
        heads = people[:1] if group.pack else people
        for number, one in enumerate(heads):
            found += [_together(one, other, group.pack, end_m, lengths_m) for other in people[number + 1 :]]
    return [pair for pair in found if pair.to_m - pair.from_m >= GRID_M and starts[pair.a] and starts[pair.b]]


def _together(one: Member, other: Member, pack: bool, end_m: np.ndarray, lengths_m: np.ndarray) -> Together:
    from_m = max(one.from_m, other.from_m)
    to_m = float(min(one.to_m, other.to_m, end_m[one.runner], end_m[other.runner]))
    whole = to_m >= lengths_m[one.runner] and to_m >= lengths_m[other.runner]
    kind = f"{'start' if from_m == 0 else 'met'}_{'finish' if whole else 'parted'}"
    return Together(one.runner, other.runner, "pack" if pack else kind, from_m, to_m)
