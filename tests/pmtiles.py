"""A base map as small as can be, by the PMTiles 3 specification: one tile of the whole world, all land."""

from __future__ import annotations

import json
import struct


def varint(value: int) -> bytes:
    """Return a protobuf varint."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, value: int | bytes) -> bytes:
    """Return a protobuf field: a number, or bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def zigzag(value: int) -> int:
    """Return a signed number as protobuf's sint."""
    return value << 1 if value >= 0 else (-value << 1) - 1


def tile() -> bytes:
    """Return a vector tile: a layer "earth" whose one polygon fills it."""
    moves = [(0, 0), (4096, 0), (0, 4096), (-4096, 0)]
    geometry = [1 << 3 | 1, *map(zigzag, moves[0]), 3 << 3 | 2]
    geometry += [zigzag(step) for move in moves[1:] for step in move] + [1 << 3 | 7]
    feature = field(3, 3) + field(4, b"".join(map(varint, geometry)))
    layer = field(15, 2) + field(1, b"earth") + field(2, feature) + field(5, 4096)
    return field(3, layer)


def archive() -> bytes:
    """Return the file: header, directory of one entry, metadata, the tile."""
    data, metadata = tile(), json.dumps({"vector_layers": [{"id": "earth", "fields": {}}]}).encode()
    directory = varint(1) + varint(0) + varint(1) + varint(len(data)) + varint(1)
    lengths = [len(directory), len(metadata), 0, len(data)]
    offsets = [127 + sum(lengths[:n]) for n in range(4)]
    spans = [number for pair in zip(offsets, lengths, strict=True) for number in pair]
    numbers = struct.pack("<11Q", *spans, 1, 1, 1)
    kinds = bytes([1, 1, 1, 1, 0, 0])  # clustered; nothing compressed; vector tiles; zoom 0 to 0
    bounds = struct.pack("<4i", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)
    header = b"PMTiles\x03" + numbers + kinds + bounds + bytes([0]) + struct.pack("<2i", 0, 0)
    return header + directory + metadata + data
