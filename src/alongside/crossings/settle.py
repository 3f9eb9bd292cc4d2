"""The crossings of one runner: a pure function of the set of her reads and the rulings on them.

The reads become passings; a longest chain of passings that moves forward over the splits, none of
it faster than anybody runs, becomes her crossings. A passing outside the chain is kept with the rule
that kept it out. Among equally long chains the one with the earlier passings wins: a new read has to
be borne out by others before it overturns what was known.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from alongside.crossings.mats import GUN_TOLERANCE_MS, SLACK_MS, Course, Guns
from alongside.crossings.passings import Passing, Read, passings_of

Rule = Literal[
    "early_start",
    "again",
    "before_gun",
    "wrong_distance",
    "impossible_pace",
    "out_of_order",
    "after_finish",
    "corrected",
    "on_board",
]
QUESTIONS: frozenset[str] = frozenset({"before_gun", "wrong_distance", "impossible_pace", "out_of_order"})
CONFIRMED_WEIGHT = 1000
OFFICIAL_WEIGHT = 1_000_000  # and a later word of the timer outweighs an earlier one

Link = tuple[int, int, Read]  # of a chain: which passing, at which split, and the read that times it


class Crossing(NamedTuple):
    """A runner at a split: ``chip_ms`` is the timer's own net time, if it gave one."""

    split: int
    at_ms: int
    chip_ms: int | None
    trust: Literal["good", "estimated", "confirmed"]
    row: int


class Kept(NamedTuple):
    """A passing that makes no crossing, the rule that says why, and whether a person should look."""

    row: int
    rule: Rule
    question: bool


class Settlement(NamedTuple):
    """What the reads of a runner come to: crossings by split, and what was kept out."""

    crossings: tuple[Crossing, ...]
    kept: tuple[Kept, ...]
    repeats: int


class _Step(NamedTuple):
    """A passing placed at a split, with the weight of the best chain that ends there."""

    passing: int
    split: int
    weight: int
    before: _Step | None


def settle(reads: list[Read], course: Course, guns: Guns) -> Settlement:
    """Return the crossings in ``reads`` (thrown-out reads left out), whatever their order."""
    passings = passings_of(reads, course)
    chain = _plain_chain(passings, course, guns) or _best_chain(passings, course, guns)
    crossings = tuple([_crossing(read, split) for _, split, read in chain])
    confirmed = [passing for passing in passings if passing.confirmed is not None]
    official = {split for i, split, _ in chain if _is_official(passings[i])} if confirmed else set()
    if len(chain) == len(passings) and not official:
        return Settlement(crossings, (), len(reads) - len(passings))
    placed = {i for i, *_ in chain}
    out = [
        _kept(passing, crossings, official, course, guns)
        for i, passing in enumerate(passings)
        if i not in placed
    ]
    outranked = [kept for i, *_ in chain for kept in _outranked(passings[i])] if official else []
    return Settlement(crossings, (*out, *outranked), len(reads) - len(passings) - len(outranked))


def _is_official(passing: Passing) -> bool:
    return passing.confirmed is not None and passing.confirmed.official


def _outranked(passing: Passing) -> list[Kept]:
    """Return the other reads of a passing whose time the timing company has corrected."""
    if not _is_official(passing):
        return []
    return [Kept(read.row, "corrected", False) for read in passing.reads if read is not passing.confirmed]


def _plain_chain(passings: list[Passing], course: Course, guns: Guns) -> list[Link] | None:
    """Return the chain when nothing about it is in doubt: one passing a mat, forward, at a run."""
    chain: list[Link] = []
    before: int | None = None
    before_ms = guns.first_ms - GUN_TOLERANCE_MS
    for i, passing in enumerate(passings):
        splits = course.splits_of.get(passing.mat)
        if splits is None or len(splits) > 1 or (before is not None and splits[0] <= before):
            return None
        split = splits[0]
        read = _time(passing, split, course)
        if read.at_ms < before_ms or read.at_ms - before_ms < course.least_ms(before, split):
            return None
        chain.append((i, split, read))
        before, before_ms = split, read.at_ms
    return chain


def _best_chain(passings: list[Passing], course: Course, guns: Guns) -> list[Link]:
    """Return the heaviest forward chain, one passing per split."""
    steps: list[_Step] = []
    for i, passing in enumerate(passings):
        weight = _weight(passing)
        steps += [
            _extend(i, split, weight, passings, steps, course, guns)
            for split in course.splits_of.get(passing.mat, ())
            if _may_begin(passing, split, course, guns)
        ]
    best = max(steps, key=lambda step: (step.weight, *_preference(step, passings, course)), default=None)
    chain: list[Link] = []
    while best is not None:
        chain.append((best.passing, best.split, _time(passings[best.passing], best.split, course)))
        best = best.before
    return chain[::-1]


def _weight(passing: Passing) -> int:
    """Return how much a passing weighs against others: one read each, but for what somebody has said."""
    if passing.confirmed is None:
        return 1
    return OFFICIAL_WEIGHT + passing.confirmed.row if passing.confirmed.official else CONFIRMED_WEIGHT


def _extend(
    i: int,
    split: int,
    weight: int,
    passings: list[Passing],
    steps: list[_Step],
    course: Course,
    guns: Guns,
) -> _Step:
    """Return the passing at the split, behind the heaviest chain that it can follow."""
    here = passings[i]
    followed = [
        step
        for step in steps
        if step.passing < i and step.split < split and _may_follow(step, here, split, passings, course)
    ]
    before = max(followed, key=lambda step: (step.weight, *_preference(step, passings, course)), default=None)
    return _Step(i, split, weight + (before.weight if before else 0), before)


def _preference(step: _Step, passings: list[Passing], course: Course) -> tuple[int, int]:
    """Prefer the earlier of two ends, but the later of two starts: she set out when she last left."""
    at_ms = passings[step.passing].reads[0].at_ms
    return (at_ms, -step.split) if step.split == course.start else (-at_ms, -step.split)


def _may_begin(passing: Passing, split: int, course: Course, guns: Guns) -> bool:
    """Return whether anybody could be here by now, having started with the first gun."""
    if passing.confirmed:
        return True
    run_ms = _time(passing, split, course).at_ms - (guns.first_ms - GUN_TOLERANCE_MS)
    return run_ms >= max(0.0, course.least_ms(None, split))


def _may_follow(step: _Step, here: Passing, split: int, passings: list[Passing], course: Course) -> bool:
    """Return whether a runner could get from one placed passing to the next in that time."""
    there = passings[step.passing]
    if here.confirmed and there.confirmed:
        return True
    run_ms = _time(here, split, course).at_ms - _time(there, step.split, course).at_ms
    return run_ms >= max(0.0, course.least_ms(step.split, split))


def _time(passing: Passing, split: int, course: Course) -> Read:
    """Return the read that times the passing: the last one on leaving a start, else the first."""
    return passing.confirmed or (passing.reads[-1] if split == course.start else passing.first)


def _crossing(read: Read, split: int) -> Crossing:
    trust: Literal["good", "estimated", "confirmed"] = (
        "confirmed" if read.confirmed or read.official else "estimated" if read.estimated else "good"
    )
    return Crossing(split, read.at_ms, read.chip_ms, trust, read.row)


def _kept(
    passing: Passing, crossings: tuple[Crossing, ...], official: set[int], course: Course, guns: Guns
) -> Kept:
    """Return why a passing makes no crossing; only what could mislead is a question."""
    if not official.isdisjoint(course.splits_of.get(passing.mat, ())):
        return Kept(passing.first.row, "corrected", False)
    rule = _rule(passing, crossings, course, guns)
    question = rule in QUESTIONS or (rule == "after_finish" and _finish_is_bare(crossings, course))
    return Kept(passing.first.row, rule, question and not _only_estimates(passing))


def _rule(passing: Passing, crossings: tuple[Crossing, ...], course: Course, guns: Guns) -> Rule:
    splits = course.splits_of.get(passing.mat)
    at_ms = passing.reads[0].at_ms
    if splits is None:
        return "wrong_distance"
    if at_ms < guns.first_ms - GUN_TOLERANCE_MS:
        return "early_start" if course.start in splits else "before_gun"
    if any(crossing.split in splits and _is_repeat(crossing, at_ms, course) for crossing in crossings):
        return "again"
    if crossings and crossings[-1].split == course.finish and at_ms > crossings[-1].at_ms:
        return "after_finish"
    return "impossible_pace" if _too_fast(passing, splits, crossings, course, guns) else "out_of_order"


def _is_repeat(crossing: Crossing, at_ms: int, course: Course) -> bool:
    """A later stay at a mat already crossed is no news; nor is an earlier one at the start."""
    return at_ms >= crossing.at_ms - SLACK_MS or crossing.split == course.start


def _too_fast(
    passing: Passing, splits: tuple[int, ...], crossings: tuple[Crossing, ...], course: Course, guns: Guns
) -> bool:
    """Return whether she would have had to fly to any of the mat's splits from where she was."""
    at_ms = passing.reads[0].at_ms
    before = [crossing for crossing in crossings if crossing.at_ms <= at_ms]
    from_split, from_ms = (before[-1].split, before[-1].at_ms) if before else (None, guns.first_ms)
    ahead = [split for split in splits if from_split is None or split > from_split]
    return bool(ahead) and all(at_ms - from_ms < course.least_ms(from_split, split) for split in ahead)


def _finish_is_bare(crossings: tuple[Crossing, ...], course: Course) -> bool:
    """Return whether the mat before the finish missed her: then a later read elsewhere is news."""
    return len(crossings) < 2 or crossings[-1].split - crossings[-2].split > 1


def _only_estimates(passing: Passing) -> bool:
    return all(read.estimated for read in passing.reads)
