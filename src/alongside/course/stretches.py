"""Stretches of road that two lines run in the same direction, from pairs of metres side by side.

Matched pairs are strung into chains whose metres go on together, trimmed where the roads part, and cut
where the metres of one are not a straight function of the metres of the other.
"""

from __future__ import annotations

import numpy as np

from alongside.course.line import CourseLine, Metres
from alongside.course.matching import Matches, matches, samples_of

Stretch = tuple[float, float, float, float]  # a_from_m, a_to_m, b_from_m, b_to_m
_Chain = list[int]

WITHIN_M = 35.0  # two tracks of one road, each up to about 25 m off, seldom lie farther apart
SELF_WITHIN_M = 25.0  # one track with itself: a planner's laps coincide, and switchbacks must not match
MIN_LENGTH_M = 150.0
_BRIDGE_M = 80.0  # tracks of one road may lose each other for so long
_SLIP_M = 100.0  # and stretches that follow each other as closely on both lines are one
_LINEAR_M = 15.0
_END_M = 60.0  # a stretch that comes so close to a start or finish reaches it


def stretches_between(a: CourseLine, b: CourseLine, within_m: float = WITHIN_M) -> list[Stretch]:
    """Return the stretches that two lines run in the same direction, in order of ``a``."""
    found = matches(samples_of(a, a), samples_of(b, a), within_m, None)
    return _stretches(found, a.length_m, b.length_m)


def stretches_within(line: CourseLine, within_m: float = SELF_WITHIN_M) -> list[Stretch]:
    """Return the stretches that a line runs again later in the same direction: earlier pass, later pass."""
    samples = samples_of(line, line)
    found = matches(samples, samples, within_m, MIN_LENGTH_M)
    return _stretches(found, line.length_m, line.length_m)


def _stretches(found: Matches, a_length_m: float, b_length_m: float) -> list[Stretch]:
    result: list[Stretch] = []
    together = [_trimmed(found, chain) for chain in _chains(found)]
    long_enough = [pairs for pairs in together if min(pairs[-1] - pairs[0]) >= MIN_LENGTH_M]
    for pairs in _joined(long_enough):
        result += _linear_pieces(_reaching_ends(pairs, a_length_m, b_length_m))
    return sorted(result)


def _chains(found: Matches) -> list[_Chain]:
    """String matches together: both metres go on, and by about as much."""
    open_chains: list[_Chain] = []
    closed: list[_Chain] = []
    a_m, b_m = found.a_m.tolist(), found.b_m.tolist()
    for k in range(len(a_m)):
        closed += [c for c in open_chains if a_m[k] - a_m[c[-1]] > _BRIDGE_M]
        open_chains = [c for c in open_chains if a_m[k] - a_m[c[-1]] <= _BRIDGE_M]
        chain = min(open_chains, key=lambda c: _break_m(a_m, b_m, c[-1], k), default=None)
        if chain is None or _break_m(a_m, b_m, chain[-1], k) > 0:
            open_chains.append([k])
        else:
            chain.append(k)
    return closed + open_chains


def _break_m(a_m: list[float], b_m: list[float], last: int, new: int) -> float:
    """How badly ``new`` follows ``last``; zero or less when it does, the smaller the better."""
    step_a, step_b = a_m[new] - a_m[last], b_m[new] - b_m[last]
    if step_a <= 0 or step_b < -15.0:
        return np.inf
    return abs(step_b - step_a) - (25.0 + 0.35 * step_a)


def _trimmed(found: Matches, chain: _Chain) -> Metres:
    """Pairs of metres of a chain, shape ``(pairs, 2)``, without ends where the roads already part."""
    off_m = found.off_m[chain]
    together = np.flatnonzero(off_m <= max(8.0, 1.5 * float(np.median(off_m)) + 3.0))
    kept = chain[together[0] : together[-1] + 1]
    return np.column_stack((found.a_m[kept], np.maximum.accumulate(found.b_m[kept])))


def _joined(pieces: list[Metres]) -> list[Metres]:
    """Join what follows closely on both lines: a slip of the GPS or a sharp bend parted it, not the road."""
    joined: list[Metres] = []
    for piece in sorted(pieces, key=lambda pairs: float(pairs[0, 0])):
        before = next((n for n, earlier in enumerate(joined) if _goes_on(earlier, piece)), None)
        if before is None:
            joined.append(piece)
        else:
            joined[before] = np.vstack((joined[before], piece))
    return joined


def _goes_on(earlier: Metres, later: Metres) -> bool:
    gap = later[0] - earlier[-1]
    return bool(gap.min() > 0 and gap.max() <= _SLIP_M)


def _reaching_ends(pairs: Metres, a_length_m: float, b_length_m: float) -> Metres:
    """Carry a stretch on to the nearer start or finish where that is only a few metres away."""
    before_m = float(pairs[0].min())
    after_m = float(min(a_length_m - pairs[-1, 0], b_length_m - pairs[-1, 1]))
    head = [pairs[0] - before_m] if 0 < before_m <= _END_M else []
    tail = [pairs[-1] + after_m] if 0 < after_m <= _END_M else []
    return np.vstack([*head, pairs, *tail])


def _linear_pieces(pairs: Metres) -> list[Stretch]:
    """Cut where the metres bend by more than 15 m (as Douglas and Peucker simplify a line, 1973)."""
    (a_0, b_0), (a_1, b_1) = pairs[0], pairs[-1]
    slope = (b_1 - b_0) / max(a_1 - a_0, 1e-9)
    bend_m = np.abs(pairs[:, 1] - (b_0 + slope * (pairs[:, 0] - a_0)))
    worst = int(np.argmax(bend_m))
    if bend_m[worst] <= _LINEAR_M or not 0 < worst < len(pairs) - 1:
        return [(float(a_0), float(a_1), float(b_0), float(b_1))]
    return _linear_pieces(pairs[: worst + 1]) + _linear_pieces(pairs[worst:])
