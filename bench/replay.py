"""``alongside replay --speed max`` on one core: race seconds per second, and the memory it takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Bench, Figure, Outcome, Skipped
from bench.scene import RUNNERS, SEED

NAME = "replay"
GOAL = 120.0  # with the whole field forecast anew each minute
MOST_MIB = 1024
CHICAGO = Path(__file__).parents[1] / ".." / "shared" / "data" / "races" / "chicago-2023"
ABOUT = (
    "the command in a process of its own, bound to one core, a tick every 10 s of race time; the "
    "baseline is the race's own time. The rate is that of playing; reading the recording comes before "
    "it. Memory is the process's largest resident size."
)
_PLAYED = re.compile(r"Played ([\d.]+) h in ([\d.]+) s, ([\d,]+) times real time")
_DIGEST = re.compile(r"Views ([0-9a-f]+)")


@dataclass(frozen=True)
class Played:
    """What one replay came to."""

    rate: float
    hours: float
    mib: int
    digest: str


def run(bench: Bench) -> list[Outcome]:
    """Return the figures of Chicago 2023, where it is here, and of a made-up race of 50,000."""
    outcomes: list[Outcome] = []
    if Path(f"{CHICAGO}.splits.parquet").is_file():
        outcomes += _figures(bench, "Chicago 2023, 48,000 runners", CHICAGO, goal=GOAL)
    else:
        outcomes.append(Skipped("Replay of Chicago 2023", "The race is not here: ../shared/data is absent."))
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        race = Path(folder) / "race"
        bench.step(f"making up a race of {RUNNERS:,}")
        _alongside(
            "simulate", "--runners", str(RUNNERS), "--seed", str(SEED), "--phones", "0.01", "--out", str(race)
        )
        return outcomes + _figures(
            bench, f"a made-up race, {RUNNERS:,} runners and 500 phones", race, goal=None
        )


def _figures(bench: Bench, name: str, race: Path, goal: float | None) -> list[Outcome]:
    repeats = 3 if goal else 1
    bench.step(f"replay of {name}, {'three times' if goal else 'once'}")
    task = bench.progress.add_task("replay", total=repeats)
    played = []
    for _ in range(repeats):
        played.append(_play(race))
        bench.progress.advance(task)
    bench.progress.remove_task(task)
    if len({one.digest for one in played}) > 1:
        raise AssertionError(f"{name}: the replays did not show the same views.")
    rates = tuple(one.rate for one in played)
    shares = tuple(one.mib / MOST_MIB for one in played)
    rate = sorted(rates)[len(rates) // 2]
    note = f"{played[0].hours:.1f} h of race." + (" Every replay gave the same views." if goal else "")
    return [
        Figure(f"Replay, {name}", "`alongside replay --speed max` on one core", "its own race time",
               "times real time", rates, f"at least {goal:g}" if goal else "",
               rate >= goal if goal else None, note),
        Figure(f"Memory, {name}", "largest resident size of that process", "1 GiB", "of it", shares,
               "less than 1" if goal else "", max(shares) < 1 if goal else None),
    ]  # fmt: skip


def _play(race: Path) -> Played:
    """Play a race in a process of its own; its memory is asked of the kernel when it has ended."""
    command = [sys.executable, "-m", "alongside", "replay", str(race), "--speed", "max"]
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(command, stdout=out, stderr=out, env=_one_core_env(), preexec_fn=_one_core)
        deadline = threading.Timer(1800, child.kill)
        deadline.start()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        deadline.cancel()
        out.seek(0)
        said = out.read()
    found, digest = _PLAYED.search(said), _DIGEST.search(said)
    if child.returncode or found is None or digest is None:
        raise AssertionError(f"{race}: the replay ended with {child.returncode}: {said[-500:]}")
    hours, _, rate = found.groups()
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes there, KiB on Linux
    return Played(float(rate.replace(",", "")), float(hours), used.ru_maxrss * unit // 2**20, digest.group(1))


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _one_core_env() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "COLUMNS": "200"}


def _alongside(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "alongside", *arguments], check=True, capture_output=True)
