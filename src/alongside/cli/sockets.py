"""The address a race is served at."""

from __future__ import annotations

import socket

from alongside.errors import InputError


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; a port of 0 takes a free one. ``InputError`` if it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise InputError.of(
            f"{host}:{port}",
            f"cannot be listened on ({error.strerror}).",
            "Something else may be running there: try --port 0.",
        ) from error
    bound.listen(2048)
    bound.setblocking(False)
    return bound
