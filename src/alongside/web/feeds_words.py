"""What the feeds page says: a view and the tallies turned into words; templates only place them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.crossings.clocks import SYSTEM
from alongside.crossings.hearing import EARLY_MS
from alongside.feeds.tally import Tally
from alongside.live.feed_views import ClockWord, DeviceView, FeedsView, FeedView
from alongside.live.ports import People, Shown
from alongside.live.views import MatView, RaceView, Severity
from alongside.units import MS_PER_S, show_duration, show_span
from alongside.web import words
from alongside.web.form_keys import FormKeys
from alongside.web.time_blocks import clock_block

LATE_MS = 10 * 60_000  # reads that come so late hide who is where
ALIKE_MS = 5_000
NONE = "No read has come yet."
TRUSTED = "Timing can be trusted: every mat reads that should, every clock is right or corrected."
PER_MIN = 5  # minutes that "recent" covers
SAYS: dict[Severity, str] = {
    "calm": "All calm", "look": "Look at this", "act": "Act now",
}  # fmt: skip
KINDS = {
    "raceresult": "RACE RESULT exporter", "csv": "growing CSV", "posted": "posted as JSON",
    "official": "the timing company's word",
}  # fmt: skip
Said = list[tuple[Severity, str]]


def feeds_blocks(
    shown: Shown,
    tallies: Mapping[str, Tally],
    keys: FormKeys,
    player_state: Any = None,
    people: People | None = None,
) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs, in the order of the page.

    ``people`` knows the reasons of refusals as they were told; without it they lack what they quote.
    """
    view, feeds = shown.views.control, shown.views.feeds or FeedsView((), (), (), 0, (), 0)
    text_ids = [id_ for feed in feeds.feeds for id_ in feed.text_ids]
    texts = people.texts(text_ids) if people and text_ids else {}
    minded, rest = _parted(view, feeds)
    return {
        "headline": _headline(view, feeds, tallies),
        "clock": {"c": clock_block(view, shown.rate, player_state)},
        "mats": {"mats": [_mat(mat, view) for mat in sorted(view.mats, key=lambda one: not one.silent)]},
        "devices": {
            "total": len(feeds.devices),
            "devices": [_device(one, view, keys) for one in minded],
            "rest": [_device_line(one, view) for one in rest],
        },
        "set": {
            "devices": [(one.device, _called(one)) for one in sorted(feeds.devices, key=_called)],
            "key": _set_key(feeds, keys),
        },
        "feeds": {"feeds": [_feed(one, tallies.get(one.id), view, texts) for one in feeds.feeds]},
        "strangers": _unknown(view, feeds),
        "official": _official(view, feeds),
    }


def _headline(view: RaceView, feeds: FeedsView, tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """Return whether timing can be trusted now, and what speaks against it, the worst first."""
    said = [*_silent(view), *_files(tallies), *_clocks(feeds), *_late(feeds)]
    said.sort(key=lambda one: ("act", "look", "calm").index(one[0]))
    severity: Severity = said[0][0] if said else "calm"
    sentences = [sentence for _, sentence in said]
    if not feeds.devices:
        return {"severity": severity, "says": "Nothing yet", "first": NONE, "more": sentences}
    if severity == "calm":
        sentences.insert(0, TRUSTED)
    return {"severity": severity, "says": SAYS[severity], "first": sentences[0], "more": sentences[1:]}


def _silent(view: RaceView) -> Said:
    return [
        ("act", f"Do not trust {mat.name}: {words.some(mat.due, 'runner was', 'runners were')} due "
         "there in the last 10 min and no read came.")
        for mat in view.mats if mat.silent
    ]  # fmt: skip


def _files(tallies: Mapping[str, Tally]) -> Said:
    return [("look", f"Feed {feed}: {tally.state}") for feed, tally in tallies.items() if not tally.is_well]


def _clocks(feeds: FeedsView) -> Said:
    said: Said = []
    for one in feeds.devices:
        if one.late_ms < -EARLY_MS:
            ahead = show_span(-one.late_ms / MS_PER_S)
            future = f"The clock of {_called(one)} seems {ahead} ahead: its reads come from the future."
            said.append(("act", future))
        elif one.ahead_ms:
            wrong = f"The clock of {_called(one)} is {_ahead(one.ahead_ms)}; its times are corrected."
            said.append(("calm", wrong))
    off_ms = [one.ahead_ms for one in feeds.devices]
    if len(off_ms) > 2 and all(off_ms) and max(off_ms) - min(off_ms) < ALIKE_MS:
        said.append(("look", "All clocks are wrong alike: look at the clock of this computer."))
    return said


def _late(feeds: FeedsView) -> Said:
    return [
        ("look", f"Reads of {_called(one)} come {show_span(one.late_ms / MS_PER_S)} late: "
         "who passed there is seen that much later.")
        for one in feeds.devices if one.late_ms > LATE_MS
    ]  # fmt: skip


def _called(one: DeviceView) -> str:
    """Return a device by its name; a reader that is called as its source is, only once."""
    source, _, reader = one.device.partition("/")
    return source if source == reader else one.device


def _parted(view: RaceView, feeds: FeedsView) -> tuple[list[DeviceView], list[DeviceView]]:
    """Return the devices that somebody should look at, and those that are right and in time."""
    silent = [name.lower() for mat in view.mats if mat.silent for name in (mat.id, mat.name)]
    minded = [one for one in feeds.devices if _matters(one, silent)]
    return minded, [one for one in feeds.devices if one not in minded]


def _matters(one: DeviceView, silent: list[str]) -> bool:
    """Return whether a clock is wrong, corrected or left to people, reads come late, or its mat is silent."""
    is_off = bool(one.words) or bool(one.ahead_ms) or one.late_ms < -EARLY_MS or one.by_people
    return is_off or one.late_ms > LATE_MS or any(_is_at(one, mat) for mat in silent)


def _is_at(one: DeviceView, mat: str) -> bool:
    """Return whether a device is called after a mat, as ``30k-a`` or ``van/30k``; nothing else tells."""
    parts = one.device.lower().split("/")
    return any(part == mat or part.startswith((f"{mat}-", f"{mat}_")) for part in parts)


def _device_line(one: DeviceView, view: RaceView) -> tuple[str, str]:
    reads = words.some(one.reads, "read", "reads")
    return _called(one), f"{reads}, last heard {_when(one.received_ms, view)}"


def _ahead(ahead_ms: int) -> str:
    """Return how a clock is wrong: ``0:13:13 ahead``, ``0:00:40 behind``, ``right``."""
    if not ahead_ms:
        return "right"
    return f"{show_duration(abs(ahead_ms) / MS_PER_S)} {'ahead' if ahead_ms > 0 else 'behind'}"


def _mat(mat: MatView, view: RaceView) -> dict[str, Any]:
    state = "Reading" if mat.recent else "Quiet"
    return {
        "name": mat.name,
        "silent": mat.silent,
        "state": "Silent: no read in 10 min" if mat.silent else state if mat.reads else "Not read yet",
        "last": _when(mat.last_read_ms, view),
        "rate": f"{mat.recent / PER_MIN:.0f}" if mat.recent >= PER_MIN else f"{mat.recent / PER_MIN:.1f}",
        "due": words.number(mat.due),
        "reads": words.number(mat.reads),
    }


def _when(at_ms: int | None, view: RaceView) -> str:
    if at_ms is None or at_ms < 0:
        return "never"
    now_ms = view.race_now_ms
    return f"{words.clock(at_ms, view.zone, now_ms, seconds=True)}, {words.ago(at_ms, now_ms)}"


def _device(one: DeviceView, view: RaceView, keys: FormKeys) -> dict[str, Any]:
    late = "under 2 s" if abs(one.late_ms) < 2 * MS_PER_S else show_span(one.late_ms / MS_PER_S)
    return {
        "name": _called(one),
        "heard": _when(one.received_ms, view),
        "reads": words.number(one.reads),
        "late": f"{late} early: impossible" if one.late_ms <= -2 * MS_PER_S else late,
        "clock": _ahead(one.ahead_ms),
        "corrected": bool(one.words),
        "left": one.by_people and not any(word.by != SYSTEM for word in one.words),
        "words": [_word(word, view, keys) for word in one.words],
    }


def _word(word: ClockWord, view: RaceView, keys: FormKeys) -> dict[str, str]:
    since = "" if not word.from_ms else f", from {words.clock(word.from_ms, view.zone, view.race_now_ms)} on"
    who = "noticed by the system" if word.by == SYSTEM else f"said by {word.by}"
    said = words.clock(word.at_ms, view.zone, view.race_now_ms)
    why = f": {word.reason}" if word.reason else ""
    return {
        "words": f"{_ahead(word.ahead_ms)}{since}; {who} at {said}{why}.",
        "source": word.source,
        "id": word.id,
        "key": keys("undo", word.source, word.id),
    }


def _set_key(feeds: FeedsView, keys: FormKeys) -> str:
    """Return a key that is another one once something was said of a clock."""
    return keys("clock", str(sum(one.said for one in feeds.devices)))


def _feed(feed: FeedView, tally: Tally | None, view: RaceView, texts: Mapping[str, str]) -> dict[str, Any]:
    text_ids = [*feed.text_ids, *[""] * len(feed.reasons)]
    return {
        "id": feed.id,
        "kind": KINDS.get(feed.kind, feed.kind),
        "reads": words.number(feed.reads),
        "repeats": words.number(tally.repeats) if tally else "0",
        "markers": words.number(tally.markers) if tally and tally.markers else "",
        "refused": words.number(feed.refused),
        "state": tally.state if tally else "",
        "reasons": [
            f"{words.clock(at_ms, view.zone, view.race_now_ms)}: {texts.get(text_id, why)}"
            for (at_ms, why), text_id in zip(feed.reasons, text_ids, strict=False)
        ],
    }


def _unknown(view: RaceView, feeds: FeedsView) -> dict[str, Any]:
    rows = [
        {"code": one.code, "reads": words.some(one.reads, "read", "reads"), "mat": one.mat,
         "last": _when(one.at_ms, view)}
        for one in feeds.unknown
    ]  # fmt: skip
    return {"rows": rows, "total": feeds.unknown_total}


def _official(view: RaceView, feeds: FeedsView) -> dict[str, Any]:
    rows = [
        {"bib": one.bib, "what": one.what, "when": words.clock(one.at_ms, view.zone, view.race_now_ms)}
        for one in feeds.official
    ]
    return {"rows": rows, "total": feeds.official_total}
