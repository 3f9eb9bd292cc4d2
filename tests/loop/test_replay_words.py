"""Words said in a replay go where the rows go."""

from __future__ import annotations

from pathlib import Path

from alongside.events.bodies import MessageBody
from alongside.events.row import Draft
from alongside.loop.replay import Replay
from alongside.store.race_file import RaceFile
from builders import OPENING, at


def test_words_are_kept_with_their_row(tmp_path: Path) -> None:
    """A message to everybody in a rehearsal has its words, as on the day."""
    file = RaceFile(tmp_path / "race.db", lambda: at("12:00"), durable=False)
    replay = Replay(file, OPENING, (at("06:00"), at("13:00")))
    body = MessageBody("everybody", "control/1", "t1")
    replay.submit([Draft("control", "m1", at("12:00"), body)], {"t1": "Drink at every table."}).result()
    assert file.texts(["t1"]) == {"t1": "Drink at every table."}
    file.close()
