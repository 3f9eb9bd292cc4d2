"""The blocks of a runner's own page and of a guardian's: what she shares, who can see her, who has looked."""

from __future__ import annotations

from typing import Any, get_args

from alongside.events.bodies import Consent
from alongside.events.link import Consents, Link
from alongside.supporters.may_see import Subject, Viewer, may_share, may_switch
from alongside.web.person_words import Teller
from alongside.web.role_words import TITLES
from alongside.web.site import Site

MOST_FOLLOWERS = 10
MOST_LOOKS = 50
SWITCHES: dict[Consent, tuple[str, str]] = {
    "follow": (
        "Follow page",
        "Whoever has a follow link from this page sees the splits, when the next one is expected, and the "
        "finish. Nobody else does.",
    ),
    "companions": (
        "Company on the road",
        "The race may suggest somebody near you at your pace. Strangers never see a map, and both say yes "
        "first. Nothing uses this switch yet.",
    ),
    "first_name": (
        "First name at stations and cheer zones",
        "Aid stations, cheer zones and the announcer may read your first name and call you by it. As you "
        "come in, the announcer also reads your bib, your time, that it is your first marathon, and why "
        "you run.",
    ),
    "story": (
        "Story",
        "Afterwards the race may tell your story, and tell somebody who ran with you. Nothing uses this "
        "switch yet.",
    ),
}
MINOR = "Under 18, or the roster does not say that you are 18: only a guardian's link switches this on."
MINOR_SHARES = (
    "Follow links of somebody under 18, or of whom the roster does not say, are made by a guardian."
)
NEVER = "Off for everybody under 18, and where the roster does not say that somebody is 18."


def sharing(site: Site, viewer: Viewer, subject: Subject, tell: Teller) -> dict[str, Any]:
    """Return the four switches and the pause, each with what it shows to whom."""
    given = subject.consents
    said = len(site.people.receipts(subject.bib, subject.position))
    return {
        "switches": [_switch(consent, viewer, subject) for consent in get_args(Consent)],
        "said": said,
        "pause": _pause(given, tell),
    }


def _switch(consent: Consent, viewer: Viewer, subject: Subject) -> dict[str, Any]:
    title, what = SWITCHES[consent]
    on = subject.consents.has(consent)
    may = may_switch(viewer, subject, consent, not on)
    why_not = "" if may else NEVER if consent == "companions" else MINOR
    return {"consent": consent, "title": title, "what": what, "on": on, "may": may, "why_not": why_not}


def _pause(given: Consents, tell: Teller) -> dict[str, Any]:
    since = tell.at(given.paused_ms) if given.paused_ms is not None else ""
    return {"on": given.paused, "since": since}


def watchers(site: Site, viewer: Viewer, subject: Subject, tell: Teller) -> dict[str, Any]:
    """Return every link that can see her, with how often it was opened and when last; ended ones below."""
    links = [link for link in site.people.links(bib=viewer.bib) if link.position == viewer.position]
    alive = [link for link in links if site.holds(link)]
    followers = sum(link.role == "follower" for link in alive)
    may = may_share(viewer, subject)
    return {
        "links": [_watcher(link, viewer, tell, may) for link in alive],
        "ended": [_watcher(link, viewer, tell, may) for link in links if not site.holds(link)][
            -MOST_FOLLOWERS:
        ],
        "follows": subject.consents.follow,
        "why_not": "" if may else MINOR_SHARES,
        "room": may and followers < MOST_FOLLOWERS,
        "most": MOST_FOLLOWERS,
    }


def _watcher(link: Link, viewer: Viewer, tell: Teller, may_share_: bool) -> dict[str, Any]:
    times = f"opened {'once' if link.opens == 1 else f'{link.opens} times'}"
    never = "open now" if link.id == viewer.link_id else "not opened yet"
    opened = times if link.opens else never
    last = f", last {tell.at(link.last_open_ms)}" if link.last_open_ms else ""
    return {
        "id": link.id,
        "who": holder_words(link, viewer),
        "opened": opened + last,
        "mine": link.id == viewer.link_id,
        "can_end": link.id != viewer.link_id and link.role in ("follower", viewer.role),
        "can_renew": may_share_ and link.role == "follower",
    }


def holder_words(link: Link, viewer: Viewer) -> str:
    """Return who holds a link: this page itself, another of hers, a guardian, or who was named."""
    if link.id == viewer.link_id:
        return "This page" + (": your own" if link.role == "runner" else "")
    if link.role == "follower":
        return link.holder or "A follower"
    if link.role == "guardian":
        return f"Guardian {link.holder}".strip()
    return "The runner's own page" if viewer.role == "guardian" else "Your own page, by another link"


def looked(site: Site, viewer: Viewer, tell: Teller) -> dict[str, Any]:
    """Return who of the staff has looked, newest first."""
    looks = site.people.looks(viewer.bib)
    rows = [
        {"when": tell.at(look.at_ms), "who": _staff(look.role, look.holder), "what": look.what}
        for look in looks[:MOST_LOOKS]
    ]
    return {"rows": rows, "more": max(0, len(looks) - MOST_LOOKS)}


def _staff(role: str, holder: str) -> str:
    title = next((words for name, words in TITLES.items() if name == role), role)
    return f"{title} ({holder})" if holder and holder != title else title


def receipts(site: Site, viewer: Viewer, tell: Teller) -> dict[str, Any]:
    """Return what was agreed to and taken back, newest first, as the log keeps it."""
    rows = site.people.receipts(viewer.bib, viewer.position)
    return {
        "rows": [
            {
                "when": tell.at(row.at_ms),
                "what": f"{SWITCHES[row.consent][0]}: {'on' if row.on else 'off'}",
                "by": _by(row.by, viewer),
            }
            for row in rows
        ]
    }


def _by(by: str, viewer: Viewer) -> str:
    role, _, rest = by.partition("/")
    if rest.endswith(f"/{viewer.link_id}"):
        return "from this page"
    return {"runner": "from the runner's page", "guardian": "by the guardian"}.get(role, by)
