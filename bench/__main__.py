"""``python -m bench``: measure, say what came out, write docs/performance.md."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from bench import append, fold, forecast, intake, page, replay, starting, tick, together
from bench.measure import Bench, Figure, Outcome
from bench.report import page as written
from bench.report import show

MODULES = {
    module.NAME: module for module in (tick, forecast, together, append, intake, replay, fold, page, starting)
}
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(MODULES)), help="One benchmark, or several.")
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="Page to write [docs/performance.md]."
)
def main(only: tuple[str, ...], out: Path | None) -> None:
    """Measure every ratio of docs/performance.md; with --only nothing is written unless --out is given."""
    console = Console(highlight=False, soft_wrap=True)
    groups: list[tuple[str, str, list[Outcome]]] = []
    with Progress(console=console, transient=True) as progress:
        for name in only or tuple(MODULES):
            console.print(f"[bold]{name}[/bold]")
            outcomes = MODULES[name].run(Bench(progress))
            groups.append((name, MODULES[name].ABOUT, outcomes))
            for outcome in outcomes:
                console.print(f"  {_said(outcome)}", markup=False)
    target = out or (None if only else PAGE)
    if target is not None:
        target.write_text(written(groups), encoding="utf-8")
        console.print(f"Written: {target}", markup=False)


def _said(outcome: Outcome) -> str:
    if not isinstance(outcome, Figure):
        return f"{outcome.name}: not measured. {outcome.why}"
    spread = f"{show(min(outcome.ratios))} to {show(max(outcome.ratios))}"
    goal = f"; held to {outcome.goal}: {'kept' if outcome.kept else 'MISSED'}" if outcome.goal else ""
    return f"{outcome.name}: {show(outcome.ratio)} {outcome.unit} ({spread}){goal}"


main()
