"""Everything that a recorded race says of how well companions are found, in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from alongside.score.company.baits import Bait, bait
from alongside.score.company.flaws import (
    with_clock_off,
    with_every_second_mat,
    with_missing,
    with_net_times,
    with_repeats,
)
from alongside.score.company.ghosts import GhostRate, ghost_rates
from alongside.score.company.left_out import LeftOut, left_out
from alongside.score.company.naive import Naive, naive_rules
from alongside.score.company.planting import Planted, Way, plant
from alongside.score.company.recall import Recall, recall_of
from alongside.score.company.social import Social, social_shares
from alongside.together.field import Field, Index
from alongside.together.find import find
from alongside.together.summary import reported

MOST_PLANTED, SHARE_PLANTED = 1500, 0.03
MOST_TEAMS, SHARE_TEAMS = 20, 0.0005
SHARE_GHOSTS, GHOST_ROUNDS = 0.05, 8
MISSING, REPEATED, OFF_S = 0.02, 0.02, 3
Flaw = Callable[[Field, np.random.Generator], Field]


@dataclass(frozen=True)
class Sort:
    """Companions to plant: how they run, whether they meet or part on the way, and what timing does to it."""

    what: str
    way: Way
    met: bool
    parted: bool
    flaw: Flaw | None = None

    @property
    def kind(self) -> str:
        """The kind that they are."""
        return f"{'met' if self.met else 'start'}_{'parted' if self.parted else 'finish'}"


SORTS = (
    Sort("side by side, from the start to the finish", "side by side", met=False, parted=False),
    Sort("side by side, from the start, then parted", "side by side", met=False, parted=True),
    Sort("side by side, met, to the finish", "side by side", met=True, parted=False),
    Sort("side by side, met, then parted", "side by side", met=True, parted=True),
    Sort("gaps as measured, met, to the finish", "as measured", met=True, parted=False),
    Sort("loose, met, to the finish", "loose", met=True, parted=False),
    Sort("loose, from the start to the finish", "loose", met=False, parted=False),
    Sort("two chips on one body", "two chips", met=False, parted=False),
    Sort("side by side, met; 2 % of reads missing", "side by side", True, False,
         lambda field, rng: with_missing(field, rng, MISSING)),
    Sort("side by side, met; 2 % of reads are repeats", "side by side", True, False,
         lambda field, rng: with_repeats(field, rng, REPEATED)),
    Sort("side by side, met; a mat 3 s off", "side by side", True, False,
         lambda field, rng: with_clock_off(field, rng, OFF_S, 1.0)),
    Sort("side by side, met; one of a mat's two readers 3 s off", "side by side", True, False,
         lambda field, rng: with_clock_off(field, rng, OFF_S, 0.5)),
    Sort("side by side, met; every second mat gone", "side by side", True, False,
         lambda field, rng: with_every_second_mat(field)),
    Sort("side by side, from the start; net times alone", "side by side", False, False,
         lambda field, rng: with_net_times(field)),
    Sort("side by side, met; net times alone", "side by side", True, False,
         lambda field, rng: with_net_times(field)),
)  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """One race: planted pairs found, pace teams taken for companions, ghosts, mats left out, names, rules."""

    race: str
    runners: int
    mats: int
    has_clock: bool
    recalls: tuple[Recall, ...]
    bait: Bait
    ghosts: tuple[GhostRate, ...]
    left_out: tuple[LeftOut, ...]
    social: tuple[Social, ...]
    naive: tuple[Naive, ...]


def score_company(
    race: str,
    field: Field,
    marks: Mapping[str, Index],
    rng: np.random.Generator,
    say: Callable[[float], None],
) -> Scored:
    """Return the scores of one race; ``marks`` are equal for equal names or towns, 0 where unknown.

    ``say`` hears the share of the work that is done.
    """
    steps = len(SORTS) + 4
    told = reported(find(field, rng))
    recalls: list[Recall] = []
    met = None
    for number, sort in enumerate(SORTS):
        planted = _planted(field, sort, rng)
        met = planted if sort is SORTS[2] else met
        recalls += recall_of(sort.what, planted, sort.kind)
        say((number + 1) / steps)
    assert met is not None  # noqa: S101
    teams = max(1, min(MOST_TEAMS, round(SHARE_TEAMS * len(field))))
    ghosts = ghost_rates(field, told, rng, max(1, round(SHARE_GHOSTS * len(field))), GHOST_ROUNDS)
    say((steps - 3) / steps)
    apart = left_out(field, rng)
    say((steps - 2) / steps)
    rules = naive_rules(field, met)
    say((steps - 1) / steps)
    return Scored(
        race, len(field), len(field.mats), field.has_clock, tuple(recalls), bait(field, rng, teams),
        tuple(ghosts), tuple(apart), tuple(social_shares(field, told, marks, rng)), tuple(rules),
    )  # fmt: skip


def _planted(field: Field, sort: Sort, rng: np.random.Generator) -> Planted:
    count = min(MOST_PLANTED, round(SHARE_PLANTED * len(field)))
    planted = plant(field, rng, count, sort.way, met=sort.met, parted=sort.parted)
    return planted if sort.flaw is None else replace(planted, field=sort.flaw(planted.field, rng))
