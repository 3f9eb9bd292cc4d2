"""What has changed between two plans, and between an entry list and the log, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from alongside.course.measures import show_length
from alongside.course.versions import Piece
from alongside.events.bodies import EntryBody
from alongside.events.plan import Distance, Place, RacePlan
from alongside.units import normal_code, show_duration, show_time

NAMED = 8  # bibs named one by one; more are counted
FIELDS = {
    "waves": "wave",
    "stations": "aid station",
    "cutoffs": "cutoff",
    "cheer_zones": "cheer zone",
    "sweeps": "sweep",
    "mats": "mat",
}


def plan_differences(old: RacePlan, new: RacePlan, maps: dict[str, list[Piece]]) -> list[str]:
    """Return what the new plan says otherwise, the course first; empty when nothing differs."""
    said = [*_distances(old, new, maps)]
    for field, noun in FIELDS.items():
        said += _things(noun, getattr(old, field), getattr(new, field), new.zone)
    said += [
        f"The {name} changed." for name, field in _REST.items() if getattr(old, field) != getattr(new, field)
    ]
    return said or (["Something small changed that no page shows."] if old != new else [])


_REST = {
    "name of the race": "name",
    "date or time zone": "day_start_ms",
    "reopening of streets": "reopenings",
    "shared roads": "shared",
    "list of timing feeds": "feeds",
    "emergency number": "emergency",
}  # fmt: skip


def entry_differences(known: Iterable[EntryBody], changed: Sequence[EntryBody], named: set[str]) -> list[str]:
    """Return who is new or corrected; ``named`` are the normalised bibs of the folder's roster.

    Whoever is in the log and no longer in the roster stays: that is said too.
    """
    held = {normal_code(entry.bib): entry for entry in known}
    new = [entry.bib for entry in changed if normal_code(entry.bib) not in held]
    corrected = [
        f"{entry.bib} ({_corrected(held[normal_code(entry.bib)], entry)})"
        for entry in changed
        if normal_code(entry.bib) in held
    ]
    gone = [entry.bib for bib, entry in held.items() if bib not in named]
    said = [
        _listed("new entry", "new entries", new),
        _listed("entry corrected", "entries corrected", corrected),
    ]
    if gone:
        said.append(_listed("entry", "entries", gone) + " Not in roster.csv; kept as before.")
    return [sentence for sentence in said if sentence]


def _listed(one: str, many: str, names: list[str]) -> str:
    if not names:
        return ""
    rest = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    bibs = "bib" if len(names) == 1 else "bibs"
    return f"{len(names):,} {one if len(names) == 1 else many}: {bibs} {', '.join(names[:NAMED])}{rest}."


def _corrected(old: EntryBody, new: EntryBody) -> str:
    fields = [
        f"{name} {getattr(old, name) or 'none'} to {getattr(new, name) or 'none'}"
        for name in ("distance", "wave")
        if getattr(old, name) != getattr(new, name)
    ]
    fields += ["chips"] if old.chips != new.chips else []
    return ", ".join(fields) or "details"


def _distances(old: RacePlan, new: RacePlan, maps: dict[str, list[Piece]]) -> list[str]:
    before, after = ({d.id: d for d in plan.distances} for plan in (old, new))
    said = [f"Distance {d.name}: no longer there." for id_, d in before.items() if id_ not in after]
    said += [
        f"Distance {d.name}: new, {show_length(d.length_m)}." for id_, d in after.items() if id_ not in before
    ]
    for id_ in before.keys() & after.keys():
        changes = _distance(before[id_], after[id_], maps.get(id_, []))
        said += [f"{after[id_].name}: {change}" for change in changes]
    return sorted(said)


def _distance(old: Distance, new: Distance, pieces: list[Piece]) -> list[str]:
    said = []
    if old.length_m != new.length_m:
        said.append(f"{show_length(new.length_m)} instead of {show_length(old.length_m)}.")
    if old.line != new.line:
        kept_m = sum(piece[1] - piece[0] for piece in pieces)
        said.append(
            f"the course has changed; {show_length(max(0.0, old.length_m - kept_m))} of the old one are gone."
        )
    if (old.limit_s, old.limit_from) != (new.limit_s, new.limit_from):
        said.append(f"limit {_limit(new)} instead of {_limit(old)}.")
    said += _splits(old, new)
    return said or (["a detail of its timing changed."] if old != new else [])


def _splits(old: Distance, new: Distance) -> list[str]:
    before, after = ({s.name: s for s in one.splits} for one in (old, new))
    gone, added = ([n for n in one if n not in other] for one, other in ((before, after), (after, before)))
    moved = [n for n in before if n in after and before[n].along_m != after[n].along_m]
    said = [f"split {name} gone." for name in gone] + [f"split {name} new." for name in added]
    return said + [
        f"split {name} at {show_length(after[name].along_m)} instead of {show_length(before[name].along_m)}."
        for name in moved
    ]


def _limit(distance: Distance) -> str:
    if distance.limit_s is None:
        return "none"
    own = " from each runner's own gun" if distance.limit_from == "own_gun" else ""
    return show_duration(distance.limit_s, with_seconds=False) + own


def _things(noun: str, old: Sequence[Any], new: Sequence[Any], zone: str) -> list[str]:
    before, after = ({thing.id: thing for thing in things} for things in (old, new))
    names = {id_: _named(noun, thing.name) for id_, thing in (before | after).items()}
    said = [f"{names[id_]}: no longer there." for id_ in before if id_ not in after]
    said += [f"{names[id_]}: new." for id_ in after if id_ not in before]
    both = [id_ for id_ in before if id_ in after and before[id_] != after[id_]]
    return said + [f"{names[id_]}: {_changed(before[id_], after[id_], zone)}" for id_ in both]


def _named(noun: str, name: str) -> str:
    """Return a thing with what it is, unless its name says so: ``Wave 2``, ``Aid station Old Harbour``."""
    return name if name.lower().startswith(noun) else f"{noun.capitalize()} {name}"


def _changed(old: Any, new: Any, zone: str) -> str:
    """Return which fields of a thing changed, with both values where a person would ask for them."""
    values = [(name, getattr(new, name), getattr(old, name)) for name in new.__struct_fields__]
    found = [
        _field(_FIELDS.get(name, name), now, before, zone) for name, now, before in values if now != before
    ]
    return "; ".join(found) + "."


def _field(name: str, now: Any, before: Any, zone: str) -> str:
    listed = [value for value in (now, before) if isinstance(value, tuple) and value]
    if any(isinstance(one[0], msgspec.Struct) and not isinstance(one[0], Place) for one in listed):
        return f"another {name}"
    return f"{name} {_value(now, zone)} instead of {_value(before, zone)}"


_FIELDS = {
    "gun_ms": "gun",
    "closes_ms": "closes",
    "opens_ms": "opens",
    "along_m": "at",
    "places": "at",
    "start_s": "seconds its start takes",
}


def _value(value: Any, zone: str) -> str:
    if value is None:
        return "no time"
    if isinstance(value, int) and value > 10_000_000_000:
        return show_time(value, zone, seconds=False)
    if isinstance(value, float):
        return show_length(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Place):
        return ", ".join(f"{show_length(place.along_m)} of {place.distance}" for place in value)
    if isinstance(value, tuple):
        return (
            "another list" if value and isinstance(value[0], msgspec.Struct) else ", ".join(map(str, value))
        )
    return str(value)
