"""The server: uvicorn, told to end the event streams before it waits for connections to close."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette

GRACE_S = 3  # a stream that cannot be ended in this time is cut


class Server(uvicorn.Server):
    """A server whose streams end when it stops; without this each of them would hold it up."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as uvicorn does."""
        close: Any = getattr(self.config.app, "state", None)
        if close is not None:
            close.close_streams()
        await super().shutdown(sockets)


def make_server(app: Starlette, *, host: str, port: int, behind_proxy: bool = False) -> Server:
    """Return a server for the app of :func:`make_app`; ``run()`` it, or ``await serve()``.

    There is no access log: links are keys, and a log would keep them.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=behind_proxy,
        timeout_graceful_shutdown=GRACE_S,
    )
    return Server(config)
