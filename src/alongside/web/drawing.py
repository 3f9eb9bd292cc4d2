"""Templates to text: the environment, whole pages, and single blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent
STATIC = HERE / "static"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment: everything escaped, and a missing value is an error that names it."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["static"] = static_url
    return env


@lru_cache(maxsize=64)
def static_url(name: str) -> str:
    """Return the address of a static file, with a mark of its content so that it may be kept for ever."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{mark}"


def draw_blocks(page: str, contexts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the HTML of each block of a page: ``templates/PAGE/BLOCK.html`` with its context."""
    return {name: draw(f"{page}/{name}.html", context) for name, context in contexts.items()}


def draw(template: str, context: Mapping[str, Any]) -> str:
    """Return one template filled in."""
    return environment().get_template(template).render(context)


def trusted(blocks: Mapping[str, str]) -> dict[str, Markup]:
    """Return blocks that were drawn by :func:`draw_blocks`, to be placed in a page as they are."""
    return {name: Markup(html) for name, html in blocks.items()}
