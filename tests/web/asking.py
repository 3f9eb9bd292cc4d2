"""A client that speaks ASGI to an app in this process."""

from __future__ import annotations

import asyncio
import gzip
import json as jsons
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec


class Answer(msgspec.Struct):
    """What came back; ``wire`` is the number of bytes of the body as sent."""

    status: int
    headers: dict[str, str]
    body: bytes
    wire: int

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> object:
        return jsons.loads(self.body)


def ask(
    app: object,
    target: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Return the answer of an app to one request."""
    if form is not None:
        method, body = "POST", urlencode(form).encode()
    return asyncio.run(_ask(app, target, method, body, dict(headers or {})))


async def _ask(app: object, target: str, method: str, body: bytes, headers: dict[str, str]) -> Answer:
    url = urlsplit(target)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": url.path, "raw_path": url.path.encode(), "query_string": url.query.encode(), "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    sent: list[dict] = []
    incoming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict:
        return incoming.pop(0) if incoming else await asyncio.Event().wait()  # the client stays

    async def send(message: dict) -> None:
        sent.append(message)

    await app(scope, receive, send)  # type: ignore[operator]
    got = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
    raw = b"".join(message.get("body", b"") for message in sent[1:])
    plain = gzip.decompress(raw) if got.get("content-encoding") == "gzip" else raw
    return Answer(sent[0]["status"], got, plain, len(raw))
