"""``alongside links``: everybody's link, made once, shown once, listed and ended."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.console import Console

from alongside.cli.days import LOG_NAME
from alongside.cli.link_files import remove, write_files
from alongside.cli.link_list import list_links
from alongside.cli.link_making import Made, keep, make
from alongside.cli.link_wants import Key, Wanted, held_by_key, picked, wants_of
from alongside.errors import AlongsideError, InputError
from alongside.events.link import ROLES, Link, Role
from alongside.folders.race_folder import RaceFolder, read_folder
from alongside.loop.live_day import wall_ms
from alongside.store.race_file import RaceFile
from alongside.web.qr import qr_terminal

TRY_URL = "http://127.0.0.1:8026"
MADE_HERE = tuple(role for role in ROLES if role != "follower")  # a follower's link is the runner's to give


class Asked(msgspec.Struct, frozen=True):
    """The options of the command."""

    base_url: str = TRY_URL
    out: Path | None = None
    role: Role | None = None
    station: str | None = None
    bib: str | None = None
    reissue: bool = False
    new_code: bool = False


def make_links(race: Path, asked: Asked) -> None:
    """Make the links of a race that are missing, or those asked for anew, and write them out."""
    console = Console(highlight=False, soft_wrap=True)
    base_url, folder = _checked_url(asked.base_url), read_folder(race)
    wants = _wanted(folder, asked)
    _check_reissue(asked, wants)
    file = _open(race, folder)
    try:
        held = held_by_key(file.links())
        again = asked.reissue or asked.new_code or asked.bib is not None
        todo = wants if again else [want for want in wants if want.key not in held]
        with console.status(f"Making {len(todo):,} links"):
            made = make(todo, held, base_url, file.factor_of, wall_ms(), new_code=asked.new_code)
            files = _keep(file, made, held, folder, asked, race)
    finally:
        file.close()
    if len(wants) > len(todo):
        console.print(f"{len(wants) - len(todo):,} links hold already: --reissue makes them anew.")
    if asked.bib is not None:
        _print_codes(made)
    _say(console, files, made, base_url)


def _check_reissue(asked: Asked, wants: list[Wanted]) -> None:
    """A lost card needs no link of anybody else: runners who were mailed theirs would be shut out."""
    everybody = asked.role is None and asked.station is None and asked.bib is None
    if everybody and (asked.reissue or asked.new_code):
        option = "--reissue" if asked.reissue else "--new-code"
        raise InputError.of(
            option,
            f"would end the links of all {len(wants):,} people and captains.",
            "Say whose: --role control, say, --station or --bib.",
        )


def role_of(name: str | None) -> Role | None:
    """Return the role that ``--role`` names; ``InputError`` when there is none of that name."""
    for role in MADE_HERE:
        if name == role:
            return role
    if name is None:
        return None
    raise InputError.of("--role", f"{name!r} is no role.", f"Write one of {', '.join(MADE_HERE)}.")


def list_of(race: Path, asked: Asked) -> None:
    """Print who has which link; never a token, which nobody can be told again."""
    folder = read_folder(race)
    file = _open(race, folder)
    try:
        list_links(
            Console(highlight=False, soft_wrap=True),
            file.links(asked.role or "", asked.bib or ""),
            folder.plan,
        )
    finally:
        file.close()


def revoke(race: Path, ids: tuple[int, ...]) -> None:
    """End links by the ids that ``--list`` shows, and what was made from them.

    Open pages close within seconds. A link in wrong hands may have been handed on to the same hands. What
    was made from a link that had ended already, such as the page of whoever took over, is left alone.
    """
    folder = read_folder(race)
    file = _open(race, folder)
    try:
        links = [(link_id, file.link_of(link_id)) for link_id in ids]
        unknown = [str(link_id) for link_id, link in links if link is None]
        if unknown:
            raise InputError.of("--revoke", f"no link has the id {', '.join(unknown)}.", "See --list.")
        for link in (file.link_of(link_id) for link_id in ids):
            if link is not None and link.ended_ms is not None:
                click.echo(f"Had ended already: {link.id}, {link.role} {link.holder}")
            elif link is not None:
                _end_with_offspring(file, link)
    finally:
        file.close()


def _end_with_offspring(file: RaceFile, link: Link) -> None:
    todo = [(link, "")]
    while todo:
        one, why = todo.pop()
        file.end_link(one.id, wall_ms()).result()
        click.echo(f"Ended: {one.id}, {one.role} {one.holder}{why}")
        made = [other for other in file.links() if other.made_by == one.id and other.ended_ms is None]
        todo += [(other, f" (made from {one.id})") for other in made]


def _open(race: Path, folder: RaceFolder) -> RaceFile:
    """Open the race file; where the race was never served yet, its people are put in."""
    file = RaceFile(race / LOG_NAME, wall_ms)
    if folder.people and not file.persons([folder.people[0].bib]):
        file.put_people(folder.people).result()
    return file


def _wanted(folder: RaceFolder, asked: Asked) -> list[Wanted]:
    wants = picked(wants_of(folder), asked.role, asked.station, asked.bib)
    if not wants:
        options = {"--role": asked.role, "--station": asked.station, "--bib": asked.bib}
        named = " ".join(f"{name} {value}" for name, value in options.items() if value is not None)
        stations = ", ".join(station.id for station in folder.plan.stations)
        hint = f"Its stations are {stations}." if asked.station else "Look into race.toml and roster.csv."
        raise InputError.of(named or str(folder.path), "nobody in this race fits that.", hint)
    return wants


def _keep(
    file: RaceFile,
    made: list[Made],
    held: dict[Key, list[Link]],
    folder: RaceFolder,
    asked: Asked,
    race: Path,
) -> list[Path]:
    """Write the files first: a link that is kept and that nobody can be told would be lost."""
    in_terminal = asked.bib is not None
    files = [] if in_terminal or not made else write_files(asked.out or race / "links", folder.plan, made)
    try:
        keep(file, made, held, wall_ms())
    except AlongsideError:
        remove(files)
        raise
    return files


def _print_codes(made: list[Made]) -> None:
    for one in made:
        click.echo(f"\nBib {one.want.bib}, {one.want.name or 'no name'} ({one.want.role}): {one.address}")
        click.echo(qr_terminal(one.address))
        click.echo(
            f"Its code: {one.code}. Look at her papers first, then tell it to her."
            if one.code
            else "It opens with the code that was mailed. If that is lost, --new-code makes another."
        )


def _say(console: Console, files: list[Path], made: list[Made], base_url: str) -> None:
    for path in files:
        console.print(f"Wrote {path}", markup=False)
    if made and base_url == TRY_URL:
        console.print(
            f"These addresses begin with {TRY_URL}: they open on this machine only, for trying. "
            "--base-url https://race.example makes real ones.",
            markup=False,
        )
    for line in _unmailed(made) if files else ():
        console.print(line, markup=False)
    if files:
        console.print("Only their digests are kept here: whoever reads these files can open every page.")


def _unmailed(made: list[Made]) -> list[str]:
    """Return whom the mailer cannot reach: their lines in the files have no address."""
    said = []
    for role, column in (("runner", "email"), ("guardian", "guardian email")):
        of_role = [one for one in made if one.want.role == role]
        without = sum(not one.want.email for one in of_role)
        if without:
            whose = f"{without:,} of {len(of_role):,} {role} links have no mail address"
            fix = f"the roster's column for it is {column!r}. Hand them out at packet pick-up."
            said.append(f"{whose}: {fix}")
    return said


def _checked_url(text: str) -> str:
    url = text.strip().rstrip("/")
    host = url.removeprefix("https://").removeprefix("http://")
    if host == url or not host or any(letter in host for letter in " ?#<>\"'"):
        raise InputError.of("--base-url", f"{text!r} is no address.", "Write it as https://race.example.")
    return url
