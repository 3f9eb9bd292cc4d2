"""Folding reads into crossings and state, against a loop that only decodes and keeps the rows."""

from __future__ import annotations

from alongside.events.bodies import ReadBody
from alongside.events.codec import decode_body, encode_body
from alongside.events.row import Row
from alongside.live.pipeline import Race
from bench.measure import Bench, Figure, Outcome, costs, cpu_seconds
from bench.scene import rows_by_midrace

NAME = "fold"
READS = 100_000
ABOUT = (
    f"{READS:,} reads as they lie on disk, decoded, applied to a race that knows its entries, and "
    "settled once at the end. The baseline decodes the same bytes and keeps each row in a dict by its "
    "key. Processor time."
)


def run(bench: Bench) -> list[Outcome]:
    """Return how many times as long a fold takes as only decoding and keeping the rows."""
    bench.step(f"{READS:,} reads of a made-up race")
    rows, _ = rows_by_midrace()
    opening = [row for row in rows if row.source in ("plan", "roster")]
    stored = [_stored(row) for row in rows if isinstance(row.body, ReadBody)][-READS:]

    def ours(_: int) -> float:
        race = Race()
        race.apply(opening)
        race.state.settle()
        return cpu_seconds(lambda: _fold(race, stored))

    ratios = costs(bench.interleaved("fold", ours, lambda _: cpu_seconds(lambda: _keep(stored)), repeats=5))
    return [
        Figure(
            "Fold of reads",
            "`Race.apply` and settling, rows from disk",
            "decoding and keeping the same rows",
            "times the time",
            ratios,
        )
    ]


def _stored(row: Row) -> tuple[int, str, str, int | None, int, bytes]:
    return row.seq, row.source, row.id, row.at_ms, row.received_at_ms, encode_body(row.body)


def _fold(race: Race, stored: list[tuple[int, str, str, int | None, int, bytes]]) -> None:
    race.apply(
        Row(seq, source, id_, at_ms, received_ms, decode_body(body))
        for seq, source, id_, at_ms, received_ms, body in stored
    )
    race.state.settle()


def _keep(stored: list[tuple[int, str, str, int | None, int, bytes]]) -> dict[tuple[str, str], Row]:
    kept: dict[tuple[str, str], Row] = {}
    for seq, source, id_, at_ms, received_ms, body in stored:
        kept[source, id_] = Row(seq, source, id_, at_ms, received_ms, decode_body(body))
    return kept
