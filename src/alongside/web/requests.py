"""What comes in over HTTP, read with care: sizes are limited, tokens compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qsl

from starlette.requests import Request

FORM_LIMIT = 64 * 1024  # bytes; a form of ours has a few hundred


class TooLarge(Exception):
    """A body is larger than this address takes."""


def opens(token: str, digest: str) -> bool:
    """Return whether a token is the one whose SHA-256 (hex) is ``digest``; nothing opens an empty one."""
    given = hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
    return hmac.compare_digest(given, digest.lower())


async def read_limited(request: Request, limit: int) -> bytes:
    """Return the body; :class:`TooLarge` as soon as it is known to exceed ``limit`` bytes."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise TooLarge
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a plain form; of a field given twice, the last."""
    body = await read_limited(request, FORM_LIMIT)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def bearer(request: Request) -> str:
    """Return the token of a sender: ``Authorization: Bearer``, else ``?token=``."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.query_params.get("token", "")


def wants_page(request: Request) -> bool:
    """Return whether a plain form asks, and is to be sent back; for a script a status will do."""
    return "application/json" not in request.headers.get("accept", "")
