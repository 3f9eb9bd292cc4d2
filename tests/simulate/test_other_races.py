"""Any plan can be made up: an ultra through the night, a lap race, one mat, no limit, no sweep."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.events.bodies import RulingStatusBody
from alongside.events.plan import Distance, Mat, RacePlan, Split, Wave
from alongside.simulate.race import MadeUp, simulate


def _distance(name: str, length_m: float, inner: tuple[Split, ...] = (), **more: object) -> Distance:
    finish = Split("Finish", "finish", 1, length_m, "finish")
    return Distance(name, name, length_m, (*inner, finish), **more)


def _plan(*distances: Distance) -> RacePlan:
    mats = tuple(Mat(mat, mat) for mat in sorted({split.mat for one in distances for split in one.splits}))
    wave = Wave("1", "1", tuple(one.id for one in distances), 6 * 3_600_000)
    return RacePlan("other", "Other", "2027-01-01", "UTC", 0, distances, (wave,), mats)


def _made(plan: RacePlan, runners: int = 300) -> MadeUp:
    return simulate(plan, runners, np.random.default_rng(8), phone_share=0.0)


def test_an_ultra_through_the_night() -> None:
    """Over 100 miles times of day pass 24:00, and the limit of one's own gun holds."""
    mats = tuple(Split(f"{km} km", f"m{km}", 1, km * 1000.0) for km in range(20, 160, 20))
    made_up = _made(_plan(_distance("solo", 160_934.0, mats, limit_s=30 * 3600.0, limit_from="own_gun")))
    finish_s = [one for one in made_up.truth.runners["finish_s"] if one]
    assert max(made_up.truth.splits["tod_s"]) > 86_400
    assert 0 < max(finish_s) <= 30 * 3600 + 5


def test_laps_are_visits() -> None:
    """A mat that is met three times has three rows of the truth, told apart by the visit."""
    laps = tuple(Split(f"Lap {lap}", "lap", lap, lap * 3_000.0) for lap in (1, 2, 3))
    made_up = _made(_plan(_distance("laps", 12_000.0, laps)))
    assert {"lap", "lap#2", "lap#3", "finish"} == set(made_up.truth.splits["mat"])
    assert set(zip(made_up.truth.splits["mat"], made_up.truth.splits["mat_seq"], strict=True)) == {
        ("lap", 0),
        ("lap#2", 1),
        ("lap#3", 2),
        ("finish", 3),
    }


@pytest.mark.parametrize("length_m", [1_609.0, 5_000.0, 10_000.0])
def test_a_short_race_with_a_finish_mat_alone(length_m: float) -> None:
    """Short races are run faster per km than long ones, and everybody ends in a state."""
    made_up = _made(_plan(_distance("short", length_m)))
    finish_s = [one for one in made_up.truth.runners["finish_s"] if one]
    assert 3.0 < np.median(finish_s) / length_m * 1000 / 60 < 7.0
    said = {draft.body.bib for draft in made_up.drafts if isinstance(draft.body, RulingStatusBody)}
    statuses = zip(made_up.truth.runners["bib"], made_up.truth.runners["status"], strict=True)
    assert all(str(bib) in said for bib, status in statuses if status != "finished")


def test_distances_that_share_nothing() -> None:
    """Three distances without a shared road have entries each, with bibs that never meet."""
    made_up = _made(_plan(_distance("a", 42_195.0), _distance("b", 21_097.5), _distance("c", 5_000.0)))
    by_distance: dict[str, set[int]] = {"a": set(), "b": set(), "c": set()}
    for entry in made_up.entries:
        by_distance[entry.distance].add(int(entry.bib))
    assert all(by_distance.values())
    assert len(set().union(*by_distance.values())) == 300
