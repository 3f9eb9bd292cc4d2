"""The timing company's official word, item by item."""

from __future__ import annotations

import json

import pytest

from alongside.events.bodies import EntryBody, ReadBody, RulingStatusBody
from alongside.events.plan import Wave
from alongside.events.row import Draft
from alongside.feeds.official import OfficialWord, parse
from builders import at, make_plan

NOW = at("12:00")


def drafted(item: object, **changes: object) -> Draft:
    """Return the draft of an item."""
    return OfficialWord(make_plan(**changes)).draft(item, NOW)


@pytest.mark.parametrize(
    ("said", "status"),
    [("dnf", "dnf"), ("DSQ", "dsq"), ("DQ", "dsq"), ("Did not start", "dns"), ("on course", "on_course")],
)
def test_a_status_is_a_ruling_that_is_official(said: str, status: str) -> None:
    """Their words for a status are ours; the ruling is official and says when."""
    draft = drafted({"id": 7, "bib": 42, "status": said, "at": "11:30", "place": "km 31"})
    assert draft.body == RulingStatusBody("42", status, "timing company", True, None, "km 31")  # type: ignore[arg-type]
    assert (draft.source, draft.id, draft.at_ms) == ("official", "7", at("11:30"))


@pytest.mark.parametrize("net", ["4:31:22", 16282, "16282.0"])
def test_a_finish_may_carry_its_net_time(net: object) -> None:
    """A finish that no mat saw comes with its chip time, as a time or in seconds."""
    body = drafted({"bib": "42", "status": "finished", "chip_time": net}).body
    assert isinstance(body, RulingStatusBody) and body.chip_s == 16282


def test_a_corrected_time_is_an_official_read_of_the_bib() -> None:
    """A bib, a mat and a time: the read that outranks every other there."""
    body = drafted({"Bib": "0042", "Point": "10k", "Time": "08:12:33"}).body
    assert body == ReadBody("0042", "10K", at("08:12:33"), "bib", official=True)


def test_a_late_entry_names_its_distance_and_wave_by_id_or_name() -> None:
    """Distance and wave in any case; chips as a list or parted by blanks; adult as yes or no."""
    body = drafted(
        {"bib": 900, "distance": "FULL", "wave": "wave 2", "chips": "C900 D900", "adult": "yes"}
    ).body
    assert body == EntryBody("900", "full", "2", ("C900", "D900"), True)


def test_the_only_wave_of_a_distance_needs_no_name() -> None:
    """Where one wave starts a distance it is hers; where several do, none is guessed."""
    assert drafted({"bib": 900, "distance": "half"}).body.wave == ""
    alone = drafted(
        {"bib": 900, "distance": "half"}, waves=(Wave("1", "One", ("full", "half"), at("07:00")),)
    )
    assert alone.body.wave == "1"


def test_a_word_without_an_id_is_named_by_what_it_says() -> None:
    """The same word again is the same row; another one is another."""
    first, other = {"bib": 1, "status": "dnf"}, {"bib": 1, "status": "dnf", "at": "11:00"}
    assert drafted(first).id == drafted(dict(reversed(first.items()))).id != drafted(other).id


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (7, "is an object"),
        ({"status": "dnf"}, "names no bib"),
        ({"bib": 1}, "what is the word"),
        ({"bib": 1, "status": "lost"}, "'lost' is no status"),
        ({"bib": 1, "mat": "Nowhere", "at": "10:00"}, "'Nowhere' is no mat"),
        ({"bib": 1, "mat": "10K"}, "needs 'at'"),
        ({"bib": 1, "mat": "10K", "at": "soon"}, "no time"),
        ({"bib": 1, "distance": "mile"}, "'mile' is no distance"),
        ({"bib": 1, "distance": "full", "wave": "9"}, "'9' is no wave"),
        ({"bib": 1, "status": "finished", "chip_s": "fast"}, "no net time"),
        ({"bib": "1" * 300, "status": "dnf"}, "300 characters"),
    ],
)
def test_what_is_wrong_is_said(item: object, words: str) -> None:
    """A word that cannot be taken is refused with what was found."""
    with pytest.raises(ValueError, match=words):
        drafted(item)


def test_a_csv_says_the_same_as_json() -> None:
    """The lines of a CSV, with a header in any case, are items like those of a list."""
    raw = "\ufeffBib;Status;Chip time\n42;DNF;\n43;finished;4:31:22\n".encode()
    items = parse(raw, is_csv=True)
    assert [drafted(item).body.status for item in items] == ["dnf", "finished"]
    assert parse(json.dumps(items).encode(), is_csv=False) == items


@pytest.mark.parametrize(("raw", "is_csv"), [(b"", False), (b"7", False), (b"\xff", False), (b"bib", True)])
def test_nonsense_is_said(raw: bytes, is_csv: bool) -> None:
    """What is neither a list nor a CSV is refused whole, in words."""
    with pytest.raises(ValueError, match=r"JSON list|CSV has a header"):
        parse(raw, is_csv=is_csv)
