"""Lengths with a unit, and ids made from names: the small words of race.toml."""

from __future__ import annotations

import re
import unicodedata

from alongside.units import METRES_PER_MILE

_METRES_IN = {"km": 1000.0, "m": 1.0, "mi": METRES_PER_MILE}
_SPELLINGS = {
    **dict.fromkeys(("km", "k", "kilometre", "kilometres", "kilometer", "kilometers"), "km"),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("mi", "mile", "miles"), "mi"),
}
_LENGTH = re.compile(r"^(\d{1,7}(?:[.,]\d{1,9})?)\s*([a-z]+)$")
_LONGEST_M = 2_000_000.0  # longer than any race this is made for


def parse_length_m(text: str) -> float:
    """Return the metres in ``10 km``, ``2 mi`` or ``400 m``; ``ValueError`` for any other text.

    >>> parse_length_m("13.1 mi")
    21082.4064
    """
    match = _LENGTH.match(text.strip().lower())
    unit = _SPELLINGS.get(match.group(2)) if match else None
    if match is None or unit is None:
        raise ValueError(f"{text!r} is not a length with a unit, like 10 km, 6.2 mi or 400 m")
    metres = float(match.group(1).replace(",", ".")) * _METRES_IN[unit]
    if metres > _LONGEST_M:
        raise ValueError(f"{text!r} is longer than any race: it would be {metres / 1000:.0f} km")
    return round(metres, 4)


def slug(name: str) -> str:
    """Return a name as an id: lower case, letters and digits, words joined by a hyphen.

    >>> slug("Water 1 (Wharf St.)")
    'water-1-wharf-st'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())) or "unnamed"


def show_length(metres: float) -> str:
    """Return metres as they are written in messages: ``10.2 km``, or ``340 m`` below a kilometre."""
    return f"{metres / 1000:.4f}".rstrip("0").rstrip(".") + " km" if metres >= 1000 else f"{metres:.0f} m"
