"""``alongside score forecast``: past races asked again, by a forecast that never saw them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from alongside.cli.priors import read_prior
from alongside.cli.score_tables import print_scores
from alongside.errors import InputError, Problems
from alongside.folders.past_races import read_past
from alongside.folders.tables import check_ending, write_table
from alongside.forecast.arrivals import Arrivals
from alongside.forecast.fit import fit
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known, Track
from alongside.forecast.past import Past
from alongside.forecast.prior import Prior
from alongside.forecast.shipped import shipped
from alongside.forecast.today import Today, today_of
from alongside.score.line_up import course_of, line_up, others_of
from alongside.score.method import Ask
from alongside.score.rows import Reliability, Score
from alongside.score.scoring import score_race

SEED = 20_140_411  # the dice draw whom slow methods are asked: the same every time
Rows = list[Score | Reliability]


def score_forecast(
    races: Sequence[Path], train: Sequence[Path], prior: Path | None, out: Path | None
) -> None:
    """Score the forecast on past races, print what came of it, and write every row to ``out``.

    The forecast is that of ``prior``; else it is fitted on ``train`` for each course, that course left out;
    else it is the shipped one. Baselines that learn do so on ``train``, or else on the other courses among
    ``races``. Raises ``InputError`` when a prior has seen a race that it shall be scored on.
    """
    console = Console(stderr=True)
    if out is not None:
        check_ending(out, "scores")
    with _progress(console) as progress:
        scored, trained = read_races(races, progress), read_races(train, progress)
        given = _given(prior, trained, scored)
        rows = score_pasts(scored, trained or scored, given, progress)
    scores = [row for row in rows if isinstance(row, Score)]
    print_scores(Console(), rows)
    if out is not None:
        write_scores(out, scores)
        console.print(f"{out}: {len(scores):,} rows.", highlight=False)


def score_pasts(
    scored: Sequence[Past], trained: Sequence[Past], given: Prior | None, progress: Progress,
    *, other_years: bool = False,
) -> Rows:  # fmt: skip
    """Return the rows of every distance; without a prior one is fitted per course on the others.

    With ``other_years`` a race is scored by what all other races taught, those of its own course among them.
    """
    priors: dict[str, Prior | None] = {}
    rows: Rows = []
    shown = progress.add_task("scoring", total=len(scored))
    for past in scored:
        course, others = course_of(past.race), others_of(past.race, trained)
        if other_years:
            course, others = past.race, [other for other in trained if other.race != past.race]
        if given is None and course not in priors:
            priors[course] = _fitted(others, f"{course}: fitting without it", progress) if others else None
        rows += _score_one(past, others, given or priors[course], progress)
        progress.advance(shown)
    return rows


def _score_one(past: Past, others: list[Past], prior: Prior | None, progress: Progress) -> Rows:
    own = _fitted([past], f"{past.race} {past.distance}: fitting on it, for the bound", progress)
    any_day = _ask(prior) if prior else None
    forecast = ask_today(prior, past) if prior else None
    bound = _ask(own) if own else None
    methods = line_up(past, others, forecast, bound, np.random.default_rng(SEED), any_day)
    task = progress.add_task(past.race, total=1.0)
    rows = list(score_race(past, methods, np.random.default_rng(SEED), _teller(progress, task)))
    progress.remove_task(task)
    return rows


def _ask(prior: Prior, today: Today | None = None) -> Ask:
    """Return how a prior is asked; what follows from its course is kept, since many questions share one."""
    bound: dict[bytes, Forecaster] = {}

    def ask(known: Known, track: Track) -> Arrivals:
        key = track.mats_m.tobytes() + track.places_m.tobytes()
        if key not in bound:
            bound[key] = Forecaster(prior, track, today)
        return bound[key].arrivals(known)

    return ask


def ask_today(prior: Prior, past: Past) -> Ask:
    """Return how a prior is asked by the clock: everybody who has been read by then shows the day."""
    any_day = _ask(prior)
    days: dict[float, Ask] = {}

    def ask(known: Known, track: Track) -> Arrivals:
        now_s = known.now_s
        if not isinstance(now_s, float):
            return any_day(known, track)
        if now_s not in days:
            days.clear()
            days[now_s] = _ask(prior, today_of(prior, track, Known(now_s, *past.known(now_s))))
        return days[now_s](known, track)

    return ask


def fitted_without(course: str, pasts: Sequence[Past], progress: Progress) -> Prior | None:
    """Return a prior of the races of all other courses; None where they are too few to learn from."""
    others = [past for past in pasts if course_of(past.race) != course]
    return _fitted(others, f"{course}: fitting without it", progress)


def _fitted(pasts: Sequence[Past], said: str, progress: Progress) -> Prior | None:
    """Return a prior of these races alone; None where they are too few to learn from."""
    task = progress.add_task(said, total=1.0)
    try:
        return fit(
            pasts, on_date=datetime.now(UTC).date().isoformat(), progress=_teller(progress, task, said)
        )
    except InputError:
        return None
    finally:
        progress.remove_task(task)


def read_races(paths: Sequence[Path], progress: Progress) -> list[Past]:
    """Return every distance of some races; one error for all that cannot be read."""
    problems, pasts = Problems(), list[Past]()
    task = progress.add_task("reading", total=len(paths), visible=bool(paths))
    for path in paths:
        try:
            pasts += read_past(path)
        except InputError as error:
            problems.extend(error.problems)
        progress.update(task, advance=1, description=f"reading {path.name}")
    progress.remove_task(task)
    problems.raise_if_any()
    return pasts


def _given(path: Path | None, trained: Sequence[Past], scored: Sequence[Past]) -> Prior | None:
    """Return a file's prior, or the shipped one where nothing is trained; none that saw a scored race."""
    if path is None and trained:
        return None
    prior, name = (shipped(), "the shipped prior") if path is None else (read_prior(path), str(path))
    problems, seen = Problems(), {learned.race for learned in prior.learned}
    for race in sorted({past.race for past in scored} & seen):
        fix = "Fit on other races, with --train RACE for each; of these its own course is left out."
        problems.add(
            race, f"is among the races that {name} was fitted on, so it would know the results.", fix
        )
    problems.raise_if_any()
    return prior


def write_scores(path: Path, scores: Sequence[Score]) -> None:
    """Write a row per score, as parquet, CSV or JSON by the ending of ``path``."""
    columns = {field.name: [getattr(row, field.name) for row in scores] for field in fields(Score)}
    write_table(path, columns, "the scores")


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True
    )


def done_of(progress: Progress, task: TaskID) -> Callable[[float], None]:
    """Return what hears the share of a task that is done, and shows it."""

    def tell(share: float) -> None:
        progress.update(task, completed=share)

    return tell


def _teller(progress: Progress, task: TaskID, said: str = "") -> Callable[[str, float], None]:
    def tell(what: str, share: float) -> None:
        progress.update(task, description=f"{said} {what}".strip(), completed=share)

    return tell
