"""Lengths with a unit, and ids from names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.course.measures import parse_length_m, show_length, slug


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("10 km", 10_000),
        ("42.195km", 42_195),
        ("1 mi", 1609.344),
        ("400 m", 400),
        ("2 Miles", 3218.688),
        ("0 km", 0),
    ],
)
def test_a_length_is_a_number_and_a_unit(text: str, metres: float):
    """Kilometres, miles and metres are read, with or without a blank."""
    assert parse_length_m(text) == metres


@pytest.mark.parametrize(
    "text", ["10", "km", "ten km", "-1 km", "10 furlongs", "1e3 m", "", "9999999 km", "1.2.3 km"]
)
def test_anything_else_is_no_length(text: str):
    """A number without a unit is not guessed at."""
    with pytest.raises(ValueError, match="km"):
        parse_length_m(text)


@given(st.text(max_size=30))
def test_a_slug_is_a_word(name: str):
    """Any name makes an id of lower-case letters, digits and hyphens."""
    made = slug(name)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_lengths_are_shown_as_they_are_written():
    """What is shown can be written back."""
    assert [show_length(m) for m in (340, 1000, 21_097.5)] == ["340 m", "1 km", "21.0975 km"]
