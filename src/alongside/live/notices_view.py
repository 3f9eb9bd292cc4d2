"""What notices and messages stand, for the pages that must show them; words stay behind their ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alongside.events.bodies import MessageBody, NoticeBody
from alongside.events.plan import RacePlan, Shared
from alongside.events.standing import Said
from alongside.live.state import LiveState
from alongside.live.views import Interrupted, MessageView, NoticeView
from alongside.race.notices import NOTHING_ENDS, OnDistance

Piece = tuple[str, float, float]


def notice_views(state: LiveState) -> tuple[NoticeView, ...]:
    """Return the stops and diversions that stand, each once, the earliest first."""
    found: dict[tuple[str, str], NoticeView] = {}
    for distance in state.plan.distances:
        on = state.race.notices.on(distance.id)
        for said in _standing(on):
            found.setdefault(said.key, _notice(state, said))
    return tuple(sorted(found.values(), key=lambda one: (one.at_ms, one.source, one.id)))


def interrupted(on: OnDistance) -> Interrupted:
    """Return in a word what holds for a distance now."""
    if on.stopped is not None:
        return "stopped"
    return "diverted" if any(one.until_ms == NOTHING_ENDS for one in on.diversions) else ""


def message_views(state: LiveState) -> tuple[MessageView, ...]:
    """Return the messages that stand, the earliest first."""
    return tuple(_message(state, said) for said in state.race.notices.messages.all_standing())


def for_runner(
    messages: Iterable[MessageView], distance: str, along_m: float | None
) -> tuple[MessageView, ...]:
    """Return the messages that a runner's page shows: to everybody, and to the stretch she is on."""
    return tuple(
        one
        for one in messages
        if one.to == "everybody" or (along_m is not None and _is_on(one.stretches, distance, along_m))
    )


def everywhere(stretch: Piece, shared: Sequence[Shared]) -> tuple[Piece, ...]:
    """Return a stretch as it is met by every distance that runs it, the given one first."""
    found = [stretch]
    for distance, from_m, to_m in found:  # grows while it is walked
        for s in shared:
            for here, there in (((s.a, s.a_from_m, s.a_to_m), (s.b, s.b_from_m, s.b_to_m)),
                                ((s.b, s.b_from_m, s.b_to_m), (s.a, s.a_from_m, s.a_to_m))):  # fmt: skip
                piece = _carried((from_m, to_m), here, there) if here[0] == distance else None
                if piece is not None and not any(_covers(known, piece) for known in found):
                    found.append(piece)
    return tuple(found)


def _standing(on: OnDistance) -> list[Said[NoticeBody]]:
    stopped = [on.stopped] if on.stopped is not None else []
    return stopped + [one.said for one in on.diversions if one.until_ms == NOTHING_ENDS]


def _notice(state: LiveState, said: Said[NoticeBody]) -> NoticeView:
    body, stretch = said.body, state.race.notices.stretch_of(said)
    return NoticeView(
        source=said.key[0],
        id=said.key[1],
        what="stopped" if body.what == "stopped" else "diverted",
        distance=body.distance,
        distance_name=distance_name(state.plan, body.distance),
        at_ms=said.at_ms,
        by=body.by,
        text_id=body.text_id,
        from_m=stretch[0] if stretch else None,
        to_m=stretch[1] if stretch else None,
    )


def distance_name(plan: RacePlan, distance: str) -> str:
    """Return what people call a distance; empty for all, the id of one that the plan has not."""
    return next((known.name for known in plan.distances if known.id == distance), distance)


def _message(state: LiveState, said: Said[MessageBody]) -> MessageView:
    body, stretch = said.body, state.race.notices.stretch_of(said)
    pieces = everywhere((body.distance, *stretch), state.plan.shared) if stretch else ()
    return MessageView(*said.key, body.to, said.at_ms, body.by, body.text_id, pieces)


def _is_on(pieces: Iterable[Piece], distance: str, along_m: float) -> bool:
    return any(id_ == distance and from_m <= along_m <= to_m for id_, from_m, to_m in pieces)


def _carried(stretch: tuple[float, float], here: Piece, there: Piece) -> Piece | None:
    """Return the part of a stretch that lies on one pass of a shared road, as metres of the other."""
    from_m, to_m = max(stretch[0], here[1]), min(stretch[1], here[2])
    if from_m >= to_m:
        return None
    scale = (there[2] - there[1]) / max(here[2] - here[1], 1e-9)
    return there[0], there[1] + (from_m - here[1]) * scale, there[1] + (to_m - here[1]) * scale


def _covers(known: Piece, piece: Piece) -> bool:
    return known[0] == piece[0] and known[1] - 1.0 <= piece[1] and piece[2] <= known[2] + 1.0
