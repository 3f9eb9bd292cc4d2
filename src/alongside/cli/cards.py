"""Cards to print, one for each captain: four to a page, A4 or Letter, each folded once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alongside.cli.link_making import Made
from alongside.events.plan import RacePlan
from alongside.web.drawing import draw
from alongside.web.qr import qr_svg
from alongside.web.role_words import SENTENCES, TITLES, emergency_words

TO_A_PAGE = 4


def cards_page(plan: RacePlan, made: Sequence[Made]) -> str:
    """Return a page of cards, black on white, as one HTML file that needs nothing else."""
    cards = [card(plan, one) for one in made]
    base_url = next((one.address.rsplit("/", 3)[0] for one in made), "")
    pages = [cards[first : first + TO_A_PAGE] for first in range(0, len(cards), TO_A_PAGE)]
    return draw("cards.html", {"name": plan.name, "pages": pages, "base_url": base_url})


def card(plan: RacePlan, one: Made) -> dict[str, Any]:
    """Return what stands on one card: outside the role and the race, inside the code."""
    role = one.want.role
    return {
        "title": TITLES[role],
        "where": one.want.title,
        "sentence": SENTENCES[role],
        "race": plan.name,
        "date": plan.date,
        "emergency": emergency_words(plan),
        "qr": qr_svg(one.address),
        "address": one.address.removeprefix("https://"),
    }
