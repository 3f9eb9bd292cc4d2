"""Event streams, over a real socket."""

import json
import socket
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from fakes import CONTROL, Stage, served
from make_views import at, ordinary, shown

from alongside.web.public_pages import public_stream

CONTROL_EVENTS = f"/control/{CONTROL}/events"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Publications follow each other faster than on a race day, so that the tests do."""
    monkeypatch.setattr("alongside.web.control_pages.GAP_S", 0.05)
    monkeypatch.setattr("alongside.web.public_pages.PUBLIC_GAP_S", 0.4)


class Watching:
    """A browser's end of a stream, reading as slowly as the test wants."""

    def __init__(self, address, path, headers="", buffer=None):
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect((urlsplit(address).hostname, urlsplit(address).port))
        self.socket.settimeout(5)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = dict(
            line.decode().lower().strip().split(": ", 1) for line in iter(self.file.readline, b"\r\n")
        )

    def message(self):
        """Return the next message as sent, comments and all; empty at the end of the stream."""
        size = int(self.file.readline(), 16)
        data = self.file.read(size)
        self.file.readline()
        return data

    def blocks(self):
        """Return the next event that holds blocks: its number and its blocks."""
        while b"event: blocks" not in (message := self.message()):
            assert message, "the stream ended"
        data = json.loads(message.decode().partition("data: ")[2])
        return data["v"], data["blocks"]

    def close(self):
        self.socket.close()
        self.file.close()


@contextmanager
def watching(address, path="/race/events", **more):
    """Open a stream and close it again."""
    watcher = Watching(address, path, **more)
    try:
        yield watcher
    finally:
        watcher.close()


def until(true):
    """Wait until something becomes true, at most three seconds."""
    for _ in range(300):
        if true():
            return True
        time.sleep(0.01)
    return False


def second(number):
    """Return what is shown ``number`` seconds later."""
    return shown(ordinary(at(12, 7, 10) + 1000 * number), 1 + number)


def test_a_page_that_holds_nothing_gets_everything_at_once():
    """The first message is the full state when what the page holds is old, and says how to come back."""
    with served(Stage()) as address, watching(address) as watcher:
        assert watcher.status == 200 and watcher.headers["content-type"].startswith("text/event-stream")
        assert watcher.headers["x-accel-buffering"] == "no"
        assert 2000 <= int(watcher.message().split()[1]) <= 8000
        _, blocks = watcher.blocks()
        assert set(blocks) == {"headline", "clock", "distances"}


def test_only_changed_blocks_follow():
    """A second later the clock has moved and the sentence has not: only what changed is sent."""
    stage = Stage()
    with served(stage) as address, watching(address) as watcher:
        held, _ = watcher.blocks()
        stage.show.publish(second(1))
        later, blocks = watcher.blocks()
        assert later != held and "clock" in blocks and "headline" not in blocks
        assert "12:07:11" in blocks["clock"]


def test_a_publication_that_changes_nothing_sends_nothing():
    """When the same is shown again, watchers hear nothing until there is news."""
    stage = Stage()
    with served(stage) as address, watching(address) as watcher:
        watcher.blocks()
        stage.show.publish(shown(ordinary(), 2))
        time.sleep(0.6)
        stage.show.publish(second(2))
        assert b"12:07:12" in watcher.message()


@pytest.mark.parametrize("how", ["v", "last-event-id"])
def test_a_page_that_is_up_to_date_gets_only_news(how):
    """Coming back with the newest mark, by address or by the browser's own header, nothing is sent twice."""
    stage = Stage()
    with served(stage) as address:
        with watching(address) as first:
            mark, _ = first.blocks()
        path = f"/race/events?v={mark if how == 'v' else 'old.1'}"
        headers = f"Last-Event-ID: {mark}\r\n" if how == "last-event-id" else ""
        with watching(address, path, headers=headers) as watcher:
            assert watcher.message().startswith(b"retry:")
            stage.show.publish(second(1))
            _, blocks = watcher.blocks()
            assert "headline" not in blocks


def test_everybody_on_a_page_gets_the_same_bytes():
    """What is drawn once is sent to all, to the byte."""
    stage = Stage()
    with served(stage) as address, watching(address) as one, watching(address) as two:
        one.blocks(), two.blocks()
        stage.show.publish(second(1))
        assert one.message() == two.message() != b""


def test_nobody_is_drawn_for_when_nobody_watches():
    """The show is listened to only while somebody watches, and left when the last one goes."""
    stage = Stage()
    with served(stage) as address:
        assert not stage.show.hearers
        with watching(address) as watcher, watching(address) as another:
            watcher.blocks(), another.blocks()
            assert len(stage.show.hearers) == 1
        assert until(lambda: not stage.show.hearers)
        assert public_stream(stage.app.state.site).watchers == 0


def test_publications_are_passed_on_no_faster_than_the_page_may():
    """Of many publications in a moment the page sends few, and the last of them is the newest."""
    stage = Stage()
    with served(stage) as address, watching(address) as watcher:
        watcher.blocks()
        began = time.monotonic()
        for number in range(1, 41):
            stage.show.publish(second(number))
            time.sleep(0.02)
        events = [watcher.blocks()]
        while "12:07:50" not in events[-1][1]["clock"]:
            events.append(watcher.blocks())
        assert len(events) <= 2 + (time.monotonic() - began) / 0.4


def test_a_slow_reader_holds_nobody_up_and_gets_the_newest(monkeypatch):
    """One who does not read costs nobody else anything; when she reads again she skips to the newest."""
    monkeypatch.setattr("alongside.web.control_pages.GAP_S", 0.0)
    stage = Stage(player=True)
    count = 400
    with (
        served(stage) as address,
        watching(address, CONTROL_EVENTS, buffer=4096) as slow,
        watching(address, CONTROL_EVENTS) as fast,
    ):
        fast.blocks()
        for number in range(1, count + 1):
            stage.show.publish(second(number * 60))
            fast.blocks()
        seen, last = 0, f'data-now-ms="{at(12, 7, 10) + count * 60_000}"'
        while last not in slow.blocks()[1].get("clock", ""):
            seen += 1
        assert seen < count - 10


def test_a_stream_that_has_nothing_to_say_says_so(monkeypatch):
    """Every now and then a comment keeps proxies from cutting the stream, and tells the page we are here."""
    monkeypatch.setattr("alongside.web.stream.BEAT_S", 0.1)
    with served(Stage()) as address, watching(address) as watcher:
        watcher.blocks()
        assert watcher.message() == b": still here\nevent: alive\ndata: 1\n\n"


def test_a_server_that_stops_ends_its_streams():
    """Stopping does not wait for watchers: each stream ends cleanly, and the server is gone in a moment."""
    stage = Stage()
    with served(stage) as address:
        watcher = Watching(address, "/race/events")
        watcher.blocks()
        began = time.monotonic()
    assert time.monotonic() - began < 2
    assert watcher.message() == b""
    watcher.close()


def test_a_restart_does_not_bring_everybody_back_at_once():
    """Each stream is told another moment to come back."""
    with served(Stage()) as address:
        waits = set()
        for _ in range(12):
            with watching(address) as watcher:
                waits.add(watcher.message())
        assert len(waits) > 6


def test_a_wrong_key_opens_no_stream():
    """Without the key there is no stream, and the answer is that of any unknown page."""
    with served(Stage()) as address, watching(address, "/control/wrong/events") as watcher:
        assert watcher.status == 404 and "text/html" in watcher.headers["content-type"]


def test_control_streams_what_control_shows():
    """Race control's stream carries race control's blocks, the replay's controls among them."""
    with served(Stage(player=True)) as address, watching(address, CONTROL_EVENTS) as watcher:
        _, blocks = watcher.blocks()
        assert {"tail", "questions", "feeds", "player"} <= set(blocks)


def test_a_page_that_cannot_be_drawn_once_recovers(monkeypatch):
    """A drawing that fails is not the end of the stream: the next publication is tried again."""
    stage = Stage()
    with served(stage) as address, watching(address) as watcher:
        watcher.blocks()
        stage.show.publish(shown(None, 2))
        time.sleep(0.6)
        stage.show.publish(second(3))
        assert "12:07:13" in watcher.blocks()[1]["clock"]
