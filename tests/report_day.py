"""A small race that is over, with stations, streets and a sweep, for its closing report."""

from __future__ import annotations

from alongside.events.bodies import AdviceBody, KeepOpenBody, StationBody, SweepBody
from alongside.events.plan import Place, Station
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.report_view import REPORT
from alongside.live.report_views import ReportView
from builders import at, body_draft, read, rows_of
from city_race import opening

STATIONS = (
    Station("w8", "Water 8", (Place("full", 8_000.0), Place("half", 8_000.0)), at("07:00"), at("09:30")),
    Station("w20", "Water 20", (Place("full", 20_000.0),), at("07:30"), at("12:00")),
    Station("w30", "Water 30", (Place("full", 30_000.0),), at("08:00"), at("13:30")),
)
MATS = (("S", "07:01"), ("5K", "07:45"), ("10K", "08:30"))
# C1 finishes in good time, C2 just inside the limit of 15:00; C3 runs the half.
RAN = (
    *(read(f"C{n}", mat, clock) for n in (1, 2, 3) for mat, clock in MATS),
    *(read("C1", mat, clock) for mat, clock in (("HALF", "10:10"), ("30K", "11:30"), ("F", "13:00"))),
    *(read("C2", mat, clock) for mat, clock in (("HALF", "10:30"), ("30K", "12:40"), ("F", "14:52:00"))),
    read("C3", "F", "10:20"),
)


def says(station: str, said: str, clock: str) -> Draft:
    """Return the draft of a word of a station."""
    body = StationBody(station, said, f"station/{station}/7")  # type: ignore[arg-type]
    return Draft(f"station/{station}", f"{said}/{clock}", at(clock), body)


def told(station: str, new: str, clock: str, closes: str = "") -> Draft:
    """Return the draft of an advice to a station."""
    closes_ms = at(closes) if closes else None
    body = AdviceBody(station, "", new, 2, closes_ms)  # type: ignore[arg-type]
    return Draft("advice", f"{station}/{clock}", at(clock), body)


def kept_open(station: str, until: str, clock: str, text_id: str = "t1") -> Draft:
    """Return the draft of race control's decision to keep a station open."""
    return body_draft(KeepOpenBody(station, at(until), "control/1", text_id), f"keep/{station}", clock)


def swept(*seen: tuple[float, str]) -> tuple[Draft, ...]:
    """Return the driver's words on where the sweep was."""
    return tuple(
        body_draft(SweepBody("sweep", along_m, at(clock), "sweep/sweep/1"), f"sweep/{clock}", clock)
        for along_m, clock in seen
    )


def rows(*drafts: Draft, **changes: object) -> list[Draft]:
    """Return everything of the day, in the order of time."""
    said = sorted((*RAN, *drafts), key=lambda draft: draft.received_at_ms or draft.at_ms or 0)
    return [*opening(stations=STATIONS, **changes), *said]


def report_of(*drafts: Draft, clock: str = "16:00", **changes: object) -> ReportView:
    """Return the closing report of the day with these rows."""
    race = Race()
    race.apply(row for row in rows_of(rows(*drafts, **changes)) if row.received_at_ms <= at(clock))
    report = race.look(at(clock), [REPORT]).report
    assert report is not None
    return report
