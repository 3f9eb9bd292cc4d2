"""What is said of a runner whom a station says has dropped out: on control's page and on the radio page."""

from __future__ import annotations

from alongside.live.ports import People
from alongside.live.views import DropClaim, RaceView
from alongside.web import words
from alongside.web.station_blocks import who_said


def claim_row(people: People, claim: DropClaim, view: RaceView) -> dict[str, str]:
    """Return who is said to have dropped out, where, when and by whom, with the key that confirms it."""
    names = {distance.id: distance.name for distance in view.distances}
    when = words.clock(claim.at_ms, view.zone, view.race_now_ms)
    by = " and ".join(who_said(people, one) for one in claim.by)
    where = " and ".join(claim.stations) or claim.place
    at = f" at {where}" if where else ""
    said = f"Bib {claim.bib} ({names.get(claim.distance, claim.distance)}) dropped out{at}, {when}"
    return {"words": f"{said}, says {by}.", "key": claim.key}
