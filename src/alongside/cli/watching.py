"""Playing a day to its end in a terminal: progress, keys, and what came of it."""

from __future__ import annotations

import sys
import time
from hashlib import sha256
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from alongside.cli.days import time_of
from alongside.cli.keys import Keys
from alongside.cli.rehearsal import rehearsing
from alongside.errors import ReplayError
from alongside.folders.recorded import Day
from alongside.live.views import Counts, Views
from alongside.loop.board import Board
from alongside.loop.replay import Replay
from alongside.units import show_time


def play_through(day: Day, path: Path, rate: float, start: str | None, console: Console) -> None:
    """Play to the end with a progress bar, then say what came of it."""
    began = time.monotonic()
    start_ms = day.span_ms[0] if start is None else time_of(day, start)
    with rehearsing(day, path, rate) as (replay, board, _):
        try:
            with _bar(console) as progress:
                if console.is_terminal and sys.stdin.isatty():
                    replay.seek(start_ms)
                    views, digest = _watched(day, replay, board, progress), None
                else:
                    views, digest = _unwatched(day, replay, progress, Pace(rate, start_ms))
        except KeyboardInterrupt:
            at = show_time(replay.now_ms(), day.zone)
            console.print(f"Stopped at {at} of the race; everything up to there is in the log.")
            return
    _sum_up(day, views, digest, time.monotonic() - began, console)


class Pace:
    """Keeps a replay from running ahead of its speed, from ``start_ms`` on."""

    def __init__(self, rate: float, start_ms: int) -> None:
        self._rate, self._start_ms = rate, start_ms
        self._began: float | None = None

    def keep(self, at_ms: int) -> None:
        """Wait until it is time to have played ``at_ms``."""
        if at_ms < self._start_ms:
            return
        if self._began is None:
            self._began = time.monotonic()
        ahead_s = (at_ms - self._start_ms) / 1000 / self._rate - (time.monotonic() - self._began)
        if ahead_s > 0:
            time.sleep(ahead_s)


def _bar(console: Console) -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[race]}")
    return Progress(*columns, console=console, transient=True)


def _unwatched(day: Day, replay: Replay, progress: Progress, pace: Pace) -> tuple[Views, str]:
    """Play in this thread; return the last views and a digest of all of them."""
    task = progress.add_task(day.name, total=day.span_ms[1] - day.span_ms[0], race="")
    encoder, digest = msgspec.json.Encoder(), sha256()
    shown = 0.0

    def seen(at_ms: int, views: Views) -> None:
        nonlocal shown
        digest.update(encoder.encode(views))
        pace.keep(at_ms)
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
