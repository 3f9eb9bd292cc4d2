"""The race file: what is acknowledged is on disk, once, in order; what fails is refused whole."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from alongside.errors import InputError, LogError, StoreFull
from alongside.events.bodies import Body, FixBody, GunBody, ReadBody, RefusedBody, RulingStatusBody
from alongside.events.person import Person
from alongside.events.row import Draft, Receipt
from alongside.store.race_file import RaceFile
from alongside.store.schema import open_race
from builders import OPENING, at, read, rows_of


@pytest.fixture
def file(tmp_path: Path) -> Iterator[RaceFile]:
    """A race file whose clock stands at 12:00."""
    file = RaceFile(tmp_path / "race.db", lambda: at("12:00"))
    yield file
    file.close()


def unstamped(i: int) -> Draft:
    """Return a read that the edge has not stamped."""
    draft = read("C1", "5K", "07:35", f"u{i}")
    return Draft(draft.source, draft.id, draft.at_ms, draft.body)


def test_rows_come_back_as_they_were_written(file: RaceFile) -> None:
    """Bodies, keys and times survive the disk, in the order of their seq."""
    drafts = [*OPENING, read("C1", "5K", "07:35"), read("C1", "10K", "08:10", chip_s=4200.0)]
    file.submit(drafts).result()
    assert [row.body for row in file.rows()] == [draft.body for draft in drafts]
    assert [row.seq for row in file.rows()] == list(range(1, len(drafts) + 1))


def test_acknowledged_means_on_disk(file: RaceFile) -> None:
    """When the future is done, a second process would find the rows."""
    file.submit([unstamped(1)]).result()
    other = sqlite3.connect(file.path)
    assert other.execute("SELECT count(*) FROM log").fetchone() == (1,)


def test_the_same_key_again_gets_the_first_answer(file: RaceFile) -> None:
    """A repeat changes nothing, and its receipt names the row that was there."""
    first = file.submit([unstamped(1)]).result()[0]
    again = file.submit([unstamped(2), unstamped(1)]).result()
    assert (again[1].seq, again[1].repeat) == (first.seq, True)
    assert not again[0].repeat
    assert len(list(file.rows())) == 2


def test_a_key_twice_in_one_batch_is_one_row(file: RaceFile) -> None:
    """A sender's own doubles are repeats like any other."""
    receipts = file.submit([unstamped(1), unstamped(1)]).result()
    assert [receipt.repeat for receipt in receipts] == [False, True]
    assert receipts[0].seq == receipts[1].seq


def test_received_at_never_decreases(file: RaceFile) -> None:
    """Whatever senders claim, a row is never received before the row above it."""
    file.submit([read("C1", "S", "07:01"), read("C1", "5K", "07:35", received="09:00")]).result()
    file.submit([read("C2", "S", "07:02")]).result()
    received = [row.received_at_ms for row in file.rows()]
    assert received == [at("07:01"), at("09:00"), at("09:00")]


def test_the_edge_stamps_what_is_not_stamped(file: RaceFile) -> None:
    """A draft without a time of receipt gets the race clock's."""
    file.submit([unstamped(1)]).result()
    assert next(file.rows()).received_at_ms == at("12:00")


def test_fixes_lie_in_a_table_of_their_own_and_share_the_order(file: RaceFile) -> None:
    """Phone positions can be purged without touching the log, and are folded where they came."""
    fix = FixBody("p1", "1", at("08:00"), 52.0, 13.0, 8.0)
    drafts = [unstamped(1), Draft("phone", "f1", fix.at_ms, fix), unstamped(2)]
    file.submit(drafts).result()
    assert [row.body for row in file.rows()] == [draft.body for draft in drafts]
    tables = sqlite3.connect(file.path)
    assert tables.execute("SELECT seq FROM fix").fetchall() == [(2,)]
    assert tables.execute("SELECT count(*) FROM log").fetchone() == (2,)


def test_a_key_is_unique_across_both_tables(file: RaceFile) -> None:
    """A fix and a row of the log cannot stand under one key: the second is a repeat of the first."""
    fix = FixBody("p1", "1", at("08:00"), 52.0, 13.0, 8.0)
    first = file.submit([Draft("mixed", "1", fix.at_ms, fix)]).result()[0]
    again = file.submit([Draft("mixed", "1", at("08:01"), read("C1", "5K", "08:01").body)]).result()[0]
    assert (again.seq, again.repeat) == (first.seq, True)
    assert len(list(file.rows())) == 1


def test_refused_bytes_are_kept_beside_a_row_that_says_why(file: RaceFile) -> None:
    """What cannot be read is not thrown away; the log points to it and names nobody."""
    file.refuse("json", "not JSON", b"\x00nonsense").result()
    row = next(file.rows())
    assert (row.body.feed, row.body.reason) == ("json", "not JSON")
    raw = sqlite3.connect(file.path).execute("SELECT raw FROM refused WHERE id = ?", (row.body.raw_id,))
    assert raw.fetchone() == (b"\x00nonsense",)


def test_people_are_kept_apart_from_the_log(file: RaceFile) -> None:
    """Names go to their own table; no row of the log holds one."""
    file.put_people([Person("1", name="Wilhelmina Quartzbright")]).result()
    file.submit(OPENING).result()
    tables = sqlite3.connect(file.path)
    assert tables.execute("SELECT name FROM person").fetchall() == [("Wilhelmina Quartzbright",)]
    assert b"Quartzbright" not in b"".join(bytes(r[0]) for r in tables.execute("SELECT body FROM log"))


def test_many_senders_at_once_lose_nothing(file: RaceFile) -> None:
    """Eight threads, each waiting for its own rows: all are there, once, numbered without a gap."""

    def send(sender: int) -> None:
        for i in range(50):
            file.submit([unstamped(sender * 1000 + i)]).result()

    threads = [threading.Thread(target=send, args=(sender,)) for sender in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.seq for row in file.rows()] == list(range(1, 401))


def test_fresh_rows_are_handed_on_in_order(file: RaceFile) -> None:
    """Whoever folds gets each new row once, after it is on disk."""
    file.submit([unstamped(1), unstamped(2)]).result()
    file.submit([unstamped(2), unstamped(3)]).result()
    assert [row.id for row in file.fresh(1.0)] == ["u1", "u2", "u3"]


def test_a_full_disk_refuses_whole_and_says_so(tmp_path: Path) -> None:
    """Rows that meet a full disk are refused with a clear word, whole; later rows go on."""
    file = RaceFile(tmp_path / "race.db", lambda: at("12:00"))
    file.submit([unstamped(0)]).result()
    limit(file, 40)
    with pytest.raises(StoreFull, match=r"disk is full.*send them again"):
        file.submit([unstamped(i) for i in range(1, 5000)]).result()
    assert [row.id for row in file.rows()] == ["u0"]
    limit(file, 100_000)
    assert file.submit([unstamped(1)]).result()[0].seq == 2
    file.close()


def limit(file: RaceFile, pages: int) -> None:
    """Let SQLite meet its own SQLITE_FULL at so many pages."""
    done: Future[None] = file._writer._put(_pragma(file, pages))
    done.result()


def _pragma(file: RaceFile, pages: int) -> object:
    from alongside.store.writer import _Order

    connection = file._writer._connection

    def write(_: object) -> tuple[None, list[object]]:
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
        return None, []

    return _Order(write)


def test_one_order_that_fails_does_not_take_others_with_it(file: RaceFile) -> None:
    """Orders share a transaction; when one cannot be written, the others still are."""
    hold = file.hold(at("12:00"))
    hold.wait()
    bad = file.submit([Draft("x", "1", "not a time", read("C1", "5K", "07:35").body, [])])  # type: ignore[arg-type]
    good = file.submit([unstamped(1)])
    hold.release()
    assert good.result()[0].seq == 1
    with pytest.raises(TypeError):
        bad.result()


@pytest.mark.parametrize(
    "body",
    [
        ReadBody("C1", "5K", 2**63),
        ReadBody("C1", "5K", -1),
        ReadBody("C1", "5K", at("07:35"), chip_s=1e308),
        ReadBody("C1", "5K", at("07:35"), chip_s=float("nan")),
        FixBody("p", "1", at("08:00"), float("nan"), 0.0),
        FixBody("p", "1", at("08:00"), 91.0, 0.0),
        GunBody("1", 2**70),
        RulingStatusBody("1", "finished", "timer", chip_s=float("inf")),
    ],
)
def test_a_number_that_would_poison_the_log_is_refused_at_the_door(file: RaceFile, body: Body) -> None:
    """A row that no fold could take would stop the race at every restart: it is never written."""
    with pytest.raises(InputError, match="refused"):
        file.submit([Draft("x", "1", at("07:35"), body)]).result()
    assert list(file.rows()) == []


def test_a_sender_who_went_away_does_not_stop_the_writer(file: RaceFile) -> None:
    """A cancelled future is nobody's business but its sender's; the row is on disk all the same."""
    hold = file.hold(at("12:00"))
    hold.wait()
    gone = file.submit([unstamped(1)])
    gone.cancel()
    hold.release()
    assert file.submit([unstamped(2)]).result()[0].seq == 2


def test_a_hold_parts_what_was_received_by_a_tick_from_what_came_later(file: RaceFile) -> None:
    """Rows submitted before a tick are in it, decisions stand next, and the rest is received after it."""
    file.submit([read("C1", "S", "07:01")]).result()
    hold = file.hold(at("12:00"))
    hold.wait()
    late = file.submit([unstamped(1)])
    decision = Draft("overdue", "1", at("12:00"), unstamped(9).body)
    hold.release([decision]).result()
    late.result()
    rows = list(file.rows())
    assert [row.id for row in rows] == ["C1/S/07:01", "1", "u1"]
    assert rows[1].received_at_ms == at("12:00") < rows[2].received_at_ms


def test_reopening_goes_on_where_it_ended(tmp_path: Path) -> None:
    """Numbers and times of receipt continue from the file, not from the program."""
    first = RaceFile(tmp_path / "race.db", lambda: at("12:00"))
    first.submit([unstamped(1)]).result()
    first.close()
    second = RaceFile(tmp_path / "race.db", lambda: at("11:00"))
    assert second.submit([unstamped(2)]).result()[0].seq == 2
    assert [row.received_at_ms for row in second.rows()] == [at("12:00")] * 2
    second.close()


def test_after_closing_nothing_can_be_written(file: RaceFile) -> None:
    """A row handed in too late is refused, not forgotten."""
    file.close()
    with pytest.raises(LogError, match="closed"):
        file.submit([unstamped(1)]).result()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read as one" * 50, b""])
def test_another_kind_of_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    """A spreadsheet named race.db is not overwritten; an empty file becomes a race file."""
    path = tmp_path / "race.db"
    path.write_bytes(content)
    if content:
        with pytest.raises(LogError, match=r"race\.db"):
            open_race(path)
        assert path.read_bytes() == content
    else:
        open_race(path).close()


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    """An SQLite file of another program is left alone."""
    path = tmp_path / "race.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    with pytest.raises(LogError, match="not of a race"):
        open_race(path)


def test_snapshots_are_kept_two_deep_and_the_newest_is_found(file: RaceFile) -> None:
    """Recovery starts from the newest snapshot; older ones do not pile up."""
    for seq in range(1, 5):
        file.save_snapshot(seq, at("12:00") + seq, f"state {seq}".encode()).result()
    assert file.snapshot() == b"state 4"
    kept = sqlite3.connect(file.path).execute("SELECT seq FROM snapshot ORDER BY seq").fetchall()
    assert kept == [(3,), (4,)]


def test_rows_of_by_hand_and_by_the_log_agree(file: RaceFile) -> None:
    """The rows that tests make by hand are numbered as the log numbers them."""
    drafts = [*OPENING, read("C1", "S", "07:01"), read("C1", "S", "07:01"), read("C1", "5K", "07:35")]
    receipts = file.submit(drafts).result()
    assert [r.seq for r in rows_of(drafts)] == sorted({receipt.seq for receipt in receipts})


def test_the_log_quotes_nothing_of_what_was_refused(file: RaceFile) -> None:
    """A name in the wrong column stands beside the log: the row has the reason without it."""
    reason = """line 3: 'Fay Hindmost' is no time, "Cy O'Brien" isn't one either."""
    file.refuse("van", reason, b"Fay Hindmost;Cy O'Brien").result()
    (body,) = (row.body for row in file.rows() if isinstance(row.body, RefusedBody))
    assert body.reason == "line 3: '…' is no time, '…' isn't one either."
    assert file.texts([body.text_id, "refused/x", "none"]) == {body.text_id: reason}
    with sqlite3.connect(file.path) as log:
        bodies = [str(row) for row in log.execute("SELECT source, id, CAST(body AS TEXT) FROM log")]
    assert not any("Hindmost" in row or "Brien" in row for row in bodies)


def test_the_same_refused_bytes_again_change_nothing(file: RaceFile) -> None:
    """Whoever sends the same nonsense over and over, or is read again from the start, fills no disk."""
    first = file.refuse("van", "line 3: no bib", b";S;10:00").result()
    assert file.refuse("van", "line 3: no bib", b";S;10:00").result() == Receipt(first.seq, True)
    assert not file.refuse("rr", "no bib", b";S;10:00").result().repeat
    assert sum(isinstance(row.body, RefusedBody) for row in file.rows()) == 2
