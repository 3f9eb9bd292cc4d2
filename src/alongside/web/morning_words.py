"""What the page of race morning says: what stands now, and everything that was decided, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from alongside.live.headline import notice_sentence
from alongside.live.morning_views import Decided, MorningView, WaveView
from alongside.live.ports import People
from alongside.live.said_by import link_id_of, said_by
from alongside.live.views import Headline, MessageView, RaceView
from alongside.units import show_km
from alongside.web import words

MOST_DECIDED = 60


def now_block(view: RaceView, morning: MorningView, people: People) -> dict[str, Any]:
    """Return what stands now, the gravest first; one calm sentence when everything goes as planned."""
    ids = [one.text_id for one in view.notices] + [one.text_id for one in view.messages]
    texts = people.texts(id_ for id_ in ids if id_)
    notices = sorted(view.notices, key=lambda one: one.what != "stopped")
    said = [with_why(notice_sentence(one, view.zone), texts.get(one.text_id, "")) for one in notices]
    said += [sentence for wave in morning.waves if (sentence := _wave(wave, morning, view))]
    said += [_message(one, view, texts) for one in view.messages]
    return {"says": said or ["Everything stands as it was planned."]}


def decided_block(view: RaceView, morning: MorningView, people: People, new_key: Any) -> dict[str, Any]:
    """Return what was decided, the newest first, with the words and the holders' names joined."""
    shown = morning.decided[:MOST_DECIDED]
    texts = people.texts(one.text_id for one in shown if one.text_id)
    rows = [_decided(one, view, people, texts, new_key) for one in shown]
    return {"rows": rows, "total": morning.decided_total}


def headline_with_whys(headline: Headline, people: People) -> tuple[str, tuple[str, ...]]:
    """Return the headline's first sentence and the others, each with the words that belong behind it."""
    if not headline.whys:
        return headline.first, headline.more
    texts = people.texts(headline.whys.values())
    whys = {sentence: texts.get(text_id, "") for sentence, text_id in headline.whys.items()}
    first, *more = (with_why(one, whys.get(one, "")) for one in (headline.first, *headline.more))
    return first, tuple(more)


def with_why(sentence: str, why: str) -> str:
    """Return a sentence with its why behind it.

    >>> with_why("The race was stopped at 10:42 by race control.", "lightning")
    'The race was stopped at 10:42 by race control: lightning.'
    """
    if not why:
        return sentence
    return f"{sentence.rstrip('.')}: {why.rstrip()}{'' if why.rstrip()[-1:] in '.!?' else '.'}"


def who(people: People, by: str) -> str:
    """Return who said something: the role, and by name whoever holds the link."""
    link_id = link_id_of(by)
    link = None if link_id is None else people.link_of(link_id)
    holder = link.holder if link is not None else ""
    return f"{said_by(by)} ({holder})" if holder else said_by(by)


def _wave(wave: WaveView, morning: MorningView, view: RaceView) -> str:
    gun = words.clock(wave.gun_ms, view.zone, view.race_now_ms, seconds=wave.gun_ms % 60_000 != 0)
    if wave.starts_with != wave.id:
        root = next(one.name for one in morning.waves if one.id == wave.starts_with)
        return f"{wave.name} starts with {root}: gun {gun}."
    if wave.gun_ms // 60_000 == wave.planned_ms // 60_000:
        return ""
    planned = words.clock(wave.planned_ms, view.zone, view.race_now_ms)
    return f"{wave.name}: gun {gun} instead of {planned}."


def _message(message: MessageView, view: RaceView, texts: Mapping[str, str]) -> str:
    since = words.clock(message.at_ms, view.zone, view.race_now_ms)
    return f"Message {to_whom(message, view)} since {since}: “{texts.get(message.text_id, '')}”"


def to_whom(message: MessageView, view: RaceView) -> str:
    """Return whom a message is for."""
    if message.to != "stretch":
        return "to everybody" if message.to == "everybody" else "to all stations"
    if not message.stretches:
        return "to a stretch that is no longer on the course"
    names = {one.id: one.name for one in view.distances}
    distance, from_m, to_m = message.stretches[0]
    return f"to {show_km(from_m)} to {show_km(to_m)} of the {names.get(distance, distance)}"


def _decided(
    one: Decided, view: RaceView, people: People, texts: Mapping[str, str], new_key: Any
) -> dict[str, Any]:
    now_ms, zone = view.race_now_ms, view.zone
    back = ""
    if one.undone_ms is not None:
        back = f"Taken back at {words.clock(one.undone_ms, zone, now_ms)} by {who(people, one.undone_by)}."
    return {
        "when": words.clock(one.at_ms, zone, now_ms),
        "what": one.what,
        "by": who(people, one.by) if one.by else "the race folder",
        "why": texts.get(one.text_id, ""),
        "back": back,
        "undo": one.can_undo and one.undone_ms is None,
        "source": one.source,
        "id": one.id,
        "key": new_key(),
    }


def choices(pairs: Iterable[tuple[str, str]], chosen: str = "") -> list[dict[str, Any]]:
    """Return the options of a choice: value, words, and whether it is chosen."""
    return [{"value": value, "words": text, "chosen": value == chosen} for value, text in pairs]
