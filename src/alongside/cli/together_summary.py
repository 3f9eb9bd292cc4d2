"""What ``alongside together`` says in the terminal: counts, tenths, and small charts of the meetings."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from alongside.cli.together_charts import gap_chart, gap_words
from alongside.together.find import Found
from alongside.together.summary import Summary
from alongside.together.table import bib_of
from alongside.units import show_duration

PLAIN = {
    "start_finish": "start to finish",
    "start_parted": "start, then parted",
    "met_finish": "met, to the finish",
    "met_parted": "met, then parted",
}


def print_summary(console: Console, race: str, found: Found, summary: Summary) -> None:
    """Print what a person reads: counts with error rates, the field by tenths, the strongest meetings."""
    mats = f"{len(summary.mats)} mat{'' if len(summary.mats) == 1 else 's'}"
    console.print(f"{race}: {summary.runners:,} runners, {mats}.", markup=False)
    for sentence in cautions(summary):
        console.print(sentence, markup=False)
    console.print(_kinds(summary))
    console.print(_tenths(summary))
    for sentence in _sentences(summary):
        console.print(sentence, markup=False)
    for number, meeting in enumerate(summary.strongest, 1):
        bibs = " and ".join(sorted((bib_of(found, meeting.one), bib_of(found, meeting.other)), key=_by_bib))
        after = "" if meeting.finish_s is None else f", finished in {show_duration(meeting.finish_s)}"
        console.print(f"\n{number}. {bibs}: {gap_words(meeting)}{after}", markup=False)
        for line in gap_chart(meeting):
            console.print(line, markup=False)


def cautions(summary: Summary) -> list[str]:
    """Return what the source does not tell, in sentences."""
    found = []
    if summary.whole_minutes:
        found.append("Its times are whole minutes: who was within seconds of whom is not in them.")
    if len(summary.mats) < 2:
        found.append("One mat tells of nobody's company: to have run together takes two.")
    if not summary.has_clock:
        found.append(
            "Only net times are known, no time of day. Who started and stayed together shows; who met on the "
            "way cannot be told from who ran alike, and is not counted here."
        )
    return found


def _kinds(summary: Summary) -> Table:
    table = Table(
        box=None, title="Together beyond chance (log odds 2 or more; at most: 95% sure)", title_justify="left"
    )
    for title in ("", "pairs", "chance", "at most", "loosely", "in packs"):
        table.add_column(title, justify="left" if not title else "right")
    for one in summary.kinds:
        if not summary.has_clock and one.kind.startswith("met"):
            table.add_row(PLAIN[one.kind], "not known")
            continue
        shares = [_share(one.false_share), _share(one.most_false)] if one.pairs else ["-", "-"]
        table.add_row(PLAIN[one.kind], f"{one.pairs:,}", *shares, f"{one.loose:,}", f"{one.in_packs:,}")
    return table


def _share(share: float) -> str:
    return f"{share:.2%}" if share >= 1e-4 else "< 0.01%"


def _tenths(summary: Summary) -> Table:
    table = Table(box=None, title="Company by tenth of the finishers", title_justify="left")
    for title in ("", "runners", "to the finish", "at some time"):
        table.add_column(title, justify="left" if not title else "right")
    last = len(summary.tenths)
    for number, tenth in enumerate(summary.tenths, 1):
        name = "fastest tenth" if number == 1 else "last tenth" if number == last else f"{number}."
        table.add_row(name, f"{tenth.runners:,}", f"{tenth.to_finish:.1%}", f"{tenth.ever:.1%}")
    return table


def _sentences(summary: Summary) -> list[str]:
    sizes = [len(group.rows) for group in summary.groups]
    groups = (
        f"{len(sizes):,} groups of three or more, the largest of {max(sizes)}." if sizes else "No groups."
    )
    return [
        f"Fast friends, apart at the start and met on the way: {summary.fast_friends:,}, of them "
        f"{summary.fast_friends_last_tenth:,} in the last tenth. Who had agreed to meet, splits cannot tell.",
        groups,
        f"In the same second at every mat: {summary.same_second:,} pairs; chips on one body would be there.",
    ]


def _by_bib(bib: str) -> tuple[int, str]:
    return len(bib), bib
