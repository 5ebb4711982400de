"""Scores: the verdicts on a checklist's questions, by group and in all, with every part shown.

A verdict's value is its worth on the checklist's scale; `open` and `not-applicable` have none. A group is the mean of
its values by the questions' weights, the total that of the groups by theirs. While more than a quarter is open there
is no total but a range: all that is open as the least, and as the most that the scale gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from companion.model import Answer, Checklist, Group, Layer, Question

SCALE: Mapping[str, float] = {"answered": 1, "partly": 0.5, "unanswered": 0, "evaded": 0, "contradicted": 0}
"""What verdicts are worth where a checklist does not say."""
MOST_OPEN = 0.25
"""The share of questions that may be open where a total is given."""
Trend = Literal["▲", "▼", "=", ""]


class Assessment(NamedTuple):
    """A question and the verdict on it; `value` is None where it has none.

    `by` is whose verdict it is, `looked` says that somebody gave one. `version` is that of the checklist it was given
    under, empty where that was not kept.
    """

    question: Question
    verdict: str
    value: float | None
    by: str = ""
    looked: bool = False
    answer: Answer | None = None
    version: str = ""

    @property
    def weight(self) -> float:
        return 1.0 if self.question.weight is None else self.question.weight

    @property
    def open(self) -> bool:
        return self.value is None and self.verdict != "not-applicable"


class ScoreRange(NamedTuple):
    """The least and the most a score may be, from 0 to the scale's highest value."""

    least: float
    most: float


@dataclass(frozen=True)
class GroupScore:
    """The score of some questions; `top` is the highest value of the scale."""

    group: Group
    rows: tuple[Assessment, ...]
    top: float = 1.0

    @property
    def weight(self) -> float:
        return 1.0 if self.group.weight is None else self.group.weight

    @cached_property
    def points(self) -> float:
        return sum(row.weight * row.value for row in self.rows if row.value is not None)

    @cached_property
    def possible(self) -> float:
        """What the questions with a value could give."""
        return sum(row.weight * self.top for row in self.rows if row.value is not None)

    @cached_property
    def value(self) -> float | None:
        """The mean; None where no question has a value."""
        weights = sum(row.weight for row in self.rows if row.value is not None)
        return self.points / weights if weights else None

    @cached_property
    def range(self) -> ScoreRange | None:
        """With all open questions at the least, and at the most; None where none applies."""
        left = sum(row.weight for row in self.rows if row.open)
        weights = left + sum(row.weight for row in self.rows if row.value is not None)
        return ScoreRange(self.points / weights, (self.points + left * self.top) / weights) if weights else None

    def count(self, verdict: str) -> int:
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def open(self) -> int:
        return sum(row.open for row in self.rows)

    @property
    def unseen(self) -> int:
        """How many were not looked at."""
        return sum(not row.looked for row in self.rows)

    @property
    def applying(self) -> int:
        return len(self.rows) - self.count("not-applicable")


@dataclass(frozen=True)
class ScoreCard:
    """The score of one document by one checklist."""

    document: str
    title: str
    checklist: Layer
    groups: tuple[GroupScore, ...]

    @cached_property
    def whole(self) -> GroupScore:
        """All questions as one group, for its counts."""
        rows = tuple(row for group in self.groups for row in group.rows)
        return GroupScore(Group("", "All"), rows, self.groups[0].top if self.groups else 1.0)

    @cached_property
    def rows(self) -> Mapping[str, Assessment]:
        return {row.question.id: row for row in self.whole.rows}

    @property
    def settled(self) -> bool:
        """True if few enough questions are open for a total."""
        return self.whole.applying > 0 and self.whole.open <= MOST_OPEN * self.whole.applying

    @cached_property
    def total(self) -> float | None:
        """The mean of the groups; None while more than a quarter is open."""
        valued = [(group.weight, group.value) for group in self.groups if group.value is not None]
        weights = sum(weight for weight, _ in valued)
        return sum(w * value for w, value in valued) / weights if self.settled and weights else None

    @cached_property
    def range(self) -> ScoreRange | None:
        """The total with all open questions at the least, and at the most."""
        ranges = [(group.weight, group.range) for group in self.groups if group.range is not None]
        weights = sum(weight for weight, _ in ranges)
        if not weights:
            return None
        return ScoreRange(
            sum(w * each.least for w, each in ranges) / weights, sum(w * each.most for w, each in ranges) / weights
        )


class ScoreChange(NamedTuple):
    """A question that both editions were asked, and how its value went."""

    question: str
    before: str
    after: str
    trend: Trend


def score_card(document: str, title: str, checklist: Layer, layers: Sequence[Layer]) -> ScoreCard:
    """The score of a document by the questions of a layer, from the answers in all layers."""
    about = checklist.checklist or Checklist()
    scale = about.scale or SCALE
    given = {question.id: _given(checklist, question, layers) for question in checklist.questions}
    excluded = _excluded(checklist.questions, given)
    rows = [
        row._replace(verdict="not-applicable", value=None, looked=True)
        if row.question.id in excluded
        else row._replace(value=scale.get(row.verdict))
        for row in given.values()
    ]
    groups = {group.id: group for group in about.groups}
    for question in checklist.questions:
        groups.setdefault(question.group, Group(question.group, question.group or "Questions"))
    top = max(scale.values(), default=1.0)
    scored = (GroupScore(g, tuple(row for row in rows if row.question.group == g.id), top) for g in groups.values())
    return ScoreCard(document, title, checklist, tuple(group for group in scored if group.rows))


def _given(checklist: Layer, question: Question, layers: Sequence[Layer]) -> Assessment:
    """The verdict that counts: a settled one, else the reader's own, else what all others agree on, else the layer's.

    Where others disagree it is open until they settle it.
    """
    key = checklist.key(question)
    found = [(layer, answer) for layer in layers for answer in layer.answers if answer.question == key]
    settled = [each for each in found if each[1].status == "settled"]
    own = [each for each in found if each[0].own]
    for layer, answer in (*settled, *own):
        return _assessment(question, answer, layer)
    if len({answer.verdict for _, answer in found}) == 1:
        return _assessment(question, found[0][1], found[0][0])
    if found:
        return Assessment(question, "open", None, "readers who differ", True)
    told = question.verdict != "open"
    return Assessment(question, question.verdict, None, checklist.author or checklist.id if told else "", told)


def _assessment(question: Question, answer: Answer, layer: Layer) -> Assessment:
    by = answer.author or layer.author or ("you" if layer.own else layer.id)
    return Assessment(question, answer.verdict, None, by, True, answer, answer.asked_in)


def _excluded(questions: Sequence[Question], given: Mapping[str, Assessment]) -> set[str]:
    """Questions that do not apply since one they hang on does not."""
    needs = {question.id: question.applies_if for question in questions}

    def above(name: str) -> Iterator[str]:
        seen = {name}
        while (name := needs.get(name, "")) and name not in seen:
            seen.add(name)
            yield name

    return {
        question.id
        for question in questions
        if any(name in given and given[name].verdict == "not-applicable" for name in above(question.id))
    }


def changes(before: ScoreCard, after: ScoreCard) -> dict[str, ScoreChange]:
    """How the verdicts went since the edition before, by question: only those that both were asked and have a value."""
    found = {}
    for name, row in after.rows.items():
        old = before.rows.get(name)
        if old and old.value is not None and row.value is not None:
            trend: Trend = "▲" if row.value > old.value else "▼" if row.value < old.value else "="
            found[name] = ScoreChange(name, old.verdict, row.verdict, trend)
    return found


def common_totals(before: ScoreCard, after: ScoreCard) -> tuple[float, float] | None:
    """Both totals over the questions with a value in both; None where there is none."""
    both = changes(before, after).keys()
    totals = []
    for card in (before, after):
        groups = (
            GroupScore(g.group, tuple(row for row in g.rows if row.question.id in both), g.top) for g in card.groups
        )
        narrowed = ScoreCard(card.document, card.title, card.checklist, tuple(group for group in groups if group.rows))
        totals.append(narrowed.total)
    return (totals[0], totals[1]) if totals[0] is not None and totals[1] is not None else None
