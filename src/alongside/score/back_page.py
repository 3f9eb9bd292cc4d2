"""The sections of docs/accuracy.md on the back of a race: chances late in the day, and closings of tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alongside.score.calibration import Bin
from alongside.score.chances import FEWEST, worst
from alongside.score.closings import Closed, summed_up
from alongside.score.tables import number, table

CHANCES = """## Chances at the back

Bins of a tenth, as `alongside score chances` has them: the chance to be at each later mat in 15, 30 and
60 minutes, asked at ten times of a race's last two hours (*in time*); and to get to each later mat at
all, asked at ten times over the whole race, where the file says who dropped out (*at all*). Off by is of
the worst bin of at least {fewest}.

"""
CLOSINGS = """## Closings

Recorded days under a limit, played through the live pipeline minute by minute (`alongside score
closing`): when was a table at each mat told that it may close, beside the last runner who finished inside
the limit? Early means that somebody inside it came after the word. Whoever does not finish inside the
limit is told of 60 minutes after the last read. *Finishers inside it* leaves out whoever finished later;
*swept* has these read up to where an even pace to the limit passed them.

"""


@dataclass(frozen=True)
class Case:
    """One day under one limit, with the words for it."""

    race: str
    said: str
    rows: tuple[Closed, ...]


def chances_section(bins: Mapping[tuple[str, str], Sequence[Bin]]) -> str:
    """Return the section on chances; ``bins`` by race and by what was asked."""
    body = [[race, what, *_bins(found)] for (race, what), found in sorted(bins.items())]
    head = ["race", "chance", "said", "came true", "bins", "worst off by"]
    return CHANCES.format(fewest=FEWEST) + table(head, body)


def _bins(found: Sequence[Bin]) -> list[str]:
    """Return said and came true of the bins with enough in them, side by side."""
    told = [one for one in found if one.n >= FEWEST]
    said = " ".join(f"{one.said:.2f}" for one in told)
    came = " ".join(f"{one.came:.2f}" for one in told)
    return [said, came, str(len(told)), number(worst(list(found)), 3)]


def closings_section(cases: Sequence[Case]) -> str:
    """Return the section on closings."""
    head = ["race", "limit", "", "tables", "early", "never told", "median late, min", "9 in 10, min"]
    return CLOSINGS + table(head, [_case(one) for one in cases])


def _case(case: Case) -> list[str]:
    found, hours = summed_up(case.rows), case.rows[0].limit_h
    limit = f"{math.floor(hours)}:{round(hours % 1 * 60):02d}"
    late = [number(found.median_min, 1), number(found.ninety_min, 1)]
    return [case.race, limit, case.said, str(found.places), str(found.early), str(found.never), *late]
