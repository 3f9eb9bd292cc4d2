"""What a runner is told of stopping and of her ride, in words for somebody cold and tired."""

from __future__ import annotations

from alongside.events.plan import RacePlan
from alongside.live.ride_views import RideView
from alongside.live.views import RunnerView
from alongside.web.person_words import Teller
from alongside.web.ride_place import Exact, where_words
from alongside.web.role_words import emergency_words

Button = tuple[str, str, str]  # what it sends, what it says, what it asks before it is believed
RIDE: Button = ("ride", "I’m stopping here, I need a ride", "You stop, and a van comes? Press again")
STOP: Button = ("stop", "I’m stopping here, I don’t need a ride", "You stop, without a ride? Press again")
ON: Button = ("on", "I’m going on after all", "You go on running? Press again")
AGAIN: Button = ("ride", "Send where I am", "Send it? Press again")
NOT_ABOARD: Button = ("on", "I’m not in the van, I’m on the course", "You are on the course? Press again")
QUESTIONS = {
    "ride": "You are stopping here, and a van shall come for you?",
    "stop": "You are stopping here, and you do not need a ride?",
    "on": "You are going on, and no van shall come?",
}
STAY = "Stay where you can be seen from the road, off the road itself, and keep warm."


def offered(view: RunnerView, now_ms: int) -> tuple[Button, ...]:
    """Return which buttons her page has now; none before her gun, or once she has finished."""
    ride, riding = view.riding.ride, view.riding
    if view.status in ("finished", "dns", "dsq") or now_ms < view.gun_ms:
        return ()
    if ride is not None and ride.state == "waiting":
        return (AGAIN, ON)
    if ride is not None:
        return (NOT_ABOARD,) if ride.state == "on_board" else ()
    if riding.stopped_ms is not None or view.status == "dnf":
        return (RIDE, ON)
    return (RIDE, STOP)


def answer(view: RunnerView, tell: Teller) -> str:
    """Return what her page says first, where she has stopped or waits; empty where she runs."""
    riding = view.riding
    if view.status in ("finished", "dns", "dsq"):
        return ""
    return title(view, tell) if riding.ride is not None or riding.stopped_ms is not None else ""


def title(view: RunnerView, tell: Teller) -> str:
    """Return the answer of this part of her page."""
    ride, riding = view.riding.ride, view.riding
    if ride is not None:
        return _of_ride(ride, tell)
    if riding.stopped_ms is not None:
        return f"You are stopping here, said at {tell.at(riding.stopped_ms)}. Race control knows."
    if riding.asked_ms is not None:
        return "No van is coming: you were read further on since you asked for one."
    if view.status == "dnf":
        return "If you need a ride, or go on after all"
    return "If you have to stop"


def of_a_minor(view: RunnerView, tell: Teller) -> str:
    """Return what a guardian is told of a ride; empty where there is nothing to tell."""
    ride, stopped_ms = view.riding.ride, view.riding.stopped_ms
    if ride is None:
        return f"She has stopped, said at {tell.at(stopped_ms)}. Race control knows." if stopped_ms else ""
    at = tell.at(ride.since_ms)
    said = {
        "waiting": f"She waits for a ride since {at}. Race control and the van know.",
        "on_board": f"She is on board of the van since {at}.",
        "set_down": f"The van set her down at {at}.",
    }
    return said[ride.state]


def _of_ride(ride: RideView, tell: Teller) -> str:
    if ride.state == "on_board":
        return f"You are on board of the van since {tell.at(ride.since_ms)}."
    if ride.state == "set_down":
        return f"The van set you down at {tell.at(ride.since_ms)}."
    if ride.not_found_ms is not None:
        return (
            f"A van looked for you at {tell.at(ride.not_found_ms)} and did not find you. Say where you are."
        )
    return f"A van has been told, {tell.at(ride.since_ms)}."


def lines(view: RunnerView, plan: RacePlan | None, tell: Teller, sent: Exact) -> list[str]:
    """Return what else she needs to know, the emergency line last; ``sent`` is the place she sent."""
    ride, call = view.riding.ride, emergency_words(plan)
    if ride is not None and ride.state == "waiting":
        return [STAY, *_where(ride, plan, sent), call]
    if ride is not None and ride.state == "on_board":
        return ["If that is wrong, say so: then you count as running again."]
    if ride is not None:
        return []
    if view.riding.stopped_ms is not None:
        return ["If you change your mind, say so. A mat that reads you further on says it too.", call]
    asks = "Race control and the van see what you write, and where your phone is if you add it."
    return [asks, call]


def _where(ride: RideView, plan: RacePlan | None, sent: Exact) -> list[str]:
    """Return what the van knows of where she is: what she sent, else what is reckoned."""
    words = f"The van has your words: “{sent.words}”." if sent.words else ""
    if sent.geo:
        return ["The van has the place that your phone sent.", *filter(None, [words])]
    return [f"We think you are at {where_words(ride, plan)}.", *filter(None, [words])]
