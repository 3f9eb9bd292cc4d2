"""Numbers, times and places as the pages say them; every sentence of its own stands in one place."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from alongside.live.views import Counts, SweepView
from alongside.units import METRES_PER_MILE, MS_PER_S, show_time, zone

FASTEST = 1e6  # race seconds per second; no clock on a page can count so fast

BY_TIMES = "Expected times come from the times so far and from how such races go."

STOPPED_BELOW = 0.5  # more likely stopped than going
STOPPED = "May have stopped: not accounted for."

INTERRUPTED = {
    "": "",
    "stopped": "Stopped: expected times do not hold until it goes on.",
    "diverted": "Led another way: places and expected times do not hold.",
}


def number(count: int) -> str:
    """Return a count as people read it: ``48,000``."""
    return f"{count:,}"


def some(count: int, one: str, many: str) -> str:
    """Return a count with its noun: ``1 runner``, ``3 runners``, ``no runners``."""
    return f"{number(count) if count else 'no'} {one if count == 1 else many}"


def place(along_m: float) -> str:
    """Return metres along a course in both units: ``km 31.2 (mile 19.4)``."""
    return f"km {along_m / 1000:.1f} (mile {along_m / METRES_PER_MILE:.1f})"


@lru_cache(maxsize=65_536)
def _day(at_s: int, zone_name: str) -> str:
    return datetime.fromtimestamp(at_s, tz=zone(zone_name)).strftime("%a")


def day(at_ms: int, zone_name: str) -> str:
    """Return the weekday of an instant: ``Sun``."""
    return _day(at_ms // MS_PER_S, zone_name)


def clock(at_ms: int, zone_name: str, now_ms: int, *, seconds: bool = False) -> str:
    """Return the time on the wall, with the weekday in front when it is not today's: ``Sun 03:10``."""
    shown = show_time(at_ms, zone_name, seconds=seconds)
    today = day(at_ms, zone_name) == day(now_ms, zone_name)
    return shown if today else f"{day(at_ms, zone_name)} {shown}"


def minutes(seconds: float) -> str:
    """Return a span in whole minutes, so that a page does not flicker: ``under a minute``, ``12 min``."""
    whole = int(abs(seconds) // 60)
    if whole == 0:
        return "under a minute"
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60:02d} min"


def ago(at_ms: int, now_ms: int) -> str:
    """Return how long ago an instant was: ``12 min ago``."""
    return f"{minutes(max(0, now_ms - at_ms) / MS_PER_S)} ago"


def seen(at_ms: int | None, where: str, zone_name: str, now_ms: int) -> str:
    """Return where and when a runner was last seen: ``25K at 11:40, 27 min ago``."""
    if at_ms is None:
        return "not seen yet"
    return f"{where} at {clock(at_ms, zone_name, now_ms)}, {ago(at_ms, now_ms)}"


def may_have_stopped(going: float | None) -> bool:
    """Return whether a runner has more likely stopped than not; never where nobody can say."""
    return going is not None and going < STOPPED_BELOW


def rate_words(rate: float, *, replay: bool, ended: bool = False) -> str:
    """Return what to say about the clock's speed; empty on a live day at its own pace."""
    if ended:
        return "Replay, at its end"
    if not replay and rate == 1:
        return ""
    if rate == 0:
        return "Replay, paused" if replay else "Clock stopped"
    speed = "as fast as it goes" if rate >= FASTEST else f"at {rate:g}x"
    return f"{'Replay' if replay else 'Clock'} {speed}"


def count_items(counts: Counts) -> list[tuple[str, str]]:
    """Return ``(number, words)`` for each status that somebody has; on the course always comes first."""
    items = [(counts.on_course, "on the course"), (counts.finished, "finished")]
    rest = [
        (counts.not_started, "not started"),
        (counts.dnf, "dropped out (DNF)"),
        (counts.picked_up, "picked up"),
        (counts.dns, "did not start (DNS)"),
        (counts.dsq, "disqualified (DSQ)"),
    ]
    return [(number(count), words) for count, words in items + [pair for pair in rest if pair[0]]]


def sweep_sentence(sweep: SweepView, zone_name: str, now_ms: int, *, tell_behind: bool) -> str:
    """Return where a sweep is and how it keeps its schedule; who is behind it only for race control."""
    parts = [_sweep_place(sweep, zone_name, now_ms), _sweep_schedule(sweep)]
    if tell_behind and sweep.along_m is not None:
        parts += [_behind(sweep), _last_inside(sweep)]
    return f"{sweep.name}: {'; '.join(part for part in parts if part)}."


def _sweep_place(sweep: SweepView, zone_name: str, now_ms: int) -> str:
    if sweep.along_m is None:
        return "not on the course now"
    if sweep.seen_ms is None:
        return f"not read anywhere yet, its schedule puts it near {place(sweep.along_m)}"
    seen_at = clock(sweep.seen_ms, zone_name, now_ms, seconds=sweep.how == "chip")
    quiet = ", and not heard of since" if sweep.quiet else ""
    since = f"{seen_at}, {ago(sweep.seen_ms, now_ms)}{quiet}"
    if sweep.how == "chip":
        return f"last read at {sweep.seen_place} at {since}"
    where = sweep.seen_place or place(sweep.along_m if sweep.seen_m is None else sweep.seen_m)
    by = "by its phone" if sweep.how == "phone" else "said by its driver"
    return f"at {where}, {by} at {since}"


def _sweep_schedule(sweep: SweepView) -> str:
    if sweep.how == "schedule" or sweep.ahead_s is None:
        return ""
    if abs(sweep.ahead_s) < 60:
        return "on schedule"
    side = "ahead of" if sweep.ahead_s > 0 else "behind"
    return f"{minutes(sweep.ahead_s)} {side} schedule"


def _behind(sweep: SweepView) -> str:
    let_go = f", and {number(sweep.behind_let_go)} let go on" if sweep.behind_let_go else ""
    if sweep.behind == 0:
        return f"nobody is thought to be behind it{let_go}"
    inside = f" ({number(sweep.behind_inside)} inside the limit)" if sweep.behind_inside else ""
    return f"{some(sweep.behind, 'runner is', 'runners are')} thought to be behind it{inside}{let_go}"


def _last_inside(sweep: SweepView) -> str:
    if sweep.last_inside_m is None or sweep.along_m is None:
        return ""
    return f"the last inside the limit is thought to be {metres(sweep.last_inside_m - sweep.along_m)} ahead"


def metres(gap_m: float) -> str:
    """Return a gap on the road to 100 m: ``under 100 m``, ``400 m``, ``2.3 km``."""
    gap_m = abs(gap_m)
    if gap_m < 100:
        return "under 100 m"
    return f"{round(gap_m / 100) * 100} m" if gap_m < 950 else f"{gap_m / 1000:.1f} km"
