"""The prior that comes with the package: see ``alongside fit`` for how it is made anew."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from alongside.forecast.prior import Prior, load_prior

NAME = "shipped_prior.json"


@lru_cache(maxsize=1)
def shipped() -> Prior:
    """Return the shipped prior."""
    return load_prior((files("alongside.forecast") / NAME).read_bytes())
