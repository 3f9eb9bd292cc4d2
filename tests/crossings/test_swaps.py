"""Who wears which bib: swaps in pairs, in chains and in circles, and replacement bibs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alongside.crossings.swaps import claims_of, wearers
from alongside.events.bodies import SwapBody

ENTERED = {bib: i for i, bib in enumerate("ABCDEF")}


def worn(*pairs: str) -> dict[str, str]:
    """Return bib -> bib of the entry whose runner wears it, after swaps such as ``AB``: A wears B."""
    claims = claims_of([SwapBody(pair[0], pair[1], "control/1") for pair in pairs])
    names = {index: bib for bib, index in ENTERED.items()}
    return {bib: names[index] for bib, index in wearers(claims, ENTERED).items()}


def test_two_who_swapped_wear_each_others() -> None:
    """One row is enough: whose bib was taken wears the other's."""
    assert worn("AB") == {"B": "A", "A": "B"}


def test_a_chain_leaves_the_free_bib_to_whoever_lost_hers() -> None:
    """A wears B's and B wears C's; so C can only wear A's."""
    assert worn("AB", "BC") == {"B": "A", "C": "B", "A": "C"}
    assert worn("AB", "BC", "CD") == {"B": "A", "C": "B", "D": "C", "A": "D"}


def test_a_circle_closes() -> None:
    """A wears B, B wears C, C wears A: three rows, three bibs, nobody left over."""
    assert worn("AB", "BC", "CA") == {"B": "A", "C": "B", "A": "C"}


def test_a_replacement_bib_is_hers_beside_her_own() -> None:
    """A bib of nobody's goes to who wears it; her own stays hers, since nobody else wears it."""
    assert worn("AX") == {"X": "A"}


def test_a_replacement_frees_her_own_for_another() -> None:
    """A got a replacement and B wears A's: B's own stays B's, since nobody lost theirs."""
    assert worn("AX", "BA") == {"X": "A", "A": "B"}


def test_of_two_who_claim_one_bib_the_later_said_wears_it() -> None:
    """A bib hangs on one runner; the word that was said later is the one to go by."""
    assert worn("AC", "BC") == {"C": "B", "B": "C"}


def test_what_is_said_of_a_bib_that_nobody_has_changes_nothing() -> None:
    """A swap about an entry that is not there waits for it."""
    assert worn("XA") == {}


def test_her_own_bib_is_no_swap() -> None:
    """Saying that somebody wears her own takes an earlier word out of force."""
    assert claims_of([SwapBody("007", "7", "control/1")]) == {}


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEFXY")), max_size=8))
def test_nobody_is_left_without_a_bib(pairs: list[tuple[str, str]]) -> None:
    """Whatever is said, each runner wears some bib, and who is said to wear one wears it."""
    latest = dict(pairs)
    claims = claims_of([SwapBody(bib, worn, "control/1") for bib, worn in latest.items()])
    found = wearers(claims, ENTERED)
    wears = {bib: found.get(bib, index) for bib, index in ENTERED.items()}
    replaced = {index for bib, index in found.items() if bib not in ENTERED}
    assert set(wears.values()) | replaced == set(ENTERED.values())
    assert all(found[worn] == ENTERED[bib] for worn, bib in claims.items())
