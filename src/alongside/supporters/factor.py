"""The second thing that claiming a link takes: a short code that only she was sent."""

from __future__ import annotations

import hashlib

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 and O, no 1, I and L
LENGTH = 6


def factor_digest(code: str, bib: str, position: int) -> str:
    """Return what is kept of a code: a SHA-256 (hex) that fits this person alone.

    Case, blanks and dashes do not count, so that what is read aloud can be typed.

    >>> factor_digest("abc-d23", "7", 1) == factor_digest(" ABCD23", "7", 1)
    True
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(f"{bib}/{position}/{plain}".encode()).hexdigest()
