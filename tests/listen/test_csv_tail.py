"""The tail of a growing file: whatever happens to the file, each read comes once."""

from __future__ import annotations

import os
import time
from concurrent.futures import Future
from pathlib import Path

import pytest

from alongside.errors import StoreFull
from alongside.events.plan import FeedPlan
from alongside.events.row import Draft, Receipt
from alongside.listen.csv_tail import CsvTail
from builders import at, make_plan

HEAD = "bib;mat;time\n"
FEED = FeedPlan("van", "csv", "van.csv")


class Kept:
    """An intake that keeps rows by key, as the log does."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Draft] = {}
        self.refused: dict[bytes, str] = {}
        self.full = False

    def submit(self, drafts: list[Draft], texts: object = None) -> Future[list[Receipt]]:
        return self._answer(lambda: [self._keep(draft) for draft in drafts])

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        return self._answer(lambda: Receipt(1, self.refused.setdefault(raw, reason) is not reason))

    def _keep(self, draft: Draft) -> Receipt:
        repeat = (draft.source, draft.id) in self.rows
        self.rows.setdefault((draft.source, draft.id), draft)
        return Receipt(1, repeat)

    def _answer(self, make: object) -> Future:
        future: Future = Future()
        if self.full:
            future.set_exception(StoreFull("no space left"))
        else:
            future.set_result(make())  # type: ignore[operator]
        return future

    @property
    def bibs(self) -> list[str]:
        return [row.body.code for row in self.rows.values()]  # type: ignore[union-attr]


class Scene:
    """A file, the tail that follows it, and what was kept."""

    def __init__(self, folder: Path) -> None:
        self.path, self.kept = folder / "van.csv", Kept()
        self.tail = CsvTail(self.path, FEED, make_plan(), self.kept, lambda: at("09:00"), look_s=0.01)

    def write(self, text: str, mode: str = "a") -> list[str]:
        """Write to the file and look; return the bibs kept so far."""
        with self.path.open(mode) as file:
            file.write(text)
        return self.look()

    def look(self) -> list[str]:
        """Look at the file until there is nothing new."""
        while self.tail.look():
            pass
        return self.kept.bibs


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A file that is not there yet."""
    return Scene(tmp_path)


def test_a_file_that_is_not_there_yet_is_waited_for(scene: Scene) -> None:
    """The timing software starts after us: the page says what is waited for, and then it goes on."""
    assert scene.look() == []
    assert (
        scene.tail.tally.state == "Waiting for van.csv: it is not there yet." and not scene.tail.tally.is_well
    )
    assert scene.write(HEAD + "1;5K;07:35\n") == ["1"]
    assert scene.tail.tally.is_well and "2 lines read" in scene.tail.tally.state


def test_half_a_line_waits_for_its_end(scene: Scene) -> None:
    """A read cut in the middle of its time is no read until the rest of it is written."""
    assert scene.write(HEAD + "1;5K;07:3") == []
    assert "no end yet" in scene.tail.tally.state
    scene.write("5:12\n")
    assert [row.at_ms for row in scene.kept.rows.values()] == [at("07:35:12")]


def test_a_file_written_anew_with_more_gives_what_is_new(scene: Scene) -> None:
    """Some programs write the whole file each time; what was there is a repeat."""
    scene.write(HEAD + "1;5K;07:35\n")
    assert scene.write(HEAD + "9;5K;07:31\n1;5K;07:35\n2;5K;07:36\n", "w") == ["1", "9", "2"]
    assert (scene.tail.tally.new, scene.tail.tally.repeats) == (3, 1)


def test_a_file_that_was_cut_is_read_from_its_start(scene: Scene) -> None:
    """Truncated and begun again, with other lines: those are read, and nothing twice."""
    scene.write(HEAD + "1;5K;07:35\n2;5K;07:36\n")
    assert scene.write(HEAD + "3;5K;07:37\n", "w") == ["1", "2", "3"]


def test_a_rotated_file_is_followed_by_its_name(scene: Scene, tmp_path: Path) -> None:
    """The old file is put aside and a new one begun under the same name."""
    scene.write(HEAD + "1;5K;07:35\n")
    os.replace(scene.path, tmp_path / "van.csv.1")  # noqa: PTH105
    assert scene.look() == ["1"]
    assert scene.write(HEAD + "2;5K;07:36\n") == ["1", "2"]


def test_one_that_cannot_be_read_is_said_and_tried_again(scene: Scene) -> None:
    """A folder under the file's name is said with its reason; once it is a file, it is read."""
    scene.path.mkdir()
    assert scene.look() == []
    assert "cannot be read" in scene.tail.tally.state and not scene.tail.tally.is_well
    scene.path.rmdir()
    assert scene.write(HEAD + "1;5K;07:35\n") == ["1"]


def test_a_full_disk_makes_the_file_wait_and_loses_nothing(scene: Scene) -> None:
    """While nothing can be kept the reads stay in the file; with room again each comes once."""
    scene.kept.full = True
    assert scene.write(HEAD + "1;5K;07:35\n") == []
    assert "until there is room" in scene.tail.tally.state
    assert scene.write("2;5K;07:36\n") == []
    scene.kept.full = False
    assert scene.look() == ["1", "2"]
    assert scene.tail.tally.repeats == 0 and scene.tail.tally.is_well


def test_refused_lines_are_kept_once_however_often_the_file_is_read(scene: Scene, tmp_path: Path) -> None:
    """A bad line is refused with its number; reading the file again does not refuse it again."""
    scene.write(HEAD + "1;Nowhere;07:35\n2;5K;07:36\n")
    again = Scene(tmp_path)
    again.kept = scene.kept
    again.tail = CsvTail(scene.path, FEED, make_plan(), scene.kept, lambda: at("09:00"))
    again.look()
    assert list(scene.kept.refused) == [b"1;Nowhere;07:35"]
    assert scene.kept.refused[b"1;Nowhere;07:35"].startswith("line 2: ")
    assert (again.tail.tally.refused, again.tail.tally.repeats) == (0, 1)


def test_a_header_that_is_put_right_is_read(scene: Scene) -> None:
    """A file without a usable header is said; written anew with one, all its lines are read."""
    scene.write("1;5K;07:35\n")
    assert "names no column" in scene.tail.tally.state and not scene.tail.tally.is_well
    assert scene.write(HEAD + "1;5K;07:35\n", "w") == ["1"]
    assert scene.tail.tally.is_well


def test_a_large_file_is_read_in_pieces(scene: Scene) -> None:
    """Twenty thousand lines that were there before we came are all read, each once."""
    lines = [f"{n};5K;07:{n % 60:02d}:{n // 60 % 60:02d}\n" for n in range(1, 20_001)]
    assert len(scene.write(HEAD + "".join(lines))) == 20_000
    assert scene.tail.tally.new == 20_000


def test_the_thread_follows_and_stops(scene: Scene) -> None:
    """Started, it reads what is written by itself; stopped, it is gone."""
    scene.tail.start()
    with scene.path.open("w") as file:
        file.write(HEAD + "1;5K;07:35\n")
    until = time.monotonic() + 10
    while not scene.kept.rows and time.monotonic() < until:
        time.sleep(0.01)
    scene.tail.stop()
    assert scene.kept.bibs == ["1"]
    assert not scene.tail._thread.is_alive()
