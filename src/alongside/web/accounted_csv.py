"""The ledger as CSV: a line for every entry, with names as far as whoever asks may see them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

from alongside.events.link import Role
from alongside.live.accounted_views import Ledger
from alongside.live.ledger import WHERE
from alongside.live.ports import People, Shown
from alongside.units import normal_code
from alongside.web import words
from alongside.web.accounted_blocks import names_of
from alongside.web.site import Site
from alongside.web.station_blocks import who_said

HEAD = (
    "bib", "name", "distance", "entered_for", "accounted_for_as", "last_seen_at", "last_seen_place",
    "said_by", "said_at", "place",
)  # fmt: skip


def csv_of(site: Site, shown: Shown, role: Role) -> str:
    """Return the ledger as text; empty when it is not shown."""
    ledger = shown.views.ledger
    if ledger is None:
        return ""
    names = names_of(site, ledger.bibs, role)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEAD)
    view = shown.views.control
    for bib, row in zip(ledger.bibs, _rows(ledger, site.people, view.zone, view.race_now_ms), strict=True):
        name = ", ".join(name for name, _ in names.get(normal_code(bib), []) if name)
        table.writerow([_plain(cell) for cell in (bib, name, *row)])
    return out.getvalue()


def _rows(ledger: Ledger, people: People, zone: str, now_ms: int) -> Iterator[tuple[str, ...]]:
    distances, places = ledger.distances, ledger.places
    columns = zip(
        np.frombuffer(ledger.distance, "<i4").tolist(),
        np.frombuffer(ledger.entered_for, "<i4").tolist(),
        np.frombuffer(ledger.where, "u1").tolist(),
        np.frombuffer(ledger.seen_ms, "<i8").tolist(),
        np.frombuffer(ledger.place, "<i4").tolist(),
        strict=True,
    )
    for i, (distance, entered, where, seen_ms, place) in enumerate(columns):
        said = ledger.said.get(i)
        yield (
            distances[distance],
            distances[entered] if entered != distance else "",
            WHERE[where].replace("_", " "),
            words.clock(seen_ms, zone, now_ms, seconds=True) if seen_ms >= 0 else "",
            places[place] if place >= 0 else "",
            who_said(people, said.by) if said else "",
            words.clock(said.at_ms, zone, now_ms, seconds=True) if said else "",
            said.place if said else "",
        )


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
