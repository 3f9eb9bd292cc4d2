"""Waves that do not go as planned, each in a sentence, while that is news."""

from __future__ import annotations

from alongside.events.plan import Wave
from alongside.live.decided import wave_name
from alongside.live.state import LiveState
from alongside.units import show_time

NEWS_MS = 60 * 60_000  # an hour after its gun nobody looks for a late wave any more


def moved_waves(state: LiveState, at_ms: int) -> tuple[str, ...]:
    """Return what people changed about guns that are still to come, or have just gone."""
    gun_ms = state.crossings.gun_ms
    soon = [wave for wave in state.plan.waves if at_ms < gun_ms[wave.id] + NEWS_MS]
    return tuple(sentence for wave in soon if (sentence := _sentence(state, wave)))


def _sentence(state: LiveState, wave: Wave) -> str:
    guns, zone = state.crossings.wave_guns, state.plan.zone
    with_ = guns.starts_with(state.plan, wave.id)
    if with_ != wave.id:
        return f"{wave.name} starts with {wave_name(state.plan, with_)}."
    said = guns.guns.last(wave.id)
    if said is None or not said.body.by or said.body.gun_ms == wave.gun_ms:
        return ""
    now, planned = (show_time(ms, zone, seconds=False) for ms in (said.body.gun_ms, wave.gun_ms))
    return f"{wave.name}: gun {now} instead of {planned}."
