"""``alongside init``: from GPX files and a roster to a first race.toml, asking as it goes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from alongside.cli.asking import Asker
from alongside.cli.checking import check_race
from alongside.cli.init_files import Found, find_files, write_files
from alongside.cli.init_questions import ask_race
from alongside.course.first_guess import RosterFacts
from alongside.course.first_race import FirstRace
from alongside.course.first_toml import first_toml
from alongside.course.read_toml import TOML_NAME
from alongside.course.roster import ROSTER_NAME
from alongside.errors import InputError

NO_ROSTER = f"""\
There is no {ROSTER_NAME}. It has a line for each bib, and its first line names the
columns: bib, chip, distance, wave, name, adult (all: docs/race-toml.md). Until
it is there, every bib is unknown."""


def init_race(folder: Path, gpx: Sequence[Path], roster: Path | None, *, yes: bool) -> None:
    """Write a first race.toml, with the files it names beside it, and check it.

    ``InputError`` says what is in the way; then, and when the questions are broken off, nothing is written.
    """
    found = find_files(folder, gpx, roster)
    facts = RosterFacts(found.roster, ROSTER_NAME) if found.roster is not None else None
    asker = Asker(takes_defaults=yes or not sys.stdin.isatty())
    _open(asker, found, facts, yes=yes)
    try:
        race = ask_race(asker, found, facts, folder.resolve().name)
    except click.Abort:
        raise InputError.of(str(folder), "the questions were broken off; nothing was written.") from None
    written = write_files(folder, found, first_toml(race))
    _close(asker, folder, written, race, facts)
    _check(folder)


def _open(asker: Asker, found: Found, facts: RosterFacts | None, *, yes: bool) -> None:
    if not yes and not sys.stdin.isatty():
        asker.say("There is no terminal to ask in: every default is taken, as with --yes.")
    elif not yes:
        asker.say("Enter takes what stands in brackets. Nothing is written before the last answer.")
    asker.say()
    for name in found.lines:
        asker.say(found.about(name))
    if facts is None:
        asker.say(NO_ROSTER)
    else:
        waves = f", {len(facts.waves)} waves" if facts.waves else ", no waves"
        asker.say(f"{ROSTER_NAME}: {facts.lines:,} lines{waves}.")
    asker.say()


def _close(
    asker: Asker, folder: Path, written: list[str], race: FirstRace, facts: RosterFacts | None
) -> None:
    asker.say(f"\nWritten to {folder}: {', '.join(written)}.\n")
    asker.say(f"Edit next, in {folder / TOML_NAME}:")
    asker.say("- emergency: the number to call; every card and every runner's page shows it.")
    asker.say("- [[mat]]: the ids that your timing company uses.")
    asker.say("- [[station]]: the places and closing times that you publish.")
    asker.say("- [[reopening]]: the streets, and when they are given back to traffic.")
    asker.say("- [[feeds]]: how your timing company hands in its reads.")
    if facts is None:
        asker.say(f"- {ROSTER_NAME}: who runs.")
    asker.say(f"Then: alongside check {folder}\n")


def _check(folder: Path) -> None:
    try:
        check_race(folder, None)
    except InputError as error:
        problems = "\n".join(map(str, error.problems))
        click.echo(f"{TOML_NAME} is written. Correct this, and check again:", err=True)
        click.echo(problems, err=True)
        sys.exit(1)
