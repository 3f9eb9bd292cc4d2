"""Which blocks changed since a page was drawn."""

import json

from make_views import ordinary, shown

from alongside.web.blocks import MOST_KEPT, Blocks


def said(event):
    """Return the blocks in an event."""
    return json.loads(event.decode().split("data: ")[1])["blocks"]


class Page:
    """A page whose blocks are what the test says; counts how often it is drawn."""

    def __init__(self) -> None:
        self.drawn = 0
        self.html = {"b": "1", "a": "1"}
        self.blocks = Blocks(self._draw, "epoch")

    def _draw(self, _shown):
        self.drawn += 1
        return dict(self.html)

    def show(self, version, **html):
        """Publish a version in which these blocks are as given."""
        self.html.update(html)
        return self.blocks.update(shown(ordinary(), version))


def test_a_publication_is_drawn_once():
    """However many ask, one publication is drawn once."""
    page = Page()
    assert page.show(1) and not page.show(1) and page.drawn == 1


def test_only_what_changed_is_sent():
    """A watcher gets the blocks that differ from what she holds, each in its newest form."""
    page = Page()
    page.show(1)
    held = page.blocks.n
    assert page.blocks.since(held) is None
    page.show(2, a="2")
    page.show(3, a="3")
    assert said(page.blocks.since(held)) == {"a": "3"}
    assert said(page.blocks.since(0)) == {"a": "3", "b": "1"}


def test_a_publication_that_changes_nothing_is_no_news():
    """When nothing on the page differs, nothing is counted and nothing is sent."""
    page = Page()
    page.show(1)
    held = page.blocks.n
    assert not page.show(2) and page.blocks.n == held and page.blocks.since(held) is None


def test_a_block_that_went_and_came_back_is_sent_again():
    """Whoever saw the state between is brought back from it, too."""
    page = Page()
    page.show(1)
    page.show(2, a="2")
    between = page.blocks.n
    page.show(3, a="1")
    assert said(page.blocks.since(between)) == {"a": "1"}


def test_everybody_gets_the_same_bytes():
    """The event from one state to the next is made once and shared."""
    page = Page()
    page.show(1)
    assert page.blocks.since(0) is page.blocks.since(0)


def test_blocks_keep_the_order_of_the_page():
    """The page is put together in the order in which its blocks were drawn."""
    page = Page()
    page.show(1)
    assert list(page.blocks.html()) == ["b", "a"]


def test_a_mark_of_another_run_or_of_the_future_counts_for_nothing():
    """After a restart, or with a made-up mark, a page gets everything."""
    page = Page()
    page.show(1)
    assert page.blocks.held(page.blocks.mark) == page.blocks.n == 1
    for mark in (
        "",
        "other.1",
        "epoch.2",
        "epoch.-1",
        "epoch.x",
        "epoch.1e1",
        "epoch",
        "epoch." + "9" * 5000,
    ):
        assert page.blocks.held(mark) == 0


def test_made_up_marks_cannot_fill_the_memory():
    """Events for states that strangers claim to hold are not all kept."""
    page = Page()
    for version in range(1, 3 * MOST_KEPT):
        page.show(version, a=str(version))
    events = [page.blocks.since(n) for n in range(page.blocks.n)]
    assert all(events) and len(page.blocks._since) == MOST_KEPT


def test_a_block_that_is_drawn_no_more_is_blank():
    """A station that left the plan keeps no figures: its blocks are sent empty, and stand empty."""
    page = Page()
    page.show(1)
    held = page.blocks.n
    del page.html["b"]
    assert page.show(2)
    assert said(page.blocks.since(held)) == {"b": ""}
    assert page.blocks.html() == {"a": "1", "b": ""}
