"""Whom a sweep has let go on along the pavement: by the bib that she wears, as its driver read it."""

from __future__ import annotations

from alongside.crossings.field import NOBODY
from alongside.events.bodies import LetGoBody
from alongside.events.standing import Said
from alongside.live.state import LiveState
from alongside.units import normal_code


def let_go_entries(state: LiveState) -> frozenset[int]:
    """Return the entries of those who were let go, and on whom nobody has taken it back."""
    field = state.crossings.field
    return frozenset(field.find(said.body.bib, "bib") for said in state.let_go.lasts()) - {NOBODY}


def let_go_bibs(state: LiveState) -> frozenset[str]:
    """Return the same by the normalised bibs that they were given."""
    entries = state.crossings.field.entries
    return frozenset(normal_code(entries[entry].bib) for entry in let_go_entries(state))


def let_go_of(state: LiveState, entry: int) -> list[Said[LetGoBody]]:
    """Return what stands of an entry, the earliest first."""
    field = state.crossings.field
    worn = {bib for bib, wearer in field.worn.items() if wearer == entry}
    bibs = {bib for bib in (*worn, normal_code(field.entries[entry].bib)) if field.find(bib, "bib") == entry}
    found = [said for bib in bibs for said in state.let_go.of(bib)]
    return sorted(found, key=lambda said: said.order)
