"""Who was together in a race: the search, its decoys, packs, kinds and error rates, in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from alongside.together import laws
from alongside.together.evidence import Evidence, search
from alongside.together.field import Bools, Field, Floats, Index
from alongside.together.kinds import KINDS, kinds_of
from alongside.together.packs import in_pack
from alongside.together.rates import false_share, shifts_ms

LEAST = 0.0
SHIFTS, MOST_SHIFTS = 8, 96
ENOUGH = 160_000  # runners by rounds
Say = Callable[[float], None]


@dataclass(frozen=True)
class Found:
    """Pairs that were together, one per row, with ``log_odds`` of ``LEAST`` or more.

    ``one`` and ``other`` are rows of ``field``; ``kind`` is a place in ``KINDS``; ``first`` and ``end`` are
    the mats (columns) from and to which they were seen together, ``mats`` how many both crossed between,
    these included. ``loose`` says that they ran loosely rather than side by side. ``false_share`` is the
    share to be held for chance among pairs of the kind with at least these log odds. ``decoys`` are the log
    odds of what chance gave in ``rounds`` searches, by kind.
    """

    field: Field
    one: Index
    other: Index
    kind: Index
    loose: Bools
    in_pack: Bools
    first: Index
    end: Index
    mats: Index
    log_odds: Floats
    false_share: Floats
    decoys: tuple[Floats, ...] = ()
    rounds: int = 0

    def __len__(self) -> int:
        return len(self.one)

    def of(self, rows: Index | Bools) -> Found:
        """Return these pairs alone."""
        names = (
            "one", "other", "kind", "loose", "in_pack", "first", "end", "mats", "log_odds", "false_share",
        )  # fmt: skip
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


def find(
    field: Field, rng: np.random.Generator, shifts: int = SHIFTS, say: Say = lambda share: None
) -> Found:
    """Return every pair that was together, the strongest first.

    ``rng`` draws the shifts of the decoys, ``shifts`` is in how many rounds: the error rates hang on them,
    the pairs do not. ``say`` hears the share of the work that is done.
    """
    evidence = Evidence.of(field)
    say(1 / (shifts + 2))
    rows = search(evidence, LEAST)
    say(2 / (shifts + 2))
    decoys = []
    for number, shift_ms in enumerate(shifts_ms(shifts, rng)):
        decoys.append(_judged(evidence, search(evidence, LEAST, shift_ms), shift_ms))
        say((3 + number) / (shifts + 2))
    return _found(evidence, rows, decoys)


def rounds_for(runners: int) -> int:
    """Return in how many rounds chance is counted: the fewer run, the more, as a round then costs little."""
    return int(min(max(SHIFTS, ENOUGH // max(runners, 1)), MOST_SHIFTS))


def _judged(evidence: Evidence, rows: Floats, shift_ms: int) -> tuple[Floats, Index, Bools]:
    """Return stretches with their kinds, and which of them were run in a pack."""
    packs = np.zeros(len(rows), dtype=np.bool_)
    in_pack(
        rows, shift_ms, laws.PACK_PEOPLE, laws.PACK_MS, evidence.order, np.array(evidence.crossings),
        evidence.by_mat, packs,
    )  # fmt: skip
    return rows, kinds_of(evidence.field, rows), packs


def found_of(evidence: Evidence, rows: Floats) -> Found:
    """Return stretches as pairs, the strongest first, without error rates."""
    order = np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 2]))
    rows, kinds, packs = _judged(evidence, rows[order], shift_ms=0)
    return Found(
        field=evidence.field,
        one=rows[:, 0].astype(np.int64),
        other=rows[:, 1].astype(np.int64),
        kind=kinds,
        loose=rows[:, 3] == laws.LOOSE,
        in_pack=packs,
        first=rows[:, 4].astype(np.int64),
        end=rows[:, 5].astype(np.int64),
        mats=rows[:, 7].astype(np.int64),
        log_odds=rows[:, 2],
        false_share=np.full(len(rows), np.nan),
    )


def _found(evidence: Evidence, rows: Floats, decoys: list[tuple[Floats, Index, Bools]]) -> Found:
    found = found_of(evidence, rows)
    share, by_kind = np.full(len(found), np.nan), []
    for kind in range(len(KINDS)):
        mine = found.kind == kind
        by_chance = np.concatenate([rows[(kinds == kind) & ~packs, 2] for rows, kinds, packs in decoys])
        share[mine] = false_share(found.log_odds[mine], ~found.in_pack[mine], by_chance, len(decoys))
        by_kind.append(by_chance)
    return replace(found, false_share=share, decoys=tuple(by_kind), rounds=len(decoys))
