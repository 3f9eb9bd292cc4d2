"""The forecast of the whole field as it stands at a tick: worked out where something changed, kept elsewhere.

What is said of a runner is a function of what is known of her and of an instant of her cohort's: the last
one of a 60 s grid, begun at a second that her place in the entries gives her, or when she was last seen while
the clock says nothing of her yet: before anybody like her can be at the next split. So a tick works out
those of a cohort who may be there by now and those of whom something new is known; and whoever asks at the
same tick without having seen the ticks before gets the same, bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.fold import Crossings
from alongside.events.plan import RacePlan
from alongside.forecast.arrivals import Arrivals
from alongside.forecast.field_clock import awake_splits, earliest_ms, instants_ms
from alongside.forecast.field_entries import EntryColumns
from alongside.forecast.field_places import Places, limit_from_ms, places_of, table_width
from alongside.forecast.field_seen import LastSeen
from alongside.forecast.field_table import Table
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known
from alongside.forecast.missed import by_limit
from alongside.forecast.prior import Prior
from alongside.forecast.shipped import shipped
from alongside.race.state import RaceState
from alongside.units import MS_PER_S

LEVELS = (0.1, 0.5, 0.9)
BATCH = 4096  # runners asked about at once: their arrivals take a few megabytes
Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Ahead:
    """One distance: what is asked of it, who answers, and by when the finish must be reached."""

    places: Places
    forecaster: Forecaster
    limit_from_ms: float


class FieldForecast:
    """Arrivals of everybody on the course at every later place of her distance. A memo, no state."""

    def __init__(self, prior: Prior | None = None) -> None:
        self._prior = prior
        self._plan: RacePlan | None = None
        self._ahead: tuple[Ahead, ...] = ()
        self._entries = EntryColumns()
        self.table = Table(0, 0)

    def see(self, crossings: Crossings, race: RaceState, seen: LastSeen) -> Floats:
        """Return when each in ``seen.who`` was expected at her next split, as of when she was last seen.

        UTC milliseconds, without the time for which her distance was stopped since; nan at the end of her
        road.
        """
        self._bind(crossings, race)
        table, who = self.table, seen.who
        new = table.revision[who] != race.revisions["count"][who]
        new |= (table.base_ms[who] != seen.base_ms) | (table.base_m[who] != seen.base_m)
        new |= table.next_split[who] != seen.next_split
        rows = np.flatnonzero(new)
        entries = who[rows]
        table.revision[entries] = race.revisions["count"][entries]
        table.base_ms[entries], table.base_m[entries] = seen.base_ms[rows], seen.base_m[rows]
        table.next_split[entries] = seen.next_split[rows]
        # Whoever was seen just now stands as of then: until her instant comes, this is her forecast.
        self._work_out(crossings, race, seen, rows, seen.base_ms, seen.next_split)
        ahead = entries, seen.next_split[rows]
        table.due_ms[entries] = table.middle_ms[ahead]
        table.quiet_ms[entries] = earliest_ms(seen.base_ms[rows], table.low_ms[ahead], table.middle_ms[ahead])
        return table.due_ms[who]

    def refresh(
        self,
        crossings: Crossings,
        race: RaceState,
        seen: LastSeen,
        silent: frozenset[str],
        at_ms: int,
    ) -> None:
        """Bring the table up to a tick; :meth:`see` must have run. ``silent`` are mats that nobody hears."""
        table, who = self.table, seen.who
        instant_ms = np.maximum(instants_ms(who, len(race), at_ms), seen.base_ms)
        halted_ms = race.interruptions.halted_ms(seen.distance, seen.base_ms, instant_ms)
        is_quiet = (instant_ms <= table.quiet_ms[who]) & (halted_ms == 0)
        clock_ms = np.where(is_quiet, seen.base_ms, instant_ms)
        awake = awake_splits(race.arrays, silent)[seen.distance, seen.next_split]
        rows = np.flatnonzero((table.clock_ms[who] != clock_ms) | (table.awake[who] != awake))
        self._work_out(crossings, race, seen, rows, clock_ms, awake)

    def _work_out(
        self,
        crossings: Crossings,
        race: RaceState,
        seen: LastSeen,
        rows: Index,
        clock_ms: Floats,
        awake: Index,
    ) -> None:
        """Ask about some of those seen, each as of her instant, and write what comes of it into the table."""
        table, entries = self.table, seen.who[rows]
        table.clock_ms[entries], table.awake[entries] = clock_ms[rows], awake[rows]
        table.forget(entries)
        for ahead, mine, dark in self._alike(seen, rows, awake):
            found = self._ask(ahead, crossings, race, seen, mine, clock_ms[mine], dark)
            self._keep(ahead, race, seen.who[mine], found)

    def _bind(self, crossings: Crossings, race: RaceState) -> None:
        """Have a forecaster per distance of the plan in force, and a row for every entry."""
        plan, arrays = crossings.plan, race.arrays
        if plan is None:
            return
        if plan is not self._plan:
            prior = self._prior or shipped()
            splits = arrays.along_m.shape[1]
            places = [places_of(plan, course, splits) for course in arrays.courses]
            self._ahead = tuple(Ahead(one, one.forecaster(prior), np.inf) for one in places)
            self._plan, self.table = plan, Table(len(race), table_width(plan, splits))
        self._entries.refresh(crossings)
        self.table = self.table.reached(len(race), table_width(plan, arrays.along_m.shape[1]))
        self._ahead = tuple(
            self._limited(i, ahead, limit_from_ms(plan, crossings.gun_ms, distance), race)
            for i, (ahead, distance) in enumerate(zip(self._ahead, plan.distances, strict=True))
        )

    def _limited(self, index: int, ahead: Ahead, from_ms: float, race: RaceState) -> Ahead:
        """Return a distance with its limit; when the last gun has moved, everybody's chance is another."""
        if ahead.limit_from_ms == from_ms:
            return ahead
        self.table.clock_ms[race["distance"] == index] = np.nan
        return Ahead(ahead.places, ahead.forecaster, from_ms)

    def _alike(self, seen: LastSeen, rows: Index, awake: Index) -> list[tuple[Ahead, Index, tuple[int, ...]]]:
        """Return runners of one distance past the same mats that say nothing, with those mats."""
        found: list[tuple[Ahead, Index, tuple[int, ...]]] = []
        for index, ahead in enumerate(self._ahead):
            on_road = seen.base_m[rows] < ahead.places.track.length_m
            mine = rows[(seen.distance[rows] == index) & on_road]
            skipped = awake[mine] > np.maximum(seen.mat_split[mine] + 1, ahead.places.first_mat)
            found += [(ahead, part, ()) for part in _batches(mine[~skipped])]
            pairs = np.stack([seen.mat_split[mine], awake[mine]], axis=1)[skipped]
            for pair in np.unique(pairs, axis=0):
                part = mine[skipped][(pairs == pair).all(axis=1)]
                dark = np.flatnonzero((ahead.places.mats > pair[0]) & (ahead.places.mats < pair[1]))
                found += [(ahead, batch, tuple(dark.tolist())) for batch in _batches(part)]
        return found

    def _ask(
        self,
        ahead: Ahead,
        crossings: Crossings,
        race: RaceState,
        seen: LastSeen,
        rows: Index,
        clock_ms: Floats,
        dark: tuple[int, ...],
    ) -> Arrivals:
        """Return the arrivals of runners of one distance, as they stand at an instant of each."""
        entries = seen.who[rows]
        at_ms = crossings.columns["at_ms"][np.ix_(entries, ahead.places.mats)]
        halted_ms = race.interruptions.halted_ms(seen.distance[rows], seen.base_ms[rows], clock_ms)
        once, again = self._misses(ahead, race, seen, rows)
        known = Known(
            now_s=self._s(clock_ms),
            start_s=self._s(race["start_ms"][entries]),
            at_s=np.where(at_ms >= 0, self._s(at_ms), np.nan),
            gun_s=self._s(race["gun_ms"][entries]),
            fix_m=np.where(np.isnan(seen.fix_sd_m[rows]), np.nan, seen.base_m[rows]),
            fix_s=np.where(np.isnan(seen.fix_sd_m[rows]), np.nan, self._s(seen.base_ms[rows])),
            fix_sd_m=seen.fix_sd_m[rows],
            expected_s=self._entries.expected_s[entries],
            stopped_s=halted_ms / MS_PER_S,
            once=once,
            again=again,
            dark=dark,
        )
        return ahead.forecaster.arrivals(known)

    def _misses(self, ahead: Ahead, race: RaceState, seen: LastSeen, rows: Index) -> tuple[Floats, Floats]:
        """Return how likely the next mats miss each: by how late she is, beside what the limit grants."""
        length_m, limit_s = ahead.places.track.length_m, ahead.places.limit_s
        granted_s = (np.nan if limit_s is None else limit_s) * seen.base_m[rows] / length_m
        taken_s = (seen.base_ms[rows] - self._limit_from_ms(ahead, race, seen.who[rows])) / MS_PER_S
        shares = np.where(granted_s > 0, taken_s / np.maximum(granted_s, 1.0), np.nan)
        return by_limit(shares, seen.next_m[rows] / length_m)

    def _keep(self, ahead: Ahead, race: RaceState, entries: Index, found: Arrivals) -> None:
        """Write arrivals into the table, and the chances to be there in time."""
        places, table = ahead.places, self.table
        cells = np.ix_(entries, places.columns)
        at_s = found.quantiles_s(LEVELS)
        table.low_ms[cells] = self._ms(at_s[..., 0])
        table.middle_ms[cells] = self._ms(at_s[..., 1])
        table.high_ms[cells] = self._ms(at_s[..., 2])
        table.reach[cells] = found.reach
        table.missed[cells] = self._missed(found, entries)
        table.in_time[cells] = found.before(self._s(self._deadlines_ms(ahead, race, entries)))
        if places.on_line >= 0:
            table.copy(entries, places.finish, places.on_line)

    def _missed(self, found: Arrivals, entries: Index) -> Floats:
        """Return the chances that she was there by now, unread; as of when she was seen there are none."""
        later, reach = self.table.clock_ms[entries] > self.table.base_ms[entries], found.reach
        if not later.any():
            return 0.0 * reach
        there = found.before(self._s(self.table.clock_ms[entries])[:, None])
        return np.where(later[:, None], there, 0.0 * reach)

    def _deadlines_ms(self, ahead: Ahead, race: RaceState, entries: Index) -> Floats:
        places = ahead.places
        deadlines_ms = np.repeat(places.closes_ms[None, :], len(entries), axis=0)
        if places.limit_s is not None:
            limit_ms = self._limit_from_ms(ahead, race, entries) + places.limit_s * MS_PER_S
            deadlines_ms[:, places.columns == places.finish] = limit_ms[:, None]
        return deadlines_ms

    def _limit_from_ms(self, ahead: Ahead, race: RaceState, entries: Index) -> Floats:
        """Return from when the limit counts for each entry (UTC milliseconds)."""
        own_ms = race["gun_ms"][entries] + self._entries.start_s[entries] * MS_PER_S
        return own_ms if ahead.places.own_gun else np.full(len(entries), ahead.limit_from_ms)

    def _s(self, at_ms: Floats | Index) -> Floats:
        """Return seconds since local midnight of race day, near enough to zero to lose nothing."""
        return np.asarray((at_ms - self._day_start_ms) / MS_PER_S)

    def _ms(self, at_s: Floats) -> Floats:
        return np.asarray(at_s * MS_PER_S + self._day_start_ms)

    @property
    def _day_start_ms(self) -> int:
        return 0 if self._plan is None else self._plan.day_start_ms


def _batches(rows: Index) -> list[Index]:
    return [rows[begin : begin + BATCH] for begin in range(0, len(rows), BATCH)]
