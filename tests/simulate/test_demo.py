"""What is shipped is what the generator makes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

import alongside
from alongside.events.codec import decode_body
from alongside.folders.made_up import chapters_bytes, roster_bytes
from alongside.folders.race_folder import read_folder
from alongside.simulate.city import city_files
from alongside.simulate.demo import SEED, make_demo

DEMO = Path(alongside.__file__).parent / "demo_race"
AGAIN = "Run tools/make_demo.py."


def test_shipped_files_are_the_generated_ones() -> None:
    """Course, roster, chapters and rows are what a fresh generation gives, times to 2 ms."""
    made_up = make_demo(np.random.default_rng(SEED))
    for name, raw in city_files().items():
        assert (DEMO / name).read_bytes() == raw, AGAIN
    assert (DEMO / "roster.csv").read_bytes() == roster_bytes(made_up.entries, made_up.people), AGAIN
    assert (DEMO / "chapters.toml").read_bytes() == chapters_bytes(made_up.chapters, made_up.plan.zone), AGAIN
    rows = pq.read_table(DEMO / "recorded" / "rows.parquet").to_pydict()
    assert list(zip(rows["source"], rows["id"], strict=True)) == [
        (one.source, one.id) for one in made_up.drafts
    ], AGAIN
    for column in ("received_at_ms", "at_ms"):
        fresh = np.array([getattr(draft, column) for draft in made_up.drafts])
        assert np.abs(np.array(rows[column]) - fresh).max() <= 2, AGAIN
    bodies = [decode_body(raw) for raw in rows["body"][::97]]
    assert [type(body) for body in bodies] == [type(draft.body) for draft in made_up.drafts[::97]], AGAIN


def test_it_is_small() -> None:
    """The demo race takes less than 2 MB of the wheel."""
    assert sum(path.stat().st_size for path in DEMO.rglob("*")) < 2_000_000


def test_it_is_a_race_folder() -> None:
    """The shipped folder reads without a warning: 1,500 entries, eight chapters, a recorded day."""
    folder = read_folder(DEMO)
    assert folder.warnings == ()
    assert len(folder.entries) == len(folder.people) == 1_500
    assert len(folder.chapters) == 8
    assert folder.recorded is not None
