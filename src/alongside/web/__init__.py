"""The pages: what a race shows, to whom, and the forms and feeds that come in over HTTP."""

from alongside.web.app import make_app
from alongside.web.server import make_server

__all__ = ["make_app", "make_server"]
