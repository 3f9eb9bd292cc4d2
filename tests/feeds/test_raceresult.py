"""Passings of a RACE RESULT exporter, as they are posted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alongside.events.plan import FeedPlan, Mat
from alongside.events.row import Draft
from alongside.feeds.raceresult import Exporter, parse
from builders import FULL_KM, at, make_plan

FEED = FeedPlan("rr", "raceresult", points={"finishline": "F"})
PLAN = make_plan(
    mats=(*(Mat(m, m) for m in FULL_KM if m != "HALF"), Mat("HALF", "Old Harbour")), feeds=(FEED,)
)
NOW = at("09:00")
POSTED = {
    "ID": 4711, "Bib": 42, "TimingPoint": "10K", "Result": 2, "Time": 29411.5, "Invalid": False,
    "Passing": {
        "Transponder": "KV86583", "Position": {"Latitude": 0, "Longitude": 0}, "Hits": 7, "RSSI": -61,
        "DeviceID": "D-50213", "DeviceName": "10 km left", "IsMarker": False, "FileNo": 3, "PassingNo": 118,
        "Received": "2027-05-02T08:10:12.1+02:00", "UTCTime": "2027-05-02T08:10:11.5+02:00",
    },
}  # fmt: skip


def drafted(**changes: Any) -> Draft:
    """Return the draft of the passing above with some fields changed; of ``Passing`` too."""
    inner = {name: value for name, value in changes.items() if name in POSTED["Passing"]}  # type: ignore[operator]
    item = {**POSTED, **{n: v for n, v in changes.items() if n not in inner}}
    item["Passing"] = {**POSTED["Passing"], **inner}  # type: ignore[dict-item]
    draft = Exporter(FEED, PLAN).draft(item, NOW)
    assert isinstance(draft, Draft)
    return draft


def test_a_passing_becomes_a_read() -> None:
    """Bib, mat and time are the passing's; its key is device, file and number; the device is the reader."""
    draft = drafted()
    assert (draft.source, draft.id) == ("rr", "D-50213/3/118")
    body = draft.body
    assert (body.code, body.by, body.mat, body.reader) == ("42", "bib", "10K", "D-50213")
    assert body.at_ms == draft.at_ms == at("08:10:11") + 500


@pytest.mark.parametrize("bib", [None, "", 0, "0", "000"])
def test_without_a_bib_the_transponder_is_the_code(bib: object) -> None:
    """A chip that the timing software does not know is still a read: we may know it."""
    draft = drafted(Bib=bib)
    assert (draft.body.code, draft.body.by) == ("KV86583", "chip")


def test_without_numbers_of_its_own_a_passing_is_known_by_its_id() -> None:
    """An older exporter sends no PassingNo; its ID names the row."""
    assert drafted(PassingNo=None, DeviceID="").id == "4711"


def test_without_a_utc_time_the_time_of_the_day_counts() -> None:
    """``Time`` is seconds of the day on the clock of the race."""
    assert drafted(UTCTime="").at_ms == at("08:10:11") + 500
    assert drafted(UTCTime="0000-00-00T00:00:13", Time="29411,5").at_ms == at("08:10:11") + 500


def test_a_utc_time_without_a_zone_is_utc() -> None:
    """It says so by its name; if it is not, the clock model notices a whole number of hours."""
    assert drafted(UTCTime="2027-05-02T06:10:11.500").at_ms == at("08:10:11") + 500


@pytest.mark.parametrize(("point", "mat"), [("Finish LINE", "F"), ("10 k", "10K"), ("old harbour", "HALF")])
def test_points_are_found_by_list_id_or_name(point: str, mat: str) -> None:
    """A point is what race.toml says, else the mat of that id or name, without case and blanks."""
    assert drafted(TimingPoint=point).body.mat == mat


def test_keys_in_any_case_and_numbers_as_texts() -> None:
    """Exporters differ in how they write names and numbers; what they say is the same."""
    shouted = {name.upper(): value for name, value in POSTED.items() if name != "Passing"} | {"bib": "0042"}
    shouted["PASSING"] = {n.lower(): str(v) for n, v in POSTED["Passing"].items()}  # type: ignore[attr-defined]
    del shouted["BIB"]
    draft = Exporter(FEED, PLAN).draft(shouted, NOW)
    assert isinstance(draft, Draft)
    assert (draft.id, draft.at_ms, draft.body.code) == (drafted().id, drafted().at_ms, "0042")


@pytest.mark.parametrize("mark", [{"IsMarker": True}, {"IsMarker": "true"}, {"Transponder": 99999}])
def test_a_marker_is_no_read(mark: dict[str, object]) -> None:
    """A button that somebody pressed at the decoder is counted, and is nobody's passing."""
    item = {**POSTED, "Passing": {**POSTED["Passing"], **mark}}  # type: ignore[dict-item]
    assert Exporter(FEED, PLAN).draft(item, NOW) == "marker"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Invalid": True}, "invalid"),
        ({"Invalid": "1"}, "invalid"),
        ({"TimingPoint": "Nowhere"}, "'Nowhere' is no mat of this race"),
        ({"TimingPoint": ""}, "names no point"),
        ({"Bib": 0, "Transponder": ""}, "neither a Bib nor a Transponder"),
        ({"UTCTime": "", "Time": None}, "no time"),
        ({"UTCTime": "soon", "Time": "soon"}, "no time"),
        ({"PassingNo": None, "ID": None}, "neither Passing.PassingNo nor ID"),
        ({"Bib": "7" * 300}, "300 characters"),
        ({"UTCTime": "9999-12-31T23:59:59Z"}, "no time of a race"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, object], words: str) -> None:
    """A passing that is no read is refused with a reason that names what was found."""
    with pytest.raises(ValueError, match=words):
        drafted(**changes)


@pytest.mark.parametrize("item", [None, 7, "x", [], [{}], {}])
def test_what_is_no_passing_at_all_is_said(item: object) -> None:
    """Numbers, texts and empty objects are refused like anything else."""
    with pytest.raises(ValueError, match=r".+"):
        Exporter(FEED, PLAN).draft(item, NOW)


def test_one_object_or_a_list_with_a_mark_in_front() -> None:
    """An exporter sends one object a request; a list is taken too, and a byte order mark is nothing."""
    raw = json.dumps(POSTED).encode()
    assert parse(raw) == parse(b"\xef\xbb\xbf[" + raw + b"]") == [POSTED]
    with pytest.raises(ValueError, match="Not JSON"):
        parse(b"\xff\xfe")
