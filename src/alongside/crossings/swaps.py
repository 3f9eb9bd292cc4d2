"""Who wears which bib, where it is not her own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alongside.events.bodies import SwapBody
from alongside.units import normal_code


def claims_of(swaps: Iterable[SwapBody]) -> dict[str, str]:
    """Return worn bib -> bib of the entry whose runner wears it; of two who claim one, the later said.

    ``swaps`` holds the latest word about each entry, in the order in which they were said.
    """
    wears = {normal_code(swap.bib): normal_code(swap.worn) for swap in swaps}
    return {worn: bib for bib, worn in wears.items() if bib != worn}


def wearers(claims: Mapping[str, str], entered: Mapping[str, int]) -> dict[str, int]:
    """Return worn bib -> index of the entry whose runner wears it, for every bib worn by another.

    ``entered`` is bib -> index. Whose bib is taken, and of whom nothing was said, wears the bib that the
    chain of those who took one leaves over: of two who swapped, each the other's. A bib that is no entry's
    is a replacement; then her own stays hers too, unless somebody else wears it.
    """
    held = {worn: bib for worn, bib in claims.items() if bib in entered}
    found = {worn: entered[bib] for worn, bib in held.items()}
    wearing = {bib: worn for worn, bib in held.items()}
    for bib in [bib for bib in held if bib in entered and bib not in wearing]:
        found[_left_over(bib, held)] = entered[bib]
    return found


def _left_over(bib: str, held: Mapping[str, str]) -> str:
    """Follow whoever took a bib to her own, and on, until one that nobody took."""
    while bib in held:
        bib = held[bib]
    return bib
