"""A CSV that grows: bytes as they come, to drafts and refusals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.plan import FeedPlan
from alongside.feeds.growing_csv import GrowingCsv
from builders import at, make_plan

FEED = FeedPlan("van", "csv", "van.csv", {"km10": "10K"})
NOW = at("09:00")
TEXT = b"bib;mat;time\n1;5K;07:35:00\n0002;KM 10;08:10:11,5\n"


def taken(raw: bytes, feed: FeedPlan = FEED, size: int | None = None) -> tuple[list, list, GrowingCsv]:
    """Return what bytes come to, in pieces of a size: (codes, mats, times), reasons, and the reader."""
    csv, drafts, refused = GrowingCsv(feed, make_plan()), [], []
    for start in range(0, len(raw), size or len(raw)):
        part = csv.take(raw[start : start + (size or len(raw))], NOW)
        drafts += part.drafts
        refused += part.refused
    return drafts, refused, csv


@pytest.mark.parametrize(
    "raw",
    [
        TEXT,
        TEXT.replace(b";", b"\t").replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + TEXT.replace(b"bib;mat;time", b'"Startnummer";Messpunkt;Uhrzeit'),
        b"sep=,\n" + TEXT.replace(b",5", b".5").replace(b";", b","),
        b"TIME;Location;BIB_NO\n07:35:00;5k;1\n08:10:11.5; km10 ;0002\n",
        b'Race Number,Timing Point,Date,Time of Day\n"1","5K",02.05.2027,07:35:00\n'
        b'2,10K,2027-05-02,"08:10:11,5"\n',
        b"Some title of a program\n" + TEXT,
        b"bib;mat;utc time\n1;5K;2027-05-02 05:35:00\n2;10K;2027-05-02 06:10:11.5\n",
    ],
)  # fmt: skip
def test_one_file_in_many_spellings(raw: bytes) -> None:
    """Any order and spelling of the header, any delimiter, quotes, marks and line ends: the same reads."""
    drafts, refused, csv = taken(raw)
    assert refused == [] and csv.problem == ""
    found = [(draft.body.code.lstrip("0"), draft.body.mat, draft.at_ms) for draft in drafts]
    assert found == [("1", "5K", at("07:35")), ("2", "10K", at("08:10:11") + 500)]
    assert {draft.body.by for draft in drafts} == {"bib"}


def test_old_letters_are_read() -> None:
    """Latin-1 is taken where a line is no UTF-8; the reader's name keeps its letters."""
    raw = "chip;mat;time;reader\nÄ7;5K;07:35;Brücke\n".encode("latin-1")
    drafts, refused, _ = taken(raw)
    assert refused == [] and (drafts[0].body.code, drafts[0].body.reader) == ("Ä7", "Brücke")


@given(st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_half_lines_wait(size: int) -> None:
    """However the bytes are cut, the reads are the same; what has no end yet waits."""
    whole, _, _ = taken(TEXT + b"3;5K;07:4")
    parts, refused, csv = taken(TEXT + b"3;5K;07:4", size=size)
    assert parts == whole and refused == [] and csv.rest == b"3;5K;07:4"
    assert [draft.body.code for draft in csv.take(b"1\n", NOW).drafts] == ["3"]


def test_reading_again_from_the_start_gives_the_same_keys() -> None:
    """A file written anew, rotated or read again names its lines as before; two equal lines are two."""
    twice = TEXT + b"1;5K;07:35:00\n"
    first, _, csv = taken(twice)
    csv.restart()
    again = csv.take(twice, NOW).drafts
    keys = [draft.id for draft in first]
    assert keys == [draft.id for draft in again] and len(set(keys)) == 3
    assert keys[2] == keys[0] + "/2"


def test_the_header_again_in_the_middle_is_no_read() -> None:
    """A program that was started again writes its header again; that is neither a read nor refused."""
    drafts, refused, _ = taken(TEXT + b"bib;mat;time\n3;5K;07:41\n")
    assert len(drafts) == 3 and refused == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b";5K;07:35", "neither a bib nor a chip"),
        (b"1;Nowhere;07:35", "'Nowhere' is no mat"),
        (b"1;;07:35", "names no point"),
        (b"1;5K;soon", "no time"),
        (b"1;5K", "no time"),
        (b"1" * 300 + b";5K;07:35", "300 characters"),
        (b'"1;5K;07:35', "neither a bib|names no point|no time"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_others_are_kept(line: bytes, words: str) -> None:
    """A line that is no read costs no other; it is kept as it came, with its number and why."""
    drafts, refused, _ = taken(TEXT + line + b"\n3;5K;07:41\n")
    assert [draft.body.code for draft in drafts] == ["1", "0002", "3"]
    assert refused[0].raw == line and refused[0].reason.startswith("line 4: ")
    assert re.search(words, refused[0].reason)


def test_lines_that_name_no_point_are_of_the_feeds_own_mat() -> None:
    """A box at one mat writes no point; race.toml says where it stands."""
    drafts, refused, _ = taken(b"chip,time\nC1,07:35\n", FeedPlan("van", "csv", "v", {}, "5K"))
    assert refused == [] and (drafts[0].body.mat, drafts[0].body.by) == ("5K", "chip")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"name,club\nx,y\n", "no column for the time and none for the bib or the chip"),
        (b"bib,mat\n1,5K\n", "no column for the time"),
        (b"\xff\xfeb\x00i\x00b\x00\n\x00", "UTF-16"),
    ],
)
def test_a_header_that_cannot_be_used_is_said(raw: bytes, words: str) -> None:
    """Without columns nothing is guessed: the problem is said, and no line is taken for a read."""
    drafts, refused, csv = taken(raw)
    assert drafts == [] and refused == [] and words in csv.problem


@given(st.binary(max_size=400), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_bytes_stop_the_reader(raw: bytes, headed: bool) -> None:
    """Whatever stands in the file, what comes after it is read."""
    csv = GrowingCsv(FEED, make_plan())
    csv.take(TEXT[:13] if headed else b"", NOW)
    csv.take(raw, NOW)
    csv.restart()
    assert len(csv.take(TEXT, NOW).drafts) == 2
