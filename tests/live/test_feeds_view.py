"""What the feeds page is made from: devices, feeds, refusals, unknown chips, the official word."""

from __future__ import annotations

from alongside.events.bodies import ClockBody, EntryBody, PlanBody, ReadBody, RefusedBody, UndoBody
from alongside.events.plan import FeedPlan
from alongside.events.row import Draft, Row
from alongside.live.feed_views import FeedsView
from alongside.live.feeds_view import FEEDS
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import OPENING, at, crossed, make_plan, race_of, read, rows_of, rule_status

PLAN = make_plan(feeds=(FeedPlan("rr", "raceresult"), FeedPlan("van", "csv", "van.csv")))
PLANNED = (Draft("plan", "1", None, PlanBody(PLAN)), *OPENING[1:])


def passing(n: int, at_ms: int, received_ms: int) -> Draft:
    """Return a read of a box of the exporter."""
    return Draft("rr", str(n), at_ms, ReadBody(f"X{n}", "10K", at_ms, reader="D-1"), received_ms)


def early(count: int) -> list[Draft]:
    """Return reads of a box whose clock is 13:13 ahead, a few seconds apart."""
    times = [at("08:10") + n * 7_000 for n in range(count)]
    return [passing(n, ms + 793_000, ms + 500) for n, ms in enumerate(times)]


def view(race: Race, clock: str = "09:00") -> FeedsView:
    """Return the view of the feeds, as somebody sees who looks at their page."""
    feeds = race.look(at(clock), {FEEDS}).feeds
    assert feeds is not None
    return feeds


def test_it_is_made_only_while_somebody_looks() -> None:
    """A tick without a watcher works out nothing of it."""
    assert race_of().look(at("09:00")).feeds is None


def test_a_wrong_clock_is_a_row_before_it_is_shown() -> None:
    """The race says it at a tick; once that is folded, crossings and view are right, and it is said once."""
    race = race_of(
        *early(5), Draft("rr", "c", 0, ReadBody("C1", "10K", at("08:30:13"), reader="D-1"), at("08:17:01"))
    )
    decided = race.decide(at("08:17:02"))
    assert [type(draft.body) for draft in decided] == [ClockBody]
    race.apply(rows_of(decided, race.state.seq + 1))
    assert all(not isinstance(draft.body, ClockBody) for draft in race.decide(at("08:17:03")))
    assert abs(crossed(race, "1")["10K"] - at("08:17")) <= 1_000
    (device,) = view(race).devices
    assert (device.device, device.reads, len(device.words)) == ("rr/D-1", 6, 1)
    assert 792_000 <= device.ahead_ms <= 793_000 and 0 <= device.late_ms <= 2_000


def test_a_trial_weeks_before_judges_no_clock() -> None:
    """Reads stated on race day are of the future when they are tried out in March: nothing is corrected."""
    march_ms = at("10:00") - 40 * 86_400_000
    opening = [Draft(d.source, d.id, d.at_ms, d.body, march_ms) for d in OPENING]
    trial = [passing(n, at("08:10") + n * 7_000, march_ms + n * 10) for n in range(30)]
    race = Race()
    race.apply(
        [Row(n, d.source, d.id, d.at_ms, march_ms, d.body) for n, d in enumerate([*opening, *trial], 1)]
    )
    assert race.decide(march_ms + 1_000) == []
    assert [one.reads for one in view(race).devices] == [30]
    day = [passing(100 + n, at("08:10") + n * 7_000, at("08:10") + n * 7_000 + 300) for n in range(5)]
    race.apply(rows_of(day, race.state.seq + 1))
    assert race.decide(at("08:11")) == []


def test_a_word_taken_back_leaves_the_clock_to_people() -> None:
    """The view says that the device is uncorrected because a person wants it so."""
    race = race_of(*early(5))
    (word,) = race.decide(at("08:17"))
    undo = Draft("control", "u", at("08:18"), UndoBody(word.source, word.id, "control/1"))
    race.apply(rows_of([word, undo], race.state.seq + 1))
    (device,) = view(race).devices
    assert (device.words, device.ahead_ms, device.by_people, device.said) == ((), 0, True, 1)
    assert race.decide(at("08:19")) == []


def test_feeds_count_what_is_kept_and_what_was_refused() -> None:
    """Each feed of race.toml by its own id, everybody else as posted; the newest reasons first."""
    refused = [Draft("refused", str(n), None, RefusedBody("rr", f"reason {n}", n)) for n in range(12)]
    race = race_of(passing(1, at("08:10"), at("08:10")), read("C1", "S", "07:01"), *refused, opening=PLANNED)
    by_id = {feed.id: feed for feed in view(race).feeds}
    assert list(by_id) == ["rr", "van", "in/reads", "official"]
    assert (by_id["rr"].reads, by_id["van"].reads, by_id["in/reads"].reads) == (1, 0, 1)
    assert by_id["rr"].refused == 12
    assert [reason for _, reason in by_id["rr"].reasons][:2] == ["reason 11", "reason 10"]
    assert len(by_id["rr"].reasons) == 10


def test_unknown_chips_say_how_often_and_where_last() -> None:
    """The most often read first, with its last mat and time, by the corrected clock."""
    race = race_of(read("GHOST", "S", "07:03"), read("GHOST", "5K", "07:50"), read("OTHER", "S", "07:04"))
    found = view(race)
    assert [(one.code, one.reads, one.mat, one.at_ms) for one in found.unknown] == [
        ("GHOST", 2, "5K", at("07:50")),
        ("OTHER", 1, "S", at("07:04")),
    ]
    assert found.unknown_total == 2


def test_the_official_word_is_listed_newest_first() -> None:
    """Corrected times, statuses and entries, each with its bib and what was said; what was undone is not."""
    dsq = Draft("official", "s", at("08:30"), rule_status("2", "dsq", "08:30", official=True).body)
    late = Draft("official", "e", at("08:40"), EntryBody("77", "half", "1"))
    time = Draft("official", "t", at("08:12:33"), ReadBody("1", "10K", at("08:12:33"), "bib", official=True))
    gone = Draft("official", "g", at("08:35"), rule_status("3", "dnf", "08:35", official=True).body)
    undo = Draft("control", "u", at("08:50"), UndoBody("official", "g", "control/1"))
    race = race_of(time, dsq, late, gone, undo)
    assert {(one.bib, one.what) for one in view(race).official} == {
        ("1", "10K at 08:12:33"),
        ("2", "dsq"),
        ("77", "entered for half"),
    }
    assert view(race).feeds[-1].reads == 3


def test_the_view_is_the_same_from_a_snapshot() -> None:
    """Whoever restarts the program sees the same devices, refusals and words."""
    race = race_of(*early(5), Draft("refused", "1", None, RefusedBody("rr", "why", 1)), opening=PLANNED)
    race.apply(rows_of(race.decide(at("08:17")), race.state.seq + 1))
    assert view(Race(LiveState.load(race.state.dump()))) == view(race)


def test_a_sweeps_clock_is_corrected_like_any_other() -> None:
    """The sweep is where its chip was read, by the clock of the box that read it."""
    fast = read("SWEEP1", "5K", "08:43:13", reader="D-1", received="08:30")
    word = Draft("control", "k", at("08:31"), ClockBody("reader/D-1", 793_000, 0, "control/1"))
    for race in (race_of(fast, word), race_of(word, fast)):
        assert race.look(at("09:00")).control.sweeps[0].seen_ms == at("08:30")
        again = Race(LiveState.load(race.state.dump()))
        assert again.look(at("09:00")).control.sweeps[0].seen_ms == at("08:30")


def test_a_mats_last_read_does_not_lie_in_the_future() -> None:
    """Until a fast clock is corrected, its mat was last read when the read came."""
    race = race_of(read("C1", "10K", "08:23:13", received="08:10"))
    mat = next(one for one in race.look(at("08:11")).control.mats if one.id == "10K")
    assert mat.last_read_ms == at("08:10")
