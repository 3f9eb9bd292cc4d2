"""What each block of a pick-up van's page needs: who waits where, who is on board, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alongside.events.plan import RacePlan
from alongside.live.ports import Shown
from alongside.live.ride_order import in_road_order
from alongside.live.ride_views import RideSaid, RideView, VanView
from alongside.live.van_view import VAN
from alongside.live.views import RaceView
from alongside.supporters.may_see import Moment, Subject, Viewer, may_see
from alongside.units import normal_code
from alongside.web import van_words, words
from alongside.web.messages import with_words
from alongside.web.ride_place import from_text, map_address, where_words
from alongside.web.site import Site
from alongside.web.station_blocks import first_names
from alongside.web.time_blocks import clock_block

SHOWN = 8  # of what was said from this van


def van_of(shown: Shown | None, van: str) -> VanView:
    """Return a van as shown; one that has said nothing has no seats and no place."""
    vans = shown.views.vans if shown else None
    return next((one for one in (vans.vans if vans else ()) if one.id == van), VanView(van))


def shown_bibs(shown: Shown) -> list[str]:
    """Return the bibs whose places a van's page lists."""
    return [ride.bib for ride in shown.views.control.rides if ride.state == "waiting"]


def van_blocks(site: Site, shown: Shown, van: str) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs, in the order of the page."""
    view, vans, plan = shown.views.control, shown.views.vans, shown.plan
    player = site.player.state() if site.player else None
    clock = {"c": clock_block(view, shown.rate, player)}
    if vans is None or plan is None:
        return {"headline": {"first": van_words.WAITING, "messages": []}, "clock": clock}
    here = van_of(shown, van)
    seen = _visible(site, view.rides)
    order = in_road_order([ride for ride in seen if ride.state == "waiting"], here, plan)
    aboard = [ride for ride in seen if ride.state == "on_board" and _is_in(ride, van)]
    others = sum(ride.state == "on_board" for ride in seen) - len(aboard)
    first = van_words.sentence(order, here.seats, len(aboard), plan, view.race_now_ms)
    return {
        "headline": {"first": first, "messages": _messages(site, view)},
        "clock": clock,
        "waiting": {"rows": _waiting(site, order, plan, view), "in_order": here.along_m is not None},
        "board": _board(site, aboard, here, others, plan, view),
        "done": {"rows": [_done(said, view) for said in vans.said if said.source == VAN + van][:SHOWN]},
    }


def _visible(site: Site, rides: Sequence[RideView]) -> list[RideView]:
    moment, viewer = Moment(site.now_ms(), site.over_ms()), Viewer("van")
    return [ride for ride in rides if may_see(viewer, Subject(normal_code(ride.bib)), "ride", moment)]


def _is_in(ride: RideView, van: str) -> bool:
    """Return whether it was this van that took her on board."""
    return ride.source == VAN + van


def _messages(site: Site, view: RaceView) -> list[Any]:
    said = [m for m in view.messages if m.to in ("everybody", "stations")]
    return with_words(site.people, said, view.zone, view.race_now_ms)


def _waiting(site: Site, order: list[RideView], plan: RacePlan, view: RaceView) -> list[dict[str, Any]]:
    texts = site.people.texts(ride.text_id for ride in order if ride.text_id)
    names = first_names(site, (ride.bib for ride in order), "van")
    return [_row(ride, names.get(normal_code(ride.bib), ""), texts, plan, view) for ride in order]


def _row(ride: RideView, name: str, texts: dict[str, str], plan: RacePlan, view: RaceView) -> dict[str, Any]:
    exact = from_text(texts.get(ride.text_id, ""))
    address, is_exact = map_address(exact, ride, plan)
    zone, now_ms = view.zone, view.race_now_ms
    lost = ride.not_found_ms
    return {
        "bib": van_words.number_of(ride),
        "key": str(ride.words_said),
        "name": name,
        "where": where_words(ride, plan),
        "wrong": "" if ride.is_known else "Nobody wears this bib: mistyped. Look for whoever waits there.",
        "waits": f"since {words.clock(ride.since_ms, zone, now_ms)}, {van_words.waited(ride, now_ms)}",
        "words": exact.words,
        "map": address,
        "map_words": "Where her phone is, on a map" if is_exact else "About here, on a map",
        "lost": f"Not found at {words.clock(lost, zone, now_ms)}. Race control knows." if lost else "",
        "seen": _seen(ride, view),
    }


def _seen(ride: RideView, view: RaceView) -> str:
    if ride.seen_ms is None:
        return ""
    return f"Seen since: {words.seen(ride.seen_ms, ride.seen_place, view.zone, view.race_now_ms)}."


def _board(
    site: Site, aboard: list[RideView], here: VanView, others: int, plan: RacePlan, view: RaceView
) -> dict[str, Any]:
    names = first_names(site, (ride.bib for ride in aboard), "van")
    rows = [
        {
            "bib": van_words.number_of(ride),
            "key": str(ride.words_said),
            "name": names.get(normal_code(ride.bib), ""),
            "since": words.clock(ride.since_ms, view.zone, view.race_now_ms),
            "seen": _seen(ride, view),
        }
        for ride in aboard
    ]
    left = None if here.seats is None else max(0, here.seats - len(aboard))
    return {
        "rows": rows,
        "seats": here.seats,
        "left": left,
        "others": others,
        "place": _place(here, plan, view),
    }


def _place(here: VanView, plan: RacePlan, view: RaceView) -> str:
    """Return where the van said it is."""
    if here.along_m is None or here.place_ms is None:
        return ""
    name = next((one.name for one in plan.distances if one.id == here.distance), here.distance)
    at = words.clock(here.place_ms, view.zone, view.race_now_ms)
    return f"{words.place(here.along_m)} of the {name}, said at {at}"


def _done(said: RideSaid, view: RaceView) -> dict[str, str]:
    return {
        "bib": said.bib,
        "says": f"{van_words.done(said)}, {words.clock(said.at_ms, view.zone, view.race_now_ms)}",
        "wrong": "" if said.known else "Nobody wears this bib. Mistyped? Undo it and key it again.",
        "source": said.source,
        "id": said.id,
    }
