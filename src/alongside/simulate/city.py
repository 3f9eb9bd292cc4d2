"""The made-up race of a made-up city, as the files an organiser would have written.

A marathon and a half share twelve miles; water every two miles; five bridges; a running club at mile 25;
a limit of 7:30 from the last gun. Stations close five to ten minutes after the sweep's schedule passes.
"""

from __future__ import annotations

import math

from alongside.course.read_toml import parse_toml, read_plan
from alongside.events.plan import RacePlan
from alongside.simulate.roads import Road, full_road, gpx_bytes, half_road
from alongside.units import MARATHON_M, METRES_PER_MILE, parse_clock_s

TOML = "race.toml"
NAME = "Tamarack River Marathon"
_SWEEP_FROM_S, _SWEEP_TO_S = parse_clock_s("08:05"), parse_clock_s("15:20")
_BRIDGES = ("Ferry Bridge", "Mill Bridge", "Weavers Bridge", "Harbour Bridge", "Lantern Bridge")
_MATS = (
    ("start", "Start", "0 km"),
    ("5k", "5K", "5 km"),
    ("10k", "10K", "10 km"),
    ("15k", "15K", "15 km"),
    ("12mi", "Mile 12", "19.2 km"),
    ("half", "Half", "21.0975 km"),
    ("25k", "25K", "25 km"),
    ("30k", "30K", "30 km"),
    ("35k", "35K", "35 km"),
    ("40k", "40K", "40 km"),
    ("finish", "Finish", "42.195 km"),
)
_HEAD = f"""\
# A made-up race in a made-up city: the coordinates lie in the open Atlantic.
name = "{NAME}"
date = 2027-05-02
zone = "Atlantic/Azores"
emergency = "112"
recorded = "recorded"

[[distance]]
id = "full"
name = "Marathon"
gpx = "full.gpx"
length = "42.195 km"
limit = "7:30"

[[distance]]
id = "half"
name = "Half marathon"
gpx = "half.gpx"
length = "21.0975 km"
limit = "4:00"

[[wave]]
id = "1"
name = "Wave 1"
gun = "07:00"

[[wave]]
id = "2"
name = "Wave 2"
gun = "07:25"

[[wave]]
id = "3"
name = "Wave 3"
gun = "07:50"

[[sweep]]
id = "sweep"
name = "Sweep bus"
on = "full"
chips = ["SWEEP1"]
schedule = [{{ at = "0 km", time = "08:05" }}, {{ at = "42.195 km", time = "15:20" }}]

[[sweep]]
id = "half-sweep"
name = "Half sweep bike"
on = "half"
chips = ["SWEEP2"]
schedule = [{{ at = "0 km", time = "08:05" }}, {{ at = "21.0975 km", time = "11:50" }}]
"""


def city_files() -> dict[str, bytes]:
    """Return race.toml and the two GPX files by name: a race folder without roster and recorded day."""
    full, half = full_road(), half_road()
    return {
        TOML: _toml(full).encode(),
        "full.gpx": gpx_bytes(full, f"{NAME}: marathon"),
        "half.gpx": gpx_bytes(half, f"{NAME}: half marathon"),
    }


def city_plan(files: dict[str, bytes] | None = None) -> RacePlan:
    """Return the plan in those files (``None``: :func:`city_files`), read as any race folder is."""
    held = city_files() if files is None else files
    return read_plan(parse_toml(held[TOML]), held.__getitem__).plan


def _toml(full: Road) -> str:
    parts = [_HEAD, *map(_mat, _MATS), *(_water(mile) for mile in range(2, 26, 2)), *_cheers()]
    parts += [_cutoff(mile) for mile in (12, 16, 20, 23)]
    parts += [_bridge(name, at_m) for name, at_m in zip(_BRIDGES, full.bridges_m, strict=True)]
    return "\n".join([*parts, *_streets()])


def _mat(mat: tuple[str, str, str]) -> str:
    return '[[mat]]\nid = "{}"\nname = "{}"\non = "full"\nat = "{}"\n'.format(*mat)


def _water(mile: int) -> str:
    # The sixth table stands a little before the split, so that the half gets its last water too.
    at_mile = 11.8 if mile == 12 else mile
    opens = _clock(parse_clock_s("06:55") + at_mile * 270, up=False)
    closes = _clock(_sweep_s(at_mile * METRES_PER_MILE) + 300)
    return (
        f'[[station]]\nid = "w{mile // 2}"\nname = "Water {mile // 2} (mile {mile})"\n'
        f'on = "full"\nat = "{at_mile} mi"\nopens = "{opens}"\ncloses = "{closes}"\n'
    )


def _cheers() -> list[str]:
    zones = (
        ("market", "Market Square", 6.2),
        ("campus", "Campus corner", 15.4),
        ("owls", "Night Owls Run Club", 25),
    )
    return [
        f'[[cheer]]\nid = "{zone}"\nname = "{name}"\non = "full"\nat = "{mile} mi"\n'
        for zone, name, mile in zones
    ]


def _cutoff(mile: int) -> str:
    closes = _clock(_sweep_s(mile * METRES_PER_MILE) + 300)
    return f'[[cutoff]]\nname = "Mile {mile}"\non = "full"\nat = "{mile} mi"\ncloses = "{closes}"\n'


def _bridge(name: str, at_m: float) -> str:
    return _reopening(name, at_m - 250, at_m + 250)


def _streets() -> list[str]:
    return [_reopening("Wharf Street", 0, 2400), _reopening("Orchard Road", 21_000, 23_400)]


def _reopening(street: str, from_m: float, to_m: float) -> str:
    return (
        f'[[reopening]]\nstreet = "{street}"\non = "full"\nfrom = "{from_m / 1000:.2f} km"\n'
        f'to = "{to_m / 1000:.2f} km"\ntime = "{_clock(_sweep_s(to_m) + 900)}"\n'
    )


def _sweep_s(along_m: float) -> float:
    """Wall seconds at which the sweep's schedule passes a metre of the marathon."""
    return _SWEEP_FROM_S + (_SWEEP_TO_S - _SWEEP_FROM_S) * along_m / MARATHON_M


def _clock(wall_s: float, *, up: bool = True) -> str:
    """A wall time on the next (or last) five minutes, as race.toml writes it."""
    minutes = (math.ceil if up else math.floor)(wall_s / 300) * 5
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
