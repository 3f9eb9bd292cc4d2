"""The command line: the one place where the edge is wired together.

Each command imports what it needs when it runs, so that ``alongside --help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from alongside import __version__
from alongside.cli.interrupts import hear_ctrl_c
from alongside.errors import AlongsideError

RACE = click.argument("race", type=click.Path(path_type=Path))
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option("--port", default=8026, show_default=True, help="Port to listen on; 0 takes a free one.")


class _Said(click.Group):
    """A group that says what is wrong in a sentence, and ends cleanly on Ctrl-C."""

    def invoke(self, ctx: click.Context) -> object:
        hear_ctrl_c()
        try:
            return super().invoke(ctx)
        except AlongsideError as error:
            click.echo(str(error), err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(0)


@click.group(cls=_Said, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="alongside")
def main() -> None:
    """Race day for the back of a mass race.

    Nobody out of sight, nobody at an empty table, nobody alone who does not want to be.
    """


@main.command()
@HOST
@PORT
@click.option("--speed", default=60.0, show_default=True, help="Race seconds per second.")
@click.option("--at", "at", default=None, help="Time of the race to begin at, as 09:40.")
def demo(host: str, port: int, speed: float, at: str | None) -> None:
    """Show a made-up race, live, with every page linked from the start page."""
    from alongside.cli.playing import serve_demo

    serve_demo(host, port, speed, at)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--gpx", multiple=True, type=click.Path(path_type=Path), help="A distance's GPX; repeat it.")
@click.option("--roster", default=None, type=click.Path(path_type=Path), help="Who runs, as CSV.")
@click.option("--yes", is_flag=True, help="Take every default, without asking.")
def init(folder: Path, gpx: tuple[Path, ...], roster: Path | None, yes: bool) -> None:
    """Write a first race.toml into FOLDER, from the GPX files and roster.csv there, asking as it goes."""
    from alongside.cli.initing import init_race

    init_race(folder, gpx, roster, yes=yes)


@main.command()
@RACE
@click.option("--width", default=None, type=int, help="Columns of the strip; the terminal's by default.")
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="Write the promise: .parquet, .csv, .json."
)
def check(race: Path, width: int | None, out: Path | None) -> None:
    """Say everything that is wrong with RACE, show its course, and hold its schedule against its limits."""
    from alongside.cli.checking import check_race

    check_race(race, width, out)


@main.command()
@RACE
@HOST
@PORT
@click.option("--behind-proxy", is_flag=True, help="Trust X-Forwarded-* of the proxy in front.")
@click.option("--prior", default=None, type=click.Path(path_type=Path), help="Another prior, of fit.")
def serve(race: Path, host: str, port: int, behind_proxy: bool, prior: Path | None) -> None:
    """Run race day for the folder RACE; prints the link of race control."""
    from alongside.cli.serving import serve_race

    serve_race(race, host, port, behind_proxy, prior)


@main.command()
@RACE
@click.option("--base-url", default="http://127.0.0.1:8026", show_default=True, help="How addresses begin.")
@click.option("--out", default=None, type=click.Path(path_type=Path), help="Folder to write; RACE/links.")
@click.option("--role", default=None, help="Only links of this role, such as station or medical.")
@click.option("--station", default=None, help="Only the link of this aid station, by its id.")
@click.option("--bib", default=None, help="One runner's link anew, in the terminal; the old one ends.")
@click.option("--reissue", is_flag=True, help="Make links anew that hold already; the old ones end.")
@click.option("--new-code", is_flag=True, help="With --bib: another code, when hers is lost.")
@click.option("--revoke", multiple=True, type=int, help="End the link with this id, of --list.")
@click.option("--list", "listed", is_flag=True, help="Who has which link, and when it was opened.")
def links(
    race: Path, base_url: str, out: Path | None, role: str | None, station: str | None, bib: str | None,
    reissue: bool, new_code: bool, revoke: tuple[int, ...], listed: bool,
) -> None:  # fmt: skip
    """Make everybody's link: tables for the mailer, and cards to print for every captain.

    A second run makes only what is missing. Links are shown once, when they are made.
    """
    from alongside.cli import linking

    asked = linking.Asked(base_url, out, linking.role_of(role), station, bib, reissue, new_code)
    if revoke:
        linking.revoke(race, revoke)
    elif listed:
        linking.list_of(race, asked)
    else:
        linking.make_links(race, asked)


@main.command()
@RACE
@click.option("--speed", default="max", show_default=True, help="Race seconds per second, or max.")
@click.option("--serve", "pages", is_flag=True, help="Serve the pages meanwhile.")
@click.option("--from", "start", default=None, help="Time of the race to begin at, as 09:40.")
@click.option("--log", "log", default=None, type=click.Path(path_type=Path), help="Keep the log here.")
@HOST
@PORT
def replay(
    race: Path, speed: str, pages: bool, start: str | None, log: Path | None, host: str, port: int
) -> None:
    """Play a recorded day again, through exactly the live pipeline.

    RACE is a race folder with a recorded day or a log, a log itself (NAME.db), or the path of a parquet
    pair without its ending. In a terminal: space pauses, arrows go back and forth, + and - change the
    speed, q ends.
    """
    from alongside.cli.playing import replay_race

    replay_race(race, speed, pages, start, log, host, port)


@main.command()
@RACE
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="File to write: .html, .csv or .json."
)
def report(race: Path, out: Path) -> None:
    """Write the closing report: every station and street, planned, told, closed, and the last runner.

    RACE is a race folder with a log or a recorded day, a log (NAME.db), or the path of a parquet pair
    without its ending.
    """
    from alongside.cli.reporting import report_race

    report_race(race, out)


@main.command()
@RACE
@click.option("--at", "at", required=True, help="Time of day, as 13:30:00; hours may exceed 24.")
@click.option("--by", "by", default=None, help="Also the chance to be there by this time of day.")
@click.option(
    "--mats",
    default=None,
    type=click.Path(path_type=Path),
    help="The mats of a recorded pair: a table of event, mat, mat_seq, km.",
)
@click.option("--prior", default=None, type=click.Path(path_type=Path), help="Another prior, of fit.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Table to write: .parquet, .csv or .json."
)
def forecast(race: Path, at: str, by: str | None, mats: Path | None, prior: Path | None, out: Path) -> None:
    """Write when everybody still out will be at each mat ahead of her, from what was known at a time.

    RACE is the path of a parquet pair without its ending, a race folder, or a log (NAME.db).
    """
    from alongside.cli.forecasting import forecast_race

    forecast_race(race, at, by, mats, prior, out)


@main.command()
@click.argument("races", metavar="RACE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File of the prior to write.")
@click.option("--alone", is_flag=True, help="Only these races, not on top of the shipped prior.")
@click.option("--date", "on_date", default=None, help="The date that it bears, as 2026-11-22; today.")
def fit(races: tuple[Path, ...], out: Path, alone: bool, on_date: str | None) -> None:
    """Learn the forecast's prior from whole past races; they count more than those of the shipped one."""
    from alongside.cli.fitting import fit_races

    fit_races(races, out, alone=alone, on_date=on_date)


@main.command()
@click.option("--runners", required=True, type=click.IntRange(1, 200_000), help="How many are entered.")
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="The dice: same seed, same race."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write; must be empty.")
@click.option(
    "--course", default=None, type=click.Path(path_type=Path), help="Take the course of this race folder."
)
@click.option(
    "--phones", default=0.04, show_default=True, type=click.FloatRange(0, 1), help="Share with a phone."
)
def simulate(runners: int, seed: int, out: Path, course: Path | None, phones: float) -> None:
    """Write a made-up race: what its devices sent, and the truth beside it."""
    from alongside.cli.simulating import simulate_race

    simulate_race(runners, seed, out, course, phones)


@main.command()
@RACE
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Table to write: .parquet, .csv or .json."
)
@click.option(
    "--report", default=None, type=click.Path(path_type=Path), help="Also a page without bibs: .html."
)
@click.option(
    "--shifts", default=None, type=click.IntRange(1, 100), help="Rounds of chance to count [8 or more]."
)
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="The dice of these rounds."
)
def together(race: Path, out: Path, report: Path | None, shifts: int | None, seed: int) -> None:
    """Write who ran together, from where to where, how strong that is, and how many of them are chance.

    RACE is the path of a parquet pair without its ending, a race folder, or a log (NAME.db).
    """
    from alongside.cli.togethering import together_race

    together_race(race, out, report, shifts, seed)


@main.group()
def score() -> None:
    """Hold what Alongside says against what came, beside what others do."""


@score.command("chances")
@click.argument("races", metavar="RACE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--prior", default=None, type=click.Path(path_type=Path), help="Score this prior's chances.")
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="Write every bin: .parquet, .csv or .json."
)
def score_chances(races: tuple[Path, ...], prior: Path | None, out: Path | None) -> None:
    """How often did chances come true at the back: to be there in time, and to get there at all?

    RACE is a race folder with a recorded day, or the path of a parquet pair without its ending.
    """
    from alongside.cli.chance_scores import score_chances as score_them

    score_them(races, prior, out)


@score.command("closing")
@click.argument("races", metavar="RACE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--limit", required=True, help="The time limit to play under, as 6:30:00.")
@click.option(
    "--own-start", is_flag=True, help="It counts from everybody's own start, not from the last one."
)
@click.option("--only-inside", is_flag=True, help="Leave out whoever finished later than the limit.")
@click.option(
    "--mats", default="", help="Hear these mats alone, parted by commas; tables stand at all of them."
)
@click.option(
    "--told",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0),
    help="Minutes after her last read at which somebody tells that a runner has dropped out.",
)
@click.option("--prior", default=None, type=click.Path(path_type=Path), help="Go by this prior.")
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="Write every row: .parquet, .csv or .json."
)
def score_closing(
    races: tuple[Path, ...], limit: str, own_start: bool, only_inside: bool, mats: str, told: float,
    prior: Path | None, out: Path | None,
) -> None:  # fmt: skip
    """Play recorded days under a limit: when was each table told that it may close, and who came after?

    RACE is the path of a parquet pair without its ending. Whoever does not finish inside the limit is read up
    to where an even pace to the limit has passed her.
    """
    from alongside.cli.closing_scores import rules_of
    from alongside.cli.closing_scores import score_closing as score_them

    score_them(races, rules_of(limit, own_start, mats, told, only_inside), prior, out)


@score.command("forecast")
@click.argument("races", metavar="RACE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--train", multiple=True, type=click.Path(path_type=Path), help="Fit on this race; repeat it.")
@click.option("--prior", default=None, type=click.Path(path_type=Path), help="Score this prior's forecast.")
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="Write every row: .parquet, .csv or .json."
)
def score_forecast(
    races: tuple[Path, ...], train: tuple[Path, ...], prior: Path | None, out: Path | None
) -> None:
    """Score the forecast on past races, beside the baselines.

    RACE is a race folder with a recorded day, or the path of a parquet pair without its ending. Nothing is
    scored by what was trained on it: with --train, a prior is fitted for each course, without that course.
    """
    from alongside.cli import scoring

    scoring.score_forecast(races, train, prior, out)


@score.command("together")
@click.argument("races", metavar="RACE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="The dice of what is planted."
)
@click.option(
    "--out",
    default=None,
    type=click.Path(path_type=Path),
    help="Write every figure: .parquet, .csv or .json.",
)
def score_together(races: tuple[Path, ...], seed: int, out: Path | None) -> None:
    """How well is it found who ran together: planted companions, ghosts, a mat left out, equal names?

    RACE is a race folder with a recorded day, or the path of a parquet pair without its ending.
    """
    from alongside.cli.together_scores import score_together as score_them

    score_them(races, seed, out)
