"""What feeds are answered: counts and refusals, once all of it is on disk.

Only a full disk makes a sender keep what it has: whatever cannot be understood is kept as it came,
counted, and refused in words, so that nobody sends it for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
from starlette.responses import JSONResponse, Response

from alongside.errors import AlongsideError, StoreFull
from alongside.events.row import Draft, Receipt
from alongside.feeds.tally import Tally
from alongside.live.ports import Intake

LIMIT = 5 * 1024 * 1024  # bytes
MOST_ITEMS = 50_000  # in one request
_encode = msgspec.json.Encoder().encode
FULL = "The disk of the race is full: none of this was kept. Free some space, then send it again."
TOO_MUCH = f"Too much at once: send at most {MOST_ITEMS:,} items and {LIMIT // 2**20} MB in one request."


class Refusal(msgspec.Struct, frozen=True):
    """Which item of a request was refused, why, and its bytes."""

    index: int
    reason: str
    raw: bytes = b""


def too_much() -> Response:
    """Return the answer to a request that is too large."""
    return JSONResponse({"error": TOO_MUCH}, 413)


async def keep(
    intake: Intake,
    feed: str,
    drafts: Sequence[Draft],
    refused: Sequence[Refusal],
    tally: Tally,
    now_ms: int,
    *,
    markers: int = 0,
) -> Response:
    """Return what became of a request: 201 where anything is new, else 200."""
    try:
        receipts = await _submit(intake, drafts)
        for refusal in refused:
            await asyncio.wrap_future(intake.refuse(feed, refusal.reason, refusal.raw))
    except StoreFull:
        return JSONResponse({"error": FULL}, 507)
    except AlongsideError as error:
        return JSONResponse({"error": str(error)}, 409)
    repeats = sum(receipt.repeat for receipt in receipts)
    new = len(receipts) - repeats
    tally.take(new, repeats, markers, len(refused), now_ms)
    told = [{"index": refusal.index, "reason": refusal.reason} for refusal in refused]
    answer: dict[str, object] = {"accepted": new, "repeats": repeats, "refused": told}
    if markers:
        answer["markers"] = markers
    return Response(_encode(answer), 201 if new else 200, media_type="application/json")


async def _submit(intake: Intake, drafts: Sequence[Draft]) -> list[Receipt]:
    return await asyncio.wrap_future(intake.submit(drafts)) if drafts else []
