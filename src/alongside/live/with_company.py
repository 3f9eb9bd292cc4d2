"""Views of runners with who runs with each: at the finish line, and of those whom somebody looks at."""

from __future__ import annotations

import msgspec

from alongside.live.announcer_views import AnnouncerView, Homecoming
from alongside.live.company import CompanyDay
from alongside.live.state import LiveState
from alongside.live.views import RunnerView


def homes_with_company(
    home: AnnouncerView, state: LiveState, company: CompanyDay, at_ms: int
) -> AnnouncerView:
    """Return the finish line with whom each of those near it has come with."""
    index = state.crossings.field.index
    found = company.of(state, [index(one.bib) for one in (*home.coming, *home.done)], at_ms)

    def of(homes: tuple[Homecoming, ...]) -> tuple[Homecoming, ...]:
        return tuple(msgspec.structs.replace(one, company=found.get(index(one.bib))) for one in homes)

    return msgspec.structs.replace(home, coming=of(home.coming), done=of(home.done))


def runners_with_company(
    runners: dict[str, RunnerView], state: LiveState, company: CompanyDay, at_ms: int
) -> dict[str, RunnerView]:
    """Return views of runners with who runs with each; of who is not on the course, nothing."""
    index = state.crossings.field.index
    out = {bib: index(view.bib) for bib, view in runners.items() if view.status == "on_course"}
    found = company.of(state, out.values(), at_ms)
    return {
        bib: msgspec.structs.replace(view, company=found.get(out[bib])) if bib in out else view
        for bib, view in runners.items()
    }
