"""What people say on a made-up day: guns, drop-outs reported soon, late or never, and the timer's last word.

When the timer has closed the day, everybody who started is finished, dropped or disqualified, and
everybody who did not is marked as not started.
"""

from __future__ import annotations

import numpy as np

from alongside.events.bodies import Body, EntryBody, GunBody, RulingStatusBody, Status
from alongside.events.plan import Distance
from alongside.events.row import Draft
from alongside.simulate.day import Day

_REPORTED, _BY_SWEEP = 0.80, 0.12
_CLOSING_S = 900.0  # the timer begins to close the day this long after the last limit or passing


def gun_drafts(day: Day, rng: np.random.Generator) -> list[Draft]:
    """Return the actual guns, as the timer sends them seconds later."""
    drafts = []
    for wave, gun_tod_s in zip(day.plan.waves, day.gun_tod_s, strict=True):
        at_ms = _ms(day, gun_tod_s)
        body = GunBody(wave.id, at_ms)
        drafts.append(Draft("timer", f"gun-{wave.id}", at_ms, body, at_ms + int(rng.integers(2_000, 9_000))))
    return drafts


def drop_drafts(day: Day, rng: np.random.Generator) -> list[Draft]:
    """Return what is reported of those who stopped: soon by a station or the sweep, else late by control.

    Race control hears of the others from an hour on: they phoned, or somebody fetched their bag.
    """
    drafts, closes_s = [], closing_tod_s(day)
    for row in np.flatnonzero(day.stopped).tolist():
        dice, stopped_s = rng.random(), day.at(row, day.end_m[row])
        soon_s, late_s = float(120 + rng.exponential(700)), float(rng.uniform(3_000, 7_200))
        by = "sweep" if dice < _BY_SWEEP else "station" if dice < _REPORTED else "control"
        said_s = stopped_s + (late_s if by == "control" else min(soon_s, 4_500))
        if said_s < closes_s:
            drafts.append(_report(day, row, said_s, by))
    return drafts


def _report(day: Day, row: int, said_tod_s: float, by: str) -> Draft:
    distance = day.plan.distances[day.field.runs[row]]
    station, name = _nearest(day, distance, day.end_m[row])
    source = f"station-{station}" if by == "station" else f"{by}-desk"
    at_ms = _ms(day, said_tod_s)
    body = RulingStatusBody(str(day.field.bib[row]), "dnf", by, place=name)
    return Draft(source, f"dnf-{day.field.bib[row]}", at_ms, body, at_ms + 1_500)


def _nearest(day: Day, distance: Distance, along_m: float) -> tuple[str, str]:
    """Id and name of the aid station nearest on the road, or of the mat where there is none."""
    places = [
        (abs(place.along_m - along_m), station.id, station.name)
        for station in day.plan.stations
        for place in station.places
        if place.distance == distance.id
    ]
    mats = [(abs(split.along_m - along_m), split.mat, split.name) for split in distance.splits]
    return min(places or mats)[1:]


def closing_drafts(day: Day, unseen_finishes: np.ndarray, rng: np.random.Generator) -> list[Draft]:
    """Return the timer's last word on everybody whose status the reads alone do not settle.

    ``unseen_finishes`` are the rows that finished without a read; the timer gives their net time from the
    camera. Corrections of a distance come within the hour, the rest after the last limit and passing.
    """
    drafts = [*_wrong_courses(day), *_unseen(day, unseen_finishes, rng)]
    said_s = closing_tod_s(day)
    words: tuple[tuple[np.ndarray, Status], ...] = ((day.stopped, "dnf"), (~day.field.starts, "dns"))
    for rows, status in words:
        for row in np.flatnonzero(rows):
            said_s += float(rng.uniform(0.2, 4.0))
            drafts.append(_official(day, int(row), status, said_s))
    return drafts


def closing_tod_s(day: Day) -> float:
    """Return when the timer begins to close the day: the last finish, sweep or limit, and a while."""
    guns = [*day.gun_tod_s]
    limits = [distance.limit_s + max(guns) for distance in day.plan.distances if distance.limit_s]
    ended = day.end_tod_s()[day.field.starts]
    swept = [float(np.interp(_end_m(day, at), day.at_m, clock)) for at, clock in enumerate(day.sweeps())]
    return float(max([*limits, *swept, ended.max(initial=0.0)])) + _CLOSING_S


def _end_m(day: Day, sweep: int) -> float:
    return day.plan.distance(day.plan.sweeps[sweep].distance).length_m


def _wrong_courses(day: Day) -> list[Draft]:
    """Who ran further than entered is entered anew; who ran less is disqualified."""
    field, drafts = day.field, []
    for row in np.flatnonzero((field.entered != field.runs) & day.finished).tolist():
        entered, ran = (day.plan.distances[at[row]] for at in (field.entered, field.runs))
        said_s = day.at(row, min(entered.length_m, ran.length_m)) + 2_400
        if ran.length_m > entered.length_m:
            body = entry_body(day, row, ran.id)
            drafts.append(_draft(day, f"entry-{body.bib}", said_s, body))
        else:
            drafts.append(_official(day, row, "dsq", said_s))
    return drafts


def _unseen(day: Day, rows: np.ndarray, rng: np.random.Generator) -> list[Draft]:
    drafts = []
    for row in rows:
        finish_s = day.at(row, day.end_m[row])
        chip_s = round(float(finish_s - day.clock_s[row, 0]), 1)
        drafts.append(_official(day, int(row), "finished", finish_s + float(rng.uniform(900, 3_600)), chip_s))
    return drafts


def _official(day: Day, row: int, status: Status, said_tod_s: float, chip_s: float | None = None) -> Draft:
    bib = str(day.field.bib[row])
    body = RulingStatusBody(bib, status, "timer", official=True, chip_s=chip_s)
    return _draft(day, f"status-{bib}", said_tod_s, body)


def entry_body(day: Day, row: int, distance: str) -> EntryBody:
    """Return an entry as the roster (or a correction) has it."""
    field = day.field
    return EntryBody(
        bib=str(field.bib[row]),
        distance=distance,
        wave=day.plan.waves[field.wave[row]].id,
        chips=(chip_of(int(field.bib[row])),),
        adult=bool(field.adult[row]),
        expected_s=float(field.expected_s[row]),
    )


def chip_of(bib: int) -> str:
    """Return the chip on a bib, in the manner of tags: a letter pair and a number that is not the bib."""
    return f"TR{bib * 7 + 10_003}"


def _draft(day: Day, row_id: str, said_tod_s: float, body: Body) -> Draft:
    at_ms = _ms(day, said_tod_s)
    return Draft("timer", row_id, at_ms, body, at_ms + 1_000)


def _ms(day: Day, tod_s: float) -> int:
    return day.plan.day_start_ms + round(tod_s * 1000)
