"""``POST /in/raceresult/{feed}``: an exporter's passings, one a request as it sends them, or a list.

201 for what is new, 200 for what was there, was a marker, or was kept as refused; 413 for too much;
507 while the disk is full. The token is looked at before (401).
"""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from alongside.events.row import Draft
from alongside.feeds.raceresult import Exporter, parse
from alongside.feeds.tally import Tally
from alongside.live.ports import Intake
from alongside.web.feed_answers import LIMIT, MOST_ITEMS, Refusal, keep, too_much
from alongside.web.requests import TooLarge, read_limited


async def take_raceresult(
    request: Request, intake: Intake, exporter: Exporter, tally: Tally, now_ms: int
) -> Response:
    """Return what became of the passings in a request, once that is on disk."""
    feed = exporter.feed
    try:
        raw = await read_limited(request, LIMIT)
        items = parse(raw)
    except TooLarge:
        return too_much()
    except ValueError as error:
        return await keep(intake, feed.id, [], [Refusal(-1, str(error), raw)], tally, now_ms)
    if len(items) > MOST_ITEMS:
        return too_much()
    drafts, refused = [], []
    for index, item in enumerate(items):
        try:
            drafts.append(exporter.draft(item, now_ms))
        except ValueError as error:
            kept = raw if len(items) == 1 else msgspec.json.encode(item)
            refused.append(Refusal(index, str(error), kept))
    reads = [draft for draft in drafts if isinstance(draft, Draft)]
    markers = len(drafts) - len(reads)
    return await keep(intake, feed.id, reads, refused, tally, now_ms, markers=markers)
