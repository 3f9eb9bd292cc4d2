"""A made-up marathon of 20,000 against figures measured on past races (48,000 runners of one, flat and cool;
drop-outs of another), with the tolerance of each."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.simulate.day import Day, limits_tod_s

KM = np.array([0, 5, 10, 15, 20, 21.0975, 25, 30, 35, 40, 42.195])
HALF, K30, K35, K40, FINISH = 5, 7, 8, 9, 10

# finish band (s): second half / first half, 30-40K / 0-30K, first 5K / own average, last 2.2K / 35-40K,
# share with a second half >= 1.25 x the first
BANDS = [
    (0, 10_800, 1.019, 1.027, 0.989, 0.992, 0.002),
    (10_800, 12_600, 1.029, 1.041, 0.986, 0.982, 0.01),
    (12_600, 14_400, 1.041, 1.054, 0.981, 0.970, 0.03),
    (14_400, 16_200, 1.075, 1.095, 0.963, 0.949, 0.07),
    (16_200, 18_000, 1.099, 1.116, 0.945, 0.929, 0.12),
    (18_000, 19_800, 1.139, 1.143, 0.912, 0.920, 0.19),
    (19_800, 21_600, 1.163, 1.153, 0.883, 0.919, 0.24),
    (21_600, 23_400, 1.172, 1.146, 0.859, 0.932, 0.25),
    (23_400, 25_200, 1.163, 1.128, 0.849, 0.936, 0.20),
]


@pytest.fixture(scope="module")
def net_s(field_of_20k: Day) -> np.ndarray:
    """Net seconds at the mats, shape (entries, mats)."""
    day = field_of_20k
    tod_s = np.array([np.interp(KM * 1000, day.at_m, clock_s) for clock_s in day.clock_s])
    return tod_s - tod_s[:, :1]


@pytest.fixture(scope="module")
def finishers(field_of_20k: Day, net_s: np.ndarray) -> np.ndarray:
    """The same for those who finished."""
    return net_s[field_of_20k.finished]


def _fade(net_s: np.ndarray) -> np.ndarray:
    return (net_s[:, FINISH] - net_s[:, HALF]) / net_s[:, HALF]


def _in_band(net_s: np.ndarray, from_s: float, to_s: float) -> np.ndarray:
    return net_s[(net_s[:, FINISH] >= from_s) & (net_s[:, FINISH] < to_s)]


@pytest.mark.parametrize("band", BANDS, ids=lambda band: f"{band[0] / 3600:.1f}h")
def test_pacing_by_band(finishers: np.ndarray, band: tuple[float, ...]) -> None:
    """In each finish band the median fade, late pace, first 5K and last 2.2K are those of a real field."""
    from_s, to_s, half, late, early, last, _ = band
    runs = _in_band(finishers, from_s, to_s)
    assert np.median(_fade(runs)) == pytest.approx(half, abs=0.03)
    pace_late = (runs[:, K40] - runs[:, K30]) / 10 / (runs[:, K30] / 30)
    assert np.median(pace_late) == pytest.approx(late, abs=0.03)
    assert np.median(runs[:, 1] / 5 / (runs[:, FINISH] / 42.195)) == pytest.approx(early, abs=0.03)
    pace_last = (runs[:, FINISH] - runs[:, K40]) / 2.195 / ((runs[:, K40] - runs[:, K35]) / 5)
    assert np.median(pace_last) == pytest.approx(last, abs=0.04)


@pytest.mark.parametrize("band", BANDS, ids=lambda band: f"{band[0] / 3600:.1f}h")
def test_blow_ups_by_band(finishers: np.ndarray, band: tuple[float, ...]) -> None:
    """The share whose second half takes a quarter longer grows with the finish as in a real field."""
    runs = _in_band(finishers, band[0], band[1])
    assert np.mean(_fade(runs) >= 1.25) == pytest.approx(band[-1], abs=0.05)


def test_blow_ups_and_negative_splits(finishers: np.ndarray) -> None:
    """Over the whole field 9 % blow up and 15 % run the second half faster."""
    assert np.mean(_fade(finishers) >= 1.25) == pytest.approx(0.090, abs=0.02)
    assert np.mean(_fade(finishers) < 1) == pytest.approx(0.146, abs=0.04)


def test_spread_of_fade(finishers: np.ndarray) -> None:
    """The 10-90 % range of second half / first half at 4:30-5:00 is 1.00-1.27, at 6:00-6:30 1.06-1.35."""
    for from_s, low, high in ((16_200, 1.00, 1.27), (21_600, 1.06, 1.35)):
        fade = _fade(_in_band(finishers, from_s, from_s + 1_800))
        assert np.percentile(fade, [10, 90]) == pytest.approx([low, high], abs=0.03)


def _stretches(net_s: np.ndarray) -> np.ndarray:
    return np.diff(net_s[:, [0, 1, 2, 3, 4, 6, 7, 8, 9]], axis=1)


@pytest.mark.parametrize(("from_s", "share"), [(0, 0.005), (14_400, 0.05), (18_000, 0.08), (21_600, 0.11)])
def test_stops(finishers: np.ndarray, from_s: float, share: float) -> None:
    """The share with a 5 km stretch a quarter slower than the one before grows from .5 to 11 %."""
    to_s = from_s + 1_800 if from_s else 10_800
    took_s = _stretches(_in_band(finishers, from_s, to_s))
    assert np.mean((took_s[:, 1:] / took_s[:, :-1] >= 1.25).any(axis=1)) == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(
    ("from_s", "to_s", "low", "high"),
    [(0, 10_800, 0.012, 0.04), (14_400, 16_200, 0.03, 0.075), (21_600, 23_400, 0.06, 0.10)],
)
def test_noise_between_stretches(
    finishers: np.ndarray, from_s: float, to_s: float, low: float, high: float
) -> None:
    """The sd of ln(pace change) between 5 km stretches is within the measured range for its band."""
    change = np.diff(np.log(_stretches(_in_band(finishers, from_s, to_s))), axis=1).std(axis=0)
    assert np.median(change) > low
    assert np.median(change) < high


def test_changes_are_a_walk(finishers: np.ndarray) -> None:
    """After 15K successive changes of pace are little correlated (real ones .06), the first pair -.42."""
    change = np.diff(np.log(_stretches(_in_band(finishers, 14_400, 18_000))), axis=1)
    after = [np.corrcoef(change[:, at], change[:, at + 1])[0, 1] for at in range(2, 6)]
    assert np.abs(after).max() < 0.3
    assert np.corrcoef(change[:, 0], change[:, 1])[0, 1] == pytest.approx(-0.42, abs=0.15)


@pytest.mark.parametrize(
    ("from_s", "men", "women"), [(12_600, 1.068, 1.042), (16_200, 1.165, 1.090), (19_800, 1.198, 1.130)]
)
def test_men_slow_more(field_of_20k: Day, net_s: np.ndarray, from_s: float, men: float, women: float) -> None:
    """Men fade more than women of the same finish, by the measured medians of 30-40K / 0-30K."""
    done, finish_s = field_of_20k.finished, net_s[:, FINISH]
    band = done & (finish_s >= from_s) & (finish_s < from_s + 1_800)
    late = (net_s[:, K40] - net_s[:, K30]) / 10 / (net_s[:, K30] / 30)
    woman = field_of_20k.field.woman
    assert np.median(late[band & ~woman]) == pytest.approx(men, abs=0.035)
    assert np.median(late[band & woman]) == pytest.approx(women, abs=0.03)


def test_finish_quantiles(finishers: np.ndarray) -> None:
    """The fastest 1 %, the median and the slowest 10 and 1 % finish within 3 % of a real field's times."""
    measured_s = [9_542, 11_341, 15_067, 20_679, 24_559]
    assert np.percentile(finishers[:, FINISH], [1, 10, 50, 90, 99]) == pytest.approx(measured_s, rel=0.03)


@pytest.mark.parametrize(("over_s", "share"), [(21_600, 0.066), (23_400, 0.025), (25_200, 0.005)])
def test_tail_shares(finishers: np.ndarray, over_s: float, share: float) -> None:
    """Within a third: 6.6 % of finishers take over 6 h, 2.5 % over 6:30, .5 % over 7 h."""
    assert np.mean(finishers[:, FINISH] > over_s) == pytest.approx(share, rel=1 / 3)


def test_tail_decays_to_a_wall(field_of_20k: Day, finishers: np.ndarray) -> None:
    """From 6 h on each half hour has about half as many finishers, and none comes in after the limit."""
    counts = [np.sum((finishers[:, FINISH] // 1_800) == half_hour) for half_hour in (12, 13, 14)]
    assert 1.5 < counts[0] / counts[1] < 4
    assert counts[1] / counts[2] > 1.5
    day = field_of_20k
    limit_s = limits_tod_s(day.plan, day.field.runs, day.field.wave, day.gun_tod_s)
    assert (day.end_tod_s()[day.finished] <= limit_s[day.finished] + 1).all()


def test_women_at_the_back(field_of_20k: Day, net_s: np.ndarray) -> None:
    """Women are 46 % of the field and about 63 % of those over 6 h."""
    woman, late = field_of_20k.field.woman, net_s[:, FINISH] > 21_600
    assert woman.mean() == pytest.approx(0.46, abs=0.01)
    assert woman[field_of_20k.finished & late].mean() == pytest.approx(0.63, abs=0.06)


def test_waves_drain(field_of_20k: Day) -> None:
    """Each of three waves of a big field takes 18 to 28 minutes to cross the start."""
    day = field_of_20k
    for wave, gun_s in enumerate(day.gun_tod_s):
        rows = day.field.starts & (day.field.wave == wave)
        assert 18 * 60 < (day.clock_s[rows, 0] - gun_s).max() < 28 * 60


def test_late_starters_are_slow(field_of_20k: Day, net_s: np.ndarray) -> None:
    """The median finish rises with the start: about 3:15 in the first ten minutes, 5:40 in the last."""
    day = field_of_20k
    start_s, finish_s = day.clock_s[day.finished, 0], net_s[day.finished, FINISH]
    order = finish_s[np.argsort(start_s)]
    assert np.median(order[: len(order) // 6]) == pytest.approx(3.25 * 3600, rel=0.06)
    assert np.median(order[-len(order) // 8 :]) == pytest.approx(5.7 * 3600, rel=0.06)


def test_drop_out_rate(field_of_20k: Day) -> None:
    """Between 1 and 3 % of those who start do not finish."""
    assert 0.01 < field_of_20k.stopped.sum() / field_of_20k.field.starts.sum() < 0.03


@pytest.mark.parametrize(
    ("from_s", "to_s", "low", "high"),
    [
        (0, 10_800, 0.004, 0.031),
        (14_400, 16_200, 0.001, 0.008),
        (21_600, 23_400, 0.02, 0.12),
        (23_400, 25_200, 0.04, 0.45),
        (25_200, 99_999, 0.31, 0.95),
    ],
)
def test_cutoff_cliff(
    field_of_20k: Day, net_s: np.ndarray, from_s: float, to_s: float, low: float, high: float
) -> None:
    """Later drop-outs by even-pace projection at the half: U-shaped by speed, then a cliff."""
    day, projected_s = field_of_20k, net_s[:, HALF] * 2
    rows = day.field.starts & (day.end_m >= 21_097.5) & (projected_s >= from_s) & (projected_s < to_s)
    assert low <= day.stopped[rows].mean() <= high


def test_where_people_stop(field_of_20k: Day) -> None:
    """Most stop between 10 and 35K, almost nobody after 40K, few before 5K."""
    end_km = field_of_20k.end_m[field_of_20k.stopped] / 1000
    assert np.mean((end_km >= 10) & (end_km < 35)) > 0.65
    assert np.mean(end_km >= 40) < 0.08
    assert np.mean(end_km < 5) < 0.06


def test_company_grows_to_the_back(field_of_20k: Day, net_s: np.ndarray) -> None:
    """Side by side from start to finish (5 s at every mat): about 3, 6, 10 and 10 % by finish."""
    day = field_of_20k
    tod_s = np.round(net_s + day.clock_s[:, :1])
    paired = np.zeros(len(day.field), dtype=bool)
    for pair in day.together():
        if pair.kind == "start_finish" and np.abs(tod_s[pair.a] - tod_s[pair.b]).max() <= 5:
            paired[[pair.a, pair.b]] = True
    shares = [
        paired[day.finished & (net_s[:, FINISH] >= from_s) & (net_s[:, FINISH] < to_s)].mean()
        for from_s, to_s in ((0, 14_400), (14_400, 18_000), (18_000, 21_600), (21_600, 99_999))
    ]
    assert shares == pytest.approx([0.028, 0.064, 0.101, 0.097], abs=0.025)


def test_some_meet_on_the_way(field_of_20k: Day) -> None:
    """Strangers who start over 40 s apart and finish together exist, more of them in the last fifth."""
    day = field_of_20k
    met = [pair for pair in day.together() if pair.kind == "met_finish"]
    ranks = np.argsort(np.argsort(day.field.marathon_s)) / len(day.field)
    assert 20 <= len(met) <= 120
    assert all(abs(day.clock_s[pair.a, 0] - day.clock_s[pair.b, 0]) > 40 for pair in met)
    assert np.mean([ranks[pair.a] > 0.8 for pair in met]) > 0.3


def test_even_pace_is_a_poor_forecast(finishers: np.ndarray) -> None:
    """Even pace from the half is too early by about 8 min (median), by 28 min for those over 5:30."""
    error_min = (finishers[:, FINISH] - finishers[:, HALF] * 2) / 60
    late = finishers[:, FINISH] > 19_800
    assert np.median(error_min) == pytest.approx(8, abs=2.5)
    assert np.median(error_min[late]) == pytest.approx(28, abs=4)
