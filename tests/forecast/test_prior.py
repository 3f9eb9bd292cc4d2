"""A prior as a file: what is written is read again, and what is none is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from alongside.errors import InputError
from alongside.forecast.prior import dump_prior, load_prior
from priors import made_up_prior

Change = Callable[[dict[str, Any]], Any]


def test_a_prior_is_read_as_it_was_written() -> None:
    """Dumped and loaded, a prior is the same in every number; dumped again, in every byte."""
    prior = made_up_prior(day_sd=0.02, stops=(-2.0, 0.5, -3.0, 0.0, 1.0, 2.0, 2.0, -4.0))
    raw = dump_prior(prior)
    assert load_prior(raw) == prior
    assert dump_prior(load_prior(raw)) == raw


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"form": 1}'])
def test_what_is_no_prior_is_refused(raw: bytes) -> None:
    """Bytes that are no JSON, or no prior, are refused with what to do."""
    with pytest.raises(InputError, match=r"cannot be read .*alongside fit"):
        load_prior(raw)


def _first(prior: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = prior["families"][0]
    return found


def _kinds(prior: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _first(prior)["components"]
    return found


def _kind(prior: dict[str, Any]) -> dict[str, Any]:
    return _kinds(prior)[1]


WRONG: dict[str, tuple[Change, str]] = {
    "another form": (lambda p: p.update(form=9), "form 9"),
    "no family": (lambda p: p.update(families=[]), "no family"),
    "no kind": (lambda p: _first(p).update(components=[]), "without runners"),
    "no length": (lambda p: _first(p).update(length_m=0.0), "without runners"),
    "a length below zero": (lambda p: _first(p).update(length_m=-5.0), "without runners"),
    "a length without end": (lambda p: _first(p).update(length_m=1e999), "inf|Infinity|out of range|runners"),
    "a short curve": (lambda p: _kind(p)["mean"].pop(), "no distribution"),
    "a curve without numbers": (lambda p: _kind(p)["mean"].__setitem__(0, None), "cannot be read"),
    "a weight below zero": (lambda p: _kind(p).update(weight=-0.1), "no distribution"),
    "no noise": (lambda p: _kind(p).update(noise=0.0), "no distribution"),
    "no weight at all": (lambda p: [kind.update(weight=0.0) for kind in _kinds(p)], "without runners"),
    "a small covariance": (lambda p: _kind(p)["cov"].pop(), "no distribution"),
    "a row too long": (lambda p: _kind(p)["cov"][3].append(0.0), "no distribution"),
    "a variance below zero": (lambda p: _kind(p)["cov"][3].__setitem__(3, -1.0), "no distribution"),
    "a lopsided covariance": (lambda p: _kind(p)["cov"][3].__setitem__(8, 0.4), "no distribution"),
    "races without covariance": (lambda p: _first(p)["race_cov"][0].__setitem__(0, -1.0), "no covariance"),
    "days without covariance": (lambda p: _first(p)["day_cov"][0].__setitem__(0, -1.0), "no covariance"),
    "few rates": (lambda p: _first(p)["stops"].pop(), "7 coefficients of stopping"),
    "shifts of women alone": (lambda p: _first(p)["gender_shift"].pop(), "women and men"),
    "mats without a place": (lambda p: _first(p).update(mat_sd_m=-3.0), "-3.0 m off"),
}


@pytest.mark.parametrize(("change", "says"), WRONG.values(), ids=WRONG)
def test_a_prior_that_no_forecast_can_rest_on_is_refused(change: Change, says: str) -> None:
    """Wrong sizes, numbers that are none and matrices that are no covariance are named, with what to do."""
    prior = json.loads(dump_prior(made_up_prior()))
    change(prior)
    with pytest.raises(InputError, match=f"(?s)({says}).*alongside fit"):
        load_prior(json.dumps(prior).replace("Infinity", "1e999").encode())
