"""Fixes: on the road but for honest noise, in the runner's time, and as badly delivered as real ones."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from alongside.course.line import CourseLine, nearest
from alongside.events.bodies import FixBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.simulate.phones import WORST, fixes_of
from alongside.simulate.race import MadeUp


@pytest.fixture(scope="module")
def by_bib(made_up: MadeUp) -> dict[str, list[Draft]]:
    """All fixes by bib, in order of arrival."""
    found: dict[str, list[Draft]] = defaultdict(list)
    for draft in made_up.drafts:
        if isinstance(draft.body, FixBody):
            found[draft.body.bib].append(draft)
    return found


def test_no_fix_is_further_off_than_its_noise_allows(made_up: MadeUp, by_bib: dict[str, list[Draft]]) -> None:
    """No fix lies further off its course than three times the accuracy that the phone states."""
    events = dict(zip(made_up.truth.runners["bib"], made_up.truth.runners["event"], strict=True))
    lines = {one.id: CourseLine.of(one.line) for one in made_up.plan.distances if one.line}
    for bib, drafts in by_bib.items():
        for draft in drafts[::9]:
            fix = draft.body
            assert nearest(lines[events[int(bib)]], fix.lat, fix.lon).off_m <= WORST * fix.accuracy_m + 2


def test_fixes_are_only_around_the_run(made_up: MadeUp, by_bib: dict[str, list[Draft]]) -> None:
    """Fixes lie between five minutes before the start and five after the end of a finisher's race."""
    runners, day_ms = made_up.truth.runners, made_up.plan.day_start_ms
    rows = zip(runners["bib"], runners["start_tod_s"], runners["finish_s"], strict=True)
    spans = {str(bib): (start, start + net) for bib, start, net in rows if net is not None}
    for bib in by_bib.keys() & spans.keys():
        tod_s = [(draft.at_ms - day_ms) / 1000 for draft in by_bib[bib]]
        assert spans[bib][0] - 302 <= min(tod_s)
        assert max(tod_s) <= spans[bib][1] + 302


def _one_phone(plan: RacePlan, seed: int) -> list[Draft]:
    """Fixes of an even five-hour marathon, as one phone sends them."""
    at_m = np.arange(0, 44_000, 1_000.0)
    clock_s = 28_800 + at_m / 42_195 * 18_000
    line, rng = plan.distance("full").line, np.random.default_rng(seed)
    return list(fixes_of("7", "phone-1", line, clock_s, at_m, 42_195.0, plan.day_start_ms, rng))


def test_error_is_as_large_as_stated(plan: RacePlan) -> None:
    """About 68 % of the fixes lie within their accuracy radius of where the runner was."""
    line = plan.distance("full").line
    inside = []
    for seed in range(12):
        for draft in _one_phone(plan, seed):
            tod_s = (draft.at_ms - plan.day_start_ms) / 1000
            along_m = np.clip((tod_s - 28_800) / 18_000 * 42_195, 0, 42_195)
            north = draft.body.lat - np.interp(along_m, line.along_m, line.lat)
            east = draft.body.lon - np.interp(along_m, line.along_m, line.lon)
            off_m = np.hypot(north, east * np.cos(np.radians(44))) * 111_195
            inside.append(off_m <= draft.body.accuracy_m)
    assert np.mean(inside) == pytest.approx(0.68, abs=0.05)


def test_steps_gaps_and_accuracies(plan: RacePlan) -> None:
    """Fixes come every 20-40 s but for gaps of minutes; most state 4-12 m, some 30-80 m; 5 decimals."""
    drafts = [
        draft for seed in range(12) for draft in sorted(_one_phone(plan, seed), key=lambda one: one.at_ms)
    ]
    step_s = np.diff([draft.at_ms for draft in drafts]) / 1000
    step_s = step_s[step_s > 0]
    assert step_s.min() >= 20
    assert np.mean(step_s <= 40) > 0.98
    assert np.sum(step_s > 120) > 5
    accuracy_m = np.array([draft.body.accuracy_m for draft in drafts])
    assert np.mean(accuracy_m <= 12) > 0.8
    assert 0.03 < np.mean(accuracy_m >= 30) < 0.2
    assert all(draft.body.lat == round(draft.body.lat, 5) for draft in drafts)


def test_some_phones_send_batches_backwards(plan: RacePlan) -> None:
    """Of many phones some send late batches, newest fix first; most send every fix within seconds."""
    waits = []
    for seed in range(24):
        drafts = sorted(_one_phone(plan, seed), key=lambda one: one.received_at_ms)
        backwards = np.mean(np.diff([draft.at_ms for draft in drafts]) < 0)
        wait_s = np.median([draft.received_at_ms - draft.at_ms for draft in drafts]) / 1000
        waits.append(wait_s)
        assert (backwards > 0.5) == (wait_s > 60)
    assert 1 <= np.sum(np.array(waits) > 60) <= 14
    assert np.median(waits) < 8
