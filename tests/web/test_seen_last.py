"""Who stood on race control's page can read that she did."""

import msgspec
from fakes import FakePeople
from make_views import at, ordinary, shown

from alongside.live.accounted_views import AccountedView, LedgerLine, Missing
from alongside.live.views import DropClaim
from alongside.web.seen_last import AGAIN_MS, SeenLast


def test_the_last_runners_on_controls_page_can_read_that_they_were_looked_at():
    """Each runner whose place the page shows is noted, and nobody else."""
    people, now = FakePeople(), at(12, 7)
    SeenLast(people).note(shown(ordinary()), now)
    tail = {row.bib for distance in ordinary().control.distances for row in distance.tail}
    overdue = {runner.bib for runner in ordinary().control.overdue}
    asked = {question.bib for question in ordinary().control.questions}
    assert tail and {look.bib for look in people.seen} == tail | overdue | asked
    assert {(look.role, look.at_ms) for look in people.seen} == {("control", now)}


def test_a_page_that_stays_open_notes_a_runner_once_an_hour():
    """A page is drawn every second; her log stays readable."""
    people, now = FakePeople(), at(12, 7)
    noted = SeenLast(people)
    for later in (0, 1000, AGAIN_MS - 1):
        noted.note(shown(ordinary()), now + later)
    once = len(people.seen)
    noted.note(shown(ordinary()), now + AGAIN_MS)
    assert len(people.seen) == 2 * once > 0


def test_the_worst_of_the_missing_and_who_is_said_to_have_stopped_can_read_it_too():
    """Both stand on the page with a place; of the missing the first three, as the page shows them."""
    people, views = FakePeople(), ordinary()
    missing = tuple(Missing(f"M{n}", "full", "Full", (), None) for n in range(5))
    nobody = LedgerLine("", "", *[0] * 7)
    claim = DropClaim("D1", "full", at(11, 0), ("Water 1",), ("station/w1/4",), "key")
    accounted = AccountedView((), nobody, missing, len(missing), None)
    control = msgspec.structs.replace(views.control, accounted=accounted, claims=(claim,))
    SeenLast(people).note(shown(msgspec.structs.replace(views, control=control)), at(12, 7))
    seen = {look.bib for look in people.seen}
    assert {"M0", "M1", "M2", "D1"} <= seen and not {"M3", "M4"} & seen
