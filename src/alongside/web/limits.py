"""How often a link may ask, a code be tried, and a client be wrong: token buckets in bounded memory.

A client that came with many wrong tokens gets the same refusal for right ones, so that guessing tells it
nothing. Clients on this machine are never shut out: they are the reverse proxy that was not named with
``--behind-proxy``, and then they would be everybody.
"""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.types import Scope

MOST_KEPT = 20_000
LINK_PER_S, LINK_BURST = 5.0, 120.0  # one link may be on the screens of a whole race control
WRONG_PER_S, WRONG_BURST = 1 / 6, 40.0  # a card misread by a whole team, then ten a minute
MOST_STREAMS = 100  # that one link has open at once: a hundred screens, and no more
CODE_PER_S, CODE_BURST = 5 / 3600, 5.0
V6_SITE = 64  # bits; whoever has one IPv6 address has a /64 of them


class Buckets:
    """Token buckets by key. A bucket that has not been used for long is full, and need not be kept."""

    def __init__(
        self,
        per_s: float,
        burst: float,
        now_s: Callable[[], float] = time.monotonic,
        most_kept: int = MOST_KEPT,
    ) -> None:
        self._per_s, self._burst, self._now_s, self._most_kept = per_s, burst, now_s, most_kept
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def left(self, key: str) -> float:
        """Return how many tokens a key has now."""
        left, at_s = self._left.get(key, (self._burst, self._now_s()))
        return min(self._burst, left + (self._now_s() - at_s) * self._per_s)

    def take(self, key: str) -> bool:
        """Take a token; return whether there was one."""
        left = self.left(key)
        taken = left >= 1
        self._left[key] = left - taken, self._now_s()
        self._left.move_to_end(key)
        if len(self._left) > self._most_kept:
            self._left.popitem(last=False)
        return taken

    def wait_s(self, key: str) -> float:
        """Return how long until a key has a token again; 0 when it has one."""
        return max(0.0, (1 - self.left(key)) / self._per_s)


class Limits:
    """The limits of a site."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._links = Buckets(LINK_PER_S, LINK_BURST, now_s)
        self._wrong = Buckets(WRONG_PER_S, WRONG_BURST, now_s)
        self._codes = Buckets(CODE_PER_S, CODE_BURST, now_s)
        self._streams: Counter[int] = Counter()

    def is_shut_out(self, scope: Scope) -> bool:
        """Return whether a client has come with too many wrong tokens lately."""
        client = client_of(scope)
        return client != "" and self._wrong.left(client) < 1

    def was_wrong(self, scope: Scope) -> None:
        """Count a token that opened nothing."""
        if client := client_of(scope):
            self._wrong.take(client)

    def may_ask(self, link_id: int) -> bool:
        """Count a request by a link; return whether it may be answered."""
        return self._links.take(str(link_id))

    def may_watch(self, link_id: int) -> bool:
        """Count a stream that a link opens; return whether it may, and then say when it is over."""
        self._streams[link_id] += 1
        if self._streams[link_id] <= MOST_STREAMS:
            return True
        self.watches_no_more(link_id)
        return False

    def watches_no_more(self, link_id: int) -> None:
        """Count a stream that is over."""
        self._streams[link_id] -= 1
        if not self._streams[link_id]:
            del self._streams[link_id]

    def may_try_code(self, link_id: int) -> bool:
        """Count a code that is tried on a link; return whether it may be.

        It is counted before it is looked at: a hundred that come at once are a hundred tries.
        """
        return self._codes.take(str(link_id))

    def code_wait_s(self, link_id: int) -> float:
        """Return how long until a code may be tried on a link again."""
        return self._codes.wait_s(str(link_id))


def client_of(scope: Scope) -> str:
    """Return whom to count for: an IPv4 address, an IPv6 network, nothing for this machine itself."""
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return "" if address.ipv4_mapped.is_loopback else str(address.ipv4_mapped)
        return "" if address.is_loopback else f"{int(address) >> (128 - V6_SITE):x}/64"
    return "" if address.is_loopback else str(address)
