"""Views made by hand: an ordinary race, and the ones that break pages."""

from __future__ import annotations

import itertools

import msgspec

from alongside.live.ports import Shown
from alongside.live.views import (
    Counts,
    Crossed,
    DistanceView,
    Headline,
    Mark,
    MatView,
    Overdue,
    PublicDistance,
    PublicView,
    Question,
    RaceView,
    RunnerView,
    Settled,
    Stretch,
    SweepView,
    TailRow,
    Views,
)

ZONE = "Atlantic/Azores"
GUN_MS = 1_777_791_600_000  # 2026-05-03 07:00 in the Azores
MINUTE = 60_000
HOUR = 3_600_000
NASTY = "<script>alert('x')</script>\"'&"


def at(hour: int, minute: int, second: int = 0) -> int:
    """Return the instant of a time of day of the race."""
    return GUN_MS + (hour - 7) * HOUR + minute * MINUTE + second * 1000


def marks(length_m: float, step_m: float = 5000.0, *, station_m: float = 3218.7) -> tuple[Mark, ...]:
    """Return mats every ``step_m``, stations every ``station_m``, a cheer zone and a cutoff."""
    splits = [Mark("split", "Start", 0.0)]
    splits += [
        Mark("split", f"{k * step_m / 1000:g}K", k * step_m)
        for k in range(1, int((length_m - 500) / step_m) + 1)
    ]
    splits.append(Mark("split", "Finish", length_m))
    stations = [
        Mark("station", f"Water {k}", k * station_m, GUN_MS + round(k * station_m / 1.55) * 1000)
        for k in range(1, int(length_m / station_m) + 1)
    ]
    rest = [
        Mark("cheer", "Harbour Striders", length_m * 0.95),
        Mark("cutoff", "Long Bridge", length_m * 0.7, GUN_MS + round(length_m * 0.7 / 1.55) * 1000),
    ]
    return (*splits, *stations, *rest)


def counts(on_course: int, finished: int, *, dnf: int = 12, dns: int = 40, waiting: int = 0) -> Counts:
    """Return counts that add up."""
    entered = on_course + finished + dnf + dns + waiting
    return Counts(entered, waiting, on_course, finished, dnf, 0, dns)


def density(length_m: float, bin_m: float, from_m: float, to_m: float, runners: int) -> tuple[int, ...]:
    """Return runners over a stretch, most of them three fifths along it, with a thin end."""
    bins = [0.0] * int(length_m / bin_m + 1)
    for index in range(len(bins)):
        along = ((index + 0.5) * bin_m - from_m) / (to_m - from_m)
        if 0 <= along <= 1:
            bins[index] = max(0.0, min(along / 0.6, (1 - along) / 0.4)) ** 2
    total = sum(bins) or 1.0
    return tuple(round(runners * share / total) for share in bins)


def tail_row(
    bib: str,
    along_m: float,
    now_ms: int,
    *,
    how: str = "pace",
    overdue_s: float = 0.0,
    going: float = 0.97,
    makes_limit: float = 0.46,
) -> TailRow:
    """Return a runner of the tail who walks; an overdue one may be at the mat any minute, or not for long."""
    late = overdue_s > 0
    return TailRow(
        bib=bib,
        along_m=along_m,
        how=how,  # type: ignore[arg-type]
        last_seen_ms=now_ms - 27 * MINUTE,
        last_seen_place="25K",
        pace_s_per_km=612.0,
        next_split="30K",
        next_ms=now_ms + 14 * MINUTE,
        finish_ms=now_ms + 152 * MINUTE,
        overdue_s=overdue_s,
        next_from_ms=now_ms + (1 if late else 11) * MINUTE,
        next_to_ms=now_ms + (58 if late else 21) * MINUTE,
        finish_from_ms=now_ms + 131 * MINUTE,
        finish_to_ms=now_ms + (269 if late else 185) * MINUTE,
        going=going,
        makes_limit=makes_limit,
    )


def runner_view(now_ms: int, **changes: object) -> RunnerView:
    """Return a runner past 10K at a walk, with ranges; ``changes`` replace fields."""
    view = RunnerView(
        bib="200", adult=True, distance="full", distance_name="Marathon", length_m=42_195.0, wave="1",
        gun_ms=GUN_MS, status="on_course", start_ms=at(7, 5), chip_ms=None, done_ms=None,
        crossings=(Crossed("10K", 10_000.0, now_ms - 9 * MINUTE),), seen_ms=now_ms - 9 * MINUTE,
        seen_place="10K", along_m=10_900.0, how="pace", next_split="HALF", next_m=21_097.5,
        next_ms=now_ms + 70 * MINUTE, next_from_ms=now_ms + 58 * MINUTE, next_to_ms=now_ms + 84 * MINUTE,
        finish_ms=now_ms + 250 * MINUTE, finish_from_ms=now_ms + 200 * MINUTE,
        finish_to_ms=now_ms + 330 * MINUTE, going=0.98, makes_limit=0.6,
    )  # fmt: skip
    return msgspec.structs.replace(view, **changes)


def distance(
    id_: str = "full",
    name: str = "Marathon",
    length_m: float = 42_195.0,
    *,
    now_ms: int,
    field: Counts,
    from_m: float,
    to_m: float,
    bin_m: float = 250.0,
    tail: int = 10,
    mats_m: float = 5000.0,
) -> DistanceView:
    """Return one distance with its field between two places."""
    every = marks(length_m, mats_m)
    splits = [mark for mark in every if mark.kind == "split"]
    stretches = tuple(
        Stretch(a.name, b.name, a.along_m, b.along_m, field.on_course // max(1, len(splits) - 1))
        for a, b in itertools.pairwise(splits)
    )
    rows = tuple(
        tail_row(str(200 + k * 7), from_m + 180.0 * k, now_ms, overdue_s=1260.0 if k == 0 else 0.0,
                 how="phone" if k == 2 else "mat" if k == 5 else "pace",
                 going=0.38 if k == 0 else 0.97, makes_limit=min(0.97, 0.16 + 0.11 * k))
        for k in range(min(tail, field.on_course))
    )  # fmt: skip
    return DistanceView(
        id=id_,
        name=name,
        length_m=length_m,
        counts=field,
        bin_m=bin_m,
        density=density(length_m, bin_m, from_m, to_m, field.on_course),
        marks=every,
        stretches=stretches,
        tail=rows,
        last_m=from_m if field.on_course else None,
        limit_ms=at(14, 40),
        first_gun_ms=GUN_MS,
        last_gun_ms=at(7, 10),
    )


def sweep(
    now_ms: int, along_m: float | None, *, seen: bool = True, behind: int = 0, distance_id: str = "full"
) -> SweepView:
    """Return a sweep that was read at 25K, or that nobody has read."""
    return SweepView(
        id="bus",
        name="Sweep bus",
        distance=distance_id,
        along_m=along_m,
        how="chip" if seen else "schedule",
        seen_ms=now_ms - 9 * MINUTE if seen else None,
        seen_place="25K" if seen else "",
        scheduled_m=along_m,
        ahead_s=-240.0 if seen else None,
        behind=behind,
    )


def public_of(view: RaceView, sentence: str) -> PublicView:
    """Return what the public may see of a view: small bins are blank."""
    return PublicView(
        name=view.name,
        zone=view.zone,
        race_now_ms=view.race_now_ms,
        phase=view.phase,
        sentence=sentence,
        counts=view.counts,
        distances=tuple(
            PublicDistance(d.id, d.name, d.length_m, d.counts, d.bin_m,
                           tuple(n if n >= 5 else 0 for n in d.density), d.marks, d.limit_ms)
            for d in view.distances
        ),
        sweeps=view.sweeps,
        first_gun_ms=view.first_gun_ms,
        limit_ms=view.limit_ms,
    )  # fmt: skip


def ordinary(now_ms: int | None = None, *, seq: int = 4211) -> Views:
    """Return a marathon and a half at 12:07: a silent mat, a runner overdue, reads to settle."""
    now_ms = at(12, 7, 10) if now_ms is None else now_ms
    full = distance(now_ms=now_ms, field=counts(412, 566), from_m=26_100.0, to_m=42_000.0)
    half = distance("half", "Half marathon", 21_097.5, now_ms=now_ms, field=counts(3, 488, dnf=2),
                    from_m=18_400.0, to_m=20_000.0)  # fmt: skip
    total = counts(415, 1054, dnf=14, dns=80)
    mats = tuple(
        MatView(mark.name.lower(), mark.name, 900 + 13 * k, 0 if k in (1, 2, 6) else 30 + k,
                now_ms - (26 if k == 6 else 1) * MINUTE, 14 if k == 6 else 3, k == 6)
        for k, mark in enumerate(m for m in full.marks if m.kind == "split")
    )  # fmt: skip
    questions = (
        Question("reader-3", "r-881", "614", "30k", now_ms - 4 * MINUTE, "too_fast",
                 "5 km in 9 min 10 s since 25K, faster than 8 m/s: probably a chip in a car."),
        Question("reader-5", "r-902", "77", "35k", now_ms - 2 * MINUTE, "wrong_distance",
                 "Entered for the half marathon, but 35K is only on the marathon."),
    )  # fmt: skip
    settled = (Settled("reader-1", "r-12", "311", "10k", "thrown_out", "race control", "control", "k-1",
                       now_ms - 70 * MINUTE),)  # fmt: skip
    view = RaceView(
        race="demo",
        name="Rivermouth Marathon",
        zone=ZONE,
        race_now_ms=now_ms,
        seq=seq,
        course_version=1,
        phase="running",
        headline=Headline(
            "act",
            "Bib 200 is 21 min overdue at 30K; last seen at 25K at 11:40.",
            (
                "The mat at 30K has been silent for 26 min; 14 runners were due.",
                "2 reads wait to be settled.",
            ),
        ),
        counts=total,
        distances=(full, half),
        sweeps=(sweep(now_ms, 25_350.0),),
        mats=mats,
        questions=questions,
        question_counts={"too_fast": 1, "wrong_distance": 1},
        settled=settled,
        unknown_codes={"A7719": 3, "B1": 1},
        overdue=(
            Overdue("200", "full", now_ms - 3 * MINUTE, "expected at 30K at 11:46.", at(11, 40), "25K"),
        ),
        first_gun_ms=GUN_MS,
        limit_ms=at(14, 40),
        accounted_ms=None,
    )
    return Views(view, public_of(view, "415 runners are on the course; the road is open until 14:40."))


def before() -> Views:
    """Return the hour before the gun: nobody has started, the sweep is not out."""
    now_ms = at(6, 20)
    field = counts(0, 0, dnf=0, dns=0, waiting=1500)
    view = ordinary(now_ms).control
    empty = distance(now_ms=now_ms, field=field, from_m=0.0, to_m=1.0)
    view = msgspec.structs.replace(
        view,
        phase="before",
        headline=Headline("calm", "The first gun is in 40 min. 1,500 are entered.", ()),
        counts=field,
        distances=(empty,),
        sweeps=(sweep(now_ms, None, seen=False),),
        mats=tuple(MatView(m.id, m.name, 0, 0, None, 0, False) for m in view.mats),
        questions=(),
        question_counts={},
        settled=(),
        unknown_codes={},
        overdue=(),
    )
    return Views(view, public_of(view, "The first gun is at 07:00."))


def over() -> Views:
    """Return the evening: everybody is accounted for."""
    now_ms = at(15, 5)
    field = counts(0, 1490, dnf=10, dns=0)
    view = ordinary(now_ms).control
    done = distance(now_ms=now_ms, field=field, from_m=0.0, to_m=1.0)
    view = msgspec.structs.replace(
        view,
        phase="over",
        headline=Headline("calm", "Everybody is accounted for since 14:32:56.", ()),
        counts=field,
        distances=(done,),
        sweeps=(sweep(now_ms, 42_195.0),),
        questions=(),
        question_counts={},
        overdue=(),
        accounted_ms=at(14, 32, 56),
    )
    return Views(view, public_of(view, "The race is over."))


def empty() -> Views:
    """Return a race of which nothing is known but its name."""
    none = Counts(0, 0, 0, 0, 0, 0, 0)
    calm = Headline("calm", "Nobody is entered yet.", ())
    view = RaceView(
        "empty", "Empty", "UTC", GUN_MS, 0, 1, "before", calm, none, (), (),
        (), (), {}, (), {}, (), None, None, None,
    )  # fmt: skip
    return Views(view, public_of(view, "Nobody is entered yet."))


def huge() -> Views:
    """Return 48,000 runners on the road of a marathon, and everything that can be long, long."""
    now_ms = at(11, 2, 3)
    field = counts(41_200, 6_100, dnf=300, dns=400)
    view = ordinary(now_ms).control
    full = distance(now_ms=now_ms, field=field, from_m=14_000.0, to_m=42_000.0, bin_m=100.0, tail=40)
    question = view.questions[0]
    questions = tuple(msgspec.structs.replace(question, id=f"q-{k}", bib=str(k)) for k in range(400))
    settled = tuple(msgspec.structs.replace(view.settled[0], ruling_id=f"s-{k}") for k in range(200))
    view = msgspec.structs.replace(
        view,
        counts=field,
        distances=(full, *view.distances[1:]),
        questions=questions,
        settled=settled,
        unknown_codes={f"X{k}": k for k in range(300)},
    )
    return Views(view, public_of(view, "41,200 runners are on the course."))


def hundred_miles() -> Views:
    """Return a race of 161 km with 27 mats, in its second morning."""
    now_ms = at(34, 41)
    field = counts(58, 201, dnf=70)
    long = distance("hundred", "100 miles", 160_934.0, now_ms=now_ms, field=field, from_m=120_000.0,
                    to_m=160_000.0, bin_m=500.0, mats_m=6200.0)  # fmt: skip
    view = msgspec.structs.replace(
        ordinary(now_ms).control,
        counts=field,
        distances=(msgspec.structs.replace(long, limit_ms=at(37, 0)),),
        sweeps=(sweep(now_ms, 118_000.0, distance_id="hundred"),),
        headline=Headline("look", "The sweep is 4 min behind its schedule.", ()),
        overdue=(),
        limit_ms=at(37, 0),
    )
    return Views(view, public_of(view, "58 runners are on the course."))


def nasty() -> Views:
    """Return names, codes and sentences that try to become markup."""
    view = ordinary().control
    full = view.distances[0]
    row = msgspec.structs.replace(full.tail[0], bib=NASTY, last_seen_place=NASTY, next_split=NASTY)
    marks_ = tuple(msgspec.structs.replace(mark, name=NASTY) for mark in full.marks)
    full = msgspec.structs.replace(full, id=NASTY, name=NASTY, tail=(row,), marks=marks_,
                                   stretches=(Stretch(NASTY, NASTY, 0.0, 1.0, 1),))  # fmt: skip
    question = msgspec.structs.replace(
        view.questions[0], id=NASTY, source=NASTY, bib=NASTY, mat=NASTY, sentence=NASTY
    )
    view = msgspec.structs.replace(
        view,
        name=NASTY,
        headline=Headline("act", NASTY, (NASTY,)),
        distances=(full,),
        sweeps=(msgspec.structs.replace(view.sweeps[0], name=NASTY, seen_place=NASTY, distance=NASTY),),
        mats=(MatView(NASTY, NASTY, 1, 1, GUN_MS, 1, True),),
        questions=(question,),
        question_counts={NASTY: 1},
        settled=(Settled(NASTY, NASTY, NASTY, NASTY, NASTY, NASTY, NASTY, NASTY, GUN_MS),),
        unknown_codes={NASTY: 1},
        overdue=(Overdue(NASTY, NASTY, GUN_MS, NASTY, GUN_MS, NASTY),),
    )
    return Views(view, public_of(view, NASTY))


def shown(views: Views, version: int = 1, rate: float = 1.0) -> Shown:
    """Return views as a loop publishes them."""
    return Shown(views, rate, version)


EVERY = {
    "ordinary": ordinary,
    "before": before,
    "over": over,
    "empty": empty,
    "huge": huge,
    "hundred_miles": hundred_miles,
    "nasty": nasty,
}
