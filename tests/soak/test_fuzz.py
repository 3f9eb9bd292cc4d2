"""Whatever is sent or written: an answer in words, never a traceback, and the race goes on."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import short_race
from alongside.events.bodies import ReadBody
from alongside.events.link import NewLink
from alongside.events.row import Draft
from alongside.folders.made_up import write_rows
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from alongside.live.state import LiveState
from alongside.loop.board import Board
from alongside.store.race_file import RaceFile
from alongside.web.app import make_app
from alongside.web.control_page import control_blocks
from alongside.web.doors import digest_of
from alongside.web.drawing import draw_blocks
from alongside.web.form_keys import FormKeys
from builders import FULL_KM, OPENING, at, outcome
from soak import mutations
from soak.commands import Commands, Ended
from web.asking import Answer, ask

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
SEED = int(os.environ.get("FUZZ_SEED", "42195"))
SHORT_S, SOAK_S = 2.0, 60.0  # for each of the tests below

TOML = short_race.TOML.replace(b"\n\n", b'\nrecorded = "recorded"\n\n', 1)
ROSTER = b"bib,name,chip,distance,wave,adult,expected\n" + b"".join(
    b"%d,Ada Example,C%d,5k,1,yes,0:%d:00\n" % (bib, bib, 20 + bib) for bib in range(1, 9)
)
DAY_MS = 1_809_234_000_000  # 2027-05-02 00:00 in Chicago


def dice_of(case: int) -> random.Random:
    """Return the dice of a case: a failure names the case, and FUZZ_SEED with it throws them again."""
    return random.Random(SEED * 1_000_003 + case)


def cases(soak: bool) -> Iterator[int]:
    """Yield numbers of cases until the time is over, and a few at any rate."""
    until = time.monotonic() + (SOAK_S if soak else SHORT_S)
    case = 0
    while case < 20 or time.monotonic() < until:
        yield case
        case += 1


# -- the feed


def items() -> list[dict[str, Any]]:
    """Return reads as a timer sends them."""
    mats = list(FULL_KM)
    return [
        {"id": str(i), "code": f"C{i % 3 + 1}", "mat": mats[i % len(mats)], "at": at("07:05") + i * 600_000,
         "source": "timer", "reader": "a", "by": "chip", "chip_s": 60.0 * i}
        for i in range(6)
    ]  # fmt: skip


def body_of(case: int) -> bytes:
    """Return what is posted in a case."""
    dice = dice_of(case)
    numbered = [{**item, "id": f"{case}/{item['id']}"} for item in items()]
    raw = mutations.spoil_json(numbered, dice)
    kind = dice.random()
    if kind < 0.7:
        return raw
    return mutations.spoil_bytes(raw, dice) if kind < 0.9 else mutations.anything(dice)


def test_whatever_is_posted_is_answered_in_words_and_can_be_folded(tmp_path: Path, soak: bool) -> None:
    """No bytes at the feed are an error of ours; what was acknowledged can be folded, shown and kept."""
    file = RaceFile(tmp_path / "race.db", lambda: at("12:00"), durable=False)
    app = _app(file)
    file.submit(OPENING).result()
    race, kept = Race(), 0
    for case in cases(soak):
        body = body_of(case)
        try:
            answer = ask(app, "/in/reads?token=feed", method="POST", body=body)
            kept += _check_answer(answer)
            race.apply(file.fresh(0))
            race.state.settle()
            if case % 25 == 0:
                _show(race)
        except Exception as error:
            raise AssertionError(f"case {case} of seed {SEED}: {body[:600]!r}") from error
    assert kept > 0, "nothing was ever accepted: this tests nothing"
    _check_fold(race, file)
    file.close()


def _app(file: RaceFile) -> object:
    file.put_links([NewLink("control", digest_of("control")), NewLink("timer", digest_of("feed"))]).result()
    return make_app(
        Board(),
        file,
        file,
        now_ms=lambda: at("12:00"),
        new_id=iter(map(str, range(10**9))).__next__,
    )


def _check_answer(answer: Answer) -> int:
    """Return how many reads were accepted, having checked that the answer is one."""
    assert answer.status in (200, 413), (answer.status, answer.body[:300])
    told: Any = answer.json
    if answer.status == 413:
        assert told["error"]
        return 0
    assert all(refusal["reason"] for refusal in told["refused"])
    return int(told["accepted"])


def _show(race: Race) -> None:
    views = race.look(at("12:00"))
    msgspec.json.encode(views)
    keys = FormKeys(iter(map(str, range(10**9))).__next__)
    draw_blocks("control", control_blocks(Shown(views, 1.0, 1), keys, None))
    race.decide(at("12:00"))


def _check_fold(race: Race, file: RaceFile) -> None:
    """What was folded bit by bit, what the log gives at once, and a snapshot, are the same."""
    _show(race)
    fresh = Race()
    fresh.apply(file.rows())
    assert outcome(fresh) == outcome(race)
    assert outcome(Race(LiveState.load(race.state.dump()))) == outcome(race)


@pytest.mark.parametrize("chip_s", [1e15, 9.3e15, 1e300, -1e300, -5.0])
def test_a_net_time_that_nobody_runs_cannot_stop_the_race(tmp_path: Path, chip_s: float) -> None:
    """An absurd number is refused, or kept and folded; a row that is on disk must never break the fold."""
    file = RaceFile(tmp_path / "race.db", lambda: at("12:00"), durable=False)
    file.submit(OPENING).result()
    body = msgspec.json.encode([{**items()[0], "chip_s": chip_s}])
    assert ask(_app(file), "/in/reads?token=feed", method="POST", body=body).status == 200
    race = Race()
    race.apply(file.rows())
    _show(race)
    file.close()


# -- the command line


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    """A process that runs commands."""
    running = Commands()
    yield running
    running.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A race folder with a recorded day, without faults."""
    (tmp_path / "recorded").mkdir()
    for name, raw in (("race.toml", TOML), ("5k.gpx", short_race.GPX), ("roster.csv", ROSTER)):
        (tmp_path / name).write_bytes(raw)
    write_rows(tmp_path / "recorded" / "rows.parquet", _recorded())
    return tmp_path


def _recorded() -> list[Draft]:
    drafts = []
    for bib in range(1, 9):
        for i, mat in enumerate(("start", "half", "finish")):
            at_ms = DAY_MS + 7 * 3_600_000 + (bib * 7 + i * (700 + 20 * bib)) * 1000
            drafts.append(
                Draft(mat, str(bib), at_ms, ReadBody(f"C{bib}", mat, at_ms, reader=mat), at_ms + 900)
            )
    return sorted(drafts, key=lambda draft: draft.received_at_ms or 0)


def said_in_words(ended: Ended) -> bool:
    """Return whether a command ended as commands do: well, or with code 1 and a sentence."""
    if ended.trace or ended.code not in (0, 1):
        return False
    return ended.code == 0 or (bool(ended.said.strip()) and "Traceback" not in ended.said)


def try_files(
    soak: bool,
    folder: Path,
    commands: Commands,
    names: list[str],
    spoil: Callable[[bytes, random.Random], bytes],
) -> None:
    """Spoil one file of a race folder, check and replay it, put it back, again and again."""
    good = {name: (folder / name).read_bytes() for name in names}
    codes = set()
    for case in cases(soak):
        dice = dice_of(case)
        name = dice.choice(names)
        spoilt = spoil(good[name], dice)
        (folder / name).write_bytes(spoilt)
        command = dice.choice(("check", "replay"))
        ended = commands.run([command, str(folder)])
        assert said_in_words(ended), (
            f"case {case} of seed {SEED}: {command}, {name}: {ended}\n{spoilt[-1500:]!r}"
        )
        codes.add(ended.code)
        (folder / name).write_bytes(good[name])
    assert codes == {0, 1}, "both what can be read and what cannot must have been tried"


def test_a_folder_without_faults_is_checked_and_played(folder: Path, commands: Commands) -> None:
    """What the tests below spoil is sound to begin with."""
    assert commands.run(["check", str(folder)]).code == 0
    ended = commands.run(["replay", str(folder)])
    assert (ended.code, ended.trace) == (0, "")
    assert "8 finished" in ended.said


@pytest.mark.parametrize("name", ["race.toml", "5k.gpx", "roster.csv"])
def test_spoilt_text_files_are_told_in_a_sentence(
    folder: Path, commands: Commands, soak: bool, name: str
) -> None:
    """race.toml, the course and the roster with wrong values, lines and bytes: code 1 and a sentence."""
    try_files(soak, folder, commands, [name], mutations.spoil_text)


def test_a_spoilt_recording_is_told_in_a_sentence(folder: Path, commands: Commands, soak: bool) -> None:
    """A recording with damaged bytes, missing columns or values of any kind: code 1 and a sentence."""
    table = pq.read_table(folder / "recorded" / "rows.parquet").to_pydict()

    def spoil(raw: bytes, dice: random.Random) -> bytes:
        return mutations.spoil_bytes(raw, dice) if dice.random() < 0.4 else _spoilt_table(table, dice)

    try_files(soak, folder, commands, ["recorded/rows.parquet"], spoil)


def _spoilt_table(table: dict[str, list[Any]], dice: random.Random) -> bytes:
    """Return a parquet file with one column spoilt or gone; as it was where no such file can be."""
    columns = dict(table)
    name = dice.choice(list(columns))
    if dice.random() < 0.2:
        del columns[name]
    elif name == "body" and dice.random() < 0.7:
        columns[name] = [mutations.spoil_text(raw, dice) for raw in columns[name]]
    else:
        columns[name] = mutations.spoil_column(columns[name], dice)
    out = pa.BufferOutputStream()
    try:
        pq.write_table(pa.table(columns), out)
    except (pa.ArrowException, OverflowError, UnicodeError):
        return _spoilt_table(table, dice)
    return bytes(out.getvalue())


def test_a_spoilt_pair_is_told_in_a_sentence(tmp_path: Path, commands: Commands, soak: bool) -> None:
    """A pair of tables with damaged bytes, missing columns or values of any kind: code 1 and a sentence."""
    tables = _pair()
    for part, columns in tables.items():
        pq.write_table(pa.table(columns), tmp_path / f"made-up-2023.{part}.parquet")
    assert commands.run(["replay", str(tmp_path / "made-up-2023")]).code == 0
    for case in cases(soak):
        dice = dice_of(case)
        part = dice.choice(list(tables))
        path = tmp_path / f"made-up-2023.{part}.parquet"
        good = path.read_bytes()
        spoilt = (
            mutations.spoil_bytes(good, dice) if dice.random() < 0.4 else _spoilt_table(tables[part], dice)
        )
        path.write_bytes(spoilt)
        ended = commands.run(["replay", str(tmp_path / "made-up-2023")])
        assert said_in_words(ended), f"case {case} of seed {SEED}: {part}: {ended}"
        path.write_bytes(good)


def _pair() -> dict[str, dict[str, list[Any]]]:
    bibs = list(range(1, 7))
    km = {"1K": 1.0, "HALF": 2.5, "FINISH": 5.0}  # soon over: it is played again and again
    rows = [(bib, mat, i, along) for bib in bibs for i, (mat, along) in enumerate(km.items(), 1)]
    elapsed = [round(along * (280 + 30 * bib)) for bib, _, _, along in rows]
    return {
        "runners": {
            "race": ["made-up-2023"] * 6, "bib": bibs, "start_tod_s": [25_200 + bib for bib in bibs],
            "status": ["finished"] * 6, "event": ["5k"] * 6,
            "finish_s": [round(5.0 * (280 + 30 * bib)) for bib in bibs],
        },
        "splits": {
            "race": ["made-up-2023"] * len(rows), "bib": [row[0] for row in rows],
            "mat": [row[1] for row in rows],
            "mat_seq": [row[2] for row in rows], "km": [row[3] for row in rows], "elapsed_s": elapsed,
            "tod_s": [25_200 + row[0] + s for row, s in zip(rows, elapsed, strict=True)],
            "estimated": [False] * len(rows),
        },
    }  # fmt: skip
