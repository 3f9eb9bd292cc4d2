"""Scenes of the back of the race, on the road: a sweep, a phone, a bib, a drop, a transfer, two limits.

Each is walked from what comes in to what is read at race control, at the table, at the wheel and by herself.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from alongside.events.bodies import FixBody
from alongside.events.plan import Shared, Sweep, SweepPoint
from alongside.events.row import Draft
from builders import DAY_MS, FULL_KM, HALF_KM, at, distance, read
from city_race import LINE
from ride_day import transfer
from scene_day import SceneDay, before, runs

PACES_MPS = (3.2, 2.8, 2.5, 2.2, 1.9, 1.75)  # bib 6 is the last: at km 25 at 10:59, home at 13:43
FIELD = [row for bib, mps in enumerate(PACES_MPS, 1) for row in runs(str(bib), mps)]


def test_a_sweep_that_is_too_fast_is_told_so_and_loses_nobody(tmp_path: Path) -> None:
    """Slow down, and until when; race control knows; who gets behind is the first word of both."""
    day = SceneDay(tmp_path, *FIELD, begin="09:58")
    day.press("sweep", "here", along_m="16000")
    told = day.first("sweep")
    assert told.startswith("Slow down: 31 min ahead of schedule. The last runner inside the limit is about")
    assert told.endswith("km ahead; she has until 10:30 here.")
    assert "Nobody we know of is behind you." in day.reads("sweep")
    assert day.first("control").startswith("Sweep bus is 31 min ahead of its schedule: it is near km 16.1,")

    day.until("10:04").press("sweep", "here", along_m="21000")
    assert day.first("sweep").startswith("Wait: 2 runners inside the limit are behind you, the nearest ")
    assert day.first("control") == "2 runners are inside the limit and thought to be behind Sweep bus."
    for bib in ("5", "6"):
        assert f"Bib {bib}: about " in day.reads("sweep")
    assert "Finish about 14:15" in day.reads("her")  # she goes on: nobody has taken her off
    assert day.first("late") == "You may close at 11:30."
    assert day.ledger() == (6, {"on_course": 6})
    public = day.reads("public")
    assert "Sweep bus: at km 21.0" in public
    assert "ahead of schedule" not in public and "behind" not in public

    said = next(row for row in day.log() if row.source == "sweep/sweep" and "21000" in row.id)
    day.press("sweep", "undo", row_source=said.source, row_id=said.id)
    assert day.first("sweep").startswith("Slow down:")
    assert "behind Sweep bus" not in day.reads("control")


def test_a_phone_that_is_silent_for_an_hour_is_no_alarm(tmp_path: Path) -> None:
    """No flag, no message, nobody missing: where and when she was last heard stands, and how long ago."""
    full = msgspec.structs.replace(distance("full", FULL_KM), line=LINE)
    clocks = [f"{hour}:{minute:02d}" for hour in (8, 9) for minute in range(0, 60, 2)]
    fixes = before([_fix(clock) for clock in clocks], "08:51")
    distances = full, distance("half", HALF_KM)
    day = SceneDay(tmp_path, *FIELD, *fixes, begin="08:48", step=2, distances=distances)
    assert "near km 11.4 (mile 7.1), by her phone; last read at 10K" in day.until("08:50").looks_up("6")

    found = day.until("09:50").looks_up("6")
    assert "near km 17.5 (mile 10.9), estimated from her times so far" in found
    assert "her phone was last heard near km 11.4 (mile 7.1) at 08:50, 1 h 00 min ago" in found
    control = day.reads("control")
    assert "All calm" in control and "nobody overdue" in control
    assert "6 about km 17.5 (mile 10.9) estimate phone at 08:50, 1 h 00 min ago" in control
    assert "by phone" not in control.split("The last runners")[1]
    assert {flag.flag for flag in day.rows("flag")} <= {"alone"}  # the next are a kilometre ahead of her
    assert "Control has nothing to say to you now." in day.reads("medical")
    assert "phone" not in day.reads("her").split("If you have to stop")[0]
    assert day.first("ledger") == "Nobody is missing. 6 runners are on the course."


def _fix(clock: str) -> Draft:
    """Return what the phone of bib 6 says of where she is, at her even pace."""
    km = (at(clock) - at("07:01")) / 1000 * PACES_MPS[-1] / 1000
    body = FixBody("phone-6", "6", at(clock), LINE.lat[0] + km / 42.195, LINE.lon[0], 8.0)
    return Draft("phone/1", f"fix/{clock}", at(clock), body)


def test_a_runner_who_drops_and_goes_on_is_in_one_place_at_every_moment(tmp_path: Path) -> None:
    """One word is a claim, two are a DNF; read further on she is back, and no van looks for her."""
    gone = [row for row in FIELD if not row.id.startswith(("C6/30K", "C6/F"))]
    day = SceneDay(tmp_path, *gone, begin="11:00")
    question = day.asks("late", "keyed", bib="6", what="dropped_ride")
    assert "Bib 6 stops here for good and needs a ride? The van will be told." in question
    day.press("late", "keyed", bib="6", what="dropped_ride", sure="yes")
    assert day.first("van") == "Next: bib 6, Late Tea, km 25.0 of the Full, waiting 1 min."
    assert day.first("control").startswith("Bib 6 waits for a ride at Late Tea since 11:00")
    assert "Late Tea keyed at 11:00 that bib 6 has dropped out there." in day.reads("control")
    assert day.first("her") == "A van has been told, 11:00."
    assert day.first("ledger") == "1 not accounted for."
    assert day.ledger() == (6, {"finished": 1, "on_course": 5})

    day.press("sweep", "runner", bib="6", what="ride", sure="yes")
    assert [(one.bib, one.status, one.by) for one in day.rows("ruling_status")] == [("6", "dnf", "system")]
    assert day.ledger() == (6, {"finished": 1, "dropped_out": 1, "on_course": 4})
    assert "has dropped out there" not in day.reads("control")

    day.until("11:50").say(read("C6", "30K", "11:47"))
    assert day.ledger() == (6, {"finished": 3, "on_course": 3})
    assert day.first("van") == "Nobody waits for a ride."
    assert day.first("her") == "You are on your way: 30K at 11:47."
    assert "No van is coming: you were read further on since you asked for one." in day.reads("her")
    assert day.first("ledger") == "Nobody is missing. 3 runners are on the course."
    assert "inside the limit may still come" in day.reads("twice")
    assert "waits for a ride" not in day.reads("control")


def test_a_wrong_bib_is_a_question_and_moves_nobody(tmp_path: Path) -> None:
    """Keyed or read where she cannot be: marked there, asked at race control, nothing else is different."""
    day = SceneDay(tmp_path, *FIELD, begin="09:34").until("09:35")
    day.press("late", "keyed", bib="6", what="in")  # fifteen kilometres in an hour, after 9:30 a kilometre
    day.press("twice", "keyed", bib="6", what="dropped", sure="yes")
    day.say(read("C6", "F", "09:37:00"))
    for door in ("late", "twice"):
        assert "She cannot be here now, by the mats. Mistyped? Look at the bib again." in day.reads(door)
    assert "Bib 6 at F, 09:37:00" in day.reads("control")
    assert "1 questionable read waits for you to settle." in day.reads("control")
    assert "has dropped out" not in day.reads("control")
    assert day.rows("ruling_status") == []
    (tmp_path / "other").mkdir()
    without = SceneDay(tmp_path / "other", *FIELD, begin="09:34").until("09:38")
    for door in ("control", "late", "twice", "her", "sweep"):
        assert day.first(door) == without.first(door), door
    assert day.reads("her") == without.reads("her") != ""
    assert day.ledger() == (6, {"on_course": 6})
    assert "Nobody wears: 999." in day.press("late", "keyed", bib="999", what="in")

    (asked,) = day.latest().views.control.questions
    day.press("control", "ruling", read_source=asked.source, read_id=asked.id, verdict="thrown_out")
    assert "Throw it out" not in day.reads("control")
    assert day.ledger() == (6, {"on_course": 6})


def test_who_changes_to_the_half_at_the_split_is_waited_for_on_its_road_alone(tmp_path: Path) -> None:
    """The tables beyond the split count one less, the ledger moves one over, her finish is the half's."""
    gone = [row for row in FIELD if not row.id.startswith(("C6/HALF", "C6/30K", "C6/F"))]
    day = SceneDay(tmp_path, *gone, begin="09:58").until("09:59")
    assert day.first("late") == "You may close at 11:30."
    assert "3 inside the limit may still come" in day.reads("late")
    assert "Finish about 14:15" in day.reads("her")

    day.say(transfer("6", "half", "10:00")).until("10:05")
    assert day.first("late") == "You may close at 11:10."
    assert "2 inside the limit may still come" in day.reads("late")
    assert "Finish about 10:27" in day.reads("her") and "HALF" not in day.reads("her")
    ledger = day.reads("ledger")
    assert "Full 5 (1 transferred away from it) 0 0 0 0 0 5" in ledger
    assert "Half 1 (1 transferred to it) 0 0 0 0 0 1" in ledger
    assert day.ledger() == (6, {"on_course": 6})

    day.until("10:28").say(read("C6", "F", "10:27"))
    assert day.first("her").startswith("Finished in 3:26:00.")
    assert day.ledger() == (6, {"finished": 1, "on_course": 5})


SWEEPS = (
    Sweep("sweep", "Sweep bus", "full", (SweepPoint(0, at("07:45")), SweepPoint(42_195, at("15:00")))),
    Sweep("half", "Half sweep", "half", (SweepPoint(0, at("07:40")), SweepPoint(21_097, at("11:00")))),
)
TWO_LIMITS = {
    "distances": (distance("full", FULL_KM), distance("half", HALF_KM, 12_600)),  # from the last gun, 07:30
    "sweeps": SWEEPS,
    "shared": (Shared("full", 0.0, 10_000.0, "half", 0.0, 10_000.0),),
}


def test_two_limits_on_one_road_are_two_promises(tmp_path: Path) -> None:
    """The half's last is through at 08:20; the table stays for the full's; the half's sweep lets her be."""
    late = "full"  # bib 2, slower than the half's limit allows and well inside her own
    rows = [*runs("1", 2.8), *runs("2", 1.6), *runs("3", 2.2, km=HALF_KM), *runs("4", 1.9, km=HALF_KM)]
    runners = {"1": late, "2": late, "3": "half", "4": "half"}
    day = SceneDay(tmp_path, *rows, begin="08:00", runners=runners, her="2", **TWO_LIMITS).until("08:29")
    assert "1 inside the limit may still come" in day.reads("nine")
    day.press("half sweep", "here", along_m="9300")
    assert "Bib 2" not in day.reads("half sweep") and "2 runners" not in day.first("half sweep")
    assert "Nobody we know of is behind you." in day.reads("half sweep")
    assert "behind Half sweep" not in day.reads("control")
    nine = day.reads("nine")
    assert "Half, km 9.0 (mile 5.6): 2 passed, 0 thought to be before you." in nine
    assert "Full, km 9.0 (mile 5.6): 1 passed, 1 thought to be before you." in nine
    assert day.first("nine").startswith("You may close at 08:")
    assert _closes_ms(day.first("nine")) >= at("08:35")  # she is there at 08:34:45
    assert "may close now" not in nine
    assert "Your time limit is 15:00" in day.reads("her")
    assert day.until("08:48").first("nine").startswith("You may close now")


def _closes_ms(sentence: str) -> int:
    """Return the time in ``You may close at 08:40.``"""
    hour, minute = sentence.removeprefix("You may close at ").rstrip(".").split(":")
    return DAY_MS + (int(hour) * 60 + int(minute)) * 60_000
