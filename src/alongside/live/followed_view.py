"""A runner as somebody sees her who follows her: after a pause, as if the signal was lost.

What is withheld leaves no trace. Expected times are those foreseen at the last crossing that may be known,
for everybody who follows anybody: so a pause, a mat that missed her and a bad hour look the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from alongside.events.plan import RacePlan, Split
from alongside.forecast.as_crossed import Foreseen, Range
from alongside.live.ride_views import Riding
from alongside.live.views import Crossed, RunnerView


def followed_view(view: RunnerView, plan: RacePlan, may_know: Callable[[int | None], bool]) -> RunnerView:
    """Return what is left of a view when only what became so at times that ``may_know`` allows counts.

    ``may_know(None)`` is about now: where it allows that, only the expected times are others.
    """
    known = view if may_know(None) else _known(view, may_know)
    done = known.status not in ("expected", "on_course")
    return msgspec.structs.replace(
        known,
        riding=Riding(),
        own=None,
        tables=(),
        overdue_s=0.0,
        going=None,
        makes_limit=None,
        **_next(known, plan, done),
        **_expected(known, done),
    )


def _known(view: RunnerView, may_know: Callable[[int | None], bool]) -> RunnerView:
    crossings = tuple(crossed for crossed in view.crossings if may_know(crossed.at_ms))
    done = view.done_ms is not None and may_know(view.done_ms)
    last = crossings[-1] if crossings else None
    seen = view.seen_ms is not None and may_know(view.seen_ms)
    return msgspec.structs.replace(
        view,
        company=None,
        status=view.status if done else "on_course" if crossings else "expected",
        start_ms=view.start_ms if view.start_ms is not None and may_know(view.start_ms) else None,
        chip_ms=view.chip_ms if done else None,
        done_ms=view.done_ms if done else None,
        official=None,
        crossings=crossings,
        foreseen=view.foreseen[: len(crossings)],
        seen_ms=view.seen_ms if seen else last.at_ms if last else None,
        seen_place=view.seen_place if seen else last.split if last else "",
        along_m=None,
        how="mat",
    )


def _next(view: RunnerView, plan: RacePlan, done: bool) -> dict[str, object]:
    """Return the place that comes after her last known crossing: a split, or the finish line."""
    distance = next((one for one in plan.distances if one.id == view.distance), None)
    if done or not view.crossings or distance is None:
        return {"next_split": "", "next_m": None}
    ahead = _ahead(distance.splits, view.crossings)
    if not ahead:
        return {"next_split": "Finish", "next_m": distance.length_m}
    return {"next_split": ahead[0].name, "next_m": ahead[0].along_m}


def _expected(view: RunnerView, done: bool) -> dict[str, int | None]:
    """Return the times that were foreseen at her last known crossing."""
    last = view.foreseen[-1] if view.foreseen and not done else Foreseen(None, None)
    return _fields("next", last.next_ms) | _fields("finish", last.finish_ms)


def _fields(name: str, times_ms: Range | None) -> dict[str, int | None]:
    names = f"{name}_from_ms", f"{name}_ms", f"{name}_to_ms"
    return dict(zip(names, times_ms or (None, None, None), strict=True))


def _ahead(splits: Sequence[Split], crossings: Sequence[Crossed]) -> list[Split]:
    return [split for split in splits if split.along_m > crossings[-1].along_m]
