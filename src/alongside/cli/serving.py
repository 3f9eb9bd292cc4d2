"""``alongside serve``: race day for a folder, until Ctrl-C."""

from __future__ import annotations

import uuid
from pathlib import Path

from rich.console import Console

from alongside.cli.days import LOG_NAME
from alongside.cli.links import digest_of, listen, new_token
from alongside.cli.running import run_pages
from alongside.folders.race_folder import RaceFolder, read_folder
from alongside.live.opening import opening
from alongside.live.pipeline import Race
from alongside.loop.board import Board
from alongside.loop.folding import recover
from alongside.loop.live_day import LiveDay, wall_ms
from alongside.store.race_file import RaceFile
from alongside.web.app import make_app


def serve_race(path: Path, host: str, port: int, behind_proxy: bool) -> None:
    """Open the race file of a folder, bring it up to the folder, and serve until told to stop."""
    console = Console(highlight=False, soft_wrap=True)
    folder = read_folder(path)
    for warning in folder.warnings:
        console.print(f"look at {warning}", markup=False)
    file = RaceFile(path / LOG_NAME, wall_ms)
    try:
        _serve(file, folder, host, port, behind_proxy, console)
    finally:
        file.close()
        console.print("Stopped. Everything that was acknowledged is on disk.")


def _serve(
    file: RaceFile, folder: RaceFolder, host: str, port: int, behind_proxy: bool, console: Console
) -> None:
    race = open_race(file, folder)
    control, feed = _token(file, "control"), _token(file, "feed")
    board = Board()
    app = make_app(
        board,
        file,
        player=None,
        control_digest=file.secret("control") or "",
        feed_digest=file.secret("feed") or "",
        now_ms=wall_ms,
        new_id=lambda: str(uuid.uuid4()),
    )
    bound = listen(host, port)
    url = f"http://{host}:{bound.getsockname()[1]}"
    _say(console, url, control, feed)
    day = LiveDay(race, file, board)
    day.start()
    try:
        run_pages(app, bound, host, day, behind_proxy=behind_proxy)
    finally:
        day.stop()


def open_race(file: RaceFile, folder: RaceFolder) -> Race:
    """Return the race of a log, brought up to its folder; what is new in the folder becomes rows."""
    race = recover(file)
    drafts = opening(race.state, folder.plan, folder.entries, wall_ms())
    file.put_people(folder.people).result()
    if drafts:
        file.submit(drafts).result()
    return race


def _token(file: RaceFile, name: str) -> str | None:
    """Return a new token if there was none; a token once given out is not known any more."""
    if file.secret(name) is not None:
        return None
    token = new_token()
    file.put_secret(name, digest_of(token)).result()
    return token


def _say(console: Console, url: str, control: str | None, feed: str | None) -> None:
    console.print(f"Public page    {url}/race", markup=False)
    if control is None:
        console.print("Race control   by the link printed when this race was first served", markup=False)
    else:
        console.print(f"Race control   {url}/control/{control}", markup=False)
        console.print(f"Timing feed    {url}/in/reads?token={feed}", markup=False)
        console.print("Keep both links now: only their digests are kept here.", markup=False)
    console.print("Ctrl-C ends.")
