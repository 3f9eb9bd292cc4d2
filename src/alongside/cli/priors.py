"""A prior from a file, for every command that takes one."""

from __future__ import annotations

from pathlib import Path

from alongside.errors import InputError
from alongside.forecast.prior import Prior, load_prior

REMEDY = "Name a file that alongside fit wrote."


def read_prior(path: Path) -> Prior:
    """Return the prior of a file; ``InputError`` names it."""
    try:
        return load_prior(path.read_bytes())
    except OSError as error:
        raise InputError.of(str(path), f"cannot be read: {error.strerror}.", REMEDY) from error
    except InputError as error:
        raise InputError.of(str(path), str(error)) from error
