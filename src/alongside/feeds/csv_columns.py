"""The header of a timing CSV, in any order, case and spelling, to the fields that are known."""

from __future__ import annotations

import csv
import re
import unicodedata

SPELLINGS: dict[str, tuple[str, ...]] = {
    "bib": (
        "bib", "bibno", "bibnumber", "bibnr", "number", "racenumber", "racenr", "startnumber", "startno",
        "startnummer", "startnr", "stnr", "dossard", "dorsal", "pettorale", "runner", "athlete",
    ),
    "chip": (
        "chip", "chipcode", "chipid", "chipno", "chipnumber", "transponder", "transpondercode",
        "transponderid", "tag", "tagid", "tagcode", "rfid", "epc", "code",
    ),
    "mat": (
        "mat", "point", "timingpoint", "timingpt", "location", "loc", "split", "checkpoint",
        "station", "place", "messpunkt", "ort", "position",
    ),
    "time": (
        "time", "timeofday", "tod", "localtime", "clock", "clocktime", "timestamp", "datetime",
        "passingtime", "readtime", "chiptime", "at", "utc", "utctime", "zeit", "uhrzeit", "tageszeit",
        "heure", "hora", "epoch",
    ),
    "date": ("date", "day", "datum", "fecha", "jour"),
    "reader": (
        "reader", "readerid", "device", "deviceid", "devicename", "decoder", "box", "boxname", "antenna",
    ),
}  # fmt: skip
_FIELD_OF = {spelling: field for field, spellings in SPELLINGS.items() for spelling in spellings}
_DELIMITERS = (";", "\t", ",", "|")


def delimiter_of(header: str) -> str:
    """Return what parts the columns of a header."""
    return max(_DELIMITERS, key=header.count)


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; quotes may hold the delimiter, but no line end."""
    return next(csv.reader([line], delimiter=delimiter)) if '"' in line else line.split(delimiter)


def columns_of(header: list[str]) -> dict[str, int]:
    """Return the column of each field; of two for one, that which bears its name, else the first.

    ``ValueError`` when there is no time, or neither a bib nor a chip.
    """
    columns: dict[str, int] = {}
    for n, title in enumerate(header):
        name = _plain(title)
        field = _FIELD_OF.get(name)
        if field is not None and (field not in columns or name == field):
            columns[field] = n
    missing = [] if "time" in columns else ["the time"]
    missing += [] if {"bib", "chip"} & columns.keys() else ["the bib or the chip"]
    if missing:
        found = ", ".join(title.strip() for title in header)[:120]
        raise ValueError(
            f"Its first line names no column for {' and none for '.join(missing)}; it reads {found!r}. "
            "Write a header like bib;mat;time above the reads."
        )
    return columns


def is_utc(title: str) -> bool:
    """Return whether a column says that its times are UTC."""
    return _plain(title).startswith("utc")


def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", letters)
