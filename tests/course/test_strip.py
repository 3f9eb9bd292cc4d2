"""The course as a strip of text."""

from collections.abc import Callable

import pytest

from alongside.course.read_toml import ReadPlan
from alongside.course.strip import strip_text

Read = Callable[..., ReadPlan]


@pytest.mark.parametrize("width", [10, 40, 60, 80, 132])
def test_no_line_is_wider_than_asked(read: Read, width: int):
    """Strips fit the width, down to 40 columns."""
    assert max(map(len, strip_text(read().plan, width))) <= max(width, 40)


def test_things_lie_where_they_are(read: Read):
    """The turn at half way stands in the middle of its line, start and finish at its ends."""
    lines = strip_text(read().plan, 80)
    assert lines[0] == "Marathon (full), 14 km, limit 2:30 from the last gun"
    mats, cutoffs = (
        next(line for line in lines if line.startswith(name))[10:] for name in ("mats", "cutoffs")
    )
    assert (mats[0], mats[35], mats[69]) == ("S", "|", "F")
    assert cutoffs.index("X") == 35
    assert len(mats) == 70


def test_shared_road_is_drawn_for_both(read: Read):
    """The half's own strip shows that all of it is shared with the full."""
    lines = strip_text(read().plan, 80)
    half = lines[lines.index("half, 10 km") :]
    (shared,) = [line for line in half if line.startswith("= full")]
    assert shared[10:].count("=") > 66


def test_several_things_in_one_column_are_counted(read: Read):
    """Three stations in one place are a 3; the finish is never hidden."""
    more = "".join(f'[[station]]\nname = "S{n}"\non = "full"\nat = "6.0{n} km"\n' for n in range(3))
    crowd = '[[mat]]\nid = "backup"\non = "full"\nat = "13.99 km"\n'
    lines = strip_text(read(("[[cheer]]", f"{more}{crowd}[[cheer]]")).plan, 80)
    assert "3" in next(line for line in lines if line.startswith("stations"))
    assert next(line for line in lines if line.startswith("mats")).endswith("F")


def test_the_ruler_reaches_the_end(read: Read):
    """Kilometres are written below, evenly, and the last is not cut off."""
    ruler = next(line for line in strip_text(read().plan, 80) if line.startswith("km"))
    assert ruler.split()[1:] == [str(km) for km in range(0, 15)]
