"""What is learned from whole past races."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from alongside.errors import InputError
from alongside.forecast.fit import fit
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.past import Past
from alongside.forecast.prior import Component, Family, Prior, dump_prior, load_prior
from pasts import made_up_past
from priors import FULL, draw, made_up_prior

DAY = "2027-05-02"
SHORT_M = (5_000.0, 10_000.0, 15_000.0, 21_097.5)


def past_of(prior: Prior, n: int, seed: int, race: str, slower: float = 0.0) -> Past:
    """Return a race of runners drawn from a prior, all of them slower (log pace) by as much."""
    drawn, past = (
        draw(prior, FULL, n, np.random.default_rng(seed)),
        made_up_past(n, FULL.mats_m.tolist(), seed),
    )
    run_s = (drawn.at_s - drawn.start_s[:, None]) * np.exp(slower)
    finished = np.full(n, "finished")
    return replace(
        past, race=race, start_s=drawn.start_s, at_s=drawn.start_s[:, None] + run_s, status=finished
    )


def two_kinds() -> Prior:
    """Return a prior of two kinds far apart, two fifths of them slow and fading."""
    prior = made_up_prior(race_sd=0.01)
    family = prior.families[0]
    steady, _, walking = family.components
    kinds = tuple(
        msgspec.structs.replace(kind, weight=weight, cov=steady.cov)
        for kind, weight in ((steady, 0.6), (walking, 0.4))
    )
    return msgspec.structs.replace(prior, families=(msgspec.structs.replace(family, components=kinds),))


def middle(components: tuple[Component, ...]) -> np.ndarray:
    """Return the mean curve of some kinds together."""
    return np.average([one.mean for one in components], axis=0, weights=[one.weight for one in components])


def test_two_kinds_of_runner_are_found_apart() -> None:
    """Of a field of steady ones and of those who fade, both are learned, with their curves and shares."""
    true = two_kinds()
    family = fit([past_of(true, 1000, seed, f"race-{seed}") for seed in (1, 2, 3)], on_date=DAY).families[0]
    fades = [one.mean[-1] - one.mean[0] > 0.3 for one in family.components]
    for is_fading, kind in zip((False, True), true.families[0].components, strict=True):
        found = tuple(one for one, fade in zip(family.components, fades, strict=True) if fade == is_fading)
        assert sum(one.weight for one in found) == pytest.approx(kind.weight, abs=0.05)
        assert np.abs(middle(found) - kind.mean).max() < 0.06


def test_a_fitted_prior_forecasts_what_it_has_not_seen() -> None:
    """Learned on races of one kind of field, ranges on another race of it hold what they promise."""
    true = made_up_prior(race_sd=0.01)
    prior = fit([past_of(true, 500, seed, f"race-{seed}") for seed in (1, 2)], on_date=DAY)
    drawn = draw(true, FULL, 2000, np.random.default_rng(3))
    known = drawn.known(drawn.at_s[:, 3], range(4))
    at_s = Forecaster(prior, FULL).arrivals(known).quantiles_s([0.1, 0.5, 0.9])[:, -1]
    inside = ((at_s[:, 0] < drawn.at_s[:, -1]) & (drawn.at_s[:, -1] < at_s[:, 2])).mean()
    assert 0.74 < inside < 0.92
    assert 0.42 < (drawn.at_s[:, -1] < at_s[:, 1]).mean() < 0.58


def test_a_fit_is_the_same_to_the_bit_and_can_be_read_again() -> None:
    """Fitted twice on the same races a prior has the same bytes, and its file is a sound prior."""
    pasts = [made_up_past(300, seed=seed, race=f"race-{seed}") for seed in (1, 2)]
    raw = dump_prior(fit(pasts, on_date=DAY))
    assert dump_prior(fit(pasts, on_date=DAY)) == raw
    assert dump_prior(load_prior(raw)) == raw


def test_a_prior_says_what_it_was_learned_from() -> None:
    """Races, how many ran, and how many are known to have stopped stand in it, with the day."""
    past = made_up_past(300, dropouts=0.1, race="lake-2025")
    prior = fit([past], on_date=DAY)
    assert prior.on_date == DAY
    found = prior.learned[0]
    assert (found.race, found.distance, found.runners, found.own) == ("lake-2025", "full", 300, False)
    assert found.stopped == (past.status == "dnf").sum()


def test_distances_of_other_lengths_teach_apart() -> None:
    """A half and a full make two families, two fulls one; what is done is said on the way."""
    said: list[tuple[str, float]] = []
    pasts = [made_up_past(100), made_up_past(100, SHORT_M), made_up_past(100, seed=2)]
    prior = fit(pasts, on_date=DAY, progress=lambda what, done: said.append((what, done)))
    assert [round(family.length_m) for family in prior.families] == [21_098, 42_195]
    assert {what for what, _ in said} == {"21.1 km", "42.2 km"}
    assert said[-1][1] == 1.0
    assert all(0 < done <= 1 for _, done in said)


def early_alone() -> Past:
    """Return a race of which nothing past 5 km is known."""
    past = made_up_past(100)
    at_s = past.at_s.copy()
    at_s[:, 1:] = np.nan
    return replace(past, at_s=at_s)


TOO_LITTLE = {
    "no race": [],
    "hardly anybody": [made_up_past(15)],
    "the finish alone": [made_up_past(200, [10_000.0])],
    "guesses": [replace(made_up_past(100), estimated=np.ones((100, 10), dtype=np.bool_))],
    "the beginning alone": [early_alone()],
}


@pytest.mark.parametrize("pasts", TOO_LITTLE.values(), ids=TOO_LITTLE)
def test_too_little_is_refused_with_what_would_do(pasts: list[Past]) -> None:
    """Where nobody's pace over the road is known there is a sentence, and no prior."""
    with pytest.raises(InputError, match=r"none with 20 runners timed .*at least one mat on the way"):
        fit(pasts, on_date=DAY)


def base() -> Prior:
    """Return a prior of two families: a marathon and a hundred miles."""
    full, ultra = made_up_prior(), made_up_prior(160_000.0)
    return msgspec.structs.replace(full, families=(*full.families, *ultra.families))


def level(family: Family) -> float:
    """Return the mean log pace of a family."""
    return float(middle(family.components).mean())


def test_own_years_count_more_than_all_other_races() -> None:
    """A field slower than all others moves the base by more than half of it when a few thousand ran."""
    known = base()
    own = fit([past_of(known, 4000, 5, "own-2026", slower=0.1)], known, on_date=DAY)
    moved = level(own.families[0]) - level(known.families[0])
    assert 0.05 < moved < 0.12


def test_own_years_that_say_the_same_change_little() -> None:
    """A few runners just as the base has them leave it about as it is."""
    known = base()
    own = fit([past_of(known, 200, 5, "own-2026")], known, on_date=DAY)
    assert abs(level(own.families[0]) - level(known.families[0])) < 0.02
    for kind, base_kind in zip(own.families[0].components, known.families[0].components, strict=True):
        assert np.diag(kind.cov) == pytest.approx(np.diag(base_kind.cov), rel=0.25)


def test_a_course_differs_from_its_own_past_years_less_than_from_other_courses() -> None:
    """With own years known, half as much is left open about the race as a whole."""
    known = base()
    own = fit([past_of(known, 200, 5, "own-2026")], known, on_date=DAY)
    assert np.allclose(own.families[0].race_cov, 0.5 * np.array(known.families[0].race_cov), rtol=1e-4)


def test_what_own_years_say_nothing_about_is_kept() -> None:
    """On top of a base its other lengths stay, its races stay named, and own years are marked as such."""
    known = msgspec.structs.replace(base(), learned=fit([made_up_past(50)], on_date=DAY).learned)
    own = fit([made_up_past(100, race="own-2026")], known, on_date=DAY)
    assert own.families[1] == known.families[1]
    assert len(own.families) == 2
    assert [(race.race, race.own) for race in own.learned] == [("made-up", False), ("own-2026", True)]


def test_own_years_of_a_new_length_are_a_family_of_their_own() -> None:
    """Own races of a length that the base does not have are added to it."""
    own = fit([made_up_past(200, SHORT_M)], base(), on_date=DAY)
    assert [round(family.length_m) for family in own.families] == [21_098, 42_195, 160_000]
    assert own.families[1:] == base().families
