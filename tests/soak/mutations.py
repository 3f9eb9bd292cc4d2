"""Ways to spoil what somebody sends: bytes, JSON, lines of text, columns of tables; by dice, repeatable."""

from __future__ import annotations

import json
import random
import re
from typing import Any

NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**53 + 1, 2**63, -(2**63), 2**64, 10**30, 10**400),
    *(0.5, -0.0, 1e308, -1e308, 1e15, 9.3e15, 1e18, 1e-320, float("inf"), float("-inf"), float("nan")),
    *(
        "",
        " ",
        "0",
        "\x00",
        "\ud800",
        "é" * 300,
        "a" * 5000,
        "<script>",
        "'; DROP TABLE log; --",
        "\u202e",
        "007",
    ),
    *([], {}, [[]], {"id": 1}, ["x"] * 50),
    *("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-05-03T10:00:00", "0001-01-01T00:00:00+14:00"),
)
NUMBERS = (
    "nan",
    "inf",
    "-inf",
    "-1",
    "0",
    "1e999",
    "1e308",
    "99999999999999999999",
    "0x10",
    "1_0",
    "",
    "é",
    '"',
)


def spoil_bytes(raw: bytes, dice: random.Random) -> bytes:
    """Return bytes with a few things done to them that a bad cable or a bad disk does."""
    data = bytearray(raw)
    for _ in range(dice.choice((1, 1, 2, 5, 30))):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(6):
            case 0 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                data[at:at] = dice.randbytes(dice.choice((1, 2, 40)))
            case 2:
                del data[at : at + dice.choice((1, 3, 100))]
            case 3:
                del data[at:]
            case 4:
                data[at:at] = data[at : at + dice.choice((1, 20, 400))]
            case _:
                data[at : at + 1] = dice.choice((b"\x00", b"\xff\xfe", b'"', b"\n", b"[", b"}", b",", b"-"))
    return bytes(data)


def spoil_json(items: list[dict[str, Any]], dice: random.Random) -> bytes:
    """Return the JSON of items in which some values, keys or brackets are not what they should be."""
    spoilt: Any = [dict(item) for item in items]
    for _ in range(dice.choice((1, 1, 2, 6))):
        item = dice.choice(spoilt)
        key = dice.choice((*item, "chip_s", "source", "by", "kind", "received_at_ms"))
        match dice.randrange(4):
            case 0 | 1:
                item[key] = dice.choice(NASTY)
            case 2:
                item.pop(key, None)
            case _:
                item[f"{key}2"] = item.get(key)
    wrapped = dice.choice((spoilt,) * 8 + ({"reads": spoilt}, [spoilt], spoilt[0]))
    text = json.dumps(wrapped, ensure_ascii=dice.random() < 0.8)
    return dice.choice(
        (text.encode("utf-8", "surrogatepass"),) * 9 + (text.encode("utf-16", "surrogatepass"),)
    )


def anything(dice: random.Random) -> bytes:
    """Return bytes that were never meant as reads."""
    return dice.choice(
        (
            dice.randbytes(dice.choice((0, 1, 20, 3000))),
            b"[" * dice.choice((1, 500, 100_000)),
            b"[" * 2000 + b"]" * 2000,
            b"[" + b"{}," * dice.choice((1, 1000)) + b"{}]",
            b'[{"id":' + b'{"a":' * 5000 + b"1" + b"}" * 5001 + b"]",
            b'[{"id":' + b"9" * 5000 + b',"code":"1","mat":"5k","at":1800000000000}]',
            b"code=1&mat=5k",
            b"\x1f\x8b\x08\x00" + dice.randbytes(40),
            b"null",
            b"\xef\xbb\xbf[]",
        )
    )


def spoil_text(raw: bytes, dice: random.Random) -> bytes:
    """Return a text file in which values or lines are not what they should be, or its bytes are spoilt."""
    if dice.random() < 0.3:
        return spoil_bytes(raw, dice)
    text = raw.decode()
    for _ in range(dice.choice((1, 1, 2, 4)) if text else 0):
        text = dice.choice((_spoil_number, _spoil_quoted, _spoil_line))(text, dice)
    return text.encode("utf-8", "surrogatepass")


def _spoil_number(text: str, dice: random.Random) -> str:
    found = list(re.finditer(r"\d+(?:\.\d+)?", text))
    if not found:
        return text
    at = dice.choice(found)
    return text[: at.start()] + dice.choice(NUMBERS) + text[at.end() :]


def _spoil_quoted(text: str, dice: random.Random) -> str:
    found = list(re.finditer(r'"[^"\n]*"', text))
    if not found:
        return text
    at = dice.choice(found)
    other = dice.choice(
        (*(match.group() for match in dice.sample(found, 1)), '""', "5", "[]", '"../../x"', "true")
    )
    return text[: at.start()] + other + text[at.end() :]


def _spoil_line(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines[at] = lines[at].replace("=", dice.choice(("==", ":", " ")), 1)
    return "".join(lines)


def spoil_column(values: list[Any], dice: random.Random) -> list[Any]:
    """Return a column of a table with nasty values of one kind in some rows, or all of another type."""
    nasty = dice.choice(NASTY[:-9])
    match dice.randrange(3):
        case 0:
            return [nasty if dice.random() < 0.2 else value for value in values]
        case 1:
            return [None if value is None else str(value) for value in values]
        case _:
            return [nasty] * len(values)
