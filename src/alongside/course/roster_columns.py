"""The header of a roster, in any order, case and spelling, to the fields that are known."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from alongside.errors import InputError

SPELLINGS: dict[str, tuple[str, ...]] = {
    "bib": (
        "bib", "bibno", "bibnum", "bibnumber", "number", "no", "nr", "racenumber", "raceno", "runnerno",
        "startnumber", "startno", "startnummer", "startnr", "stnr", "dossard", "dorsal", "pettorale",
    ),
    "chip": (
        "chip", "chips", "chipcode", "chipcodes", "chipid", "chipno", "chipnumber", "transponder", "tag",
        "rfid",
    ),
    "distance": ("distance", "event", "eventname", "race", "racename", "course", "strecke", "wettbewerb"),
    "wave": ("wave", "corral", "startwave", "startblock", "welle", "block"),
    "name": ("name", "fullname", "runner", "athlete", "participant"),
    "first": (
        "first", "firstname", "given", "givenname", "fname", "forename", "vorname", "prenom", "nombre",
    ),
    "last": (
        "last", "lastname", "surname", "lname", "familyname", "nachname", "nom", "apellido", "apellidos",
    ),
    "adult": ("adult", "over18", "18plus", "isadult"),
    "age": ("age", "ageonraceday", "raceage", "alter", "edad"),
    "persons": ("persons", "people", "teamsize", "members", "runners"),
    "expected": (
        "expected", "expectedfinish", "expectedtime", "finishtime", "target", "targettime", "goaltime",
        "estfintime", "estimatedfinish", "estimatedtime",
    ),
    "first_marathon": ("firstmarathon", "firsttimer", "firsttime", "debut", "isfirstmarathon"),
    "club": ("club", "team", "verein", "group"),
    "home": ("home", "hometown", "city", "town", "ort", "wohnort", "ville"),
    "why": ("why", "whyirun", "reason", "story", "motto"),
    "phone": ("phone", "mobile", "cell", "telephone", "phonenumber", "telefon", "handy"),
    "email": ("email", "mail", "emailaddress"),
    "guardian": ("guardian", "guardianname", "parent", "parentname", "erziehungsberechtigte"),
    "guardian_email": ("guardianemail", "guardianmail", "parentemail", "parentmail"),
}  # fmt: skip

_FIELD_OF = {spelling: field for field, spellings in SPELLINGS.items() for spelling in spellings}
_DELIMITERS = (";", "\t", ",")


def decode_roster(raw: bytes, where: str) -> str:
    """Return a roster's text: UTF-8 with or without a mark, or the cp1252 of older spreadsheets."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:2000]:
        raise InputError.of(where, "is UTF-16 or no text at all.", "Save it as CSV UTF-8.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
    raise InputError.of(where, f"line {line} is neither UTF-8 nor Windows text.", "Save it as CSV UTF-8.")


def rows_of(text: str, where: str) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Return the column of each known field, and the rows with the line each begins on."""
    first, _, rest = text.partition("\n")
    skipped = 1 if first.lower().startswith("sep=") else 0  # a spreadsheet's note to itself
    body = rest if skipped else text
    rows = _read(body, _delimiter(body.partition("\n")[0]), skipped, where)
    if not rows:
        raise InputError.of(
            where, "is empty.", "Its first line names the columns: bib,chip,distance,wave,name."
        )
    return _columns(rows[0][1], f"{where}: line {rows[0][0]}"), rows[1:]


def _read(text: str, delimiter: str, skipped: int, where: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    begins = skipped + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, row))
            begins = reader.line_num + skipped + 1
    except csv.Error as error:
        raise InputError.of(where, f"line {begins} cannot be read: {error}.", "Correct that line.") from error
    return rows


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count) if any(d in header for d in _DELIMITERS) else ","


def _columns(header: list[str], where: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for n, title in enumerate(header):
        field = _FIELD_OF.get(_plain(title))
        if field in columns and field in map(_plain, (title, header[columns[field]])):
            # One of the two bears the field's own name: that one is meant.
            columns[field] = n if _plain(title) == field else columns[field]
        elif field in columns:
            raise InputError.of(
                where, f"has two columns for {field}: {title!r} is the second.", "Remove one."
            )
        elif field is not None:
            columns[field] = n
    if "bib" not in columns:
        found = ", ".join(title.strip() for title in header)[:120]
        raise InputError.of(where, f"has no column for the bib; it reads {found!r}.", "Name one column bib.")
    return columns


def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", letters)
