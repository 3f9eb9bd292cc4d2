"""The goals of who ran together, each with the figure that a race reached."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.score.company.planting import LEAST_MATS
from alongside.score.company.recall import MOST_MATS, Recall
from alongside.score.company.scored import SORTS, Scored
from alongside.score.tables import number
from alongside.together.kinds import KINDS, MET_FINISH, START_FINISH

STARTED, MET, LOOSE = SORTS[0].what, SORTS[2].what, SORTS[5].what
BY_MATS = ((MET, 4, 0.75), (MET, 5, 0.90), (MET, 6, 0.98), (LOOSE, 6, 0.60), (LOOSE, MOST_MATS, 0.85))


@dataclass(frozen=True)
class Goal:
    """What is wanted of a race, what was reached, and whether it is kept (``None``: not to be measured)."""

    what: str
    wanted: str
    reached: float
    kept: bool | None


def goals(scored: Scored) -> list[Goal]:
    """Return every goal with a race's figure."""
    bait, stated = scored.bait, {rate.kind: rate.stated for rate in scored.ghosts}
    return [
        _at_most("chance among who met and finished together", 0.01, stated[KINDS[MET_FINISH]]),
        _at_most("chance among start to finish", 0.001, stated[KINDS[START_FINISH]]),
        *(_at_least(f"told of: {what}, {_mats(mats)}", least, _told(scored, what, mats))
          for what, mats, least in BY_MATS),
        _at_least(f"told of: {STARTED}", 0.99, share(of(scored, STARTED), "told")),
        _at_least("met: from the very mat", 0.92, exact(of(scored, MET))),
        _at_most("pairs of a pace team taken for companions", 0.02, bait.told / max(bait.pairs, 1)),
    ]  # fmt: skip


def of(scored: Scored, what: str) -> list[Recall]:
    """Return the rows of one sort."""
    return [row for row in scored.recalls if row.what == what]


def share(rows: Sequence[Recall], name: str) -> float:
    """Return which share of what was planted was told of, or named right; nan where nothing was planted."""
    planted = sum(row.planted for row in rows)
    return sum(getattr(row, name) for row in rows) / planted if planted else math.nan


def told_by_mats(scored: Scored, what: str) -> list[float]:
    """Return which share of one sort was told of, by mats together from the fewest on; nan for none."""
    return [_told(scored, what, mats) for mats in range(LEAST_MATS, MOST_MATS + 1)]


def figure(value: float) -> str:
    """Return a share with three digits, a small one with four."""
    return number(value, 4 if value < 0.0095 else 3)


def exact(rows: Sequence[Recall], name: str = "first_exact") -> float:
    """Return which share of those told of was told of from the right mat."""
    told = sum(row.told for row in rows)
    return sum(getattr(row, name) for row in rows) / told if told else math.nan


def _told(scored: Scored, what: str, mats: int) -> float:
    return share([row for row in of(scored, what) if row.mats == mats], "told")


def _mats(mats: int) -> str:
    return f"{mats} mats{' or more' if mats == MOST_MATS else ''}"


def _at_most(what: str, most: float, reached: float) -> Goal:
    return Goal(what, f"<= {most:g}", reached, None if math.isnan(reached) else reached <= most)


def _at_least(what: str, least: float, reached: float) -> Goal:
    return Goal(what, f">= {least:g}", reached, None if math.isnan(reached) else reached >= least)
