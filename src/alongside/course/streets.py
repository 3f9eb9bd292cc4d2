"""Sections of street: every pass of a distance over one, and where the pass leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alongside.events.plan import Place, Reopening, Shared

_LEAST_M = 150.0  # a shorter overlap is a corner where two roads touch, unless the section itself is shorter


@dataclass
class _Span:
    distance: str
    from_m: float
    to_m: float


def street_ends(shared: Iterable[Shared], street: Reopening) -> list[Place]:
    """Return where each pass of each distance leaves a section, its own first.

    Follows shared roads from pass to pass. A road that is run in the other direction is not shared: write a
    section of its own for it.
    """
    stretches = tuple(shared)
    found = [_Span(street.distance, street.from_m, street.to_m)]
    for span in found:  # grows while it is walked
        for other in _carried(stretches, span):
            known = next((one for one in found if _is_one_pass(one, other)), None)
            if known is None:
                found.append(other)
            elif known is not found[0]:  # a gap in what is shared parts one pass in two
                known.to_m = max(known.to_m, other.to_m)
    return [Place(span.distance, round(span.to_m, 3)) for span in found]


def _is_one_pass(one: _Span, other: _Span) -> bool:
    near_m = _LEAST_M
    return (
        one.distance == other.distance
        and other.from_m <= one.to_m + near_m
        and other.to_m >= one.from_m - near_m
    )


def _carried(stretches: tuple[Shared, ...], span: _Span) -> Iterator[_Span]:
    for s in stretches:
        a, b = _Span(s.a, s.a_from_m, s.a_to_m), _Span(s.b, s.b_from_m, s.b_to_m)
        for here, there in ((a, b), (b, a)):
            low_m, high_m = max(span.from_m, here.from_m), min(span.to_m, here.to_m)
            least_m = min(_LEAST_M, span.to_m - span.from_m)
            if here.distance == span.distance and high_m - low_m >= least_m - 1:
                yield _Span(there.distance, _across(low_m, here, there), _across(high_m, here, there))


def _across(along_m: float, here: _Span, there: _Span) -> float:
    share = (along_m - here.from_m) / max(here.to_m - here.from_m, 1e-9)
    return there.from_m + share * (there.to_m - there.from_m)
