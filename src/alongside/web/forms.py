"""What race control's forms do: rulings on reads, taking them back, and the controls of a replay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args

from alongside.events.bodies import RulingReadBody, UndoBody, Verdict
from alongside.events.row import Draft
from alongside.live.ports import Player, PlayerState
from alongside.units import MS_PER_S, parse_clock_s, wall_to_ms, zone

SOURCE = "control"
DAY_S = 86_400
LONGEST = 300


def ruling_draft(form: dict[str, str], at_ms: int, by: str) -> Draft:
    """Return the row in which a person settles a read; ``ValueError`` when the form is not whole."""
    key, source, read_id = (_field(form, name) for name in ("key", "read_source", "read_id"))
    verdict = _field(form, "verdict")
    if verdict not in get_args(Verdict):
        raise ValueError(f"A read is 'confirmed' or 'thrown_out', not {verdict!r}.")
    body = RulingReadBody(source, read_id, "confirmed" if verdict == "confirmed" else "thrown_out", by)
    return Draft(SOURCE, key, at_ms, body)


def undo_draft(form: dict[str, str], at_ms: int, by: str) -> Draft:
    """Return the row that takes back an earlier one; ``ValueError`` when the form is not whole."""
    key, source, row_id = (_field(form, name) for name in ("key", "row_source", "row_id"))
    return Draft(SOURCE, key, at_ms, UndoBody(source, row_id, by))


def _field(form: dict[str, str], name: str) -> str:
    text = form.get(name, "")
    if not text or len(text) > LONGEST:
        raise ValueError(
            f"The form came without a usable {name!r}. Reload the page and press the button again."
        )
    return text


def drive(player: Player, form: dict[str, str], zone_name: str) -> None:
    """Do what a button of the replay asks; ``ValueError`` says what it does not understand."""
    action, value = form.get("action", ""), form.get("value", "").strip()
    if action == "play":
        player.play()
    elif action == "pause":
        player.pause()
    elif action == "rate":
        player.set_rate(to_rate(value))
    elif action == "seek":
        player.seek(to_instant(value, player.state(), zone_name))
    else:
        raise ValueError(f"A replay can play, pause, rate and seek, not {action[:40]!r}.")


def to_rate(value: str) -> float:
    """Return a speed in race seconds per second; ``max`` is as fast as it goes."""
    try:
        rate = float("inf") if value == "max" else float(value)
    except ValueError:
        rate = float("nan")
    if not rate > 0:
        raise ValueError(f"{value[:40]!r} is not a speed: write a number above 0, or max.")
    return rate


def to_instant(value: str, state: PlayerState, zone_name: str) -> int:
    """Return the instant to jump to, inside the recording: ``13:30``, ``25:10``, or epoch milliseconds.

    A time of day means that of the day on which the recording begins, or of the next day when the
    recording has not begun by then.
    """
    if value.isascii() and value.isdigit() and 10 <= len(value) <= 15:
        at_ms = int(value)
    else:
        at_ms = _wall_instant(value, state, zone_name)
    return min(max(at_ms, state.from_ms), state.to_ms)


def _wall_instant(value: str, state: PlayerState, zone_name: str) -> int:
    wall_s = _wall_s(value)
    first_day = datetime.fromtimestamp(state.from_ms / MS_PER_S, tz=zone(zone_name)).date()
    at_ms = wall_to_ms(first_day, wall_s, zone_name)
    if at_ms >= state.from_ms:
        return at_ms
    next_ms = wall_to_ms(first_day + timedelta(days=1), wall_s, zone_name)
    return next_ms if next_ms <= state.to_ms else at_ms


def _wall_s(value: str) -> float:
    try:
        return parse_clock_s(value)
    except ValueError:
        raise ValueError(
            f"{value[:40]!r} is not a time. Write it like 13:30; 25:10 is 1:10 in the night."
        ) from None
