"""``alongside fit``: the forecast's prior from whole past races."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from alongside.cli.pasts import pasts_of
from alongside.errors import InputError
from alongside.forecast.fit import fit
from alongside.forecast.past import Past
from alongside.forecast.prior import Learned, Prior, dump_prior, load_prior
from alongside.forecast.shipped import shipped


def fit_races(races: Sequence[Path], out: Path, *, alone: bool, on_date: str | None) -> None:
    """Write a prior learned from past races, on top of the one that is shipped unless ``alone``.

    Raises ``InputError``. ``on_date`` is the date that the prior bears, today's by default.
    """
    _check_out(out)
    day, base = _date(on_date), None if alone else shipped()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=1.0)
        pasts = []
        for i, race in enumerate(races):
            progress.update(task, description=f"reading {race.name}", completed=i / len(races))
            pasts += pasts_of(race)

        def seen(what: str, share: float) -> None:
            progress.update(task, description=what, completed=share)

        prior = fit(pasts, base, on_date=day, progress=seen)
    _write(out, prior)
    _say(pasts, prior, out)


def _check_out(path: Path) -> None:
    """A file that is no prior is not written over."""
    if not path.exists():
        return
    try:
        load_prior(path.read_bytes())
    except (InputError, OSError) as error:
        raise InputError.of(str(path), "is there already, and is no prior.", "Name another file.") from error


def _date(text: str | None) -> str:
    if text is None:
        return datetime.now().astimezone().date().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError.of("--date", f"{text!r} is no date.", "Write it as 2026-11-22.") from error


def _write(path: Path, prior: Prior) -> None:
    try:
        path.write_bytes(dump_prior(prior))
    except OSError as error:
        raise InputError.of(
            str(path), f"cannot be written: {error.strerror}.", "Check the folder, and who may write there."
        ) from error


def _say(pasts: Sequence[Past], prior: Prior, out: Path) -> None:
    """Say what the prior knows of the races that were given, and on how much else it stands."""
    console = Console(highlight=False, soft_wrap=True)
    given = {(past.race, past.distance) for past in pasts}
    learned = [one for one in prior.learned if (one.race, one.distance) in given]
    for one in learned:
        console.print(f"  {_told(one)}", markup=False)
    others = [one for one in prior.learned if (one.race, one.distance) not in given]
    for past in pasts:
        if (past.race, past.distance) not in {(one.race, one.distance) for one in learned}:
            console.print(f"  {past.race}, {past.distance}: nothing could be learned of it.", markup=False)
    if others:
        runners = sum(one.runners for one in others)
        console.print(f"  on top of {len(others)} distances with {runners:,} runners", markup=False)
    console.print(f"The prior is written to {out}, dated {prior.on_date}.", markup=False)


def _told(one: Learned) -> str:
    stopped = f"{one.stopped:,} known to have stopped" if one.stopped else "of drop-outs it says nothing"
    return f"{one.race}, {one.distance} ({one.length_m / 1000:.1f} km): {one.runners:,} runners, {stopped}"
