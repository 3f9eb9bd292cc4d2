"""Where somebody waits, as a text beside the log: the exact place and her words, because she sends them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import msgspec

from alongside.course.line import CourseLine, point_at
from alongside.events.plan import RacePlan
from alongside.live.ride_views import RideView
from alongside.locate.on_course import on_course_m
from alongside.units import show_km
from alongside.web.station_forms import LONGEST_TEXT

GEO = re.compile(r"geo:(-?\d+\.\d+),(-?\d+\.\d+);u=(\d+)\s*")  # as in RFC 5870


class Exact(msgspec.Struct, frozen=True):
    """A place as a phone said it, how good the phone thinks it is, and what she wrote about it."""

    lat: float | None = None
    lon: float | None = None
    accuracy_m: float = 0.0
    words: str = ""

    @property
    def geo(self) -> str:
        """The address that opens a map; empty without a place."""
        return "" if self.lat is None else f"geo:{self.lat:.5f},{self.lon:.5f}"


def exact_of(form: Mapping[str, str]) -> Exact:
    """Return the place and words of a form; ``ValueError`` when they cannot be."""
    words = " ".join(form.get("text", "").split())
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"That is {len(words)} letters long; {LONGEST_TEXT} fit.")
    if not form.get("lat"):
        return Exact(words=words)
    lat, lon = _number(form, "lat", 90.0), _number(form, "lon", 180.0)
    return Exact(lat, lon, _number(form, "accuracy_m", 1e6) if form.get("accuracy_m") else 0.0, words)


def to_text(exact: Exact) -> str:
    """Return a place and words as one text; empty when there is neither."""
    if exact.lat is None:
        return exact.words
    return f"{exact.geo};u={exact.accuracy_m:.0f} {exact.words}".strip()


def from_text(text: str) -> Exact:
    """Return what :func:`to_text` made a text of.

    >>> from_text("geo:52.51200,13.40100;u=9 by the kiosk").words
    'by the kiosk'
    """
    found = GEO.match(text)
    if found is None:
        return Exact(words=text)
    return Exact(float(found[1]), float(found[2]), float(found[3]), text[found.end() :])


def along_of(exact: Exact, plan: RacePlan | None, distance: str, about_m: float | None) -> float | None:
    """Return where on a course an exact place is; ``None`` where the course is not near, or not drawn."""
    if exact.lat is None or exact.lon is None or plan is None:
        return None
    line = next((one.line for one in plan.distances if one.id == distance), None)
    if line is None:
        return None
    found = on_course_m(CourseLine.of(line), exact.lat, exact.lon, exact.accuracy_m, about_m)
    return None if found is None else round(found, 1)


def map_address(exact: Exact, ride: RideView, plan: RacePlan | None) -> tuple[str, bool]:
    """Return the address that opens a map where she waits, and whether it is exact; empty if nobody knows."""
    if exact.geo:
        return exact.geo, True
    line = next((one.line for one in plan.distances if one.id == ride.on), None) if plan else None
    if line is None or ride.along_m is None:
        return "", False
    lat, lon = point_at(CourseLine.of(line), ride.along_m)
    return f"geo:{lat:.5f},{lon:.5f}", False


def where_words(ride: RideView, plan: RacePlan | None = None) -> str:
    """Return where she waits: ``Water Nine, km 31.2``, ``about km 31.2 of the Half (estimated)``.

    With a plan of several distances it says of which the kilometres are.
    """
    if ride.along_m is None:
        return ride.station or "place not known"
    names = {one.id: one.name for one in plan.distances} if plan else {}
    of = f" of the {names[ride.on]}" if len(names) > 1 and ride.on in names else ""
    km = show_km(ride.along_m) + of
    if ride.station:
        return f"{ride.station}, {km}"
    return km if ride.is_said else f"about {km} (estimated)"


def _number(form: Mapping[str, str], name: str, most: float) -> float:
    try:
        value = float(form.get(name, ""))
    except ValueError:
        value = math.nan
    if not -most <= value <= most:
        raise ValueError("The place that this phone sent cannot be. Say in words where you are.")
    return value
