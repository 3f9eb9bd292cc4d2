"""Splits: which distance meets which mat, for the which-th time, at which metre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from alongside.course.measures import show_length
from alongside.course.places import Roads, everywhere, metres_on, read_place, track_of
from alongside.course.toml_table import Table, shown
from alongside.errors import Problems
from alongside.events.plan import Mat, Place, Role, Split

END_M = 50.0  # a mat so near to a start or finish line is that line's


@dataclass
class MatSpot:
    """A mat, where it was said to be, and what it is there: a start, a finish, or on the way."""

    mat: Mat
    home: Place | None
    home_role: Role
    both_ways: bool
    where: str


@dataclass
class Meeting:
    """A distance meets a mat, before the meetings are counted; ``role`` is ``None`` unless stated."""

    mat: Mat
    along_m: float
    name: str | None = None
    role: Role | None = None
    where: str = ""
    spot: MatSpot | None = None


def read_mats(root: Table, roads: Roads) -> list[MatSpot]:
    """Return the mats in the order of the file, their ids unique."""
    spots: dict[str, MatSpot] = {}
    for table in root.tables("mat", "mat"):
        mat_id = table.text("id", needed=True)
        spot = _spot(table, mat_id, roads)
        if spot is not None and spot.mat.id in spots:
            table.wrong("id", f"{shown(mat_id)} is used twice.", "Give each mat an id of its own.")
        elif spot is not None:
            spots[spot.mat.id] = spot
    return list(spots.values())


def _spot(table: Table, mat_id: str | None, roads: Roads) -> MatSpot | None:
    placed = any(key in table.data for key in ("on", "at", "lat", "lon"))
    home = read_place(table, roads) if placed else None
    name, both_ways = table.text("name", mat_id), table.yes_no("both_ways")
    if mat_id is None or name is None:
        return None
    if table.yes_no("certified") and not all(key in table.data for key in ("at", "lat", "lon")):
        table.wrong("certified", "needs at, lat and lon together.", "Write all three, or leave it out.")
    role = _end_role(home.along_m, roads.tracks[home.distance].length_m) if home else "split"
    return MatSpot(Mat(mat_id, name), home, role, both_ways, table.where)


def splits_of(root: Table, spots: list[MatSpot], roads: Roads) -> dict[str, tuple[Split, ...]]:
    """Return each distance's splits in the order they are met; notes what does not add up."""
    stated = _stated(root, {spot.mat.id: spot.mat for spot in spots}, roads)
    met = {name: list(meetings) for name, meetings in stated.items()}
    for spot in spots:
        _derive(spot, stated, met, roads)
    return {name: _settle(name, met[name], roads, root.problems) for name in roads.tracks}


def _derive(
    spot: MatSpot, stated: dict[str, list[Meeting]], met: dict[str, list[Meeting]], roads: Roads
) -> None:
    """Add the meetings with a mat that follow from its place, but for distances where they are stated."""
    places = everywhere(spot.home, roads, both_ways=spot.both_ways) if spot.home else ()
    for place in places:
        if not any(meeting.mat.id == spot.mat.id for meeting in stated[place.distance]):
            met[place.distance].append(Meeting(spot.mat, place.along_m, where=spot.where, spot=spot))
    if spot.home is None and not any(m.mat.id == spot.mat.id for found in stated.values() for m in found):
        roads.warnings.append(f"{spot.where}: has no place (on, at) and no [[split]]: it times nobody.")


def _stated(root: Table, mats: dict[str, Mat], roads: Roads) -> dict[str, list[Meeting]]:
    stated: dict[str, list[Meeting]] = {name: [] for name in roads.tracks}
    for table in root.tables("split", "split"):
        track, mat = track_of(table, "distance", roads), _mat(table, mats)
        along_m, role = metres_on(table, "at", track), _role(table)
        if track is not None and mat is not None and along_m is not None:
            meeting = Meeting(mat, along_m, table.text("name"), role, table.where)
            _check_order(table, meeting, stated[track.id])
            stated[track.id].append(meeting)
    return stated


def _check_order(table: Table, new: Meeting, before: list[Meeting]) -> None:
    """A visit is the number of a split among its mat's, so out of order it is not what was meant."""
    last = next((m for m in reversed(before) if m.mat.id == new.mat.id), None)
    if last is not None and new.along_m <= last.along_m:
        table.wrong(
            "at",
            f"{show_length(new.along_m)} comes after {show_length(last.along_m)} at this mat.",
            "Write a mat's splits in the order in which runners meet them.",
        )


def _mat(table: Table, mats: dict[str, Mat]) -> Mat | None:
    name = table.text("mat", needed=True)
    if name is not None and name not in mats:
        table.wrong("mat", f"{shown(name)} is not a mat.", f"Known mats: {', '.join(mats) or 'none'}.")
    return mats.get(name or "")


def _role(table: Table) -> Role | None:
    text = table.text("role")
    roles: tuple[Role, ...] = get_args(Role)
    for role in roles:
        if text == role:
            return role
    if text is not None:
        table.wrong("role", f"{shown(text)} is not a role.", f"Write one of {', '.join(roles)}.")
    return None


def _settle(name: str, met: list[Meeting], roads: Roads, problems: Problems) -> tuple[Split, ...]:
    """Put a distance's meetings in order, count visits, and name the start and the finish."""
    track = roads.tracks[name]
    ordered = sorted(_without_strangers(met, track.length_m), key=lambda m: m.along_m)
    visits: dict[str, int] = {}
    splits: list[Split] = []
    for n, meeting in enumerate(ordered):
        visit = visits[meeting.mat.id] = visits.get(meeting.mat.id, 0) + 1
        role = meeting.role or _role_of(n, ordered, track.length_m)
        shown_name = meeting.name or (meeting.mat.name if visit == 1 else f"{meeting.mat.name} {visit}")
        splits.append(
            Split(shown_name, meeting.mat.id, visit, round(_on_line(role, meeting, track.length_m), 3), role)
        )
    _check_ends(ordered, splits, f"{track.table.where} ({name})", problems)
    _warn_of_ends(splits, f"{track.table.where} ({name})", roads, problems)
    return tuple(splits)


def _without_strangers(met: list[Meeting], length_m: float) -> list[Meeting]:
    """Leave a start mat out at the finish, and a finish mat at the start, where that line has its own.

    On a loop both lie on one road; whoever wrote down both wants each to time its own line.
    """
    ends = [_end_role(m.along_m, length_m) for m in met]
    own = {end for m, end in zip(met, ends, strict=True) if _belongs(m, end)}
    return [
        m
        for m, end in zip(met, ends, strict=True)
        if end == "split"
        or end not in own
        or _belongs(m, end)
        or m.spot is None
        or m.spot.home_role == "split"
    ]


def _belongs(meeting: Meeting, end: Role) -> bool:
    if meeting.spot is None:
        return meeting.role in (None, end)
    return meeting.spot.home_role == end


def _end_role(along_m: float, length_m: float) -> Role:
    if along_m <= END_M:
        return "start"
    return "finish" if along_m >= length_m - END_M else "split"


def _role_of(n: int, ordered: list[Meeting], length_m: float) -> Role:
    end = _end_role(ordered[n].along_m, length_m)
    if end == "start" and n == 0 and not any(m.role == "start" for m in ordered):
        return "start"
    if end == "finish" and n == len(ordered) - 1 and not any(m.role == "finish" for m in ordered):
        return "finish"
    return "split"


def _on_line(role: Role, meeting: Meeting, length_m: float) -> float:
    """A start mat's metre is 0 and a finish mat's the length, however the GPX ends."""
    end = _end_role(meeting.along_m, length_m)
    if role == "start" and end == "start":
        return 0.0
    return length_m if role == "finish" and end == "finish" else meeting.along_m


def _check_ends(ordered: list[Meeting], splits: list[Split], where: str, problems: Problems) -> None:
    for role, right in (("start", 0), ("finish", len(splits) - 1)):
        at = [n for n, split in enumerate(splits) if split.role == role]
        if len(at) > 1:
            names = ", ".join(splits[n].name for n in at)
            problems.add(where, f"has {len(at)} {role} splits ({names}).", f"Leave one with role = {role!r}.")
        elif at and at[0] != right and splits[at[0]].along_m != splits[right].along_m:
            beyond = "before" if role == "start" else "beyond"
            problems.add(
                ordered[at[0]].where,
                f"the {role} of {where} at {show_length(splits[at[0]].along_m)} has the split"
                f" {splits[right].name} {beyond} it, at {show_length(splits[right].along_m)}.",
                "Check the metres of both.",
            )


def _warn_of_ends(splits: list[Split], where: str, roads: Roads, problems: Problems) -> None:
    roles = {split.role for split in splits}
    if "finish" not in roles:
        problems.add(
            where,
            "has no finish: no mat lies within 50 m of its end.",
            'Add a [[mat]] at its length, or a [[split]] with role = "finish".',
        )
    if "start" not in roles:
        roads.warnings.append(
            f"{where}: has no start mat: everybody's race is taken to begin with the gun of her wave."
        )
