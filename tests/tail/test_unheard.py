"""A feed that died behind the crowd, where no single mat can be called silent."""

from __future__ import annotations

import numpy as np

from alongside.forecast.run_on import Due
from alongside.tail.unheard import AT_LEAST, unheard
from builders import at


def due(*clocks: str, resumed_s: float = np.inf) -> Due:
    """Return runners due at these times."""
    n = len(clocks)
    due_ms = np.array([float(at(clock)) for clock in clocks])
    none = np.zeros(n, dtype=np.int64)
    return Due(none, none, due_ms, np.zeros(n), np.full(n, resumed_s))


LATE = ("12:10", "12:15", "12:18")


def test_three_due_since_anybody_was_read_are_no_chance() -> None:
    """Two may have stopped; three have not been heard."""
    assert unheard(due(*LATE), [at("12:00"), at("11:40")], at("12:30")) == AT_LEAST == 3
    assert unheard(due(*LATE[:2]), [at("12:00")], at("12:30")) == 0


def test_one_read_anywhere_says_that_the_feed_lives() -> None:
    """Whoever was due before it has stopped, or was missed; the timing is heard."""
    assert unheard(due(*LATE), [at("11:00"), at("12:20")], at("12:40")) == 0


def test_reads_have_ten_minutes_to_come_in() -> None:
    """Batches come late; who was due just now is not missed yet."""
    assert unheard(due(*LATE), [at("12:00")], at("12:27")) == 0


def test_a_race_that_is_stopped_is_not_unheard() -> None:
    """Nobody is due where nobody may run, nor right after it has gone on."""
    assert unheard(due(*LATE, resumed_s=0.0), [at("12:00")], at("12:40")) == 0


def test_before_the_first_read_everybody_who_is_due_counts() -> None:
    """There is no newest read yet: nothing fails."""
    assert unheard(due(*LATE), [], at("12:40")) == 3
