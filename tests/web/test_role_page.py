"""The pages of volunteers whose role has no page of its own."""

import msgspec
import pytest
from asking import ask
from fakes import Stage
from make_views import at, ordinary, shown

from alongside.live.views import MessageView
from alongside.web.doors import DOORS
from alongside.web.role_page import ROLES
from alongside.web.role_words import TITLES

MESSAGES = (
    MessageView("control", "m1", "stations", at(11, 40), "control/1", "t1"),
    MessageView("control", "m2", "stretch", at(11, 50), "control/1", "t2", (("full", 0.0, 5000.0),)),
)


def stage_with_messages() -> Stage:
    views = ordinary()
    control = msgspec.structs.replace(views.control, messages=MESSAGES)
    stage = Stage(shown=shown(msgspec.structs.replace(views, control=control)))
    stage.people.words = {"t1": "Storm at two o'clock: tie down the tents.", "t2": "For runners."}
    return stage


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_page_with_what_control_says_to_those_who_work(role):
    """Whoever works for the race sees how it stands and control's words to her, and no bib."""
    stage = stage_with_messages()
    stage.people.give(role, "a-token", scope="somewhere")
    answer = ask(stage.app, f"/{DOORS[role]}/a-token/")
    assert answer.status == 200 and TITLES[role] in answer.text
    assert "tie down the tents" in answer.text and "For runners" not in answer.text
    bibs = {row.bib for d in ordinary().control.distances for row in d.tail}
    assert bibs and not any(f">{bib}<" in answer.text for bib in bibs)
