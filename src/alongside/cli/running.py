"""Running the pages until Ctrl-C, or until the loop behind them has died."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Protocol

from starlette.applications import Starlette

from alongside.cli.interrupts import pressed
from alongside.web.server import Server, make_server

LOOK_S = 0.25


class Loop(Protocol):
    """What drives the race behind the pages; ``failed`` holds what killed it."""

    failed: BaseException | None
    ended: threading.Event


def run_pages(
    app: Starlette, bound: socket.socket, host: str, loop: Loop, *, behind_proxy: bool = False
) -> None:
    """Serve until Ctrl-C. A loop that dies ends the server and is raised: stale pages would mislead."""
    server = make_server(app, host=host, port=bound.getsockname()[1], behind_proxy=behind_proxy)
    watch = threading.Thread(target=_stop_with, args=(loop, server), daemon=True)
    watch.start()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[bound])
    if loop.failed is not None:
        raise loop.failed


def _stop_with(loop: Loop, server: Server) -> None:
    while not (loop.ended.wait(LOOK_S) or pressed.is_set()):
        pass
    if loop.failed is not None or pressed.is_set():
        server.should_exit = True
