"""A race behind the pages: what a form submits is folded, and shown at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from html import unescape

import msgspec
from asking import Answer, ask
from fakes import CONTROL, Stage

from alongside.events.bodies import EntryBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft, Receipt
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from builders import OPENING, at, race_of, rows_of

BASE = f"/control/{CONTROL}/morning/"


class Folder:
    """A race folder that says what it is told to say, or fails as it is told to."""

    def __init__(self, plan: RacePlan, entries: Sequence[EntryBody]) -> None:
        self.plan, self.entries = plan, tuple(entries)
        self.wrong: Exception | None = None

    def read(self) -> tuple[RacePlan, tuple[EntryBody, ...]]:
        """Return what the folder says."""
        if self.wrong is not None:
            raise self.wrong
        return self.plan, self.entries


class Morning(Stage):
    """An app whose show is a real race at one time; submitted rows are applied to it."""

    def __init__(
        self, *drafts: Draft, clock: str = "07:50", opening: Sequence[Draft] = OPENING, **folder: object
    ) -> None:
        super().__init__()
        self.race: Race = race_of(*drafts, opening=opening)
        self.at_ms = at(clock)
        site = self.app.state.site
        site.now_ms = lambda: self.at_ms
        site.folder = folder.get("folder")
        self._keep_one, self.intake.submit = self.intake.submit, self._submit  # type: ignore[method-assign]
        self.show.want = self._want  # type: ignore[method-assign]
        self.wanted: set[str] = set()
        self.publish()

    def publish(self) -> None:
        """Show the race as it stands."""
        views = self.race.look(self.at_ms, self.wanted)
        version = self.show.shown.version + 1 if self.show.shown else 1
        self.show.publish(Shown(views, 1.0, version))

    def at(self, clock: str) -> Morning:
        """Let it be another time; what the race has to say of itself then is applied."""
        self.at_ms = at(clock)
        self.race.apply(rows_of(self.race.decide(self.at_ms), self.race.state.seq + 1))
        self.publish()
        return self

    def apply(self, *drafts: Draft) -> None:
        """Apply rows that come from elsewhere."""
        self.race.apply(rows_of(drafts, self.race.state.seq + 1))
        self.publish()

    def _want(self, bib: str) -> None:
        self.wanted.add(bib)
        self.publish()

    def _submit(
        self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None
    ) -> Future[list[Receipt]]:
        new = [draft for draft in drafts if (draft.source, draft.id) not in self.intake.kept]
        done = self._keep_one(drafts, texts)
        if done.exception() is None:
            rows = rows_of(new, self.race.state.seq + 1)
            self.race.apply([msgspec.structs.replace(row, received_at_ms=self.at_ms) for row in rows])
            self.publish()
            receipts = [Receipt(self.race.state.seq, receipt.repeat) for receipt in done.result()]
            done = Future()
            done.set_result(receipts)
        return done

    # -- what a person does

    def page(self) -> str:
        """Return the page of race morning as text."""
        answer = ask(self.app, BASE)
        assert answer.status == 200, answer.text
        return answer.text

    def press(self, form: str, **fields: str) -> Answer:
        """Fill in a form and press its button; return what comes back."""
        key = fields.pop("key", None) or f"key-{len(self.intake.submitted):04d}-{form}"
        return ask(self.app, BASE + form, form={"key": key, **fields})

    def confirm(self, asked: Answer) -> Answer:
        """Press the button of a confirmation page."""
        action = re.search(r'<form method="post" action="([^"]+)"', asked.text)
        assert action, asked.text
        names = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', asked.text)
        return ask(self.app, BASE + action[1], form={unescape(k): unescape(v) for k, v in names})

    def do(self, form: str, **fields: str) -> Answer:
        """Fill in a form, read what it would do, and confirm it; return the page that asked."""
        asked = self.press(form, **fields)
        assert asked.status == 200, sentence(asked)
        done = self.confirm(asked)
        assert done.status == 303, sentence(done)
        return asked

    def undo(self, what: str) -> None:
        """Take back the newest decision whose words contain ``what``."""
        views = self.show.shown.views.morning
        one = next(d for d in views.decided if what in d.what and d.undone_ms is None)
        self.do("undo", row_source=one.source, row_id=one.id)


def sentence(answer: Answer) -> str:
    """Return the words of a page, without its markup."""
    main = re.search(r"<main.*?</main>", answer.text, re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0] if main else answer.text)).split())
