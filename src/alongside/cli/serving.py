"""``alongside serve``: race day for a folder, until Ctrl-C."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from alongside.cli.days import LOG_NAME
from alongside.cli.links import first_link
from alongside.cli.priors import read_prior
from alongside.cli.running import run_pages
from alongside.cli.sockets import listen
from alongside.events.bodies import EntryBody
from alongside.events.plan import RacePlan
from alongside.folders.base_map import base_map_of
from alongside.folders.race_folder import RaceFolder, read_folder
from alongside.forecast.prior import Prior
from alongside.listen.csv_tail import tails_of
from alongside.live.opening import opening
from alongside.live.over import over_ms
from alongside.live.pipeline import Race
from alongside.loop.board import Board
from alongside.loop.folding import recover
from alongside.loop.live_day import LiveDay, wall_ms
from alongside.store.race_file import RaceFile
from alongside.web.app import make_app


def serve_race(path: Path, host: str, port: int, behind_proxy: bool, prior_file: Path | None = None) -> None:
    """Open the race file of a folder, bring it up to the folder, and serve until told to stop."""
    prior = None if prior_file is None else read_prior(prior_file)
    console = Console(highlight=False, soft_wrap=True)
    folder = read_folder(path)
    for warning in folder.warnings:
        console.print(f"look at {warning}", markup=False)
    file = RaceFile(path / LOG_NAME, wall_ms)
    try:
        _serve(file, folder, host, port, behind_proxy, console, prior)
    finally:
        file.close()
        console.print("Stopped. Everything that was acknowledged is on disk.")


def _serve(
    file: RaceFile,
    folder: RaceFolder,
    host: str,
    port: int,
    behind_proxy: bool,
    console: Console,
    prior: Prior | None,
) -> None:
    race = open_race(file, folder, prior)
    control, timer = first_link(file, "control"), first_link(file, "timer")
    board, tails = Board(), tails_of(folder.path, folder.plan, file, wall_ms)
    app = make_app(
        board,
        file,
        file,
        tallies={feed: tail.tally for feed, tail in tails.items()},
        folder=Folder(folder.path, file),
        over_ms=lambda: _over_ms(board),
        base_map=base_map_of(folder.path),
        now_ms=wall_ms,
        new_id=lambda: str(uuid.uuid4()),
    )
    bound = listen(host, port)
    url = f"http://{host}:{bound.getsockname()[1]}"
    _say(console, url, control, timer)
    day = LiveDay(race, file, board)
    with ExitStack() as running:
        day.start()
        running.callback(day.stop)
        for tail in tails.values():
            tail.start()
            running.callback(tail.stop)
        run_pages(app, bound, host, day, behind_proxy=behind_proxy)


def open_race(file: RaceFile, folder: RaceFolder, prior: Prior | None = None) -> Race:
    """Return the race of a log, brought up to its folder; what is new in the folder becomes rows."""
    race = recover(file, prior=prior)
    drafts = opening(race.state, folder.plan, folder.entries, wall_ms())
    file.put_people(folder.people).result()
    if drafts:
        file.submit(drafts).result()
    return race


def _over_ms(board: Board) -> int | None:
    shown = board.latest()
    return over_ms(shown.views.control, shown.plan) if shown and shown.plan else None


class Folder:
    """The race folder, read again when control asks; its people are taken over at once."""

    def __init__(self, path: Path, file: RaceFile) -> None:
        self._path, self._file = path, file

    def read(self) -> tuple[RacePlan, tuple[EntryBody, ...]]:
        """Return what the folder says now; ``InputError`` with everything that is wrong with it."""
        folder = read_folder(self._path)
        self._file.put_people(folder.people).result()
        return folder.plan, tuple(folder.entries)


def _say(console: Console, url: str, control: str | None, timer: str | None) -> None:
    console.print(f"Public page    {url}/race", markup=False)
    console.print(f"Race control   {_or_made(control, f'{url}/control/{control}/', 'control')}", markup=False)
    console.print(f"Timing feed    {_or_made(timer, f'{url}/in/reads?token={timer}', 'timer')}", markup=False)
    if control or timer:
        console.print("Keep these links now: only their digests are kept here.", markup=False)
    console.print("Ctrl-C ends.")


def _or_made(token: str | None, address: str, role: str) -> str:
    another = f"alongside links RACE --base-url ADDRESS --role {role} --reissue"
    return address if token else f"by the link made before; another: {another}"
