"""Files that commands write: nothing of somebody else's is written over, and what goes wrong is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alongside.errors import InputError

PAGE_MARK = b'<meta name="generator" content="Alongside'


def check_ours(out: Path, mark: bytes, what: str) -> None:
    """Refuse a file that is there already and has no mark of ours at its head; ``what`` it should be."""
    if out.exists() and mark not in _head(out):
        raise InputError.of(str(out), f"is there already, and is no {what}.", "Name another file.")


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Say in a sentence why a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise InputError.of(
            str(out),
            f"cannot be written: {error.strerror or error}.",
            "Check the folder, and who may write there.",
        ) from error


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise InputError.of(str(path), f"cannot be read: {error.strerror}.", "Name another file.") from error
