"""Links made: tokens that are known only now, what the race file keeps of them, and which end."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence

import msgspec

from alongside.cli.link_wants import Key, Wanted, is_staff
from alongside.events.link import Link, NewLink
from alongside.store.race_file import RaceFile
from alongside.supporters.factor import LENGTH, LETTERS, factor_digest
from alongside.web.doors import DOORS, digest_of, new_token


class Made(msgspec.Struct, frozen=True):
    """A new link: for whom, its address, and the code that claiming it takes.

    ``code`` is empty for staff, and where the code that she was sent before still fits.
    """

    want: Wanted
    address: str
    code: str
    new: NewLink


def make(
    wants: Iterable[Wanted],
    held: dict[Key, list[Link]],
    base_url: str,
    factor_of: Callable[[int], str],
    made_ms: int,
    *,
    new_code: bool = False,
) -> list[Made]:
    """Return links ready to be kept; one of a key that is held takes the place of the newest of them."""
    return [_one(want, held.get(want.key, []), base_url, factor_of, made_ms, new_code) for want in wants]


def _one(
    want: Wanted,
    held: Sequence[Link],
    base_url: str,
    factor_of: Callable[[int], str],
    made_ms: int,
    new_code: bool,
) -> Made:
    token = new_token()
    replaces = held[-1].id if held else 0
    kept = factor_of(replaces) if replaces and not new_code else ""
    code = "" if is_staff(want) or kept else code_of_dice()
    factor = factor_digest(code, want.bib, want.position) if code else kept
    new = NewLink(
        want.role,
        digest_of(token),
        scope=want.scope,
        bib=want.bib,
        position=want.position,
        holder=want.holder,
        factor_digest=factor,
        made_ms=made_ms,
        replaces=replaces,
    )
    return Made(want, f"{base_url}/{DOORS[want.role]}/{token}/", code, new)


def keep(file: RaceFile, made: Sequence[Made], held: dict[Key, list[Link]], at_ms: int) -> None:
    """Keep new links in one transaction, whole or not at all, and end what they take the place of."""
    file.put_links([one.new for one in made]).result()
    for one in made:
        for old in held.get(one.want.key, [])[:-1]:
            file.end_link(old.id, at_ms).result()


def code_of_dice() -> str:
    """Return a code of six letters and digits that can be read aloud."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
