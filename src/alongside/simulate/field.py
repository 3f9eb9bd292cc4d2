"""Who runs: ability, sex, distance, wave, and who stays at home; one row of every array per entry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.events.plan import RacePlan
from alongside.simulate import norms
from alongside.simulate.pacing import finish_for

_HALF_FIELD_SLOWER = 1.06  # the shorter race draws slower runners
_SEEDING_SD = 0.11  # how well people know themselves when they ask for a wave (log)
_BLOCK = 10_000  # bibs of the next distance begin at the next multiple


@dataclass
class Field:
    """The entries as arrays of one length; ``entered`` and ``runs`` index ``plan.distances``.

    ``marathon_s`` is what each would need for a marathon in seconds; ``expected_s`` the finish that she
    wrote on the form. ``runs`` differs from ``entered`` for the one or two on the wrong course.
    """

    entered: np.ndarray
    runs: np.ndarray
    wave: np.ndarray
    bib: np.ndarray
    woman: np.ndarray
    marathon_s: np.ndarray
    expected_s: np.ndarray
    seeding: np.ndarray
    starts: np.ndarray
    adult: np.ndarray

    def __len__(self) -> int:
        return len(self.bib)


def make_field(plan: RacePlan, runners: int, rng: np.random.Generator) -> Field:
    """Return ``runners`` entries spread over the plan's distances and waves, bibs in order of seeding."""
    entered = _distances(plan, runners, rng)
    woman = rng.random(runners) < norms.WOMEN_SHARE
    marathon_s = _abilities(woman, rng)
    lengths = np.array([distance.length_m for distance in plan.distances])
    marathon_s[lengths[entered] < lengths.max()] *= _HALF_FIELD_SLOWER
    hoped = marathon_s * np.exp(rng.normal(-0.03, 0.06, runners))
    seeding = np.log(marathon_s) + rng.normal(0.0, _SEEDING_SD, runners)
    field = Field(
        entered=entered,
        runs=entered.copy(),
        wave=_waves(plan, entered, seeding),
        bib=_bibs(plan, entered, seeding),
        woman=woman,
        marathon_s=marathon_s,
        expected_s=np.round(finish_for(hoped, lengths[entered]) / 300) * 300,
        seeding=seeding,
        starts=rng.random(runners) > 0.03,
        adult=rng.random(runners) > np.where(lengths[entered] < lengths.max(), 0.02, 0.0),
    )
    _two_on_the_wrong_course(plan, field, rng)
    return field


def _distances(plan: RacePlan, runners: int, rng: np.random.Generator) -> np.ndarray:
    """The longest distance has 55 % of the field, the others share the rest; each at least one runner."""
    count = len(plan.distances)
    if count == 1:
        return np.zeros(runners, dtype=np.int64)
    longest = int(np.argmax([distance.length_m for distance in plan.distances]))
    share = np.full(count, 0.45 / (count - 1))
    share[longest] = 0.55
    return rng.choice(count, size=runners, p=share)


def _abilities(woman: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Marathon finishes by the norms' quantiles, with an exponential tail."""
    rank = rng.random(len(woman))
    body = np.where(
        woman,
        np.interp(rank, norms.FIELD_SHARE, norms.FINISH_WOMEN_S),
        np.interp(rank, norms.FIELD_SHARE, norms.FINISH_MEN_S),
    )
    last = norms.FIELD_SHARE[-1]
    beyond = -np.log(np.maximum(1 - rank, 1e-9) / (1 - last)) * norms.TAIL_MEAN_S
    return np.asarray(body + np.where(rank > last, beyond, 0.0))


def _waves(plan: RacePlan, entered: np.ndarray, seeding: np.ndarray) -> np.ndarray:
    """The wave of each entry: by seeding, the early waves a little fuller."""
    wave = np.zeros(len(entered), dtype=np.int64)
    for number, distance in enumerate(plan.distances):
        rows = np.flatnonzero(entered == number)
        open_to = [at for at, one in enumerate(plan.waves) if distance.id in one.distances]
        open_to.sort(key=lambda at: plan.waves[at].gun_ms)
        weight = np.linspace(1.2, 0.7, len(open_to))
        rank = np.argsort(np.argsort(seeding[rows])) / max(len(rows), 1)
        edges = np.cumsum(weight / weight.sum())[:-1]
        wave[rows] = np.array(open_to)[np.searchsorted(edges, rank, side="right")]
    return wave


def _bibs(plan: RacePlan, entered: np.ndarray, seeding: np.ndarray) -> np.ndarray:
    """Bibs from 1 within the first distance, the next distance from the next ten thousand."""
    bib = np.zeros(len(entered), dtype=np.int64)
    base = 0
    for number in range(len(plan.distances)):
        rows = np.flatnonzero(entered == number)
        bib[rows[np.argsort(seeding[rows])]] = base + 1 + np.arange(len(rows))
        base += -(-(len(rows) + 1) // _BLOCK) * _BLOCK
    return bib


def _two_on_the_wrong_course(plan: RacePlan, field: Field, rng: np.random.Generator) -> None:
    """One entered for each of the two longest distances runs the other one."""
    if len(plan.distances) < 2 or len(field) < 200:
        return
    a, b = np.argsort([distance.length_m for distance in plan.distances])[-2:]
    for mine, other in ((a, b), (b, a)):
        usual = np.abs(field.marathon_s - 15_000) < 2_500
        fits = np.flatnonzero((field.entered == mine) & field.starts & usual)
        if len(fits):
            field.runs[rng.choice(fits)] = other


def start_times_tod_s(field: Field, gun_tod_s: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return when each crosses the start line: waves drain in 20-28 minutes, slow runners last.

    ``gun_tod_s`` holds the actual gun of each wave. A small wave drains at four runners a second.
    """
    start = np.zeros(len(field))
    for wave, gun in enumerate(gun_tod_s):
        rows = np.flatnonzero((field.wave == wave) & field.starts)
        order = np.argsort(np.argsort(field.seeding[rows] + rng.normal(0, 0.05, len(rows))))
        per_s = np.clip(len(rows) / 1_440, 4.0, 13.0)
        start[rows] = gun + 4.0 + (order + rng.random(len(rows))) / per_s
    return start
