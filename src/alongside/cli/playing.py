"""``alongside replay`` and ``alongside demo``: a recorded day, played again."""

from __future__ import annotations

import time
import uuid
from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console

from alongside.cli.days import day_of, rate_of, time_of
from alongside.cli.demo_doors import open_doors
from alongside.cli.links import make_link
from alongside.cli.rehearsal import rehearsing, scratch
from alongside.cli.running import run_pages
from alongside.cli.sockets import listen
from alongside.cli.watching import play_through
from alongside.folders.base_map import base_map_of
from alongside.folders.recorded import Day, read_day
from alongside.loop.board import Board
from alongside.loop.live_day import wall_ms
from alongside.loop.replay import Replay
from alongside.store.race_file import RaceFile
from alongside.web.app import make_app


def serve_demo(host: str, port: int, speed: float, at: str | None) -> None:
    """Play the made-up race that comes with the package, and serve its pages."""
    with as_file(files("alongside") / "demo_race") as folder:
        day = read_day(folder)
    console = Console(highlight=False, soft_wrap=True)
    with scratch(None) as log, rehearsing(day, log, speed) as (replay, board, file):
        first = day.chapters[1].at_ms if len(day.chapters) > 1 else day.span_ms[0]
        replay.seek(first - 600_000 if at is None else time_of(day, at))
        _serve_pages(replay, board, file, host, port, console, day, demo=True)


def replay_race(
    path: Path, speed: str, pages: bool, start: str | None, log: Path | None, host: str, port: int
) -> None:
    """Play a recorded day to its end, or serve it until Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    rate = rate_of(speed)
    began = time.monotonic()
    console.print(f"Reading {path}", markup=False)
    day = day_of(path)
    console.print(
        f"{day.name}: {len(day.drafts):,} rows, read in {time.monotonic() - began:.1f} s", markup=False
    )
    with scratch(log) as file_path:
        if pages:
            with rehearsing(day, file_path, rate) as (replay, board, file):
                if start is not None:
                    replay.seek(time_of(day, start))
                _serve_pages(replay, board, file, host, port, console, day, demo=False)
        else:
            play_through(day, file_path, rate, start, console)


def _serve_pages(
    replay: Replay,
    board: Board,
    file: RaceFile,
    host: str,
    port: int,
    console: Console,
    day: Day,
    *,
    demo: bool,
) -> None:
    opened = open_doors(file, day) if demo else []
    control = opened[0].address if demo else f"/control/{make_link(file, 'control')}/"
    began_ms = wall_ms()
    app = make_app(
        board,
        replay,
        file,
        player=replay,
        opened=opened,
        over_ms=lambda: began_ms,  # a replay has no day of its own: its links count from when it began
        base_map=base_map_of(day.folder.path) if day.folder else None,
        now_ms=wall_ms,
        new_id=lambda: str(uuid.uuid4()),
    )
    bound = listen(host, port)
    url = f"http://{host}:{bound.getsockname()[1]}"
    what = "a made-up race; every name in it is invented" if demo else "a replay"
    console.print(f"{day.name}: {what}.", markup=False)
    console.print(f"Start here     {url}/", markup=False)
    console.print(f"Race control   {url}{control}", markup=False)
    console.print(f"Public page    {url}/race", markup=False)
    if not demo:
        console.print(f"Timing feed    {url}/in/reads?token={make_link(file, 'timer')}", markup=False)
    console.print("Ctrl-C ends.")
    replay.start()
    run_pages(app, bound, host, replay)
    console.print("Stopped.")
