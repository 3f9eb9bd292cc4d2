"""Guesses from what lies in a folder: which distance a GPX is, and what a roster calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from alongside.course.measures import slug
from alongside.course.roster_columns import decode_roster, rows_of
from alongside.units import HALF_MARATHON_M, MARATHON_M, METRES_PER_MILE, normal_code

_WITHIN = 0.03  # a GPX farther from a usual length than this is of some other length

USUAL: tuple[tuple[float, str, str], ...] = (  # metres, id, name
    (5_000.0, "5k", "5K"),
    (10_000.0, "10k", "10K"),
    (HALF_MARATHON_M, "half", "Half marathon"),
    (MARATHON_M, "full", "Marathon"),
    (50_000.0, "50k", "50K"),
    (50 * METRES_PER_MILE, "50mi", "50 miles"),
    (100_000.0, "100k", "100K"),
    (100 * METRES_PER_MILE, "100mi", "100 miles"),
)

_IN_NAME: tuple[tuple[str, float], ...] = (
    (r"half|halb|demi|medio|media|13\.1", HALF_MARATHON_M),
    (r"(?<![a-z])(hm|21k)(?![a-z])", HALF_MARATHON_M),
)
_NUMBER_IN_NAME = re.compile(r"(\d+(?:\.\d+)?)[ _-]?(km|k|mi|miles?)(?![a-z])")
_WHOLE = re.compile(r"marathon|maraton|full|42(\.195)?|26\.2")


class RosterFacts:
    """What a roster calls its distances and waves: lines of each, in the order they first come.

    ``waves`` has the distances that each wave's lines name; an empty text is a line that names none.
    ``wave_lines`` counts them: a wave of one line may be a typing mistake.
    """

    def __init__(self, raw: bytes, where: str) -> None:
        columns, rows = rows_of(decode_roster(raw, where), where)
        self.lines = len(rows)
        self.has_distances = "distance" in columns
        self.distances: dict[str, int] = {}
        self.waves: dict[str, set[str]] = {}
        self.wave_lines: dict[str, int] = {}
        for _, cells in rows:
            named = {key: cells[n].strip() for key, n in columns.items() if n < len(cells)}
            self._take(named.get("distance", ""), named.get("wave", ""))

    def _take(self, distance: str, wave: str) -> None:
        known = next((one for one in self.distances if one.casefold() == distance.casefold()), distance)
        if distance:
            self.distances[known] = self.distances.get(known, 0) + 1
        if wave:
            same = next((one for one in self.waves if normal_code(one) == normal_code(wave)), wave)
            self.waves.setdefault(same, set()).add(known)
            self.wave_lines[same] = self.wave_lines.get(same, 0) + 1


def usual_of(measured_m: float) -> tuple[float, str, str] | None:
    """Return the usual length within 3 % of a measured one, with an id and a name for it."""
    return next((usual for usual in USUAL if abs(measured_m / usual[0] - 1) <= _WITHIN), None)


def length_in_name(text: str) -> float | None:
    """Return the metres that a distance's name tells: of ``Half Marathon``, ``10K`` or ``50 mi``.

    >>> length_in_name("10 km run")
    10000.0
    """
    plain = text.casefold()
    for pattern, metres in _IN_NAME:
        if re.search(pattern, plain):
            return metres
    if number := _NUMBER_IN_NAME.search(plain):
        metres = float(number[1]) * (1000.0 if number[2].startswith("k") else METRES_PER_MILE)
        usual = usual_of(metres)
        return usual[0] if usual and abs(metres - usual[0]) < 250 else metres or None
    return MARATHON_M if _WHOLE.search(plain) else None


def ids_of(stems: Sequence[str], measured_m: Sequence[float]) -> list[str]:
    """Return an id for each GPX: the usual one of its length, else what sets its file name apart."""
    usual = [usual_of(metres) for metres in measured_m]
    words = [re.findall(r"[a-z0-9]+", slug(stem)) for stem in stems]
    common = set.intersection(*map(set, words)) if len(words) > 1 else set()
    ids: list[str] = []
    for stem, own, known in zip(stems, words, usual, strict=True):
        told = "-".join(word for word in own if word not in common) or slug(stem)
        wanted = known[1] if known and usual.count(known) == 1 else told
        ids.append(_free(wanted, ids))
    return ids


def _free(wanted: str, taken: Iterable[str]) -> str:
    numbered = (f"{wanted}-{n}" for n in range(2, 1000))
    return wanted if wanted not in taken else next(one for one in numbered if one not in taken)


def names_of(ids: Sequence[str], measured_m: Sequence[float], rostered: Iterable[str]) -> list[str]:
    """Return a name for each GPX: the roster's where one fits it by id or length, else the usual one."""
    left = list(rostered)
    names: list[str] = []
    for id_, metres in zip(ids, measured_m, strict=True):
        fits = _fitting(id_, metres, left)
        if fits is None and len(left) == 1 and len(ids) == 1:
            fits = left[0]
        if fits is not None:
            left.remove(fits)
        names.append(fits or _usual_name(id_, metres))
    return names


def _fitting(id_: str, metres: float, rostered: list[str]) -> str | None:
    same = next((name for name in rostered if slug(name) == id_), None)
    told = ((name, length_in_name(name)) for name in rostered)
    return same or next((n for n, m in told if m is not None and abs(metres / m - 1) <= _WITHIN), None)


def _usual_name(id_: str, metres: float) -> str:
    usual = usual_of(metres)
    return usual[2] if usual else id_.replace("-", " ").capitalize()


def wave_order(wave: str) -> tuple[list[int], str]:
    """Return a key that sorts waves as people count them: 2 before 10, then by name."""
    return [int(number) for number in re.findall(r"\d{1,6}", wave)], wave.casefold()
