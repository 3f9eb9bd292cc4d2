"""The first words of race control's page: how urgent it is, the answer, and what else must be known."""

from __future__ import annotations

from typing import Any

from alongside.live.ports import People
from alongside.live.views import RaceView, Severity
from alongside.web.morning_words import headline_with_whys

SEVERITIES: dict[Severity, str] = {"calm": "All calm", "look": "Look at this", "act": "Act now"}
MOST_OPEN = 4  # of the sentences under the first; whatever says "act" stands open however many there are
NO_ROOM = "The disk of the race is full: nothing that is sent now is kept. Free some space on the server."


def headline_block(view: RaceView, people: People | None) -> dict[str, Any]:
    """Return the severity, the first sentence, what stands open under it and what is behind one press.

    ``people`` knows the words that belong behind a sentence; without it there is no why.
    """
    headline = view.headline
    first, more = headline.first, headline.more
    if people is not None:
        first, more = headline_with_whys(headline, people)
    unsaid: tuple[Severity, ...] = tuple("act" for _ in more)
    levels = headline.levels[1:] or unsaid
    open_, folded = _fold(list(zip(levels, more, strict=True)), is_calm=headline.severity == "calm")
    severity = headline.severity
    return {
        "severity": severity,
        "says": SEVERITIES[severity],
        "first": first,
        "more": open_,
        "folded": folded,
    }


def no_room(headline: dict[str, Any]) -> dict[str, Any]:
    """Return a headline that says first of all that nothing can be kept any more."""
    more = [headline["first"], *headline["more"]]
    return {**headline, "severity": "act", "says": SEVERITIES["act"], "first": NO_ROOM, "more": more}


def _fold(said: list[tuple[Severity, str]], *, is_calm: bool) -> tuple[list[str], list[str]]:
    """Return what stands open and what is folded: of a busy day the plain state and what is urgent stand."""
    open_: list[str] = []
    folded: list[str] = []
    for place, (level, sentence) in enumerate(said):
        may_stand = is_calm or place == 0 or level == "look"
        stands = level == "act" or (may_stand and place < MOST_OPEN)
        (open_ if stands else folded).append(sentence)
    return open_, folded
