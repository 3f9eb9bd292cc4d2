"""What people write into the forms of race morning: times, places, bibs and words, read with patience."""

from __future__ import annotations

import re
from datetime import date

from alongside.course.measures import parse_length_m
from alongside.events.bodies import EntryBody
from alongside.events.plan import Distance, RacePlan, Wave
from alongside.live.morning_views import Known
from alongside.units import METRES_PER_MILE, normal_code, parse_clock_s, show_km, wall_to_ms

Form = dict[str, str]

LONGEST_WORDS = 500
FURTHEST_S = 24 * 3600
_LATER = re.compile(r"^([+-])\s*(\d{1,4})\s*(?:m|min|minutes?|')?$", re.I)
_LATER_CLOCK = re.compile(r"^([+-])\s*(\d{1,2}:\d{2}(?::\d{2})?)$")


def field(form: Form, name: str, asked: str) -> str:
    """Return what stands in a field; ``ValueError`` says what was asked for when it is empty."""
    text = " ".join(form.get(name, "").split())
    if not text:
        raise ValueError(f"{asked} is missing. Go back and fill it in.")
    if len(text) > LONGEST_WORDS:
        raise ValueError(f"{asked} is too long: {len(text)} signs. Write {LONGEST_WORDS} at most.")
    return text


def words(form: Form, name: str = "why") -> str:
    """Return words that may be left out."""
    text = form.get(name, "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_WORDS:
        raise ValueError(f"The words are too long: {len(text)} signs. Write {LONGEST_WORDS} at most.")
    return text


def moment_ms(text: str, plan: RacePlan, from_ms: int) -> int:
    """Return the instant in ``8:10``, ``08:10:30`` (of race day) or ``+10 min`` (after ``from_ms``)."""
    if (later := _LATER.match(text)) is not None:
        return from_ms + int(later.group(1) + later.group(2)) * 60_000
    if (later := _LATER_CLOCK.match(text)) is not None:
        # +0:10 is ten minutes as well.
        away_ms = round(parse_clock_s(later.group(2)) * 1000)
        return from_ms + (away_ms if later.group(1) == "+" else -away_ms)
    return wall_to_ms(date.fromisoformat(plan.date), _clock_s(text), plan.zone)


def _clock_s(text: str) -> float:
    try:
        return parse_clock_s(text.replace(".", ":"))
    except ValueError:
        raise ValueError(
            f"{text[:40]!r} is not a time. Write it like 8:10 or 08:10:30, or say how much later: +10 min."
        ) from None


def along_m(form: Form, name: str, distance: Distance, asked: str) -> float:
    """Return metres along a distance from ``12.5`` (kilometres), ``12.5 km`` or ``8 mi``."""
    text = field(form, name, asked)
    try:
        at_m = parse_length_m(text if re.search("[a-z]", text, re.I) else f"{text} km")
    except ValueError:
        raise ValueError(
            f"{asked}: {text[:40]!r} is no place on the course. Write kilometres like 12.5, or 7.8 mi."
        ) from None
    if at_m > distance.length_m + 1:
        raise ValueError(f"{asked}: {text[:40]} is beyond the {_length(distance)} of the {distance.name}.")
    return at_m


def stretch(form: Form, distance: Distance) -> tuple[float, float]:
    """Return the two ends of a stretch in metres, in order; ``ValueError`` when they are one place."""
    ends = along_m(form, "from", distance, "From kilometre"), along_m(form, "to", distance, "To kilometre")
    if abs(ends[1] - ends[0]) < 50:
        raise ValueError(f"From and to are both {show_km(ends[0])}. Write where the stretch begins and ends.")
    return min(ends), max(ends)


def distance_of(form: Form, plan: RacePlan, *, all_too: bool = False) -> Distance | None:
    """Return the distance that a form names; ``None`` for all of them, where that may be said."""
    id_ = form.get("distance", "")
    if not id_ and all_too:
        return None
    found = next((one for one in plan.distances if one.id == id_), None)
    if found is None:
        names = ", ".join(one.name for one in plan.distances)
        raise ValueError(f"{id_[:40]!r} is not a distance of this race. Choose one of: {names}.")
    return found


def wave_of(form: Form, name: str, plan: RacePlan) -> Wave:
    """Return the wave that a form names."""
    id_ = form.get(name, "")
    found = next((one for one in plan.waves if one.id == id_), None)
    if found is None:
        names = ", ".join(one.name for one in plan.waves)
        raise ValueError(f"{id_[:40]!r} is not a wave of this race. Choose one of: {names}.")
    return found


def entry_of(form: Form, known: Known) -> EntryBody:
    """Return the entry of the bib in a form."""
    bib = field(form, "bib", "The bib")
    found = find_entry(known, bib)
    if found is None:
        raise ValueError(
            f"Nobody is entered as bib {bib[:40]}. Check the number; zeros in front do not count."
        )
    return found


def find_entry(known: Known, bib: str) -> EntryBody | None:
    """Return the entry of a bib, or ``None``."""
    wanted = normal_code(bib)
    return next((entry for entry in known.entries if normal_code(entry.bib) == wanted), None)


def _length(distance: Distance) -> str:
    return f"{distance.length_m / 1000:.1f} km ({distance.length_m / METRES_PER_MILE:.1f} mi)"
