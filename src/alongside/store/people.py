"""Who is who in a race file: links, persons, consents, texts and looks, as of now, from any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future

from alongside.events.link import ConsentReceipt, Consents, Link, Look, NewLink
from alongside.events.person import Person
from alongside.store import links, person_tables
from alongside.store.openings import Openings
from alongside.store.readers import Readers
from alongside.store.writer import Writer


class PeopleFile:
    """The tables beside the log. Reads see every commit, of this process or another; writes are futures."""

    def __init__(self, writer: Writer, readers: Readers, now_ms: Callable[[], int]) -> None:
        self._writer, self._readers, self._now_ms = writer, readers, now_ms
        self._openings = Openings(lambda counts: writer.do(lambda db: links.count_openings(db, counts)))

    def link(self, digest: str) -> Link | None:
        """Return the link of a token's digest, ended ones too; ``None`` when there never was one."""
        return links.link_by_digest(self._readers.get(), digest)

    def link_of(self, link_id: int) -> Link | None:
        """Return a link by its id."""
        return links.link_by_id(self._readers.get(), link_id)

    def links(self, role: str = "", bib: str = "") -> list[Link]:
        """Return links by role, by bib, or all, in the order they were made."""
        return links.links_of(self._readers.get(), role, bib)

    def link_changes(self) -> int:
        """Return a count that differs once any link or consent has changed, by whatever process."""
        return links.change_count(self._readers.get())

    def put_links(self, new: Sequence[NewLink]) -> Future[list[int]]:
        """Make links; return their ids. One that ``replaces`` another ends it in the same transaction."""
        return self._writer.do(lambda db: links.put_links(db, new))

    def end_link(self, link_id: int, at_ms: int) -> Future[None]:
        """End a link for good."""
        return self._writer.do(lambda db: links.end_link(db, link_id, at_ms))

    def claim(self, link_id: int, factor_digest: str, at_ms: int) -> Future[bool]:
        """Claim a link with its second factor; return whether it fitted."""
        return self._writer.do(lambda db: links.claim_link(db, link_id, factor_digest, at_ms))

    def factor_of(self, link_id: int) -> str:
        """Return the digest of what claiming a link takes, so that one made anew takes the same."""
        return links.factor_of(self._readers.get(), link_id)

    def opened(self, link_id: int, at_ms: int) -> None:
        """Count an opening of a link, within a few seconds; nobody waits for it."""
        self._openings.add(link_id, at_ms)

    def put_people(self, people: Sequence[Person]) -> Future[None]:
        """Write people in place of those known under the same bibs."""
        return self._writer.do(lambda db: person_tables.put_people(db, people))

    def persons(self, bibs: Iterable[str]) -> dict[tuple[str, int], Person]:
        """Return persons by (normalised bib, position from 1)."""
        return person_tables.persons_of(self._readers.get(), bibs)

    def consents(self, bibs: Iterable[str]) -> dict[tuple[str, int], Consents]:
        """Return what these persons agreed to, by (normalised bib, position); who is missing said nothing."""
        return person_tables.consents_of(self._readers.get(), bibs)

    def receipts(self, bib: str, position: int) -> list[ConsentReceipt]:
        """Return what a person agreed to and took back, newest first."""
        return person_tables.receipts_of(self._readers.get(), bib, position)

    def set_paused(self, bib: str, position: int, paused: bool) -> Future[None]:
        """Pause or resume what supporters and strangers see of her, from the race's clock as it stands."""
        at_ms = self._now_ms()
        return self._writer.do(lambda db: person_tables.set_paused(db, bib, position, paused, at_ms))

    def looked(self, look: Look) -> Future[None]:
        """Keep that somebody looked at a runner."""
        return self._writer.do(lambda db: person_tables.put_look(db, look))

    def looks(self, bib: str) -> list[Look]:
        """Return who looked at a runner, newest first."""
        return person_tables.looks_at(self._readers.get(), bib)

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the words that rows point to; of an id that is gone, nothing."""
        return person_tables.texts_of(self._readers.get(), ids)
