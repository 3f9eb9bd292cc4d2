"""Which keyed rows of one runner can be true, and at which pass of the station each was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alongside.events.bodies import KeyedBody
from alongside.events.standing import Said

TOLERANCE_MS = 2 * 60_000  # a volunteer's word is good to a minute or two beside a mat's
BESIDE_M = 50.0  # a mat this near a table is at it
TWICE = 2.0  # nobody runs on twice as fast as on the fastest stretch she has run: another bib was meant
STRETCH_M = 1_000.0  # two mats nearer to each other say nothing of her pace
AGAIN_MPS = 4.0  # keyed in again sooner than she could run back here: the same visit, keyed twice


@dataclass(frozen=True)
class Sighting:
    """A keyed row that can be true: at which of the station's metres she was."""

    said: Said[KeyedBody]
    along_m: float

    @property
    def at_ms(self) -> int:
        """When the volunteer saw her, UTC milliseconds."""
        return self.said.at_ms


def sightings(
    rows: Sequence[Said[KeyedBody]],
    places: Mapping[str, tuple[float, ...]],
    crossed: Sequence[tuple[int, float]],
    from_ms: int,
    max_speed_mps: float,
) -> list[Sighting]:
    """Return what of ``rows`` (in order of time) fits her crossings, the newest last.

    ``places`` are the metres of each station on her distance, ``crossed`` her crossings as (UTC
    milliseconds, metres), ``from_ms`` the first instant at which she may have set out. A mistyped number is
    likelier than a runner at twice her own fastest pace, so what would need that fits nobody.
    """
    found: list[Sighting] = []
    visits: dict[str, _Visits] = {}
    for said in rows:
        here = places[said.body.station]
        fitting = [m for m in here if _fits(said.at_ms, m, crossed, from_ms, max_speed_mps)]
        if fitting:
            visit = visits.setdefault(said.body.station, _Visits())
            found.append(Sighting(said, visit.place(said, fitting)))
    return found


def _fits(
    at_ms: int, along_m: float, crossed: Sequence[tuple[int, float]], from_ms: int, any_mps: float
) -> bool:
    """Return whether she can have been there then: between her crossings, and no faster than she can run."""
    own_mps = _own_mps([one for one in crossed if one[0] <= at_ms], any_mps)
    for ms, m in ((from_ms, 0.0), *crossed):
        mps = own_mps if ms <= at_ms else any_mps
        if abs(at_ms - ms) <= TOLERANCE_MS and abs(along_m - m) / mps * 1000 <= TOLERANCE_MS:
            continue
        ahead_m = along_m - m if ms <= at_ms else m - along_m
        if ahead_m < -BESIDE_M or ahead_m / mps * 1000 > abs(at_ms - ms) + TOLERANCE_MS:
            return False
    return at_ms >= from_ms - TOLERANCE_MS


def _own_mps(crossed: Sequence[tuple[int, float]], any_mps: float) -> float:
    """Return how fast she may have gone on from where she was read, by her fastest stretch until then."""
    stretches = [
        (b_m - a_m) / (b_ms - a_ms) * 1000
        for (a_ms, a_m), (b_ms, b_m) in pairwise(sorted(crossed))
        if b_m - a_m >= STRETCH_M and b_ms > a_ms
    ]
    return min(any_mps, TWICE * max(stretches, default=any_mps))


class _Visits:
    """One runner at one station: at which of its passes she stands, and when each was keyed there."""

    def __init__(self) -> None:
        self._along_m = -1.0
        self._since_ms: dict[str, int] = {}

    def place(self, said: Said[KeyedBody], fitting: Sequence[float]) -> float:
        """Return the pass of a keyed row: the first that fits, a later one only if she came again."""
        ahead = [m for m in fitting if m >= self._along_m] or [fitting[-1]]
        here = ahead[0]
        before_ms = self._since_ms.get(said.body.what)
        if here == self._along_m and before_ms is not None and len(ahead) > 1:
            lap_ms = (ahead[1] - here) / AGAIN_MPS * 1000
            here = ahead[1] if said.at_ms - before_ms >= lap_ms else here
        if here != self._along_m:
            self._along_m, self._since_ms = here, {}
        self._since_ms.setdefault(said.body.what, said.at_ms)
        return here
