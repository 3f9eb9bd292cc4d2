"""Who may open what, and the headers of every answer."""

import msgspec
import pytest
from asking import ask
from fakes import CONTROL, FEED, Stage


@pytest.mark.parametrize(
    "path",
    ["/control/wrong", "/control/wrong/", "/control/", "/control/wrong/events", "/control/wrong/ruling",
     f"/control/{CONTROL[:-1]}", f"/control/{CONTROL.upper()}", "/control/%F0%9F%98%80"],
)  # fmt: skip
def test_a_wrong_key_is_answered_like_any_unknown_page(path):
    """Nobody can tell a wrong token from an address that never was: same status, headers and body."""
    app = Stage().app
    wrong, unknown = ask(app, path), ask(app, "/no-such-page")
    assert (wrong.status, wrong.headers, wrong.body) == (unknown.status, unknown.headers, unknown.body)
    assert wrong.status == 404


@pytest.mark.parametrize("form", ["ruling", "undo", "player"])
def test_a_form_with_a_wrong_key_changes_nothing(form):
    """Without the key no ruling is taken, however well the form is filled in."""
    stage = Stage(player=True)
    fields = {"read_source": "a", "read_id": "b", "row_source": "a", "row_id": "b", "key": "k",
              "verdict": "confirmed", "action": "pause"}  # fmt: skip
    assert ask(stage.app, f"/control/wrong/{form}", form=fields).status == 404
    assert not stage.intake.submitted and not stage.player.did


def test_a_door_is_opened_by_a_link_of_its_role_that_holds():
    """A link opens the door of its own role, and none once it has ended."""
    stage = Stage()
    link = stage.people.give("station", "station-token", scope="mile-6")
    assert ask(stage.app, "/control/station-token/").status == 404
    assert ask(stage.app, f"/station/{CONTROL}/").status == 404
    assert ask(stage.app, f"/control/{CONTROL}/").status == 200
    stage.people.end_link(stage.people.links("control")[0].id, 1)
    assert ask(stage.app, f"/control/{CONTROL}/").status == 404
    assert link.by == "station/mile-6/3"


def test_openings_of_a_link_are_counted():
    """Whoever made a link learns how often its page was opened, and when last."""
    stage = Stage()
    for _ in range(2):
        ask(stage.app, f"/control/{CONTROL}/")
    (link,) = stage.people.links("control")
    assert (link.opens, link.last_open_ms) == (2, 1_777_800_000_000)


def test_every_answer_forbids_foreign_scripts_and_keeps_links_to_itself():
    """The policy is on pages, on what is missing, and on files; a link with a key is never passed on."""
    for path in ("/", "/race", f"/control/{CONTROL}", "/nowhere", "/healthz"):
        headers = ask(Stage().app, path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def test_control_is_neither_kept_nor_indexed():
    """Race control's page stays out of caches and out of search engines."""
    headers = ask(Stage().app, f"/control/{CONTROL}").headers
    assert headers["cache-control"] == "no-store" and "noindex" in headers["x-robots-tag"]


def test_health_says_what_is_shown():
    """A machine that asks learns which publication is shown, and nothing about anybody."""
    assert ask(Stage().app, "/healthz").json == {"ok": True, "version": 1, "race_now_ms": 1777810030000}


def test_the_feeds_key_does_not_open_control():
    """Each key opens its own door only."""
    stage = Stage()
    assert ask(stage.app, f"/control/{FEED}").status == 404
    assert ask(stage.app, f"/in/reads?token={CONTROL}", method="POST", body=b"[]").status == 401


def test_a_stations_link_holds_while_its_station_is_open():
    """Long after the race a staff link has ended, but not that of a table that still says it is open."""
    stage = Stage()
    stage.people.give("station", "open-table", scope="mile-24")
    stage.people.give("station", "closed-table", scope="mile-20")
    stage.app.state.site.over_ms = lambda: 1_777_800_000_000 - 13 * 3_600_000
    views = stage.show.shown.views
    control = msgspec.structs.replace(views.control, open_stations=("mile-24",))
    views = msgspec.structs.replace(views, control=control)
    stage.show.shown = msgspec.structs.replace(stage.show.shown, views=views)
    assert stage.app.state.site.holds(stage.people.links("station")[0])
    assert not stage.app.state.site.holds(stage.people.links("station")[1])
    assert ask(stage.app, "/station/closed-table/").status == 404
