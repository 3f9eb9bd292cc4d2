"""One table of race.toml, read key by key: what is wrong is noted with its path, and reading goes on.

Every getter returns ``None`` (or the default) for a key that is absent or wrong; a wrong one is noted
in the shared :class:`Problems`, an absent one only where the getter is told that it is needed.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, TypeVar

from alongside.course.keys import KEYS
from alongside.course.measures import parse_length_m
from alongside.errors import Problems
from alongside.units import parse_clock_s

T = TypeVar("T")
_KINDS = {bool: "yes/no", int: "a number", float: "a number", str: "text", list: "a list", dict: "a table"}


def shown(value: object) -> str:
    """Return a value as messages quote it, cut where it is long."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


class Table:
    """A TOML table with the path that messages name, e.g. ``race.toml: split[3]``."""

    def __init__(self, where: str, section: str, data: Mapping[str, Any], problems: Problems) -> None:
        self.where, self.section, self.data, self.problems = where, section, data, problems
        self._note_unknown_keys()

    def at(self, key: str) -> str:
        """Return the path of a key for a message."""
        return f"{self.where}.{key}" if ": " in self.where else f"{self.where}: {key}"

    def wrong(self, key: str, found: str, fix: str = "") -> None:
        """Note that a key is wrong."""
        self.problems.add(self.at(key), found, fix)

    def text(self, key: str, default: str | None = None, *, needed: bool = False) -> str | None:
        """Return a text that is not empty."""
        value = self._get(key, needed, 'write it as text: {key} = "..."')
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            self._wrong_type(key, value, 'a text, like {key} = "..."')
            return default
        return value.strip()

    def yes_no(self, key: str) -> bool:
        """Return a yes or no; absent is no."""
        value = self.data.get(key, False)
        if isinstance(value, bool):
            return value
        self._wrong_type(key, value, "true or false, without quotes")
        return False

    def number(self, key: str, low: float, high: float, *, needed: bool = False) -> float | None:
        """Return a number from ``low`` to ``high``."""
        value = self._get(key, needed, "write it as a number: {key} = 41.2")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self._wrong_type(key, value, "a number, without quotes")
            return None
        if not low <= value <= high:
            self.wrong(key, f"{shown(value)} is outside {low:g} to {high:g}.", "Check the number.")
            return None
        return float(value)

    def length_m(self, key: str, *, needed: bool = False) -> float | None:
        """Return a length in metres from a text with a unit."""
        return self._parsed(key, parse_length_m, needed, 'write a length with its unit: {key} = "10 km"')

    def clock_s(self, key: str, *, needed: bool = False) -> float | None:
        """Return seconds from ``H:MM`` or ``H:MM:SS``; a TOML time without quotes is taken too."""
        value = self.data.get(key)
        if isinstance(value, time):
            return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return self._parsed(key, parse_clock_s, needed, 'write a time of day: {key} = "07:30"')

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts; ``None`` when absent or wrong."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(item.strip() for item in value)
        self._wrong_type(key, value, 'a list of texts, like {key} = ["a", "b"]')
        return None

    def tables(self, key: str, section: str) -> list[Table]:
        """Return the tables of ``[[key]]`` or ``key = [{...}]``, numbered from 1 in their paths."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            inside, on_top = (
                "a list of tables, like {key} = [{{ ... }}]",
                "written [[{key}]], in double brackets",
            )
            self._wrong_type(key, value, inside if ": " in self.where else on_top)
            return []
        return [
            table for n, item in enumerate(value, 1) if (table := self._table(f"{key}[{n}]", section, item))
        ]

    def _table(self, key: str, section: str, item: object) -> Table | None:
        if isinstance(item, dict):
            return Table(self.at(key), section, item, self.problems)
        self._wrong_type(key, item, "a table of keys and values")
        return None

    def _parsed(self, key: str, parse: Callable[[str], T], needed: bool, fix: str) -> T | None:
        value = self._get(key, needed, fix)
        if value is None:
            return None
        if not isinstance(value, str):
            self._wrong_type(key, value, "text in quotes")
            return None
        try:
            return parse(value)
        except ValueError as error:
            self.wrong(key, f"{error}.", fix.format(key=key)[:1].upper() + fix.format(key=key)[1:] + ".")
            return None

    def _get(self, key: str, needed: bool, fix: str) -> Any:
        value = self.data.get(key)
        if value is None and needed:
            self.wrong(key, "is missing;", fix.format(key=key) + ".")
        return value

    def _wrong_type(self, key: str, value: object, wanted: str) -> None:
        kind = _KINDS.get(type(value), type(value).__name__)
        self.wrong(key, f"{shown(value)} is {kind};", f"it must be {wanted.format(key=key)}.")

    def _note_unknown_keys(self) -> None:
        known = KEYS[self.section]
        for key in self.data:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
                fix = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
                self.wrong(key, "is not a key that is known here.", fix)
