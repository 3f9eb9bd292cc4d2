"""What a runner reads of cutoffs, of the pace that will do, and of who is around her."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_views import MINUTE, runner_view

from alongside.live.risk_views import GateView, OwnView, PartView
from alongside.web.own_words import (
    around_lines,
    cutoff_line,
    finish_line,
    own_lines,
    parting_line,
    quiet_line,
)
from alongside.web.person_words import Teller
from builders import ZONE, at

NOW_MS = at("11:00")
TELL = Teller(ZONE, NOW_MS)
HARSH = (
    "slow",
    "late",
    "unlikely",
    "fail",
    "stop",
    "last",
    "chance",
    "%",
    " in 10",
    "out of",
    "behind schedule",
)


def gate(chance: float | None = 0.95, pace: float | None = 595.0, **more: object) -> GateView:
    """Return a cutoff at 30 km that closes at 13:40."""
    made = GateView("Long Bridge", False, 30_000.0, at("13:40"), at("13:20"), chance, pace)
    return msgspec.structs.replace(made, **more)


def limit(chance: float | None = 0.95, pace: float | None = 683.0, middle: str = "14:40") -> GateView:
    """Return the limit at 15:00."""
    return GateView("the finish", True, 42_195.0, at("15:00"), at(middle), chance, pace)


@pytest.mark.parametrize(
    ("chance", "line"),
    [
        (0.8, "Long Bridge (closes 13:40): you can make it; 9:55 a km will do."),
        (0.79, "It is close at Long Bridge (closes 13:40): 9:55 a km would do."),
        (0.1, "It is close at Long Bridge (closes 13:40): 9:55 a km would do."),
        (None, "Long Bridge closes at 13:40: 9:55 a km will do."),
    ],
)
def test_a_cutoff_is_told_as_what_would_do(chance: float | None, line: str) -> None:
    """She reads a time and a pace, and no odds."""
    assert cutoff_line(gate(chance), OwnView(), TELL) == line


def test_what_is_out_of_reach_is_told_as_what_happens_there() -> None:
    """No pace that cannot be run: when the sweep comes, and whom to ask about going on."""
    line = cutoff_line(gate(0.02), OwnView(swept_ms=at("12:10")), TELL)
    assert line == (
        "Long Bridge closes at 13:40, before you are expected there. The sweep comes to you about 12:10: its "
        "crew can say whether you may go on along the pavement."
    )
    far = cutoff_line(gate(0.02), OwnView(swept_ms=at("14:00")), TELL)
    assert far.endswith("Ask at any aid station how you can go on.")
    assert cutoff_line(gate(0.02), OwnView(let_go=True), TELL).endswith("race control knows.")


def test_the_limit_is_told_with_her_own_pace_beside_and_what_is_in_hand() -> None:
    """ "You can still make it": the pace that does, the pace she had, the minutes between."""
    assert finish_line(limit(), OwnView(pace_s_per_km=650.0)) == (
        "For the limit 11:20 a km from here will do; between your last two mats it was 10:50. "
        "You have about 20 min in hand."
    )
    assert finish_line(limit(0.5), OwnView(pace_s_per_km=650.0)) == (
        "For the limit 11:20 a km from here would do; between your last two mats it was 10:50."
    )
    since = OwnView(pace_s_per_km=802.0, pace_from="Mile 12")
    assert finish_line(limit(0.5), since).endswith("would do; since Mile 12 it is 13:20.")
    assert finish_line(limit(0.05), OwnView()) == ""
    assert finish_line(limit(0.99, None), OwnView()) == "You have about 20 min in hand."


@given(st.floats(181, 1200), st.floats(0.1, 1.0))
def test_the_pace_that_is_said_is_never_slower_than_what_does(pace: float, chance: float) -> None:
    """Rounded to five seconds, to her side: whoever keeps it is there in time."""
    line = cutoff_line(gate(chance, pace), OwnView(), TELL)
    minutes, seconds = line.rsplit(" a km", 1)[0].split()[-1].split(":")
    said = int(minutes) * 60 + int(seconds)
    assert pace - 5 < said <= pace


@pytest.mark.parametrize("pace", [None, 30.0, 179.0, 1300.0])
def test_a_pace_that_nobody_should_run_is_not_said(pace: float | None) -> None:
    """A minute before a cutoff five hundred metres away, or with an hour for them, there is no number."""
    assert " a km" not in cutoff_line(gate(0.5, pace), OwnView(), TELL)
    assert finish_line(limit(0.5, pace), OwnView()) == ""


@given(
    st.floats(0, 1), st.one_of(st.none(), st.floats(-100, 3000)), st.booleans(), st.integers(0, 500),
    st.one_of(st.none(), st.floats(0, 20_000)), st.one_of(st.none(), st.floats(0, 20_000)),
)  # fmt: skip
def test_nothing_on_her_page_is_a_verdict(
    chance: float, pace: float | None, alone: bool, behind: int, ahead_m: float | None, behind_m: float | None
) -> None:
    """Whatever holds, she reads no odds, is called nothing, and nobody is the last one."""
    own = OwnView(
        gates=(gate(chance, pace), limit(chance, pace)),
        ahead_m=ahead_m,
        behind_m=behind_m,
        behind=behind,
        alone=alone,
        at_risk=chance < 0.35,
    )
    view = runner_view(NOW_MS, own=own)
    first, below = own_lines(view, TELL)
    said = " ".join([*first, *below]).lower().replace("between your last two mats", "")
    assert not [word for word in HARSH if word in said]


def test_what_presses_stands_first_and_the_rest_below() -> None:
    """A cutoff that is close comes before the times of the next mat; one that is not, after them."""
    close = runner_view(NOW_MS, own=OwnView(gates=(gate(0.5), limit())))
    calm = runner_view(NOW_MS, own=OwnView(gates=(gate(0.95), limit())))
    assert own_lines(close, TELL)[0] == [cutoff_line(gate(0.5), OwnView(), TELL)]
    assert own_lines(calm, TELL)[0] == [] and len(own_lines(calm, TELL)[1]) == 2


def test_of_two_cutoffs_the_one_that_presses_is_told() -> None:
    """The next one may be safe and the one after it not."""
    later = gate(0.4, name="Tower", closes_ms=at("14:20"))
    first, below = own_lines(runner_view(NOW_MS, own=OwnView(gates=(gate(0.9), later))), TELL)
    assert first[0].startswith("It is close at Tower") and not any("Long Bridge" in line for line in below)


def test_a_gate_that_has_closed_is_not_told_any_more() -> None:
    """What has passed is no news to her: her limit line says what holds then."""
    own = OwnView(gates=(gate(0.0, None, closes_ms=NOW_MS - MINUTE),))
    assert own_lines(runner_view(NOW_MS, own=own), TELL) == ([], [])


@pytest.mark.parametrize("changes", [{"own": None}, {"status": "finished"}, {"interrupted": "stopped"}])
def test_where_nothing_holds_nothing_is_said(changes: dict[str, object]) -> None:
    """Not out there, or the race is stopped."""
    view = runner_view(NOW_MS, **({"own": OwnView(gates=(gate(), limit()), alone=True)} | changes))
    assert own_lines(view, TELL) == ([], [])


def test_quiet_is_told_in_metres_to_a_hundred() -> None:
    """How far the next ones are, by which nobody is found; without anybody near, that control knows her."""
    own = OwnView(ahead_m=412.0, behind_m=1630.0)
    assert quiet_line(own) == (
        "It is quiet around you: the next runners are about 400 m ahead and 1.6 km behind."
    )
    assert quiet_line(OwnView(ahead_m=20.0)) == (
        "It is quiet around you: the next runners are about 100 m ahead."
    )
    assert quiet_line(OwnView()) == "It is quiet around you. Race control knows where you are."


def test_company_is_told_where_it_was_noticed_that_she_has_none() -> None:
    """Without a flag she reads nothing of it; with one also how many are behind her."""
    assert around_lines(OwnView(ahead_m=900.0, behind=6)) == []
    assert around_lines(OwnView(ahead_m=900.0, behind=6, alone=True))[-1] == "About 6 runners are behind you."
    assert around_lines(OwnView(behind=1, at_risk=True)) == ["One runner is behind you."]
    assert around_lines(OwnView(behind=0, at_risk=True)) == []


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            PartView(19_300.0, 3, 0, 42),
            "Near your pace, about 40 runners go your way within 2 minutes of you.",
        ),
        (PartView(19_300.0, 3, 0, 1), "Near your pace, one runner goes your way within 2 minutes of you."),
        (PartView(19_300.0, 3, 0, 0), "Nobody else who runs your way is within 2 minutes of you now."),
        (PartView(19_300.0, 3, 1, 7), "One of you goes on with you."),
        (PartView(19_300.0, 3, 2, 7), "2 of them go on with you."),
    ],
)
def test_before_the_split_she_reads_that_her_group_turns_off_and_who_goes_on(
    part: PartView, said: str
) -> None:
    """S3: said before it happens, in counts: no bib, no name."""
    assert parting_line(part) == f"Your group's road and yours part at km 19.3 (mile 12.0). {said}"
    alone = msgspec.structs.replace(part, parts=1)
    assert parting_line(alone).startswith("Your companion's road and yours part")


def test_hours_are_hours() -> None:
    """A long way ahead of the limit is said to five minutes."""
    own = OwnView(pace_s_per_km=420.0)
    assert finish_line(limit(1.0, 900.0, "12:32"), own).endswith("You have about 2 h 25 min in hand.")
