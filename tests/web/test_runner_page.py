"""A runner's own page: how she stands, what she shares, who can see her; and a guardian's of a minor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_day import PeopleDay, address_in, plain

from alongside.events.bodies import StationBody
from alongside.events.link import Consents, Look
from alongside.web import site
from builders import body_draft

OUT = (("S", "07:01"), ("5K", "07:36"), ("10K", "08:11"))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 8:20, bib 7 past 10K, with a link of her own and her guardian's of bib 9."""
    day = PeopleDay(tmp_path)
    day.give("runner", "ada", bib="7")
    day.give("runner", "cy", bib="9")
    day.give("runner", "eve", bib="10")
    day.give("guardian", "dee", bib="9", holder="Dee Young")
    day.reads("7", *OUT)
    day.at("08:20")
    yield day
    day.file.close()


def test_the_page_says_how_she_stands_when_she_is_next_and_how_long_the_finish_is_open(
    day: PeopleDay,
) -> None:
    """The largest text is the answer; expected times are a time and a range, and say what they rest on."""
    day.foresee("7", ("09:28", "09:21", "09:40"), ("12:22", "11:34", "13:36"), makes_limit=0.97)
    page = plain(day.page("runner", "ada"))
    assert '<h1 class="first">You are on your way: 10K at 08:11.</h1>' in page
    assert "Next: HALF about 09:28, between 09:21 and 09:40." in page
    assert "Finish about 12:15, between 11:30 and 13:45." in page
    assert "Your time limit is 15:00: you are likely inside it." in page
    assert "Expected times come from the times so far and from how such races go." in page
    assert "In an emergency call +49 30 5550112." in page
    assert "Ada, bib 7" in page


def test_her_own_page_never_says_what_chance_she_has_or_that_she_may_have_stopped(day: PeopleDay) -> None:
    """A runner whom a mat missed, or who is walking in tears, reads times and that she counts: no odds."""
    late = ("09:50", "09:31", "10:50"), ("15:50", "15:10", "17:45")
    day.foresee("7", *late, going=0.12, makes_limit=0.03, overdue_s=2400.0)
    page = plain(day.page("runner", "ada"))
    assert "Your time limit is 15:00: you may well come in after it." in page
    assert "race control has you on its list until you are in" in page
    said = page.partition('class="block headline"')[2].partition("</section>")[0].lower()
    assert not any(word in said for word in (" in 10", "chance", "stopped", "overdue", "slow", "unlikely"))


def test_a_table_ahead_that_is_gone_or_dry_names_the_next_water(day: PeopleDay) -> None:
    """Which one is gone, and where the next water is; nothing of those behind her."""
    gone = StationBody("w2", "packed_up", "station/w2/7")
    behind = StationBody("w1", "closed", "control/1")
    day.file.submit([body_draft(gone, "s1", "08:15"), body_draft(behind, "s2", "08:16")]).result()
    day.at("08:20")
    page = plain(day.page("runner", "ada"))
    assert "Water 2, km 30.0 (mile 18.6), has closed. There is no water after it before the finish." in page
    assert page.count("has closed") == 1


def test_what_she_was_due_at_is_said_as_due(day: PeopleDay) -> None:
    """A range that has passed is no expectation: she was due, and is not read there yet."""
    day.foresee("7", ("08:12", "08:11", "08:15"), ("12:22", "11:34", "13:36"))
    page = plain(day.page("runner", "ada"))
    assert "Next: HALF, due about 08:12. You are not read there yet." in page


def test_before_the_start_and_after_the_finish_it_says_so(day: PeopleDay) -> None:
    """A page that knows nothing of her yet says when her wave starts; at the end it says her time."""
    assert "Your wave started at 07:00." in plain(day.page("runner", "eve"))
    day.reads("7", ("HALF", "09:30"), ("30K", "10:40"), ("F", "12:20"))
    day.at("12:30")
    assert "Finished in 5:19:00." in plain(day.page("runner", "ada"))


def test_everything_is_off_at_first_and_each_switch_is_one_press_with_a_receipt(day: PeopleDay) -> None:
    """On and off by plain forms; every change is a row of the log and stands on the page."""
    assert plain(day.page("runner", "ada")).count("<strong>off</strong>") == 4
    answer = day.press("runner", "ada", "consent", consent="follow", on="yes", said="0")
    assert (answer.status, answer.headers["location"]) == (303, "/runner/ada/?done=on")
    assert day.file.consents(["7"])["7", 1] == Consents(follow=True)
    day.press("runner", "ada", "consent", consent="follow", on="no", said="1")
    assert day.file.consents(["7"])["7", 1] == Consents()
    page = plain(day.page("runner", "ada"))
    assert "<b>08:20</b> Follow page: off, from this page" in page
    assert "<b>08:20</b> Follow page: on, from this page" in page


def test_a_press_that_comes_twice_is_one_receipt(day: PeopleDay) -> None:
    """A shaking thumb, or a phone that sends again, gives one row."""
    for _ in range(3):
        day.press("runner", "ada", "consent", consent="story", on="yes", said="0")
    assert len(day.file.receipts("7", 1)) == 1


def test_a_press_on_an_old_page_holds_all_the_same(day: PeopleDay) -> None:
    """Taking back from a page that was open since yesterday must not be taken for a repeat."""
    for on in ("yes", "no", "yes"):
        day.press("runner", "ada", "consent", consent="follow", on=on, said="0")
    assert day.file.consents(["7"])["7", 1].follow
    day.press("runner", "ada", "consent", consent="follow", on="no", said="0")
    assert not day.file.consents(["7"])["7", 1].follow


def test_a_form_without_a_switch_is_refused_in_a_sentence(day: PeopleDay) -> None:
    """Nonsense changes nothing and says what to do."""
    answer = day.press("runner", "ada", "consent", consent="everything", on="yes")
    assert answer.status == 400 and "Reload the page" in answer.text


@pytest.mark.parametrize(("token", "bib"), [("cy", "9"), ("eve", "10")])
def test_a_minors_own_link_cannot_let_her_be_followed_or_matched(
    day: PeopleDay, token: str, bib: str
) -> None:
    """Under 18 or of unknown age: no button, and no form that goes round it; her first name is hers."""
    page = plain(day.page("runner", token))
    assert page.count("only a guardian&#39;s link switches this on") == 2 and 'id="holder"' not in page
    for consent in ("follow", "companions", "story"):
        assert day.press("runner", token, "consent", consent=consent, on="yes", said="0").status == 400
    assert day.press("runner", token, "share", holder="A friend").status == 400
    given = day.give("follower", "given", bib=bib)
    assert day.press("runner", token, "renew", link=str(given.id)).status == 400
    assert "New link" not in plain(day.page("runner", token))
    day.press("runner", token, "end", link=str(given.id))
    assert day.press("runner", token, "consent", consent="first_name", on="yes", said="0").status == 303
    assert day.file.consents([bib])[bib, 1] == Consents(first_name=True)
    assert [link.ended_ms is None for link in day.file.links("follower")] == [False]


def test_a_guardian_switches_follow_and_gives_the_links_of_a_minor(day: PeopleDay) -> None:
    """What a minor's own link may not do, her guardian's may; matching stays off for everybody."""
    assert "Not followed." in plain(day.page("guardian", "dee"))
    day.press("guardian", "dee", "consent", consent="follow", on="yes", said="0")
    assert day.press("guardian", "dee", "consent", consent="companions", on="yes", said="1").status == 400
    assert day.file.consents(["9"])["9", 1] == Consents(follow=True)
    day.reads("9", ("S", "07:02"), ("5K", "07:50"))
    assert "On the way: 5K at 07:50." in plain(day.page("guardian", "dee"))
    door, token = address_in(day.press("guardian", "dee", "share", holder="Grandma"))
    assert door == "follow" and "On the way: 5K at 07:50." in plain(day.page("follower", token))


def test_a_guardians_link_shows_nothing_of_a_runner_who_is_of_age(day: PeopleDay) -> None:
    """A parent's link to a grown runner is no way round her consent: no name, no switch, no place."""
    day.give("guardian", "mum", bib="7")
    day.agree("7", "follow")
    page = plain(day.page("guardian", "mum"))
    assert "her own link is for her" in page
    assert not any(word in page for word in ("Ada", "08:11", "Switch", "10K"))
    assert day.press("guardian", "mum", "consent", consent="follow", on="no", said="0").status == 400
    assert day.press("guardian", "mum", "pause", on="yes").status == 400


def test_a_follow_link_is_shown_once_and_its_opens_are_counted_for_her(day: PeopleDay) -> None:
    """She names whom it is for; the page that answers is the only place with its address."""
    answer = day.press("runner", "ada", "share", holder="  Mum <3 ")
    door, token = address_in(answer)
    assert (answer.status, door) == (200, "follow") and "no-store" in answer.headers["cache-control"]
    assert "<svg" in answer.text and "Mum &lt;3" in answer.text
    day.page("follower", token), day.page("follower", token)
    assert day.link(token).opens == 2
    page = plain(day.page("runner", "ada"))
    assert token not in page and "<strong>Mum &lt;3</strong><br>opened 2 times, last 08:20" in page


def test_at_most_ten_follow(day: PeopleDay) -> None:
    """The eleventh is refused in a sentence; ending one makes room."""
    for n in range(10):
        assert day.press("runner", "ada", "share", holder=f"Friend {n}").status == 200
    refused = day.press("runner", "ada", "share", holder="Friend 11")
    assert refused.status == 400 and "End one of their links" in refused.text
    assert 'id="holder"' not in day.page("runner", "ada").text
    day.press("runner", "ada", "end", link=str(day.file.links("follower")[0].id))
    assert day.press("runner", "ada", "share", holder="Friend 11").status == 200


def test_a_link_for_nobody_is_not_made(day: PeopleDay) -> None:
    """Without a name she could not tell her links apart."""
    assert day.press("runner", "ada", "share", holder="   ").status == 400
    assert not day.file.links("follower")


def test_pressing_make_twice_leaves_one_link_the_one_on_the_screen(day: PeopleDay) -> None:
    """The answer to the second press is what she sees: its link holds, the first one's has ended."""
    first = address_in(day.press("runner", "ada", "share", holder="Mum"))[1]
    second = address_in(day.press("runner", "ada", "share", holder="Mum"))[1]
    assert day.page("follower", first).status == 404 and day.page("follower", second).status == 200


def test_a_renewed_link_replaces_the_old_one_also_when_pressed_twice(day: PeopleDay) -> None:
    """One tap kills a link that was passed on; a second tap leaves the newest one alive."""
    old = address_in(day.press("runner", "ada", "share", holder="Mum"))[1]
    link = str(day.link(old).id)
    day.page("follower", old)
    first = address_in(day.press("runner", "ada", "renew", link=link))[1]
    second = address_in(day.press("runner", "ada", "renew", link=link))[1]
    statuses = [day.page("follower", token).status for token in (old, first, second)]
    assert statuses == [404, 404, 200]
    assert day.link(second).holder == "Mum"


def test_nobody_ends_or_renews_a_link_that_is_not_hers(day: PeopleDay) -> None:
    """Ids are guessable; another runner's links, staff links and her own open page are out of reach."""
    day.give("runner", "bea", bib="8")
    others = [day.give("follower", "to-bea", bib="8"), day.give("control", "boss"), day.link("ada")]
    others.append(day.give("guardian", "kin", bib="7"))
    for link in others:
        assert day.press("runner", "ada", "end", link=str(link.id)).status == 400
        assert day.press("runner", "ada", "renew", link=str(link.id)).status == 400
    assert all(link.ended_ms is None for link in day.file.links())


def test_pause_holds_at_once_and_says_what_it_does_not_hide(day: PeopleDay) -> None:
    """She can pause and go on; the page tells her that race control still accounts for her."""
    assert "Race control still knows" in plain(day.page("runner", "ada"))
    day.press("runner", "ada", "pause", on="yes")
    assert "Paused since 08:20" in plain(day.page("runner", "ada"))
    day.press("runner", "ada", "pause", on="no")
    assert not day.file.consents(["7"])["7", 1].paused


def test_she_reads_who_has_looked(day: PeopleDay) -> None:
    """Every look of the staff is on her page: role, name, at what, when."""
    day.file.looked(Look(3, "medical", "Tent 2", "7", "where she is", day.now_ms)).result()
    assert "<b>08:20</b> Medical (Tent 2): where she is" in plain(day.page("runner", "ada"))


def test_her_page_moves_to_a_new_phone_and_the_old_link_ends_when_it_is_opened(day: PeopleDay) -> None:
    """Until the new phone has it, the old one keeps it: pressing twice loses nothing."""
    address_in(day.press("runner", "ada", "handover"))
    door, token = address_in(day.press("runner", "ada", "handover"))
    assert day.page("runner", "ada").status == 200
    assert door == "runner" and day.page("runner", token).status == 200
    day.link(token)
    assert day.page("runner", "ada").status == 404 and day.page("runner", token).status == 200
    assert len([link for link in day.file.links("runner", "7") if link.ended_ms is None]) == 1


def test_her_page_shows_no_place_three_days_after_the_race_and_ends_after_a_month(day: PeopleDay) -> None:
    """What is left is her time, her consents and her receipts; then the link ends."""
    day.reads("7", ("HALF", "09:30"), ("30K", "10:40"), ("F", "12:20"))
    day.at("15:00")
    day.over_ms = day.now_ms
    assert "08:11" in plain(day.page("runner", "ada"))
    day.now_ms = day.over_ms + 72 * 3_600_000
    page = plain(day.page("runner", "ada"))
    assert "Finished in 5:19:00." in page and "Receipts" in page
    assert "08:11" not in page and "Read so far" not in page
    day.now_ms = day.over_ms + 30 * 24 * 3_600_000
    assert day.page("runner", "ada").status == 404


def test_a_bib_that_nobody_is_entered_with_gets_a_page_that_says_so(
    day: PeopleDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link made for a bib that the roster lost is no error, and shows nothing of anybody."""
    monkeypatch.setattr(site, "PATIENCE_S", 0.1)
    day.give("runner", "lost", bib="999")
    assert "Bib 999 is not entered" in plain(day.page("runner", "lost"))
