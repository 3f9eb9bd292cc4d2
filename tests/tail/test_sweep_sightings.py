"""Which sightings of a sweep can be true together."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.tail.sweep_sightings import FASTEST_MPS, RECENT, SLACK_M, How, Sighting, believed
from builders import at

EIGHT = at("08:00")


def seen(minute: float, km: float, how: How = "said") -> Sighting:
    """Return a sighting so many minutes after eight."""
    return Sighting(EIGHT + round(minute * 60_000), km * 1000, how, "", ("sweep/s", f"{minute}/{km}/{how}"))


def km_of(*sightings: Sighting) -> list[float]:
    """Return the kilometres of those believed."""
    return [one.along_m / 1000 for one in believed(sightings)]


def test_all_that_fits_is_believed_in_order_of_time() -> None:
    """A vehicle drives on, stops, and turns round."""
    assert km_of(seen(30, 4), seen(0, 1), seen(40, 3.8), seen(31, 4)) == [1, 4, 4, 3.8]


def test_one_mistaken_word_among_others_is_left_out() -> None:
    """Wherever in the day it was pressed."""
    rest = [seen(10 * i, i) for i in range(6)]
    for minute in (5, 25, 45, 55):
        assert km_of(*rest, seen(minute, 39)) == [0, 1, 2, 3, 4, 5]


def test_of_two_that_cannot_both_be_true_the_earlier_stands() -> None:
    """Until something bears the other out."""
    assert km_of(seen(0, 1), seen(5, 30)) == [1]
    assert km_of(seen(0, 1), seen(5, 30), seen(6, 30.1)) == [30, 30.1]


def test_a_mat_weighs_more_than_a_word_and_a_word_more_than_a_phone() -> None:
    """A chip was there; a phone may have been matched to the wrong side of the road."""
    assert km_of(seen(0, 1), seen(5, 30, "chip")) == [30]
    assert km_of(seen(0, 1, "phone"), seen(5, 30)) == [30]
    assert km_of(seen(0, 1, "phone"), seen(5, 30, "phone")) == [1]


def test_nothing_seen_is_nothing_believed() -> None:
    """No sighting, no place."""
    assert believed([]) == []


SIGHTINGS = st.lists(
    st.builds(seen, st.integers(0, 480), st.integers(0, 42), st.sampled_from(["chip", "phone", "said"])),
    max_size=60,
)


@settings(max_examples=80, deadline=None)
@given(SIGHTINGS, st.randoms(use_true_random=False))
def test_what_is_believed_hangs_on_the_set_and_can_be_driven(sightings: list[Sighting], dice: object) -> None:
    """Any order gives the same; between neighbours nobody drives faster than a car may."""
    found = believed(sightings)
    shuffled = list(sightings)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert believed(shuffled) == found
    assert bool(found) == bool(sightings) and len(found) <= RECENT
    for one, later in pairwise(found):
        reach_m = FASTEST_MPS * (later.at_ms - one.at_ms) / 1000 + SLACK_M
        assert one.at_ms <= later.at_ms and abs(later.along_m - one.along_m) <= reach_m
