"""Scores as the cells of tables, for the terminal and for Markdown."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from alongside.score.summary import Line

Show = Callable[[Line], str]
COLUMNS: dict[str, Show] = {
    "MAE": lambda line: number(line.mae_min, 1),
    "x constant": lambda line: number(line.x_constant, 2),
    "x own": lambda line: number(line.x_own, 2),
    "pinball": lambda line: number(line.pinball_min, 2),
    "80 %": lambda line: number(line.cover_80, 2),
    "95 %": lambda line: number(line.cover_95, 2),
    "Brier": lambda line: number(line.brier, 3),
    "at risk": lambda line: number(line.brier_at_risk, 3),
}


def table(heads: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table and an empty line."""
    rows = [heads, ["---"] * len(heads), *body]
    return "".join("| " + " | ".join(row) + " |\n" for row in rows) + "\n"


def number(value: float, digits: int) -> str:
    """Return a number with so many digits, or a dash for none."""
    return f"{value:.{digits}f}" if math.isfinite(value) else "-"
