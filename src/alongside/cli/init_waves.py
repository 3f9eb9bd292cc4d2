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


def ask_waves(
    asker: Asker, distances: Sequence[FirstDistance], facts: RosterFacts | None
) -> tuple[FirstWave, ...]:
    """Return the waves with their guns; every distance is in one."""
    asker.say("\nPlanned guns")
    waves: list[FirstWave] = []
    rostered = facts.waves if facts else {}
    for text in sorted(rostered, key=wave_order):
        starts = _distances_of(rostered[text], distances)
        if starts:
            gun_s = _gun(asker, f"  Wave {text} ({_names(starts, distances)})", waves, _APART_S)
            waves.append(FirstWave(text, starts, gun_s))
    started = {name for wave in waves for name in wave.distances}
    without = [distance for distance in distances if distance.id not in started]
    return (*waves, *_without_waves(asker, without, waves))


def _gun(asker: Asker, question: str, before: Sequence[FirstWave], apart_s: float) -> float:
    default_s = max(wave.gun_s for wave in before) + apart_s if before else _FIRST_GUN_S
    return asker.ask(question, show_clock(default_s), read_gun_s)


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
