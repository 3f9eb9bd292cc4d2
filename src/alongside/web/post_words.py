"""What a course marshal is told at her post: stay, for how many, until about when.

It never says that she may leave: that is race control's word. It says when nobody is known to come.
"""

from __future__ import annotations

from alongside.live.post_views import PostSweep, PostView
from alongside.live.views import Severity
from alongside.web import words

ASK = "Ask race control before you leave."
SAYS: dict[Severity, str] = {"calm": "Stay", "look": "Look at this", "act": "Act now"}


class Marshal:
    """Tells one post of one instant, by the race's clock."""

    def __init__(self, post: PostView, zone: str, now_ms: int) -> None:
        self.post, self.zone, self.now_ms = post, zone, now_ms

    def severity(self) -> Severity:
        """Return how urgent the sentence is."""
        if self.post.stopped:
            return "act"
        left_behind = self._all_passed() and self._left_behind() > 0
        return "act" if left_behind else "look" if self.post.diverted or self.post.doubt else "calm"

    def sentence(self) -> str:
        """Return the one sentence of a post."""
        post = self.post
        if post.stopped:
            return "The race is stopped. Stay at your post and wait for race control."
        if self._all_passed():
            return self._behind_the_sweep()
        if not post.passed and post.first_ms is not None:
            return f"Nobody has come this far yet. The first is here about {self._clock(post.first_ms)}."
        if post.still or post.inside:
            many = words.number(self._coming())
            return f"Stay at your post: {many} still to come{self._last()}{self._sweep()}."
        if post.waiting:
            some = words.some(post.waiting, "runner has", "runners have")
            return f"Stay at your post: {some} not been read at the start and may still come{self._sweep()}."
        return f"Stay at your post{self._until_sweep()}. Nobody we know of is still to come."

    def notes(self) -> list[str]:
        """Return what may make the sentence wrong, and what else counts here."""
        post, found = self.post, []
        if post.diverted:
            found.append("The race is led around this place now. Do not leave: ask race control.")
        if post.doubt and not (post.diverted or post.stopped):
            found.append(f"Do not rely on these figures: {post.doubt}.")
        if post.sure_ms is not None and post.inside and not post.doubt:
            sure = self._clock(post.sure_ms)
            found.append(f"19 times out of 20 the last inside the limit is past you by {sure}.")
        if post.waiting and (post.still or post.inside):
            some = words.some(post.waiting, "runner has", "runners have")
            found.append(f"{some} not been read at the start and may still come.")
        if len(post.sweeps) > 1 or any(one.by_schedule or one.at_ms is None for one in post.sweeps):
            found += [self._one_sweep(sweep) for sweep in post.sweeps if not self._all_passed()]
        return found

    def row(self) -> tuple[str, str]:
        """Return, for the table of the whole course, when the last runner and the sweep pass."""
        post = self.post
        if post.still or post.inside:
            runners = f"{words.number(self._coming())} to come{self._last()}"
        elif not post.passed:
            runners = "nobody yet"
        else:
            runners = "nobody we know of to come"
        return runners, "; ".join(self._short(sweep) for sweep in post.sweeps) or "no sweep"

    def _coming(self) -> int:
        return self.post.still or self.post.inside

    def _left_behind(self) -> int:
        """Return how many inside the limit are likely to come yet; with a small chance many always may."""
        return min(self.post.still, self.post.inside)

    def _all_passed(self) -> bool:
        return bool(self.post.sweeps) and all(sweep.passed for sweep in self.post.sweeps)

    def _behind_the_sweep(self) -> str:
        post, passed = self.post, "The sweep has passed you"
        if left := self._left_behind():
            are = words.some(left, "runner inside the limit is", "runners inside the limit are")
            return f"Stay: {passed[0].lower()}{passed[1:]}, but {are} still to come. Tell race control."
        if post.still:
            are = words.some(post.still, "runner beyond the limit is", "runners beyond the limit are")
            return f"{passed}. {are} still to come, on the pavement. {ASK}"
        return f"{passed}, and nobody we know of is still to come. {ASK}"

    def _last(self) -> str:
        last_ms = self.post.middle_ms
        return "" if last_ms is None else f", the last about {self._clock(last_ms)}"

    def _sweep(self) -> str:
        at = self._sweep_ms()
        return "" if at is None else f", the sweep about {self._clock(at)}"

    def _until_sweep(self) -> str:
        at = self._sweep_ms()
        return " until the sweep has passed" + ("" if at is None else f", about {self._clock(at)}")

    def _sweep_ms(self) -> int | None:
        return max((s.at_ms for s in self.post.sweeps if s.at_ms is not None), default=None)

    def _one_sweep(self, sweep: PostSweep) -> str:
        if sweep.passed:
            return f"{sweep.name} has passed you."
        if sweep.at_ms is None:
            return f"{sweep.name}: we cannot say when it passes you."
        by = ", by its schedule alone" if sweep.by_schedule else ""
        return f"{sweep.name} passes you about {self._clock(sweep.at_ms)}{by}."

    def _short(self, sweep: PostSweep) -> str:
        if sweep.passed:
            return f"{sweep.name}: passed"
        return f"{sweep.name}: " + (
            "not known" if sweep.at_ms is None else f"about {self._clock(sweep.at_ms)}"
        )

    def _clock(self, at_ms: int) -> str:
        return words.clock(at_ms, self.zone, self.now_ms)
