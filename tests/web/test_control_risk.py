"""Who is at risk or alone: on race control's page, and on the list for those who can help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from asking import ask
from make_views import at as view_at
from make_views import ordinary
from people_day import PeopleDay, plain

from alongside.events.bodies import FlagBody
from alongside.events.link import ROLES
from alongside.events.row import Draft
from alongside.live.risk_views import FlagView, Noticed, NoticedView
from alongside.web.control_risk import ROLES as MAY
from alongside.web.control_risk import SHOWN, risk_block

SLOW = (("S", "07:01"), ("5K", "08:11"), ("10K", "09:25"))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 9:40 with a link for every role; bib 7 is at risk and alone, bib 8 is neither."""
    day = PeopleDay(tmp_path)
    for role in ROLES:
        day.give(role, role, bib="7" if role in ("runner", "guardian", "follower") else "")
    day.reads("7", *SLOW)
    day.reads("8", ("S", "07:01"), ("5K", "07:26"), ("10K", "07:51"))
    day.at("09:40")
    reasons = {"at_risk": "the limit is 15:00, expected at the finish about 16:20",
               "alone": "the next are about 2.1 km ahead"}  # fmt: skip
    for flag, why in reasons.items():
        body = FlagBody("7", flag, False, True, why)  # type: ignore[arg-type]
        day.file.submit([Draft(flag, "7/1", day.now_ms, body)]).result()
    yield day
    day.file.close()


def test_control_reads_who_why_since_when_and_where(day: PeopleDay) -> None:
    """By bib, without a name, the reason as it was noticed; where she is, as an estimate."""
    text = plain(day.page("control", "control"))
    block = text.partition('id="noticed"')[2].partition("</section>")[0]
    assert "1 at risk and 1 alone" in block and '<th scope="row">7</th>' in block
    assert "At risk since 09:40</span> The limit is 15:00, expected at the finish about 16:20." in block
    assert "Alone since 09:40</span> The next are about 2.1 km ahead." in block
    assert "estimate" in block and "10K at 09:25, 15 min ago" in block and "Nimble" not in block


def test_where_nobody_is_noticed_there_is_no_block(day: PeopleDay) -> None:
    """A calm race shows no empty list."""
    for flag in ("at_risk", "alone"):
        body = FlagBody("7", flag, True, False, "again in time")  # type: ignore[arg-type]
        day.file.submit([Draft(flag, "7/0", day.now_ms, body)]).result()
    text = plain(day.page("control", "control"))
    assert text.partition('id="noticed"')[2].partition("</section>")[0].count("<h2>") == 0
    assert "Nobody is at risk or alone" in plain(day.page("medical", "medical", "risk/"))


@pytest.mark.parametrize("role", ROLES)
def test_the_list_opens_for_those_who_can_help_and_for_nobody_else(day: PeopleDay, role: str) -> None:
    """Control, stewards, medical and the sweep; no table, no announcer, no follower, and not the runner."""
    answer = day.page(role, role, "risk/")
    assert answer.status == (200 if role in MAY else 404)
    assert (role in MAY) == ("expected at the finish about 16:20" in answer.text)
    assert set(MAY) == {"control", "steward", "medical", "sweep"}


def test_nothing_of_it_is_public(day: PeopleDay) -> None:
    """Abuse case 12: "alone and last" is a shame and a target; the public page knows neither word."""
    text = plain(ask(day.app, "/race")).lower()
    said = text.partition("<main")[2]
    assert "alone" not in said and "at risk" not in said


def test_who_stands_on_the_list_can_read_that_she_was_looked_at(day: PeopleDay) -> None:
    """The list shows places: each look is kept with who looked, once an hour."""
    for _ in range(3):
        day.page("medical", "medical", "risk/")
    day.file._writer.do(lambda _: None).result()
    looks = [look for look in day.file.looks("7") if look.role == "medical"]
    assert len(looks) == 1 and "at risk or alone" in looks[0].what
    assert not day.file.looks("8")


def test_a_long_list_is_cut_and_counted() -> None:
    """Ten stand on control's page, with the count of all and a way to the rest."""
    flag = FlagView(view_at(11, 0), "the limit is 14:40")
    rows = tuple(
        Noticed(bib=str(n), distance="full", along_m=9e3, how="pace", last_seen_ms=None, last_seen_place="",
                at_risk=flag)
        for n in range(100)
    )  # fmt: skip
    view = msgspec.structs.replace(ordinary().control, noticed=NoticedView(1432, 1432, 0, rows))
    block = risk_block(view)
    assert (block["says"], block["total"], len(block["rows"]), block["more"]) == (
        "1,432 at risk", "1,432", SHOWN, 1432 - SHOWN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("late_s", "is_believed", "said"),
    [
        (299.0, True, ""),
        (660.0, True, "11 min late at 15K"),
        (2040.0, False, "34 min late at 15K: where she is, is a guess"),
    ],
)
def test_who_is_not_read_where_she_was_due_is_marked_as_late(
    late_s: float, is_believed: bool, said: str
) -> None:
    """A place on this list is an estimate: where even that is not believed, it says so."""
    row = Noticed(bib="7", distance="full", along_m=9e3, how="pace", last_seen_ms=None, last_seen_place="",
                  next_split="15K", late_s=late_s, is_believed=is_believed)  # fmt: skip
    view = msgspec.structs.replace(ordinary().control, noticed=NoticedView(1, 1, 0, (row,)))
    assert risk_block(view)["rows"][0]["late"] == said
