"""The section of docs/accuracy.md on who ran together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alongside.score.company.goals import exact, figure, goals, of, share, told_by_mats
from alongside.score.company.planting import LEAST_MATS
from alongside.score.company.recall import MOST_MATS
from alongside.score.company.scored import SORTS, Scored
from alongside.score.tables import number, table

HEADING = "## Who ran together"
INTRO = """{heading}

`alongside score together`, on recorded fields with a clock time at every mat. Its constants were set on
chicago-2023, and how rare companions are with a look at nyc-2014; nyc-2000 was scored alone. A pair is *told
of* with log odds of 2 or more, packs apart. *Chance* is what the command itself states, by decoys; *ghosts*
are copies of runners moved by a secret time, put among the real ones.

"""
PLANTED = """### Planted companions

Somebody's clock is bent to another's: to the mat where they meet it is her own, then the other's with a gap.
Side by side the gap has a standard deviation of 0.7 s, loose of 2.5 s that remembers half of the mat before;
*as measured* is the law of methods/together.md, one gap in thirty far out. Told of, by mats together:

"""
LEFT = """### What else speaks for it

*A mat left out* asks those found by the other mats: how many of them were within 10 s at the one that was
left out, beside how many of those who crossed the mat before with them were. *Equal surname, equal town* are
shares of pairs whose (hashed) names are equal, beside those of runners who crossed the last mat 20 to 60
places away. Naive rules stand beside: how many pairs each tells of, how much of that is chance (everybody
moved by 37 s), and how many of the planted companions who met it finds.

"""


def company_section(races: Sequence[Scored]) -> str:
    """Return the section as Markdown."""
    return (
        INTRO.format(heading=HEADING)
        + _goals(races)
        + _chance(races)
        + PLANTED
        + "".join(_planted(race) for race in races)
        + LEFT
        + _left_out(races)
        + _social(races)
        + _naive(races)
    )


def with_section(page: str, section: str) -> str:
    """Return a page with this section in the place of the one with its heading, or at its end."""
    found = re.search(rf"^{HEADING}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    if found is None:
        return page.rstrip() + "\n\n" + section.rstrip() + "\n"
    rest = page[found.end() :]
    return page[: found.start()] + section.rstrip() + "\n" + (f"\n{rest}" if rest else "")


def _goals(races: Sequence[Scored]) -> str:
    by_race = [goals(race) for race in races]
    rows = [[wanted[0].what, wanted[0].wanted, *(_said(goal.reached, goal.kept) for goal in wanted)]
            for wanted in zip(*by_race, strict=True)]  # fmt: skip
    return table(["goal", "wanted", *(race.race for race in races)], rows)


def _said(reached: float, kept: bool | None) -> str:
    return f"{figure(reached)}{'' if kept is not False else ' **missed**'}"


def _chance(races: Sequence[Scored]) -> str:
    rows = [
        [race.race, one.kind, f"{one.pairs:,}", number(one.stated, 4), number(one.by_ghosts, 4)]
        for race in races
        for one in race.ghosts
    ]
    return table(["race", "kind", "pairs told of", "chance, stated", "by ghosts"], rows)


def _planted(race: Scored) -> str:
    heads = ["", *(f"{mats}{'+' if mats == MOST_MATS else ''}" for mats in range(LEAST_MATS, MOST_MATS + 1))]
    rows = []
    for sort in SORTS:
        found = of(race, sort.what)
        cells = [number(told, 2) for told in told_by_mats(race, sort.what)]
        right = number(share(found, "named") / max(share(found, "told"), 1e-9), 3)
        rows.append(
            [sort.what, *cells, right, number(exact(found), 3), number(exact(found, "first_near"), 3)]
        )
    heads += ["kind right", "mat exact", "within one"]
    bait = race.bait
    said = (
        f"Of {bait.pairs:,} pairs within {bait.teams} planted pace teams of thirty, "
        f"{bait.told:,} were told of as companions.\n\n"
    )
    return f"#### {race.race}\n\n" + table(heads, rows) + said


def _left_out(races: Sequence[Scored]) -> str:
    rows = [
        [race.race, one.kind, f"{one.asked:,}", number(one.near, 3), number(one.by_chance, 3)]
        for race in races
        for one in race.left_out
        if one.asked
    ]
    return table(["race", "kind", "asked at a mat left out", "within 10 s", "of who was beside them"], rows)


def _social(races: Sequence[Scored]) -> str:
    rows = [
        [race.race, one.kind, one.mark, f"{one.pairs:,}", number(one.equal, 3), number(one.by_chance, 4)]
        for race in races
        for one in race.social
        if one.pairs
    ]
    return table(["race", "kind", "equal", "pairs", "share", "by local chance"], rows)


def _naive(races: Sequence[Scored]) -> str:
    rows = [
        [race.race, one.rule, f"{one.pairs:,}", number(one.false_share, 2), number(one.recall, 2)]
        for race in races
        for one in race.naive
    ]
    return table(["race", "naive rule", "pairs", "chance", "planted, met, found"], rows)
