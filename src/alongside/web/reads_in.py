"""``POST /in/reads``: what a timing system or a volunteer's app sends, answered when it is on disk.

The body is a JSON list of ``{"id", "code", "mat", "at"}`` with ``source``, ``by``, ``reader`` and
``chip_s`` where known. Only a disk that is full makes a sender keep its reads: whatever cannot be
understood is kept as it came, counted, and refused in words, so that nobody sends it for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from alongside.errors import AlongsideError, StoreFull
from alongside.events.bodies import ReadBody
from alongside.events.bounds import wrong_with
from alongside.events.row import Draft, Receipt
from alongside.events.sources import is_reserved
from alongside.feeds.tally import Tally
from alongside.live.ports import Intake
from alongside.units import MS_PER_S
from alongside.web.requests import TooLarge, read_limited

FEED = "in/reads"
LIMIT = 5 * 1024 * 1024  # bytes
MOST_READS = 50_000  # in one request
LONGEST_TEXT = 200
LEAST_MS = 100_000_000_000  # 1973 in milliseconds, the year 5138 in seconds: below it somebody sent seconds
MOST_MS = 100_000_000_000_000
FULL = "The disk of the race is full: none of these reads was kept. Free some space, then send them again."


class Item(msgspec.Struct, frozen=True):
    """One read, as it may be written."""

    id: str | int
    code: str | int
    mat: str
    at: str | int
    source: str = "post"
    by: Literal["chip", "bib"] = "chip"
    reader: str = ""
    chip_s: float | None = None


class Refusal(msgspec.Struct, frozen=True):
    """Which read of a request was refused, and why."""

    index: int
    reason: str


async def take_reads(request: Request, intake: Intake, tally: Tally, now_ms: int) -> Response:
    """Return what became of the reads in a request, once that is on disk; its token was looked at before."""
    try:
        raw = await read_limited(request, LIMIT)
        items = parse(raw)
    except TooLarge:
        return _too_much()
    except ValueError as error:
        return await _keep_refused(intake, [], [Refusal(-1, str(error))], raw, tally, now_ms)
    if len(items) > MOST_READS:
        return _too_much()
    return await _keep(intake, items, tally, now_ms)


async def _keep(intake: Intake, items: Sequence[msgspec.Raw], tally: Tally, now_ms: int) -> Response:
    drafts: list[Draft] = []
    refused: list[Refusal] = []
    for index, item in enumerate(items):
        try:
            drafts.append(to_draft(item))
        except ValueError as error:
            refused.append(Refusal(index, str(error)))
    raw = b"[%s]" % b",".join(bytes(items[refusal.index]) for refusal in refused)
    return await _keep_refused(intake, drafts, refused, raw, tally, now_ms)


async def _keep_refused(
    intake: Intake,
    drafts: Sequence[Draft],
    refused: Sequence[Refusal],
    raw: bytes,
    tally: Tally,
    now_ms: int,
) -> Response:
    try:
        receipts = await _submit(intake, drafts)
        if refused:
            await asyncio.wrap_future(intake.refuse(FEED, _summary(refused), raw))
    except StoreFull:
        return JSONResponse({"error": FULL}, 507)
    except AlongsideError as error:
        return JSONResponse({"error": str(error)}, 409)
    repeats = sum(receipt.repeat for receipt in receipts)
    tally.take(len(receipts) - repeats, repeats, 0, len(refused), now_ms)
    told = [msgspec.structs.asdict(refusal) for refusal in refused]
    return JSONResponse({"accepted": len(receipts) - repeats, "repeats": repeats, "refused": told})


async def _submit(intake: Intake, drafts: Sequence[Draft]) -> list[Receipt]:
    return await asyncio.wrap_future(intake.submit(drafts)) if drafts else []


def _summary(refused: Sequence[Refusal]) -> str:
    first = refused[0].reason
    return first if len(refused) == 1 else f"{len(refused)} reads refused; the first: {first}"


def _too_much() -> Response:
    sentence = f"Too much at once: send at most {MOST_READS:,} reads and {LIMIT // 2**20} MB in one request."
    return JSONResponse({"error": sentence}, 413)


def parse(raw: bytes) -> list[msgspec.Raw]:
    """Return the items of a request, not yet looked into; ``ValueError`` says what was sent instead."""
    try:
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"Not a JSON list of reads ({error}). Send [{{...}}, ...], even for one.") from error


def to_draft(item: msgspec.Raw) -> Draft:
    """Return the draft of one read; ``ValueError`` says what is wrong with it."""
    read = _decode(item)
    source, read_id, code = read.source.strip(), str(read.id).strip(), str(read.code).strip()
    for name, text in (("id", read_id), ("code", code), ("mat", read.mat.strip()), ("source", source)):
        _check_text(name, text)
    if is_reserved(source):
        raise ValueError(f"'source' may not be {source!r}: that is this system's own name.")
    at_ms = to_ms(read.at)
    body = ReadBody(code, read.mat.strip(), at_ms, read.by, read.reader[:LONGEST_TEXT], read.chip_s)
    if wrong := wrong_with(body):
        raise ValueError(wrong)
    return Draft(source, read_id, at_ms, body)


def _decode(item: msgspec.Raw) -> Item:
    try:
        return msgspec.json.decode(item, type=Item)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{error}. A read is {{id, code, mat, at}}.") from error


def _check_text(name: str, text: str) -> None:
    if not text:
        raise ValueError(f"{name!r} is empty.")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{name!r} has {len(text)} characters; {LONGEST_TEXT} are allowed.")


def to_ms(at: str | int) -> int:
    """Return an instant in UTC milliseconds, from ISO 8601 with an offset or from epoch milliseconds."""
    at_ms = at if isinstance(at, int) else _iso_ms(at)
    if LEAST_MS <= at_ms <= MOST_MS:
        return at_ms
    if 0 < at_ms * MS_PER_S <= MOST_MS and at_ms * MS_PER_S >= LEAST_MS:
        raise ValueError(f"'at' {at!r} looks like seconds: send milliseconds, {at_ms * MS_PER_S}.")
    raise ValueError(f"'at' {at!r} is no instant of our time: send ISO 8601 or epoch milliseconds.")


def _iso_ms(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'at' {text[:40]!r} is not ISO 8601, such as 2026-05-03T10:12:11+02:00.") from None
    if moment.tzinfo is None:
        raise ValueError(f"'at' {text[:40]!r} says no zone: end it with Z or an offset such as +02:00.")
    try:
        return round(moment.timestamp() * MS_PER_S)
    except (OverflowError, OSError):
        raise ValueError(f"'at' {text[:40]!r} is out of range.") from None
