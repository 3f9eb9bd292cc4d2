"""Rows to bytes and back: bodies are JSON, so that a race file can be read in twenty years."""

from __future__ import annotations

import msgspec

from alongside.errors import LogError
from alongside.events.bodies import Body

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Body] = msgspec.json.Decoder(Body)


def encode_body(body: Body) -> bytes:
    """Return a body as JSON bytes, its kind among the keys."""
    return _encoder.encode(body)


def decode_body(raw: bytes | str, where: str = "the log") -> Body:
    """Return the body in ``raw``; :class:`LogError` names ``where`` when it cannot be read."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LogError(
            f"{where}: a row cannot be read ({error}). "
            "It was written by a newer version, or the file is damaged: restore the copy made before."
        ) from error
