"""``alongside simulate``: a made-up race on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress

from alongside.errors import InputError
from alongside.folders.made_up import write_made_up
from alongside.folders.race_folder import read_folder
from alongside.simulate.city import city_files, city_plan
from alongside.simulate.race import simulate


def simulate_race(runners: int, seed: int, out: Path, course: Path | None, phones: float) -> None:
    """Write a made-up race on the made-up city's course, or on that of another race folder."""
    console = Console(stderr=True)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError.of(str(out), "already holds something.", "Give a folder that is new or empty.")
    files = city_files() if course is None else _course_files(course)
    plan = city_plan(files) if course is None else read_folder(course).plan
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("simulating", total=1.0)

        def seen(what: str, share: float) -> None:
            progress.update(task, description=what, completed=share)

        made_up = simulate(plan, runners, np.random.default_rng(seed), phone_share=phones, progress=seen)
        progress.update(task, description="writing")
        write_made_up(out, files, made_up)
    console.print(f"{out}: {len(made_up.entries):,} entries, {len(made_up.drafts):,} rows of its devices.")


def _course_files(course: Path) -> dict[str, bytes]:
    """Return race.toml and the GPX files of a race folder, bound to the recorded day to be written."""
    toml = (course / "race.toml").read_text(encoding="utf-8")
    if "\nrecorded" not in f"\n{toml}":
        toml = f'recorded = "recorded"\n{toml}'
    gpx = {path.name: path.read_bytes() for path in sorted(course.glob("*.gpx"))}
    return {"race.toml": toml.encode(), **gpx}
