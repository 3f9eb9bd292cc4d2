"""What real fields do, as tables: where every number of a made-up field comes from.

Paces are natural logarithms of (pace of a stretch / own average pace) for a marathon, medians by
finish time and sex, fitted to one flat, cool big-city marathon of 48,000 runners with mats every 5 km;
drop-outs to another of 40,000 with its unfinished runners. Only these parameters are kept, no runner.
"""

from __future__ import annotations

import numpy as np

# Middles of the finish bands (s): under 3:00, then every half hour, and over 7:00.
BAND_S = np.array([10_200.0, 11_700, 13_500, 15_300, 17_100, 18_900, 20_700, 22_500, 24_300, 25_900])
STRETCH_MID_KM = np.array([2.5, 7.5, 12.5, 17.5, 22.5, 27.5, 32.5, 37.5, 41.1])

# Pace of each stretch over own average before the dice: rows are finish bands, columns stretches.
# Set so that the medians after the dice and the scaling to the finish are the measured ones.
PACE_MEN = np.array(
    [
        [0.992, 0.988, 0.991, 0.992, 0.993, 0.995, 1.000, 1.027, 1.014],
        [0.982, 0.976, 0.973, 0.978, 0.983, 0.990, 0.999, 1.051, 1.025],
        [0.985, 0.975, 0.973, 0.976, 0.986, 0.994, 1.004, 1.057, 1.015],
        [0.950, 0.939, 0.934, 0.942, 0.964, 0.992, 1.014, 1.125, 1.018],
        [0.932, 0.926, 0.917, 0.934, 0.979, 1.012, 1.052, 1.141, 0.988],
        [0.894, 0.893, 0.896, 0.922, 0.982, 1.054, 1.084, 1.156, 1.002],
        [0.865, 0.885, 0.888, 0.932, 1.009, 1.076, 1.094, 1.169, 1.005],
        [0.853, 0.889, 0.906, 0.963, 1.055, 1.093, 1.107, 1.130, 1.026],
        [0.819, 0.898, 0.907, 0.982, 1.065, 1.078, 1.088, 1.114, 1.020],
        [0.790, 0.859, 0.889, 0.951, 1.006, 1.043, 1.077, 1.055, 1.042],
    ]
)
PACE_WOMEN = np.array(
    [
        [0.994, 0.995, 0.999, 1.001, 1.003, 1.005, 1.011, 1.033, 1.018],
        [1.008, 0.997, 0.997, 1.001, 1.002, 1.003, 1.009, 1.033, 0.997],
        [1.007, 0.994, 0.995, 0.998, 1.005, 1.011, 1.013, 1.045, 0.997],
        [0.992, 0.975, 0.976, 0.983, 1.002, 1.014, 1.020, 1.077, 0.987],
        [0.973, 0.963, 0.963, 0.975, 1.001, 1.024, 1.029, 1.078, 0.960],
        [0.927, 0.934, 0.930, 0.956, 1.002, 1.041, 1.047, 1.099, 0.965],
        [0.893, 0.914, 0.926, 0.956, 1.020, 1.051, 1.048, 1.103, 0.961],
        [0.870, 0.914, 0.920, 0.970, 1.038, 1.068, 1.077, 1.119, 1.000],
        [0.872, 0.934, 0.934, 0.997, 1.049, 1.059, 1.057, 1.062, 0.997],
        [0.862, 0.941, 0.941, 1.010, 1.079, 1.081, 1.116, 1.094, 1.100],
    ]
)

# The dice around the medians, by finish band.
WALK_SD_PER_KM = np.array([0.006, 0.0075, 0.0095, 0.0125, 0.0155, 0.0185, 0.0205, 0.021, 0.0215, 0.021])
FIRST_SD = np.array([0.016, 0.018, 0.02, 0.024, 0.028, 0.032, 0.036, 0.04, 0.042, 0.042])
STRETCH_SD = np.array([0.003, 0.005, 0.007, 0.011, 0.014, 0.016, 0.018, 0.02, 0.02, 0.02])
BREAK_RATE = np.array([0.2, 0.3, 0.38, 0.48, 0.48, 0.44, 0.4, 0.32, 0.26, 0.24])
BREAK_MEAN = np.array([0.09, 0.12, 0.145, 0.16, 0.162, 0.158, 0.15, 0.145, 0.14, 0.14])
SPELL_RATE = np.array([0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.085, 0.12, 0.15, 0.15])
STOP_RATE = np.array([0.015, 0.035, 0.08, 0.17, 0.26, 0.33, 0.40, 0.44, 0.44, 0.42])

# Net finish times (s) at these shares of a field, before any drop-out; beyond the last an exponential.
FIELD_SHARE = np.array([0.0, 0.001, 0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95])
FINISH_MEN_S = np.array([7_500.0, 8_235, 9_280, 10_217, 10_710, 12_112, 14_097, 16_753, 19_750, 21_700])
FINISH_WOMEN_S = np.array([8_400.0, 9_338, 10_662, 11_861, 12_520, 13_999, 16_195, 18_844, 21_500, 23_200])
TAIL_MEAN_S = 2_000.0
WOMEN_SHARE = 0.46

# Drop-outs: share that stops for reasons of her own by finish band, and where the stops lie (km).
DROP_SHARE = np.array([0.018, 0.012, 0.007, 0.005, 0.006, 0.008, 0.011, 0.028, 0.065, 0.10])
DROP_KM = np.array([3.0, 5, 10, 15, 20, 25, 30, 35, 40, 42.1])
DROP_CUMULATIVE = np.array([0.0, 0.02, 0.06, 0.17, 0.33, 0.56, 0.74, 0.90, 0.97, 1.0])

# Share of runners who run side by side with somebody all the way, and who meet somebody on the way.
PAIR_BAND_S = np.array([12_600.0, 16_200, 19_800, 22_500])
PAIR_SHARE = np.array([0.027, 0.062, 0.098, 0.088])
MET_SHARE = np.array([0.0022, 0.004, 0.012, 0.026])


def by_band(finish_s: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Return ``table`` read at each marathon finish (s), linearly between the middles of the bands."""
    return np.asarray(np.interp(finish_s, BAND_S, table))
