"""What comes through the formats of exchange: `python -m tests.measure.exchange [--mutations 100000] [--shapes]`.

For each format and direction: samples, how many are read, how many records are equal after the round trip, how they
are placed in the report, and what was left out and why. `--shapes` names each sample. Then every importer is given so
many files that were changed at random: nothing but a refusal in one line or clean records may come of them, in 5 s.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from typing import Any, NamedTuple

from companion.anchoring import place_layers
from companion.documents import read_document
from companion.exchange.brought import FOREIGN, Brought
from companion.exchange.formats import ExchangeFormat, exports, format_of, imports
from companion.exchange.input_file import Incoming
from companion.exchange.outgoing import Outgoing
from companion.layers.to_dict import record_fields
from companion.layers.write import settled
from companion.model import Annotation, CompanionError, Document, Layer, Question
from companion.store.layers import companion_layers
from companion.store.library import open_document
from companion.store.paths import shipped
from tests.exchange.samples import FOREIGN_SAMPLES, SAMPLES
from tests.making import REPORT
from tests.measure.figures import Figures
from tests.running import harmless

DOCUMENT = read_document(REPORT.encode(), "report.md")
SLOW = 5.0
PIECES = [
    b"",
    b"\0",
    b'"',
    b"{",
    b"[",
    b"]",
    b"}",
    b"\\u0000",
    b"\xff",
    b"\xe2\x80\xae",
    b"\n",
    b": ",
    b"null",
    b"1e999",
    b"\x1b[31m",
]


class Line(NamedTuple):
    """A row of the table."""

    format: str
    direction: str
    samples: int
    read: int
    records: int
    equal: int
    states: Counter[str]
    losses: Counter[str]

    def __str__(self) -> str:
        placed = ", ".join(f"{number} {state}" for state, number in self.states.items()) or "-"
        lost = "; ".join(f"{number} {what}" for what, number in self.losses.items() if number) or "nothing"
        counts = f"{self.samples} samples, {self.read} read, {self.records} records, {self.equal} equal"
        return f"{self.format} {self.direction}: {counts}; placed: {placed}; left out: {lost}"


def exported(document: Document, *layers: Layer) -> Outgoing:
    return Outgoing(document, layers, place_layers(document, layers), layers, reader="me")


def layer_of(brought: Brought) -> Layer:
    """The annotations of a file as a notebook would hold them."""
    notes = [each for each in brought.records if isinstance(each, Annotation)]
    return Layer("me", annotations=tuple(note for each in notes if isinstance(note := settled(each), Annotation)))


def inward(form: ExchangeFormat, shapes: bool) -> Line:
    """The samples of a format read, placed, and written again in the same format."""
    samples = (SAMPLES | FOREIGN_SAMPLES).get(form.name, {})
    read = records = equal = 0
    states: Counter[str] = Counter()
    losses: Counter[str] = Counter()
    for shape, data in samples.items():
        found = format_of(Incoming(data, shape))
        brought = found.read(Incoming(data, shape)) if found == form else ()
        read += bool(brought)
        for book in brought:
            layer = layer_of(book)
            placements = place_layers(DOCUMENT, [layer])
            states.update(placements[layer.key(note)].state for note in layer.annotations)
            losses.update({loss.what: loss.times for loss in book.losses})
            records += len(layer.annotations)
            same = unchanged(form, layer)
            equal += same
            if shapes:
                print(f"  {form.name}: {shape}: {len(layer.annotations)} records, {same} equal")
    return Line(form.name, "in", len(samples), read, records, equal, states, losses)


def unchanged(form: ExchangeFormat, layer: Layer) -> int:
    """How many records are what they were, as records and as foreign objects, once they were written and read again."""
    if not form.writer:
        return 0
    text = form.write(exported(DOCUMENT, layer))
    (again,) = form.read(Incoming(text.encode(), "again"))
    back = {each.id: record_fields(each) for each in layer_of(again).annotations}
    same = [note for note in layer.annotations if back.get(note.id) == record_fields(note)]
    kept = [json.loads(note.unknown[FOREIGN]["data"]) for note in same if FOREIGN in note.unknown]
    there = everything(json.loads(text)) if kept else []
    return len(same) - sum(each not in there for each in kept)


def everything(shape: Any) -> list[Any]:
    """Every object in a JSON file."""
    found = [shape] if isinstance(shape, dict) else []
    inner = shape.values() if isinstance(shape, dict) else shape if isinstance(shape, list) else ()
    return found + [each for item in inner for each in everything(item)]


def outward(form: ExchangeFormat, document: Document, layers: list[Layer]) -> Line:
    """The shipped companion's layers written, and read again where that is possible."""
    states: Counter[str] = Counter()
    records = equal = read = 0
    for layer in layers:
        outgoing = exported(document, layer)
        text = form.write(outgoing)
        every: list[Annotation | Question] = [*layer.annotations, *layer.questions]
        records += len(every)
        states.update(outgoing.placements[layer.key(note)].state for note in layer.annotations)
        if form.reader:
            books = (
                form.read(Incoming(text.encode(), "again")) if layer.annotations or form.name != "hypothesis" else ()
            )
            read += bool(books)
            back = [record_fields(each) for book in books for each in book.records]
            equal += sum(record_fields(record) in back for record in every)
    why = {form.lost_out: 1} if form.lost_out else {}
    return Line(form.name, "out", len(layers), read, records, equal, states, Counter(why))


def mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + data[min(end, at + 20) :]
            case 2:
                data = data[:at]
            case _:
                data = data[:at] + data[at : at + 30] * 2 + data[at + 30 :]
    return data


def fault(data: bytes) -> str:
    """What an import of these bytes did that it must not; empty if nothing."""
    begun = time.monotonic()
    try:
        file = Incoming(data, "file")
        for book in format_of(file).read(file):
            for record in book.records:
                if not isinstance(record, Question):
                    told = json.dumps(record_fields(settled(record)), ensure_ascii=False)
                    if not harmless(told):
                        return "a control character"
    except CompanionError as error:
        if "\n" in str(error) or not harmless(str(error)):
            return "a refusal of several lines"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "too slow" if time.monotonic() - begun > SLOW else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=2000, help="changed files for each format")
    parser.add_argument("--shapes", action="store_true", help="tell each sample")
    options = parser.parse_args()
    figures = Figures()
    document = open_document("nso-2023").document
    layers = companion_layers(shipped() / "nso-2023")
    for form in imports():
        line = inward(form, options.shapes)
        print(line)
        done = line.read == line.samples > 0 and (not form.writer or line.equal == line.records)
        back = f"{line.equal} of {line.records} equal after the round trip" if form.writer else "in only"
        result = f"{line.read} of {line.samples} read; {back}"
        figures.say(f"samples of {form.name}", result, "all", done)
    for form in exports():
        line = outward(form, document, layers)
        print(line)
        if form.reader and form.name != "hypothesis":
            result = f"{line.equal} of {line.records}"
            figures.say(f"records equal after {form.name} out and in", result, "all", line.equal == line.records)
    chance = random.Random(5)
    for name, samples in SAMPLES.items():
        bad: Counter[str] = Counter()
        for _ in range(options.mutations):
            if said := fault(mutated(chance.choice(list(samples.values())), chance)):
                bad[said] += 1
        for said, number in bad.most_common(5):
            print(f"  {name}: {number} times {said}")
        what = f"changed files of {name} that did harm"
        figures.say(what, f"{bad.total()} of {options.mutations:,}", "none", not bad)
    return figures.end()


if __name__ == "__main__":
    raise SystemExit(main())
