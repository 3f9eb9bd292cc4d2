"""What each role is called on a card and a page, and in a sentence what its link does."""

from __future__ import annotations

from alongside.events.link import Role
from alongside.events.plan import CheerZone, RacePlan, Station, Sweep

TITLES: dict[Role, str] = {
    "control": "Race control",
    "steward": "Steward",
    "medical": "Medical",
    "marshal": "Course marshal",
    "sweep": "Sweep",
    "van": "Pick-up van",
    "station": "Aid station",
    "cheer": "Cheer zone",
    "announcer": "Announcer",
    "timer": "Timing",
    "photographer": "Photographer",
    "runner": "Runner",
    "guardian": "Guardian",
    "follower": "Follower",
}
SENTENCES: dict[Role, str] = {
    "control": "Shows where the field is and what needs a decision; here the race is run.",
    "steward": "Shows where a runner is when somebody asks; every look is kept, and she can read it.",
    "medical": "Shows where a runner is when she needs help, and who waits for a ride; every look is kept.",
    "marshal": "Shows until when your post is needed: how many come yet, the last and the sweep about when.",
    "sweep": "Shows how fast you may go and who is behind you; here you say where you are and who stops.",
    "van": "Shows where a runner waits who has to be picked up; every look is kept, and she can read it.",
    "station": "Shows who is still to come and when you may close; here you key who passes or stops.",
    "cheer": "Shows how the race stands. Runners who gave their first name can be called by it.",
    "announcer": "Shows who comes to the finish next; who gave her first name can be called by it.",
    "timer": "Opens the timing feed: its last part is the token that a timing system sends its reads with.",
    "photographer": "Shows how the race stands and where the sweep is.",
    "runner": "Shows how you stand, what you share and who can see you.",
    "guardian": "Shows what a minor in your care shares, and lets you decide who follows her.",
    "follower": "Shows how one runner is getting on, as long as she lets you see it.",
}
NOT_EMERGENCY = "Alongside is not an emergency service."


def emergency_words(plan: RacePlan | None) -> str:
    """Return the line that every card and every page about a person carries."""
    number = plan.emergency if plan else ""
    call = f"In an emergency call {number}." if number else "In an emergency call the emergency number."
    return f"{NOT_EMERGENCY} {call}"


def scope_name(plan: RacePlan | None, role: Role, scope: str) -> str:
    """Return what a staff link is bound to, by its name in the plan; its id where the plan has no name."""
    if plan is None or not scope:
        return scope
    named: dict[str, tuple[Station | CheerZone | Sweep, ...]] = {
        "station": plan.stations,
        "cheer": plan.cheer_zones,
        "sweep": plan.sweeps,
    }
    return next((one.name for one in named.get(role, ()) if one.id == scope), scope)
