"""The story, walked on the demo race: two strangers, a split at mile 12, and a finish hand in hand.

What is walked here is what exists: the field, the groups' road, the back of the race as control sees it,
and the finish inside the limit. The scenes that need a companion, a supporter or a table come with them.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from alongside.folders.race_folder import RaceFolder
from alongside.folders.recorded import Day, read_day
from alongside.live.announcer_view import ANNOUNCER
from alongside.live.risk_views import Noticed, OwnView
from alongside.live.views import RaceView, TailRow, Views
from alongside.loop.board import Board
from alongside.loop.replay import Replay
from alongside.store.race_file import RaceFile

pytestmark = pytest.mark.slow
TICK_MS = 180_000  # eighteen times as coarse as a replay's own: the story is not told by its ticks

MILE_M = 1609.344


class Walked:
    """The demo day, played once: the view of race control nearest each chapter, and at the end."""

    end: RaceView

    def __init__(self, day: Day, folder: RaceFolder) -> None:
        self.day, self.folder = day, folder
        self.views: dict[str, RaceView] = {}
        self.own: dict[str, OwnView | None] = {}  # how the first-timer stands, by chapter
        self.before_the_split: OwnView | None = None
        self.first_timer = self._bib("Marit")
        self.veteran = self._bib("Jessa")

    def _bib(self, given: str) -> str:
        return next(person.bib for person in self.folder.people if person.name.split()[0] == given)

    def at(self, title: str) -> RaceView:
        """Return what control saw at the chapter whose title begins so."""
        return next(view for known, view in self.views.items() if known.startswith(title))

    def own_at(self, title: str) -> OwnView:
        """Return what the first-timer's own page knew at the chapter whose title begins so."""
        found = next(own for known, own in self.own.items() if known.startswith(title))
        assert found is not None
        return found

    def flags(self, view: RaceView) -> dict[str, Noticed]:
        """Return by bib who is at risk or alone."""
        return {one.bib: one for one in view.noticed.rows}

    def tail(self, view: RaceView) -> list[TailRow]:
        """Return the tail of the marathon."""
        return list(next(d for d in view.distances if d.id == "full").tail)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """Play the whole demo day through the live pipeline."""
    with as_file(files("alongside") / "demo_race") as path:
        day = read_day(Path(path))
    clock: list[Replay] = []
    log = tmp_path_factory.mktemp("story") / "race.db"
    file = RaceFile(log, lambda: clock[0].now_ms(), durable=False)
    board = Board()
    replay = Replay(file, day.drafts, day.span_ms, board, tick_ms=TICK_MS)
    clock.append(replay)
    assert day.folder is not None
    walked = Walked(day, day.folder)
    waiting = list(day.chapters)

    def seen(at_ms: int, now: Views) -> None:
        board.want(walked.first_timer)
        board.want(ANNOUNCER)
        own = now.runners[walked.first_timer].own if walked.first_timer in now.runners else None
        if own is not None and own.parting is not None:
            walked.before_the_split = own
        while waiting and at_ms >= waiting[0].at_ms:
            title = waiting.pop(0).title
            walked.views[title], walked.own[title] = now.control, own

    walked.end = replay.play_to_end(seen).control
    file.close()
    return walked


def test_two_strangers_stand_on_one_start_line(walked: Walked) -> None:
    """S1: the field is known, with waves, distances and clubs; both are entered for the marathon."""
    entries = {entry.bib: entry for entry in walked.folder.entries}
    assert {entries[walked.first_timer].distance, entries[walked.veteran].distance} == {"full"}
    people = {person.bib: person for person in walked.folder.people}
    assert people[walked.first_timer].first_marathon is True
    assert people[walked.veteran].first_marathon is False
    assert walked.at("The start").counts.on_course > 1000


def test_half_and_full_share_twelve_miles_and_then_part(walked: Walked) -> None:
    """S3: the road of the two distances is one to mile 12, and everything on it has metres on both."""
    shared = [s for s in walked.folder.plan.shared if {s.a, s.b} == {"full", "half"} and s.a_from_m < 100]
    assert shared[0].a_to_m == pytest.approx(12 * MILE_M, abs=120)
    early = [s for s in walked.folder.plan.stations if s.places[0].along_m < 11 * MILE_M]
    assert early
    assert all({place.distance for place in station.places} == {"full", "half"} for station in early)


def test_when_the_half_turns_off_she_is_at_the_back_of_the_marathon(walked: Walked) -> None:
    """S3, S4: past the split control finds the first-timer in the marathon's tail, by bib, and no name."""
    view = walked.at("Alone")
    assert walked.first_timer in [row.bib for row in walked.tail(view)]
    assert walked.veteran in [row.bib for row in walked.tail(view)]


def test_before_the_split_she_is_told_that_her_friends_turn_off(walked: Walked) -> None:
    """S3: while she still runs with them: where the roads part, how many go, how many run on near her."""
    told = walked.before_the_split
    assert told is not None and told.parting is not None
    assert told.parting.parts == 3 and told.parting.stays == 0
    assert told.parting.parts_m == pytest.approx(12 * MILE_M, abs=120)


def test_when_she_is_alone_those_who_can_help_know_it_and_why(walked: Walked) -> None:
    """S4: her friends have gone and nobody is within reach: control has her bib and the reason."""
    assert walked.first_timer not in walked.flags(walked.at("Mile 12"))
    noticed = walked.flags(walked.at("Alone"))[walked.first_timer]
    assert noticed.alone is not None and noticed.alone.reason.startswith(
        "her group went another way at km 19.3"
    )


def test_she_reads_in_private_that_she_is_not_the_last_and_what_is_in_hand(walked: Walked) -> None:
    """S6: somebody is behind her, the limit is within reach, and the pace that does is no race."""
    own = walked.own_at("Alone")
    assert own.alone and own.behind >= 1
    assert own.ahead_m is not None and own.behind_m is not None and own.behind_m > 300
    limit = next(gate for gate in own.gates if gate.is_finish)
    assert limit.pace_s_per_km is not None and limit.pace_s_per_km > 600


def test_from_the_meeting_on_neither_is_alone(walked: Walked) -> None:
    """S9: with somebody beside her the flag is lowered, and stays so."""
    for title in ("The fifth bridge", "The club"):
        assert not {walked.first_timer, walked.veteran} & {
            bib for bib, one in walked.flags(walked.at(title)).items() if one.alone
        }


def test_the_announcer_has_the_two_on_the_board_as_they_come(walked: Walked) -> None:
    """S15: by bib and limit; their names are joined for whoever agreed."""
    board = walked.at("The finish").home
    assert board is not None
    near = {one.bib: one for one in (*board.coming, *board.done)}
    assert {walked.first_timer, walked.veteran} <= near.keys()
    first = near[walked.first_timer]
    assert first.limit_ms is not None and first.finish_ms < first.limit_ms


def test_the_sweep_is_behind_them_and_control_knows_how_far(walked: Walked) -> None:
    """S6: the truth about the vehicles behind her: where the sweep is, by its own chip."""
    view = walked.at("Alone")
    sweep = next(s for s in view.sweeps if s.distance == "full")
    row = next(r for r in walked.tail(view) if r.bib == walked.first_timer)
    assert sweep.how == "chip"
    assert sweep.along_m is not None
    assert sweep.along_m < row.along_m


def test_after_the_meeting_they_are_side_by_side_to_the_end(walked: Walked) -> None:
    """S9, S15: from mile 14 on both are the last of the marathon, and they stay within a minute."""
    view = walked.at("The club")
    last_two = {row.bib for row in walked.tail(view)[:2]}
    assert last_two == {walked.first_timer, walked.veteran}
    rows = walked.tail(view)[:2]
    assert abs(rows[0].along_m - rows[1].along_m) < 150


def test_everything_is_kept_open_until_they_are_through(walked: Walked) -> None:
    """S11: no station on their road is planned to close before the last marathon runner inside the limit."""
    plan = walked.folder.plan
    full = plan.distance("full")
    last_gun = max(wave.gun_ms for wave in plan.waves if "full" in wave.distances)
    for station in plan.stations:
        metres = max(place.along_m for place in station.places if place.distance == "full")
        due_ms = last_gun + (full.limit_s or 0) * 1000 * metres / full.length_m
        assert station.closes_ms is not None
        assert station.closes_ms >= due_ms - 60_000


def test_they_finish_last_and_inside_the_limit(walked: Walked) -> None:
    """S15: the race is over when they are in; nobody is out, nobody is missing."""
    before, end = walked.at("The finish"), walked.end
    assert before.limit_ms is not None
    assert before.race_now_ms < before.limit_ms
    assert end.phase == "over"
    assert (end.counts.on_course, end.overdue) == (0, ())
    assert end.headline.first.startswith("All accounted for")
