"""Places by chip time."""

from __future__ import annotations

from alongside.race.ranking import places
from builders import race_of, read, rule_status

HALF = 1


def finisher(code: str, start: str, finish: str, **more: object) -> list[object]:
    """Return the start and finish reads of a half runner."""
    return [read(code, "S", start), read(code, "F", finish, **more)]


def half_of(*codes: str) -> list[object]:
    """Return entries of the half."""
    from builders import entry

    return [entry(code[1:], "half", "1", code) for code in codes]


def test_the_fastest_net_time_is_first_whoever_came_in_first() -> None:
    """Chip time ranks, not the order of arrival."""
    race = race_of(
        *half_of("C10", "C11"), *finisher("C10", "07:00:10", "09:00:10"), *finisher("C11", "07:10", "09:05")
    )
    assert places(race.state.race, HALF).tolist() == [-1, -1, -1, 2, 1]


def test_ties_share_a_place_and_the_next_is_left_out() -> None:
    """1, 1, 3: as results lists have it."""
    drafts = [*half_of("C10", "C11", "C12")]
    for code, finish in (("C10", "09:00"), ("C11", "09:00"), ("C12", "09:01")):
        drafts += finisher(code, "07:01", finish)
    assert places(race_of(*drafts).state.race, HALF).tolist()[3:] == [1, 1, 3]


def test_the_timers_own_net_time_outranks_the_difference_of_our_reads() -> None:
    """Where the feed gives a net time, that is the chip time."""
    drafts = [*half_of("C10", "C11")]
    drafts += finisher("C10", "07:01", "09:00", chip_s=7141.0)
    drafts += finisher("C11", "07:01", "09:00", chip_s=7140.0)
    assert places(race_of(*drafts).state.race, HALF).tolist()[3:] == [2, 1]


def test_whom_the_start_missed_is_timed_from_her_gun() -> None:
    """Without a start read the gun of her wave is where her time begins."""
    race = race_of(read("C2", "10K", "08:30"), read("C2", "F", "12:00"))
    assert race.state.race["chip_ms"][1] == (4 * 60 + 30) * 60_000


def test_the_disqualified_and_the_dropped_have_no_place() -> None:
    """A ruling takes a finisher out of the ranking; those behind move up."""
    drafts = [*half_of("C10", "C11"), *finisher("C10", "07:01", "09:00"), *finisher("C11", "07:01", "09:05")]
    drafts.append(rule_status("10", "dsq", "10:00", official=True))
    assert places(race_of(*drafts).state.race, HALF).tolist()[3:] == [-1, 1]


def test_a_finish_that_no_mat_saw_can_be_ruled_with_its_time() -> None:
    """The timer's word makes a finisher with a net time, who is ranked like any other."""
    drafts = [*half_of("C10", "C11"), *finisher("C10", "07:01", "09:00"), read("C11", "S", "07:01")]
    drafts.append(rule_status("11", "finished", "10:00", official=True, chip_s=7000.0))
    assert places(race_of(*drafts).state.race, HALF).tolist()[3:] == [2, 1]
