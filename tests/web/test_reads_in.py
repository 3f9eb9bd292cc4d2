"""``POST /in/reads``: what a sender is told, and when."""

import json
import threading
import time

import pytest
from asking import ask
from fakes import FEED, Stage
from make_views import at

from alongside.web.reads_in import LIMIT, to_ms

READ = {"id": "p-1", "code": "A71", "mat": "10k", "at": "2026-05-03T08:10:00+00:00"}


def post(stage, body, token=FEED):
    """Send a body as a timing system would."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(stage.app, "/in/reads", method="POST", body=raw, headers={"authorization": f"Bearer {token}"})


def test_reads_become_rows_named_by_their_sender():
    """A read's row is named by its source and id, and holds what was sent."""
    stage = Stage()
    sent = [READ, {**READ, "id": 2, "source": "van", "by": "bib", "code": 17, "reader": "r", "chip_s": 1.5}]
    assert post(stage, sent).json == {"accepted": 2, "repeats": 0, "refused": []}
    first, second = stage.intake.submitted
    assert (first.source, first.id, first.body.code, first.body.mat) == ("post", "p-1", "A71", "10k")
    assert first.at_ms == first.body.at_ms == at(8, 10)
    assert (second.source, second.id, second.body.code, second.body.by, second.body.chip_s) == (
        "van", "2", "17", "bib", 1.5)  # fmt: skip


def test_a_resent_read_is_counted_as_a_repeat():
    """A sender that resends everything is thanked and changes nothing."""
    stage = Stage()
    post(stage, [READ])
    assert post(stage, [READ, READ]).json == {"accepted": 0, "repeats": 2, "refused": []}
    assert len(stage.intake.kept) == 1


def test_the_token_may_stand_in_the_address():
    """A box that cannot send headers may carry its token in the address."""
    answer = ask(Stage().app, f"/in/reads?token={FEED}", method="POST", body=json.dumps([READ]).encode())
    assert answer.json["accepted"] == 1


@pytest.mark.parametrize("token", ["", "wrong", FEED + "x"])
def test_a_wrong_token_is_refused_and_nothing_kept(token):
    """Without its token a feed cannot move a runner (abuse case 7)."""
    stage = Stage()
    assert post(stage, [READ], token).status == 401
    assert not stage.intake.submitted and not stage.intake.refused


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"at": "2026-05-03T08:10:00"}, "says no zone"),
        ({"at": "ten past eight"}, "not ISO 8601"),
        ({"at": 1_777_795_800}, "looks like seconds"),
        ({"at": 10**25}, "no instant"),
        ({"at": 0}, "no instant"),
        ({"at": None}, "at"),
        ({"code": " "}, "'code' is empty"),
        ({"mat": ""}, "'mat' is empty"),
        ({"id": "x" * 300}, "300 characters"),
        ({"source": "control"}, "this system's own name"),
        ({"by": "smell"}, "smell"),
        ({"chip_s": "fast"}, "float"),
    ],
)
def test_a_bad_read_is_refused_by_its_index_and_the_others_are_kept(wrong, words):
    """One bad read costs no other: it is named by its place, with a reason, and kept as it came."""
    stage = Stage()
    answer = post(stage, [READ, {**READ, "id": "p-2", **wrong}, {**READ, "id": "p-3"}])
    assert answer.status == 200 and answer.json["accepted"] == 2
    (refused,) = answer.json["refused"]
    assert refused["index"] == 1 and words in refused["reason"]
    ((feed, reason, raw),) = stage.intake.refused
    assert feed == "in/reads" and words in reason
    assert json.loads(raw)[0]["mat"] == {**READ, **wrong}["mat"]


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"{", b'{"id": 1}', b"3", b"[" * 100_000, b'"' + b"a" * 100, "ÿ".encode("latin-1")],
)
def test_nonsense_is_kept_and_answered_so_that_nobody_resends_it_for_ever(body):
    """What is no list of reads at all is answered with 200 and the refusal said; its bytes are kept."""
    stage = Stage()
    answer = post(stage, body)
    assert answer.status == 200 and answer.json["accepted"] == 0
    assert "Not a JSON list of reads" in answer.json["refused"][0]["reason"]
    assert stage.intake.refused[0][2] == body


def test_a_list_of_nonsense_is_refused_item_by_item():
    """Numbers, nulls and lists in the list are refused, each in its place."""
    answer = post(Stage(), [1, None, "x", [], {}, READ])
    assert [refused["index"] for refused in answer.json["refused"]] == [0, 1, 2, 3, 4]
    assert answer.json["accepted"] == 1


def test_an_empty_list_is_fine():
    """A sender that asks whether we are there gets an answer."""
    assert post(Stage(), []).json == {"accepted": 0, "repeats": 0, "refused": []}


def test_too_much_at_once_is_said():
    """More than 5 MB, said or sent, is 413 with what is allowed; nothing is kept of it."""
    stage = Stage()
    answers = [
        post(stage, b"[" + b" " * LIMIT + b"]"),
        ask(stage.app, f"/in/reads?token={FEED}", method="POST", headers={"content-length": str(LIMIT + 1)}),
        post(stage, b"[" + b"0," * 50_000 + b"0]"),
    ]
    assert [answer.status for answer in answers] == [413, 413, 413]
    assert "50,000 reads and 5 MB" in answers[0].json["error"]
    assert not stage.intake.submitted and not stage.intake.refused


@pytest.mark.parametrize("body", [[READ], b"nonsense"])
def test_a_full_disk_is_507_so_that_the_sender_keeps_its_reads(body):
    """Only a full disk makes a sender keep what it has: 507, with a sentence."""
    stage = Stage()
    stage.intake.full = True
    answer = post(stage, body)
    assert answer.status == 507 and "send them again" in answer.json["error"]


def test_nothing_is_acknowledged_before_it_is_on_disk():
    """The answer waits for the writer: acknowledged means on disk."""
    stage = Stage()
    stage.intake.hold = threading.Event()
    answers = []
    asking = threading.Thread(target=lambda: answers.append(post(stage, [READ])))
    asking.start()
    time.sleep(0.2)
    assert not answers
    stage.intake.hold.set()
    asking.join(5)
    assert answers[0].json["accepted"] == 1


def test_instants_are_the_same_however_they_are_written():
    """ISO 8601 with any offset and epoch milliseconds name the same instant."""
    assert (
        to_ms("2026-05-03T08:10:00Z") == to_ms("2026-05-03T10:10:00+02:00") == to_ms(at(8, 10)) == at(8, 10)
    )
