"""A runner as somebody sees her who may not know everything: after a pause, as if the signal was lost.

What is withheld leaves no trace: the next place and time are worked out anew from the crossings that are
left, by the last segment's pace, so that a pause and a mat that missed her look the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from alongside.events.plan import RacePlan, Split
from alongside.live.views import Crossed, RunnerView


def followed_view(view: RunnerView, plan: RacePlan, may_know: Callable[[int | None], bool]) -> RunnerView:
    """Return what is left of a view when only what became so at times that ``may_know`` allows counts.

    ``may_know(None)`` is about now: where it allows that, the view is whole.
    """
    if may_know(None):
        return view
    crossings = tuple(crossed for crossed in view.crossings if may_know(crossed.at_ms))
    done = view.done_ms is not None and may_know(view.done_ms)
    last = crossings[-1] if crossings else None
    seen = view.seen_ms is not None and may_know(view.seen_ms)
    return msgspec.structs.replace(
        view,
        status=view.status if done else "on_course" if crossings else "expected",
        start_ms=view.start_ms if view.start_ms is not None and may_know(view.start_ms) else None,
        chip_ms=view.chip_ms if done else None,
        done_ms=view.done_ms if done else None,
        official=None,
        crossings=crossings,
        seen_ms=view.seen_ms if seen else last.at_ms if last else None,
        seen_place=view.seen_place if seen else last.split if last else "",
        along_m=None,
        how="mat",
        overdue_s=0.0,
        **_next(view, plan, crossings, done),
    )


def _next(view: RunnerView, plan: RacePlan, crossings: Sequence[Crossed], done: bool) -> dict[str, object]:
    """Return the next split and when she is there, by the pace between her last two known crossings."""
    distance = next((one for one in plan.distances if one.id == view.distance), None)
    ahead = _ahead(distance.splits if distance else (), crossings)
    if done or not ahead or not crossings:
        return {"next_split": "", "next_m": None, "next_ms": None, "finish_ms": None}
    pace = _ms_per_m(crossings)
    last = crossings[-1]

    def there_ms(along_m: float) -> int | None:
        return None if pace is None else round(last.at_ms + pace * (along_m - last.along_m))

    first, finish = ahead[0], ahead[-1]
    return {
        "next_split": first.name,
        "next_m": first.along_m,
        "next_ms": there_ms(first.along_m),
        "finish_ms": there_ms(finish.along_m),
    }


def _ahead(splits: Sequence[Split], crossings: Sequence[Crossed]) -> list[Split]:
    at_m = crossings[-1].along_m if crossings else -1.0
    return [split for split in splits if split.along_m > at_m]


def _ms_per_m(crossings: Sequence[Crossed]) -> float | None:
    if len(crossings) < 2:
        return None
    before, last = crossings[-2:]
    metres = last.along_m - before.along_m
    return (last.at_ms - before.at_ms) / metres if metres > 0 else None
