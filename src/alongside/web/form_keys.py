"""Keys for buttons, so that pressing twice, or two people pressing, is one row of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable


class FormKeys:
    """A key for each button, made when it is first drawn and kept while it is shown.

    Everybody who looks at the page gets the same key, so the same decision taken twice is one row; a
    question that comes back after an undo gets new ones.
    """

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._keys: dict[tuple[str, ...], str] = {}

    def __call__(self, *button: str) -> str:
        """Return the key of a button, named by what it would settle and how."""
        return self._keys.setdefault(button, self._new_id())

    def keep_only(self, things: Iterable[tuple[str, str]]) -> None:
        """Forget the keys of buttons for things (source, id) that are no longer shown."""
        shown = set(things)
        self._keys = {button: key for button, key in self._keys.items() if button[1:3] in shown}
