"""Reads of one runner, gathered into passings: a stay at a mat, however often it was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from alongside.crossings.mats import LONGEST_PASSING_GAP_MS, Course

NOWHERE = (-1,)


class Read(NamedTuple):
    """One read of a runner: ``row`` is its place in the table of reads."""

    at_ms: int
    mat: str
    row: int
    chip_ms: int | None
    estimated: bool
    confirmed: bool
    official: bool = False


class Passing(NamedTuple):
    """Reads at one mat with no long gap between them, in the order of their clocks.

    ``first`` is the first read that somebody made (an estimate only when there is nothing else);
    ``confirmed`` is a read that outranks the others: the timer's official one (the newest of them), else
    one that a person has confirmed, if any.
    """

    mat: str
    reads: tuple[Read, ...]
    first: Read
    confirmed: Read | None

    @classmethod
    def of(cls, reads: list[Read]) -> Passing:
        """Return reads of one stay as a passing."""
        first = next((read for read in reads if not read.estimated), reads[0])
        official = max((read for read in reads if read.official), key=lambda read: read.row, default=None)
        confirmed = official or next((read for read in reads if read.confirmed), None)
        return cls(first.mat, tuple(reads), first, confirmed)


def passings_of(reads: Iterable[Read], course: Course) -> list[Passing]:
    """Return the passings in ``reads``, by the time of their first read.

    Any order of ``reads`` gives the same answer; two at the same millisecond stand in the order in
    which the course meets their mats.
    """
    by_mat: dict[str, list[Read]] = {}
    for read in reads:
        by_mat.setdefault(read.mat, []).append(read)
    ordered: list[tuple[int, int, str, Passing]] = []
    for mat, at_mat in by_mat.items():
        split = course.splits_of.get(mat, NOWHERE)[0]
        if len(at_mat) == 1:
            read = at_mat[0]
            passing = Passing(mat, (read,), read, read if read.confirmed or read.official else None)
            ordered.append((read.at_ms, split, mat, passing))
        else:
            stays = [Passing.of(stay) for stay in _stays(mat, at_mat, course)]
            ordered += [(stay.reads[0].at_ms, split, mat, stay) for stay in stays]
    ordered.sort()  # two stays at one mat never begin together: the passings themselves are not compared
    return [passing for *_, passing in ordered]


def _stays(mat: str, reads: list[Read], course: Course) -> list[list[Read]]:
    """Return the reads of one mat, cut wherever the chip was unseen for long."""
    gap_ms = course.gap_ms.get(mat, LONGEST_PASSING_GAP_MS)
    stays: list[list[Read]] = []
    for read in sorted(reads, key=_total_order):
        if stays and read.at_ms - stays[-1][-1].at_ms <= gap_ms:
            stays[-1].append(read)
        else:
            stays.append([read])
    return stays


def _total_order(read: Read) -> tuple[int, int, bool]:
    """Order reads by what they say, never by when they came."""
    return read.at_ms, -1 if read.chip_ms is None else read.chip_ms, read.estimated
