"""Sentences re-found in a later edition of the same text: `python -m tests.measure.anchoring_history OLD NEW`.

OLD and NEW are two editions as plain text, or the file `pydoc_data/topics.py` of two Pythons, which holds the
language reference as it was revised over the years. What became of a sentence is told by comparing both editions
word by word, part by part, punctuation and case aside: it still stands where at least half of its words do in one
place. One that the comparison has lost but that stands somewhere word for word was moved, and is right there. A
place between what stood before and after the sentence is right: that is where it was reworded.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from companion.anchoring import describe, find, place
from companion.model import Document, Placement, Quote
from tests.measure.anchoring_changes import Chapters, Laid, Truth, Word, laid_out, truth, words_of
from tests.measure.anchoring_revisions import proper, report, sentences
from tests.measure.anchoring_texts import Text, from_file, sectioned


def edition(path: Path) -> Text:
    """A text file, or the topics of a Python."""
    if path.suffix != ".py":
        return from_file(path) or Text(path.name, [])
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = next(node for node in tree.body if isinstance(node, ast.Assign))
    topics: dict[str, str] = ast.literal_eval(assigned.value)
    return sectioned(str(path), sorted(topics.items())) or Text(path.name, [])


def parts(chapters: Chapters) -> dict[str, list[Word]]:
    """All words of each part: `types.1`, `types.2` … are one, cut by length."""
    found: dict[str, list[Word]] = {}
    for name, paragraphs in chapters:
        found.setdefault(name.rpartition(".")[0], []).extend(chain.from_iterable(paragraphs))
    return found


def bare(words: list[Word]) -> list[str]:
    return [re.sub(r"\W", "", word.text).lower() or word.text for word in words]


def numbered(old: Chapters, new: Chapters) -> Chapters:
    """The new edition, its words numbered as those of the old one that they are."""
    from rapidfuzz.distance import Levenshtein  # words are compared here, not characters

    before = parts(old)
    same: dict[int, int] = {}
    for name, words in parts(new).items():
        was = before.get(name, [])
        blocks = Levenshtein.opcodes(bare(was), bare(words)).as_matching_blocks()
        for at, there, length in blocks:
            same.update((words[there + index].number, was[at + index].number) for index in range(length))
    return [
        (name, [[Word(word.text, same.get(word.number, -1)) for word in paragraph] for paragraph in paragraphs])
        for name, paragraphs in new
    ]


def judged(new: Laid, quotes: dict[str, list[Quote]]) -> tuple[Counter[str], list[tuple[Quote, Placement]]]:
    """The counts that `report` of the revisions takes, and what was put wrongly."""
    found: Counter[str] = Counter()
    amiss = []
    for key, placement in place(new.document, quotes).items():
        quote = quotes[key][0]
        first, after = map(int, key.split(":"))
        true = moved(new.document, quote, truth(range(first, after), new.spots))
        sure = placement.state in ("exact", "changed")
        hit = sure and (true.met(placement.spans) or reworded(new, first, after, placement))
        found["all"] += 1
        found["stands"] += true.fate == "stands"
        found["right"] += true.fate == "stands" and hit
        found["unsure"] += placement.state == "unsure"
        found["exact"] += placement.state == "exact"
        if sure and not hit:
            found["false" if true.fate == "gone" else "wrong"] += 1
            amiss.append((quote, placement))
    return found, amiss


def reworded(new: Laid, first: int, after: int, placement: Placement) -> bool:
    """Whether most of the place lies between the nearest words kept before and after the sentence."""
    before = next((new.spots[number] for number in range(first - 1, -1, -1) if number in new.spots), None)
    last = max(new.spots)
    behind = next((new.spots[number] for number in range(after, last + 1) if number in new.spots), None)
    if not before or not behind or before.section != behind.section or len(placement.spans) != 1:
        return False
    span = placement.spans[0]
    shared = min(span.end, behind.start) - max(span.start, before.end)
    return span.section == before.section and 2 * shared >= span.end - span.start


def moved(document: Document, quote: Quote, true: Truth) -> Truth:
    """What the comparison says, and where it has lost the sentence, every place where it stands word for word."""
    if true.fate == "stands":
        return true
    spans = find(document, quote.exact)
    return Truth("stands", tuple(spans)) if spans else true


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--show", type=int, default=0, help="print so many of those put wrongly")
    options = parser.parse_args(arguments)
    before, after = words_of(edition(options.old)), words_of(edition(options.new))
    old, new = laid_out(before), laid_out(numbered(before, after))
    whole = [each for _, paragraphs in before for paragraph in paragraphs for each in sentences(paragraph)]
    asked = [each for each in whole if proper(each)]
    chosen = random.Random(options.seed).sample(asked, min(options.sentences, len(asked)))
    quotes = {}
    for first, last in ((sentence[0].number, sentence[-1].number) for sentence in chosen):
        span = old.span(first, last)
        if span:
            quotes[f"{first}:{last + 1}"] = [describe(old.document, span)]
    found, amiss = judged(new, quotes)
    for quote, placement in amiss[: options.show]:
        print(f"  {quote.exact}\n  {placement.state}: {' … '.join(map(new.document.text, placement.spans))}\n")
    fine = report(f"{options.old} in {options.new}", found)
    print(f"  {found['exact']} exact; {found['wrong']} put elsewhere, {found['false']} that were deleted put somewhere")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
