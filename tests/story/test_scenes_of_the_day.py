"""Scenes of the back of the race, over a day: a table, a permit, a shorter course, a dead feed, the end.

Each is walked from what comes in to what is read at race control, at the table, at the wheel and by herself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alongside.events.bodies import PlanBody
from alongside.events.plan import Cutoff, Place, Station, Sweep, SweepPoint
from alongside.events.row import Draft
from builders import HALF_KM, at, distance, make_plan, rule_status
from scene_day import SceneDay, runs
from station_race import STATION_LIST

PACES_MPS = (3.2, 2.8, 2.5, 2.2, 1.9, 1.75)  # bib 6 is the last: at km 25 at 10:59, home at 13:43
FIELD = [row for bib, mps in enumerate(PACES_MPS, 1) for row in runs(str(bib), mps)]


def test_a_table_that_was_told_to_pack_too_early_is_got_back(tmp_path: Path) -> None:
    """Twice by hand, against a warning that counts; control's first sentence; hers too; reopened ends it."""
    day = SceneDay(tmp_path, *FIELD, begin="10:18").until("10:20")
    asked = day.asks("late", "said", said="packed_up")
    assert "Do not close yet. 2 inside the limit may still come, the first about 10:42" in asked
    assert "has closed" not in day.reads("her") and "packed up" not in day.reads("control")

    day.press("late", "said", said="packed_up", sure="yes")
    gone = "Late Tea has packed up, 2 runners inside the limit may still come, the first about 10:42."
    assert day.first("control") == gone and gone in day.reads("radio")
    assert day.first("late") == "Open again: 2 inside the limit may still come, the first about 10:42."
    assert "Late Tea, km 25.0 (mile 15.5), has closed. Next water: Round the Lake" in day.reads("her")
    assert "Late Tea (km 25.0) station, packed up" in day.reads("sweep")
    assert "packed up" not in day.reads("public")

    day.press("late", "said", said="open")
    assert "packed up" not in day.reads("control").split("Where everybody is")[0]
    assert day.first("late") == "You may close at 11:10."
    assert "has closed" not in day.reads("her")
    assert "Broken promises None is known." in day.reads("report")  # nobody had come while it was gone


def test_a_permit_that_ends_before_the_last_runner_is_race_controls_to_decide(tmp_path: Path) -> None:
    """Asked when and about whom; kept open with its why; the table is told; listed, and taken back."""
    day = SceneDay(tmp_path, *FIELD, begin="10:08", permit_ms=at("10:45")).until("10:10")
    comes = "The last inside the limit comes about 11:04 (sure by 11:30)"
    ask = f"Late Tea, until when? {comes}; the permit ends 10:45."
    assert ask in day.reads("control")
    assert day.first("late") == "Stay open: race control is asked until when."
    choice = {"decisions": "0", "until": str(at("10:45"))}
    assert "3 runners inside the limit are still to come to Late Tea" in day.asks(
        "control", "stations/late/keep", **choice
    )
    assert "race control's to decide" in day.is_refused("steward", "stations/late/keep", **choice)

    kept = choice | {"until": str(at("11:30")), "why": "Two are coming."}
    assert ask not in day.press("control", "stations/late/keep", **kept)
    assert day.first("late") == "Race control keeps you open until 11:30."
    assert "Late Tea stays open until 11:30 By race control (Bea). Two are coming." in day.reads("morning")
    assert "until 11:30 by race control at 10:10: Two are coming." in day.reads("report")

    (row,) = [row for row in day.log() if row.body.__struct_config__.tag == "keep_open"]
    back = {"row_source": row.source, "row_id": row.id}
    day.asks("morning", "undo", **back)
    assert day.first("late") == "Race control keeps you open until 11:30."
    day.press("morning", "undo", **back, confirm="yes")
    assert day.first("late") == "Stay open: race control is asked until when."
    assert "Late Tea, until when?" in day.reads("control")


CUT_KM = {"S": 0, "5K": 5, "10K": 10, "HALF": 21.0975, "F": 24.0}
SWEPT = SweepPoint(0, at("07:45")), SweepPoint(24_000, at("11:45"))
CUTOFFS = (Cutoff("bridge", "Long Bridge", "full", 30_000.0, at("12:50")),)


def cut_short() -> Draft:
    """Return the new course: the full turns home at km 24, before the bridge and the table at km 25."""
    plan = make_plan(
        distances=(distance("full", CUT_KM, 15_300), distance("half", HALF_KM)),
        stations=(STATION_LIST[0], Station("twice", "Round the Lake", (Place("full", 2_000.0),))),
        sweeps=(Sweep("sweep", "Sweep bus", "full", SWEPT),),
    )
    kept = {"full": [(0.0, 24_000.0, 0.0, 24_000.0)], "half": [(0.0, 21_097.5, 0.0, 21_097.5)]}
    return Draft("control", "course/2", at("08:50"), PlanBody(plan, kept, "control/1"))


def test_a_course_cut_short_on_the_day_is_cut_short_for_everybody(tmp_path: Path) -> None:
    """Stations, sweep, cutoffs, forecasts, advice follow it; a table that is off it reads nothing wrong."""
    field = [row for bib, mps in enumerate(PACES_MPS, 1) for row in runs(str(bib), mps, km=CUT_KM)]
    day = SceneDay(tmp_path, *field, begin="08:48", cutoffs=CUTOFFS)
    assert "Finish about 14:15" in day.reads("her") and "Long Bridge" in day.reads("her")
    assert "6 still to come" in day.reads("late")
    assert "Long Bridge" in day.reads("control") and "Late Tea (km 25.0)" in day.reads("sweep")

    day.say(cut_short()).until("08:55")
    her = day.reads("her")
    assert "Finish about 10:57" in her and "Your time limit is 11:45" in her and "Long Bridge" not in her
    late = day.reads("late")
    assert day.first("late").startswith("This station is not in the race's plan now. Ask race control")
    assert "still to come" not in late and "You may close" not in late and "Who comes" not in late
    for door in ("sweep", "control", "radio", "report"):
        assert "Late Tea" not in day.reads(door) and "Long Bridge" not in day.reads(door), door
    assert "F (km 24.0) 11:45" in day.reads("sweep")
    assert day.first("twice") == "You may close now: everybody has passed."
    told = [body.station for body in day.rows("advice")]
    day.until("10:52")
    assert "late" not in told + [body.station for body in day.rows("advice")]
    assert day.first("control") == "All accounted for, 10:49: 6 finished."
    assert day.first("her").startswith("Finished in 3:48:")


def test_a_dead_feed_closes_no_table_and_is_control_s_first_word(tmp_path: Path) -> None:
    """Read by nobody for two hours: control's first word, no table may close; back again, all is right."""
    rows = [_held(row) if at("09:40") <= (row.at_ms or 0) < at("11:40") else row for row in FIELD]
    day = SceneDay(tmp_path, *rows, begin="09:55", step=5).until("11:35")
    dead = "No mat has read anybody since 09:37, and 6 runners were due. Is the timing feed connected?"
    assert day.first("control") == dead
    for table in ("late", "twice"):
        assert "You may close" not in day.reads(table), table
        assert "no mat has read anybody since 09:37, and several were due" in day.reads(table), table
    assert not [one for one in day.rows("advice") if one.new == "may_close" and one.station != "nine"]
    assert "Late Tea, until when? Nobody can say when the last comes" in day.reads("control")
    assert day.ledger() == (6, {"on_course": 6})

    day.until("11:50")
    assert dead not in day.reads("control")
    assert day.first("control").startswith("3 runners on the course, nobody overdue, 3 finished.")
    assert day.first("late") == "You may close now: everybody has passed."
    assert day.first("twice").startswith("You may close at 1")
    assert day.ledger() == (6, {"finished": 3, "on_course": 3})


def _held(draft: Draft) -> Draft:
    """Return a read that comes in with all the others when the feed is back."""
    return Draft(draft.source, draft.id, draft.at_ms, draft.body, at("11:41"))


TABLES = ("nine", "late", "twice")


def test_the_end_of_the_day_says_that_everybody_is_accounted_for(tmp_path: Path) -> None:
    """The last one in, the last table gone, the sweep at the finish: only then, and with the minute."""
    day = SceneDay(tmp_path, *FIELD, begin="13:30", step=5).until("13:40")
    assert day.first("ledger") == "Nobody is missing. 1 runner is on the course."
    assert _nowhere(day, "All accounted for")
    day.until("13:45")
    for table in TABLES:
        assert day.first(table).startswith("You may close now"), table
        day.press(table, "said", said="packed_up", sure="yes")
    day.press("sweep", "here", along_m="42195")
    assert day.first("control") == "All accounted for, 13:42: 6 finished."
    assert day.first("ledger") == "All accounted for, 13:42."
    assert day.first("sweep") == "You are at the finish."
    assert day.first("her").startswith("Finished in 6:41:")
    assert day.ledger() == (6, {"finished": 6})
    assert day.first("report") == "No promise is known to be broken."


def test_one_who_is_not_accounted_for_is_named_and_the_day_is_not_over(tmp_path: Path) -> None:
    """Her bib, why, and who saw her last; the sentence is not said until control knows what became of her."""
    rows = [row for row in FIELD if not row.id.startswith(("C5/30K", "C5/F"))]
    day = SceneDay(tmp_path, *rows, begin="15:20", step=5).until("15:30")
    assert day.first("ledger") == "1 not accounted for."
    missing = "Bib 5 (Full): overdue: due at 30K about 11:29; still out, her limit passed at 15:00."
    seen = "Last seen at HALF at 10:06, 5 h 23 min ago, by the mat."
    assert f"{missing} {seen}" in day.reads("ledger")
    assert "bib 5" in day.first("control")
    assert _nowhere(day, "All accounted for")
    day.say(rule_status("5", "dnf", "15:31"))
    assert day.first("ledger").startswith("All accounted for, 1")
    assert day.ledger() == (6, {"finished": 5, "dropped_out": 1})


def test_the_closing_report_begins_with_what_was_broken(tmp_path: Path) -> None:
    """A table that was gone before the last inside the limit came stands first, before what was kept."""
    day = SceneDay(tmp_path, *FIELD, begin="10:20")
    day.press("late", "said", said="packed_up", sure="yes")
    day._step_ms *= 10
    day.until("14:00")
    assert day.first("report").startswith("Late Tea was gone before the last runner inside the limit.")
    report = day.reads("report")
    assert report.index("Broken promises") < report.index("Aid stations")
    assert "Late Tea" in report.split("Broken promises")[1].split("Aid stations")[0]


def _nowhere(day: SceneDay, words: str) -> bool:
    """Return whether some words stand on none of the pages that say how the day is."""
    read: Callable[[str], str] = day.reads
    return not any(words in read(door) for door in ("control", "ledger", "public", "report"))
