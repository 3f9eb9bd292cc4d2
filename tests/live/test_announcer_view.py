"""The finish line, for the announcer: who comes next, who has just come in."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import NoticeBody
from alongside.live.announcer_view import ANNOUNCER, MOST_COMING
from alongside.live.announcer_views import AnnouncerView
from alongside.live.pipeline import Race
from builders import at, body_draft, read, rows_of
from parting_race import HALF_KM, plan, race, runs


def finish(race_: Race, clock: str) -> AnnouncerView:
    """Return the announcer's view at a time."""
    found = race_.look(at(clock), [ANNOUNCER]).control.home
    assert found is not None
    return found


def three() -> Race:
    """Return one who is in, one in the last kilometres, and one far out, of the half and the full."""
    half = [*runs("2", 760, 15, HALF_KM), read("C2", "F", "11:28:00")]
    drafts = [*runs("1", 400, 35), *half, *runs("3", 700, 20)]
    return race({"1": "full", "2": "half", "3": "full", "4": "full"}, drafts)


def test_nobody_works_it_out_while_no_announcer_looks() -> None:
    """A tick stays cheap."""
    assert three().look(at("11:30")).control.home is None


def test_who_is_within_ten_minutes_is_coming_and_who_came_in_is_done() -> None:
    """Both distances on one list; the count of those who are out holds everybody on the course."""
    view = finish(three(), "11:32")
    assert [one.bib for one in view.coming] == ["1"]
    assert [one.bib for one in view.done] == ["2"]
    assert (view.near, view.out) == (1, 2)
    one, two = view.coming[0], view.done[0]
    assert at("11:32") <= one.finish_ms <= at("11:47") and one.latest_ms and one.latest_ms > one.finish_ms
    assert (one.start_ms, one.limit_ms, one.done_ms) == (at("07:00"), at("15:00"), None)
    assert (two.done_ms, two.finish_ms, two.chip_ms) == (
        at("11:28"),
        at("11:28"),
        4 * 3_600_000 + 28 * 60_000,
    )


def test_an_arrival_is_news_for_five_minutes() -> None:
    """Then the board is for those who come."""
    assert finish(three(), "11:34").done == ()


def test_the_next_one_stands_first_and_a_crowd_is_counted() -> None:
    """In the order of their arrival; the list is cut, the count is not."""
    bibs = [str(n) for n in range(MOST_COMING + 5)]
    rows = [row for n, bib in enumerate(bibs) for row in runs(bib, 400, 35, late_s=2 * n)]
    view = finish(race(dict.fromkeys(bibs, "full"), rows), "11:38")
    assert (view.near, len(view.coming)) == (MOST_COMING + 5, MOST_COMING)
    assert [one.finish_ms for one in view.coming] == sorted(one.finish_ms for one in view.coming)


def test_whoever_has_hardly_come_so_far_is_not_announced() -> None:
    """An hour past her time nobody believes that she is in the last kilometre."""
    assert finish(three(), "13:00").coming == ()


def test_while_the_race_is_stopped_nobody_is_announced_as_coming() -> None:
    """What was expected does not hold; who is out is still counted."""
    race_ = three()
    stop = body_draft(NoticeBody("stopped", "control/1"), "n1", "11:25")
    race_.apply(rows_of([stop], race_.state.seq + 1))
    view = finish(race_, "11:30")
    assert (view.coming, view.out) == ((), 2)


def test_a_race_without_a_limit_has_none_to_be_inside_of() -> None:
    """No limit in the plan, none in the view."""
    endless = tuple(msgspec.structs.replace(one, limit_s=None) for one in plan().distances)
    race_ = race({"1": "full"}, runs("1", 400, 35), plan(distances=endless, cutoffs=()))
    assert finish(race_, "11:32").coming[0].limit_ms is None
