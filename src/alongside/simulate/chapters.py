"""The moments of the told story that are worth jumping to, with times read off the made-up day itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.events.chapter import Chapter
from alongside.simulate.day import Day, limits_tod_s
from alongside.units import MARATHON_M, show_duration, show_span

_BRIDGE, _CLUB = "Lantern Bridge", "owls"


@dataclass(frozen=True)
class Scene:
    """The day, the rows of the two, where the half turned off and where they met, and the last row's time."""

    day: Day
    first: int
    veteran: int
    split_m: float
    meet_m: float
    closed_ms: int

    def chapter(self, along_m: float, title: str, text: str, runner: int | None = None) -> Chapter:
        """Return the moment at which the first-timer (or ``runner``) passes a metre."""
        tod_s = self.day.at(self.first if runner is None else runner, along_m)
        return Chapter(self.day.plan.day_start_ms + int(tod_s) * 1000, title, text)

    def sweep_behind_s(self, along_m: float) -> float:
        """Return how long after the first-timer the sweep passes a metre."""
        swept_s = float(np.interp(along_m, self.day.at_m, self.day.sweeps()[0]))
        return swept_s - self.day.at(self.first, along_m)


def make_chapters(scene: Scene, first: str, veteran: str) -> tuple[Chapter, ...]:
    """Return the eight chapters in order; ``first`` and ``veteran`` are the two first names."""
    begin = _beginning(scene, first, veteran)
    return (*begin, *_together(scene, first, veteran), _closed(scene))


def _beginning(scene: Scene, first: str, veteran: str) -> tuple[Chapter, ...]:
    sweep = show_span(scene.sweep_behind_s(20_600))
    veteran_behind = scene.day.at(scene.veteran, 20_600) - scene.day.at(scene.first, 20_600)
    return (
        scene.chapter(
            0.0,
            "The start of the last wave",
            f"{first} starts her first marathon with three friends who run the half. "
            f"{veteran}, who has finished twelve, starts behind them with an injury.",
        ),
        scene.chapter(
            scene.split_m,
            "Mile 12: the half turns off",
            f"{first}'s friends turn left to their finish. She turns right, alone, with 14 miles to go.",
        ),
        scene.chapter(
            20_600.0,
            "Alone",
            f"{first} has slowed to a walk; the sweep is {sweep} behind her. "
            f"{veteran} walks in front of it, {show_span(veteran_behind)} back.",
        ),
        scene.chapter(
            scene.meet_m,
            "The meeting, near mile 14",
            f"{veteran} has jogged up: \"Come along, I've finished before and I'll finish again.\" "
            "From here on neither leaves the other.",
        ),
    )


def _together(scene: Scene, first: str, veteran: str) -> tuple[Chapter, ...]:
    bridge = next(one for one in scene.day.plan.reopenings if one.street == _BRIDGE)
    club = next(one for one in scene.day.plan.cheer_zones if one.id == _CLUB)
    club_m = next(place.along_m for place in club.places if place.distance == "full")
    bridge_m = (bridge.from_m + bridge.to_m) / 2
    sweep = show_span(scene.sweep_behind_s(bridge_m))
    return (
        scene.chapter(
            bridge_m,
            "The fifth bridge",
            f"{first} and {veteran} cross the last bridge, {sweep} before the sweep.",
        ),
        scene.chapter(
            club_m,
            "The club at mile 25",
            f"{club.name} has stayed: {first} and {veteran} get their noise, and hugs.",
        ),
        scene.chapter(MARATHON_M, "The finish", _finish_text(scene, first, veteran)),
    )


def _finish_text(scene: Scene, first: str, veteran: str) -> str:
    day, finish_s = scene.day, scene.day.at(scene.first, MARATHON_M)
    limits = limits_tod_s(day.plan, day.field.runs, day.field.wave, day.gun_tod_s)
    net = show_duration(round(finish_s - day.clock_s[scene.first, 0]))
    inside = show_span(float(limits[scene.first]) - finish_s)
    return (
        f"{first} and {veteran} cross the line hand in hand, last, in {net} by {first}'s chip, "
        f"{inside} inside the limit. The sweep is right behind."
    )


def _closed(scene: Scene) -> Chapter:
    text = "The timer closes the day: whoever started has finished or is known to have stopped."
    return Chapter(scene.closed_ms, "All accounted for", text)
