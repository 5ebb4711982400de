"""An edition comparison as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from companion.analysis.carried import Carried, CarriedAbsence, CarriedVerdict, WordCount, states
from companion.analysis.editions import CLASSES, Comparison, EditionChange
from companion.analysis.sections import SectionPair
from companion.analysis.statements import Statement
from companion.exchange.json import lines_of, place_shape
from companion.exchange.text import quoted
from companion.model import Document, Placement, Span
from companion.text.diff import difference, shortened


class ComparisonResult(NamedTuple):
    """What is told of a comparison; only changes of the classes in `only`, all but `same` where it is empty."""

    comparison: Comparison
    carried: Carried
    only: Collection[str] = ()

    def shows(self, change: EditionChange) -> bool:
        return any(map(change.is_, self.only)) if self.only else change.kind != "same"


def text(result: ComparisonResult) -> Iterator[str]:
    """Counts, what disappeared, the changes section by section, and what became of the reader's records."""
    comparison = result.comparison
    yield f"{comparison.old.title} ({comparison.old.name}) → {comparison.new.title} ({comparison.new.name})"
    if comparison.strangers:
        yield f"These two have next to nothing in common: {comparison.shared:.0%} of the words stand in both."
    else:
        yield f"{comparison.shared:.0%} of the words stand in both editions."
    yield " · ".join(f"{kind} {count}" for kind, count in comparison.counts.items() if count)
    for which, parts in zip(("older", "newer"), comparison.unread, strict=True):
        for part in parts:
            yield f"Cannot say what stands there, it could not be read in the {which} edition: {part}"
    if not result.only:
        yield from _lost(comparison)
    yield from _sections(result)
    yield from _carried(comparison, result.carried)


def _lost(comparison: Comparison) -> Iterator[str]:
    if not comparison.disappeared:
        return
    yield from ("", f"What disappeared: {len(comparison.disappeared)}")
    for loss in comparison.disappeared:
        change = comparison.changes[loss.change]
        what = " and ".join(["a promise"] * loss.promise + ["a number"] * loss.number)
        old, new = comparison.words(change)
        section = comparison.before[change.old[0]].section
        yield f"  {', '.join(filter(None, (change.kind, what)))} [{section}]: {old}"
        if new:
            yield f"    is now: {new}"


def _sections(result: ComparisonResult) -> Iterator[str]:
    comparison = result.comparison
    for row in comparison.sections:
        changes = [comparison.changes[number] for number in row.changes]
        shown = [change for change in changes if result.shows(change)]
        if not shown:
            continue
        counts = " · ".join(
            f"{kind} {count}" for kind in CLASSES if (count := sum(change.kind == kind for change in changes))
        )
        yield from ("", f"{_pair_words(row.pair)}: {counts}")
        for change in shown:
            yield f"  {_change_words(comparison, change)}"


def _pair_words(pair: SectionPair) -> str:
    if pair.old is None or pair.new is None:
        return f"{pair.title} ({'only in the newer' if pair.new else 'only in the older'} edition)"
    return pair.title if pair.old.title == pair.new.title else f"{pair.old.title} → {pair.new.title}"


def _change_words(comparison: Comparison, change: EditionChange) -> str:
    old, new = comparison.words(change)
    name = f"moved and {change.kind}" if change.moved and change.kind != "moved" else change.kind
    if change.kind == "numbers":
        pairs = ", ".join(f"{a} → {b}" for a, b in change.numbers)
        return f"{name} {pairs}: {new}"
    if change.kind == "reworded":
        return f"{name}: {diff_words(old, new)}"
    if change.kind in ("split", "merged"):
        before = " ".join(quoted(comparison.before[number].text) for number in change.old)
        after = " ".join(quoted(comparison.after[number].text) for number in change.new)
        return f"{name}: {before} → {after}"
    return f"{name}: {new or old}"


def diff_words(old: str, new: str) -> str:
    """A word difference on one line: `[-gone-]` and `{+come+}`."""
    form = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return " ".join(form[part.sign].format(part.words) for part in shortened(difference(old, new)))


def _carried(comparison: Comparison, carried: Carried) -> Iterator[str]:
    if carried.annotations:
        counts = " · ".join(f"{state} {count}" for state, count in states(carried.annotations).items() if count)
        yield from ("", f"Annotations carried over: {counts}")
        for each in carried.annotations:
            if each.new.state != "exact":
                yield f"  {each.key} {each.new.state}{_at(comparison.new, each.new)}"
    if carried.verdicts:
        yield from ("", "Verdicts carried over")
        yield from (f"  {_verdict_words(each)}" for each in carried.verdicts)
    if carried.absent:
        yield from ("", "Looked for and not found, counted again")
        for absence in carried.absent:
            words = ", ".join(_count_words(count) for count in absence.counts)
            yield f"  {absence.key} {absence.state}: {words}"


def _at(document: Document, placement: Placement) -> str:
    return f" [{placement.span.section}]: {' '.join(document.text(placement.span).split())}" if placement.span else ""


def _verdict_words(each: CarriedVerdict) -> str:
    changed = [f"{key} {place.state}" for key, place in each.evidence if place.state != "exact"]
    return f"{each.question} {each.verdict} (by {each.by}): {each.state}" + (
        f"; {', '.join(changed)}" if changed else ""
    )


def _count_words(count: WordCount) -> str:
    places = f" ({', '.join(dict.fromkeys(span.section for span in count.new))})" if count.new else ""
    return f"{count.word} {len(count.old)} then, {len(count.new)} now{places}"


def json(result: ComparisonResult) -> list[str]:
    return lines_of(comparison_shape(result))


def comparison_shape(result: ComparisonResult) -> dict[str, Any]:
    """Both editions, counts, sections and sentences in order, what disappeared, and the records carried over.

    `sections` and `disappeared` name sentences by their numbers in `sentences`; with classes chosen, only theirs.
    """
    comparison = result.comparison
    chosen = [n for n, change in enumerate(comparison.changes) if not result.only or result.shows(change)]
    numbers = {number: place for place, number in enumerate(chosen)}
    return {
        "old": _edition_shape(comparison.old, comparison.unread[0]),
        "new": _edition_shape(comparison.new, comparison.unread[1]),
        "shared": round(comparison.shared, 4),
        "counts": dict(comparison.counts),
        "sections": [
            {
                "old": row.pair.old.id if row.pair.old else None,
                "new": row.pair.new.id if row.pair.new else None,
                "title": row.pair.title,
                "counts": {k: sum(comparison.changes[n].kind == k for n in row.changes) for k in CLASSES},
                "sentences": [numbers[n] for n in row.changes if n in numbers],
            }
            for row in comparison.sections
        ],
        "sentences": [_change_shape(comparison, comparison.changes[number]) for number in chosen],
        "disappeared": [
            {"sentence": numbers[loss.change], "promise": loss.promise, "number": loss.number}
            for loss in comparison.disappeared
            if loss.change in numbers
        ],
        "carried": _carried_shape(comparison, result.carried),
    }


def _edition_shape(document: Document, unread: tuple[str, ...]) -> dict[str, Any]:
    about = {"title": document.title, "name": document.name, "fingerprint": document.fingerprint}
    return about | {"unread": list(unread)}


def _change_shape(comparison: Comparison, change: EditionChange) -> dict[str, Any]:
    shape: dict[str, Any] = {"class": change.kind, "moved": change.moved, "score": round(change.score, 4)}
    for name, numbers, edition in (("old", change.old, comparison.before), ("new", change.new, comparison.after)):
        places = [place for number in numbers for place in _places(edition[number])]
        shape[name] = places[0] if places else None
        if len(places) > 1:
            shape[f"more_{name}"] = places[1:]
    return shape | {"numbers": [list(pair) for pair in change.numbers]}


def _places(statement: Statement) -> Iterator[dict[str, Any]]:
    for number, span in enumerate(statement.spans):
        yield _span_shape(span) | ({"text": statement.text} if not number else {})


def _span_shape(span: Span) -> dict[str, Any]:
    return {"section": span.section, "start": span.start, "end": span.end}


def _carried_shape(comparison: Comparison, carried: Carried) -> dict[str, Any]:
    old, new = comparison.old, comparison.new
    return {
        "annotations": [
            {"id": each.key, "old": place_shape(old, each.old), "new": place_shape(new, each.new)}
            for each in carried.annotations
        ],
        "verdicts": [_verdict_shape(new, each) for each in carried.verdicts],
        "absent": [_absence_shape(each) for each in carried.absent],
    }


def _verdict_shape(new: Document, each: CarriedVerdict) -> dict[str, Any]:
    evidence: list[Mapping[str, Any]] = [{"id": key} | place_shape(new, place) for key, place in each.evidence]
    about = {"question": each.question, "by": each.by, "verdict": each.verdict, "state": each.state}
    return about | {"evidence": evidence}


def _absence_shape(each: CarriedAbsence) -> dict[str, Any]:
    counts = [
        {"word": count.word, "old": list(map(_span_shape, count.old)), "new": list(map(_span_shape, count.new))}
        for count in each.counts
    ]
    return {"id": each.key, "state": each.state, "counts": counts}
