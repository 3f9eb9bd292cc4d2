"""Groups: people who were together with one another, from the pairs among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.together.find import Found

LEAST_CLOSED = 0.5  # of a group's pairs, how many must have been found together


@dataclass(frozen=True)
class Group:
    """Three or more rows of the field, and the mats (columns) all of them had together."""

    rows: tuple[int, ...]
    first: int
    end: int


def groups_of(told: Found) -> list[Group]:
    """Return groups of three or more, the largest first.

    Whoever ran with two who ran with each other belongs to both; a chain, in which hardly anybody ran with
    anybody else, is no group, and neither are people who were never together all at once. Stretches of a
    group's pairs overlap in at least one mat.
    """
    links = _links(told)
    found = []
    for members in _components(links):
        rows = sorted(members)
        pairs = [links[a][b] for i, a in enumerate(rows) for b in rows[i + 1 :] if b in links[a]]
        closed = len(pairs) / (len(rows) * (len(rows) - 1) / 2)
        first, end = max(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
        if len(rows) > 2 and closed >= LEAST_CLOSED and first <= end:
            found.append(Group(tuple(rows), first, end))
    return sorted(found, key=lambda group: (-len(group.rows), group.rows))


def _links(told: Found) -> dict[int, dict[int, tuple[int, int]]]:
    """Return for everybody whom she was with, and from which mat to which."""
    links: dict[int, dict[int, tuple[int, int]]] = {}
    for one, other, first, end in np.stack([told.one, told.other, told.first, told.end], axis=1).tolist():
        links.setdefault(one, {})[other] = links.setdefault(other, {})[one] = (first, end)
    return links


def _components(links: dict[int, dict[int, tuple[int, int]]]) -> list[set[int]]:
    seen: set[int] = set()
    found = []
    for one in sorted(links):
        if one in seen:
            continue
        members, waiting = set(), [one]
        while waiting:
            other = waiting.pop()
            if other not in members:
                members.add(other)
                waiting += links[other]
        seen |= members
        found.append(members)
    return found
