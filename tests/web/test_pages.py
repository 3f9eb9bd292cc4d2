"""What the pages hold, for every race that is hard to show."""

import re
from html.parser import HTMLParser

import msgspec
import pytest
from asking import ask
from fakes import CONTROL, Stage
from make_views import EVERY, NASTY, at, ordinary, shown

from alongside.live.views import DropClaim

PAGES = {"start": "/", "race": "/race", "control": f"/control/{CONTROL}"}
WEIGHT = 14 * 1024  # bytes: one congestion window
VOID = {"meta", "link", "input", "br", "base"}


class Tree(HTMLParser):
    """Notes what a page is made of, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def every(self, tag):
        """Return the attributes of every element of a kind."""
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.mark.parametrize("views", EVERY)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("replay", [False, True])
def test_every_page_of_every_race_is_whole(views, page, replay):
    """Before the start, empty, huge or over: a page comes, well formed, with one first heading."""
    stage = Stage(player=replay, open_control=replay, shown=shown(EVERY[views]()))
    answer = ask(stage.app, PAGES[page])
    tree = Tree(answer.text)
    assert answer.status == 200
    assert not tree.wrong and not tree.open
    assert len(tree.every("h1")) == 1
    assert tree.every("html")[0]["lang"] == "en"


@pytest.mark.parametrize("views", EVERY)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_weighs_more_than_one_window(views, page):
    """On a saturated cell a page arrives in the first window: 14 KB, and its style and scripts in another."""
    stage = Stage(player=True, open_control=True, shown=shown(EVERY[views]()))
    assert ask(stage.app, PAGES[page], headers={"accept-encoding": "gzip"}).wire <= WEIGHT


def test_style_and_scripts_weigh_less_than_one_window():
    """All that a page loads besides itself is under 14 KB, and may be kept for ever."""
    text = ask(Stage(player=True).app, PAGES["control"]).text
    answers = [ask(Stage().app, url, headers={"accept-encoding": "gzip"}) for url in _loads(text)]
    assert all(answer.status == 200 for answer in answers) and len(answers) >= 4
    assert sum(answer.wire for answer in answers) <= WEIGHT
    assert all("immutable" in answer.headers["cache-control"] for answer in answers)


def _loads(text):
    return sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text)))


@pytest.mark.parametrize("page", PAGES)
def test_names_never_become_markup(page):
    """A bib, a mat or a sentence full of angle brackets is text, on every page."""
    stage = Stage(player=True, open_control=True, shown=shown(EVERY["nasty"]()))
    text = ask(stage.app, PAGES[page]).text
    assert NASTY not in text and "<script>alert" not in text
    assert "&lt;script&gt;" in text
    assert all(attrs.get("src", "").startswith("/static/") for attrs in Tree(text).every("script"))


def test_the_public_page_names_nobody():
    """R1: no bib, no last runner, no questionable read; only counts, density, the sweep and the clock."""
    views = ordinary()
    text = ask(Stage(shown=shown(views)).app, "/race").text
    assert "last runner" not in text.lower() and "behind it" not in text and "Bib" not in text
    for row in views.control.distances[0].tail:
        assert not re.search(rf">\s*{row.bib}\s*<", text)
    assert "415 runners are on the course" in text and "Sweep bus" in text


def test_control_says_first_what_matters():
    """First what needs a hand, its urgency in words, the worst first; then what is for looking."""
    text = ask(Stage(player=True).app, PAGES["control"]).text.partition("<main")[2]
    order = ["Act now", "Bib 200 is 21 min overdue", "Race clock", "not seen where expected",
             "Silent mats: 1", "Reads to settle: 2", "<h2>Marathon", "The last runners", "Where everybody is",
             "Mats: 1 silent", "Replay</h2>"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_estimates_are_called_estimates():
    """The tail says what its places and times rest on and what a range is; a place is about there."""
    text = ask(Stage().app, PAGES["control"]).text
    assert "Estimates, from each runner&#39;s times so far and how such races go: of ten who go on" in text
    assert "about km 26.3 (mile 16.3)" in text and ">estimate<" in text


def test_the_tail_says_a_time_its_range_and_the_chance_of_the_limit():
    """In words: when she is next and at the finish, how wide that is, and how likely inside the limit."""
    text = ask(Stage().app, PAGES["control"]).text
    assert "30K about 12:21, between 12:18 and 12:29" in text
    assert 'about 14:40, between 14:15 and 15:15 <b class="limit">3 in 10 to make the limit</b>' in text
    assert "over 9 in 10 to make the limit" in text


def test_who_may_have_stopped_is_told_in_words_and_not_as_accounted_for():
    """Beside her place, which is one only if she goes on; nothing is said of those who go on."""
    text = ask(Stage().app, PAGES["control"]).text
    row = text.partition('<th scope="row">200</th>')[2].partition("</tr>")[0]
    assert "estimate, if still going" in row
    assert "May have stopped: not accounted for." in row and "Overdue: 21 min late at 30K" in row
    going = [row.going for d in ordinary().control.distances for row in d.tail]
    assert text.count("May have stopped") == sum(share < 0.5 for share in going) < len(going)


def test_a_time_that_has_passed_is_not_expected_any_more():
    """A runner whose whole range has passed was due: when, and how long ago."""
    views = ordinary()
    full, half = views.control.distances
    now_ms = views.control.race_now_ms
    due = {"next_ms": at(12, 0), "next_from_ms": at(11, 58), "next_to_ms": now_ms - 1}
    tail = (msgspec.structs.replace(full.tail[0], **due), *full.tail[1:])
    distances = (msgspec.structs.replace(full, tail=tail), half)
    control = msgspec.structs.replace(views.control, distances=distances)
    text = ask(Stage(shown=shown(msgspec.structs.replace(views, control=control))).app, PAGES["control"]).text
    assert "30K was due about 12:00" in text and "Overdue: 21 min late at 30K" in text


def test_silent_mats_stand_first():
    """The mat that needs somebody is at the top of the list, in words."""
    text = ask(Stage().app, PAGES["control"]).text
    rows = re.findall(r'<tr[^>]*><th scope="row">([^<]+)</th><td data-is="State">([^<]+)', text)
    assert rows[0] == ("30K", "Silent: 14 runners were due in the last 10 min, no read came")
    assert [name for name, _ in rows[1:4]] == ["Start", "5K", "10K"]


def test_long_lists_say_how_much_they_leave_out():
    """A page that shows twenty of four hundred says so."""
    text = ask(Stage(shown=shown(EVERY["huge"]())).app, PAGES["control"]).text
    assert "And 380 more; they come up as these are settled." in text
    assert "And 190 settled before these." in text
    assert "And 280 more." in text


def test_every_page_says_from_when_it_is():
    """A page without script is honest: its figures carry their time, and there is a way to newer ones."""
    for page in PAGES.values():
        text = re.sub("<[^>]+>", "", ask(Stage().app, page).text)
        assert re.search(r"[Aa]s of\s+12:07:10", text) and "Reload" in text


def test_nothing_is_shown_before_the_first_tick():
    """A page that is asked for too early says so and is not an error."""
    stage = Stage()
    stage.show.shown = None
    for page in PAGES.values():
        assert ask(stage.app, page).status == 200
    assert "Not started here yet" in ask(stage.app, "/race").text
    assert ask(stage.app, "/healthz").status == 503


def test_a_replay_at_its_end_says_so_and_counts_no_further():
    """When the recording is played out, the clock stands, and nobody is told that news is missing."""
    stage = Stage(player=True)
    stage.player.now = msgspec.structs.replace(
        stage.player.now, to_ms=stage.show.shown.views.control.race_now_ms
    )
    for page in (PAGES["race"], PAGES["control"]):
        text = ask(stage.app, page).text
        assert 'data-rate="0"' in text and "Replay, at its end" in text


def test_fields_have_labels_and_pictures_have_words():
    """Every field has a label, every strip its sentence, and no style or script is inline."""
    tree = Tree(ask(Stage(player=True).app, PAGES["control"]).text)
    labels = {attrs["for"] for attrs in tree.every("label")}
    fields = [attrs for attrs in tree.every("input") if attrs.get("type") != "hidden"]
    assert fields and all(attrs["id"] in labels for attrs in fields)
    strips = [attrs for attrs in tree.every("svg") if attrs.get("role") == "img"]
    assert len(strips) == 2 and all("Runners from km" in attrs["aria-label"] for attrs in strips)
    assert not any("style" in attrs or "onclick" in attrs for _, attrs in tree.tags)


def test_ids_of_a_page_are_unique():
    """Two things with one id would be confused by a label, a link or an update."""
    tree = Tree(ask(Stage(player=True).app, PAGES["control"]).text)
    ids = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_the_start_page_opens_control_only_in_a_demonstration():
    """On a live day the start page leads to nothing that needs a key; in a demo it leads everywhere."""
    live, demo = Stage(), Stage(player=True, open_control=True)
    assert "/control/" not in ask(live.app, "/").text
    text = ask(demo.app, "/").text
    assert f'href="/control/{CONTROL}/"' in text and "The long bridge" in text


def test_the_key_is_not_in_what_is_streamed():
    """Blocks hold no token: only the head of the page does, and the stream sends blocks."""
    stage = Stage(player=True)
    text = ask(stage.app, PAGES["control"]).text
    assert text.count(CONTROL) == 1 and f'<base href="/control/{CONTROL}/">' in text
    assert not any(
        CONTROL in html
        for html in stage.app.state.site.stream(("control",), lambda shown: {}).blocks.html().values()
    )


def test_late_is_not_overdue():
    """A row is called overdue only where the list of the overdue names her too; else she is late."""
    views = ordinary()
    control = msgspec.structs.replace(views.control, overdue=())
    text = ask(Stage(shown=shown(msgspec.structs.replace(views, control=control))).app, PAGES["control"]).text
    assert "21 min late at 30K" in text and "Overdue" not in text


def test_long_lists_are_folded_not_cut():
    """Of the overdue five stand open and the rest behind one press; of a tail three."""
    views = ordinary()
    overdue = tuple(msgspec.structs.replace(views.control.overdue[0], bib=f"9{n:03}") for n in range(30))
    control = msgspec.structs.replace(views.control, overdue=overdue)
    text = ask(Stage(shown=shown(msgspec.structs.replace(views, control=control))).app, PAGES["control"]).text
    open_, _, folded = text.partition('<details id="more-overdue">')
    assert open_.count("<strong>Bib 9") == 5 and folded.count("<strong>Bib 9") == 25
    assert "And 25 more" in folded
    tail = text.partition('id="tail"')[2].partition('<details id="more-tail-full">')
    assert tail[0].count('<th scope="row">') == 3 and '<th scope="row">' in tail[2].partition("</details>")[0]


def test_control_confirms_a_drop_out_from_its_own_page():
    """A station's word on a runner stands on control's page; a press goes where the radio page's does."""
    views = ordinary()
    claim = DropClaim("311", "full", at(12, 1), ("Water 3",), ("station/w3/9",), "claim-1")
    control = msgspec.structs.replace(views.control, claims=(claim,))
    text = ask(Stage(shown=shown(msgspec.structs.replace(views, control=control))).app, PAGES["control"]).text
    assert "Bib 311 (Marathon) dropped out at Water 3, 12:01, says station." in text
    assert 'action="radio/drop"' in text and 'value="claim-1"' in text


def test_mats_that_nobody_was_due_at_are_not_called_heard():
    """Before the first read no mat is said to be heard; later only what was read is."""
    views = ordinary()
    mats = [msgspec.structs.replace(mat, last_read_ms=None, silent=False) for mat in views.control.mats]
    control = msgspec.structs.replace(views.control, mats=tuple(mats))
    stage = Stage(shown=shown(msgspec.structs.replace(views, control=control)))
    text = ask(stage.app, PAGES["control"]).text
    assert "Mats: none has been heard yet" in text and "all are heard" not in text
