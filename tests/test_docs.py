"""The documents are held to the code: nothing that is there is missing, and nothing else is told."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import click
import msgspec
import pytest

from alongside.cli import main
from alongside.crossings.settle import QUESTIONS, Rule
from alongside.events.bodies import VERSIONS, Body
from alongside.feeds.pair import STATUSES
from alongside.folders.made_up import _ROWS
from alongside.store.schema import open_race
from alongside.web.app import make_app
from alongside.web.reads_in import parse, to_draft

ROOT = Path(__file__).parents[1]
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
BODIES = {body.__struct_config__.tag: body for body in get_args(Body)}
COMMANDS = sorted(
    (f"{name} {inner}", command)
    for name, group in main.commands.items()
    if isinstance(group, click.Group)
    for inner, command in group.commands.items()
) + sorted((name, command) for name, command in main.commands.items() if not isinstance(command, click.Group))
PUBLIC_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
LOCAL_ENDINGS = ("internal", "local", "lan", "corp", "intranet", "home", "private")


def text(path: Path) -> str:
    """Return a page."""
    return path.read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its rank or above."""
    rank = len(heading.split(" ", 1)[0])
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{rank}}} |\Z)", page, re.M | re.S)
    assert found, f"there is no heading {heading!r}"
    return found[1]


def first_cells(page: str) -> list[str]:
    """Return the first cell of every row of the tables in a page, heads and rules left out."""
    rows = re.findall(r"^\|(.*?)\|.*\n(?!\|---)", page, re.M)
    return [cell.strip() for cell in rows if not set(cell.strip()) <= set("-: ")]


def quoted(cells: list[str]) -> list[str]:
    """Return what stands in backticks in some cells."""
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


@lru_cache(maxsize=1)
def tracked() -> list[Path]:
    """Return the files that the repository holds; skips, or fails in CI, where there is none."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode or not listed.stdout:
        required = os.environ.get("ALONGSIDE_REQUIRE_ALL")
        (pytest.fail if required else pytest.skip)("This is no git repository: its files cannot be listed.")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def slugs(page: str) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    headings = re.findall(r"^#{1,6} (.+)$", page, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """Return the targets of a page's links and pictures, code left out."""
    bare = re.sub(r"^```.*?^```$", "", text(page), flags=re.M | re.S)
    return re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^ {4}.*$", "", bare, flags=re.M))


# -- the README -------------------------------------------------------------------------------


def test_the_readme_opens_with_what_it_is_a_picture_and_two_commands() -> None:
    """Within its first screen the README says what this is, shows it, and names the two commands."""
    screen = "\n".join(text(README).splitlines()[:20])
    assert re.search(r"!\[[^\]]+\]\(docs/pictures/control\.png\)", screen)
    assert re.findall(r"^    (make \w+)", screen, re.M) == ["make demo", "make test"]
    assert "organisers" in screen


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_and_option_stands_in_the_readme(name: str, command: click.Command) -> None:
    """The README's table has each command with all of its options, and no option that is not there."""
    rows = re.findall(rf"^\| `alongside {name}[ `].*$", section(text(README), "## Commands"), re.M)
    has = {option for param in command.params for option in param.opts if option.startswith("--")}
    assert len(rows) == 1
    assert set(re.findall(r"`(--[a-z-]+)", rows[0])) == has


def test_the_readme_tells_of_no_command_that_is_not_there() -> None:
    """Every command that a page calls in a line of its own, or as a command, exists."""
    called = {
        name
        for page in (README, CONTRIBUTING, DOCS / "recorded.md", DOCS / "race-toml.md")
        for name in re.findall(r"^    (?:\.venv/bin/)?alongside (\w+)", text(page), re.M)
        + re.findall(r"^\| `alongside (\w+)", text(page), re.M)
    }
    assert called == set(main.commands)


def test_the_read_in_the_readme_is_one_that_is_taken() -> None:
    """What the README posts to /in/reads is understood as it stands."""
    (sent,) = re.findall(r"-d '(\[.*\])'", text(README))
    (draft,) = [to_draft(item) for item in parse(sent.encode())]
    assert (draft.source, draft.id, draft.body.mat) == ("post", "1", "start")


# -- the log ----------------------------------------------------------------------------------


def test_the_log_page_has_every_kind_of_row_and_no_other() -> None:
    """docs/log.md has an entry for each kind that the log can hold."""
    kinds = section(text(DOCS / "log.md"), "## Kinds")
    assert sorted(re.findall(r"^### `(\w+)`$", kinds, re.M)) == sorted(VERSIONS)


@pytest.mark.parametrize("kind", sorted(VERSIONS))
def test_every_field_of_a_kind_is_explained(kind: str) -> None:
    """The entry of a kind names each of its fields, and none that it does not have."""
    fields = quoted(first_cells(section(text(DOCS / "log.md"), f"### `{kind}`")))
    assert sorted(fields) == sorted(field.name for field in msgspec.structs.fields(BODIES[kind]))


def test_the_log_page_tells_who_writes_each_kind() -> None:
    """Each entry says where rows of its kind come from."""
    kinds = section(text(DOCS / "log.md"), "## Kinds")
    entries = re.split(r"^### ", kinds, flags=re.M)[1:]
    silent = [entry.split("\n")[0] for entry in entries if not re.search(r"[Ww]rit(ten|es)|bring", entry)]
    assert silent == []


def test_the_log_page_has_every_rule_and_says_whom_it_asks() -> None:
    """Each rule that keeps a read from counting has its example, and whether a person is asked."""
    table = section(text(DOCS / "log.md"), "## From reads to crossings")
    told = dict(re.findall(r"^\| `(\w+)` \|[^|]+\| ([^|]+) \|$", table, re.M))
    asks = {rule: "yes" if rule in QUESTIONS else "no" for rule in get_args(Rule)}
    assert told.pop("after_finish").startswith("only if")  # those that ask under a condition
    assert told.pop("on_board").startswith("only the newest")
    assert told == {rule: word for rule, word in asks.items() if rule not in ("after_finish", "on_board")}


def test_the_log_page_has_every_table_of_the_file(tmp_path: Path) -> None:
    """docs/log.md says what a row of each table is."""
    told = quoted(first_cells(section(text(DOCS / "log.md"), "## Tables")))
    file = open_race(tmp_path / "race.db")
    tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    file.close()
    assert sorted(told) == sorted(tables)


# -- recorded days ----------------------------------------------------------------------------


def test_recorded_days_are_explained_column_by_column() -> None:
    """docs/recorded.md names the columns of rows.parquet and no others."""
    told = quoted(first_cells(section(text(DOCS / "recorded.md"), "## rows.parquet")))
    assert sorted(told) == sorted(_ROWS.names)


def test_every_status_of_a_recorded_file_is_explained() -> None:
    """docs/recorded.md says what becomes of each word that a file has for its runners."""
    told = quoted(first_cells(section(text(DOCS / "recorded.md"), "### What becomes of whom")))
    assert sorted(told) == sorted(STATUSES)


# -- the flow ---------------------------------------------------------------------------------


def test_every_address_stands_in_the_flow() -> None:
    """docs/flow.md lists each route of the web app, and none that is not there."""
    app = make_app(
        None,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        now_ms=lambda: 0,
        new_id=lambda: "00000000",
    )
    told = quoted(first_cells(section(text(DOCS / "flow.md"), "## Addresses")))
    assert sorted(told) == sorted({route.path for route in app.routes})


def test_every_room_stands_in_the_flow_beside_its_neighbours() -> None:
    """docs/flow.md lists the rooms in the order that import-linter holds, each with its neighbours."""
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    lines = [line.split(" | ") for line in next(c["layers"] for c in contracts if c["type"] == "layers")]
    rows = re.findall(r"^\| `(\w+)` \|[^|]+\|([^|]*)\|$", section(text(DOCS / "flow.md"), "## Rooms"), re.M)
    told = {room: set(re.findall(r"\w+", beside)) for room, beside in rows}
    assert told == {room: set(line) - {room} for line in lines for room in line}
    order = [next(n for n, line in enumerate(lines) if room in line) for room, _ in rows]
    assert order == sorted(order)


def test_every_package_is_a_room_that_the_flow_has() -> None:
    """No folder of the program is left out of docs/flow.md."""
    packages = {path.parent.name for path in (ROOT / "src" / "alongside").glob("*/__init__.py")}
    told = set(quoted(first_cells(section(text(DOCS / "flow.md"), "## Rooms"))))
    assert packages <= told


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    """A module, script or template named in a page exists, where it says or in its room."""
    named = re.findall(r"`((?:[\w.-]+/)+[\w-]+\.(?:py|js|html|toml|md))`", text(page))
    bases = (ROOT, ROOT / "src" / "alongside", ROOT / "src" / "alongside" / "web")
    example = {"templates/PAGE/BLOCK.html"}
    lost = [name for name in named if name not in example and not any((b / name).exists() for b in bases)]
    assert lost == []


# -- contributing, words ----------------------------------------------------------------------


def test_every_make_target_stands_in_contributing() -> None:
    """CONTRIBUTING lists the targets of the Makefile and no others."""
    targets = re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M)
    told = quoted([cell for cell in first_cells(text(CONTRIBUTING)) if cell.startswith("`make ")])
    assert sorted(told) == sorted(f"make {target}" for target in targets)


def test_each_word_has_one_entry_and_they_stand_in_order() -> None:
    """The glossary has one word for a thing, each once, sorted within its table."""
    page = text(DOCS / "words.md")
    heads = ("## The race", "## What is known of a runner", "## The machine")
    tables = [first_cells(section(page, head)) for head in heads]
    words = [word for table in tables for word in table]
    assert len(words) == len(set(words)) > 50
    assert all(table == sorted(table, key=str.lower) for table in tables)


def test_every_kind_and_status_is_said_in_a_word_of_the_glossary() -> None:
    """What a row or a runner can be called is in docs/words.md, in the words of race day."""
    page = text(DOCS / "words.md").lower()
    words = {"ruling" if kind.startswith("ruling") else kind.replace("_", " ") for kind in VERSIONS}
    assert [word for word in sorted(words) if f"| {word} |" not in page] == []
    assert all(status in page for status in ("expected", "on course", "finished", "dnf", "dns", "dsq"))


def test_the_changelog_begins_with_this_version() -> None:
    """What the person upgrading reads first is the version she gets."""
    from alongside import __version__

    assert re.findall(r"^## (\S+)", text(ROOT / "CHANGELOG.md"), re.M)[0] == __version__


# -- links and what must not be there ---------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file, and to a heading of it where it names one."""
    lost = []
    for target in links(page):
        if urlsplit(target).scheme:
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and anchor not in slugs(text(file))):
            lost.append(target)
    assert lost == []


def test_every_picture_is_shown_somewhere_and_light() -> None:
    """A picture that no page shows is a leftover; one of 150 KB or more does not belong in the repository."""
    shown = {(page.parent / target).resolve() for page in PAGES for target in links(page)}
    pictures = sorted((DOCS / "pictures").glob("*"))
    assert pictures != []
    assert [picture.name for picture in pictures if picture.resolve() not in shown] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > 150_000] == []


def test_no_tracked_file_holds_a_path_of_somebodys_machine() -> None:
    """Home folders and build folders are nobody else's: no tracked file names one."""
    homes = re.compile(rb"(?<![\w.~/-])/(?:%s)/[\w.-]" % b"|".join([b"work", b"root", b"home", b"Users"]))
    assert [str(path.relative_to(ROOT)) for path in tracked() if homes.search(path.read_bytes())] == []


def is_private(host: str) -> bool:
    """Return whether a host means something only on somebody's own network."""
    name = host.rpartition("@")[2]
    if name in PUBLIC_HOSTS or not name:
        return False
    numbers = re.fullmatch(r"\d+(\.\d+){3}", name)
    return bool(numbers) or "." not in name or name.rpartition(".")[2] in LOCAL_ENDINGS or "@" in host


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("pypi.org", False),
        ("127.0.0.1", False),
        ("10.1.2.3", True),
        ("mirror", True),
        ("index.example.internal", True),
        ("user:secret@pypi.org", True),
    ],
)
def test_a_private_host_is_told_from_a_public_one(host: str, private: bool) -> None:
    """Addresses of an own network, bare names and addresses with a password are private."""
    assert is_private(host) is private


def test_no_tracked_file_names_a_private_index() -> None:
    """Whoever installs from the repository is sent to public hosts alone, and to no index of ours."""
    url = re.compile(rb"https?://((?:[\w.:%-]+@)?[\w.-]+)")
    others = [path for path in tracked() if path.name != Path(__file__).name]
    hosts = [(path.name, host.decode()) for path in others for host in url.findall(path.read_bytes())]
    assert [(name, host) for name, host in hosts if is_private(host)] == []
    assert b"index-url" not in (ROOT / "requirements.lock").read_bytes()
