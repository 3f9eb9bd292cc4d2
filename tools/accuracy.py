"""Writes docs/accuracy.md and its pictures again, from the recorded races in ../shared/data where they are.

make accuracy                        all of them, two courses at a time, then the back of the race
make accuracy ARGS="chicago london"  only courses that begin so; --to FOLDER puts the page elsewhere
make accuracy ARGS="--only together" who ran together alone: its section is replaced, the rest stays
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from alongside.cli.chance_scores import chances_of
from alongside.cli.closing_days import closings
from alongside.cli.scoring import Rows, fitted_without, read_races, score_pasts
from alongside.cli.together_scores import scored_race
from alongside.score.back_page import Case, chances_section, closings_section
from alongside.score.calibration import Bin
from alongside.score.calibration_picture import calibration_svg
from alongside.score.company.page import company_section, with_section
from alongside.score.error_picture import error_svg
from alongside.score.goals import OTHER_YEARS, ULTRA_KM
from alongside.score.limited import Rules
from alongside.score.line_up import course_of
from alongside.score.page import FEWEST_TOLD, accuracy_page
from alongside.score.rows import Score

ROOT = Path(__file__).resolve().parents[1]
RACES = ROOT.parent / "shared" / "data" / "races"
ENDING = ".runners.parquet"
FIVE = ("10K", "20K", "30K", "40K", "FINISH")
HALF_PAST_SIX = Rules(6.5 * 3600, mats=FIVE, only_inside=True)
# The days that are played under a limit, course by course: how it is said, and the rules.
DAYS = {
    "berlin-wall-100mi": (("from everybody's own start", Rules(30 * 3600, own=True)),),
    "chicago": (
        ("five mats, finishers inside it", HALF_PAST_SIX),
        ("five mats, swept", replace(HALF_PAST_SIX, only_inside=False)),
    ),
    "london": (("five mats, finishers inside it", HALF_PAST_SIX),),
}
# Recorded with a clock time at every mat, large enough to plant companions into.
CLOCKED = ("chicago-2023", "nyc-2014-women-all-men-u30", "nyc-2000")
Chances = dict[tuple[str, str], list[Bin]]


@click.command()
@click.argument("courses", nargs=-1)
@click.option(
    "--races", "folder", default=RACES, type=click.Path(path_type=Path), help="Folder of parquet pairs."
)
@click.option("--to", default=ROOT / "docs", type=click.Path(path_type=Path), help="Folder of the page.")
@click.option("--jobs", default=2, type=click.IntRange(1), help="Courses at a time.")
@click.option("--only", type=click.Choice(["together"]), help="Replace one section of the page.")
def main(courses: tuple[str, ...], folder: Path, to: Path, jobs: int, only: str | None) -> None:
    """Score the forecast on all recorded races, each without its course, and write the page."""
    races = [path.with_name(path.name.removesuffix(ENDING)) for path in sorted(folder.glob(f"*{ENDING}"))]
    if not races:
        sys.exit(f"{folder}: holds no recorded races, so docs/accuracy.md stays as it is.")
    wanted = sorted({course_of(race.name) for race in races})
    if only:
        _write_company(to / "accuracy.md", folder, jobs)
        return
    if courses:
        wanted = [course for course in wanted if course.startswith(courses)]
    rows, back = (
        _scored(races, wanted, jobs),
        _back(races, [course for course in wanted if course in DAYS], jobs),
    )
    (to / "pictures").mkdir(parents=True, exist_ok=True)
    scores = [row for row in rows if isinstance(row, Score)]
    (to / "pictures" / "error.svg").write_text(error_svg(scores), encoding="utf-8")
    (to / "pictures" / "calibration.svg").write_text(calibration_svg(scores), encoding="utf-8")
    (to / "accuracy.md").write_text(
        accuracy_page(rows, datetime.now(UTC).date().isoformat(), back), encoding="utf-8"
    )
    _write_company(to / "accuracy.md", folder, jobs)
    print(f"{to / 'accuracy.md'}: {len({row.race for row in scores})} races.")


def _write_company(page: Path, folder: Path, jobs: int) -> None:
    """Write the section on who ran together into the page."""
    races = [folder / name for name in CLOCKED if (folder / f"{name}{ENDING}").is_file()]
    with ProcessPoolExecutor(jobs) as pool, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("who ran together", total=len(races))
        scored = []
        for done in [pool.submit(scored_race, race, 1, lone) for race in races]:
            scored.append(done.result())
            progress.advance(task)
    page.write_text(with_section(page.read_text(encoding="utf-8"), company_section(scored)), encoding="utf-8")
    print(f"{page}: who ran together, {len(scored)} races.")


def lone(share: float) -> None:
    """Hear how much of a race is done: other processes do not tell."""


def _scored(races: list[Path], courses: list[str], jobs: int) -> Rows:
    """Return the rows of all courses, in their order however they came."""
    with ProcessPoolExecutor(jobs) as pool, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("scoring", total=len(courses))
        waiting = {pool.submit(score_course, races, course): course for course in courses}
        for done in as_completed(waiting):
            progress.update(task, advance=1, description=f"scored {waiting[done]}")
        by_course = {course: future.result() for future, course in waiting.items()}
    return [row for course in courses for row in by_course[course]]


def score_course(races: list[Path], course: str) -> Rows:
    """Return the rows of the races of one course, by what the races of all others taught."""
    with Progress(disable=True) as progress:
        pasts = read_races(races, progress)
        scored = [past for past in pasts if course_of(past.race) == course and len(past) >= FEWEST_TOLD]
        rows = score_pasts(scored, pasts, None, progress)
        long = [past for past in scored if past.length_m >= ULTRA_KM * 1000]
        known = score_pasts(long, pasts, None, progress, other_years=True)
        return rows + [replace(row, race=row.race + OTHER_YEARS) for row in known]


def _back(races: list[Path], courses: list[str], jobs: int) -> str:
    """Return the sections on the back of the race."""
    bins: Chances = {}
    cases: list[Case] = []
    with ProcessPoolExecutor(jobs) as pool, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("the back of the race", total=len(courses))
        for found in [pool.submit(score_back, races, course) for course in courses]:
            said, played = found.result()
            bins |= said
            cases += played
            progress.advance(task)
    return chances_section(bins) + closings_section(cases) if cases else ""


def score_back(races: list[Path], course: str) -> tuple[Chances, list[Case]]:
    """Return chances and closings of the races of one course, by what the races of all others taught."""
    with Progress(disable=True) as progress:
        prior = fitted_without(course, read_races(races, progress), progress)
        own = [race for race in races if course_of(race.name) == course]
        bins = {
            (past.race, what): said.bins()
            for past in read_races(own, progress)
            if prior is not None and len(past) >= FEWEST_TOLD
            for what, said in chances_of(past, prior, progress).items()
        }
    cases = [
        Case(race.name, said, tuple(closings(race, rules, prior, lambda _: None)))
        for race in own
        for said, rules in DAYS[course]
    ]
    return bins, cases


if __name__ == "__main__":
    main()
