"""Static files: kept by browsers for ever, since their address changes with their content."""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from alongside.web.headers import FOR_EVER

LARGE = 100_000  # bytes: squeezing so much anew for everybody who opens the map would stop the other pages


class KeptFiles(StaticFiles):
    """Static files with a long life; large ones are squeezed once, and kept so."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return the file with a long life."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = FOR_EVER
        path, scope = Path(args[0]), args[2]
        if response.status_code == 200 and scope["method"] == "GET" and _takes_gzip(scope):
            return _squeezed(path, response) or response
        return response


def _takes_gzip(scope: Scope) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _squeezed(path: Path, plain: Response) -> Response | None:
    """Return a large file squeezed; ``None`` for a small one, which is squeezed as it goes."""
    if path.stat().st_size < LARGE:
        return None
    kept = ("cache-control", "etag", "last-modified")
    headers = {name: plain.headers[name] for name in kept if name in plain.headers}
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(_gzip_of(path), headers=headers, media_type=media_type)


@lru_cache(maxsize=16)
def _gzip_of(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)
