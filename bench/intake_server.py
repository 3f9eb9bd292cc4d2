"""A server in a process of its own: a race's doors, or an endpoint that only appends, on one race file.

``python -m bench.intake_server ours|bare FILE`` prints its port and a token; ``GET /cpu`` tells the processor
time that the process has used.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import sys
import threading
import time
from pathlib import Path

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from alongside.cli.links import make_link
from alongside.events.bodies import ReadBody
from alongside.events.plan import FeedPlan
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from alongside.live.state import LiveState
from alongside.live.views import Views
from alongside.loop.board import Board
from alongside.simulate.city import city_plan
from alongside.store.race_file import RaceFile
from alongside.web.app import make_app
from alongside.web.server import make_server
from bench.scene import opening

AT_MS = 1_800_000_000_000


async def cpu(request: Request) -> Response:
    """Tell the processor time of this process."""
    return JSONResponse(time.process_time())


def bare(file: RaceFile) -> Starlette:
    """Return an app with one endpoint, which appends one read a request whatever it is sent."""
    count = itertools.count()

    async def append(request: Request) -> Response:
        item = msgspec.json.decode(await request.body())
        body = ReadBody(str(item[0]["code"] if isinstance(item, list) else item["Bib"]), "25k", AT_MS)
        await asyncio.wrap_future(file.submit([Draft("bare", str(next(count)), AT_MS, body)]))
        return JSONResponse({"accepted": 1})

    return Starlette(routes=[Route("/{any:path}", append, methods=["POST"]), Route("/cpu", cpu)])


def ours(file: RaceFile) -> Starlette:
    """Return the doors of a race that is shown."""
    plan = msgspec.structs.replace(city_plan(), feeds=(FeedPlan("rr", "raceresult"),))
    race, board = Race(), Board()
    file.submit(opening(LiveState(), plan, [], AT_MS)).result()
    race.apply(file.rows())
    views: Views = race.look(AT_MS)
    board.publish(views, 1.0, plan)
    assert isinstance(board.latest(), Shown)
    app = make_app(board, file, file, now_ms=lambda: AT_MS, new_id=lambda: "0" * 32)
    app.router.routes.insert(0, Route("/cpu", cpu))
    return app


def main() -> None:
    """Serve until the parent goes."""
    what, path = sys.argv[1:]
    file = RaceFile(Path(path), lambda: AT_MS)
    drained = threading.Thread(target=lambda: [file.fresh(0.2) for _ in itertools.count()], daemon=True)
    drained.start()
    token = make_link(file, "timer")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(512)
        print(bound.getsockname()[1], token, flush=True)
        server = (
            make_server(ours(file), host="127.0.0.1", port=0)
            if what == "ours"
            else uvicorn.Server(uvicorn.Config(bare(file), access_log=False, log_level="warning"))
        )
        server.run(sockets=[bound])


if __name__ == "__main__":
    main()
