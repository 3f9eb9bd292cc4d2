"""Who is said to have stopped at a station, and what it takes for that to count (abuse case 6)."""

from __future__ import annotations

import pytest

from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.tail.claims import SOURCE
from builders import at, read, rows_of, rule_status, status, undo
from ride_day import ride
from station_race import keyed, opening

AWAY = (read("C1", "S", "07:01"), read("C2", "S", "07:01"), read("C1", "5K", "07:40"))


def ticked(*drafts: Draft, clock: str = "10:00") -> Race:
    """Return the race with these rows, a tick later: what it decides is folded."""
    race = Race()
    race.apply(rows_of([*opening(), *AWAY, *drafts]))
    tick(race, clock)
    return race


def tick(race: Race, clock: str, *drafts: Draft) -> list[Draft]:
    """Fold more rows, let the race decide, fold that; return what it decided of claims."""
    race.apply(rows_of(drafts, race.state.seq + 1))
    decided = race.decide(at(clock))
    race.apply(rows_of(decided, race.state.seq + 1))
    race.state.settle()
    return [draft for draft in decided if draft.source == SOURCE]


def claimed(race: Race, clock: str = "10:00") -> list[tuple[str, tuple[str, ...]]]:
    """Return the claims that control sees: bib, and the stations that say so."""
    return [(claim.bib, claim.stations) for claim in race.look(at(clock)).control.claims]


def test_one_station_alone_drops_nobody() -> None:
    """A single 'dropped here' is a claim: she stays on the course, and control is told."""
    race = ticked(keyed("1", "dropped", "08:30"))
    assert status(race, "1") == "on_course"
    assert claimed(race) == [("1", ("Water Nine",))]
    headline = race.look(at("10:00")).control.headline
    said = " ".join((headline.first, *headline.more))
    assert "Water Nine keyed at 08:30 that bib 1 has dropped out there." in said


def test_one_station_is_one_source_however_often_it_says_so() -> None:
    """The same station twice, by two links, makes it no truer."""
    again = keyed("1", "dropped", "08:40", by="station/nine/8")
    race = ticked(keyed("1", "dropped", "08:30"), again)
    assert status(race, "1") == "on_course"


def test_two_stations_make_it_a_dnf_that_the_race_decides_as_a_row() -> None:
    """Two tables that say she has stopped are two sources: a row by the system, at the place and time."""
    race = ticked(keyed("1", "dropped", "08:30"))
    (decided,) = tick(race, "11:01", keyed("1", "dropped", "11:00", "late"))
    assert (decided.source, decided.at_ms) == ("dropped", at("11:00"))
    assert (decided.body.by, decided.body.place) == ("system", "Late Tea")
    assert status(race, "1") == "dnf" and claimed(race) == []
    assert tick(race, "11:02") == []


def test_a_crossing_later_on_brings_her_back() -> None:
    """She got up and ran on: whatever two tables said before, her next mat is the truth."""
    race = ticked(keyed("1", "dropped", "08:30"), keyed("1", "dropped", "08:40", "late", by="station/late/2"))
    tick(race, "11:10", read("C1", "HALF", "11:05"))
    assert status(race, "1") == "on_course" and claimed(race, "11:10") == []


def test_who_is_keyed_out_again_is_no_longer_said_to_have_stopped() -> None:
    """A table that sees her leave takes its claim back by keying her out."""
    assert claimed(ticked(keyed("1", "dropped", "08:30"), keyed("1", "out", "08:45"))) == []


def test_an_impossible_claim_is_none() -> None:
    """Somebody who keys a runner far ahead of where she can be pulls nobody out."""
    race = ticked(keyed("1", "dropped", "07:45", "late"), keyed("1", "dropped", "08:30"))
    assert status(race, "1") == "on_course"
    assert claimed(race) == [("1", ("Water Nine",))]


def test_what_control_took_back_the_race_does_not_decide_again() -> None:
    """Control undoes the DNF: it stays undone, until somebody says something new."""
    race = ticked(keyed("1", "dropped", "08:30"))
    (decided,) = tick(race, "11:01", keyed("1", "dropped", "11:00", "late"))
    assert tick(race, "11:05", undo(decided)) == []
    assert status(race, "1") == "on_course"
    assert len(claimed(race, "11:05")) == 1


def test_controls_word_ends_a_claim_either_way() -> None:
    """Once control has ruled on her after the claim, nothing waits to be confirmed."""
    for word in ("dnf", "on_course"):
        race = ticked(keyed("1", "dropped", "08:30"), rule_status("1", word, "09:00"))
        assert claimed(race) == []
        assert status(race, "1") == word


def test_the_timers_word_is_a_source_of_its_own() -> None:
    """An official DNF needs no second table."""
    official = rule_status("1", "dnf", "08:35", official=True)
    assert status(ticked(keyed("1", "dropped", "08:30"), official), "1") == "dnf"


def test_her_own_word_is_one_source_and_the_vans_the_second() -> None:
    """ "I'm stopping here" is a claim; taken on board she is out of the race, at the place she said."""
    hers = ride("1", "wanted", "08:30", "runner/1/5", stops=True, distance="full", along_m=8_000.0)
    race = ticked(hers)
    assert status(race, "1") == "on_course"
    assert [claim.place for claim in race.look(at("10:00")).control.claims] == ["km 8.0"]
    (decided,) = tick(race, "10:01", ride("1", "on_board", "10:00"))
    assert (decided.body.status, decided.body.by, decided.body.place) == ("dnf", "system", "km 8.0")
    assert status(race, "1") == "dnf"


@pytest.mark.parametrize(
    ("first", "second", "sources"),
    [
        (("wanted", "runner/1/5", {"stops": True}), ("wanted", "runner/1/6", {"stops": True}), 1),
        (("wanted", "runner/1/5", {"stops": True}), ("no_more", "guardian/1/6", {"stops": True}), 1),
        (("no_more", "runner/1/5", {"stops": True}), ("wanted", "sweep/x/6", {"stops": True}), 2),
        (("on_board", "van/5", {}), ("on_board", "van/6", {}), 1),
        (("on_board", "van/5", {}), ("on_board", "sweep/x/6", {}), 2),
        (("wanted", "station/nine/5", {"station": "nine", "stops": True}), ("on_board", "van/6", {}), 2),
        (("wanted", "runner/1/5", {}), ("on_board", "van/6", {}), 1),
        (("wanted", "control/2", {"stops": True}), ("on_board", "van/6", {}), 1),
    ],
)
def test_what_is_one_source_and_what_are_two(
    first: tuple[str, str, dict[str, object]], second: tuple[str, str, dict[str, object]], sources: int
) -> None:
    """She and her guardian are one, two vans are one; control's word is a ruling of its own, not a source."""
    said = [
        ride("1", what, f"08:3{n}", by, id_=f"{n}", **more)  # type: ignore[arg-type]
        for n, (what, by, more) in enumerate((first, second))
    ]
    assert status(ticked(*said), "1") == ("dnf" if sources == 2 else "on_course")


def test_a_station_that_keys_her_dropped_and_in_need_of_a_ride_is_one_source() -> None:
    """The pad's one press makes two rows, and still one word."""
    wish = ride("1", "wanted", "08:30", "station/nine/7", station="nine", stops=True)
    race = ticked(keyed("1", "dropped", "08:30"), wish)
    assert (status(race, "1"), claimed(race)) == ("on_course", [("1", ("Water Nine",))])


def test_going_on_after_all_ends_a_claim_and_a_dnf_that_was_inferred() -> None:
    """Who said she stops, was keyed dropped, and goes on is on the course again, before any mat saw her."""
    hers = ride("1", "no_more", "08:20", "runner/1/5", stops=True)
    race = ticked(hers, keyed("1", "dropped", "08:30"))
    assert status(race, "1") == "dnf"
    tick(race, "10:01", ride("1", "no_more", "10:00", "runner/1/5", id_="on"))
    assert status(race, "1") == "on_course" and claimed(race, "10:01") == []


def test_the_timers_official_word_is_undone_by_nobody_who_goes_on() -> None:
    """What the timing company says stands, whatever is tapped."""
    race = ticked(rule_status("1", "dnf", "08:30", official=True))
    tick(race, "10:01", ride("1", "no_more", "10:00", "runner/1/5"))
    assert status(race, "1") == "dnf"
