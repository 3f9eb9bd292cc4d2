"""What a machine put into a field of its JSON, as text."""

from __future__ import annotations

from typing import Any

LONGEST = 200


def text_of(fields: dict[str, Any], name: str) -> str:
    """Return a field as text, empty where nothing usable stands; ``ValueError`` when it is too long.

    Numbers may come as text and the other way round: 7.0 is ``7``.
    """
    value = fields.get(name)
    if value is None or isinstance(value, dict | list | bool):
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    if len(text) > LONGEST:
        raise ValueError(f"{name!r} has {len(text)} characters; {LONGEST} are allowed.")
    return text
