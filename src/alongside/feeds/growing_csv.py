"""A CSV that grows: bytes as they are written, to drafts and refusals, line by line.

A line is known by a hash of its text and its place among equal lines, so that a file read again from its
start, rotated, or written anew changes nothing. A last line without an end waits for it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

import msgspec

from alongside.events.bodies import ReadBody
from alongside.events.bounds import wrong_with
from alongside.events.plan import FeedPlan, RacePlan
from alongside.events.row import Draft
from alongside.feeds.csv_columns import cells_of, columns_of, delimiter_of, is_utc
from alongside.feeds.points import Points
from alongside.feeds.times import RaceDays, instant_ms

LONGEST_LINE = 10_000
LONGEST_CELL = 200
_BOM = b"\xef\xbb\xbf"


class RefusedLine(msgspec.Struct, frozen=True):
    """A line that is no read: why, and its bytes."""

    reason: str
    raw: bytes


class Taken(msgspec.Struct):
    """What some bytes came to."""

    drafts: list[Draft] = []
    refused: list[RefusedLine] = []


class GrowingCsv:
    """The reads in a file, as far as it has been read. ``problem`` is why its header cannot be used."""

    def __init__(self, feed: FeedPlan, plan: RacePlan) -> None:
        self.feed = feed
        self._points, self._days = Points(feed, plan), RaceDays.of(plan)
        self._by_point: dict[str, str] = {}
        self.restart()

    def restart(self) -> None:
        """Begin again at the start of the file, which is another one now, or written anew."""
        self.lines = 0
        self.problem = ""
        self.rest = b""
        self._equal: Counter[bytes] = Counter()
        self._header = b""
        self._columns: dict[str, int] = {}
        self._times = self._days
        self._delimiter = ","

    def take(self, raw: bytes, now_ms: int) -> Taken:
        """Return what the next bytes of the file say; what follows its last line end waits."""
        *whole, self.rest = (self.rest + raw).replace(b"\r\n", b"\n").split(b"\n")
        taken = Taken()
        for line in whole:
            self.lines += 1
            self._line(line.strip(b"\r"), now_ms, taken)
        if len(self.rest) > LONGEST_LINE:
            taken.refused.append(RefusedLine(f"line {self.lines + 1}: has no end.", self.rest[:LONGEST_LINE]))
            self.rest = b""
        return taken

    def _line(self, line: bytes, now_ms: int, taken: Taken) -> None:
        if not line.strip() or line == self._header:
            return
        if not self._columns:
            self._read_header(line)
            return
        self._equal[line] += 1
        try:
            taken.drafts.append(self._draft(line, now_ms))
        except ValueError as error:
            taken.refused.append(RefusedLine(f"line {self.lines}: {error}", line))

    def _read_header(self, line: bytes) -> None:
        """Take the first line that names columns; what stands above it is a title, or a note of a program."""
        if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in line:
            self.problem = "It is UTF-16 or no text at all. Write it as UTF-8."
            return
        text = _decoded(line.removeprefix(_BOM))
        if text.lower().startswith("sep="):
            return
        self._delimiter = delimiter_of(text)
        try:
            titles = cells_of(text, self._delimiter)
            self._columns = columns_of(titles)
        except ValueError as error:
            self.problem = self.problem or str(error)
            return
        self._header, self.problem = line, ""
        if is_utc(titles[self._columns["time"]]):
            self._times = replace(self._days, zone="UTC")

    def _draft(self, line: bytes, now_ms: int) -> Draft:
        cells = cells_of(_decoded(line), self._delimiter)
        bib, chip = self._cell(cells, "bib"), self._cell(cells, "chip")
        if not bib and not chip:
            raise ValueError("It has neither a bib nor a chip.")
        mat = self._mat(self._cell(cells, "mat"))
        at_ms = instant_ms(self._cell(cells, "time"), self._times, now_ms, self._cell(cells, "date"))
        by, code = ("bib", bib) if bib.strip("0") else ("chip", chip)
        body = ReadBody(code or bib, mat, at_ms, by, self._cell(cells, "reader"))  # type: ignore[arg-type]
        if wrong := wrong_with(body):
            raise ValueError(wrong)
        return Draft(self.feed.id, self._key(line), at_ms, body)

    def _cell(self, cells: list[str], field: str) -> str:
        n = self._columns.get(field)
        text = cells[n].strip() if n is not None and n < len(cells) else ""
        if len(text) > LONGEST_CELL:
            raise ValueError(f"Its {field} has {len(text)} characters; {LONGEST_CELL} are allowed.")
        return text

    def _mat(self, point: str) -> str:
        mat = self._by_point.get(point)
        if mat is None:
            mat = self._by_point[point] = self._points.mat(point)
        return mat

    def _key(self, line: bytes) -> str:
        digest = hashlib.blake2b(line.strip(), digest_size=12).hexdigest()
        place = self._equal[line]
        return digest if place == 1 else f"{digest}/{place}"


def _decoded(line: bytes) -> str:
    """Return a line as text: UTF-8, or Latin-1, in which every byte is a letter."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
