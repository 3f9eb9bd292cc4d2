"""What the pages of a race share: the show, the intake, the people, the streams, and how a form ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alongside.events.link import Link
from alongside.events.row import Draft, Receipt
from alongside.feeds.tally import Tally
from alongside.live.ports import FolderReader, Intake, People, Player, Show, Shown
from alongside.supporters.expiry import holds
from alongside.web.answers import page
from alongside.web.drawing import trusted
from alongside.web.form_keys import FormKeys
from alongside.web.headers import PRIVATE, PUBLIC
from alongside.web.limits import Limits
from alongside.web.requests import wants_page
from alongside.web.seen_last import SeenLast
from alongside.web.stream import Stream
from alongside.web.streams import Draw, Key, Streams

GAP_S = 1.0  # between two drawings of a page behind a link
PUBLIC_GAP_S = 5.0
PATIENCE_S = 2.5  # how long a form waits to see what it did


class Opened(msgspec.Struct, frozen=True):
    """A page that the start page of a demonstration links to: its address, and what it is."""

    address: str
    title: str
    text: str


class Site:
    """One race as the pages see it."""

    def __init__(
        self,
        show: Show,
        intake: Intake,
        people: People,
        *,
        player: Player | None,
        folder: FolderReader | None,
        opened: Sequence[Opened],
        over_ms: Callable[[], int | None],
        tallies: dict[str, Tally],
        now_ms: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        self.show, self.intake, self.people = show, intake, people
        self.player, self.folder, self.opened = player, folder, tuple(opened)
        self.over_ms, self.now_ms, self.new_id = over_ms, now_ms, new_id
        self.tallies = tallies
        self.base_map: Path | None = None  # a base map of the race's folder, for the map
        self.limits = Limits()
        self.keys = FormKeys(new_id)
        self.seen_last = SeenLast(people)
        self.streams = Streams(show, new_id, lambda: people.link_changes())

    def close_streams(self) -> None:
        """End every event stream."""
        self.streams.close()

    # -- links

    def holds(self, link: Link) -> bool:
        """Return whether a link opens its door now."""
        return holds(link, self.now_ms(), self.over_ms(), station_open=self._is_station_open(link))

    def _is_station_open(self, link: Link) -> bool:
        """Return whether a link is bound to a station that has said something, and not that it has closed."""
        if link.role != "station":
            return False
        shown = self.show.latest()
        return shown is not None and link.scope in shown.views.control.open_stations

    def still_holds(self, link_id: int) -> bool:
        """Return whether a link that was open holds still."""
        link = self.people.link_of(link_id)
        return link is not None and self.holds(link)

    # -- pages

    def stream(self, key: Key, draw: Draw, gap_s: float = GAP_S) -> Stream:
        """Return the event stream of a page, by a key of its own."""
        return self.streams.of(key, draw, gap_s)

    def live_page(
        self,
        template: str,
        stream: Stream,
        context: Mapping[str, Any],
        *,
        public: bool = False,
    ) -> Response:
        """Return a page whose blocks its stream keeps up to date."""
        shown = self.show.latest()
        stream.blocks.update(shown)
        blocks = trusted(stream.blocks.html())
        filled = {"name": self.name(), "blocks": blocks, "mark": stream.blocks.mark, "note": "", **context}
        return page(template, filled, headers=PUBLIC if public else PRIVATE)

    def name(self) -> str:
        """Return the name of the race, once it is shown."""
        shown = self.show.latest()
        return shown.views.public.name if shown else "Alongside"

    # -- forms

    def decided_at_ms(self) -> int:
        """Return the time of what a person says now: the race's in a replay, else the wall's."""
        shown = self.show.latest()
        in_replay = self.player is not None and shown is not None
        return shown.views.control.race_now_ms if in_replay and shown else self.now_ms()

    async def submit(self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None) -> list[Receipt]:
        """Append what a person says, and wait until it is shown; but not longer than she would."""
        receipts = await asyncio.wrap_future(self.intake.submit(drafts, texts))
        seq = max((receipt.seq for receipt in receipts), default=0)
        await self.until(lambda shown: shown.views.control.seq >= seq)
        return receipts

    async def until(self, true_of: Callable[[Shown], bool]) -> bool:
        """Wait until what is shown fulfils a condition; return whether it came to it in time."""
        for _ in range(round(PATIENCE_S / 0.05)):
            shown = self.show.latest()
            if shown is not None and true_of(shown):
                return True
            await asyncio.sleep(0.05)
        return False

    def done(self, request: Request, to: str, done: str = "") -> Response:
        """End a form: nothing for a script, for a plain form the page at ``to`` with a note."""
        self.streams.refresh_staff()
        if not wants_page(request):
            return Response(status_code=204, headers=PRIVATE)
        return RedirectResponse(f"{to}?done={done}" if done else to, 303, headers=PRIVATE)
