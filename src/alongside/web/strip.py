"""The strip: one distance as a drawing that fills its width, and the same as a sentence.

Shapes are stretched by the browser (``preserveAspectRatio="none"``); marks and text sit at a percentage
of the width and keep their size. Metres have the same scale on every strip of a page, so that distances
which share a road from the start stand above each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import msgspec

from alongside.live.public_view import FEWEST_DRAWN
from alongside.live.views import DistanceView, Mark, PublicDistance, SweepView
from alongside.web.words import clock, number, place

NARROW_PX = 300.0  # what a phone of 360 px leaves for the longest strip
WIDE_PX = 1000.0  # what a desktop leaves at least
CHARACTER_PX = 9.0  # a wide character of the strip's labels
MOST_BINS = 160  # finer steps than this are thinner than a phone's pixel or two
LEAST_HEIGHT = 8.0  # of 100: one runner alone must be seen
ROW_PX = 22
MARK_PX = 11.0  # what a mark needs beside its neighbour
LONGEST_NAME = 10  # characters; with its kilometre it fills half of a phone
WORDS = {"split": "mat", "station": "aid station", "cheer": "cheer zone", "cutoff": "cutoff"}


class Tick(msgspec.Struct, frozen=True):
    """A mark beside the road at ``pct`` of the strip's width; ``label`` says from which width on."""

    kind: str
    pct: float
    name: str
    title: str
    label: str = ""  # "all", "wide" or "" for none
    anchor: str = "middle"


class Pointer(msgspec.Struct, frozen=True):
    """A thing that moves along the strip: a sweep, or the estimated last runner."""

    kind: str
    pct: float
    text: str
    anchor: str
    y: int


class Strip(msgspec.Struct, frozen=True):
    """What the template needs to draw one distance; ``width_pct`` is of the longest distance."""

    width_pct: float
    bins: int
    area: str
    top_px: int
    dense: bool  # so many marks that they must be drawn smaller on a phone
    ticks: tuple[Tick, ...]
    scale: tuple[Tick, ...]
    pointers: tuple[Pointer, ...]
    says: str  # the field, in words
    sentence: str  # all that is drawn, in words
    legend: tuple[tuple[str, str], ...]


def draw(
    distance: DistanceView | PublicDistance,
    sweeps: Sequence[SweepView],
    *,
    longest_m: float,
    most_per_m: float,
    last_m: float | None,
) -> Strip:
    """Return the strip of a distance; ``most_per_m`` is the density that fills the whole height."""
    share = distance.length_m / longest_m
    own = [sweep for sweep in sweeps if sweep.distance == distance.id and sweep.along_m is not None]
    pointers = _pointers(own, last_m, distance.length_m, share)
    counts, bin_m = thin(distance.density, distance.bin_m)
    kinds = {mark.kind for mark in distance.marks}
    return Strip(
        width_pct=round(100 * share, 2),
        bins=max(1, len(counts)),
        area=area_path(counts, bin_m, most_per_m),
        top_px=ROW_PX * len(pointers),
        dense=len(distance.marks) * MARK_PX > NARROW_PX * share,
        ticks=_ticks(distance.marks, distance.length_m, share),
        scale=_scale(distance.length_m, share),
        pointers=pointers,
        says=f"{_field(distance)}.",
        sentence=sentence(distance, own, last_m),
        legend=tuple((kind, words) for kind, words in WORDS.items() if kind in kinds),
    )


def most_per_m(distances: Iterable[DistanceView | PublicDistance]) -> float:
    """Return the greatest number of runners per metre in any bin of any of these distances."""
    peaks = [max(thin(d.density, d.bin_m)[0], default=0) / thin(d.density, d.bin_m)[1] for d in distances]
    return max(peaks, default=0.0)


def thin(counts: Sequence[int], bin_m: float) -> tuple[list[int], float]:
    """Return counts in no more than ``MOST_BINS`` bins, and the metres of the new bins."""
    step = max(1, -(-len(counts) // MOST_BINS))
    return [sum(counts[i : i + step]) for i in range(0, len(counts), step)], bin_m * step


def area_path(counts: Sequence[int], bin_m: float, full_per_m: float) -> str:
    """Return the density as an SVG path, one unit wide per bin and 100 high.

    The height grows with the square root: beside a field of thousands the last three must still be seen.
    """
    steps: list[str] = []
    level = 100
    for index, count in enumerate(counts):
        y = _height_to_y(count / bin_m / full_per_m) if count else 100
        if y != level:
            steps.append(f"H{index}V{y}")
            level = y
    return f"M0 100{''.join(steps)}H{len(counts)}V100z"


def _height_to_y(share: float) -> int:
    return round(100 - max(LEAST_HEIGHT, 100 * math.sqrt(min(1.0, share))))


def sentence(
    distance: DistanceView | PublicDistance, sweeps: Sequence[SweepView], last_m: float | None
) -> str:
    """Return what the strip shows, in words."""
    parts = [_field(distance)]
    parts += [f"{sweep.name} near {place(sweep.along_m)}" for sweep in sweeps if sweep.along_m is not None]
    if last_m is not None:
        parts.append(f"last runner estimated at {place(last_m)}")
    return "; ".join(parts) + "."


def _field(distance: DistanceView | PublicDistance) -> str:
    drawn = [index for index, count in enumerate(distance.density) if count]
    if not drawn:
        return "Nobody drawn on the road now" if distance.counts.on_course else "Nobody on the road now"
    first_m, last_m = drawn[0] * distance.bin_m, (drawn[-1] + 1) * distance.bin_m
    peak = max(drawn, key=lambda index: distance.density[index])
    at_km = (peak + 0.5) * distance.bin_m / 1000
    # Where a few are not drawn, the ends of what is drawn are not the ends of the field.
    few = isinstance(distance, PublicDistance)
    who = f"{FEWEST_DRAWN} or more runners within {distance.bin_m:g} m" if few else "Runners"
    return (
        f"{who} from km {first_m / 1000:.1f} to km {min(last_m, distance.length_m) / 1000:.1f}, "
        f"most near km {at_km:.1f} ({number(distance.density[peak])} within {distance.bin_m:g} m)"
    )


def whereabouts(marks: Sequence[Mark], zone_name: str, now_ms: int) -> list[tuple[str, str, str, str]]:
    """Return ``(kind, what, place, planned closing)`` for each mark, in the order of the road."""
    ordered = sorted(marks, key=lambda mark: mark.along_m)
    return [
        (m.kind, f"{m.name} ({WORDS[m.kind]})", place(m.along_m), _closing(m, zone_name, now_ms))
        for m in ordered
    ]


def _closing(mark: Mark, zone_name: str, now_ms: int) -> str:
    if mark.at_ms is None:
        return ""
    return f"{'closes' if mark.at_ms > now_ms else 'closed'} {clock(mark.at_ms, zone_name, now_ms)} by plan"


def _pointers(
    sweeps: Sequence[SweepView], last_m: float | None, length_m: float, share: float
) -> tuple[Pointer, ...]:
    things = [(s.along_m, "sweep", _short(s.name)) for s in sweeps if s.along_m is not None]
    if last_m is not None:
        things.append((last_m, "last", "last runner ≈"))
    # Names lie towards the middle of the page; whoever is nearest to it gets the lowest line, so that
    # nobody's stem runs through another one's name.
    things.sort(key=lambda thing: -abs(_pct(thing[0], length_m) * share - 50))
    return tuple(
        _pointer(kind, _pct(along_m, length_m), f"{words} km {along_m / 1000:.1f}", share, row)
        for row, (along_m, kind, words) in enumerate(things)
    )


def _pointer(kind: str, pct: float, text: str, share: float, row: int) -> Pointer:
    anchor = "start" if pct * share < 50 else "end"  # towards the middle of the page, where there is room
    return Pointer(kind, pct, text, anchor, ROW_PX * row + 16)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _pct(along_m: float, length_m: float) -> float:
    return round(100 * min(1.0, max(0.0, along_m / length_m)), 2)


def _ticks(marks: Sequence[Mark], length_m: float, share: float) -> tuple[Tick, ...]:
    splits = [mark for mark in marks if mark.kind == "split"]
    narrow = _fitting(splits, length_m, NARROW_PX * share, set())
    wide = _fitting(splits, length_m, WIDE_PX * share, narrow)
    return tuple(
        Tick(
            mark.kind,
            _pct(mark.along_m, length_m),
            mark.name,
            f"{mark.name}, {WORDS[mark.kind]}, {place(mark.along_m)}",
            "all" if mark in narrow else "wide" if mark in wide else "",
            _anchor(_pct(mark.along_m, length_m)),
        )
        for mark in marks
    )


def _anchor(pct: float) -> str:
    return "start" if pct < 2 else "end" if pct > 98 else "middle"


def _fitting(marks: Sequence[Mark], length_m: float, width_px: float, already: set[Mark]) -> set[Mark]:
    """Return the marks whose names fit beside each other: both ends first, then along the road."""
    fits = set(already)
    taken = [_span(mark, length_m, width_px) for mark in fits]
    for mark in [*marks[-1:], *marks[:-1]]:
        left, right = _span(mark, length_m, width_px)
        if mark not in fits and all(right < a or left > b for a, b in taken):
            fits.add(mark)
            taken.append((left, right))
    return fits


def _span(mark: Mark, length_m: float, width_px: float) -> tuple[float, float]:
    pct, text_px = _pct(mark.along_m, length_m), CHARACTER_PX * (len(mark.name) + 1)
    left = pct / 100 * width_px - {"start": 0.0, "middle": 0.5, "end": 1.0}[_anchor(pct)] * text_px
    return left, left + text_px


def _scale(length_m: float, share: float) -> tuple[Tick, ...]:
    narrow = _step_km(length_m, NARROW_PX * share, 1000)
    wide = _step_km(length_m, WIDE_PX * share, narrow)
    ticks = [(km, _pct(km * 1000, length_m)) for km in range(0, int(length_m / 1000) + 1, wide)]
    return tuple(
        Tick("km", pct, f"{km} km", "", "wide" if km % narrow else "all", _anchor(pct)) for km, pct in ticks
    )


def _step_km(length_m: float, width_px: float, divides: int) -> int:
    """Return the smallest round step that divides ``divides`` and keeps ``100 km`` off its neighbours."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200):
        if divides % step == 0 and step * 1000 / length_m * width_px >= 7 * CHARACTER_PX:
            return step
    return divides
