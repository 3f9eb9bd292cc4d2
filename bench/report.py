"""docs/performance.md, written from what was measured."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Sequence
from importlib.metadata import version

from bench.measure import Figure, Outcome, Skipped

PACKAGES = ("numpy", "msgspec", "starlette", "uvicorn", "jinja2", "pyarrow", "click")
HEAD = """# Performance

`make bench` measures everything on this page again and writes it. Each figure is a **ratio** to a baseline
taken in the same run, in turn with what is measured: it says what the design costs or saves, wherever it
runs. Seconds on somebody's machine would say little, so none are given. Shown are the median of the ratios
and how far they spread.
"""
TAIL = """
## Again

    make bench                          # all of it; some minutes
    make bench ARGS="--only tick"       # one: {names}

The races come from `alongside simulate`, but for Chicago 2023, which needs `../shared/data` and is left out,
saying so, where that is absent. Keep the machine quiet meanwhile: with other work on it the spread widens,
and the medians of the short measurements move.
"""


def page(groups: Sequence[tuple[str, str, Sequence[Outcome]]]) -> str:
    """Return the page: (name, what the baselines are, outcomes) of every benchmark."""
    outcomes = [outcome for _, _, of in groups for outcome in of]
    lines = [HEAD, _table([one for one in outcomes if isinstance(one, Figure)])]
    lines += [f"\nNot measured: {one.name}. {one.why}" for one in outcomes if isinstance(one, Skipped)]
    lines.append("\n## What is compared\n")
    lines += [f"* **{name}**: {about}" for name, about, _ in groups]
    lines += [
        "\n## Notes\n",
        *[f"* {o.name}: {o.note}" for o in outcomes if isinstance(o, Figure) and o.note],
    ]
    lines += ["\n## With what\n", _versions(), TAIL.format(names=", ".join(name for name, _, _ in groups))]
    return "\n".join(lines)


def _table(figures: Sequence[Figure]) -> str:
    rows = ["| what | against | median | spread | is | held to |", "|---|---|---:|---:|---|---|"]
    for f in figures:
        low, high = show(min(f.ratios)), show(max(f.ratios))
        spread = f"{low} to {high}" if len(f.ratios) > 1 else "once"
        verdict = {True: ", kept", False: ", **missed**", None: ""}[f.kept]
        rows.append(
            f"| {f.name}: {f.of} | {f.against} | **{show(f.ratio)}** | {spread} | {f.unit} "
            f"| {f.goal or 'nothing'}{verdict} |"
        )
    return "\n".join(rows)


def show(ratio: float) -> str:
    """Return a ratio with about three digits."""
    if ratio >= 100:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"


def _versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{packages}; {sys.platform} on {platform.machine()}."
    )
