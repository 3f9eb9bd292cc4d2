"""The closing report as a table: one row for each station and street, times as ISO 8601."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alongside.live.report_views import ReportView, SectionReport, StationReport
from alongside.web.city_files import iso

TITLES = (
    "kind", "name", "distance", "km", "planned", "told", "kept_until", "gone", "last_inside", "last_of_all",
    "limit_promises", "swept", "margin_s", "inside_when_gone", "inside_dry", "verdict",
)  # fmt: skip


def report_rows(report: ReportView) -> dict[str, Sequence[Any]]:
    """Return the columns of the table, in the order of the plan: stations, then streets."""
    rows = [*_stations(report), *_sections(report)]
    return {title: [row[n] for row in rows] for n, title in enumerate(TITLES)}


def _stations(report: ReportView) -> Iterator[tuple[Any, ...]]:
    for one in report.stations:
        distance, along_m = max(one.places, key=lambda place: place[1], default=("", 0.0))
        yield ("station", one.name, distance, *_times(report, one, along_m))


def _times(report: ReportView, one: StationReport, along_m: float) -> tuple[Any, ...]:
    told = next(
        (t.closes_ms or t.at_ms for t in reversed(one.told) if t.new in ("closes_at", "may_close")), None
    )
    kept = max((kept.until_ms for kept in one.kept), default=None)
    times = (one.planned_ms, told, kept, one.gone_ms)
    passed = (one.passed.last_inside_ms, one.passed.last_ms, one.passed.by_plan_ms)
    iso_times = [iso(ms, report.zone) for ms in (*times, *passed, None)]
    counted = one.margin_s, one.inside_when_gone, one.inside_dry, one.verdict
    return (round(along_m / 1000, 3), *iso_times, *counted)


def _sections(report: ReportView) -> Iterator[tuple[Any, ...]]:
    for one in report.sections:
        yield ("street", one.street, one.distance, *_section(report, one))


def _section(report: ReportView, one: SectionReport) -> tuple[Any, ...]:
    passed = (one.passed.last_inside_ms, one.passed.last_ms, one.passed.by_plan_ms, one.swept_ms)
    iso_times = [iso(ms, report.zone) for ms in (one.planned_ms, None, None, None, *passed)]
    return (round(one.to_m / 1000, 3), *iso_times, one.margin_s, one.inside_after, None, one.verdict)
