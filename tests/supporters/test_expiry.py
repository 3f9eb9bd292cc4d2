"""How long links hold: staff for the race and half a day, followers three days, she herself a month."""

from __future__ import annotations

import pytest

from alongside.events.link import ROLES, STAFF, Link
from alongside.supporters.expiry import holds

OVER_MS = 1_777_800_000_000
HOUR_MS = 3_600_000
LASTS_H = {
    **dict.fromkeys(STAFF, 12),
    "follower": 72,
    "runner": 30 * 24,
    "guardian": 30 * 24,
}


def test_every_role_has_an_end() -> None:
    """No link holds for ever: a new role must be given its span here too."""
    assert set(LASTS_H) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_link_holds_through_the_race_and_its_hours_after(role: str) -> None:
    """Until the race is over no clock ends a link; then it holds its hours to the millisecond."""
    link, ends_ms = Link(1, role), OVER_MS + LASTS_H[role] * HOUR_MS  # type: ignore[arg-type]
    assert holds(link, OVER_MS + 10**12, None)
    assert holds(link, ends_ms - 1, OVER_MS)
    assert not holds(link, ends_ms, OVER_MS)


@pytest.mark.parametrize("role", ROLES)
def test_an_ended_link_holds_no_more(role: str) -> None:
    """Ended by hand is ended: before the race is over, and while a station is open."""
    link = Link(1, role, ended_ms=OVER_MS - 1)  # type: ignore[arg-type]
    assert not holds(link, OVER_MS - HOUR_MS, None)
    assert not holds(link, OVER_MS - HOUR_MS, None, station_open=True)


@pytest.mark.parametrize("role", ROLES)
def test_a_station_that_is_open_keeps_its_staff_links(role: str) -> None:
    """No volunteer is locked out while runners are still to come; a follower's days run on."""
    late_ms = OVER_MS + 40 * 24 * HOUR_MS
    assert holds(Link(1, role), late_ms, OVER_MS, station_open=True) is (role in STAFF)  # type: ignore[arg-type]
