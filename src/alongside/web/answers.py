"""Answers that several addresses give: a page, a refusal in a sentence, and the page that is not there."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from alongside.web.drawing import draw
from alongside.web.headers import PRIVATE, PUBLIC
from alongside.web.requests import wants_page


async def missing(request: Request, error: Exception | None = None) -> Response:
    """Return the one answer for every address that leads nowhere, and for every wrong token."""
    context = {
        "title": "Nothing here",
        "sentence": "There is no page at this address, or the link has ended.",
    }
    return page("sentence.html", {**context, "back": ""}, 404, PRIVATE)


async def too_many(request: Request) -> Response:
    """Return the one answer for who asks too often, whatever the address."""
    sentence = "Too many requests came from here. Wait a minute, then try again."
    context = {"title": "Wait a minute", "sentence": sentence, "back": ""}
    return page("sentence.html", context, 429, PRIVATE | {"Retry-After": "60"})


def refused(request: Request, sentence: str, status: int, back: str) -> Response:
    """Return why something was not done: a page with a way back, or JSON for a script."""
    if not wants_page(request):
        return JSONResponse({"error": sentence}, status, headers=PRIVATE)
    context = {"title": "Not done", "sentence": sentence, "back": back}
    return page("sentence.html", context, status, PRIVATE)


def page(
    template: str, context: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return a page drawn from a template."""
    return HTMLResponse(draw(template, context), status, headers=headers or PUBLIC)


def token_of(request: Request) -> str:
    """Return the token in a request's address."""
    return str(request.path_params.get("token", ""))
