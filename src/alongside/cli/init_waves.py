"""The waves of a first race.toml: those that the roster names, and one for who is in none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alongside.cli.asking import Asker
from alongside.course.first_answers import read_gun_s
from alongside.course.first_guess import RosterFacts, wave_order
from alongside.course.first_race import FirstDistance, FirstWave
from alongside.course.first_toml import show_clock
from alongside.units import normal_code

_FIRST_GUN_S = 7 * 3600.0
_APART_S = 600.0
LEAVE_OUT = "leave out"


def ask_waves(
    asker: Asker, distances: Sequence[FirstDistance], facts: RosterFacts | None
) -> tuple[FirstWave, ...]:
    """Return the waves with their guns; every distance is in one."""
    asker.say("\nPlanned guns")
    waves = _rostered(asker, distances, facts) if facts else []
    started = {name for wave in waves for name in wave.distances}
    without = [distance for distance in distances if distance.id not in started]
    return (*waves, *_without_waves(asker, without, waves))


def _rostered(asker: Asker, distances: Sequence[FirstDistance], facts: RosterFacts) -> list[FirstWave]:
    """The waves that the roster names; one by mistake would move the last gun, and every promise."""
    if facts.waves:
        asker.say(f"({LEAVE_OUT!r} for a wave that stands in the roster by mistake)")
    waves: list[FirstWave] = []
    for text in sorted(facts.waves, key=wave_order):
        starts = _distances_of(facts.waves[text], distances)
        if starts:
            lines = facts.wave_lines[text]
            of = f"{_names(starts, distances)}; {lines:,} {'runner' if lines == 1 else 'runners'}"
            waves += _wave(asker, text, of, starts, waves)
    return waves


def _wave(
    asker: Asker, text: str, of: str, starts: tuple[str, ...], before: Sequence[FirstWave]
) -> list[FirstWave]:
    question, default = f"  Wave {text} ({of})", show_clock(_next_gun_s(before, _APART_S))
    gun_s = asker.ask(question, default, _gun_or_not)
    if gun_s is None:
        asker.say("  Left out: the check will name its lines.")
        return []
    return [FirstWave(text, starts, gun_s)]


def _gun_or_not(text: str) -> float | None:
    return None if text.strip().casefold() == LEAVE_OUT else read_gun_s(text)


def _next_gun_s(before: Sequence[FirstWave], apart_s: float) -> float:
    return max(wave.gun_s for wave in before) + apart_s if before else _FIRST_GUN_S


def _gun(asker: Asker, question: str, before: Sequence[FirstWave], apart_s: float) -> float:
    return asker.ask(question, show_clock(_next_gun_s(before, apart_s)), read_gun_s)


def _distances_of(named: Iterable[str], distances: Sequence[FirstDistance]) -> tuple[str, ...]:
    """The ids of what the lines of a wave name; a line that names none may be of any."""
    texts = {text.casefold() for text in named}
    return tuple(
        one.id for one in distances if "" in texts or texts & {one.id.casefold(), one.name.casefold()}
    )


def _names(ids: Iterable[str], distances: Sequence[FirstDistance]) -> str:
    return ", ".join(one.name for one in distances if one.id in ids)


def _without_waves(
    asker: Asker, distances: Sequence[FirstDistance], before: Sequence[FirstWave]
) -> list[FirstWave]:
    """Distances in no wave of the roster: those with one gun share a wave, numbered on."""
    guns: dict[float, list[str]] = {}
    for distance in distances:
        others = [*before, *(FirstWave("", (), gun_s) for gun_s in guns)]
        guns.setdefault(_gun(asker, f"  {distance.name}", others, 0.0), []).append(distance.id)
    taken = {normal_code(wave.id) for wave in before}
    free = (str(n) for n in range(1, 1000) if str(n) not in taken)
    return [FirstWave(next(free), tuple(ids), gun_s) for gun_s, ids in sorted(guns.items())]
