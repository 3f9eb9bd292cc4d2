"""``alongside replay`` and ``alongside demo``: a recorded day, played again."""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from alongside.cli.keys import Keys
from alongside.cli.links import digest_of, listen, new_token
from alongside.cli.running import run_pages
from alongside.errors import InputError, ReplayError
from alongside.events.bodies import PlanBody
from alongside.folders.recorded import Day, read_day
from alongside.live.views import Counts, Views
from alongside.loop.board import Board
from alongside.loop.live_day import wall_ms
from alongside.loop.replay import MAX_RATE, Replay
from alongside.store.race_file import RaceFile
from alongside.units import parse_clock_s, show_time, wall_to_ms
from alongside.web.app import make_app


def serve_demo(host: str, port: int, speed: float, at: str | None) -> None:
    """Play the made-up race that comes with the package, and serve its pages."""
    with as_file(files("alongside") / "demo_race") as folder:
        day = read_day(folder)
    console = Console(highlight=False, soft_wrap=True)
    with _scratch(None) as log, _playing(day, log, speed) as (replay, board, file):
        first = day.chapters[1].at_ms if len(day.chapters) > 1 else day.span_ms[0]
        replay.seek(first - 600_000 if at is None else _time_of(day, at))
        _serve_pages(replay, board, file, host, port, console, day, demo=True)


def replay_race(
    path: Path, speed: str, pages: bool, start: str | None, log: Path | None, host: str, port: int
) -> None:
    """Play a recorded day to its end, or serve it until Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    rate = _rate(speed)
    began = time.monotonic()
    console.print(f"Reading {path}", markup=False)
    day = read_day(path)
    console.print(
        f"{day.name}: {len(day.drafts):,} rows, read in {time.monotonic() - began:.1f} s", markup=False
    )
    with _scratch(log) as file_path:
        if pages:
            with _playing(day, file_path, rate) as (replay, board, file):
                if start is not None:
                    replay.seek(_time_of(day, start))
                _serve_pages(replay, board, file, host, port, console, day, demo=False)
        else:
            _play_through(day, file_path, rate, start, console)


def _rate(speed: str) -> float:
    if speed == "max":
        return MAX_RATE
    try:
        rate = float(speed)
    except ValueError:
        rate = 0.0
    if not rate > 0:
        raise InputError.of("--speed", f"{speed!r} is no speed.", "Give a number above 0, or max.")
    return rate


def _time_of(day: Day, text: str) -> int:
    """Return the instant when the wall at the race showed this; past 24:00 is the next day."""
    try:
        tod_s = parse_clock_s(text)
    except ValueError as error:
        raise InputError.of("time", f"{error}.", "Write it as 09:40 or 25:10.") from error
    plan = next(draft.body.plan for draft in day.drafts if isinstance(draft.body, PlanBody))
    return wall_to_ms(date.fromisoformat(plan.date), tod_s, plan.zone)


@contextmanager
def _scratch(log: Path | None) -> Iterator[Path]:
    """Yield the path of the log to write: the one asked for, or one that goes when the replay ends."""
    if log is None:
        with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
            yield Path(folder) / "race.db"
        return
    if log.exists():
        raise InputError.of(str(log), "is there already.", "Name a file that is not there yet.")
    yield log


@contextmanager
def _playing(day: Day, path: Path, rate: float) -> Iterator[tuple[Replay, Board, RaceFile]]:
    """Yield a replay of a day on a log of its own, and end both afterwards."""
    board = Board()
    with ExitStack() as stack:
        clock: list[Replay] = []
        file = RaceFile(path, lambda: clock[0].now_ms(), durable=False)
        stack.callback(file.close)
        replay = Replay(file, day.drafts, day.span_ms, board, rate=rate, chapters=day.chapters)
        clock.append(replay)
        if day.folder is not None:
            file.put_people(day.folder.people).result()
        stack.callback(replay.stop)
        yield replay, board, file


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
    control, feed = new_token(), new_token()
    app = make_app(
        board,
        replay,
        player=replay,
        control_digest=digest_of(control),
        feed_digest=digest_of(feed),
        open_control=control,
        now_ms=wall_ms,
        new_id=lambda: str(uuid.uuid4()),
    )
    bound = listen(host, port)
    url = f"http://{host}:{bound.getsockname()[1]}"
    what = "a made-up race; every name in it is invented" if demo else "a replay"
    console.print(f"{day.name}: {what}.", markup=False)
    console.print(f"Start here     {url}/", markup=False)
    console.print(f"Race control   {url}/control/{control}", markup=False)
    console.print(f"Public page    {url}/race", markup=False)
    console.print("Ctrl-C ends.")
    replay.start()
    run_pages(app, bound, host, replay)
    console.print("Stopped.")


def _play_through(day: Day, path: Path, rate: float, start: str | None, console: Console) -> None:
    """Play to the end with a progress bar, then say what came of it."""
    began = time.monotonic()
    with _playing(day, path, rate) as (replay, board, _):
        if start is not None:
            replay.seek(_time_of(day, start))
        with _bar(console) as progress:
            if console.is_terminal and sys.stdin.isatty():
                views, digest = _watched(day, replay, board, progress), None
            else:
                views, digest = _unwatched(day, replay, progress, rate)
    _sum_up(day, views, digest, time.monotonic() - began, console)


def _bar(console: Console) -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[race]}")
    return Progress(*columns, console=console, transient=True)


def _unwatched(day: Day, replay: Replay, progress: Progress, rate: float) -> tuple[Views, str]:
    """Play in this thread; return the last views and a digest of all of them."""
    task = progress.add_task(day.name, total=day.span_ms[1] - day.span_ms[0], race="")
    encoder, digest = msgspec.json.Encoder(), sha256()
    began, shown = time.monotonic(), 0.0

    def seen(at_ms: int, views: Views) -> None:
        nonlocal shown
        digest.update(encoder.encode(views))
        ahead_s = (at_ms - day.span_ms[0]) / 1000 / rate - (time.monotonic() - began)
        if ahead_s > 0:
            time.sleep(ahead_s)
        if time.monotonic() - shown > 0.2:
            shown = time.monotonic()
            progress.update(task, completed=at_ms - day.span_ms[0], race=_bar_text(day, at_ms, views))

    return replay.play_to_end(seen), digest.hexdigest()


def _watched(day: Day, replay: Replay, board: Board, progress: Progress) -> Views:
    """Play in a thread while this one draws the bar and listens to keys."""
    task = progress.add_task(day.name, total=day.span_ms[1] - day.span_ms[0], race="")
    with Keys() as keys:
        replay.start()
        while replay.failed is None and not keys.obey(replay, 0.1):
            shown, state = board.latest(), replay.state()
            if shown is None:
                continue
            text = _bar_text(day, state.now_ms, shown.views) + (" paused" if state.paused else "")
            progress.update(task, completed=state.now_ms - day.span_ms[0], race=text)
            if state.now_ms >= state.to_ms and not state.seeking:
                break
    replay.stop()
    if replay.failed is not None:
        raise replay.failed
    shown = board.latest()
    if shown is None:
        raise ReplayError("Nothing was played.")
    return shown.views


def _bar_text(day: Day, at_ms: int, views: Views) -> str:
    counts = views.control.counts
    return f"{show_time(at_ms, day.zone)}  {counts.on_course:,} out, {counts.finished:,} finished"


def _sum_up(day: Day, views: Views, digest: str | None, took_s: float, console: Console) -> None:
    view = views.control
    race_s = (view.race_now_ms - day.span_ms[0]) / 1000
    console.print(view.headline.first, markup=False)
    for sentence in view.headline.more:
        console.print(sentence, markup=False)
    for distance in view.distances:
        console.print(f"  {distance.name}: {_counted(distance.counts)}", markup=False)
    for rule, count in view.question_counts.items():
        console.print(f"  questionable, {rule.replace('_', ' ')}: {count:,}", markup=False)
    console.print(f"Played {race_s / 3600:.1f} h in {took_s:.1f} s, {race_s / took_s:,.0f} times real time.")
    if digest is not None:
        console.print(f"Views {digest[:16]} (the same log gives the same views)")


def _counted(counts: Counts) -> str:
    named = {"finished": counts.finished, "still out": counts.on_course, "dropped out": counts.dnf}
    named |= {"disqualified": counts.dsq, "did not start": counts.dns + counts.not_started}
    return ", ".join(f"{count:,} {what}" for what, count in named.items() if count) or "nobody"
