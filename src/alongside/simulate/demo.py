"""The made-up race that is shipped: small enough for the wheel, the same on every build."""

from __future__ import annotations

import numpy as np

from alongside.simulate.city import city_plan
from alongside.simulate.race import MadeUp, simulate

SEED = 20_270_502
RUNNERS = 1_500
PHONE_SHARE = 0.04


def make_demo(rng: np.random.Generator) -> MadeUp:
    """Return the demo's day, told with its story; ``rng`` is a fresh generator seeded with ``SEED``."""
    return simulate(city_plan(), RUNNERS, rng, story=True, phone_share=PHONE_SHARE)
