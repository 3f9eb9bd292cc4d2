"""Everything that Alongside raises on purpose, as one small tree.

::

    AlongsideError
    |-- InputError        what somebody gave us is wrong; carries every problem found
    |-- LogError          the race file is not what it should be
    |   `-- StoreFull     the disk is full: nothing of the refused rows was kept
    `-- ReplayError       a replay was asked for something it cannot do

A message says what was found, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with an input: where it is, what was found, what to write instead."""

    where: str
    found: str
    fix: str = ""

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.found}"
        return f"{sentence} {self.fix}" if self.fix else sentence


class AlongsideError(Exception):
    """The root of the tree: anything below it is reported as a sentence, never as a traceback."""


class InputError(AlongsideError):
    """What somebody gave us is wrong; ``problems`` holds every problem, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    @classmethod
    def of(cls, where: str, found: str, fix: str = "") -> InputError:
        """Return an error with a single problem."""
        return cls([Problem(where, found, fix)])


class LogError(AlongsideError):
    """The race file cannot be used as a log."""


class StoreFull(LogError):
    """The disk is full: the rows that met this error were refused whole."""


class ReplayError(AlongsideError):
    """A replay was asked for something it cannot do."""


class Problems:
    """A list that is filled while reading goes on, and raised once at the end."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, where: str, found: str, fix: str = "") -> None:
        """Note a problem and go on reading."""
        self.found.append(Problem(where, found, fix))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over the problems of another reader."""
        self.found.extend(problems)

    def raise_if_any(self) -> None:
        """Raise :class:`InputError` with all that was noted; do nothing when there is none."""
        if self.found:
            raise InputError(self.found)
