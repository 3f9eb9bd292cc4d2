"""A replay: the same pipeline, wound forth and back, and the same views each time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from alongside.errors import ReplayError
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.views import Views
from alongside.loop.board import Board
from alongside.loop.replay import TICK_MS, Replay
from alongside.store.race_file import RaceFile
from builders import OPENING, at, entry, read, rule_status

SPAN_MS = at("06:59"), at("15:10")
COARSE_MS = 30 * TICK_MS  # for rules that hold at ticks of any length; tests/cli plays a day by its own
DAY: list[Draft] = sorted(
    [
        *(
            Draft(d.source, d.id, d.at_ms, d.body, at("06:00"))
            for d in (*OPENING, entry("4", "full", "1", "C4"))
        ),
        *(read(f"C{n}", "S", f"07:0{n}") for n in (1, 2, 3, 4)),
        *(read(f"C{n}", "5K", f"07:4{n}") for n in (1, 2, 3, 4)),
        *(read(f"C{n}", "10K", f"08:2{n}") for n in (1, 3)),
        read("C4", "10K", "08:24", received="11:00"),
        read("C3", "F", "10:00"),
        *(read("C1", mat, clock) for mat, clock in (("HALF", "10:00"), ("30K", "11:30"), ("F", "13:30"))),
        rule_status("4", "dnf", "14:00"),
    ],
    key=lambda draft: draft.received_at_ms or draft.at_ms or 0,
)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[object]:
    """Give a function that makes a replay of the small day on a log of its own."""
    opened: list[tuple[Replay, RaceFile]] = []

    def build(
        rate: float = 1e9, tick_ms: int = COARSE_MS, span_ms: tuple[int, int] = SPAN_MS
    ) -> tuple[Replay, Board, RaceFile]:
        board = Board()
        file = RaceFile(tmp_path / f"race{len(opened)}.db", lambda: opened[-1][0].now_ms(), durable=False)
        replay = Replay(file, DAY, span_ms, board, rate=rate, tick_ms=tick_ms)
        opened.append((replay, file))
        return replay, board, file

    yield build
    for replay, file in opened:
        replay.stop()
        file.close()


def wait_until(true: object, seconds: float = 20.0) -> None:
    """Wait for a condition; fail when it does not come true."""
    until = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.01)


def played(replay: Replay) -> list[bytes]:
    """Return the views of every tick, as bytes."""
    seen: list[bytes] = []
    replay.play_to_end(lambda at_ms, views: seen.append(msgspec.json.encode(views)))
    return seen


def test_the_same_day_twice_gives_the_same_views_bit_for_bit(make) -> None:
    """Views are a function of the log and the time: two replays agree at every tick."""
    first, second = played(make()[0]), played(make()[0])
    assert first == second
    assert len(first) == (at("15:10") - (SPAN_MS[0] // COARSE_MS * COARSE_MS)) // COARSE_MS + 1


def test_a_view_holds_what_was_received_by_its_tick_and_nothing_later(make) -> None:
    """A read whose uplink was down for hours shows when it came, not when it happened."""
    replay, _, _ = make(tick_ms=TICK_MS, span_ms=(at("10:50"), at("11:10")))
    seen: dict[int, Views] = {}
    replay.play_to_end(lambda at_ms, views: seen.setdefault(at_ms, views))
    bibs = {
        at_ms: [r.last_seen_place for d in v.control.distances for r in d.tail if r.bib == "4"]
        for at_ms, v in seen.items()
    }
    assert bibs[at("10:59:50")] == ["5K"]
    assert bibs[at("11:00:00")] == ["10K"]


def test_decisions_are_rows_before_they_are_shown(make) -> None:
    """An overdue flag stands in the log, received at its tick, when a view first shows it."""
    replay, _, file = make()
    shown: list[int] = []
    replay.play_to_end(lambda at_ms, views: shown.append(at_ms) if views.control.overdue else None)
    flagged = [row.received_at_ms for row in file.rows() if row.source == "overdue"]
    assert flagged
    assert flagged[0] == shown[0]


def test_the_log_of_a_replay_folds_to_the_views_it_showed(make) -> None:
    """Folding applies decisions and never decides again: a fresh fold looks the same at the end."""
    replay, _, file = make()
    last = replay.play_to_end()
    race = Race()
    race.apply(file.rows())
    assert race.look(last.control.race_now_ms) == last


def test_winding_back_shows_what_was_shown(make) -> None:
    """A time seen before looks the same when somebody goes back to it."""
    replay, board, _ = make()
    replay.pause()
    replay.start()
    replay.seek(at("09:00"))
    wait_until(lambda: replay.now_ms() == at("09:00") and not replay.state().seeking)
    before = msgspec.json.encode(board.latest().views)
    replay.seek(at("14:30"))
    wait_until(lambda: replay.now_ms() == at("14:30") and not replay.state().seeking)
    replay.seek(at("09:00"))
    wait_until(lambda: replay.now_ms() == at("09:00") and not replay.state().seeking)
    after = msgspec.json.encode(board.latest().views)
    assert after == before, differing(after, before)


def test_going_on_after_winding_back_ends_where_it_would_have(make) -> None:
    """Back and forth across the furthest tick changes nothing about the end."""
    straight = msgspec.json.encode(make()[0].play_to_end())
    replay, board, _ = make()
    replay.pause()
    replay.start()
    for clock in ("10:00", "08:00", "12:00", "07:30", "15:10"):
        replay.seek(at(clock))
        wait_until(lambda clock=clock: replay.now_ms() == at(clock) and not replay.state().seeking)
    wound = msgspec.json.encode(board.latest().views)
    assert wound == straight, differing(wound, straight)


def test_a_ruling_in_a_paused_replay_is_seen(make) -> None:
    """Somebody who rules while the clock stands sees the ruling: one tick is played."""
    replay, board, _ = make(tick_ms=TICK_MS, span_ms=(at("08:30"), at("15:10")))
    replay.pause()
    replay.start()
    replay.seek(at("09:00"))
    wait_until(lambda: replay.now_ms() == at("09:00") and not replay.state().seeking)
    said = rule_status("1", "dsq", "09:00", "x1")
    replay.submit([Draft(said.source, said.id, said.at_ms, said.body)]).result(5)
    wait_until(lambda: board.latest().views.control.counts.dsq == 1)
    assert replay.now_ms() == at("09:00:10")


def test_nothing_can_be_ruled_in_the_past_of_a_replay(make) -> None:
    """The log only grows at its end; before it, a ruling is refused in a sentence."""
    replay, _, _ = make()
    replay.pause()
    replay.start()
    for clock in ("10:00", "09:00"):
        replay.seek(at(clock))
        wait_until(lambda clock=clock: replay.now_ms() == at(clock) and not replay.state().seeking)
    with pytest.raises(ReplayError, match="furthest point"):
        replay.submit([rule_status("1", "dsq", "09:00")]).result(5)


def test_a_pause_stands_still_and_says_so(make) -> None:
    """While paused the clock does not move, and pages are told a rate of 0."""
    replay, board, _ = make(rate=3600.0)
    replay.start()
    wait_until(lambda: replay.now_ms() > SPAN_MS[0])
    replay.pause()
    wait_until(lambda: board.latest().rate == 0.0)
    time.sleep(0.05)
    stood = replay.now_ms()
    time.sleep(0.2)
    assert replay.now_ms() == stood


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan")])
def test_a_speed_that_cannot_be_played_is_refused(make, rate: float) -> None:
    """Standing still is a pause, not a speed."""
    with pytest.raises(ReplayError, match="above 0"):
        make()[0].set_rate(rate)


def differing(a: bytes, b: bytes) -> str:
    """Return the first place where two encoded views part."""
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return f"{a[max(0, i - 150) : i + 60]!r} against {b[max(0, i - 150) : i + 60]!r}"
