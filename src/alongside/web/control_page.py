"""What race control's page says: a view turned into words, block by block; templates only place them."""

from __future__ import annotations

from typing import Any

from alongside.live.ports import People, Player, Shown
from alongside.live.views import DistanceView, MatView, Question, RaceView
from alongside.web import strip, words
from alongside.web.claim_words import claim_row
from alongside.web.control_hand import missing_block, noticed_block, overdue_block, todo_block
from alongside.web.control_headline import headline_block
from alongside.web.form_keys import FormKeys
from alongside.web.keep_open_forms import asks
from alongside.web.tail_rows import TAIL_NOTE, tail_rows
from alongside.web.time_blocks import clock_block, player_block

MOST_QUESTIONS = 20
MOST_SETTLED = 10
MOST_UNKNOWN = 20


def control_blocks(
    shown: Shown, keys: FormKeys, player: Player | None, people: People | None = None
) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs, in its order: what needs a hand, then what is for looking.

    ``people`` knows the words that belong behind a sentence; without it there is no why.
    """
    view = shown.views.control
    keys.keep_only(
        [(q.source, q.id) for q in view.questions] + [(s.ruling_source, s.ruling_id) for s in view.settled]
    )
    blocks = {
        "headline": headline_block(view, people),
        "clock": {"c": clock_block(view, shown.rate, player.state() if player else None)},
        "todo": todo_block(view),
        "overdue": overdue_block(view),
        "accounted": missing_block(view, people),
        "silent": {"mats": [_mat(mat, view) for mat in view.mats if mat.silent]},
        "asks": {"asks": asks(view)},
        "claims": _claims(view, people),
        "noticed": noticed_block(view),
        "questions": _questions(view, keys),
        "distances": _distances(view),
        "tail": {"note": TAIL_NOTE, "distances": [tail_rows(d, view) for d in view.distances]},
        "stretches": {"distances": [_stretches(d) for d in view.distances]},
        "feeds": _feeds(view),
    }
    if player is not None:
        blocks["player"] = player_block(player.state(), player.chapters, view.zone, view.race_now_ms)
    return blocks


def _claims(view: RaceView, people: People | None) -> dict[str, Any]:
    """Return who is said to have dropped out; a press goes where the radio page's goes."""
    rows = [claim_row(people, claim, view) for claim in view.claims] if people is not None else []
    return {"claims": rows, "to": "radio/drop"}


def _distances(view: RaceView) -> dict[str, Any]:
    longest_m = max((d.length_m for d in view.distances), default=1.0)
    most = strip.most_per_m(view.distances)
    rows = [
        {
            "id": d.id,
            "name": d.name,
            "entered": words.number(d.counts.entered),
            "counts": words.count_items(d.counts),
            "strip": strip.draw(d, view.sweeps, longest_m=longest_m, most_per_m=most, last_m=d.last_m),
            "sweeps": [
                words.sweep_sentence(s, view.zone, view.race_now_ms, tell_behind=True)
                for s in view.sweeps
                if s.distance == d.id
            ],
            "marks": strip.whereabouts(d.marks, view.zone, view.race_now_ms),
        }
        for d in view.distances
    ]
    sweeps = [(f"sweeps/{sweep.id}/", sweep.name) for sweep in view.sweeps]
    return {"distances": rows, "sweeps": sweeps}


def _stretches(distance: DistanceView) -> dict[str, Any]:
    """Return the stretches that somebody is on, and on how many nobody is."""
    rows = [
        (f"{s.from_name} to {s.to_name}", f"km {s.from_m / 1000:.1f}–{s.to_m / 1000:.1f}", s.on_course)
        for s in distance.stretches
        if s.on_course
    ]
    return {"name": distance.name, "rows": rows, "empty": len(distance.stretches) - len(rows)}


def _questions(view: RaceView, keys: FormKeys) -> dict[str, Any]:
    names = {mat.id: mat.name for mat in view.mats}
    return {
        "total": len(view.questions),
        "rules": sorted((rule.replace("_", " "), n) for rule, n in view.question_counts.items() if n),
        "rows": [_question(q, names, view, keys) for q in view.questions[:MOST_QUESTIONS]],
        "settled": [
            {
                "words": f"Bib {s.bib} at {names.get(s.mat, s.mat)}, "
                f"{words.clock(s.at_ms, view.zone, view.race_now_ms, seconds=True)}",
                "verdict": "counts" if s.verdict == "confirmed" else "thrown out",
                "by": s.by,
                "source": s.ruling_source,
                "id": s.ruling_id,
                "key": keys("undo", s.ruling_source, s.ruling_id),
            }
            for s in view.settled[:MOST_SETTLED]
        ],
        "settled_total": len(view.settled),
    }


def _question(q: Question, names: dict[str, str], view: RaceView, keys: FormKeys) -> dict[str, str]:
    when = words.clock(q.at_ms, view.zone, view.race_now_ms, seconds=True)
    return {
        "words": f"Bib {q.bib} at {names.get(q.mat, q.mat)}, {when}",
        "sentence": q.sentence,
        "source": q.source,
        "id": q.id,
        "yes": keys("confirmed", q.source, q.id),
        "no": keys("thrown_out", q.source, q.id),
    }


def _feeds(view: RaceView) -> dict[str, Any]:
    unknown = sorted(view.unknown_codes.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "mats": [_mat(mat, view) for mat in view.mats if not mat.silent],
        "silent": sum(mat.silent for mat in view.mats),
        "says": _mats_say(view),
        "unknown": [(code, words.some(n, "read", "reads")) for code, n in unknown[:MOST_UNKNOWN]],
        "unknown_total": len(unknown),
    }


def _mats_say(view: RaceView) -> str:
    """Return how the mats stand; one that nobody was due at yet is neither heard nor silent."""
    silent = sum(mat.silent for mat in view.mats)
    heard = sum(mat.last_read_ms is not None for mat in view.mats)
    if silent:
        return f"{silent} silent"
    if heard == 0:
        return "none has been heard yet"
    return "none is silent" if heard < len(view.mats) else "all are heard"


def _mat(mat: MatView, view: RaceView) -> dict[str, Any]:
    now_ms = view.race_now_ms
    last = mat.last_read_ms
    return {
        "name": mat.name,
        "silent": mat.silent,
        "state": _mat_state(mat),
        "last": f"{words.clock(last, view.zone, now_ms, seconds=True)}, {words.ago(last, now_ms)}"
        if last is not None
        else "never",
        "recent": words.number(mat.recent),
        "reads": words.number(mat.reads),
    }


def _mat_state(mat: MatView) -> str:
    if mat.silent:
        return f"Silent: {some_due(mat.due)} in the last 10 min, no read came"
    if mat.recent:
        return "Reading"
    return "Quiet: nobody was due" if mat.due == 0 else f"Quiet so far: {some_due(mat.due)}"


def some_due(due: int) -> str:
    """Return how many runners a mat was waiting for."""
    return words.some(due, "runner was due", "runners were due")
