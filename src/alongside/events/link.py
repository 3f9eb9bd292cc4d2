"""Links: the accounts of a race. A link is a role, what it is bound to, and how long it holds.

The token in its address is known to its holder alone; here it is only a digest.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from alongside.events.bodies import Consent

Role = Literal[
    "control",
    "steward",
    "medical",
    "marshal",
    "sweep",
    "van",
    "station",
    "cheer",
    "announcer",
    "timer",
    "photographer",
    "runner",
    "guardian",
    "follower",
]
ROLES: tuple[Role, ...] = get_args(Role)
STAFF: frozenset[Role] = frozenset(set(ROLES) - {"runner", "guardian", "follower"})


class NewLink(msgspec.Struct, frozen=True):
    """A link to be made: what :class:`Link` says of it, before it has an id.

    ``digest`` is the SHA-256 (hex) of its token, ``factor_digest`` that of the second thing which
    claiming it takes (empty: nothing). ``scope`` is the id of what a staff link is bound to, such as a
    station or a sweep; ``bib`` and ``position`` name the person of a runner's, guardian's or
    follower's link. ``made_by`` is the link of whoever made it, 0 for the organiser's command line.
    ``replaces`` is a link that ends when this one is made, ``takes_over`` one that ends when this one
    is first opened.
    """

    role: Role
    digest: str
    scope: str = ""
    bib: str = ""
    position: int = 1
    holder: str = ""
    factor_digest: str = ""
    made_ms: int = 0
    made_by: int = 0
    replaces: int = 0
    takes_over: int = 0


class Link(msgspec.Struct, frozen=True):
    """A link as it stands. Times are UTC milliseconds of the wall; ``None`` is not (yet)."""

    id: int
    role: Role
    scope: str = ""
    bib: str = ""
    position: int = 1
    holder: str = ""
    made_ms: int = 0
    made_by: int = 0
    ended_ms: int | None = None
    claimed_ms: int | None = None
    needs_claim: bool = False
    opens: int = 0
    last_open_ms: int | None = None
    replaces: int = 0
    takes_over: int = 0

    @property
    def by(self) -> str:
        """How rows of the log name whoever came in by this link: its role, what it is bound to, its id."""
        bound = self.scope or self.bib
        return f"{self.role}/{bound}/{self.id}" if bound else f"{self.role}/{self.id}"


class Consents(msgspec.Struct, frozen=True):
    """The four consents of one person, all off until she says so, and whether she pauses.

    ``paused_ms`` is since when, by the race's clock: supporters see nothing newer than that.
    """

    follow: bool = False
    companions: bool = False
    first_name: bool = False
    story: bool = False
    paused: bool = False  # at once and silent for supporters; never hides her from accounted for
    paused_ms: int | None = None

    def has(self, consent: Consent) -> bool:
        """Return whether this one is on."""
        return bool(getattr(self, consent))


class ConsentReceipt(msgspec.Struct, frozen=True):
    """A consent given or taken back, as a row of the log says it: when, which, by which link."""

    at_ms: int
    consent: Consent
    on: bool
    by: str


class Look(msgspec.Struct, frozen=True):
    """Somebody of the staff looked at one runner: by which link, at what, when. She can read it."""

    link_id: int
    role: str
    holder: str
    bib: str
    what: str
    at_ms: int
