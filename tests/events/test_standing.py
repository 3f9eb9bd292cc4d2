"""What people said about a thing, minus what was taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alongside.events.bodies import GunBody, UndoBody
from alongside.events.row import Row
from alongside.events.standing import Standing


def gun(id_: str, at_ms: int, gun_ms: int, wave: str = "1") -> Row:
    """Return the row of a gun."""
    return Row(1, "control", id_, at_ms, at_ms, GunBody(wave, gun_ms, "control/1"))


def back(id_: str, at_ms: int = 99, by: str = "control/2") -> Row:
    """Return the row that takes a gun back."""
    return Row(1, "control", f"undo-{id_}-{at_ms}-{by}", at_ms, at_ms, UndoBody("control", id_, by))


def folded(*rows: Row) -> Standing[GunBody, str]:
    """Return guns with rows applied."""
    guns: Standing[GunBody, str] = Standing(GunBody, lambda body: body.wave)
    for row in rows:
        guns.apply(row)
    return guns


def stands(guns: Standing[GunBody, str], wave: str = "1") -> int | None:
    """Return the gun that stands."""
    said = guns.last(wave)
    return None if said is None else said.body.gun_ms


def test_the_later_word_counts_and_the_one_before_comes_back() -> None:
    """Of two words the later said counts; taking it back leaves the one before, then none."""
    first, second = gun("a", 10, 800), gun("b", 20, 810)
    assert stands(folded(first, second)) == 810
    assert stands(folded(first, second, back("b"))) == 800
    assert stands(folded(first, second, back("b"), back("a"))) is None


def test_an_undo_may_come_before_what_it_takes_back() -> None:
    """Rows of two stations may overtake each other: the undo waits for its word."""
    assert stands(folded(back("a"), gun("a", 10, 800))) is None


def test_things_do_not_mix() -> None:
    """What is said of one wave is nothing about another."""
    guns = folded(gun("a", 10, 800, "1"), gun("b", 20, 900, "2"))
    assert (stands(guns, "1"), stands(guns, "2"), stands(guns, "3")) == (800, 900, None)
    assert [said.key[1] for said in guns.lasts()] == ["a", "b"]


def test_of_two_who_take_back_the_first_is_named() -> None:
    """Who took something back, and when, does not depend on whose row came first."""
    one, other = back("a", 50, "control/2"), back("a", 40, "control/3")
    for rows in ((one, other), (other, one)):
        taken = folded(gun("a", 10, 800), *rows).undone["control", "a"]
        assert (taken.at_ms, taken.by) == (40, "control/3")


def test_only_a_word_or_an_undo_says_of_what_something_else_may_stand() -> None:
    """An undo of something that was never said changes nothing yet."""
    guns = folded()
    assert guns.apply(back("a")) is None
    assert guns.apply(gun("a", 10, 800)) == "1"
    assert guns.apply(back("a", 98)) == "1"


WORDS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 3), st.integers(0, 3), st.sampled_from("12")),
    unique_by=lambda word: word[0],
)


@given(WORDS, st.lists(st.sampled_from("abcdefg")), st.randoms(use_true_random=False))
def test_what_stands_is_a_function_of_the_set(words: list, undone: list[str], dice: object) -> None:
    """Any order and any number of repetitions of the same rows leave the same words standing."""
    rows = [gun(id_, at_ms, gun_ms, wave) for id_, at_ms, gun_ms, wave in words] + [
        back(id_) for id_ in undone
    ]
    again = rows * 2
    dice.shuffle(again)  # type: ignore[attr-defined]
    one, other = folded(*rows), folded(*again)
    assert [stands(one, w) for w in "12"] == [stands(other, w) for w in "12"]
    assert one.all_standing() == other.all_standing()
    assert one.undone == other.undone


@given(WORDS, st.lists(st.sampled_from("abcdefg")))
def test_a_snapshot_holds_all_of_it(words: list, undone: list[str]) -> None:
    """What was dumped and loaded stands as before, and takes an undo of what it holds."""
    guns = folded(*[gun(*word) for word in words], *[back(id_) for id_ in undone])
    loaded = folded()
    loaded.load(guns.dump())
    for one in (guns, loaded):
        one.apply(back("a"))
    assert loaded.all_standing() == guns.all_standing()
    assert [stands(loaded, w) for w in "12"] == [stands(guns, w) for w in "12"]
