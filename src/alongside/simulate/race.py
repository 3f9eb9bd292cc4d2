"""A made-up race day: who ran and how, what was sent and when it arrived, and the truth beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.errors import InputError
from alongside.events.bodies import EntryBody
from alongside.events.chapter import Chapter
from alongside.events.person import Person
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.simulate import company, gather, story
from alongside.simulate.day import Day, limits_tod_s
from alongside.simulate.dropouts import drop_metres
from alongside.simulate.field import Field, make_field, start_times_tod_s
from alongside.simulate.pacing import elapsed_curves, grid_m
from alongside.simulate.passings import true_passings
from alongside.simulate.people import make_people
from alongside.simulate.rulings import entry_body
from alongside.simulate.sent import all_drafts
from alongside.simulate.truth import Truth, make_truth

_LATE_GUN_S = 240.0

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class MadeUp:
    """A made-up day. ``drafts`` are in order of ``received_at_ms``; ``chapters`` only of a told story."""

    plan: RacePlan
    entries: tuple[EntryBody, ...]
    people: tuple[Person, ...]
    drafts: tuple[Draft, ...]
    truth: Truth
    chapters: tuple[Chapter, ...] = ()


def simulate(
    plan: RacePlan,
    runners: int,
    rng: np.random.Generator,
    *,
    story: bool = False,
    phone_share: float = 0.04,
    progress: Progress | None = None,
) -> MadeUp:
    """Return a made-up day of ``plan`` with that many entries, the same for the same generator.

    ``phone_share`` of those who start carry a phone that sends fixes. With ``story`` a pair of strangers
    meets near mile 14 and comes in last; the plan must then be the made-up city's. ``progress`` hears a
    step's name and the share done. Raises :class:`InputError` for a number or plan that cannot be.
    """
    _check(plan, runners, phone_share)
    say = progress or (lambda step, share: None)
    say("The field", 0.0)
    day, told = run_day(plan, runners, rng, story_told=story)
    say("Mats and phones", 0.3)
    passings = true_passings(plan, day.field, day.clock_s, day.at_m, day.end_m)
    drafts = all_drafts(day, passings, phone_share, rng, say)
    people = make_people(day, rng)
    chapters = told.finish(day, people, drafts) if told else ()
    say("The truth", 0.9)
    entries = tuple(entry_body(day, row, plan.distances[day.field.entered[row]].id) for row in range(runners))
    truth = make_truth(day, people, passings)
    say("Done", 1.0)
    return MadeUp(plan, entries, tuple(people), tuple(drafts), truth, chapters)


def run_day(
    plan: RacePlan, runners: int, rng: np.random.Generator, *, story_told: bool = False
) -> tuple[Day, story.Told | None]:
    """Return the truth of a day before anybody saw it, and the cast of the story where one is told."""
    field = make_field(plan, runners, rng)
    gun_tod_s = _guns(plan, rng)
    ends_m = [shared.a_to_m for shared in plan.shared] + [story.MEET_M] * story_told
    at_m = grid_m(max(distance.length_m for distance in plan.distances), ends_m)
    lengths = np.array([distance.length_m for distance in plan.distances])[field.runs]
    free = field.starts.copy()
    told = story.cast(plan, field, free) if story_told else None
    clock_s, groups = _run(plan, field, free, at_m, gun_tod_s, rng)
    limits = limits_tod_s(plan, field.runs, field.wave, gun_tod_s)
    leader = company.leaders(groups, lengths)
    drop_m = drop_metres(plan, field, clock_s, at_m, limits, leader, rng)
    day = Day(plan, field, at_m, clock_s, np.minimum(drop_m, lengths), gun_tod_s, groups, free & False)
    if told:
        told.play(day)
    return day, told


def _run(
    plan: RacePlan,
    field: Field,
    free: np.ndarray,
    at_m: np.ndarray,
    gun_tod_s: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, list[company.Group]]:
    """Everybody's clock along her distance, run to its end, and who ran with whom."""
    lengths = np.array([distance.length_m for distance in plan.distances])[field.runs]
    together = gather.start_groups(plan, field, free, rng)
    start_tod_s = start_times_tod_s(field, gun_tod_s, rng)
    clock_s = start_tod_s[:, None] + elapsed_curves(field.marathon_s, field.woman, lengths, at_m, rng)
    company.follow(clock_s, at_m, together, rng)
    joined = gather.pace_groups(plan, field, clock_s, at_m, free)
    joined += gather.meetings(plan, field, clock_s, at_m, free, rng)
    company.follow(clock_s, at_m, joined, rng)
    return clock_s, together + joined


def _guns(plan: RacePlan, rng: np.random.Generator) -> np.ndarray:
    """The actual guns, as tod_s: within seconds of the plan, the last of several four minutes late."""
    planned = np.array([(wave.gun_ms - plan.day_start_ms) / 1000 for wave in plan.waves])
    actual = planned + np.round(rng.uniform(0, 3, len(planned)), 1)
    if len(planned) > 1:
        actual[np.argmax(planned)] += _LATE_GUN_S
    return np.asarray(actual)


def _check(plan: RacePlan, runners: int, phone_share: float) -> None:
    if runners < 1:
        raise InputError.of("--runners", f"found {runners}.", "Give a number of 1 or more.")
    if not 0 <= phone_share <= 1:
        raise InputError.of("phone share", f"found {phone_share}.", "Give a share between 0 and 1.")
    if phone_share and any(distance.line is None for distance in plan.distances):
        raise InputError.of(plan.name, "a distance has no course line.", "Phones need one: give its GPX.")
