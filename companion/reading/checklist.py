"""The checklist: its topics and verdicts, a question in hand while reading, and the next open one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

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


OTHERS = "other questions"
"""The title over questions of no topic, where others have one."""


class Topic(NamedTuple):
    """Questions that belong together, with a title, "" for none."""

    title: str
    cards: list[QuestionCard]


def checklist(reading: Reading) -> list[Topic]:
    """The questions by topic, layer by layer, those that have the verdict chosen; the one stood on stays meanwhile."""
    found: list[Topic] = []
    wanted = [card for card in reading.index.questions if _is_shown(reading, card)]
    for layer in reading.index.shown:
        mine = [card for card in wanted if card.layer is layer]
        groups = {group.id: group.title or group.id for group in layer.groups}
        for name, title in groups.items():
            found.append(Topic(title, [card for card in mine if card.question.group == name]))
        rest = [card for card in mine if card.question.group not in groups]
        found.append(Topic(OTHERS if any(topic.title for topic in found) else "", rest))
    return [topic for topic in found if topic.cards]


def listed(reading: Reading) -> list[QuestionCard]:
    """The questions of the checklist in its order."""
    return [card for topic in checklist(reading) for card in topic.cards]


def _is_shown(reading: Reading, card: QuestionCard) -> bool:
    return not reading.verdict or verdict_of(card) == reading.verdict or card.key == reading.chosen


def show_verdict(reading: Reading) -> Reading:
    """Show the questions of the next verdict that any has, and after the last those of all."""
    given = {verdict_of(card) for card in reading.index.questions}
    turn = ["", *(verdict for verdict in VERDICT_SIGNS if verdict in given), *sorted(given - VERDICT_SIGNS.keys())]
    at = turn.index(reading.verdict) if reading.verdict in turn else -1
    return replace(reading, verdict=turn[(at + 1) % len(turn)], chosen="")


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
    cards = [card for topic in checklist(replace(reading, verdict="")) for card in topic.cards]
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
