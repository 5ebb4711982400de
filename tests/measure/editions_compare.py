"""Edition comparison against its goals: `python -m tests.measure.editions_compare`.

Classes on edits drawn at random (each kind of edit by itself, so that the class is known), on labelled passages of
real editions (the set of `tests.measure.editions`), on the same text in two layouts, and the time that two reports of
100 pages take. Exit status 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from companion.analysis.editions import Comparison, EditionChange, compared
from companion.analysis.statements import dense
from companion.documents import read_document
from companion.model import Document
from companion.store.library import open_document
from tests.measure.editions.collection import Edition, Pair, Place, load
from tests.measure.figures import Figures
from tests.running import ROOT

MADE, REAL, LAYOUT = 98.0, 99.5, 98.0
"""At least so many of 100 right: of each class on made edits, of real passages, of words in two layouts."""
SECONDS, WORST = 1.0, 3.0
WORDS = 50_000
LAYOUTS = (
    ("c-water-plain", "l-water-report"),
    ("c-water-plain", "c-water-columns"),
    ("c-cameras-three", "x-cameras-wide"),
    ("l-cameras-two", "w-cameras-looks"),
    ("c-language-plain", "l-language-wide"),
)
_NUMBER = re.compile(r"\b[0-9]{1,4}\b")
_LEAST = 40


class Edit(NamedTuple):
    """A sentence of the older edition, what it became (None: dropped), and the class that is right."""

    old: str
    new: str | None
    kind: str


def reworded(sentence: str, words: int, vocabulary: Sequence[str], chance: random.Random) -> str:
    """So many words exchanged, the first and the last stay."""
    parts = sentence.split()
    for at in chance.sample(range(1, len(parts) - 1), min(words, len(parts) - 2)):
        parts[at] = chance.choice(vocabulary)
    return " ".join(parts)


def edit(sentence: str, vocabulary: Sequence[str], chance: random.Random) -> Edit:
    """One edit drawn at random; `moved` ones are put elsewhere by `edited`."""
    drawn = chance.random()
    parts = sentence.split()
    if drawn < 0.40:
        return Edit(sentence, sentence, "same")
    if drawn < 0.50:
        return Edit(sentence, reworded(sentence, chance.randint(1, 3), vocabulary, chance), "few words")
    if drawn < 0.58:
        return Edit(sentence, reworded(sentence, len(parts) // 3, vocabulary, chance), "a third of words")
    if drawn < 0.72 and _NUMBER.search(sentence):
        return Edit(sentence, _NUMBER.sub(lambda n: str(int(n[0]) + chance.randint(1, 50)), sentence), "numbers")
    if drawn < 0.80:
        return Edit(sentence, sentence, "moved")
    if drawn < 0.88 and len(parts) >= 16:
        middle = len(parts) // 2
        return Edit(sentence, f"{' '.join(parts[:middle])}. Also {' '.join(parts[middle:])}", "split")
    return Edit(sentence, None, "dropped")


def sentences_of(pairs: Iterable[Pair]) -> list[str]:
    """English sentences of real texts that differ from each other, with a year in some."""
    seen: dict[str, str] = {}
    for pair in pairs:
        for block in pair.old.blocks if pair.language == "en" else ():
            for sentence in re.split(r"(?<=[a-z]{2}[.!?])\s+(?=[A-Z])", block.text):
                if sentence.endswith((".", "!")) and len(sentence) >= _LEAST and len(sentence.split()) >= 6:
                    seen.setdefault(sentence.lower(), sentence)
    return list(seen.values())


def dated(sentence: str, chance: random.Random) -> str:
    """One sentence of three says a year and a count, since few of those texts have figures."""
    if chance.random() > 1 / 3:
        return sentence
    return f"{sentence[:-1]}, as in {chance.randint(1990, 2020)} for {chance.randint(2, 900)} of them."


def edited(sentences: Sequence[str], chance: random.Random) -> tuple[str, str, list[Edit]]:
    """An older and a newer text, in paragraphs, and what became of each sentence; one in ten stands merged."""
    vocabulary = [word for sentence in sentences for word in sentence.split() if word.isalpha()]
    edits = [edit(each, vocabulary, chance) for each in sentences]
    new = [each.new for each in edits if each.new and each.kind != "moved"]
    for moved in [each for each in edits if each.kind == "moved"]:
        new.insert(chance.randint(0, len(new)), moved.old)
    return _laid(sentences), _laid(new), edits


def merged(sentences: Sequence[str], chance: random.Random) -> tuple[str, str, list[Edit]]:
    """The same with pairs of neighbours put into one sentence."""
    new: list[str] = []
    edits: list[Edit] = []
    at = 0
    while at + 1 < len(sentences):
        one, other = sentences[at], sentences[at + 1]
        if chance.random() < 0.15 and len(one) < 2 * len(other) and len(other) < 2 * len(one):
            whole = f"{one.rstrip('.!')}, and {other}"
            new.append(whole)
            edits += [Edit(one, whole, "merged"), Edit(other, whole, "merged")]
            at += 2
        else:
            new.append(one)
            at += 1
    return _laid(sentences), _laid(new), edits


def _laid(sentences: Sequence[str]) -> str:
    """Paragraphs of five sentences, one below a heading every twenty."""
    parts = []
    for at in range(0, len(sentences), 5):
        if at % 20 == 0:
            parts.append(f"## Chapter {at // 20 + 1}")
        parts.append(re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(sentences[at : at + 5])))
    return "\n\n".join(["# Report", *parts])


def tally(old: str, new: str, edits: Sequence[Edit], found: dict[str, Counter[bool]], wrong: list[str]) -> None:
    """Count which of the edits have their class."""
    comparison = compared(read_document(old.encode(), "old.md"), read_document(new.encode(), "new.md"))
    became = {_bare(comparison.before[n].text): change for change in comparison.changes for n in change.old}
    for each in edits:
        change = became.get(_bare(each.old))
        if change is None:
            continue  # our sentences end elsewhere
        right = is_right(each.kind, change)
        found.setdefault(each.kind, Counter())[right] += 1
        if not right:
            wrong.append(f"{each.kind}, told {change.kind}: {each.old} -> {comparison.words(change)[1]}")


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def is_right(kind: str, change: EditionChange) -> bool:
    if kind in ("few words", "a third of words"):
        return change.kind == "reworded"
    return change.is_(kind)


class Passages(NamedTuple):
    """A real pair compared, and where its statements stand in the flat texts."""

    comparison: Comparison
    old: Sequence[Place | None]
    new: Sequence[Place | None]


def placed(pair: Pair) -> Passages:
    comparison = compared(pair.old.document, pair.new.document)

    def places(edition: Edition, some: Iterable[tuple[object, ...]]) -> list[Place | None]:
        return [edition.place(each.spans) for each in some]  # type: ignore[attr-defined]

    return Passages(comparison, places(pair.old, comparison.before), places(pair.new, comparison.after))


RIGHT: dict[str, Callable[[EditionChange], bool]] = {
    "same": lambda change: change.kind == "same",
    "recased": lambda change: change.kind == "same",
    "repeated": lambda change: change.kind in ("same", "moved"),
    "moved": lambda change: change.moved,
    "kept": lambda change: change.kind in ("reworded", "numbers", "split", "merged"),
    "changed": lambda change: change.kind in ("reworded", "numbers", "split", "merged"),
    "rewritten": lambda change: change.kind in ("reworded", "numbers", "split", "merged"),
    "gone": lambda change: change.kind == "dropped",
}


def real(pairs: Iterable[Pair]) -> tuple[dict[str, Counter[bool]], list[str]]:
    """Labelled passages that are whole sentences: the class, and that they went where the label says.

    The same letters are the same, also where hyphens differ, and where sentences that changed places are both in order.
    """
    found: dict[str, Counter[bool]] = {}
    wrong = []
    for pair in pairs:
        at = placed(pair)
        became = {n: change for change in at.comparison.changes for n in change.old}
        whole = {(place.start, place.end): n for n, place in enumerate(at.old) if place}
        for passage in pair.passages:
            number = whole.get((passage.start, passage.end))
            if number is None or passage.kind not in RIGHT:
                continue
            change = became[number]
            there = passage.new_start is None or any(
                place and place.start < (passage.new_end or 0) and place.end > (passage.new_start or 0)
                for place in (at.new[n] for n in change.new)
            )
            old, new = map(dense, at.comparison.words(change))
            right = (RIGHT[passage.kind](change) or (change.kind == "same" and old == new)) and there
            found.setdefault(passage.kind, Counter())[right] += 1
            if not right:
                wrong.append(f"{pair.name} {passage.kind}, told {change.kind}: {at.comparison.words(change)}")
    return found, wrong


def timed(old: Document, new: Document) -> float:
    """Seconds of the quicker of two comparisons, sections and losses included."""
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        comparison = compared(old, new)
        _ = comparison.sections, comparison.disappeared
        taken.append(time.perf_counter() - start)
    return min(taken)


def long_texts(sentences: Sequence[str], chance: random.Random) -> tuple[Document, Document, Document]:
    """A report of 50,000 words, an edited edition, and one made of the same words with nothing in common."""
    words = [word for sentence in sentences for word in sentence.split()]
    some: list[str] = []
    while (sum(len(each.split()) for each in some[-1:]) and sum(map(_count, some)) < WORDS) or not some:
        base = sentences[len(some) % len(sentences)]
        some.append(base if len(some) < len(sentences) else reworded(base, len(base.split()) // 2, words, chance))
    _, newer, _ = edited(some, chance)
    other = [" ".join(chance.choices(words, k=_count(each))).capitalize() + "." for each in some]
    texts = (_laid(some), newer, _laid(other))
    old, new, strange = (read_document(text.encode(), "long.md") for text in texts)
    return old, new, strange


def _count(text: str) -> int:
    return len(text.split())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="made editions")
    parser.add_argument("--show", action="store_true", help="what went wrong")
    options = parser.parse_args(arguments)
    pairs, figures, chance = list(load()), Figures(), random.Random(14)
    sentences = sentences_of(pairs)
    made: dict[str, Counter[bool]] = {}
    wrong: list[str] = []
    for _ in range(options.rounds):
        chosen = [dated(each, chance) for each in chance.sample(sentences, min(600, len(sentences)))]
        tally(*edited(chosen, chance), made, wrong)
        tally(*merged(chosen, chance), made, wrong)
    for kind, counts in sorted(made.items()):
        told(figures, f"compare, {kind} on made edits", counts, MADE)
    labelled, mistaken = real(pair for pair in pairs if not pair.name.endswith("+edits"))
    for kind, counts in labelled.items():
        print(f"  real editions, {kind}: {counts[True]} of {counts.total()}")
    told(figures, "compare, labelled sentences of real editions", sum(labelled.values(), Counter()), REAL)
    for one, other in LAYOUTS:
        share = 100 * layout(one, other)
        figures.say(f"compare, {one} and {other}", f"{share:.1f} % of words same", f"{LAYOUT:g} %", share >= LAYOUT)
    old, new, strange = long_texts(sentences, chance)
    for what, text, goal in (("two editions", new, SECONDS), ("nothing in common", strange, WORST)):
        seconds = timed(old, text)
        figures.say(f"compare, time for {WORDS:,} words, {what}", f"{seconds:.2f} s", f"{goal:g} s", seconds <= goal)
    if options.show:
        print("\n".join([*wrong, *mistaken]))
    return figures.end()


def told(figures: Figures, what: str, counts: Counter[bool], goal: float) -> None:
    share = 100 * counts[True] / counts.total()
    figures.say(what, f"{share:.2f} % ({counts[True]} of {counts.total()})", f"{goal:g} %", share >= goal)


def layout(one: str, other: str) -> float:
    """The share of words that are the same in two layouts of one text."""
    folder = ROOT / "tests/measure/reports/made"
    comparison = compared(*(open_document(str(folder / f"{name}.pdf")).document for name in (one, other)))
    size = sum(len(each.text.split()) for each in comparison.before)
    same = (n for change in comparison.changes if change.kind in ("same", "moved") for n in change.old)
    return sum(len(comparison.before[n].text.split()) for n in same) / size


if __name__ == "__main__":
    sys.exit(main())
