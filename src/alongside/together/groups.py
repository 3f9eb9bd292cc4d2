"""Groups: people who were together with one another, from the pairs among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.together.find import Found

LEAST_CLOSED = 0.5  # of a group's pairs, how many must have been found
Links = dict[int, dict[int, tuple[int, int]]]  # for everybody with whom she was, and from which mat to which


@dataclass(frozen=True)
class Group:
    """Three or more rows of the field, and the mats (columns) all of them had together."""

    rows: tuple[int, ...]
    first: int
    end: int


def groups_of(told: Found) -> list[Group]:
    """Return groups of three or more, the largest first.

    A group is held together by pairs who have a third in common: who ran with two who never ran with each
    other joins nobody's group, and two groups of whom only one pair ran together stay two. The mats are those
    that all of a group's pairs had together; a group without one is none, and neither
    is a long string of people, of whom hardly any ran with most others.
    """
    links = _in_threes(_links(told))
    found = []
    for members in _components(links):
        rows = sorted(members)
        pairs = [links[a][b] for i, a in enumerate(rows) for b in rows[i + 1 :] if b in links[a]]
        first, end = max(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
        closed = len(pairs) / (len(rows) * (len(rows) - 1) / 2)
        if first <= end and closed >= LEAST_CLOSED:
            found.append(Group(tuple(rows), first, end))
    return sorted(found, key=lambda group: (-len(group.rows), group.rows))


def _in_threes(links: Links) -> Links:
    """Return those pairs of whom somebody else ran with both."""
    kept = {
        one: {other: span for other, span in others.items() if others.keys() & links[other].keys()}
        for one, others in links.items()
    }
    return {one: others for one, others in kept.items() if others}


def _links(told: Found) -> Links:
    """Return for everybody whom she was with, and from which mat to which."""
    links: Links = {}
    for one, other, first, end in np.stack([told.one, told.other, told.first, told.end], axis=1).tolist():
        links.setdefault(one, {})[other] = links.setdefault(other, {})[one] = (first, end)
    return links


def _components(links: Links) -> list[set[int]]:
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
