"""Questions in a terminal: each with its default in brackets, asked again until the answer can be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from alongside.errors import InputError

T = TypeVar("T")


class Asker:
    """Asks, or takes every default and shows what it took."""

    def __init__(self, *, takes_defaults: bool) -> None:
        self._takes_defaults = takes_defaults

    def ask(self, question: str, default: str, read: Callable[[str], T]) -> T:
        """Return what ``read`` makes of the answer; its ``ValueError`` is shown, and the question again."""
        if self._takes_defaults:
            click.echo(f"{question}: {default}")
            return self._taken(question, default, read)

        def understood(text: str) -> T:
            try:
                return read(text)
            except ValueError as error:
                raise click.UsageError(_sentence(str(error))) from error

        answer: T = click.prompt(question, default=default, value_proc=understood)
        return answer

    def _taken(self, question: str, default: str, read: Callable[[str], T]) -> T:
        try:
            return read(default)
        except ValueError as error:
            fix = "Run it in a terminal, without --yes, to be asked."
            raise InputError.of(question.strip(), f"the default cannot be used: {error}", fix) from error

    def yes(self, question: str, default: str = "yes") -> bool:
        """Return whether the answer is yes."""
        return self.ask(question, default, _yes_no)

    def say(self, text: str = "") -> None:
        """Say something between questions."""
        click.echo(text)


def _yes_no(text: str) -> bool:
    word = text.strip().casefold()
    if word not in ("yes", "y", "no", "n"):
        raise ValueError(f"{text!r} is neither yes nor no")
    return word in ("yes", "y")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
