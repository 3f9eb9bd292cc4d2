"""Questionable reads, in words, for a person to settle; and what was settled already."""

from __future__ import annotations

from collections import Counter

from alongside.crossings.field import NOBODY
from alongside.crossings.fold import Crossings
from alongside.crossings.settle import Kept
from alongside.live.state import LiveState
from alongside.live.views import Question, Settled
from alongside.units import show_time

SHOWN = 20
SENTENCES = {
    "before_gun": "read at {mat} at {time}, before the distance had started",
    "wrong_distance": "read at {mat} at {time}, which is not on this bib's distance",
    "impossible_pace": "read at {mat} at {time}, sooner than anybody can run there from the read before",
    "out_of_order": "read at {mat} at {time}, which does not fit between the other reads",
    "on_board": "read at {mat} at {time}, while said to be in a van: does the chip ride, or does she run?",
    "after_finish": "read at {mat} at {time}, after a finish whose mat before had missed this bib",
}


def questions(state: LiveState) -> tuple[Question, ...]:
    """Return the newest open questions, at most ``SHOWN``."""
    crossings = state.crossings
    open_ = [
        (crossings.at_ms(kept.row), entry, kept)
        for entry, all_kept in crossings.kept.items()
        for kept in all_kept
        if kept.question
    ]
    newest = sorted(open_, key=lambda one: (-one[0], one[1], one[2].row))[:SHOWN]
    return tuple(_question(state, entry, kept) for _, entry, kept in newest)


def question_counts(crossings: Crossings) -> dict[str, int]:
    """Return how many open questions there are by rule."""
    counted = Counter(kept.rule for all_kept in crossings.kept.values() for kept in all_kept if kept.question)
    return dict(sorted(counted.items()))


def settled_reads(state: LiveState) -> tuple[Settled, ...]:
    """Return the rulings that stand, newest first, at most ``SHOWN``."""
    crossings = state.crossings
    standing = [
        (said.at_ms, said.key, said.body.read_source, said.body.read_id, said.body.verdict, said.body.by)
        for said in crossings.rulings.all_standing()
    ]
    newest = standing[: -SHOWN - 1 : -1]
    return tuple(
        _settled(state, at_ms, key, (source, id_), verdict, by)
        for at_ms, key, source, id_, verdict, by in newest
    )


def unknown_codes(crossings: Crossings) -> dict[str, int]:
    """Return the chips and bibs that nobody wears, the most often read first, at most ``SHOWN``."""
    counted = sorted(crossings.unknown.items(), key=lambda one: (-len(one[1]), one[0]))
    return {code: len(rows) for code, rows in counted[:SHOWN]}


def _question(state: LiveState, entry: int, kept: Kept) -> Question:
    crossings = state.crossings
    source, id_ = crossings.reads.key(kept.row)
    at_ms = crossings.at_ms(kept.row)
    bib, mat = crossings.field.entries[entry].bib, state.mat_name(crossings.reads.mat(kept.row))
    sentence = SENTENCES[kept.rule].format(mat=mat, time=show_time(at_ms, state.plan.zone))
    return Question(source, id_, bib, mat, at_ms, kept.rule, f"Bib {bib} was {sentence}.")


def _settled(
    state: LiveState,
    at_ms: int,
    ruling: tuple[str, str],
    read: tuple[str, str],
    verdict: str,
    by: str,
) -> Settled:
    crossings = state.crossings
    row = crossings.reads.find(read)
    entry = int(crossings.reads.columns["entry"][row]) if row >= 0 else NOBODY
    bib = crossings.field.entries[entry].bib if entry != NOBODY else "?"
    mat = state.mat_name(crossings.reads.mat(row)) if row >= 0 else "?"
    return Settled(*read, bib, mat, verdict, by, *ruling, at_ms)
