"""What is known of a crossing, as the last axis of an array of shape ``(n, m, 4)``."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Facts = NDArray[np.float32]
LATE = 0  # how many seconds later she came than was to be expected of her by herself
SCALE = 1  # of the Student t (four degrees of freedom) that this is held to have, in seconds; 0: no past
ALONE = 2  # its log density at that lateness, per second
RATE = 3  # the log of how many crossed the mat per second around her
PEAK = math.log(0.375)  # the log density of that Student t at 0, for a scale of 1
