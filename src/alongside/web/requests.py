"""What comes in over HTTP, read with care: with limits to its size."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

FORM_LIMIT = 64 * 1024  # bytes; a form of ours has a few hundred


class TooLarge(Exception):
    """A body is larger than this address takes."""


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
