"""A recorded day under a limit, played through the race as it would run: when is each table told to close?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from alongside.errors import InputError
from alongside.events.bodies import AdviceBody, PlanBody, ReadBody, RulingStatusBody
from alongside.events.plan import Distance, Place, RacePlan, Station, Wave
from alongside.events.row import Draft, Row
from alongside.feeds.pair import recorded_race
from alongside.folders.pair_files import is_pair, pair_paths, read_table
from alongside.forecast.prior import Prior
from alongside.live.pipeline import Race
from alongside.score.closings import Closed
from alongside.score.limited import Last, Limited, Rules, limited
from alongside.units import MS_PER_S

MINUTE_MS = 60_000
AFTER_MS = 3 * 3_600_000  # a table that was not told by so long after the last read never is
DAY = date(2000, 1, 1)  # a pair says no date, and none matters
Say = Callable[[float], None]


def closings(race: Path, rules: Rules, prior: Prior | None, say: Say) -> list[Closed]:
    """Return when a table at each mat was told that it may close, beside the last runner inside the limit.

    ``say`` hears the share of the day that is done. :class:`InputError` where there is no such pair.
    """
    if not is_pair(race):
        raise InputError.of(
            str(race), "is no recorded pair.", "Name NAME.runners.parquet without that ending."
        )
    runners, splits = (read_table(path) for path in pair_paths(race))
    day = limited(runners, splits, rules)
    if not day.lasts:
        raise InputError.of(str(race), "has nobody inside that limit.", "Give a longer --limit.")
    told_s = _told_s(race.name, day, rules, prior, say)
    hours = rules.limit_s / 3600
    return [
        Closed(
            race.name,
            hours,
            last.mat,
            last.along_m / 1000,
            last.at_s,
            told_s.get(station_id(last), float("nan")),
        )
        for last in day.lasts
    ]


def _told_s(name: str, day: Limited, rules: Rules, prior: Prior | None, say: Say) -> dict[str, float]:
    """Return when each station was first told that it may close (tod_s)."""
    recorded = recorded_race(day.runners, day.splits, name, DAY)
    plan = _planned(recorded.plan, day, rules)
    start_ms = plan.day_start_ms
    told_s: dict[str, float] = {}
    for at_ms, body in _advice(plan, _drafts(recorded.drafts, plan, day), prior, say):
        if body.new == "may_close":
            told_s.setdefault(body.station, (at_ms - start_ms) / MS_PER_S)
        if len(told_s) == len(plan.stations):
            break
    return told_s


def _planned(plan: RacePlan, day: Limited, rules: Rules) -> RacePlan:
    """Return the plan with the limit, and with a table at every mat."""
    from_: dict[str, str] = {"limit_from": "own_gun" if rules.own else "last_gun"}
    distances = tuple(
        msgspec.structs.replace(distance, limit_s=rules.limit_s, **from_) for distance in plan.distances
    )
    stations = tuple(Station(station_id(last), last.mat, _places(distances, last)) for last in day.lasts)
    waves = tuple(_wave(wave, plan, day, rules) for wave in plan.waves)
    return msgspec.structs.replace(plan, distances=distances, waves=waves, stations=stations)


def _places(distances: tuple[Distance, ...], last: Last) -> tuple[Place, ...]:
    return tuple(Place(one.id, last.along_m) for one in distances if last.along_m <= one.length_m + 1)


def _wave(wave: Wave, plan: RacePlan, day: Limited, rules: Rules) -> Wave:
    """Return a wave whose start takes until the last runner has set out, where the limit counts from her."""
    last_ms = max(one.gun_ms for one in plan.waves)
    if rules.own or wave.gun_ms < last_ms:
        return wave
    return msgspec.structs.replace(
        wave, start_s=max(day.from_s - (last_ms - plan.day_start_ms) / MS_PER_S, 0.0)
    )


def _drafts(recorded: list[Draft], plan: RacePlan, day: Limited) -> list[Draft]:
    """Return what is heard of the day, in order: no result that only the end of the race knows."""
    heard = [
        msgspec.structs.replace(draft, body=PlanBody(plan)) if isinstance(draft.body, PlanBody) else draft
        for draft in recorded
        if not isinstance(draft.body, RulingStatusBody)
    ]
    for bib, told_s in day.dropped:
        at_ms = plan.day_start_ms + round(told_s * MS_PER_S)
        heard.append(Draft("control", f"dnf/{bib}", at_ms, RulingStatusBody(bib, "dnf", "control"), at_ms))
    return sorted(heard, key=_received_ms)


def _advice(
    plan: RacePlan, drafts: list[Draft], prior: Prior | None, say: Say
) -> Iterator[tuple[int, AdviceBody]]:
    """Yield what the race tells its stations, minute by minute."""
    race, seq, done = Race(prior=prior), 0, 0
    first_ms = min(_received_ms(draft) for draft in drafts if isinstance(draft.body, ReadBody))
    end_ms = _received_ms(drafts[-1]) + AFTER_MS
    for at_ms in range(first_ms // MINUTE_MS * MINUTE_MS, end_ms, MINUTE_MS):
        begin = done
        while done < len(drafts) and _received_ms(drafts[done]) <= at_ms:
            done += 1
        race.apply(_rows(drafts[begin:done], seq, at_ms))
        seq += done - begin
        decided = race.decide(at_ms)
        race.apply(_rows(decided, seq, at_ms))
        seq += len(decided)
        yield from ((at_ms, draft.body) for draft in decided if isinstance(draft.body, AdviceBody))
        say((at_ms - first_ms) / max(end_ms - AFTER_MS - first_ms, 1))


def _rows(drafts: list[Draft], seq: int, at_ms: int) -> list[Row]:
    return [
        Row(seq + i, one.source, one.id, one.at_ms, min(_received_ms(one) or at_ms, at_ms), one.body)
        for i, one in enumerate(drafts, 1)
    ]


def _received_ms(draft: Draft) -> int:
    return draft.received_at_ms or 0


def station_id(last: Last) -> str:
    """Return the id of the table that stands at a mat: a mat met twice has two."""
    return f"{last.mat}@{last.along_m:.0f}"
