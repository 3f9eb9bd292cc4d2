"""What people and the timing company said of entries: the word that stands for each."""

from __future__ import annotations

from alongside.events.bodies import RulingStatusBody
from alongside.events.standing import Said, Standing
from alongside.units import normal_code

StatusRuling = Said[RulingStatusBody]


class StatusRulings(Standing[RulingStatusBody, str]):
    """Rulings by bib. The timer's official word outranks ours, a later one an earlier one."""

    def __init__(self) -> None:
        super().__init__(RulingStatusBody, lambda body: normal_code(body.bib))

    def standing(self, bib: str) -> StatusRuling | None:
        """Return the ruling that stands for a bib, or ``None``."""
        return max(
            self.of(normal_code(bib)), key=lambda said: (said.body.official, *said.order), default=None
        )
