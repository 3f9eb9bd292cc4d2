"""The blocks about time: the clock of a view, and the controls of a replay."""

from __future__ import annotations

from typing import Any

import msgspec

from alongside.events.chapter import Chapter
from alongside.live.ports import PlayerState
from alongside.live.views import PublicView, RaceView
from alongside.units import MS_PER_S, show_time
from alongside.web import words

SPEEDS = (("1", 1.0), ("10", 10.0), ("60", 60.0), ("300", 300.0), ("max", float("inf")))


def clock_block(view: RaceView | PublicView, rate: float, player: PlayerState | None) -> dict[str, Any]:
    """Return the clock of a view: the time its figures are from, and what a script counts on with."""
    zone, now_ms = view.zone, view.race_now_ms
    ended = player is not None and now_ms >= player.to_ms
    ticking = 0.0 if ended or rate >= words.FASTEST else rate
    return {
        "now_ms": now_ms,
        "rate": f"{ticking:g}",
        "zone": zone,
        "as_of": show_time(now_ms, zone),
        "speed": words.rate_words(rate, replay=player is not None, ended=ended),
        "gun": _since_gun(view.first_gun_ms, now_ms),
        "limit": _until_limit(view.limit_ms, zone, now_ms),
    }


def _since_gun(gun_ms: int | None, now_ms: int) -> str:
    if gun_ms is None:
        return ""
    span = words.minutes((now_ms - gun_ms) / MS_PER_S)
    return f"{span} since the first gun" if now_ms >= gun_ms else f"first gun in {span}"


def _until_limit(limit_ms: int | None, zone: str, now_ms: int) -> str:
    if limit_ms is None:
        return ""
    span = words.minutes((limit_ms - now_ms) / MS_PER_S)
    when = f"limit {words.clock(limit_ms, zone, now_ms)}"
    return f"{when}, in {span}" if limit_ms > now_ms else f"{when}, passed {span} ago"


def player_block(state: PlayerState, chapters: tuple[Chapter, ...], zone: str, now_ms: int) -> dict[str, Any]:
    """Return what the controls of a replay say; chapters passed by ``now_ms`` tell where we are."""
    passed = [chapter.at_ms for chapter in chapters if chapter.at_ms <= now_ms]
    return {
        "paused": state.paused,
        "seeking": state.seeking,
        "span": f"{words.clock(state.from_ms, zone, now_ms)} to {words.clock(state.to_ms, zone, now_ms)}",
        "speeds": [
            (value, min(speed, words.FASTEST) == min(state.rate, words.FASTEST)) for value, speed in SPEEDS
        ],
        "chapters": chapter_rows(chapters, zone, now_ms),
        "here_ms": passed[-1] if passed else None,
    }


def chapter_rows(chapters: tuple[Chapter, ...], zone: str, now_ms: int) -> list[dict[str, Any]]:
    """Return the moments of a recorded day as buttons: when, what, and the instant to jump to."""
    return [{"when": words.clock(c.at_ms, zone, now_ms), **msgspec.structs.asdict(c)} for c in chapters]
