"""The closing report in words: broken promises first, then every place, then what to ask for next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alongside.events.bodies import Advice
from alongside.live.report_views import Passed, ReportView, SectionReport, StationReport, Told
from alongside.live.said_by import said_by
from alongside.live.views import Counts
from alongside.units import MS_PER_S, show_km, show_span
from alongside.web import words

FIVE_MIN_MS = 5 * 60 * MS_PER_S
ADVICE: dict[Advice, str] = {
    "stay": "to stay",
    "closes_at": "that it may close at",
    "may_close": "that it may close",
    "ask": "that control is asked: the last comes after the permit",
}
GONE = {"packed_up": "packed up", "closed": "closed"}
Clock = Callable[[int | None], str]


class Tell:
    """Times of one report, as the wall at the race showed them; the weekday where it is not the race's."""

    def __init__(self, report: ReportView) -> None:
        guns = [one.first_gun_ms for one in report.distances if one.first_gun_ms is not None]
        self._zone, self._day_ms = report.zone, min(guns, default=report.at_ms)

    def __call__(self, at_ms: int | None) -> str:
        return "" if at_ms is None else words.clock(at_ms, self._zone, self._day_ms)


def report_context(report: ReportView, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return everything that the report says; ``texts`` are control's words by their ids."""
    tell = Tell(report)
    names = {one.id: one.name for one in report.distances}
    return {
        "name": report.name,
        "date": report.date,
        "as_of": tell(report.at_ms),
        "is_over": report.is_over,
        "first": first_sentence(report),
        "counts": words.count_items(Counts(**report.counts)),
        "accounted": f"All accounted for, {tell(report.accounted_ms)}."
        if report.accounted_ms is not None
        else "Not everybody is accounted for yet.",
        "broken": [*_broken_stations(report, tell), *_broken_sections(report, tell)],
        "stations": [station_row(one, names, tell, texts) for one in report.stations],
        "sections": [section_row(one, names, tell) for one in report.sections],
        "evidence": evidence(report, tell),
        "distances": [(one.name, words.count_items(Counts(**one.counts))) for one in report.distances],
    }


def first_sentence(report: ReportView) -> str:
    """Return what came of the day's promises, in a sentence or two."""
    tables = [one for one in report.stations if one.verdict == "broken"]
    streets = [one for one in report.sections if one.verdict == "broken"]
    unsaid = sum(one.verdict == "unsaid" for one in report.stations)
    done = sum(one.verdict != "open" for one in report.stations)
    silent = f" At {unsaid} of {len(report.stations)} stations nobody said when it closed." if unsaid else ""
    so_far = "" if report.is_over else " so far"
    if not tables and not streets:
        if done and unsaid == done:
            return f"No station said when it closed{so_far}: whether every table was there, nobody can say."
        return f"No promise is known to be broken{so_far}.{silent}"
    parts = [f"{_named([one.name for one in tables], 'tables')} gone"] if tables else []
    if streets:
        parts.append(f"{_named([one.street for one in streets], 'streets')} to reopen")
    return f"{' and '.join(parts)} before the last runner inside the limit{so_far}.{silent}"


def _named(names: list[str], many: str) -> str:
    return f"{names[0]} was" if len(names) == 1 else f"{len(names)} {many} were"


def _broken_stations(report: ReportView, tell: Tell) -> list[str]:
    said = []
    for one in sorted(report.stations, key=lambda station: station.margin_s or 0):
        came = words.some(one.inside_when_gone, "runner inside the limit", "runners inside the limit")
        if one.verdict == "broken":
            gone = (
                f"{GONE[_last_gone(one)]} at {tell(one.gone_ms)}" if one.gone_ms else "packed up for a while"
            )
            said.append(f"{one.name}: {gone}; {came} came to no table{_last(one.passed, tell)}.")
        if one.inside_dry:
            came = words.some(one.inside_dry, "runner inside the limit", "runners inside the limit")
            said.append(f"{one.name}: out of water while {came} came.")
    return said


def _broken_sections(report: ReportView, tell: Tell) -> list[str]:
    broken = [one for one in report.sections if one.verdict == "broken"]
    return [
        f"{one.street}: to reopen at {tell(one.planned_ms)}, when "
        f"{words.some(one.inside_after, 'runner inside the limit was', 'runners inside the limit were')} "
        f"still to leave it{_last(one.passed, tell)}."
        for one in sorted(broken, key=lambda section: section.margin_s or 0)
    ]


def _last(passed: Passed, tell: Tell) -> str:
    return f", the last about {tell(passed.last_inside_ms)}" if passed.last_inside_ms is not None else ""


def _last_gone(one: StationReport) -> str:
    return next((word.said for word in reversed(one.words) if word.said in GONE), "packed_up")


def station_row(
    one: StationReport, names: Mapping[str, str], tell: Tell, texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return a station's line of the report."""
    return {
        "name": one.name,
        "where": ", ".join(_where(names, place, along_m) for place, along_m in one.places),
        "planned": tell(one.planned_ms) or "no time",
        "told": [_told(told, tell) for told in _turns(one.told)] or ["nothing"],
        "kept": [
            f"until {tell(kept.until_ms)} by {said_by(kept.by)} at {tell(kept.at_ms)}"
            + (f": {texts[kept.text_id]}" if kept.text_id in texts else "")
            for kept in one.kept
        ],
        "said": [
            f"{GONE[word.said]} at {tell(word.at_ms)} by {said_by(word.by)}"
            for word in one.words
            if word.said in GONE
        ],
        "last": _passed(one.passed, tell),
        "after": tell(one.passed.last_ms) if one.passed.is_final else "",
        "margin": margin(one.margin_s) or ("" if one.passed.is_final else "not yet"),
        "others": words.some(one.others_when_gone, "beyond the limit", "beyond the limit")
        if one.others_when_gone
        else "",
        "broken": one.verdict == "broken",
    }


def _where(names: Mapping[str, str], distance: str, along_m: float) -> str:
    several = f"{names.get(distance, distance)} " if len(names) > 1 else ""
    return f"{several}{show_km(along_m)}"


def _turns(told: tuple[Told, ...]) -> list[Told]:
    """Return what a station was told of closing, at most the last four; to stay only where nothing else."""
    return [one for one in told if one.new != "stay"][-4:] or list(told[-1:])


def _told(one: Told, tell: Tell) -> str:
    when = f" {tell(one.closes_ms)}" if one.new == "closes_at" else ""
    return f"at {tell(one.at_ms)} {ADVICE[one.new]}{when}"


def section_row(one: SectionReport, names: Mapping[str, str], tell: Tell) -> dict[str, Any]:
    """Return a street's line of the report."""
    return {
        "street": one.street,
        "where": f"{names.get(one.distance, one.distance)} {show_km(one.from_m)} to {show_km(one.to_m)}",
        "planned": tell(one.planned_ms) or "no time",
        "last": _passed(one.passed, tell),
        "after": tell(one.passed.last_ms) if one.passed.is_final else "",
        "swept": tell(one.swept_ms) or ("not seen" if one.passed.is_final else "not yet"),
        "margin": margin(one.margin_s) or ("" if one.passed.is_final else "not yet"),
        "broken": one.verdict == "broken",
    }


def _passed(passed: Passed, tell: Tell) -> str:
    if passed.last_inside_ms is None:
        return "nobody read" if passed.is_final else "nobody yet"
    so_far = "" if passed.is_final else ", so far"
    return f"{'' if passed.read else 'about '}{tell(passed.last_inside_ms)}{so_far}"


def margin(margin_s: int | None) -> str:
    """Return how much later than the last inside the limit, in words."""
    if margin_s is None:
        return ""
    return f"{show_span(margin_s)} {'after her' if margin_s >= 0 else 'too early'}"


def evidence(report: ReportView, tell: Tell) -> list[dict[str, str]]:
    """Return for each place what the day shows it needs: the latest of what came and what is promised."""
    rows = [(one.street, one.planned_ms, one.passed, one.swept_ms) for one in report.sections]
    rows += [(one.name, one.planned_ms, one.passed, None) for one in report.stations]
    return [_evidence(*row, tell=tell) for row in rows if row[2].is_final]


def _evidence(
    name: str, planned_ms: int | None, passed: Passed, swept_ms: int | None, *, tell: Tell
) -> dict[str, str]:
    needs = [ms for ms in (passed.last_inside_ms, passed.by_plan_ms, swept_ms) if ms is not None]
    until_ms = -(-max(needs) // FIVE_MIN_MS) * FIVE_MIN_MS if needs else None
    change = ""
    if until_ms is not None and planned_ms is not None:
        early = until_ms > planned_ms
        change = (
            "as planned" if until_ms == planned_ms else f"{show_span((until_ms - planned_ms) / MS_PER_S)} "
        )
        change += "" if until_ms == planned_ms else "later" if early else "earlier would do"
    return {
        "name": name,
        "planned": tell(planned_ms) or "no time",
        "came": tell(passed.last_inside_ms),
        "promised": tell(passed.by_plan_ms) or "no limit",
        "ask": tell(until_ms),
        "change": change,
    }
