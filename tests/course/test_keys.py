"""docs/race-toml.md and the reader know the same keys."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from alongside.course.keys import KEYS
from alongside.course.read_toml import read_plan

PAGE = Path(__file__).parents[2] / "docs" / "race-toml.md"
HEADINGS = {
    "At the top": "race",
    "A mark in `marks`": "mark",
    "A place in `places`": "place",
    "A point in `schedule`": "point",
    "chapters.toml": "chapters",
}


def documented() -> dict[str, set[str]]:
    """Return the keys in the page's tables by the section of the heading above them."""
    keys: dict[str, set[str]] = {}
    section = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#+ (.*)", line):
            section = HEADINGS.get(heading[1], heading[1].strip("`[]"))
        elif line.startswith("| `"):
            keys.setdefault(section, set()).update(re.findall(r"`([^`]+)`", line.split("|")[1]))
    return {section: found for section, found in keys.items() if section in KEYS}


def test_every_key_has_an_entry_and_every_entry_is_a_key():
    """The page and the reader list the same keys, table by table."""
    assert documented() == {section: set(keys) for section, keys in KEYS.items()}


def test_the_example_of_the_page_is_a_race(gpx_through: Callable[..., bytes]):
    """The page's example reads without a problem once its GPX files are there."""
    example = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    files = {"full.gpx": gpx_through(loop(12_000, 9097.5)), "half.gpx": gpx_through(loop(10_200, 348.75))}
    plan = read_plan(tomllib.loads(example[1]), files.__getitem__).plan
    for distance in plan.distances:
        met = [(split.name, round(split.along_m, -1)) for split in distance.splits]
        assert met == [("Start", 0), ("10K", 10_000), ("Finish", round(distance.length_m, -1))]


def loop(width_m: float, height_m: float) -> list[tuple[float, float]]:
    """Return the corners of a block run round once, anticlockwise."""
    return [(0, 0), (width_m, 0), (width_m, height_m), (0, height_m), (0, 0)]
