"""Forms about the race: guns, merged waves, stops, diversions, messages.

Each function reads one form and returns a :class:`Proposal`; ``ValueError`` says what was found and what
to write. Nothing is written here: the page asks once more, in the words of the proposal.
"""

from __future__ import annotations

import msgspec

from alongside.events.bodies import GunBody, MergeBody, MessageBody, NoticeBody
from alongside.events.plan import Distance
from alongside.units import MS_PER_S, show_km, show_span
from alongside.web import morning_input as read
from alongside.web.morning_desk import Desk, Proposal
from alongside.web.morning_input import Form
from alongside.web.words import some

UNUSUAL_S = 60 * 60


def gun(form: Form, desk: Desk) -> Proposal:
    """A gun later or earlier than planned, said in advance or afterwards."""
    wave, why = read.wave_of(form, "wave", desk.plan), read.words(form)
    view = desk.wave(wave.id)
    gun_ms = read.moment_ms(read.field(form, "at", "The time of the gun"), desk.plan, view.gun_ms)
    away_s = (gun_ms - wave.gun_ms) / MS_PER_S
    if abs(away_s) > read.FURTHEST_S:
        raise ValueError(f"{desk.clock(gun_ms)} is {show_span(away_s)} from the planned gun. Check the time.")
    mind = []
    if abs(away_s) > UNUSUAL_S:
        mind.append(f"That is {show_span(away_s)} {'after' if away_s > 0 else 'before'} the planned gun.")
    if view.starts_with != wave.id:
        mind.append(f"{wave.name} starts with {desk.wave(view.starts_with).name} and goes by that gun.")
    moved = f"gun {desk.clock(gun_ms)} instead of {desk.clock(view.gun_ms)}"
    said = f"{wave.name}: {moved}, {_runners(view.runners)}."
    limits = "Limits that count from this gun move with it. Cutoffs and closing times stay on the clock."
    return Proposal((GunBody(wave.id, gun_ms, desk.by, desk.text_id(why)),), (said, limits), tuple(mind), why)


def merge(form: Form, desk: Desk) -> Proposal:
    """A wave that starts together with another one."""
    wave, into = read.wave_of(form, "wave", desk.plan), read.wave_of(form, "into", desk.plan)
    view, other, why = desk.wave(wave.id), desk.wave(into.id), read.words(form)
    if wave.id == into.id:
        raise ValueError(f"{wave.name} cannot start with itself. Choose another wave.")
    if other.starts_with != into.id:
        root = desk.wave(other.starts_with).name
        raise ValueError(f"{into.name} itself starts with {root}. Take that back first, or choose {root}.")
    behind = [w.name for w in desk.morning.waves if w.starts_with == wave.id != w.id]
    if behind:
        raise ValueError(f"{behind[0]} starts with {wave.name}. Take that back before you merge {wave.name}.")
    said = f"{wave.name} starts with {into.name}: gun {desk.clock(other.gun_ms)}, {_runners(view.runners)}."
    more = f"Its own gun, {desk.clock(view.gun_ms)}, counts for nobody any more."
    return Proposal((MergeBody(wave.id, into.id, desk.by, desk.text_id(why)),), (said, more), (), why)


def stop(form: Form, desk: Desk) -> Proposal:
    """The race stopped, on one distance or on all."""
    distance, why = read.distance_of(form, desk.plan, all_too=True), read.words(form)
    if all(one.interrupted == "stopped" for one in desk.meant(distance)):
        raise ValueError(f"{_whom(distance)} is stopped already. Nothing was changed.")
    said = f"{_whom(distance)} is stopped now: {_out(desk, distance)} on the course."
    more = (
        "Everybody reads that it is stopped; why is for race control, unless you tell everybody.",
        "While it is stopped nobody is flagged as overdue, and expected times do not hold.",
    )
    return _notice(form, desk, NoticeBody("stopped", desk.by, _id_of(distance)), (said, *more), why)


def divert(form: Form, desk: Desk) -> Proposal:
    """A distance led another way: a stretch of its course is left out."""
    distance, why = read.distance_of(form, desk.plan), read.words(form)
    if distance is None:
        raise ValueError("Choose the distance that is led another way.")
    from_m, to_m = read.stretch(form, distance)
    left_out = [s.name for s in distance.splits if from_m <= s.along_m <= to_m]
    mats = f"Nobody is expected at: {', '.join(left_out)}." if left_out else "No mat lies on that stretch."
    said = f"The {distance.name} leaves out {show_km(from_m)} to {show_km(to_m)} from now on."
    body = NoticeBody("diverted", desk.by, distance.id, from_m, to_m)
    more = (mats, "Expected times and places on the map do not hold until the whole course is run again.")
    return _notice(form, desk, body, (said, *more), why)


def resume(form: Form, desk: Desk) -> Proposal:
    """The race goes on; where nothing is stopped, the whole course is run again."""
    distance, why = read.distance_of(form, desk.plan, all_too=True), read.words(form)
    meant = {one.id: one.interrupted for one in desk.meant(distance)}
    stopped = "stopped" in meant.values()
    diverted = any(one.what == "diverted" and one.distance in meant for one in desk.control.notices)
    if not stopped and not diverted:
        raise ValueError(f"{_whom(distance)} is neither stopped nor led another way. Nothing was changed.")
    said = f"{_whom(distance)} goes on now: {_out(desk, distance)} on the course."
    more = "Time in which it was stopped makes nobody overdue."
    if not stopped:
        said = f"{_whom(distance)} runs the whole course again from now on."
        more = "Who is on the diversion now is not expected at the mats it leaves out."
    elif diverted:
        more += " What is led another way stays so."
    return _notice(form, desk, NoticeBody("resumed", desk.by, _id_of(distance)), (said, more), why)


def message(form: Form, desk: Desk) -> Proposal:
    """A message to everybody, to all stations, or to whoever is on a stretch."""
    to, text = form.get("whom", ""), read.words(form, "words")
    if not text:
        raise ValueError("The message is empty. Go back and write it.")
    if to == "everybody":
        said = "Everybody reads this: the public page, every runner's page, every station."
        return Proposal((MessageBody("everybody", desk.by, desk.key),), (said, f"“{text}”"), (), text)
    if to == "stations":
        said = f"All {len(desk.plan.stations)} stations read this on their pages."
        return Proposal((MessageBody("stations", desk.by, desk.key),), (said, f"“{text}”"), (), text)
    if to != "stretch":
        raise ValueError("Choose whom the message is for: everybody, all stations, or a stretch.")
    distance = read.distance_of(form, desk.plan)
    if distance is None:
        raise ValueError("Choose the distance on which the stretch lies.")
    from_m, to_m = read.stretch(form, distance)
    body = MessageBody("stretch", desk.by, desk.key, distance.id, from_m, to_m)
    where = f"{show_km(from_m)} to {show_km(to_m)} of the {distance.name}"
    said = f"Whoever is on {where} reads this on her page; so does who shares that road."
    return Proposal((body,), (said, f"“{text}”"), (), text)


def _notice(form: Form, desk: Desk, body: NoticeBody, says: tuple[str, ...], why: str) -> Proposal:
    """Return a notice; with the same words as a message to everybody, where that was ticked."""
    named = msgspec.structs.replace(body, text_id=desk.text_id(why))
    if not form.get("tell"):
        return Proposal((named,), says, (), why)
    if not why:
        raise ValueError(
            "You ticked that everybody is told, and wrote no words. Write what they should read."
        )
    told = MessageBody("everybody", desk.by, desk.key)
    return Proposal((named, told), (*says, f"Everybody reads: “{why}”"), (), why)


def _runners(count: int) -> str:
    return some(count, "runner", "runners")


def _id_of(distance: Distance | None) -> str:
    return "" if distance is None else distance.id


def _whom(distance: Distance | None) -> str:
    return "The race" if distance is None else f"The {distance.name}"


def _out(desk: Desk, distance: Distance | None) -> str:
    return _runners(sum(one.counts.on_course for one in desk.meant(distance)))
