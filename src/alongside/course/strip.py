"""Each distance as a strip of text: where its mats, stations and cutoffs lie, to be read at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.course.measures import show_length
from alongside.course.promise import LastRunner, Promise, Verdict
from alongside.events.plan import Distance, Place, RacePlan
from alongside.units import show_duration, show_time

LEGEND = "S start  F finish  | mat  w aid station  c cheer zone  X cutoff  = shared road  2-9 that many"

_LABEL_WIDTH = 10
_NARROWEST = 40
_ROLE_SIGNS = {"start": "S", "finish": "F"}
_TICK_STEPS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)

PROMISE_LEGEND = "+ kept  ! broken  ? no time is said"
_PROMISE_SIGNS: dict[Verdict, str] = {"kept": "+", "broken": "!", "unsaid": "?"}
_CLOCK_WIDTH = 6  # 12:40 and a blank

Marks = list[tuple[float, str]]  # along_m and a sign


def strip_text(plan: RacePlan, width: int = 80) -> list[str]:
    """Return lines of at most ``width`` characters (at least 40): a strip for each distance, and a legend."""
    columns = max(width, _NARROWEST) - _LABEL_WIDTH
    lines = [line for distance in plan.distances for line in (*_strip(plan, distance, columns), "")]
    return [line[: columns + _LABEL_WIDTH].rstrip() for line in [*lines, *_wrapped(LEGEND, columns)]]


def promise_strip(promise: Promise, plan: RacePlan, distance: Distance, width: int = 80) -> list[str]:
    """Return a distance's promise as lines of at most ``width`` characters (at least 40).

    A sign for each place that is judged, the worst where several fall together; kilometres; and when the
    last runner inside the limit is there.
    """
    columns = max(width, _NARROWEST) - _LABEL_WIDTH
    rows = [row for row in promise.rows if row.distance == distance.id]
    runner = promise.runners[distance.id]
    marks = {s: [(r.along_m, s) for r in rows if _PROMISE_SIGNS[r.verdict] == s] for s in "+?!"}
    cells = ["·"] * columns
    for along_m, sign in (mark for worse in marks.values() for mark in worse):
        cells[_column(along_m, distance.length_m, columns)] = sign
    ruler = _label("km") + _ruler(distance.length_m, columns, _CLOCK_WIDTH)
    return [_label("promise") + "".join(cells), ruler, _label("last at") + _clocks(runner, plan, columns)]


def _clocks(runner: LastRunner, plan: RacePlan, columns: int) -> str:
    """Times below the kilometres they belong to, as many as there is room for."""
    step_km = _tick_km(runner.length_m, columns, _CLOCK_WIDTH)
    cells = [" "] * columns
    for km in range(0, int(runner.length_m / 1000) + 1, step_km):
        at, shown = _column(km * 1000, runner.length_m, columns), runner.passes_ms(km * 1000)
        if at + _CLOCK_WIDTH <= columns + 1:
            cells[at : at + _CLOCK_WIDTH - 1] = show_time(shown, plan.zone, seconds=False)
    return "".join(cells)


def _strip(plan: RacePlan, distance: Distance, columns: int) -> list[str]:
    layers = {
        "mats": [(s.along_m, _ROLE_SIGNS.get(s.role, "|")) for s in distance.splits],
        "stations": _beside((s.places for s in plan.stations), distance.id, "w"),
        "cheer": _beside((z.places for z in plan.cheer_zones), distance.id, "c"),
        "cutoffs": [(c.along_m, "X") for c in plan.cutoffs if c.distance == distance.id],
    }
    drawn = [_label(name) + _layer(m, distance.length_m, columns) for name, m in layers.items() if m]
    shared = _shared(plan, distance, columns)
    return [_title(distance), *drawn, *shared, _label("km") + _ruler(distance.length_m, columns)]


def _title(distance: Distance) -> str:
    name = distance.name if distance.name == distance.id else f"{distance.name} ({distance.id})"
    limit = ""
    if distance.limit_s is not None:
        counted = "the last gun" if distance.limit_from == "last_gun" else "one's own gun"
        limit = f", limit {show_duration(distance.limit_s, with_seconds=False)} from {counted}"
    return f"{name}, {show_length(distance.length_m)}{limit}"


def _label(name: str) -> str:
    return name.ljust(_LABEL_WIDTH)


def _beside(things: Iterable[Iterable[Place]], distance: str, sign: str) -> Marks:
    return [(p.along_m, sign) for places in things for p in places if p.distance == distance]


def _column(along_m: float, length_m: float, columns: int) -> int:
    return min(columns - 1, max(0, int(along_m / length_m * (columns - 1) + 0.5)))


def _layer(marks: Marks, length_m: float, columns: int) -> str:
    cells: list[list[str]] = [[] for _ in range(columns)]
    for along_m, sign in marks:
        cells[_column(along_m, length_m, columns)].append(sign)
    return "".join(_cell(signs) for signs in cells)


def _cell(signs: list[str]) -> str:
    """One sign, or how many there are; a start or a finish is never hidden by a count."""
    if not signs:
        return "·"
    ends = [sign for sign in signs if sign in "SF"]
    return ends[0] if ends else signs[0] if len(signs) == 1 else str(min(len(signs), 9))


def _shared(plan: RacePlan, distance: Distance, columns: int) -> list[str]:
    """One line for each distance that shares road with this one, itself on a later pass included."""
    spans: dict[str, list[tuple[float, float]]] = {}
    for s in plan.shared:
        if s.a == distance.id:
            spans.setdefault(s.b, []).append((s.a_from_m, s.a_to_m))
        if s.b == distance.id:
            spans.setdefault(s.a, []).append((s.b_from_m, s.b_to_m))
    return [_label(f"= {other}"[:9]) + _bars(found, distance, columns) for other, found in spans.items()]


def _bars(spans: list[tuple[float, float]], distance: Distance, columns: int) -> str:
    cells = [" "] * columns
    for from_m, to_m in spans:
        first, last = (_column(m, distance.length_m, columns) for m in (from_m, to_m))
        cells[first : last + 1] = "=" * (last + 1 - first)
    return "".join(cells)


def _ruler(length_m: float, columns: int, wide: int = 5) -> str:
    step_km = _tick_km(length_m, columns, wide)
    cells = [" "] * columns
    for km in range(0, int(length_m / 1000) + 1, step_km):
        at = min(_column(km * 1000, length_m, columns), columns - len(str(km)))
        cells[at : at + len(str(km))] = str(km)
    return "".join(cells)


def _tick_km(length_m: float, columns: int, wide: int) -> int:
    """The finest step between ticks that leaves each of them so many columns."""
    return next((s for s in _TICK_STEPS_KM if length_m / 1000 / s * wide <= columns), _TICK_STEPS_KM[-1])


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for part in text.split("  "):
        if lines[-1] and len(lines[-1]) + 2 + len(part) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]}  {part}" if lines[-1] else part
    return lines
