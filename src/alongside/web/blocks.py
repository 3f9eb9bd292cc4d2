"""One page's blocks and when each last changed, so that a watcher gets what she lacks and no more.

A page's own counter ``n`` goes up whenever a block changed. A watcher says which ``n`` she holds and gets
the blocks that changed since, each in its newest form: nothing is queued for a slow one, and all who hold
the same ``n`` get the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from alongside.live.ports import Shown

MOST_KEPT = 64  # a stranger may claim to hold any of thousands of states


class Block(msgspec.Struct, frozen=True):
    """A block's HTML and the count at which it became so."""

    html: str
    changed: int


class Blocks:
    """The blocks of one page, drawn at most once for each publication."""

    def __init__(self, draw: Callable[[Shown], dict[str, str]], epoch: str) -> None:
        self._draw = draw
        self._epoch = epoch  # another run of the program counts from one again
        self._drawn_version: int | None = None
        self._since: dict[int, bytes | None] = {}
        self.now: dict[str, Block] = {}
        self.n = 0

    @property
    def mark(self) -> str:
        """What a page says it holds: the run of the program, and the count."""
        return f"{self._epoch}.{self.n}"

    def update(self, shown: Shown | None, *, anyway: bool = False) -> bool:
        """Draw what is shown unless that is done already; return whether any block changed."""
        if shown is None or (shown.version == self._drawn_version and not anyway):
            return False
        # What is not drawn any more is blank: a station that left the plan has no figures to keep.
        drawn = dict.fromkeys(self.now, "") | self._draw(shown)
        self._drawn_version = shown.version
        changed = [name for name, html in drawn.items() if self._differs(name, html)]
        if not changed:
            return False
        self.n += 1
        self.now.update({name: Block(drawn[name], self.n) for name in changed})
        self._since.clear()
        return True

    def _differs(self, name: str, html: str) -> bool:
        return name not in self.now or self.now[name].html != html

    def html(self) -> dict[str, str]:
        """Return the HTML of every block as it stands."""
        return {name: block.html for name, block in self.now.items()}

    def held(self, mark: str) -> int:
        """Return the count in a mark that a page sent, 0 when it holds nothing of this run."""
        epoch, _, count = mark.partition(".")
        known = epoch == self._epoch and count.isascii() and count.isdigit() and len(count) < 12
        return int(count) if known and int(count) <= self.n else 0

    def knows(self, mark: str) -> bool:
        """Return whether a mark that a page sent is of this page, in this run of the program."""
        return mark.partition(".")[0] == self._epoch

    def since(self, n: int) -> bytes | None:
        """Return the event that brings a page from ``n`` to now; ``None`` when it is there already."""
        if n in self._since:
            return self._since[n]
        event = self._event(n)
        if len(self._since) < MOST_KEPT:
            self._since[n] = event
        return event

    def _event(self, n: int) -> bytes | None:
        changed = {name: block.html for name, block in self.now.items() if block.changed > n}
        if not changed:
            return None
        data = msgspec.json.encode({"v": self.mark, "blocks": changed})
        return b"id: %s\nevent: blocks\ndata: %s\n\n" % (self.mark.encode(), data)
