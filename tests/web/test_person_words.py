"""S6: she thinks she is last, and hears the truth, to herself alone (``web/person_words.py``)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from make_views import GUN_MS, MINUTE, runner_view, sweep

from alongside.live.risk_views import OwnView
from alongside.web.person_words import sweep_line

NOW = GUN_MS + 120 * MINUTE
BUS = msgspec.structs.replace(sweep(NOW, 9_700.0), distance="full", pace_s_per_km=640.0)


def line(own: OwnView | None = None, *, along_m: float | None = 10_900.0, **bus: Any) -> str:
    """Return what she reads of the sweep."""
    view = runner_view(NOW, along_m=along_m, own=own)
    return sweep_line(view, (msgspec.structs.replace(BUS, **bus),))


def test_where_the_sweep_is_how_fast_it_may_go_and_whether_anybody_is_behind() -> None:
    """How far, how long it needs to where she is, and yes or no: never who, never how many."""
    assert line(OwnView(behind=7)) == (
        "The sweep is about 1.2 km behind you. It may go at 10:40 a km: it needs 12 min to where you are. "
        "Somebody is behind you."
    )
    assert line(OwnView(behind=0)).endswith("Nobody we know of is behind you.")


def test_far_ahead_of_the_sweep_nothing_more_is_said() -> None:
    """Who runs in the crowd is not told that somebody is behind her."""
    assert line(OwnView(behind=900), along_m=15_000.0) == "The sweep is about 5.3 km behind you."


def test_what_her_page_says_already_is_not_said_twice() -> None:
    """At risk or alone, the lines about who is around her say it."""
    assert "behind you." not in line(OwnView(behind=3, alone=True)).replace("km behind you.", "")


def test_beside_the_sweep_it_says_so() -> None:
    """An estimate does not decide who of the two is in front."""
    assert line(OwnView(behind=0), along_m=9_720.0).startswith("The sweep is close to you, or past you.")


def test_without_a_schedule_no_pace_is_made_up() -> None:
    """How far it is is known; how fast it goes is not."""
    assert line(OwnView(behind=1), pace_s_per_km=None) == (
        "The sweep is about 1.2 km behind you. Somebody is behind you."
    )


@pytest.mark.parametrize("bus", [{"along_m": None}, {"distance": "half"}])
def test_without_a_sweep_of_hers_on_the_road_there_is_no_line(bus: dict[str, Any]) -> None:
    """Another distance's sweep is none of hers."""
    assert line(OwnView(), **bus) == ""
