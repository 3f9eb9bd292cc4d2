"""Tokens that are shown once and kept as digests, and the links that a running race begins with."""

from __future__ import annotations

from alongside.events.link import NewLink, Role
from alongside.loop.live_day import wall_ms
from alongside.store.race_file import RaceFile
from alongside.web.doors import digest_of, new_token


def make_link(file: RaceFile, role: Role, *, scope: str = "", bib: str = "", holder: str = "") -> str:
    """Make a link; return its token, which nobody can be told again."""
    token = new_token()
    new = NewLink(role, digest_of(token), scope=scope, bib=bib, holder=holder, made_ms=wall_ms())
    file.put_links([new]).result()
    return token


def first_link(file: RaceFile, role: Role) -> str | None:
    """Return the token of a new link if none of this role holds; else ``None``: it was given out before."""
    if any(link.ended_ms is None for link in file.links(role=role)):
        return None
    return make_link(file, role, holder="printed by serve")
