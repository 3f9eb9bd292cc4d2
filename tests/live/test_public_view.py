"""Rule R1: nothing live is public but counts, density, the sweep and the clock."""

from __future__ import annotations

import msgspec

from alongside.live.public_view import FEWEST_DRAWN
from builders import at, entry, race_of, read


def crowd() -> list[object]:
    """Return thirty runners near 5K, and bib 666001 alone far behind, questionable and overdue."""
    entries = [entry(str(n), "full", "1", f"C{n}") for n in range(10, 40)]
    starts = [read(f"C{n}", "S", "07:01") for n in range(10, 40)]
    fives = [read(f"C{n}", "5K", "07:35") for n in range(10, 40)]
    alone = [
        entry("666001", "full", "1", "666CHIP"),
        read("666CHIP", "S", "07:20"),
        read("666CHIP", "HALF", "07:25"),
    ]
    return [*entries, *starts, *fives, *alone]


def test_no_bib_chip_or_last_runner_is_in_the_public_view() -> None:
    """The bytes that anybody may fetch hold no bib and no chip, whatever control sees."""
    views = race_of(*crowd()).look(at("07:36"))
    public = msgspec.json.encode(views.public)
    assert b"666001" in msgspec.json.encode(views.control)
    for hidden in (b"666001", b"666CHIP", b"last_m", b"tail", b"bib", b"overdue", b"question"):
        assert hidden not in public


def test_a_bin_with_fewer_than_five_is_not_drawn() -> None:
    """Density must not point at persons: the runner alone at the back leaves no mark."""
    views = race_of(*crowd()).look(at("07:36"))
    shown, true = views.public.distances[0].density, views.control.distances[0].density
    assert sum(true) == 31
    assert sum(shown) == 30
    assert all(count == 0 or count >= FEWEST_DRAWN for count in shown)


def test_the_public_sweep_does_not_say_who_is_behind_it() -> None:
    """That somebody is behind the sweep is for control."""
    race = race_of(*crowd(), read("SWEEP1", "S", "07:45"), read("SWEEP1", "5K", "08:20"))
    views = race.look(at("08:25"))
    assert views.control.sweeps[0].behind > 0
    assert views.public.sweeps[0].behind == 0


def test_the_public_sentence_counts() -> None:
    """One sentence for everybody: how many are out and how many are in."""
    assert race_of(*crowd()).look(at("07:36")).public.sentence == "31 runners on the course, 0 finished."
