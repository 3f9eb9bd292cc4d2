"""Who looks at whom, and when: what :func:`may_see` is asked with, from links and what is shown."""

from __future__ import annotations

from alongside.events.link import Consents, Link
from alongside.events.person import Person
from alongside.live.ports import People, Shown
from alongside.live.views import RunnerView
from alongside.supporters.may_see import Field, Moment, Subject, Viewer, may_see
from alongside.web.site import Site


def viewer_of(people: People, link: Link) -> Viewer:
    """Return who comes in by a link."""
    maker = people.link_of(link.made_by) if link.role == "follower" and link.made_by else None
    by_guardian = maker is not None and maker.role == "guardian"
    return Viewer(link.role, link.scope, link.bib, link.position, link.id, by_guardian)


def subject_of(people: People, bib: str, position: int, view: RunnerView | None) -> Subject:
    """Return whom a page is about. The roster's word about her age counts before the entry's."""
    person = people.persons([bib]).get((bib, position))
    adult = person.adult if person and person.adult is not None else view.adult if view else None
    consents = people.consents([bib]).get((bib, position), Consents())
    return Subject(bib, position, adult, consents, _is_known_to_have_finished(view, consents))


def _is_known_to_have_finished(view: RunnerView | None, consents: Consents) -> bool:
    """A finish after a pause must not show itself by what it would end."""
    if view is None or view.status != "finished" or view.done_ms is None:
        return False
    return consents.paused_ms is None or view.done_ms <= consents.paused_ms


def moment_of(site: Site, shown: Shown | None, known_ms: int | None = None) -> Moment:
    """Return now. Results are out once everybody is accounted for, or the race is over."""
    over = shown is not None and (
        shown.views.control.accounted_ms is not None or shown.views.control.phase == "over"
    )
    return Moment(site.now_ms(), site.over_ms(), known_ms, results=over)


class Sight:
    """One viewer's sight of one runner at one moment: a function of the field."""

    def __init__(self, site: Site, shown: Shown | None, viewer: Viewer, subject: Subject) -> None:
        self.viewer, self.subject = viewer, subject
        self._site, self._shown = site, shown

    def __call__(self, field: Field, known_ms: int | None = None) -> bool:
        """Return whether the viewer may see a field as it became at ``known_ms`` of the race's clock."""
        return may_see(self.viewer, self.subject, field, moment_of(self._site, self._shown, known_ms))


def view_of(shown: Shown | None, bib: str) -> RunnerView | None:
    """Return a runner's view, where it is shown."""
    return shown.views.runners.get(bib) if shown else None


def first_name(person: Person | None) -> str:
    """Return the first name that a roster gives."""
    return person.name.split(" ")[0] if person else ""


async def wanted(site: Site, bib: str) -> None:
    """Ask for a runner's view, and wait until the loop has made it; but not longer than a person would."""
    site.show.want(bib)
    shown = site.show.latest()
    if shown is not None and view_of(shown, bib) is None:
        await site.until(lambda later: later.version > shown.version or bib in later.views.runners)
