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
        [0.993, 0.989, 0.992, 0.992, 0.994, 0.996, 1.001, 1.028, 1.015],
        [0.987, 0.981, 0.978, 0.983, 0.987, 0.994, 1.004, 1.053, 1.029],
        [0.987, 0.977, 0.975, 0.978, 0.989, 0.997, 1.007, 1.061, 1.019],
        [0.959, 0.949, 0.943, 0.951, 0.974, 1.001, 1.028, 1.132, 1.030],
        [0.938, 0.933, 0.923, 0.940, 0.984, 1.020, 1.062, 1.148, 1.001],
        [0.900, 0.902, 0.902, 0.928, 0.990, 1.061, 1.095, 1.164, 1.013],
        [0.868, 0.888, 0.891, 0.935, 1.012, 1.079, 1.102, 1.170, 1.014],
        [0.848, 0.886, 0.901, 0.958, 1.049, 1.088, 1.103, 1.128, 1.025],
        [0.820, 0.896, 0.909, 0.980, 1.063, 1.078, 1.092, 1.112, 1.026],
        [0.808, 0.880, 0.909, 0.974, 1.031, 1.067, 1.101, 1.084, 1.067],
    ]
)
PACE_WOMEN = np.array(
    [
        [0.990, 0.990, 0.994, 0.997, 0.998, 1.000, 1.006, 1.028, 1.013],
        [1.003, 0.993, 0.992, 0.996, 0.997, 0.998, 1.004, 1.027, 0.993],
        [1.000, 0.987, 0.988, 0.991, 0.998, 1.003, 1.006, 1.037, 0.991],
        [0.987, 0.971, 0.971, 0.978, 0.997, 1.009, 1.017, 1.070, 0.984],
        [0.970, 0.962, 0.960, 0.973, 0.999, 1.022, 1.030, 1.076, 0.963],
        [0.931, 0.938, 0.934, 0.959, 1.006, 1.044, 1.053, 1.102, 0.972],
        [0.898, 0.919, 0.930, 0.962, 1.025, 1.057, 1.058, 1.109, 0.972],
        [0.869, 0.913, 0.918, 0.970, 1.036, 1.067, 1.077, 1.115, 1.003],
        [0.869, 0.931, 0.933, 0.995, 1.047, 1.058, 1.059, 1.064, 1.001],
        [0.846, 0.924, 0.924, 0.992, 1.058, 1.062, 1.093, 1.076, 1.082],
    ]
)

# The dice around the medians, by finish band.
WALK_SD_PER_KM = np.array([0.006, 0.0075, 0.0095, 0.0125, 0.0155, 0.0185, 0.0205, 0.021, 0.0215, 0.021])
FIRST_SD = np.array([0.016, 0.018, 0.02, 0.024, 0.028, 0.032, 0.036, 0.04, 0.042, 0.042])
STRETCH_SD = np.array([0.003, 0.004, 0.005, 0.007, 0.008, 0.01, 0.013, 0.017, 0.019, 0.019])
BREAK_RATE = np.array([0.2, 0.3, 0.38, 0.48, 0.48, 0.44, 0.4, 0.32, 0.26, 0.24])
BREAK_MEAN = np.array([0.085, 0.115, 0.13, 0.14, 0.14, 0.135, 0.125, 0.115, 0.11, 0.11])
SPELL_RATE = np.array([0.01, 0.02, 0.03, 0.05, 0.06, 0.09, 0.12, 0.15, 0.17, 0.17])
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
PAIR_SHARE = np.array([0.028, 0.064, 0.101, 0.100])
MET_SHARE = np.array([0.003, 0.005, 0.010, 0.018])


def by_band(finish_s: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Return ``table`` read at each marathon finish (s), linearly between the middles of the bands."""
    return np.asarray(np.interp(finish_s, BAND_S, table))
