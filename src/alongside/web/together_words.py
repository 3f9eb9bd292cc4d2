"""Who ran together in words: the answer first, then each kind, the back of the race, the groups, the limits.

Nobody agreed to be on the page, so no sentence takes a row of the field. A figure and its unit keep to one
line (``\\xa0``).
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from alongside.together import laws
from alongside.together.kinds import MET_FINISH, START_FINISH
from alongside.together.rates import LEAST_S, MOST_S
from alongside.together.summary import APART_S, REPORTED, SAME_SECOND_MATS, TENTHS, KindCount, Summary
from alongside.web import words

NAMES = {
    "start_finish": "From the start to the finish",
    "start_parted": "From the start, then parted",
    "met_finish": "Met on the way, to the finish",
    "met_parted": "Met on the way, then parted",
}
COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LEAST_SHARE = 1e-4  # smaller shares of chance are not told apart: so few decoys are behind them
FEW_MATS = 6
FEW_RUNNERS = 200  # in a tenth: a share may then be off by seven percent


def together_context(summary: Summary, race: str) -> dict[str, Any]:
    """Return everything that the page says."""
    return {
        "race": race,
        "first": headline(summary),
        "lead": lead(summary),
        "few_mats": few_mats(summary),
        "says": not summary.whole_minutes,
        "has_clock": summary.has_clock,
        "kinds": [kind_row(one, summary.has_clock) for one in summary.kinds],
        "back": back(summary),
        "friends": friends(summary),
        "by_chance": by_chance(summary),
        "others": others(summary),
        "surest": surest(summary),
        "groups": groups(summary),
        "same_second": same_second(summary),
        **constants(),
    }


def constants() -> dict[str, int]:
    """Return the figures of the method that the page names, from where the method has them."""
    return {
        "least_odds": round(REPORTED),
        "to_one": round(math.exp(REPORTED)),
        "pack_people": laws.PACK_PEOPLE,
        "pack_s": laws.PACK_MS // 1000,
        "moved_from_s": round(LEAST_S),
        "moved_to_s": round(MOST_S),
        "apart_s": round(APART_S),
    }


def headline(summary: Summary) -> str:
    """Return the answer in a sentence, or what stands in its way."""
    if summary.whole_minutes:
        return "Nobody can say who ran together: the times of this race are whole minutes."
    if not summary.has_clock:
        said = _counted(summary.kinds[START_FINISH], "started and finished together")
        return f"{said} Who met on the way, nobody can say."
    return _counted(summary.kinds[MET_FINISH], "met on the road and finished together")


def _counted(one: KindCount, did: str) -> str:
    if one.pairs == 0:
        return f"No pair is known to have {did}."
    if one.pairs == 1:
        return f"One pair {did}; {chance(one.most_false, ' such pairs')}."
    return f"{words.number(one.pairs)} pairs {did}; {chance(one.most_false, ' of them')}."


def lead(summary: Summary) -> str:
    """Return what race this is of, and what was looked at."""
    several = len(summary.distances)
    over = f" over {several} distances" if several > 1 else ""
    ran = words.some(summary.runners, "runner", "runners")
    return f"{ran}{over}, {words.some(len(summary.mats), 'mat', 'mats')}."


def few_mats(summary: Summary) -> str:
    """Return a warning where mats are so few that most company is missed, else nothing."""
    if len(summary.mats) > FEW_MATS:
        return ""
    return f"With {words.some(len(summary.mats), 'mat', 'mats')} many who ran together are not found."


def chance(share: float, of: str = "") -> str:
    """Return a share as ``at most 1 in 81 is chance``, rounded to the side that speaks against us.

    >>> chance(0.01225)
    'at most 1 in 81 is chance'
    """
    if share < LEAST_SHARE:
        return f"under 1 in 10,000{of} is chance"
    if share > 0.5:
        return f"up to {percent_up(share)}{of} are chance"
    return f"at most 1 in {words.number(_down(1 / share))}{of} is chance"


def _down(number: float) -> int:
    """Return a number with its first two figures, rounded down."""
    whole = math.floor(number + 1e-9)
    step = int(10 ** max(0, len(str(whole)) - 2))
    return whole // step * step


def percent_up(share: float) -> str:
    """Return a share with two figures, rounded up: ``1.3 %``."""
    if share < LEAST_SHARE:
        return "under 0.01\xa0%"
    step = 10.0 ** (math.floor(math.log10(share * 100)) - 1)
    return f"{math.ceil(share * 100 / step - 1e-9) * step:.2g}\xa0%"


def percent(share: float) -> str:
    """Return a share of runners in whole percent."""
    return "under 1\xa0%" if 0 < share < 0.005 else f"{round(share * 100)}\xa0%"


def kind_row(one: KindCount, has_clock: bool) -> dict[str, str]:
    """Return a kind's line of the table; without clock times nothing is known of those who met."""
    name = NAMES[one.kind]
    if not has_clock and one.kind.startswith("met"):
        return {"name": name, "pairs": "not known", "chance": "", "loose": "", "in_packs": ""}
    return {
        "name": name,
        "pairs": words.number(one.pairs) if one.pairs else "none",
        "chance": _with_percent(one.most_false) if one.pairs else "",
        "loose": words.number(one.loose) if one.loose else "none",
        "in_packs": words.number(one.in_packs) if one.in_packs else "none",
    }


def _with_percent(share: float) -> str:
    return chance(share) if share > 0.5 else f"{chance(share)} ({percent_up(share)})"


def back(summary: Summary) -> list[str]:
    """Return the sentences on the last and the fastest tenth; none where fewer than ten finished."""
    if len(summary.tenths) < TENTHS:
        return []
    first, last = summary.tenths[0], summary.tenths[-1]
    return [
        f"Of the last tenth, {percent(1 - last.to_finish)} finished with no companion found; "
        f"{percent(last.ever)} had one at some time.",
        f"Of the fastest tenth, {percent(1 - first.to_finish)} finished with no companion found; "
        f"{percent(first.ever)} had one at some time. "
        f"{_tenth_size(last.runners, len(summary.distances))}",
    ]


def _tenth_size(runners: int, distances: int) -> str:
    each = ", drawn from each distance." if distances > 1 else "."
    rough = " With so few, these shares are rough." if runners < FEW_RUNNERS else ""
    return f"A tenth is about {words.number(runners)} runners{each}{rough}"


def friends(summary: Summary) -> str:
    """Return how many started apart, met and finished together, and how many of them at the back."""
    if not summary.has_clock:
        return "Nobody can say: net times do not tell who was apart and who met."
    if summary.fast_friends == 0:
        return "None is known."
    who = _of_all(summary.fast_friends, summary.kinds[MET_FINISH].pairs)
    where = _at_the_back(summary.fast_friends, summary.fast_friends_last_tenth)
    return f"{who} that met on the way and finished together; {where}"


def _of_all(count: int, pairs: int) -> str:
    if count < pairs:
        return f"{words.number(count)} of the {words.number(pairs)} pairs"
    return "The one pair" if pairs == 1 else f"All {words.number(pairs)} pairs"


def _at_the_back(count: int, last: int) -> str:
    if count == 1:
        return f"{'one' if last else 'neither'} of the two in the last tenth."
    return f"{words.number(last) if last else 'none'} of them with somebody in the last tenth."


def by_chance(summary: Summary) -> str:
    """Return how much of the error of all who met and finished together may be among fast friends."""
    met = summary.kinds[MET_FINISH]
    if not summary.has_clock or summary.fast_friends == 0:
        return ""
    count = math.ceil(met.pairs * met.false_share)
    pairs = "pair" if met.pairs == 1 else "pairs"
    return (
        f"The error is that of {'all ' if met.pairs > 1 else ''}{words.number(met.pairs)} {pairs}: "
        f"about {words.number(count)} may be chance, and may be among these."
    )


def others(summary: Summary) -> str:
    """Return why the others who met and finished together are no fast friends."""
    count = summary.kinds[MET_FINISH].pairs - summary.fast_friends
    if not summary.has_clock or count == 0:
        return ""
    who = "The pairs that met and finished together" if summary.fast_friends == 0 else "The others"
    return f"{who} were closer than that at the start or at the next mat."


def surest(summary: Summary) -> str:
    """Return what stands over the pictures of the meetings."""
    count = len(summary.strongest)
    return "The meeting" if count == 1 else f"The {_size(count)} surest meetings" if count else ""


def groups(summary: Summary) -> str:
    """Return how many groups there were, and of how many people."""
    if not summary.groups:
        return "No group of three or more is known."
    sizes = sorted(Counter(len(group.rows) for group in summary.groups).items())
    said = f"{words.some(len(summary.groups), 'group', 'groups')} of three or more"
    if len(sizes) == 1:
        return f"{said}, {'' if len(summary.groups) == 1 else 'all '}of {_size(sizes[0][0])}."
    parts = [f"{words.number(count)} of {_size(size)}" for size, count in sizes]
    return f"{said}: {', '.join(parts[:-1])} and {parts[-1]}."


def _size(people: int) -> str:
    return COUNTS[people - 2] if people - 2 < len(COUNTS) else words.number(people)


def same_second(summary: Summary) -> str:
    """Return how many pairs nothing but their bibs told apart."""
    mats = f"every mat, {SAME_SECOND_MATS} or more, in the same second"
    did = f"crossed {mats}" if summary.has_clock else f"came to {mats} of net time"
    return f"{_capital(words.some(summary.same_second, 'pair', 'pairs'))} {did}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
