"""Every role and every field, before and after consent, withdrawal, pause and the end of the race.

The table is written out here by rule and is not worked out by the code: a letter says under which rule a
role sees a field, a line of ``HOLDS`` which rules hold in a situation.
"""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from alongside.events.bodies import Consent
from alongside.events.link import ROLES, Consents
from alongside.supporters.may_see import (
    FIELDS,
    Moment,
    Subject,
    Viewer,
    is_logged,
    may_see,
    may_share,
    may_switch,
)

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
OVER_MS = 1_777_800_000_000
PAUSED_MS = 1_777_700_000_000

# S staff, by their work                         N staff, if she gives her first name
# M as N, and nothing newer than a pause         F who follows, if she lets them
# A as N, of whom the roster says she is grown
# L as F, and nothing newer than a pause         P as L, and nothing after her finish
# O her own                                      W her own, about places
# w a minor's guardian, about a ride                C her own, if her story is hers to be told
# G a minor's guardian                           g l p as F L P, for a minor's guardian
# R results, once the race is over               . never
WHO_SEES_WHAT = """
                bib name first_name status last_seen position forecast chip_time results overdue alone contact why first_marathon consents watchers looks ride company
control          S   S       S        S        S        S        S         S        R       S      S      S     .        .            .        .      .     S    .
steward          S   S       S        S        S        S        S         S        R       S      S      S     .        .            .        .      S     S    .
medical          S   S       S        S        S        S        S         .        R       S      S      S     .        .            .        .      .     S    .
marshal          S   .       N        S        .        .        .         .        R       .      .      .     .        .            .        .      .     .    .
sweep            S   .       N        S        S        S        S         .        R       S      S      .     .        .            .        .      .     S    .
van              S   .       N        S        S        S        .         .        R       .      .      .     .        .            .        .      .     S    .
station          S   .       N        S        .        .        .         .        R       .      .      .     .        .            .        .      .     .    .
cheer            N   .       N        .        .        .        M         .        R       .      .      .     .        .            .        .      .     .    .
announcer        N   .       N        M        .        .        M         M        R       .      .      .     A        N            .        .      .     .    M
timer            S   .       N        S        S        .        .         S        R       .      .      .     .        .            .        .      .     .    .
photographer     S   .       N        .        .        .        .         .        R       .      .      .     .        .            .        .      .     .    .
runner           O   O       O        O        W        W        W         O        R       W      W      O     O        O            O        O      O     W    C
guardian         G   G       G        l        l        p        p         l        R       .      .      .     g        g            G        G      G     w    l
follower         F   .       F        L        L        P        P         L        R       .      .      .     F        F            .        .      .     .    L
public           .   .       .        .        .        .        .         .        R       .      .      .     .        .            .        .      .     .    .
"""  # noqa: E501

NONE, ALL = Consents(), Consents(True, True, True, True)
PAUSED = Consents(True, True, True, True, paused=True, paused_ms=PAUSED_MS)
LIVE = Moment(OVER_MS - 5 * HOUR_MS)


def after(hours: float, **more: bool) -> Moment:
    """Return a moment so many hours after the race was over."""
    return Moment(OVER_MS + round(hours * HOUR_MS), OVER_MS, **more)


def adult(consents: Consents, *, finished: bool = False) -> Subject:
    """Return a grown runner."""
    return Subject("7", 1, True, consents, finished)


# Situation: whom, when, and the letters that hold. A guardian's letters hold of a minor only.
HOLDS: dict[str, tuple[Subject, Moment, str]] = {
    "nothing said yet": (adult(NONE), LIVE, "S OW"),
    "follow is on": (adult(Consents(follow=True)), LIVE, "S FLP OW"),
    "follow was on and is off": (adult(Consents(companions=True, story=True)), LIVE, "S OCW"),
    "first name is on": (adult(Consents(first_name=True)), LIVE, "S NMA OW"),
    "companions is on": (adult(Consents(companions=True)), LIVE, "S OW"),
    "story is on": (adult(Consents(story=True)), LIVE, "S OCW"),
    "all is on": (adult(ALL), LIVE, "S NMA FLP OCW"),
    "paused": (adult(PAUSED), LIVE, "S NA F OCW"),
    "paused, about what was before": (adult(PAUSED), Moment(LIVE.now_ms, None, PAUSED_MS), "S NMA FLP OCW"),
    "paused, about what came after": (adult(PAUSED), Moment(LIVE.now_ms, None, PAUSED_MS + 1), "S NA F OCW"),
    "paused, nothing said": (adult(Consents(paused=True, paused_ms=PAUSED_MS)), LIVE, "S OW"),
    "finished": (adult(ALL, finished=True), LIVE, "S NMA FL OCW"),
    "over": (adult(ALL), after(0), "S NMA FLP OCW R"),
    "over, results kept back": (adult(ALL), after(1, results=False), "S NMA FLP OCW"),
    "over 12 hours less a second": (adult(ALL), after(12 - 1 / 3600), "S NMA FLP OCW R"),
    "over 12 hours": (adult(ALL), after(12), "FLP OCW R"),
    "over 12 hours, her station still open": (adult(ALL), after(12, station_open=True), "S NMA FLP OCW R"),
    "over 72 hours less a second": (adult(ALL), after(72 - 1 / 3600), "FLP OCW R"),
    "over 72 hours": (adult(ALL), after(72), "OC R"),
    "over 30 days less an hour": (adult(ALL), after(30 * 24 - 1), "OC R"),
    "over 30 days": (adult(ALL), after(30 * 24), "R"),
    "a minor, nothing said": (Subject("7", 1, False), LIVE, "S Gw OW"),
    "a minor, all is on": (Subject("7", 1, False, ALL), LIVE, "S NM Gw glp OCW"),
    "a minor, paused": (Subject("7", 1, False, PAUSED), LIVE, "S N Gw g OCW"),
    "a minor, over 72 hours": (Subject("7", 1, False, ALL), after(72), "G OC R"),
    "a minor, over 30 days": (Subject("7", 1, False, ALL), after(30 * 24), "R"),
    "age unknown, nothing said": (Subject("7", 1, None), LIVE, "S Gw OW"),
    "age unknown, all is on": (Subject("7", 1, None, ALL), LIVE, "S NM Gw glp OCW"),
}


def table() -> dict[tuple[str, str], str]:
    """Return the letter of each role and field."""
    heads, *lines = (line.split() for line in WHO_SEES_WHAT.strip().splitlines())
    return {
        (role, field): letter
        for role, *letters in lines
        for field, letter in zip(heads, letters, strict=True)
    }


def test_the_table_has_every_role_and_every_field() -> None:
    """A new role or field has no place here until somebody has decided who may see it."""
    assert set(table()) == set(itertools.product([*ROLES, "public"], FIELDS))


@pytest.mark.parametrize("situation", HOLDS)
def test_every_role_sees_of_every_field_what_the_table_says(situation: str) -> None:
    """Each cell of the table, in each situation."""
    subject, now, letters = HOLDS[situation]
    expected = {cell: letter in letters for cell, letter in table().items()}
    seen = {(role, field): may_see(Viewer(role, "", "7"), subject, field, now) for role, field in expected}
    assert seen == expected


@pytest.mark.parametrize("situation", HOLDS)
@pytest.mark.parametrize("role", ["runner", "guardian", "follower"])
def test_a_link_about_one_runner_shows_nothing_of_another(situation: str, role: str) -> None:
    """Neither another bib nor the other person of the same bib; results are everybody's."""
    subject, now, letters = HOLDS[situation]
    for viewer in (Viewer(role, "", "8"), Viewer(role, "", "7", 2), Viewer(role)):  # type: ignore[arg-type]
        seen = {field for field in FIELDS if may_see(viewer, subject, field, now)}
        assert seen == ({"results"} if "R" in letters else set())


@pytest.mark.parametrize("age", [False, None])
def test_a_minor_is_followed_by_links_that_her_guardian_made(age: bool | None) -> None:
    """Whoever got a link from the guardian sees what followers see; from the minor herself, nothing."""
    subject = Subject("7", 1, age, ALL)
    given = {f for f in FIELDS if may_see(Viewer("follower", "", "7", by_guardian=True), subject, f, LIVE)}
    assert given == {
        field for (role, field), letter in table().items() if role == "follower" and letter in "FLP"
    }
    assert not [f for f in FIELDS if may_see(Viewer("follower", "", "7"), subject, f, LIVE)]


def test_late_and_alone_are_for_those_who_can_help_and_for_herself() -> None:
    """Nobody public, no supporter, no table and no announcer reads that somebody is last or alone."""
    may = {
        role for (role, field), letter in table().items() if field in ("overdue", "alone") and letter != "."
    }
    assert may == {"control", "steward", "medical", "sweep", "runner"}


def test_a_consent_is_taken_back_more_easily_than_given() -> None:
    """She and a minor's guardian can switch all four off at any age; no other link switches anything."""
    for consent, age, role in itertools.product(get_args(Consent), (True, False, None), (*ROLES, "public")):
        may = may_switch(Viewer(role, "", "7"), Subject("7", 1, age), consent, on=False)
        assert may is (role == "runner" or (role == "guardian" and age is not True))


# Who may switch on: R she, G her guardian.
MAY_GIVE = {
    (True, "follow"): "R",
    (True, "companions"): "R",
    (True, "first_name"): "R",
    (True, "story"): "R",
    (False, "follow"): "G",
    (False, "companions"): "",
    (False, "first_name"): "RG",
    (False, "story"): "G",
    (None, "follow"): "G",
    (None, "companions"): "",
    (None, "first_name"): "RG",
    (None, "story"): "G",
}


@pytest.mark.parametrize(("age", "consent"), list(MAY_GIVE))
def test_a_minor_cannot_let_herself_be_followed_or_matched(age: bool | None, consent: Consent) -> None:
    """A minor's own link gives her first name at most; nobody at all matches a minor."""
    subject = Subject("7", 1, age)
    may = {role for role in ROLES if may_switch(Viewer(role, "", "7"), subject, consent, on=True)}
    assert may == {{"R": "runner", "G": "guardian"}[letter] for letter in MAY_GIVE[age, consent]}
    assert not may_switch(Viewer("runner", "", "8"), subject, consent, on=True)
    assert not may_switch(Viewer("guardian", "", "7", 2), subject, consent, on=True)


@pytest.mark.parametrize(("age", "role"), [(True, "runner"), (False, "guardian"), (None, "guardian")])
def test_follow_links_are_made_by_her_or_by_a_minors_guardian(age: bool | None, role: str) -> None:
    """Nobody else makes them: no staff, no follower, no other runner."""
    subject = Subject("7", 1, age)
    assert {r for r in ROLES if may_share(Viewer(r, "", "7"), subject)} == {role}
    assert not [r for r in ROLES if may_share(Viewer(r, "", "8"), subject)]


def test_looks_of_staff_at_a_place_or_at_contacts_are_logged() -> None:
    """Every staff role's look is kept for her to read; her own and her supporters' need no log."""
    logged = {(r, f) for r in ROLES for f in FIELDS if is_logged(Viewer(r), f)}
    staff = set(ROLES) - {"runner", "guardian", "follower"}
    assert logged == set(itertools.product(staff, ("position", "contact", "ride")))
