"""The forms of race morning by their names, and those about one runner: transfer, swap, status; and undo.

Each function reads one form and returns a :class:`Proposal`; ``ValueError`` says what was found and what
to write. Nothing is written here: the page asks once more, in the words of the proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alongside.events.bodies import RulingStatusBody, Status, SwapBody, TransferBody, UndoBody
from alongside.events.plan import Distance
from alongside.live.decided import BECAME
from alongside.live.views import RunnerView
from alongside.units import normal_code
from alongside.web import morning_input as read
from alongside.web import morning_race_forms as of_race
from alongside.web.morning_desk import Desk, Proposal
from alongside.web.morning_input import Form

NOW = {**BECAME, "on_course": "on the course"}
RULED: tuple[Status, ...] = ("dnf", "dns", "dsq", "on_course")


def transfer(form: Form, desk: Desk) -> Proposal:
    """An entry that runs another distance from here on."""
    entry, distance = read.entry_of(form, desk.morning.known), read.distance_of(form, desk.plan)
    why, runner = read.words(form), desk.runner_of(entry.bib)
    if distance is None:
        raise ValueError("Choose the distance that she runs from here on.")
    if runner.distance == distance.id:
        raise ValueError(f"Bib {entry.bib} runs the {distance.name} already. Nothing was changed.")
    if runner.status == "finished":
        raise ValueError(
            f"Bib {entry.bib} has finished the {runner.distance_name}: a finish cannot be moved to another "
            "distance. If that finish is wrong, throw its read out first."
        )
    mind = _past_split(desk, runner, distance)
    if runner.status not in ("on_course", "expected"):
        mind.append(f"Bib {entry.bib} is {BECAME[runner.status]} and stays so until that is taken back.")
    said = f"Bib {entry.bib} runs the {distance.name} instead of the {runner.distance_name}."
    more = (
        f"Her finish and her place are those of the {distance.name}; splits on both courses count. "
        f"Her gun stays {desk.clock(runner.gun_ms)}."
    )
    body = TransferBody(entry.bib, distance.id, desk.by, desk.text_id(why))
    return Proposal((body,), (said, more), tuple(mind), why)


def swap(form: Form, desk: Desk) -> Proposal:
    """A runner who wears another bib than her own."""
    entry, worn = read.entry_of(form, desk.morning.known), read.field(form, "worn", "The bib she wears")
    why, runner = read.words(form), desk.runner_of(entry.bib)
    if normal_code(worn) == normal_code(entry.bib):
        raise ValueError(f"Bib {entry.bib} wears her own bib then. Write the other number.")
    if normal_code(runner.wears) == normal_code(worn):
        raise ValueError(f"It stands already that bib {entry.bib} wears {worn}. Nothing was changed.")
    other = read.find_entry(desk.morning.known, worn)
    if other is None:
        said = f"The runner entered as bib {entry.bib} wears {worn}, a bib that nobody is entered with."
        more = (
            f"Reads of {worn} are hers, from the start; so are those of {entry.bib}, unless another wears it."
        )
    else:
        said = f"The runner entered as bib {entry.bib} wears bib {other.bib}, and the other way round."
        more = "Reads of each bib and of its chips go to who wears it, those from before too."
    mind = [f"Until now it stood that she wears {runner.wears}."] if runner.wears else []
    body = SwapBody(entry.bib, worn if other is None else other.bib, desk.by, desk.text_id(why))
    return Proposal((body,), (said, more), tuple(mind), why)


def status(form: Form, desk: Desk) -> Proposal:
    """A runner who dropped out, did not start, was disqualified, or is back on the course."""
    entry, why = read.entry_of(form, desk.morning.known), read.words(form)
    runner = desk.runner_of(entry.bib)
    became = next((one for one in RULED if one == form.get("status")), None)
    if became is None:
        raise ValueError("Choose what became of her: dropped out, did not start, disqualified, or back.")
    mind = []
    official = desk.morning.official.get(normal_code(entry.bib))
    if official is not None:
        mind.append(f"The timing company says officially: {BECAME[official]}. That outranks this.")
    if became == runner.status:
        raise ValueError(f"Bib {entry.bib} is {NOW[runner.status]} already. Nothing was changed.")
    if became == "dns" and runner.crossings:
        mind.append(f"She was seen: {_last_seen(desk, runner)}.")
    if became in ("dnf", "dns") and runner.status == "finished":
        mind.append(f"She has finished, at {desk.clock(runner.done_ms or 0)}.")
    said = f"Bib {entry.bib} ({runner.distance_name}): {BECAME[became]}. Until now: {NOW[runner.status]}."
    more = "If she is read at a later split, that takes a DNF back by itself." if became == "dnf" else ""
    body = RulingStatusBody(entry.bib, became, desk.by, text_id=desk.text_id(why))
    return Proposal((body,), tuple(filter(None, (said, more))), tuple(mind), why)


def undo(form: Form, desk: Desk) -> Proposal:
    """Something that was decided, taken back."""
    key = form.get("row_source", ""), form.get("row_id", "")
    decided = next((one for one in desk.morning.decided if (one.source, one.id) == key), None)
    if decided is None or not decided.can_undo:
        raise ValueError("That is not among those things that can be taken back. Reload the page.")
    if decided.undone_ms is not None:
        raise ValueError(f"“{decided.what}” was taken back already, at {desk.clock(decided.undone_ms)}.")
    said = f"Taken back: {decided.what}."
    more = "Everything is then as if it had never been said. To say it again, fill in its form again."
    told = [one for one in desk.control.messages if one.text_id == decided.text_id and one.id != decided.id]
    mind = ["The message to everybody that went with it stands until it is taken back too."] if told else []
    return Proposal((UndoBody(*key, desk.by),), (said, more), tuple(mind))


FORMS: Mapping[str, Callable[[Form, Desk], Proposal]] = {
    "gun": of_race.gun,
    "merge": of_race.merge,
    "stop": of_race.stop,
    "divert": of_race.divert,
    "resume": of_race.resume,
    "message": of_race.message,
    "transfer": transfer,
    "swap": swap,
    "status": status,
    "undo": undo,
}
WITH_BIB = frozenset({"transfer", "swap", "status"})


def _past_split(desk: Desk, runner: RunnerView, distance: Distance) -> list[str]:
    """Warn where she was read on a part of her course that the other distance does not have."""
    mats = {split.mat for split in distance.splits}
    here = next(d for d in desk.plan.distances if d.id == runner.distance)
    mat_of = {split.name: split.mat for split in here.splits}
    past = [c for c in runner.crossings if mat_of.get(c.split) not in mats]
    if not past:
        return []
    last = past[-1]
    return [f"She was read at {last.split} at {desk.clock(last.at_ms)}: she is past the split."]


def _last_seen(desk: Desk, runner: RunnerView) -> str:
    last = runner.crossings[-1]
    return f"{last.split} at {desk.clock(last.at_ms)}"
