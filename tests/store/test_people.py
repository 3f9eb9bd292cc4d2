"""Links, consents, texts and looks: beside the log, in its transactions, seen at once by every process."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.errors import InputError, LogError, StoreFull
from alongside.events.bodies import ConsentBody, MessageBody, ReadBody
from alongside.events.link import Consents, Link, Look, NewLink
from alongside.events.person import Person
from alongside.events.row import Draft
from alongside.store.openings import Openings
from alongside.store.race_file import RaceFile
from alongside.store.rows import read_rows
from alongside.store.schema import open_race
from builders import at, read

NOW_MS = at("12:00")

SCHEMA_1 = """
PRAGMA application_id = 1097625454; PRAGMA user_version = 1;
CREATE TABLE log (
    seq INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, at INTEGER,
    received_at INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
    UNIQUE (source, id)
);
CREATE TABLE fix (
    seq INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, at INTEGER,
    received_at INTEGER NOT NULL, device TEXT NOT NULL, bib TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, accuracy_m REAL,
    UNIQUE (source, id)
);
CREATE TABLE person (
    bib TEXT NOT NULL, position INTEGER NOT NULL, name TEXT, phone TEXT, email TEXT, club TEXT,
    home TEXT, first_marathon INTEGER, why TEXT, PRIMARY KEY (bib, position)
) WITHOUT ROWID;
CREATE TABLE refused (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, reason TEXT NOT NULL, raw BLOB NOT NULL);
CREATE TABLE snapshot (seq INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, state BLOB NOT NULL);
CREATE TABLE secret (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO secret VALUES ('control', 'AA11'), ('feed', 'bb22');
INSERT INTO person VALUES ('7', 1, 'Ada Nimble', '', 'ada@example.org', '', '', NULL, '');
INSERT INTO log VALUES (1, 'timer', 'a', 5, 6, 'read', 1,
    '{"kind":"read","code":"C1","mat":"5K","at_ms":5,"by":"chip","reader":"","chip_s":null,"estimated":false}');
"""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[RaceFile]:
    """A race file whose clock stands at 12:00."""
    file = RaceFile(tmp_path / "race.db", lambda: NOW_MS)
    yield file
    file.close()


def consent(id_: str, *, on: bool = True, of: str = "follow", bib: str = "7", position: int = 1) -> Draft:
    """Return a runner's yes or no."""
    return Draft("runner", id_, NOW_MS, ConsentBody(bib, of, on, "runner/7/1", position))  # type: ignore[arg-type]


# -- links


def test_a_link_is_found_by_the_digest_of_its_token_alone(file: RaceFile) -> None:
    """What opens a page is looked up by digest; another digest finds nothing."""
    (id_,) = file.put_links([NewLink("station", "d1", "9", holder="Table 9", made_ms=5)]).result()
    assert file.link("d1") == Link(id_, "station", "9", holder="Table 9", made_ms=5)
    assert file.link("d2") is None
    assert file.link_of(id_) == file.link("d1")


def test_links_are_listed_by_role_by_bib_or_all_in_the_order_made(file: RaceFile) -> None:
    """A bib is found however its zeros are written."""
    file.put_links([NewLink("runner", "d1", bib="007"), NewLink("control", "d2")]).result()
    file.put_links([NewLink("follower", "d3", bib="7", holder="Mum")]).result()
    assert [link.role for link in file.links()] == ["runner", "control", "follower"]
    assert [link.role for link in file.links(bib="07")] == ["runner", "follower"]
    assert [link.holder for link in file.links("follower", "7")] == ["Mum"]


def test_a_link_that_replaces_another_ends_it_in_the_same_transaction(file: RaceFile) -> None:
    """There is no moment with both alive, and none with neither."""
    (old,) = file.put_links([NewLink("runner", "d1", bib="7", made_ms=1)]).result()
    (new,) = file.put_links([NewLink("runner", "d2", bib="7", made_ms=9, replaces=old)]).result()
    assert [(link.id, link.ended_ms) for link in file.links()] == [(old, 9), (new, None)]


def test_an_ended_link_is_still_known_and_keeps_the_time_of_its_end(file: RaceFile) -> None:
    """Ending again, or replacing what has ended, moves nothing; the lock can tell ended from unknown."""
    (id_,) = file.put_links([NewLink("van", "d1")]).result()
    file.end_link(id_, 10).result()
    file.end_link(id_, 20).result()
    file.put_links([NewLink("van", "d2", made_ms=30, replaces=id_)]).result()
    ended = file.link("d1")
    assert ended is not None and ended.ended_ms == 10


def test_a_token_is_one_link_for_ever(file: RaceFile) -> None:
    """Two links cannot share a digest; the second is refused whole and says so."""
    file.put_links([NewLink("van", "d1")]).result()
    with pytest.raises(LogError, match="refused whole"):
        file.put_links([NewLink("control", "d9"), NewLink("control", "d1")]).result()
    assert [link.role for link in file.links()] == ["van"]


def test_claiming_takes_the_second_factor_once(file: RaceFile) -> None:
    """A wrong factor changes nothing; the right one opens the link for good, at its first time."""
    (id_,) = file.put_links([NewLink("runner", "d1", bib="7", factor_digest="f")]).result()
    assert file.link_of(id_).needs_claim  # type: ignore[union-attr]
    assert not file.claim(id_, "g", 5).result()
    assert not file.claim(id_, "", 5).result()
    assert file.link_of(id_).needs_claim  # type: ignore[union-attr]
    assert file.claim(id_, "f", 6).result()
    assert file.claim(id_, "f", 7).result()
    link = file.link_of(id_)
    assert link is not None and (link.needs_claim, link.claimed_ms) == (False, 6)


def test_what_has_no_factor_or_has_ended_cannot_be_claimed(file: RaceFile) -> None:
    """An empty factor is not a factor that everybody knows."""
    free, ended = file.put_links(
        [NewLink("runner", "d1"), NewLink("runner", "d2", factor_digest="f")]
    ).result()
    file.end_link(ended, 1).result()
    assert not file.claim(free, "", 2).result()
    assert not file.claim(ended, "f", 2).result()


def test_every_change_of_a_link_or_consent_is_noticed_and_an_opening_is_not(file: RaceFile) -> None:
    """Open pages look at one count; reading or opening a page must not wake them all."""
    counts = [file.link_changes()]

    def differs() -> bool:
        counts.append(file.link_changes())
        return counts[-1] != counts[-2]

    (id_,) = file.put_links([NewLink("runner", "d1", bib="7", factor_digest="f")]).result()
    assert differs()
    file.claim(id_, "f", 1).result()
    assert differs()
    file.submit([consent("a")]).result()
    assert differs()
    file.set_paused("7", 1, True).result()
    assert differs()
    file.end_link(id_, 2).result()
    assert differs()
    file.opened(id_, 3)
    file._openings.flush()
    file.submit([read("C1", "5K", "07:35")]).result()
    assert not differs()


OTHER = """
import sys
from pathlib import Path
from alongside.events.link import NewLink
from alongside.store.race_file import RaceFile
file = RaceFile(Path(sys.argv[1]), lambda: 0)
file.put_links([NewLink("van", f"other{i}") for i in range(50)]).result()
file.end_link(file.links("van")[0].id, 77).result()
file.close()
"""


def test_links_made_by_another_process_are_seen_while_rows_go_on_being_written(file: RaceFile) -> None:
    """``alongside links`` runs beside ``serve``: its links count at once, and no row loses its number."""
    before = file.link_changes()
    other = subprocess.Popen([sys.executable, "-c", OTHER, str(file.path)])
    sent = 0
    while other.poll() is None:
        file.submit([read("C1", "5K", "07:35", f"x{sent}")]).result()
        sent += 1
    assert other.returncode == 0 and sent
    file.submit([read("C1", "5K", "07:35", "last")]).result()
    assert [row.seq for row in file.rows()] == list(range(1, sent + 2))
    assert file.link_changes() != before
    assert [link.ended_ms for link in file.links("van")][:2] == [77, None]


def test_openings_are_counted_together_and_written_soon_or_at_the_end(tmp_path: Path) -> None:
    """A page does not wait for the disk to be counted, and closing loses no count."""
    file = RaceFile(tmp_path / "race.db", lambda: NOW_MS)
    first, second = file.put_links([NewLink("follower", "d1"), NewLink("follower", "d2")]).result()
    for at_ms in (5, 9, 7):
        file.opened(first, at_ms)
    file.opened(second, 8)
    file.close()
    again = RaceFile(tmp_path / "race.db", lambda: NOW_MS)
    assert [(link.opens, link.last_open_ms) for link in again.links()] == [(3, 9), (1, 8)]
    again.close()


def test_openings_that_met_a_full_disk_are_counted_next_time() -> None:
    """A full disk costs no count: what failed is added to what comes after."""
    from concurrent.futures import Future

    written: list[dict[int, tuple[int, int]]] = []

    def write(counts: dict[int, tuple[int, int]]) -> Future[None]:
        done: Future[None] = Future()
        written.append(counts)
        done.set_exception(StoreFull("full")) if len(written) == 1 else done.set_result(None)
        return done

    openings = Openings(write, gather_s=0.01)
    openings.add(3, 50)
    _until(lambda: len(written) == 1)
    openings.add(3, 40)
    _until(lambda: len(written) == 2)
    assert written == [{3: (1, 50)}, {3: (2, 50)}]


def _until(true: object, patience_s: float = 5.0) -> None:
    ends = time.monotonic() + patience_s
    while not true():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_every_thread_reads_for_itself(file: RaceFile) -> None:
    """Sixteen threads look links up at once while others are made; nobody waits, nobody fails."""
    file.put_links([NewLink("van", f"d{i}") for i in range(100)]).result()
    failed: list[BaseException] = []

    def look(thread: int) -> None:
        try:
            for i in range(100):
                assert file.link(f"d{i}") is not None
                if thread == 0:
                    file.put_links([NewLink("van", f"more{i}")]).result()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=look, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and len(file.links()) == 200


# -- consents


def test_consents_follow_the_rows_that_change_them(file: RaceFile) -> None:
    """Each yes and no is a row of the log, and the table beside it says how all four stand."""
    file.submit([consent("a"), consent("b", of="first_name"), consent("c", on=False)]).result()
    assert file.consents(["007"]) == {("7", 1): Consents(first_name=True)}
    assert [row.body.on for row in file.rows()] == [True, True, False]


def test_a_repeated_consent_does_not_undo_what_came_after_it(file: RaceFile) -> None:
    """A form that is sent twice is one row: yes, no, and the same yes again leaves no."""
    for draft in (consent("a"), consent("b", on=False), consent("a")):
        file.submit([draft]).result()
    assert file.consents(["7"]) == {("7", 1): Consents()}


def test_each_person_of_an_entry_consents_for_herself(file: RaceFile) -> None:
    """Two of a relay share a bib, not a yes."""
    file.submit([consent("a", position=2)]).result()
    assert file.consents(["7", "8"]) == {("7", 2): Consents(follow=True)}


def test_a_refused_batch_changes_no_consent(file: RaceFile) -> None:
    """Rows and consents share a transaction: when the rows are refused, nobody agreed to anything."""
    bad = Draft("x", "1", NOW_MS, ReadBody("C1", "5K", -5))
    with pytest.raises(InputError):
        file.submit([consent("a"), bad], {}).result()
    assert file.consents(["7"]) == {} and list(file.rows()) == []


def test_a_pause_keeps_its_first_time_and_leaves_the_consents(file: RaceFile) -> None:
    """Supporters see nothing newer than the pause; pressing pause again must not let anything slip out."""
    file.submit([consent("a")]).result()
    file.set_paused("7", 1, True).result()
    file._now_ms = lambda: NOW_MS + 60_000
    file.set_paused("7", 1, True).result()
    assert file.consents(["7"])["7", 1] == Consents(follow=True, paused=True, paused_ms=NOW_MS)
    file.set_paused("7", 1, False).result()
    assert file.consents(["7"])["7", 1] == Consents(follow=True)


def test_consents_of_a_whole_field_are_read_in_parts(file: RaceFile) -> None:
    """A list longer than one statement takes is no error."""
    file.submit([consent(str(i), bib=str(i)) for i in range(1, 1201)]).result()
    assert len(file.consents(map(str, range(1, 3000)))) == 1200


# -- persons, texts, looks


def test_persons_come_back_by_bib_and_position_as_they_were_written(file: RaceFile) -> None:
    """A relay's second runner is position 2; a minor keeps her guardian; unknown stays unknown."""
    first = Person(
        "7", "Ada Nimble", first_marathon=True, adult=False, guardian="Eve", guardian_email="e@x.org"
    )
    second = Person("7", "Bea Nimble")
    file.put_people([first, second, Person("8", "Cy Swift", adult=True)]).result()
    assert file.persons(["07"]) == {("7", 1): first, ("7", 2): second}
    file.put_people([Person("7", "Ada Alone")]).result()
    assert list(file.persons(["7", "8"])) == [("7", 1), ("8", 1)]


def test_words_lie_beside_the_log_and_are_found_by_their_id(file: RaceFile) -> None:
    """The row carries an id, the file the words; nothing of them is in the log."""
    body = MessageBody("everybody", "control/1", "t1")
    file.submit([Draft("control", "a", NOW_MS, body)], {"t1": "Storm at km 30: walk."}).result()
    assert file.texts(["t1", "gone", ""]) == {"t1": "Storm at km 30: walk."}
    log = sqlite3.connect(file.path).execute("SELECT body FROM log").fetchone()[0]
    assert b"Storm" not in bytes(log)


def test_words_of_a_repeat_are_not_kept(file: RaceFile) -> None:
    """A form sent twice leaves one row and one text, not words that nothing points to."""
    for text_id in ("t1", "t2"):
        body = MessageBody("everybody", "control/1", text_id)
        file.submit([Draft("control", "a", NOW_MS, body)], {text_id: "Storm"}).result()
    assert file.texts(["t1", "t2"]) == {"t1": "Storm"}


def test_looks_are_kept_and_read_newest_first(file: RaceFile) -> None:
    """She can read who of the staff looked at her, at what, and when."""
    looks = [Look(3, "medical", "Dr. Tent", "007", "position", 5 + n) for n in range(3)]
    for look in looks:
        file.looked(look).result()
    assert [look.at_ms for look in file.looks("7")] == [7, 6, 5]
    assert file.looks("8") == []


# -- the schema


def test_a_file_of_schema_1_is_upgraded_in_place(tmp_path: Path) -> None:
    """Rows, people and secrets of an old file live on; its two secrets are links, in lower case."""
    path = _old_file(tmp_path)
    file = RaceFile(path, lambda: NOW_MS)
    assert [(link.id, link.role) for link in (file.link("aa11"), file.link("bb22")) if link] == [
        (1, "control"),
        (2, "timer"),
    ]
    assert file.persons(["7"])["7", 1] == Person("7", "Ada Nimble", email="ada@example.org")
    assert [row.id for row in file.rows()] == ["a"]
    file.submit([consent("a")]).result()
    file.close()
    tables = {name for (name,) in sqlite3.connect(path).execute("SELECT name FROM sqlite_master")}
    assert "secret" not in tables and "link" in tables


def test_an_old_file_can_be_read_without_being_changed(tmp_path: Path) -> None:
    """Playing an old log again needs only its rows; the file stays as it was."""
    path = _old_file(tmp_path)
    before = path.read_bytes()
    assert [row.id for row in read_rows(path)] == ["a"]
    assert path.read_bytes() == before


def test_a_file_of_a_later_schema_is_left_alone(tmp_path: Path) -> None:
    """What a newer program wrote is refused in a sentence, not half understood."""
    path = _old_file(tmp_path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 3")
    db.close()
    with pytest.raises(LogError, match="schema version 3"):
        open_race(path)


def test_an_upgraded_file_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    """There is one schema 2, whichever way a file came to it."""
    old = _old_file(tmp_path)
    open_race(old).close()
    open_race(tmp_path / "new.db").close()
    assert _schema(old) == _schema(tmp_path / "new.db")


def _old_file(folder: Path) -> Path:
    path = folder / "old.db"
    db = sqlite3.connect(path)
    db.executescript(SCHEMA_1)
    db.close()
    return path


def _schema(path: Path) -> list[tuple[str, str]]:
    db = sqlite3.connect(path)
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master ORDER BY name")]
    columns = [(name, str(db.execute(f"PRAGMA table_info({name})").fetchall())) for name in tables]
    db.close()
    return columns


# -- what came with pages


def test_a_link_that_takes_over_ends_the_old_one_when_it_is_first_opened(file: RaceFile) -> None:
    """Handing over costs nobody her page: the old link holds until the new one was opened."""
    (old,) = file.put_links([NewLink("station", "d1", "w1")]).result()
    (new,) = file.put_links([NewLink("station", "d2", "w1", takes_over=old)]).result()
    other, count = file.put_links([NewLink("station", "d3", "w2")]).result()[0], file.link_changes()
    file.opened(other, 5)
    _flush(file)
    assert file.link_of(old).ended_ms is None and file.link_changes() == count  # type: ignore[union-attr]
    for at_ms in (7, 9):
        file.opened(new, at_ms)
        _flush(file)
    assert file.link_of(old).ended_ms == 7 and file.link_changes() == count + 1  # type: ignore[union-attr]


def _flush(file: RaceFile) -> None:
    file._openings.flush()
    file._writer.do(lambda _: None).result()


def test_receipts_are_the_rows_of_one_person_newest_first(file: RaceFile) -> None:
    """What she agreed to and took back is read from the log itself; another leg of the relay has her own."""
    said = [consent("a"), consent("b", on=False), consent("c", position=2), consent("d", bib="77")]
    file.submit(said).result()
    assert [(r.at_ms, r.consent, r.on, r.by) for r in file.receipts("007", 1)] == [
        (NOW_MS, "follow", False, "runner/7/1"),
        (NOW_MS, "follow", True, "runner/7/1"),
    ]
    assert len(file.receipts("7", 2)) == 1 and file.receipts("8", 1) == []


def test_receipts_are_found_by_an_index_and_not_by_reading_the_log(file: RaceFile) -> None:
    """Among half a million reads her page must not look at each."""
    plan = sqlite3.connect(file.path).execute(
        "EXPLAIN QUERY PLAN SELECT body FROM log WHERE kind = 'consent'"
        " AND json_extract(CAST(body AS TEXT), '$.bib') = '7' ORDER BY seq DESC"
    )
    assert "consent_row" in str(plan.fetchall())
