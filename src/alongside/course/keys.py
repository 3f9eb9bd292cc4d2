"""Every key that race.toml may hold, table by table; docs/race-toml.md explains each of them.

A test holds the page to this list and this list to the page. ``mark`` and ``place`` are the small
tables inside ``marks = [...]`` and ``places = [...]``; ``point`` is one of a sweep's ``schedule``.
``chapters`` and ``chapter`` are of chapters.toml.
"""

from __future__ import annotations

_WHERE = ("on", "at", "lat", "lon", "near")
_BESIDE = ("id", "name", *_WHERE, "both_ways", "places")
_SECTIONS = (
    "distance",
    "wave",
    "mat",
    "split",
    "station",
    "cheer",
    "cutoff",
    "sweep",
    "reopening",
    "shared",
    "feeds",
)

KEYS: dict[str, tuple[str, ...]] = {
    "race": ("name", "date", "zone", "recorded", "emergency", "permit", *_SECTIONS),
    "distance": ("id", "name", "gpx", "length", "limit", "limit_from", "max_speed", "marks"),
    "mark": ("at", "lat", "lon"),
    "wave": ("id", "name", "distances", "gun", "start_takes"),
    "mat": ("id", "name", *_WHERE, "both_ways", "certified"),
    "split": ("distance", "mat", "at", "name", "role"),
    "station": (
        *_BESIDE,
        "opens",
        "closes",
        "litres_per_runner",
        "cups_per_runner",
        "runners_per_helper",
    ),
    "cheer": _BESIDE,
    "place": _WHERE,
    "cutoff": ("name", *_WHERE, "closes"),
    "sweep": ("id", "name", "on", "chips", "schedule"),
    "point": ("at", "time"),
    "reopening": ("street", "on", "from", "to", "time"),
    "shared": ("a", "a_from", "a_to", "b", "b_from", "b_to"),
    "feeds": ("id", "kind", "path", "points", "mat"),
    "chapters": ("chapter",),
    "chapter": ("time", "title", "text"),
}
