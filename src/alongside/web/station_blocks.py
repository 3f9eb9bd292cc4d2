"""What each block of a station's page needs: views turned into words, first names only where allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from alongside.events.link import Consents, Role
from alongside.live.ports import People, Shown
from alongside.live.station_views import KeyedView, StationView
from alongside.live.views import RaceView
from alongside.supporters.may_see import Moment, Subject, Viewer, may_see
from alongside.units import normal_code
from alongside.web import station_advice, station_words, words
from alongside.web.keep_open_forms import form_of
from alongside.web.messages import with_words
from alongside.web.site import Site
from alongside.web.station_chart import chart
from alongside.web.time_blocks import clock_block

CALLED = {"control": "race control", "runner": "the runner", "guardian": "her guardian", "van": "the van"}
SAYS = ("all_well", "out_of_water", "water_back", "open", "packed_up")


def station_blocks(site: Site, shown: Shown, id_: str, role: Role) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs, in the order of the page."""
    view = shown.views.control
    station = next((one for one in view.stations if one.id == id_), None)
    player = site.player.state() if site.player else None
    if station is None:
        return {**_unknown(view), "clock": {"c": clock_block(view, shown.rate, player)}}
    blocks = {
        "headline": _headline(site.people, station, view),
        "clock": {"c": clock_block(view, shown.rate, player)},
        "keyed": _keyed(site, station, view, role),
        "now": _now(station, view, role),
        "chart": {"chart": chart(station.arrivals, view.zone, view.race_now_ms), "name": station.name},
        "say": _say(site.people, station, view),
    }
    if role == "control":
        blocks["until"] = until_block(site.people, station, view)
    return blocks


def who_said(people: People, by: str) -> str:
    """Return who wrote a row, by the holder of the link where it has one: ``station/w9/12``."""
    role, _, rest = by.partition("/")
    id_ = rest.rpartition("/")[2]
    link = people.link_of(int(id_)) if id_.isascii() and id_.isdigit() else None
    called = CALLED.get(role, role)
    return f"{link.holder} ({called})" if link is not None and link.holder else called


def first_names(site: Site, bibs: Iterable[str], role: Role) -> dict[str, str]:
    """Return the first names, by normalised bib, of those who allow a viewer of this role to know them."""
    wanted = {normal_code(bib) for bib in bibs}
    persons, consents = site.people.persons(wanted), site.people.consents(wanted)
    moment, viewer = Moment(site.now_ms(), site.over_ms()), Viewer(role)
    found: dict[str, list[str]] = defaultdict(list)
    for (bib, position), person in sorted(persons.items()):
        subject = Subject(bib, position, consents=consents.get((bib, position), Consents()))
        if person.name.strip() and may_see(viewer, subject, "first_name", moment):
            found[bib].append(person.name.split()[0])
    return {bib: ", ".join(names) for bib, names in found.items()}


def _unknown(view: RaceView) -> dict[str, dict[str, Any]]:
    said = "The figures are being worked out. This page fills in a few seconds; reload if it does not."
    if view.stations:
        said = "This station is not in the race's plan now. Ask race control what became of it."
    return {"headline": {"first": said, "notes": [], "messages": []}}


def _headline(people: People, station: StationView, view: RaceView) -> dict[str, Any]:
    said = [m for m in view.messages if m.to in ("everybody", "stations") or _is_for(m.stretches, station)]
    return {
        "first": station_words.sentence(station, view.zone, view.race_now_ms),
        "notes": station_words.notes(station, view.zone, view.race_now_ms),
        "messages": with_words(people, said, view.zone, view.race_now_ms),
    }


def _is_for(stretches: tuple[tuple[str, float, float], ...], station: StationView) -> bool:
    """Return whether a message to a stretch is for this station: it stands there."""
    return any(
        one.distance == distance and from_m <= one.along_m <= to_m
        for one in station.passes
        for distance, from_m, to_m in stretches
    )


def _keyed(site: Site, station: StationView, view: RaceView, role: Role) -> dict[str, Any]:
    names = first_names(site, (row.bib for row in station.keyed), role)
    rows = [_keyed_row(row, names, view) for row in station.keyed]
    return {
        "rows": rows,
        "counts": [
            (words.number(station.keyed_in), "in"),
            (words.number(station.keyed_out), "out"),
            (words.number(station.keyed_dropped), "dropped out"),
        ],
        "unknown": list(station.keyed_unknown),
        "waits": [
            f"Bib {ride.wears or ride.bib} waits here for the van since "
            f"{words.clock(ride.since_ms, view.zone, view.race_now_ms)}. Stay with her."
            for ride in view.rides
            if ride.state == "waiting" and ride.station == station.name
        ],
    }


def _keyed_row(row: KeyedView, names: dict[str, str], view: RaceView) -> dict[str, str]:
    wrong = "" if row.known else "Nobody wears this bib. Mistyped? Undo it and key it again."
    if row.known and not row.fits:
        wrong = "She cannot be here now, by the mats. Mistyped? Look at the bib again."
    return {
        "bib": row.bib,
        "name": names.get(normal_code(row.bib), ""),
        "what": station_words.KEYED[row.what],
        "when": words.clock(row.at_ms, view.zone, view.race_now_ms),
        "wrong": wrong,
        "source": row.source,
        "id": row.id,
    }


def _now(station: StationView, view: RaceView, role: Role) -> dict[str, Any]:
    zone, now_ms = view.zone, view.race_now_ms
    facts = [
        (words.number(station.closing.still), "still to come"),
        (words.number(station.soon), "in the next 10 minutes"),
        (words.number(station.passed), "have passed"),
    ]
    first = _first(station, view) if station.state in ("before", "waiting") else ""
    return {
        "facts": facts,
        "pace": station_words.pace(station, zone, now_ms),
        "others": [*station_advice.others_coming(station), *station_words.others(station)],
        "when": [one for one in (first, station_advice.last_words(station, zone, now_ms)) if one],
        "needs": station_advice.needs_words(station),
        "last_bib": station.last_bib if role != "station" else "",
        "passes": [station_words.pass_words(one, zone, now_ms) for one in station.passes],
        "about": station_words.ABOUT,
        "hours": station_words.hours(station, zone, now_ms),
        "sweeps": [
            f"{name} planned here about {words.clock(ms, zone, now_ms)}." for name, ms in station.sweeps
        ],
    }


def _first(station: StationView, view: RaceView) -> str:
    if station.first_ms is None:
        return ""
    return f"The first: about {words.clock(station.first_ms, view.zone, view.race_now_ms)} or later."


def _say(people: People, station: StationView, view: RaceView) -> dict[str, Any]:
    against = station_advice.warning(station, view.zone, view.race_now_ms)
    return {
        "last": said_last(people, station, view),
        "undo": station.said,
        "key": str(station.words_said),
        "says": [(word, station_words.WORDS[word], word == _now_said(station)) for word in SAYS],
        "sure": f"{against}. Press again to say packed up",
    }


def until_block(people: People, station: StationView, view: RaceView) -> dict[str, Any]:
    """Return what race control decides of a station, and what it decides by."""
    zone, now_ms, kept = view.zone, view.race_now_ms, station.kept_open
    says = None
    if kept is not None:
        until, when = (words.clock(ms, zone, now_ms) for ms in (kept.until_ms, kept.at_ms))
        text = people.texts([kept.text_id]).get(kept.text_id, "") if kept.text_id else ""
        why = f": {text}" if text else ""
        said = f"Kept open until {until}{why} ({when}, {who_said(people, kept.by)})"
        says = {"says": said, "source": kept.source, "id": kept.id}
    lines = station_advice.control_lines(station, zone, now_ms)
    return {"lines": lines, "kept": says, "form": form_of(station, view)}


def _now_said(station: StationView) -> str:
    return station.said.said if station.said else ""


def said_last(people: People, station: StationView, view: RaceView) -> str:
    """Return what a station said last, in its words: when, and who said it; empty before it said anything."""
    said = station.said
    if said is None:
        return ""
    text = people.texts([said.text_id]).get(said.text_id, "") if said.text_id else ""
    when = words.clock(said.at_ms, view.zone, view.race_now_ms)
    ago = words.ago(said.at_ms, view.race_now_ms)
    word = station_words.WORDS[said.said] + (f": {text}" if text else "")
    return f"{word} ({when}, {ago}, {who_said(people, said.by)})"
