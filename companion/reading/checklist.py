"""The checklist: a question in hand while reading, the next open one, and verdicts by their signs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from companion.analysis.arrange import QuestionCard
from companion.reading.state import Reading, replace

VERDICT_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "answered": "✓",
        "partly": "◐",
        "unanswered": "○",
        "evaded": "~",
        "contradicted": "≠",
        "not-applicable": "–",
        "open": "·",
    }
)
"""Signs of the verdicts, one column wide, in their order."""


def question_of(reading: Reading, key: str) -> QuestionCard | None:
    """The question with this key (`layer/id`), or None if no layer that is switched on asks it."""
    return next((card for card in reading.index.questions if card.key == key), None)


def in_hand(reading: Reading) -> QuestionCard | None:
    """The question that the reader looks for an answer to while reading."""
    return question_of(reading, reading.hand) if reading.hand else None


def take_in_hand(reading: Reading, key: str) -> Reading:
    """Take a question in hand; "" puts it back."""
    return replace(reading, hand=key)


def verdict_of(card: QuestionCard) -> str:
    """The reader's own verdict, `open` where there is none."""
    return card.mine.verdict if card.mine else "open"


def next_open(reading: Reading, key: str, by: int) -> str:
    """The key of the next question that is open for the reader, round the checklist; "" if none is."""
    cards = reading.index.questions
    at = next((index for index, card in enumerate(cards) if card.key == key), -1 if by > 0 else 0)
    turn = [cards[(at + step * by) % len(cards)] for step in range(1, len(cards) + 1)] if cards else []
    return next((card.key for card in turn if verdict_of(card) == "open" and card.key != key), "")


def verdict_bar(reading: Reading, width: int) -> str:
    """One sign a question by the reader's verdicts, those given first; "" where `width` columns are too few."""
    order = list(VERDICT_SIGNS)
    verdicts = [verdict_of(card) for card in reading.index.questions]
    verdicts.sort(key=lambda verdict: order.index(verdict) if verdict in order else len(order))
    signs = "".join(VERDICT_SIGNS.get(verdict, "?") for verdict in verdicts)
    return signs if len(signs) <= width else ""
