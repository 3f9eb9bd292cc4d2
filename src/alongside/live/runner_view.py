"""One runner at one tick: what her own page, and whoever may see her, is drawn from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from alongside.forecast.as_crossed import AsCrossed, Foreseen
from alongside.forecast.run_on import RunOn
from alongside.live.grounds import grounds
from alongside.live.notices_view import for_runner, interrupted, message_views
from alongside.live.ride_view import riding
from alongside.live.state import LiveState
from alongside.live.views import Crossed, Interrupted, MessageView, RunnerView
from alongside.live.water_ahead import tables_ahead
from alongside.race.state import NONE, STATUSES
from alongside.units import normal_code


def runner_views(
    state: LiveState, field: RunOn, bibs: Iterable[str], as_crossed: AsCrossed
) -> dict[str, RunnerView]:
    """Return views by normalised bib; a bib that nobody is entered with has none."""
    found: dict[str, RunnerView] = {}
    messages = message_views(state)
    stopped = {one.id: interrupted(state.race.notices.on(one.id)) for one in state.plan.distances}
    by_bib = state.crossings.field.by_bib
    entries = {bib: by_bib[bib] for bib in sorted({normal_code(bib) for bib in bibs}) if bib in by_bib}
    foreseen = as_crossed.of(state.crossings, state.race, np.array(list(entries.values()), dtype=np.int64))
    for bib, entry in entries.items():
        view = _runner_view(state, field, entry, messages, stopped)
        found[bib] = msgspec.structs.replace(view, foreseen=_foreseen(state, field, entry, foreseen[entry]))
    return found


def _foreseen(
    state: LiveState, field: RunOn, entry: int, by_split: dict[int, Foreseen]
) -> tuple[Foreseen, ...]:
    """Return what was foreseen at each crossing, later by as long as her distance has been stopped since."""
    if not by_split:
        return ()
    crossed_ms = state.crossings.columns["at_ms"][entry][list(by_split)].astype(np.float64)
    distance = np.full(len(crossed_ms), state.race["distance"][entry])
    halted_ms = state.race.interruptions.halted_ms(
        distance, crossed_ms, np.full(len(crossed_ms), field.at_ms * 1.0)
    )
    return tuple(one.later_by(round(float(ms))) for one, ms in zip(by_split.values(), halted_ms, strict=True))


def _runner_view(
    state: LiveState,
    field: RunOn,
    entry: int,
    messages: tuple[MessageView, ...],
    stopped: dict[str, Interrupted],
) -> RunnerView:
    race, worn = state.race, state.crossings.field.entries[entry]
    distance = state.plan.distance(worn.distance)
    guns = state.crossings.guns_of(entry)
    on_road = _on_road(state, field, entry)
    return RunnerView(
        bib=worn.bib,
        adult=worn.adult,
        distance=distance.id,
        distance_name=distance.name,
        length_m=distance.length_m,
        wave=worn.wave,
        gun_ms=guns.own_ms,
        status=STATUSES[race["status"][entry]],
        start_ms=_known(race["start_ms"][entry]),
        chip_ms=_known(race["chip_ms"][entry]),
        done_ms=_known(race["done_ms"][entry]),
        crossings=_crossings(state, entry),
        **_seen(state, entry),
        messages=for_runner(messages, distance.id, on_road.get("along_m")),
        **on_road,
        interrupted=stopped[distance.id],
        riding=riding(state, entry),
        **_said_of(state, entry),
    )


def _crossings(state: LiveState, entry: int) -> tuple[Crossed, ...]:
    course = state.crossings.course_of(entry)
    at_ms = state.crossings.columns["at_ms"][entry]
    rows = zip(course.names, course.along_m, at_ms.tolist(), strict=False)
    return tuple(Crossed(name, along_m, ms) for name, along_m, ms in rows if ms >= 0)


def _seen(state: LiveState, entry: int) -> dict[str, Any]:
    """Return when and where anything real last saw her, questionable reads too."""
    crossings = state.crossings
    seen_ms, mat = int(crossings.columns["seen_ms"][entry]), int(crossings.columns["seen_mat"][entry])
    place = state.mat_name(crossings.reads.mats.texts[mat]) if mat >= 0 else ""
    return {"seen_ms": _known(seen_ms), "seen_place": place}


def _on_road(state: LiveState, field: RunOn, entry: int) -> dict[str, Any]:
    """Return where she is thought to be and goes next; nothing for who is not on the course."""
    j = int(np.searchsorted(field.who, entry))
    if j >= len(field.who) or field.who[j] != entry:
        return {}
    names = state.crossings.course_of(entry).names
    split = int(field.next_split[j])
    distance, going = state.crossings.field.entries[entry].distance, float(field.going[j])
    return {
        "along_m": float(field.along_m[j]),
        "how": grounds(field, j),
        "phone_ms": round(float(field.base_ms[j])) if field.by_phone[j] else None,
        "phone_m": float(field.base_m[j]) if field.by_phone[j] else None,
        "next_split": names[split] if split < len(names) else "Finish",
        "next_m": float(field.next_m[j]),
        "overdue_s": float(field.overdue_s[j]),
        "tables": tables_ahead(state, distance, float(field.along_m[j])),
        **_arrivals(field, j),
        "going": None if math.isnan(going) else going,
        "makes_limit": None if state.plan.distance(distance).limit_s is None else field.makes_limit(j),
    }


def _arrivals(field: RunOn, j: int) -> dict[str, int | None]:
    there, home = field.at_next(j), field.at_finish(j)
    return {
        "next_from_ms": there.from_ms,
        "next_ms": there.ms,
        "next_to_ms": there.to_ms,
        "finish_from_ms": home.from_ms,
        "finish_ms": home.ms,
        "finish_to_ms": home.to_ms,
    }


def _said_of(state: LiveState, entry: int) -> dict[str, Any]:
    """Return what people said that changes her race: a transfer, a swap, the timer's word."""
    entries, race = state.crossings.field, state.race
    worn, entered = entries.entries[entry], entries.entered[entry]
    wears = [bib for bib, wearer in entries.worn.items() if wearer == entry]
    ruling = race.rulings.standing(worn.bib)
    return {
        "entered_distance": entered.distance if entered.distance != worn.distance else "",
        "wears": min(wears, default=""),
        "official": ruling.body.status if ruling is not None and ruling.body.official else None,
    }


def _known(ms: int) -> int | None:
    return None if ms == NONE else int(ms)
