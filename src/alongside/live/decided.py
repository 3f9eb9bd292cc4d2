"""What people decided on the day, each as one sentence, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from alongside.events.bodies import (
    GunBody,
    KeepOpenBody,
    MergeBody,
    MessageBody,
    NoticeBody,
    RulingStatusBody,
    Status,
    SwapBody,
    TransferBody,
)
from alongside.events.plan import RacePlan
from alongside.events.standing import Said, Standing
from alongside.live.morning_views import Decided
from alongside.live.notices_view import distance_name
from alongside.live.state import LiveState
from alongside.race.notices import Span
from alongside.tail.claims import station_name
from alongside.units import show_km, show_time

SHOWN = 100
BECAME: dict[Status, str] = {
    "expected": "not started",
    "on_course": "back on the course",
    "finished": "finished",
    "dnf": "dropped out (DNF)",
    "dsq": "disqualified (DSQ)",
    "dns": "did not start (DNS)",
}
Sentence = Callable[[Any, RacePlan, "Span | None"], str]


def decided(state: LiveState) -> list[Decided]:
    """Return everything that people decided, taken back or not, the newest first.

    Left out are guns that the timing system reported and the timer's official word: those are no
    decisions of the morning, and there are thousands of them.
    """
    found = [*_of_people(state), *_courses(state)]
    return sorted(found, key=lambda one: (-one.at_ms, one.source, one.id))


def _of_people(state: LiveState) -> Iterator[Decided]:
    crossings, race = state.crossings, state.race
    rooms: tuple[Standing[Any, Any], ...] = (
        crossings.wave_guns.guns,
        crossings.wave_guns.merges,
        crossings.entries.transfers,
        crossings.entries.swaps,
        race.rulings,
        race.notices.notices,
        race.notices.messages,
        state.kept_open,
    )
    for standing in rooms:
        for said in standing.everything():
            if said.body.by and not getattr(said.body, "official", False):
                yield _decided(state, said, standing)


def _decided(state: LiveState, said: Said[Any], standing: Standing[Any, Any]) -> Decided:
    kind, sentence = _SENTENCES[type(said.body)]
    back = standing.undone.get(said.key)
    return Decided(
        source=said.key[0],
        id=said.key[1],
        kind=kind,
        at_ms=said.at_ms,
        by=said.body.by,
        text_id=said.body.text_id,
        what=sentence(said.body, state.plan, state.race.notices.stretch_of(said)),
        undone_ms=None if back is None else back.at_ms,
        undone_by="" if back is None else back.by,
    )


def _courses(state: LiveState) -> Iterator[Decided]:
    """Yield the course versions after the first: another one changes them, nothing takes them back."""
    for version, change in enumerate(state.history.changes[1:], 2):
        what = f"A new course: version {version}"
        yield Decided(
            *change.key, "plan", change.at_ms, change.by, change.text_id, what, can_undo=False
        )  # fmt: skip


def _gun(body: GunBody, plan: RacePlan, _: Span | None) -> str:
    at = show_time(body.gun_ms, plan.zone, seconds=body.gun_ms % 60_000 != 0)
    return f"{wave_name(plan, body.wave)}: gun {at}"


def _merge(body: MergeBody, plan: RacePlan, _: Span | None) -> str:
    return f"{wave_name(plan, body.wave)} starts with {wave_name(plan, body.into)}"


def _transfer(body: TransferBody, plan: RacePlan, _: Span | None) -> str:
    return f"Bib {body.bib} runs the {distance_name(plan, body.distance)} from here on"


def _swap(body: SwapBody, plan: RacePlan, _: Span | None) -> str:
    return f"The runner entered as bib {body.bib} wears bib {body.worn}"


def _status(body: RulingStatusBody, plan: RacePlan, _: Span | None) -> str:
    where = f", at {body.place}" if body.place else ""
    return f"Bib {body.bib}: {BECAME[body.status]}{where}"


def _notice(body: NoticeBody, plan: RacePlan, stretch: Span | None) -> str:
    whom = f"The {distance_name(plan, body.distance)}" if body.distance else "The race"
    if body.what == "diverted":
        left_out = f", {show_km(stretch[0])} to {show_km(stretch[1])} left out" if stretch else ""
        return f"{whom} led another way{left_out}"
    return f"{whom} {'stopped' if body.what == 'stopped' else 'goes on'}"


def _message(body: MessageBody, plan: RacePlan, stretch: Span | None) -> str:
    if body.to == "stretch" and stretch:
        where = f"{show_km(stretch[0])} to {show_km(stretch[1])} of the {distance_name(plan, body.distance)}"
        return f"Message to whoever is on {where}"
    return f"Message to {'everybody' if body.to == 'everybody' else 'all stations'}"


def _keep_open(body: KeepOpenBody, plan: RacePlan, _: Span | None) -> str:
    at = show_time(body.until_ms, plan.zone, seconds=False)
    return f"{station_name(plan, body.station)} stays open until {at}"


def wave_name(plan: RacePlan, wave: str) -> str:
    """Return what people call a wave; its id when the plan does not know it."""
    return next((known.name for known in plan.waves if known.id == wave), wave)


_SENTENCES: Mapping[type, tuple[str, Sentence]] = {
    GunBody: ("gun", _gun),
    MergeBody: ("merge", _merge),
    TransferBody: ("transfer", _transfer),
    SwapBody: ("swap", _swap),
    RulingStatusBody: ("status", _status),
    NoticeBody: ("notice", _notice),
    MessageBody: ("message", _message),
    KeepOpenBody: ("keep open", _keep_open),
}
