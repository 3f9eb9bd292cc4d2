"""``POST /in/official``: what the timing company says officially, as a JSON list or as a CSV.

A status of a bib, a corrected time at a mat, or a late entry; see ``feeds/official.py``.
"""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from alongside.events.plan import RacePlan
from alongside.events.sources import OFFICIAL
from alongside.feeds.official import OfficialWord, parse
from alongside.feeds.tally import Tally
from alongside.live.ports import Intake
from alongside.web.feed_answers import LIMIT, MOST_ITEMS, Refusal, keep, too_much
from alongside.web.requests import TooLarge, read_limited


async def take_official(
    request: Request, intake: Intake, plan: RacePlan, tally: Tally, now_ms: int
) -> Response:
    """Return what became of the words in a request, once they are on disk; ``plan`` is the one in force."""
    try:
        raw = await read_limited(request, LIMIT)
        items = parse(raw, is_csv="csv" in request.headers.get("content-type", "").lower())
    except TooLarge:
        return too_much()
    except ValueError as error:
        return await keep(intake, OFFICIAL, [], [Refusal(-1, str(error), raw)], tally, now_ms)
    if len(items) > MOST_ITEMS:
        return too_much()
    drafts, refused = [], []
    word = OfficialWord(plan)
    for index, item in enumerate(items):
        try:
            drafts.append(word.draft(item, now_ms))
        except ValueError as error:
            refused.append(Refusal(index, str(error), msgspec.json.encode(item)))
    return await keep(intake, OFFICIAL, drafts, refused, tally, now_ms)
