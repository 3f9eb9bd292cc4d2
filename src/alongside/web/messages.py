"""What control has said to whom: messages with their words, for the pages that must show them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from alongside.live.ports import People
from alongside.live.views import MessageView
from alongside.web import words


class Message(msgspec.Struct, frozen=True):
    """A message as a page shows it: when it was said, and its words."""

    when: str
    text: str


def with_words(people: People, messages: Iterable[MessageView], zone: str, now_ms: int) -> list[Message]:
    """Return messages with their words, the newest first; one whose words are gone is left out."""
    newest = sorted(messages, key=lambda message: (-message.at_ms, message.id))
    texts = people.texts(message.text_id for message in newest)
    return [
        Message(words.clock(message.at_ms, zone, now_ms), texts[message.text_id])
        for message in newest
        if texts.get(message.text_id)
    ]
