"""Who saw a runner last: a mat, a station, her phone, a van, a sweep, or she spoke herself."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.riders import RideRow
from alongside.events.bodies import LetGoBody
from alongside.events.standing import Said
from alongside.live.accounted_views import By, LastSeen
from alongside.live.let_go import let_go_of
from alongside.live.state import LiveState
from alongside.tail.claims import station_name
from alongside.tail.keyed import PLACE
from alongside.tail.rides import estimate_m
from alongside.units import show_km

PHONE = "her phone"
Index = NDArray[np.int64]


def newest_ms(state: LiveState, entries: Index) -> Index:
    """Return when each of ``entries`` was last read, keyed or placed by her phone (UTC ms, -1: never)."""
    seen_ms = state.crossings.columns["seen_ms"][entries]
    return np.asarray(np.maximum(seen_ms, state.locator["at_ms"][entries]))


def last_seen_of(state: LiveState, entry: int) -> LastSeen | None:
    """Return the newest sign of a runner, by whatever; ``None`` where there was none."""
    found = [*_read(state, entry), *_by_phone(state, entry), *_by_word(state, entry), *_let_go(state, entry)]
    return max(found, key=lambda one: one.at_ms, default=None)


def _read(state: LiveState, entry: int) -> list[LastSeen]:
    """Return the newest read of any kind; where a bib was keyed later, that."""
    columns = state.crossings.columns
    at_ms, mat = int(columns["seen_ms"][entry]), int(columns["seen_mat"][entry])
    if mat < 0:
        return []
    text = state.crossings.reads.mats.texts[mat]
    keyed = state.keyed.newest.get(entry)
    if text.startswith(PLACE) and keyed is not None:
        return [LastSeen(at_ms, state.mat_name(text), "station", keyed.said.body.by)]
    return [LastSeen(at_ms, state.mat_name(text), "mat")]


def _by_phone(state: LiveState, entry: int) -> list[LastSeen]:
    at_ms, along_m = int(state.locator["at_ms"][entry]), float(state.locator["along_m"][entry][0])
    if at_ms < 0:
        return []
    return [LastSeen(at_ms, "" if math.isnan(along_m) else show_km(along_m), "phone")]


def _by_word(state: LiveState, entry: int) -> list[LastSeen]:
    words = state.crossings.riders.of_entry(entry)
    return [_word(state, entry, said) for said in words if said.body.what != "not_found"]


def _word(state: LiveState, entry: int, said: RideRow) -> LastSeen:
    """Return a word about a ride as a sighting; where it says no place, the place is reckoned."""
    body, about_m = said.body, estimate_m(entry, said.at_ms, state.crossings, state.race)
    km = "" if about_m is None else f"about {show_km(about_m)}"
    km = km if body.along_m is None else show_km(body.along_m)
    place = station_name(state.plan, body.station) if body.station else km
    return LastSeen(said.at_ms, place, how_of(body.by), body.by)


def how_of(by: str) -> By:
    """Return by what somebody was seen, from the link of who said so."""
    role = by.split("/", 1)[0]
    known: dict[str, By] = {one: one for one in get_args(By)}
    return "runner" if role == "guardian" else known.get(role, "staff")


def _let_go(state: LiveState, entry: int) -> list[LastSeen]:
    return [_behind(said) for said in let_go_of(state, entry)]


def _behind(said: Said[LetGoBody]) -> LastSeen:
    place = "" if said.body.along_m is None else show_km(said.body.along_m)
    return LastSeen(said.at_ms, place, "sweep", said.body.by)
