"""Print the part of requirements.lock that an installed wheel needs, with its hashes.

The development tools are left out: what the wheel asks for, and what that asks for, is enough.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"


def normal(name: str) -> str:
    """Return a distribution's name as the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, found: set[str]) -> set[str]:
    """Return a distribution and everything it requires, extras left out."""
    if normal(name) in found:
        return found
    found.add(normal(name))
    try:
        wanted = requires(name) or []
    except PackageNotFoundError:
        return found
    for requirement in wanted:
        if "extra ==" not in requirement:
            needed(re.split(r"[\s;<>=!~\[(]", requirement, maxsplit=1)[0], found)
    return found


def main() -> None:
    """Print the blocks of the lock whose package is needed."""
    wanted = needed("alongside", set())
    blocks = re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8"))
    for block in blocks:
        name = re.split(r"[=\s;\[]", block, maxsplit=1)[0]
        if normal(name) in wanted:
            sys.stdout.write(block.rstrip() + "\n")


if __name__ == "__main__":
    main()
