"""roster.csv to entries and people."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.course.read_toml import ReadPlan
from alongside.course.roster import read_roster
from alongside.course.roster_columns import SPELLINGS
from alongside.errors import InputError
from alongside.events.plan import RacePlan


@pytest.fixture(scope="module")
def plan(read: Callable[..., ReadPlan]) -> RacePlan:
    """Give the simple race: full in wave 1, half in waves 1 and 2."""
    return read().plan


def problems(raw: str | bytes, plan: RacePlan) -> list[str]:
    """Return the sentences for a roster that is wrong."""
    with pytest.raises(InputError) as caught:
        read_roster(raw.encode() if isinstance(raw, str) else raw, plan)
    return [str(problem) for problem in caught.value.problems]


FULL_LINE = (
    "Bib No.;Chip;Event;Wave;First Name;Surname;Adult;Persons;Expected;"
    "First marathon;Club;Home town;Why;Phone;E-Mail\n"
    "0042;00A1 B2|C3;Marathon;1;Ada;Example;yes;1;6:45;Yes;Club;Town;For fun;+1 555;a@example.org\n"
)


def test_every_column_is_read(plan: RacePlan):
    """A full line gives an entry that names nobody, and a person."""
    (entry,), (person,) = read_roster(FULL_LINE.encode(), plan)
    assert (entry.bib, entry.distance, entry.wave, entry.chips) == ("42", "full", "1", ("A1", "B2", "C3"))
    assert (entry.adult, entry.persons, entry.expected_s) == (True, 1, 24_300)
    assert (person.bib, person.name, person.first_marathon, person.club) == (
        "42",
        "Ada Example",
        True,
        "Club",
    )
    assert (person.home, person.why, person.phone, person.email) == (
        "Town",
        "For fun",
        "+1 555",
        "a@example.org",
    )


def test_a_line_needs_no_more_than_it_must(plan: RacePlan):
    """The full starts in one wave, so its wave need not be written; the rest is optional."""
    (entry,), (person,) = read_roster(b"bib,distance\n7,full\n", plan)
    assert (entry.distance, entry.wave, entry.chips, entry.adult, entry.expected_s) == (
        "full",
        "1",
        (),
        None,
        None,
    )
    assert person.name == ""


@pytest.mark.parametrize("raw", [
    "\ufeffbib,distance,name\n1,full,Zoë\n".encode(),
    "bib\tdistance\tname\r\n1\tFULL\tZoë\r\n".encode(),
    "NAME;Startnummer;Strecke\nZoë;1;Marathon\n".encode("cp1252"),
    "sep=;\nbib;distance;name\n\n1;full;\"Zoë\"\n;;\n".encode(),
])  # fmt: skip
def test_separators_encodings_and_headers_may_differ(plan: RacePlan, raw: bytes):
    """Comma, semicolon or tab, UTF-8 or cp1252, any case and order: it is the same roster."""
    (entry,), (person,) = read_roster(raw, plan)
    assert (entry.bib, entry.distance, person.name) == ("1", "full", "Zoë")


def test_a_wave_goes_by_id_or_name_in_any_spelling(plan: RacePlan):
    """Wave 02 is wave 2, and so is Wave Two."""
    entries, _ = read_roster(b"bib,distance,wave\n1,half,02\n2,half,wave two\n3,half,1\n", plan)
    assert [entry.wave for entry in entries] == ["2", "2", "1"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("9,marathn,1,,", "line 3, distance: 'marathn' is not a distance. Write one of full, half."),
        ("9,,1,,", "line 3, distance: is empty."),
        ("9,full,2,,", "line 3, wave: '2' is not a wave of full. Write one of 1."),
        ("9,half,,,", "line 3, wave: is empty. Write one of 1, 2."),
        (",full,1,,", "line 3, bib: is empty."),
        ("08,full,1,,", "line 3, bib: 8 is also on line 2."),
        ("9,full,1,C8,", "line 3, chip: C8 is also the chip of bib 8."),
        ("9,full,1,sweep1,", "line 3, chip: SWEEP1 is also the chip of sweep Sweep bus."),
        ("9,full,1,,6h", "line 3, expected: '6h' is not a time"),
        ("9,full,1,,0:00", "line 3, expected: '0:00' is no time to finish in"),
        ('9,full,1,,"6:0', "line 3"),
    ],
)
def test_what_is_wrong_is_named_by_line(plan: RacePlan, line: str, says: str):
    """Every fault of a line gives a sentence with its number and column."""
    found = problems(f"bib,distance,wave,chip,expected\n8,full,1,c8,6:00\n{line}\n", plan)
    assert len(found) == 1
    assert says in found[0]


def test_lines_are_counted_as_an_editor_counts_them(plan: RacePlan):
    """A quoted cell over two lines does not shift the number of the lines after it."""
    raw = 'bib,distance,why\n1,full,"two\nlines"\n\n2,fall,\n'
    assert problems(raw, plan)[0].startswith("roster.csv: line 5, distance")


def test_yes_and_no_are_read_and_nothing_else(plan: RacePlan):
    """Adult is yes, no or unknown; a word that is neither is refused."""
    entries, _ = read_roster(b"bib,distance,adult\n1,full,Y\n2,full,nein\n3,full,\n", plan)
    assert [entry.adult for entry in entries] == [True, False, None]
    assert "'maybe' is neither yes nor no" in problems("bib,distance,adult\n1,full,maybe\n", plan)[0]


def test_a_relay_entry_has_several_people(plan: RacePlan):
    """A bib for two persons may stand on two lines, whose chips it carries, but not on three."""
    relay = "bib,distance,persons,name,chip\n1,full,2,Ada,A\n1,full,2,Bea,B\n"
    (entry,), people = read_roster(relay.encode(), plan)
    assert (entry.persons, entry.chips, [p.name for p in people]) == (2, ("A", "B"), ["Ada", "Bea"])
    assert "1 is also on line 2" in problems(relay + "1,full,2,Cleo,C\n", plan)[0]


def test_at_most_fifty_problems_are_listed(plan: RacePlan):
    """A roster that is wrong throughout gives fifty sentences and a count."""
    found = problems("bib,distance\n" + "".join(f"{n},x\n" for n in range(80)), plan)
    assert len(found) == 51
    assert found[-1].startswith("roster.csv: 30 more problems")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "is empty"),
        (b"name,club\nAda,x\n", "has no column for the bib"),
        (b"startnummer,number\n1,1\n", "line 1: has two columns for bib: 'number' is the second"),
        ("bib\n1\n".encode("utf-16"), "is UTF-16"),
        (b"bib\n1\n\x81\n", "line 3 is neither UTF-8 nor Windows text"),
        (b'bib,distance\n1,"' + b"x" * 200_000 + b'"\n', "line 2 cannot be read"),
    ],
)
def test_a_file_that_is_no_roster_is_said_so(plan: RacePlan, raw: bytes, says: str):
    """An empty file, one without bibs, and one in a strange encoding each give one sentence."""
    (found,) = problems(raw, plan)
    assert says in found


def test_of_two_columns_the_one_with_the_plain_name_is_meant(plan: RacePlan):
    """A column that is called bib is the bib, whatever other numbers the roster holds."""
    for raw in (b"bib,number,distance\n1,9,full\n", b"number,bib,distance\n9,1,full\n"):
        assert read_roster(raw, plan)[0][0].bib == "1"


def test_no_spelling_means_two_columns():
    """Each spelling of a header belongs to one field."""
    spellings = [spelling for found in SPELLINGS.values() for spelling in found]
    assert len(spellings) == len(set(spellings))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_roster_is_entries_or_a_sentence(plan: RacePlan, data: st.DataObject):
    """Whatever bytes are cut from or put into a roster, the answer is entries or an InputError."""
    raw = (FULL_LINE + "43;D4;half;2;Bea;Example;no;;;;;;;;\n").encode()
    at, cut = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 30))
    damaged = raw[:at] + data.draw(st.binary(max_size=8)) + raw[at + cut :]
    try:
        entries, people = read_roster(damaged, plan)
    except InputError as error:
        assert str(error)
        return
    assert {entry.bib for entry in entries} == {person.bib for person in people}
    assert all(entry.distance in ("full", "half") for entry in entries)


def test_an_age_says_who_is_an_adult(plan):
    """Where nobody says adult, her age on race day does; what is said outright outranks it."""
    entries, _ = read_roster(
        b"bib,distance,adult,age\n1,full,,17\n2,full,,18\n3,full,yes,17\n4,full,,\n", plan
    )
    assert [entry.adult for entry in entries] == [False, True, True, None]
    assert "'old' is no age in years" in problems("bib,distance,age\n1,full,old\n", plan)[0]


def test_the_headers_of_other_programs_are_known(plan):
    """A roster out of another program is read by its own words for a bib, a race and a name."""
    raw = b"Start No.;First name;Surname;Race;Chip\n0007;Ann;Example;full;AB1\n"
    entries, people = read_roster(raw, plan)
    assert (entries[0].bib, entries[0].chips, people[0].name) == ("7", ("AB1",), "Ann Example")
