"""What an exporter and the timing company are told, and when."""

from __future__ import annotations

import json

import msgspec
import pytest
from asking import ask
from fakes import CONTROL, FEED, Stage
from make_views import ordinary

from alongside.events.plan import FeedPlan
from alongside.live.ports import Shown
from alongside.web.feed_answers import LIMIT
from builders import make_plan

PLAN = make_plan(feeds=(FeedPlan("rr", "raceresult"), FeedPlan("van", "csv", "van.csv")))
PASSING = {
    "ID": 1, "Bib": "0042", "TimingPoint": "10k", "Invalid": False,
    "Passing": {"DeviceID": "D-1", "FileNo": 2, "PassingNo": 3, "UTCTime": "2027-05-02T08:10:11+02:00"},
}  # fmt: skip


def stage(**changes: object) -> Stage:
    """Return an app whose race has two feeds."""
    return Stage(shown=Shown(ordinary(), 1.0, 1, PLAN), **changes)  # type: ignore[arg-type]


def post(on: Stage, body: object, *, to: str = "raceresult/rr", token: str = FEED, kind: str = "text/plain"):
    """Send a body as a timing company would."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(on.app, f"/in/{to}?token={token}", method="POST", body=raw, headers={"content-type": kind})


def test_a_new_passing_is_201_and_the_same_again_200():
    """Created, and then known: both mean that it is on disk and need not come again."""
    on = stage()
    first, again = post(on, PASSING), post(on, PASSING)
    assert (first.status, first.json) == (201, {"accepted": 1, "repeats": 0, "refused": []})
    assert (again.status, again.json) == (200, {"accepted": 0, "repeats": 1, "refused": []})
    (draft,) = on.intake.kept.values()
    assert (draft.source, draft.id, draft.body.mat) == ("rr", "D-1/2/3", "10K")


def test_a_list_is_taken_item_by_item():
    """A sender that gathers is told what became of each: one new, one marker, one refused."""
    on = stage()
    marker = {"ID": 2, "Passing": {"IsMarker": True}}
    answer = post(on, [PASSING, marker, {"ID": 3, "Bib": 4, "TimingPoint": "sea"}])
    assert answer.status == 201 and answer.json["markers"] == 1
    assert (
        answer.json["refused"][0]["index"] == 2 and "'sea' is no mat" in answer.json["refused"][0]["reason"]
    )


@pytest.mark.parametrize("to", ["raceresult/rr", "official"])
@pytest.mark.parametrize("token", ["", "wrong", CONTROL])
def test_a_wrong_token_is_401_and_nothing_is_kept(to: str, token: str):
    """Without its token a feed moves nobody, and control's token is none (abuse case 7)."""
    on = stage()
    assert post(on, PASSING, to=to, token=token).status == 401
    assert not on.intake.submitted and not on.intake.refused


@pytest.mark.parametrize("to", ["raceresult/rr", "official"])
@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"7", b"[" * 100_000, b"[1, null]"])
def test_nonsense_is_kept_and_answered_200(to: str, body: bytes):
    """What cannot be understood is kept as it came and said, so that nobody sends it for ever."""
    on = stage()
    answer = post(on, body, to=to)
    assert answer.status == 200 and answer.json["refused"]
    assert [feed for feed, _, _ in on.intake.refused] == ["rr" if "rr" in to else "official"] * len(
        answer.json["refused"]
    )


@pytest.mark.parametrize("to", ["raceresult/rr", "official"])
def test_too_much_is_413(to: str):
    """More than 5 MB is refused whole, with what is allowed."""
    on = stage()
    answer = post(on, b"[" + b" " * LIMIT + b"]", to=to)
    assert answer.status == 413 and "5 MB" in answer.json["error"]
    assert not on.intake.refused


@pytest.mark.parametrize(
    ("to", "body"), [("raceresult/rr", PASSING), ("raceresult/rr", b"?"), ("official", b"?")]
)
def test_a_full_disk_is_507(to: str, body: object):
    """Only a full disk makes a sender keep what it has."""
    on = stage()
    on.intake.full = True
    assert post(on, body, to=to).status == 507


def test_a_feed_that_race_toml_has_not_is_said():
    """A wrong address is noticed when it is set up: 404, with the feeds that there are."""
    answer = post(stage(), PASSING, to="raceresult/other")
    assert answer.status == 404 and "It has: rr." in answer.json["error"]
    assert post(stage(), PASSING, to="raceresult/van").status == 404


def test_before_the_race_is_read_a_sender_is_asked_to_come_again():
    """Nothing is taken that could not be understood yet: 503, and when to come again."""
    on = Stage(shown=Shown(ordinary(), 1.0, 1))
    answer = post(on, PASSING)
    assert answer.status == 503 and answer.headers["retry-after"]


def test_official_words_are_taken_as_json_and_as_csv():
    """A status, a corrected time and an entry come in, each as its own kind of row."""
    on = stage()
    words = [
        {"bib": 1, "status": "dnf"},
        {"bib": 1, "mat": "10K", "at": "08:12:33"},
        {"bib": 9, "distance": "half"},
    ]
    assert post(on, words, to="official").status == 201
    assert post(on, b"bib;status\n2;dsq\n", to="official", kind="text/csv").status == 201
    kinds = [draft.body.__struct_config__.tag for draft in on.intake.submitted]
    assert kinds == ["ruling_status", "read", "entry", "ruling_status"]
    assert {draft.source for draft in on.intake.submitted} == {"official"}


def test_no_feed_can_take_the_official_name():
    """A sender of reads cannot speak as the timing company, nor as this system."""
    item = {"id": 1, "code": 1, "mat": "10K", "at": 1_809_238_211_500}
    for source in ("official", "official/2", "clock", "station/9"):
        answer = post(stage(), [{**item, "source": source}], to="reads")
        assert "this system's own name" in answer.json["refused"][0]["reason"]


def test_what_feeds_brought_is_tallied():
    """Repeats, markers and refusals are counted by feed for race control's page."""
    on = stage()
    for body in (PASSING, PASSING, {"Passing": {"IsMarker": 1}}, b"?"):
        post(on, body)
    post(on, [{"id": 1, "code": 1, "mat": "10K", "at": 1_809_238_211_500}], to="reads")
    assert on.app.state.site.tallies["in/reads"].new == 1
    tally = on.app.state.site.tallies["rr"]
    assert (tally.new, tally.repeats, tally.markers, tally.refused) == (1, 1, 1, 1)
    assert msgspec.to_builtins(tally)["heard_ms"] == 1_777_800_000_000
