"""What anybody may see (rule R1): the sentence, the clock, counts, the field as a density, the sweep."""

from __future__ import annotations

from typing import Any

from alongside.live.ports import People, Player, Shown
from alongside.live.views import PublicView
from alongside.web import strip, words
from alongside.web.messages import with_words
from alongside.web.time_blocks import clock_block


def public_blocks(
    shown: Shown, player: Player | None, people: People | None = None
) -> dict[str, dict[str, Any]]:
    """Return what each block of the public page needs, in the order of the page.

    ``people`` knows the words of messages to everybody; without it there are none.
    """
    view = shown.views.public
    said = with_words(people, view.messages, view.zone, view.race_now_ms) if people and view.messages else []
    return {
        "headline": {"first": view.sentence, "counts": words.count_items(view.counts), "messages": said},
        "clock": {"c": clock_block(view, shown.rate, player.state() if player else None)},
        "distances": {"distances": _distances(view)},
    }


def _distances(view: PublicView) -> list[dict[str, Any]]:
    longest_m = max((d.length_m for d in view.distances), default=1.0)
    most = strip.most_per_m(view.distances)
    return [
        {
            "id": d.id,
            "name": d.name,
            "entered": words.number(d.counts.entered),
            "counts": words.count_items(d.counts),
            # never where the last runner is, and never who is behind a sweep
            "strip": strip.draw(d, view.sweeps, longest_m=longest_m, most_per_m=most, last_m=None),
            "sweeps": [
                words.sweep_sentence(s, view.zone, view.race_now_ms, tell_behind=False)
                for s in view.sweeps
                if s.distance == d.id
            ],
            "marks": strip.whereabouts(d.marks, view.zone, view.race_now_ms),
        }
        for d in view.distances
    ]
