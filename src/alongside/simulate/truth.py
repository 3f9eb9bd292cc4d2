"""The truth beside a made-up race, as columns: runners and splits in the schema of recorded pairs.

Every passing that happened is a row, with its true time, whether or not a mat saw it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.events.person import Person
from alongside.simulate.day import Day
from alongside.simulate.passings import Passings

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Truth:
    """Three tables as columns of equal length; ``None`` is unknown.

    ``runners`` and ``splits`` have the columns of a recorded pair (whole seconds, ``tod_s`` after local
    midnight), a sweep being a runner of event ``sweep``. ``companions``: bib_a < bib_b, kind, from_m, to_m.
    """

    runners: Columns
    splits: Columns
    companions: Columns


def make_truth(day: Day, people: list[Person], passings: Passings) -> Truth:
    """Return the three tables of a day."""
    sweeps = day.sweeps()
    runners, splits = _runners(day, people, passings), _splits(day, passings)
    for number, clock_s in enumerate(sweeps):
        _add_sweep(day, number, clock_s, runners, splits)
    return Truth(runners, splits, _companions(day))


def _runners(day: Day, people: list[Person], passings: Passings) -> Columns:
    field, count = day.field, len(day.field)
    distances = [distance.id for distance in day.plan.distances]
    start_s, end_s = day.clock_s[:, 0], day.end_tod_s()
    done = day.finished
    return {
        "race": [day.plan.id] * count,
        "bib": field.bib.tolist(),
        "wave": [day.plan.waves[wave].id for wave in field.wave],
        "bib_block": (field.bib // 1000).tolist(),
        "start_tod_s": _known(start_s, field.starts),
        "gender": ["F" if woman else "M" for woman in field.woman],
        "age": [None] * count,
        "age_group": [None] * count,
        "h_surname": _alike([person.name.partition(" ")[2] for person in people]),
        "h_given": _alike([person.name.partition(" ")[0] for person in people]),
        "h_name": _alike([person.name for person in people]),
        "h_city": _alike([person.home for person in people]),
        "h_club": _alike([person.club for person in people]),
        "state": [None] * count,
        "country": [None] * count,
        "event": [distances[run] for run in field.runs],
        "status": _statuses(day),
        "finish_s": _known(end_s - start_s, done),
        "gun_s": _known(end_s - day.gun_tod_s[field.wave], done),
        "last_mat": _last_mats(count, passings),
    }


def _known(values_s: np.ndarray, known: np.ndarray) -> list[int | None]:
    """Whole seconds, ``None`` where there is no value."""
    return [round(float(value)) if has else None for value, has in zip(values_s, known, strict=True)]


def _alike(texts: list[str]) -> list[int | None]:
    """Equal numbers for equal texts, nothing for none: numbers in order of appearance, from 1."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(text, len(numbers) + 1) if text else None for text in texts]


def _statuses(day: Day) -> list[str]:
    """The state that the day ended with; whoever ran less than entered is disqualified."""
    lengths = np.array([distance.length_m for distance in day.plan.distances])
    short = lengths[day.field.runs] < lengths[day.field.entered]
    choices = [~day.field.starts, day.stopped, short]
    return [str(one) for one in np.select(choices, ["dns", "dnf", "dsq"], "finished")]


def _last_mats(count: int, passings: Passings) -> list[str | None]:
    last: list[str | None] = [None] * count
    for runner, mat in zip(passings.runner.tolist(), passings.mats().tolist(), strict=True):
        last[runner] = mat  # rows are in order of the road
    return last


def _splits(day: Day, passings: Passings) -> Columns:
    """Every true passing but the start's, which is the runner's ``start_tod_s``."""
    past = np.array([split.role != "start" for split in passings.splits])[passings.split]
    runner, split, tod_ms = passings.runner[past], passings.split[past], passings.tod_ms[past]
    start_ms = np.round(day.clock_s[runner, 0] * 1000)
    count = len(runner)
    return {
        "race": [day.plan.id] * count,
        "bib": day.field.bib[runner].tolist(),
        "mat": np.array([mat_name(one.mat, one.visit) for one in passings.splits])[split].tolist(),
        "mat_seq": _sequence(passings)[split].tolist(),
        "km": (np.array([one.along_m for one in passings.splits])[split] / 1000).tolist(),
        "elapsed_s": np.round((tod_ms - start_ms) / 1000).astype(np.int64).tolist(),
        "tod_s": np.round(tod_ms / 1000).astype(np.int64).tolist(),
        "estimated": [False] * count,
    }


def mat_name(mat: str, visit: int) -> str:
    """Return a split's name in a pair: the mat, and ``#2`` for the second visit."""
    return mat if visit == 1 else f"{mat}#{visit}"


def _sequence(passings: Passings) -> np.ndarray:
    """The place of each split among those of its distance after the start, from 0."""
    numbers, seen = [], dict.fromkeys(passings.distances, 0)
    for split, distance in zip(passings.splits, passings.distances, strict=True):
        numbers.append(seen[distance])
        seen[distance] += split.role != "start"
    return np.array(numbers)


def _add_sweep(day: Day, number: int, clock_s: np.ndarray, runners: Columns, splits: Columns) -> None:
    """Append a sweep as past races have it: a runner of event ``sweep`` with a bib above all others."""
    distance = day.plan.distance(day.plan.sweeps[number].distance)
    bib = 900_001 + number
    start_s = float(clock_s[0])
    known = {
        "race": day.plan.id,
        "bib": bib,
        "start_tod_s": round(start_s),
        "event": "sweep",
        "status": "finished",
    }
    for name, column in runners.items():
        column.append(known.get(name))
    past = [split for split in distance.splits if split.role != "start"]
    for at, split in enumerate(past):
        tod_s = float(np.interp(split.along_m, day.at_m, clock_s))
        row = (day.plan.id, bib, mat_name(split.mat, split.visit), at, split.along_m / 1000)
        for column, value in zip(
            splits.values(), (*row, round(tod_s - start_s), round(tod_s), False), strict=True
        ):
            column.append(value)


def _companions(day: Day) -> Columns:
    bibs = day.field.bib
    rows = sorted(
        (*sorted((int(bibs[pair.a]), int(bibs[pair.b]))), pair.kind, pair.from_m, pair.to_m)
        for pair in day.together()
    )
    names = ("bib_a", "bib_b", "kind", "from_m", "to_m")
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
