"""What stations are told over a day, as rows: the scenes of the back of the race."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from alongside.events.bodies import AdviceBody, KeepOpenBody, LetGoBody, NoticeBody, UndoBody
from alongside.events.row import Draft
from alongside.live.decided import decided
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from alongside.live.station_view import STATIONS
from alongside.live.station_views import StationView
from alongside.live.views import RaceView
from alongside.tail.advice import KEPT
from builders import FULL_KM, at, read, rows_of, rule_status
from station_race import keyed, opening, says

MINUTE = 60_000


class Day:
    """A day with stations, played minute by minute; what was decided is folded, as the loop does.

    What was received by ``begin`` is folded at once: nobody looked until then.
    """

    def __init__(
        self, *drafts: Draft, runners: int = 7, begin: str = "09:55", step: int = 1, **changes: object
    ) -> None:
        self.race = Race()
        self.race.apply(rows_of(opening(runners, **changes)))
        self._coming = sorted(drafts, key=lambda draft: draft.received_at_ms or draft.at_ms or 0)
        self.now_ms, self._step_ms = at(begin), step * MINUTE
        self.told: list[tuple[int, AdviceBody]] = []

    def until(self, clock: str) -> Day:
        """Play to a time of day."""
        while self.now_ms < at(clock):
            self.now_ms += self._step_ms
            due = [d for d in self._coming if (d.received_at_ms or d.at_ms or 0) <= self.now_ms]
            self._coming = self._coming[len(due) :]
            self._fold(due)
            self._decide()
        return self

    def say(self, *drafts: Draft) -> Day:
        """Append rows now, and let the race decide upon them at the next minute."""
        self._fold(list(drafts))
        self.now_ms += MINUTE
        self._decide()
        return self

    def _fold(self, drafts: list[Draft]) -> None:
        self.race.apply(rows_of(drafts, self.race.state.seq + 1))

    def _decide(self) -> None:
        decided = self.race.decide(self.now_ms)
        self._fold(decided)
        self.told += [(self.now_ms, d.body) for d in decided if isinstance(d.body, AdviceBody)]

    def advice(self, station: str) -> AdviceBody:
        """Return what stands for a station."""
        said = self.race.state.advice.last(station)
        assert said is not None
        return said.body

    def control(self) -> RaceView:
        """Return race control's view."""
        return self.race.look(self.now_ms).control

    def station(self, id_: str) -> StationView:
        """Return a station as its page has it."""
        stations = self.race.look(self.now_ms, [STATIONS]).control.stations
        return next(one for one in stations if one.id == id_)


def runs(bib: int, pace_mps: float, until: str = "F", start: str = "07:01") -> list[Draft]:
    """Return the reads of a runner at an even pace, as far as a mat."""
    found = []
    for mat, km in FULL_KM.items():
        clock_s = (at(start) - at("00:00")) // 1000 + round(km * 1000 / pace_mps)
        clock = f"{clock_s // 3600}:{clock_s // 60 % 60:02d}:{clock_s % 60:02d}"
        found.append(read(f"C{bib}", mat, clock))
        if mat == until:
            break
    return found


FIELD = [r for bib, mps in enumerate((3.2, 2.8, 2.5, 2.2, 1.9, 1.75), 1) for r in runs(bib, mps)]
LAST_AT_LATE_S = 25_000 / 1.75  # bib 6 is at the table of km 25 at 10:59


def test_a_quiet_day_ends_with_everybody_gone_and_the_table_told_so() -> None:
    """Bib 6 is there at 10:59: a time is told before, none that is too early stands when she comes."""
    day = Day(*FIELD, begin="08:55", step=3).until("10:58")
    told = day.advice("late")
    assert told.new == "closes_at" and told.closes_ms is not None and told.closes_ms >= at("11:00")
    assert told.closes_ms <= at("11:20") and 1 <= told.still <= 6
    day.until("11:50")
    assert day.advice("late").new == "may_close"
    last_ms = at("07:01") + LAST_AT_LATE_S * 1000
    assert all(ms >= last_ms for ms, body in day.told if body.station == "late" and body.new == "may_close")


def test_nothing_is_told_twice_and_little_is_told_at_all() -> None:
    """Every row says something else than the one before of its station; a table hears a handful a day."""
    told = Day(*FIELD, begin="06:55", step=5).until("13:30").told
    for station in ("nine", "late", "twice"):
        mine = [body for _, body in told if body.station == station]
        says = [(body.new, body.closes_ms, body.reason) for body in mine]
        assert all(a != b for a, b in itertools.pairwise(says))
        assert [body.old for body in mine] == ["", *(body.new for body in mine[:-1])]
        assert len(mine) <= 15


# -- scene: a station told to pack too early


def test_a_table_that_packs_up_too_early_is_race_controls_first_sentence() -> None:
    """Packed up with two inside the limit to come: control acts, and the page says open again."""
    day = Day(*FIELD, begin="10:15").until("10:20").say(says("packed_up", "10:20", "late"))
    view = day.control()
    assert view.headline.severity == "act"
    assert view.headline.first.startswith("Late Tea has packed up, 2 runners inside the limit may still come")
    assert "the first about 10:4" in view.headline.first
    (packed,) = view.stations_now.packed
    assert (packed.id, packed.inside) == ("late", 2)
    assert not day.say(says("open", "10:21", "late")).control().stations_now.packed


def test_the_alarm_ends_when_they_have_passed() -> None:
    """Nobody reopened it: it stands until the last inside the limit is through, and not longer."""
    day = Day(*FIELD, says("packed_up", "10:20", "late"), step=5).until("10:50")
    assert [one.inside for one in day.control().stations_now.packed] == [1]
    assert "has packed up" not in day.until("11:45").control().headline.first


def test_a_table_that_was_told_may_go() -> None:
    """After "you may close" packing up is no news for race control."""
    day = Day(*FIELD, begin="11:45").until("11:50").say(says("packed_up", "11:50", "late"))
    assert not day.control().stations_now.packed


# -- scene: the permit ends before the last runner


def permit_day(*more: Draft) -> Day:
    """Return the day on which the road is given back while bib 6 is at km 23."""
    return Day(*FIELD, *more, begin="10:05", permit_ms=at("10:45"))


def keep(clock: str, until: str, id_: str = "k1", station: str = "late") -> Draft:
    """Return race control's decision."""
    return Draft("control", id_, at(clock), KeepOpenBody(station, at(until), "control/1"))


def test_beyond_the_permit_race_control_is_asked_and_told_what_it_decides_on() -> None:
    """When the last comes, by when that is sure, when the permit ends; it is no longer the table's choice."""
    day = permit_day().until("10:10")
    asked = day.advice("late")
    assert asked.new == "ask" and asked.closes_ms is not None and asked.closes_ms > at("10:45")
    (one,) = [one for one in day.control().stations_now.asks if one.id == "late"]
    assert one.permit_ms == at("10:45") and one.sure_ms == asked.closes_ms and one.inside >= 1
    sentences = [day.control().headline.first, *day.control().headline.more]
    (said,) = [
        s for s in sentences if s.startswith("Late Tea, until when? The last inside the limit comes about 1")
    ]
    assert said.endswith("; the permit ends 10:45.")
    assert day.control().headline.severity == "look"
    assert day.until("10:20").control().headline.severity == "act"


def test_what_race_control_decides_is_told_and_listed_and_can_be_taken_back() -> None:
    """Kept open until 11:15: the station hears it; undone, it is asked about again."""
    day = permit_day().until("10:10").say(keep("10:10", "11:15"))
    told = day.advice("late")
    assert (told.old, told.new, told.closes_ms, told.reason) == ("ask", "closes_at", at("11:15"), KEPT)
    assert "late" not in [one.id for one in day.control().stations_now.asks]
    assert [one.what for one in decided(day.race.state)] == ["Late Tea stays open until 11:15"]
    day.say(Draft("control", "u1", day.now_ms, UndoBody("control", "k1", "control/1")))
    assert day.advice("late").new == "ask"


def test_closing_at_the_permit_is_race_controls_word_and_never_a_may_close() -> None:
    """It decides to close on somebody: the station reads the time, and not that everybody has passed."""
    day = permit_day().until("10:10").say(keep("10:10", "10:45")).until("10:50")
    told = day.advice("late")
    assert (told.new, told.closes_ms, told.reason) == ("closes_at", at("10:45"), KEPT)
    view = day.say(says("packed_up", "10:50", "late")).control()
    assert [(one.inside, one.decided) for one in view.stations_now.packed] == [(1, True)]
    (said,) = [s for s in (view.headline.first, *view.headline.more) if "as you decided" in s]
    assert said.startswith(
        "Late Tea has closed, as you decided, 1 runner inside the limit may still come, about 1"
    )


def test_when_all_have_passed_before_the_time_it_kept_the_table_may_go() -> None:
    """Control said 11:30; at 11:20 nobody comes any more."""
    assert permit_day(keep("10:10", "12:30")).until("11:30").advice("late").new == "may_close"


# -- scene: a feed dead


def test_a_dead_feed_tells_nobody_to_close() -> None:
    """No mat is heard since ten: an hour later the table waits and knows why; control decides, if anybody."""
    reads = [r for r in FIELD if (r.at_ms or 0) < at("09:40")]
    day = Day(*reads, begin="10:00", step=5).until("11:20")
    told = day.advice("late")
    assert told.new == "stay"
    assert told.reason.startswith("no mat has read anybody since 09:") and told.reason.endswith("were due")
    asked = day.until("11:40").advice("late")
    assert (asked.new, asked.closes_ms, asked.reason) == ("ask", None, told.reason)
    said = [*day.control().headline.more, day.control().headline.first]
    assert (
        f"Late Tea, until when? Nobody can say when the last comes: {told.reason}; the permit ends 12:30."
        in said
    )
    assert not [body for _, body in day.told if body.station == "late" and body.new == "may_close"]


def test_when_the_feed_comes_back_so_does_the_advice() -> None:
    """What was held up arrives in one batch; a minute later the table is told what holds."""
    held_up = range(at("09:40"), at("11:40"))
    reads = [_late(r, "11:41") if r.at_ms in held_up else r for r in FIELD]
    day = Day(*reads, begin="11:30").until("11:40")
    assert (day.advice("late").new, day.advice("late").closes_ms) == ("ask", None)
    assert day.until("11:50").advice("late").new == "may_close"


def _late(draft: Draft, received: str) -> Draft:
    """Return a read that was received later."""
    return Draft(draft.source, draft.id, draft.at_ms, draft.body, at(received))


def test_by_the_clock_alone_nobody_inside_the_limit_is_left() -> None:
    """Half an hour after the last inside the limit must have passed, silence holds no table any more."""
    reads = [r for r in FIELD if (r.at_ms or 0) < at("09:40")]
    assert (
        Day(*reads, begin="12:25").until("12:30").advice("late").new == "may_close"
    )  # the limit's last is there at 11:57


# -- what else holds a table, and what does not


def test_a_stopped_race_holds_every_table() -> None:
    """Stopped: nobody is told to go, whatever was told before; resumed, the times are told again."""
    stop = Draft("control", "s", at("10:00"), NoticeBody("stopped", "control/1"))
    day = Day(*FIELD, stop).until("10:05")
    assert {day.advice(s).reason for s in ("nine", "late", "twice")} == {"the race is stopped"}
    go = Draft("control", "g", at("10:10"), NoticeBody("resumed", "control/1"))
    assert day.say(go).advice("nine").new == "may_close"


def test_a_silent_mat_on_the_way_holds_the_tables_behind_it() -> None:
    """Twenty are due at a mat that says nothing: the tables beyond it stay, those before it do not."""
    field = [r for bib in range(1, 21) for r in runs(bib, 2.5 + bib / 100, "5K")]
    field += [keyed(str(bib), "in", "08:10") for bib in range(1, 21)]
    day = Day(*field, runners=20, begin="08:10").until("08:20")
    assert day.advice("late").reason == "the mat at 10K is silent"
    assert day.advice("nine").new == "may_close"


def test_who_was_let_go_by_the_sweep_holds_no_table_and_is_not_forgotten() -> None:
    """Bib 6 goes on along the pavement: the table is done with bib 5, and knows that one may come."""
    let_go = Draft("sweep", "l", at("10:00"), LetGoBody("sweep", "6", at("10:00"), "sweep/1"))
    day = Day(*FIELD, let_go, begin="10:45").until("10:50")
    assert day.advice("late").new == "may_close"
    closing = day.station("late").closing
    assert (closing.inside, closing.let_go) == (0, 1)
    undo = Draft("control", "u", day.now_ms, UndoBody("sweep", "l", "control/1"))
    assert day.say(undo).advice("late").new == "closes_at"


def test_a_runner_who_comes_back_from_a_drop_brings_the_table_back() -> None:
    """Said to have dropped out, she is read late at a mat beyond: that it may close is taken back at once."""
    slow = [_late(r, "11:20") if r.id.startswith("C7/HALF") else r for r in runs(7, 1.58, "HALF")]
    day = Day(*FIELD, *slow, rule_status("7", "dnf", "10:30"), begin="11:15").until("11:19")
    assert day.advice("late").new == "may_close"
    told = day.until("11:20").advice("late")
    assert (told.old, told.new, told.still) == ("may_close", "closes_at", 1)


def test_before_the_gun_nobody_is_told_anything() -> None:
    """The log of a morning is not full of advice."""
    assert Day(begin="06:55").until("06:59").told == []
    assert {body.reason for _, body in Day(begin="06:59").until("07:01").told} == {
        "some were not read at the start and may still come"
    }


def test_who_stayed_at_home_holds_no_table_once_the_start_is_over() -> None:
    """Two of nine were not read at the start: half an hour later they are no doubt any more."""
    day = Day(*FIELD, runners=9, begin="07:20").until("07:25")
    assert day.advice("nine").reason == "some were not read at the start and may still come"
    assert day.until("07:30").advice("nine").new == "closes_at"


def test_where_the_start_has_no_mat_everybody_is_waited_for() -> None:
    """Those whom no mat has read may be on their way: for an hour after the gun no table is told a time."""
    reads = [r for r in FIELD if not r.id.startswith(("C5/", "C6/")) and "/S/" not in r.id]
    day = Day(*reads, begin="07:40").until("07:58")
    assert day.advice("nine").reason == "some were not read at the start and may still come"


# -- the same log, the same advice


def test_the_order_of_rows_and_a_snapshot_change_nothing() -> None:
    """What a table is told is a function of the rows: shuffled, or folded from a snapshot, it is the same."""
    seen = [r for r in FIELD if (r.at_ms or 0) <= at("10:30")]
    shuffled = [seen[i] for i in np.random.default_rng(5).permutation(len(seen))]
    told = []
    for reads in (seen, shuffled):
        race = Race()
        race.apply(rows_of([*opening(7), *reads]))
        told.append([draft.body for draft in race.decide(at("10:31"))])
    again = Race(LiveState.load(race.state.dump()))
    told.append([draft.body for draft in again.decide(at("10:31"))])
    assert told[0] and told[0] == told[1] == told[2]


def test_a_race_that_is_wound_back_tells_the_same_at_the_same_ticks() -> None:
    """Tick by tick, from a snapshot taken between two minutes or straight on: the same rows."""
    race = Race()
    race.apply(rows_of([*opening(7), *(r for r in FIELD if (r.at_ms or 0) <= at("11:00"))]))
    raw, told = b"", []
    for now_ms in range(at("11:01"), at("11:25"), 10_000):
        raw = race.state.dump() if now_ms == at("11:02:20") else raw
        decided = race.decide(now_ms)
        told += [(now_ms, draft.id, draft.body) for draft in decided]
        race.apply(rows_of(decided, race.state.seq + 1))
    again, said = Race(LiveState.load(raw)), []
    for now_ms in range(at("11:02:20"), at("11:25"), 10_000):
        decided = again.decide(now_ms)
        said += [(now_ms, draft.id, draft.body) for draft in decided]
        again.apply(rows_of(decided, again.state.seq + 1))
    assert any(isinstance(body, AdviceBody) for _, _, body in said)
    assert said == [one for one in told if one[0] >= at("11:02:20")]


def test_stations_are_told_on_the_minute_and_a_missed_minute_is_made_up() -> None:
    """Between them nothing is decided; where a slow machine skips the full one, right after."""
    race = Race()
    race.apply(rows_of([*opening(7), *(r for r in FIELD if (r.at_ms or 0) <= at("10:30"))]))
    assert race.decide(at("10:31:30")) == []
    late = race.decide(at("10:32:02"))
    assert AdviceBody in {type(draft.body) for draft in late}
    assert race.decide(at("10:32:03")) == []


@pytest.mark.parametrize("seed", range(3))
def test_no_table_is_told_to_go_while_somebody_inside_the_limit_is_on_her_way(seed: int) -> None:
    """Random days, reads late and missed: whoever comes inside the limit finds no table told to close."""
    rng = np.random.default_rng(seed)
    field, passes = [], []
    for bib in range(1, 31):
        mps, stops = rng.uniform(1.62, 3.4), rng.choice([*FULL_KM][2:])
        reads = runs(bib, mps, str(stops))
        field += [r for r in reads if rng.random() < 0.95 or r.body.mat in ("S", stops)]  # type: ignore[union-attr]
        if FULL_KM[str(stops)] > 25:
            passes.append(at("07:01") + 25_000 / mps * 1000)
    day = Day(*field, runners=30, begin="08:55", step=5).until("12:30")
    told = [(ms, body.new) for ms, body in day.told if body.station == "late"]
    assert passes and told[-1][1] == "may_close"
    for passed_ms in passes:
        assert ["stay", *(new for ms, new in told if ms <= passed_ms)][-1] != "may_close"
