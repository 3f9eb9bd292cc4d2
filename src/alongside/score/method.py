"""Who answers: the forecast, the baselines, and what each may be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alongside.forecast.arrivals import Arrivals
from alongside.forecast.known import Known, Track

Ask = Callable[[Known, Track], Arrivals]


@dataclass(frozen=True)
class Method:
    """Somebody who answers: a name, and how to ask.

    At most ``at_most`` runners of a group are asked, drawn by the dice. ``static`` is asked with
    everybody's clock held at her last crossing. ``doubts`` is whether it has intervals and chances of its
    own. ``designs`` are those it takes part in.
    """

    name: str
    ask: Ask
    at_most: int
    doubts: bool = False
    static: bool = False
    designs: tuple[str, ...] = ("prefix", "clock")


@dataclass(frozen=True)
class Methods:
    """Who answers for one race.

    ``constant`` is what the others are measured by; ``overdue`` says who is overdue, asked with the clock
    held (None leaves that group out).
    """

    constant: Method
    others: tuple[Method, ...]
    overdue: Ask | None = None

    def of(self, design: str) -> list[Method]:
        """Return those who take part in a design."""
        return [self.constant, *(method for method in self.others if design in method.designs)]
