"""What a race's addresses answer, and what they share: the show, the intake, the player, the streams."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from alongside.events.row import Draft
from alongside.live.ports import Intake, Player, Show, Shown
from alongside.units import show_time
from alongside.web import forms, words
from alongside.web.answers import page, token_of
from alongside.web.blocks import Blocks
from alongside.web.control_page import control_blocks
from alongside.web.drawing import draw_blocks, trusted
from alongside.web.form_keys import FormKeys
from alongside.web.headers import PRIVATE, PUBLIC
from alongside.web.public_page import public_blocks
from alongside.web.reads_in import take_reads
from alongside.web.requests import read_form, wants_page
from alongside.web.stream import Stream
from alongside.web.time_blocks import chapter_rows

CONTROL_GAP_S = 1.0
PUBLIC_GAP_S = 5.0
PATIENCE_S = 2.0  # how long a form waits to see what it did
NOTES = {
    "ruling": "Your decision is kept.",
    "undo": "Taken back; the read is open again.",
    "seek": "Jumped. While it winds, the figures are from where it has got to.",
}


class Site:
    """What the addresses share: the show, the intake, the player, the pages and their streams."""

    def __init__(
        self,
        show: Show,
        intake: Intake,
        player: Player | None,
        *,
        control_digest: str,
        feed_digest: str,
        open_control: str | None,
        now_ms: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        self.show, self.intake, self.player = show, intake, player
        self.control_digest, self.feed_digest = control_digest, feed_digest
        self.open_control, self.now_ms = open_control, now_ms
        keys, epoch = FormKeys(new_id), new_id()[:8].replace(".", "")

        def draw_control(shown: Shown) -> dict[str, str]:
            return draw_blocks("control", control_blocks(shown, keys, player))

        def draw_public(shown: Shown) -> dict[str, str]:
            return draw_blocks("race", public_blocks(shown, player))

        self.control = Stream(show, Blocks(draw_control, epoch), CONTROL_GAP_S)
        self.public = Stream(show, Blocks(draw_public, epoch), PUBLIC_GAP_S)

    def close_streams(self) -> None:
        """End every event stream."""
        self.control.close()
        self.public.close()

    # -- pages

    async def start(self, request: Request) -> Response:
        """The first page: what this is, how the race stands, and where to go."""
        return page("start.html", self._start_context())

    def _start_context(self) -> dict[str, Any]:
        shown = self.show.latest()
        view = shown.views.public if shown else None
        chapters = self.player.chapters if self.player and self.open_control else ()
        return {
            "name": view.name if view else "Alongside",
            "sentence": view.sentence if view else "",
            "as_of": show_time(view.race_now_ms, view.zone) if view else "",
            "speed": words.rate_words(shown.rate, replay=self.player is not None) if shown else "",
            "control": f"/control/{self.open_control}" if self.open_control else "",
            "replay": self.player is not None,
            "chapters": chapter_rows(chapters, view.zone, view.race_now_ms) if view else [],
        }

    async def race(self, request: Request) -> Response:
        """The public page."""
        return self._live_page("race.html", self.public, {"stream": "/race/events"}, PUBLIC)

    async def control_page(self, request: Request) -> Response:
        """Race control's page."""
        note = NOTES.get(request.query_params.get("done", ""), "")
        context = {"stream": "events", "base": f"/control/{token_of(request)}/", "note": note}
        return self._live_page("control.html", self.control, context, PRIVATE)

    def _live_page(
        self, template: str, stream: Stream, context: dict[str, Any], headers: dict[str, str]
    ) -> Response:
        shown = self.show.latest()
        stream.blocks.update(shown)
        blocks = trusted(stream.blocks.html())
        name = shown.views.public.name if shown else "Alongside"
        filled = {"name": name, "blocks": blocks, "mark": stream.blocks.mark, "note": "", **context}
        return page(template, filled, headers=headers)

    # -- forms

    async def ruling(self, request: Request) -> Response:
        """A person settles a questionable read."""
        return await self._decide(request, forms.ruling_draft, "ruling")

    async def undo(self, request: Request) -> Response:
        """A person takes back a ruling."""
        return await self._decide(request, forms.undo_draft, "undo")

    async def _decide(
        self, request: Request, to_draft: Callable[[dict[str, str], int], Draft], done: str
    ) -> Response:
        draft = to_draft(await read_form(request), self._decided_at_ms())
        receipts = await asyncio.wrap_future(self.intake.submit([draft]))
        seq = max((receipt.seq for receipt in receipts), default=0)
        await self._until(lambda shown: shown.views.control.seq >= seq)
        return self._done(request, done)

    def _decided_at_ms(self) -> int:
        shown = self.show.latest()
        in_replay = self.player is not None and shown is not None
        return shown.views.control.race_now_ms if in_replay and shown else self.now_ms()

    async def drive(self, request: Request) -> Response:
        """A button of the replay was pressed."""
        shown, form = self.show.latest(), await read_form(request)
        if self.player is None or shown is None:
            raise ValueError("This is a live day: there is nothing to play, pause or wind.")
        forms.drive(self.player, form, shown.views.control.zone)
        await self._until(lambda later: later.version > shown.version)
        return self._done(request, form["action"])

    async def _until(self, true_of: Callable[[Shown], bool]) -> None:
        """Wait until what is shown fulfils a condition, but not longer than a person would."""
        for _ in range(round(PATIENCE_S / 0.05)):
            shown = self.show.latest()
            if shown is not None and true_of(shown):
                break
            await asyncio.sleep(0.05)
        self.control.refresh()

    def _done(self, request: Request, done: str) -> Response:
        if not wants_page(request):
            return Response(status_code=204, headers=PRIVATE)
        return RedirectResponse(f"/control/{token_of(request)}/?done={done}", 303, headers=PRIVATE)

    # -- machines

    async def reads(self, request: Request) -> Response:
        """A timing system hands in reads."""
        return await take_reads(request, self.intake, self.feed_digest)

    async def health(self, request: Request) -> Response:
        """Whether the race is being shown, for a machine that asks."""
        shown = self.show.latest()
        if shown is None:
            return JSONResponse({"ok": False, "why": "no tick yet"}, 503)
        return JSONResponse(
            {"ok": True, "version": shown.version, "race_now_ms": shown.views.public.race_now_ms}
        )
