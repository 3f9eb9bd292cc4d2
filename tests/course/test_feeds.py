"""The feeds of race.toml, and everything that can be wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.course.feeds import read_feeds
from alongside.course.toml_table import Table
from alongside.errors import Problems
from alongside.events.plan import FeedPlan, Mat

MATS = (Mat("10k", "10 K"), Mat("finish", "Finish"))


def feeds(*tables: dict[str, Any]) -> tuple[tuple[FeedPlan, ...], list[str]]:
    """Return the feeds of some tables, and the sentences about what is wrong."""
    problems = Problems()
    root = Table("race.toml", "race", {"feeds": list(tables)}, problems)
    found = read_feeds(root, MATS)
    return found, [str(problem) for problem in problems.found]


def test_an_exporter_and_a_file_are_read() -> None:
    """A feed has an id, a kind, and what its points are called, by plain name."""
    found, problems = feeds(
        {"id": "timer", "kind": "raceresult", "points": {"FINISH Line": "finish", "KM 10": "10k"}},
        {"id": "van", "kind": "csv", "path": "out/van.csv", "mat": "10k"},
    )
    assert problems == []
    assert found == (
        FeedPlan("timer", "raceresult", "", {"finishline": "finish", "km10": "10k"}),
        FeedPlan("van", "csv", "out/van.csv", {}, "10k"),
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"kind": "csv", "path": "x"}, "feeds[1].id: is missing"),
        ({"id": "A b", "kind": "csv", "path": "x"}, "is not an id"),
        ({"id": "control", "kind": "csv", "path": "x"}, "uses itself"),
        ({"id": "van", "path": "x"}, "kind: is missing"),
        ({"id": "van", "kind": "fax"}, "'fax' is not a kind of feed"),
        ({"id": "van", "kind": "csv"}, "path: is missing"),
        ({"id": "van", "kind": "raceresult", "path": "x"}, "is for a feed of kind 'csv'"),
        ({"id": "van", "kind": "raceresult", "points": ["x"]}, "is no table"),
        ({"id": "van", "kind": "raceresult", "points": {"X": "mile"}}, "points.X: 'mile' is not a mat"),
        ({"id": "van", "kind": "raceresult", "mat": "mile"}, "'mile' is not a mat"),
        ({"id": "van", "kind": "raceresult", "colour": "red"}, "not a key that is known"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(table: dict[str, Any], words: str) -> None:
    """Every fault is a sentence that names the table, the key, what was found and what to write."""
    _, problems = feeds(table)
    assert any(words in problem for problem in problems), problems


def test_two_feeds_with_one_id_are_said() -> None:
    """An id names the rows of one feed for ever: two cannot share it."""
    found, problems = feeds({"id": "a", "kind": "raceresult"}, {"id": "a", "kind": "raceresult"})
    assert len(found) == 1 and "used twice" in problems[0]
