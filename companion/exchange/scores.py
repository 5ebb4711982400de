"""Score cards as lines of text, as CSV and as JSON: reports beside each other, questions below each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from companion.analysis.scores import Assessment, GroupScore, ScoreCard, ScoreChange, ScoreRange, changes, common_totals
from companion.exchange.json import lines_of

SIGNS = {
    "open": "·",
    "answered": "✓",
    "partly": "◐",
    "unanswered": "∅",
    "evaded": "~",
    "contradicted": "≠",
    "not-applicable": "-",
}
RULE = (
    "Rule: a group is the mean of its verdicts' values by weight, the total the mean of the groups by theirs; open and "
    "not-applicable have no value; no total while more than a quarter is open."
)


class ScoreResult(NamedTuple):
    """Cards by one checklist; where they are `editions` of one report, each is set beside the one before."""

    cards: Sequence[ScoreCard]
    editions: bool = False

    def changes(self, number: int) -> Mapping[str, ScoreChange]:
        return changes(self.cards[number - 1], self.cards[number]) if self.editions and number else {}


def text(result: ScoreResult) -> Iterator[str]:
    """A line for each question with the verdicts' signs, each group with its parts, and the totals."""
    first = result.cards[0]
    version = f", version {first.checklist.checklist.version}" if first.checklist.checklist else ""
    yield f"{first.checklist.title or first.checklist.id}{version}"
    yield from (f"{number + 1}: {card.title} ({card.document})" for number, card in enumerate(result.cards))
    yield " ".join(f"{sign} {verdict}" for verdict, sign in SIGNS.items())
    for place, group in enumerate(first.groups):
        yield from ("", group.group.title or group.group.id)
        for row in group.rows:
            name = row.question.id
            cells = [_cell(card.rows[name], result.changes(n).get(name)) for n, card in enumerate(result.cards)]
            yield f"  {'  '.join(cells)}  {name}: {' '.join(row.question.ask.split())}"
        yield from (f"  {n + 1}: {parts_words(card.groups[place])}" for n, card in enumerate(result.cards))
    yield from ("", "Total")
    for number, card in enumerate(result.cards):
        yield f"  {number + 1}: {total_words(card)}"
        yield from (f"     {line}" for line in _apart(card))
        if result.editions and number:
            yield f"     since the edition before: {_since(result, number)}"
    yield RULE


def _cell(row: Assessment, change: ScoreChange | None) -> str:
    return SIGNS.get(row.verdict, "?") + (change.trend if change else " ")


def parts_words(group: GroupScore) -> str:
    """A group's value and its parts, as `0.63 · 7.5 of 12 · 3 open (2 not looked at) · 1 does not apply`."""
    value = "no value" if group.value is None else f"{group.value:.2f}"
    parts = [value, f"{group.points:g} of {group.possible:g}"]
    if group.open:
        parts.append(f"{group.open} open ({group.unseen} not looked at)")
    if missing := group.count("not-applicable"):
        parts.append(f"{missing} {'does' if missing == 1 else 'do'} not apply")
    return " · ".join(parts)


def total_words(card: ScoreCard) -> str:
    whole = card.whole
    parts = [f"{len(whole.rows)} questions", f"{whole.points:g} of {whole.possible:g}", f"{whole.open} open"]
    parts.append(f"{whole.unseen} not looked at")
    if missing := whole.count("not-applicable"):
        parts.append(f"{missing} {'does' if missing == 1 else 'do'} not apply")
    return f"{value_words(card.total, card.range)} · {' · '.join(parts)}"


def value_words(total: float | None, around: ScoreRange | None) -> str:
    if total is not None:
        return f"{total:.2f}"
    return f"between {around.least:.2f} and {around.most:.2f}" if around else "no question applies"


def _apart(card: ScoreCard) -> Iterator[str]:
    """What counts as 0 and says more than that; verdicts of another version of the checklist."""
    for verdict in ("evaded", "contradicted"):
        names = [row.question.id for row in card.whole.rows if row.verdict == verdict]
        if names:
            yield f"{verdict} {len(names)}: {', '.join(names)}"
    version = card.checklist.checklist.version if card.checklist.checklist else ""
    older = [row.question.id for row in card.whole.rows if version and row.version not in ("", version)]
    if older:
        yield f"given under another version of the checklist: {', '.join(older)}"


def _since(result: ScoreResult, number: int) -> str:
    went = result.changes(number)
    counts = " ".join(f"{sign} {sum(each.trend == sign for each in went.values())}" for sign in "▲▼=")
    totals = common_totals(result.cards[number - 1], result.cards[number])
    words = f", over the {len(went)} questions both were asked" if went else ", no question has a value in both"
    return counts + words + (f": {totals[0]:.2f} → {totals[1]:.2f}" if totals else "")


def csv(result: ScoreResult) -> list[str]:
    """A row for each document and question."""
    import csv as writer
    from io import StringIO

    out = StringIO()
    rows = writer.writer(out, lineterminator="\n")
    rows.writerow(["document", "checklist", "group", "question", "verdict", "value", "weight", "by", "change"])
    for number, card in enumerate(result.cards):
        went = result.changes(number)
        for group in card.groups:
            for row in group.rows:
                name = row.question.id
                value = "" if row.value is None else f"{row.value:g}"
                about = [card.document, card.checklist.id, group.group.id, name, row.verdict, value, f"{row.weight:g}"]
                rows.writerow([_harmless(each) for each in (*about, row.by, went[name].trend if name in went else "")])
    return out.getvalue().splitlines()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") and len(cell) > 1 else cell


def json(result: ScoreResult) -> list[str]:
    return lines_of([_card_shape(result, number) for number in range(len(result.cards))])


def _card_shape(result: ScoreResult, number: int) -> dict[str, Any]:
    card, went = result.cards[number], result.changes(number)
    return {
        "document": card.document,
        "title": card.title,
        "checklist": card.checklist.id,
        "version": card.checklist.checklist.version if card.checklist.checklist else "",
        "total": _rounded(card.total),
        "range": [_rounded(card.range.least), _rounded(card.range.most)] if card.range else None,
        **_counts_shape(card.whole),
        "groups": [
            {"id": group.group.id, "title": group.group.title, "weight": group.weight, "value": _rounded(group.value)}
            | _counts_shape(group)
            | {"questions": [_row_shape(row, went.get(row.question.id)) for row in group.rows]}
            for group in card.groups
        ],
    }


def _counts_shape(group: GroupScore) -> dict[str, Any]:
    return {
        "questions_asked": len(group.rows),
        "points": _rounded(group.points),
        "possible": _rounded(group.possible),
        "open": group.open,
        "not_looked_at": group.unseen,
        **{name: group.count(name.replace("_", "-")) for name in ("not_applicable", "evaded", "contradicted")},
    }


def _row_shape(row: Assessment, change: ScoreChange | None) -> dict[str, Any]:
    shape: dict[str, Any] = {"id": row.question.id, "verdict": row.verdict, "value": row.value, "weight": row.weight}
    shape |= {"by": row.by, "looked_at": row.looked}
    return shape | ({"before": change.before, "change": change.trend} if change else {})


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
