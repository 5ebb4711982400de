"""Several readers of one report: every question with each reader's verdict, and how far they agree.

Counts always; κ and α with a range from 30 questions on, for below that they say nothing (Krippendorff's α, nominal,
and over the checklist's values; the range is a bootstrap over questions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from companion.analysis.scores import SCALE
from companion.anchoring import place_layers
from companion.anchoring.memory import Memory
from companion.model import LOST, Answer, Document, Layer, Question, Span

ENOUGH = 30
"""Questions that two readers answered, below which a coefficient is not shown."""
_ROUNDS = 1000
Verdicts = Sequence[Sequence[str]]
"""The verdicts of those readers who gave one, question by question."""


class ReaderAnswer(NamedTuple):
    """A reader's verdict, why, and the places of the evidence in this document. `hidden` ones are not shown."""

    reader: str
    verdict: str
    note: str = ""
    places: tuple[Span, ...] = ()
    status: str = ""
    settles: tuple[str, ...] = ()
    hidden: bool = False


class ReaderRow(NamedTuple):
    """A question with the answers of those who gave one, and the settled one."""

    key: str
    question: Question
    answers: tuple[ReaderAnswer, ...]
    settled: ReaderAnswer | None = None

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Those that are not open."""
        return tuple(answer.verdict for answer in self.answers if answer.verdict != "open")

    @property
    def differs(self) -> bool:
        return len(set(self.verdicts)) > 1

    @property
    def hidden(self) -> bool:
        return any(answer.hidden for answer in self.answers)


class Coefficient(NamedTuple):
    """A measure of agreement, 1 at most, with the bounds within which it falls in 95 of 100 samples of questions."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ReaderTable:
    """The readers, and the questions in which they differ first. `own` is the reader at this screen, if any."""

    readers: tuple[str, ...]
    rows: tuple[ReaderRow, ...]
    own: str = ""
    scale: Mapping[str, float] | None = None

    @cached_property
    def compared(self) -> tuple[ReaderRow, ...]:
        """The questions on which two or more gave a verdict and none is hidden."""
        return tuple(row for row in self.rows if len(row.verdicts) > 1 and not row.hidden)

    @property
    def agreed(self) -> int:
        return sum(not row.differs for row in self.compared)

    @cached_property
    def confused(self) -> list[tuple[tuple[str, str], tuple[str, ...]]]:
        """Pairs of verdicts that were given to one question, most often first, with the questions' keys."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.compared:
            for one, other in sorted({(min(p), max(p)) for p in combinations(row.verdicts, 2) if p[0] != p[1]}):
                found.setdefault((one, other), []).append(row.key)
        return [(pair, tuple(keys)) for pair, keys in sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))]

    @cached_property
    def alpha(self) -> Coefficient | None:
        """Krippendorff's α over verdicts as names; None below 30 questions."""
        return _ranged(alpha, [row.verdicts for row in self.compared])

    @cached_property
    def scaled_alpha(self) -> Coefficient | None:
        """The same over their values, squared differences; what has no value is left out."""
        scale = self.scale or SCALE
        units = [[scale[verdict] for verdict in row.verdicts if verdict in scale] for row in self.compared]
        return _ranged(interval_alpha, [unit for unit in units if len(unit) > 1])

    @cached_property
    def kappa(self) -> Coefficient | None:
        """Cohen's κ of two readers; None for more, and below 30 questions."""
        if len(self.readers) != 2:
            return None
        order = {reader: number for number, reader in enumerate(self.readers)}
        pairs = [sorted(row.answers, key=lambda each: order[each.reader]) for row in self.compared]
        return _ranged(kappa, [[answer.verdict for answer in pair if answer.verdict != "open"] for pair in pairs])


def reader_table(
    document: Document, layers: Sequence[Layer], checklist: Layer | None = None, memory: Memory | None = None
) -> ReaderTable:
    """The table of all questions that somebody answered, or of all of a checklist."""
    sources = [layer for layer in layers if layer.questions] if checklist is None else [checklist]
    if checklist is not None:
        layers = [*(layer for layer in layers if layer.id != checklist.id), checklist]
    placements = place_layers(document, layers, memory)
    given: dict[str, list[tuple[str, Layer, Answer]]] = {}
    names = _names([layer for layer in layers if layer.answers])
    for layer in layers:
        for answer in layer.answers:
            given.setdefault(answer.question, []).append((names[layer.id], layer, answer))

    def told(reader: str, layer: Layer, answer: Answer) -> ReaderAnswer:
        found = (placements.get(layer.evidence_key(answer, n), LOST).span for n in range(len(answer.evidence)))
        places = tuple(span for span in found if span)
        return ReaderAnswer(reader, answer.verdict, answer.note, places, answer.status, answer.settles)

    rows = []
    for layer in sources:
        for question in layer.questions:
            key = layer.key(question)
            answers = [told(*each) for each in given.get(key, ())]
            settled = next((each for each in answers if each.status == "settled"), None)
            own = tuple(each for each in answers if each.status != "settled")
            if answers or checklist is not None:
                rows.append(ReaderRow(key, question, own, settled))
    rows.sort(key=lambda row: (not row.differs, len(row.verdicts) < 2))
    mine = next((names[layer.id] for layer in layers if layer.own and layer.answers), "")
    scale = checklist.checklist.scale if checklist and checklist.checklist else None
    return ReaderTable(tuple(names.values()), tuple(rows), mine, scale or None)


def _names(layers: Sequence[Layer]) -> dict[str, str]:
    """What readers are called, by their layers' ids: the author where that is one person's alone."""
    authors = Counter(layer.author for layer in layers)
    return {layer.id: layer.author if layer.author and authors[layer.author] == 1 else layer.id for layer in layers}


def blinded(table: ReaderTable) -> ReaderTable:
    """The table with others' verdicts hidden where the reader has given none; the order tells nothing then."""

    def row(each: ReaderRow) -> ReaderRow:
        if any(answer.reader == table.own and answer.verdict != "open" for answer in each.answers):
            return each
        hidden = tuple(ReaderAnswer(a.reader, "", hidden=True) for a in each.answers if a.reader != table.own)
        return ReaderRow(each.key, each.question, hidden)

    rows = sorted(map(row, table.rows), key=lambda each: (each.hidden, each.key if each.hidden else ""))
    return replace(table, rows=tuple(rows))


def settlement(row: ReaderRow, verdict: str, note: str, by: str, *, id: str, modified: str) -> Answer:
    """The settled answer to a question, which names those it settles; theirs stay as they are."""
    names = tuple(f"{answer.reader}/{row.key.rpartition('/')[2]}" for answer in row.answers)
    return Answer(
        id, row.key, verdict, note, modified=modified, created=modified, status="settled", by=by, settles=names
    )


def alpha(units: Verdicts) -> float | None:
    """Krippendorff's α over names: 1 − D_o/D_e; None where nothing could differ."""
    sizes = Counter(verdict for unit in units for verdict in unit)
    total = sum(sizes.values())
    expected = total * (total - 1) - sum(size * (size - 1) for size in sizes.values())
    if not expected:
        return None
    observed = sum(
        (len(unit) * (len(unit) - 1) - sum(n * (n - 1) for n in Counter(unit).values())) / (len(unit) - 1)
        for unit in units
    )
    return 1 - observed * (total - 1) / expected


def interval_alpha(units: Sequence[Sequence[float]]) -> float | None:
    """The same over numbers, by the square of their difference."""
    values = [value for unit in units for value in unit]
    expected = _squares(values)
    if not expected:
        return None
    observed = sum(_squares(unit) / (len(unit) - 1) for unit in units)
    return 1 - observed * (len(values) - 1) / expected


def _squares(values: Sequence[float]) -> float:
    """The squared differences of all ordered pairs."""
    return 2 * (len(values) * sum(value * value for value in values) - sum(values) ** 2)


def kappa(pairs: Verdicts) -> float | None:
    """Cohen's κ = (p_o − p_e)/(1 − p_e) of pairs of verdicts; None where both only ever gave one."""
    count = len(pairs)
    first, second = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    expected = sum(first[name] * second[name] for name in first) / (count * count) if count else 1.0
    return None if expected == 1 else (sum(a == b for a, b in pairs) / count - expected) / (1 - expected)


def _ranged(measure: Callable[..., float | None], units: Sequence[Sequence[object]]) -> Coefficient | None:
    """A measure of units and its range over samples of them; None below 30 of them."""
    value = measure(units) if len(units) >= ENOUGH else None
    if value is None:
        return None
    found = sorted(sample for sample in _samples(measure, units) if sample is not None)
    return Coefficient(value, found[int(0.025 * len(found))], found[int(0.975 * (len(found) - 1))])


def _samples(measure: Callable[..., float | None], units: Sequence[Sequence[object]]) -> Iterator[float | None]:
    from random import Random  # only where there is something to measure

    chance = Random(30)  # the same answers give the same range
    for _ in range(_ROUNDS):
        yield measure(chance.choices(units, k=len(units)))
