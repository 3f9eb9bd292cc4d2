"""kill -9 at random moments under load: what was acknowledged is there, and the race is what it was."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import pytest

from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.loop.folding import recover
from alongside.loop.live_day import wall_ms
from alongside.store.race_file import RaceFile
from builders import outcome
from soak.made_up_day import MadeUpDay, make_day, undisturbed
from soak.serving import Senders, Served, copied_log, in_batches, keys_on_disk, served

SEED = 26_2
SHORT_KILLS, SOAK_KILLS = 3, 50
SHORT_RUNNERS, SOAK_RUNNERS = 300, 6_000
JOIN_S = 30.0


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_killed_again_and_again_under_load_nothing_acknowledged_is_lost(tmp_path: Path, soak: bool) -> None:
    """After every kill -9: each acknowledged read is in the log, each batch is there whole or not at all,
    and snapshot plus rest show what the whole log shows. Once all is sent again, shuffled and doubled,
    crossings and statuses are those of a day on which nothing went wrong."""
    kills = SOAK_KILLS if soak else SHORT_KILLS
    day = make_day(tmp_path / "race", SOAK_RUNNERS if soak else SHORT_RUNNERS, SEED)
    dice = random.Random(SEED)
    reads = list(day.reads)
    dice.shuffle(reads)
    batches = in_batches(reads, dice)
    senders = Senders(deque(batches))
    token, rounds_under_load = "", 0
    for round_ in range(kills):
        senders.pause_s = 0.002
        server = Served(day.folder, token)
        answered = senders.answered
        try:
            if round_ > 0 and dice.random() < 0.2:
                time.sleep(dice.uniform(0.0, 1.5))  # it may not even have opened its race file
            else:
                server.wait_until_open()
                token = server.token
                _load_until_killed(server, senders, dice, _share(batches, round_, kills, senders))
                rounds_under_load += senders.answered > answered
        finally:
            server.kill()
        assert senders.wrong == []
        _check_log(day, senders, batches, tmp_path / "copy")
    assert rounds_under_load >= kills // 2, "the kills met too little load to mean anything"
    _send_all_again(day, reads, token, dice)


def _share(
    batches: Sequence[Sequence[Draft]], round_: int, kills: int, senders: Senders
) -> deque[Sequence[Draft]]:
    """Return what is held back for later rounds, so that each has new reads; the rest stays to be sent."""
    later = len(batches) - (round_ + 1) * len(batches) // kills
    held: deque[Sequence[Draft]] = deque()
    while len(senders.batches) > 1 and len(held) < later:
        held.append(senders.batches.pop())
    return held


def _load_until_killed(
    server: Served, senders: Senders, dice: random.Random, held: deque[Sequence[Draft]]
) -> None:
    threads = senders.start(server)
    time.sleep(dice.uniform(0.02, 0.8))
    server.kill()
    for thread in threads:
        thread.join(JOIN_S)
        assert not thread.is_alive(), "a sender waits for an answer that cannot come"
    senders.batches.extend(held)


def _check_log(day: MadeUpDay, senders: Senders, batches: Sequence[Sequence[Draft]], scratch: Path) -> None:
    with copied_log(day.folder, scratch) as log:
        found = keys_on_disk(log)
        assert senders.kept <= found, f"lost: {sorted(senders.kept - found)[:5]}"
        for batch in batches:
            there = sum((draft.source, draft.id) in found for draft in batch)
            assert there in (0, len(batch)), "a batch is half there"
        _check_recovery(log)


def _check_recovery(log: Path) -> None:
    """The newest snapshot and the rows since come to what the surviving log comes to."""
    file = RaceFile(log, wall_ms)
    try:
        fresh, at_ms = Race(), wall_ms()
        fresh.apply(file.rows())
        if fresh.state.crossings.plan is not None:
            recovered = recover(file)
            assert recovered.look(at_ms) == fresh.look(at_ms)
            assert outcome(recovered) == outcome(fresh)
    finally:
        file.close()


def _send_all_again(day: MadeUpDay, reads: Sequence[Draft], token: str, dice: random.Random) -> None:
    """Every sender sends everything again, in another order and twice; then the day ends as it should."""
    again = [*reads, *reads]
    dice.shuffle(again)
    senders = Senders(in_batches(again, dice, most=200))
    server = Served(day.folder, token)
    try:
        server.wait_until_open()
        for thread in senders.start(server):
            thread.join(JOIN_S * 10)
        _wait_for_a_tick(server)
        assert server.stop() == 0, server.all_said()
    finally:
        server.kill()
    assert senders.wrong == []
    assert senders.kept == {(draft.source, draft.id) for draft in reads}
    file = RaceFile(day.folder / "race.db", wall_ms)
    try:
        assert file.snapshot() is not None, "a day that ends as it should leaves a snapshot"
        assert outcome(recover(file)) == outcome(undisturbed(day))
    finally:
        file.close()


def _wait_for_a_tick(server: Served) -> None:
    until = time.monotonic() + JOIN_S
    while server.ask("/healthz")[0] != 200:
        assert time.monotonic() < until, "nothing is shown"
        time.sleep(0.1)


def test_a_restart_needs_no_new_link(tmp_path: Path) -> None:
    """The link that a timer was given before a crash opens the feed after it."""
    day = make_day(tmp_path / "race", 20, SEED)
    with served(day.folder) as first:
        token = first.token
    assert token
    with served(day.folder, token) as second:
        senders = Senders(deque([day.reads[:5]]))
        for thread in senders.start(second, 1):
            thread.join(JOIN_S)
    assert len(senders.kept) == 5
    assert "token=" not in second.all_said()
