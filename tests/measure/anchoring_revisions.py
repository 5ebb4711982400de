"""Sentences of a text that went through a revision: `python -m tests.measure.anchoring_revisions`.

Six revisions: 2, 10 and 30 % of the words edited, and three that cut in two, join, or swap and move three
sentences of ten; in each of them some sentences are also deleted, some put in, and 2 % of the words edited. A
sentence still stands where at least half of its words do in one place; right is one shown as `exact` or
`changed` there, wrong one so shown elsewhere, false one so shown that was deleted.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from companion.anchoring import describe, place
from companion.model import Quote
from tests.measure.anchoring_changes import Chapters, Laid, Word, laid_out, truth, words_edited, words_of
from tests.measure.anchoring_texts import Text, add_text_options, chosen_text
from tests.measure.figures import figure

RIGHT, FALSE, UNSURE = 99.0, 0.4, 5.0
"""At least so many right of those that stand, at most so many wrong or false and so many unsure of all, in percent."""
_END = re.compile(r"[.!?][\"')”’]*$")
_LEAST = 4
_DELETED = _INSERTED = 0.03

Sentence = list[Word]


class Revision(NamedTuple):
    """Shares of words edited, and of sentences cut in two, joined to the one before, swapped with it, moved away."""

    name: str
    words: float = 0.02
    split: float = 0.0
    joined: float = 0.0
    swapped: float = 0.0
    moved: float = 0.0


REVISIONS = (
    Revision("2 % of words", 0.02),
    Revision("10 % of words", 0.10),
    Revision("30 % of words", 0.30),
    Revision("split", split=0.3),
    Revision("joined", joined=0.3),
    Revision("reordered", swapped=0.2, moved=0.1),
)


def sentences(paragraph: Sequence[Word]) -> list[Sentence]:
    found: list[Sentence] = [[]]
    for word in paragraph:
        found[-1].append(word)
        if _END.search(word.text):
            found.append([])
    return [sentence for sentence in found if sentence]


def revised(chapters: Chapters, revision: Revision, chance: random.Random) -> Chapters:
    vocabulary = [word.text for _, paragraphs in chapters for paragraph in paragraphs for word in paragraph]
    moved: list[Sentence] = []
    changed: list[tuple[str, list[list[Sentence]]]] = []
    for name, paragraphs in chapters:
        kept = [_paragraph(sentences(each), revision, vocabulary, moved, chance) for each in paragraphs]
        changed.append((name, [paragraph for paragraph in kept if paragraph]))
    whole = [paragraph for _, paragraphs in changed for paragraph in paragraphs]
    for sentence in moved:
        paragraph = chance.choice(whole)
        paragraph.insert(chance.randint(0, len(paragraph)), sentence)
    return [
        (name, [_edited(paragraph, revision.words, vocabulary, chance) for paragraph in paragraphs])
        for name, paragraphs in changed
    ]


def _edited(paragraph: list[Sentence], rate: float, vocabulary: list[str], chance: random.Random) -> list[Word]:
    return words_edited((word for sentence in paragraph for word in sentence), rate, vocabulary, chance)


def _paragraph(
    old: list[Sentence], revision: Revision, vocabulary: list[str], moved: list[Sentence], chance: random.Random
) -> list[Sentence]:
    new: list[Sentence] = []
    fates = ("deleted", "split", "joined", "swapped", "moved", "kept")
    shares = [_DELETED, revision.split, revision.joined, revision.swapped, revision.moved]
    for sentence in old:
        fate = chance.choices(fates, [*shares, 1 - sum(shares)])[0]
        if fate == "moved":
            moved.append(sentence)
        elif fate == "split" and len(sentence) >= 2 * _LEAST:
            new += _split(sentence, chance)
        elif fate == "joined" and new:
            new[-1] = _joined(new[-1], sentence)
        elif fate == "swapped" and new:
            new.insert(len(new) - 1, sentence)
        elif fate != "deleted":
            new.append(sentence)
        if chance.random() < _INSERTED:
            start = chance.randrange(len(vocabulary) - 30)
            new.append([Word(word) for word in vocabulary[start : start + chance.randint(5, 25)]])
    return new


def _split(sentence: Sentence, chance: random.Random) -> list[Sentence]:
    at = chance.randint(_LEAST, len(sentence) - _LEAST)
    head, tail = sentence[:at], sentence[at:]
    end, begin = head[-1], tail[0]
    head[-1] = end._replace(text=end.text.rstrip(",;:") + ".")
    tail[0] = begin._replace(text=begin.text[:1].upper() + begin.text[1:])
    return [head, tail]


def _joined(one: Sentence, other: Sentence) -> Sentence:
    end, begin = one[-1], other[0]
    last = end._replace(text=end.text.rstrip(".!?") + ",")
    first = begin._replace(text=begin.text[:1].lower() + begin.text[1:])
    return [*one[:-1], last, Word("and"), first, *other[1:]]


def proper(sentence: Sentence) -> bool:
    """Not a heading, a line of code or of a table: it begins like a sentence, ends like one and has some words."""
    return len(sentence) > _LEAST and sentence[0].text[0].isupper() and _END.search(sentence[-1].text) is not None


class Trial(NamedTuple):
    """Sentences by the range of words they are (`first:after the last`), described in the old text."""

    new: Laid
    quotes: dict[str, list[Quote]]


def trial(text: Text, revision: Revision, count: int, seed: int) -> Trial:
    chance = random.Random(seed)
    chapters = words_of(text)
    old = laid_out(chapters)
    whole = [each for _, paragraphs in chapters for paragraph in paragraphs for each in sentences(paragraph)]
    quotes: dict[str, list[Quote]] = {}
    for sentence in chance.sample([each for each in whole if proper(each)], count):
        first, last = sentence[0].number, sentence[-1].number
        span = old.span(first, last)
        if span:
            quotes[f"{first}:{last + 1}"] = [describe(old.document, span)]
    return Trial(laid_out(revised(chapters, revision, chance)), quotes)


def tried(made: Trial) -> Counter[str]:
    """What became of the sentences: `all`, `stands`, `right`, `wrong`, `false`, `unsure`, `unsure there`, `lost`."""
    found: Counter[str] = Counter()
    for key, placement in place(made.new.document, made.quotes).items():
        true = truth(range(*map(int, key.split(":"))), made.new.spots)
        stands, sure, hit = true.fate == "stands", placement.state in ("exact", "changed"), true.met(placement.spans)
        found["all"] += 1
        found["stands"] += stands
        found["right"] += stands and sure and hit
        found["wrong"] += true.fate != "gone" and sure and not hit
        found["false"] += true.fate == "gone" and sure
        found["unsure"] += placement.state == "unsure"
        found["unsure there"] += placement.state == "unsure" and hit
        found["lost"] += stands and placement.state == "lost"
    return found


def report(name: str, found: Counter[str]) -> bool:
    """Print the three figures of all revisions of a text; False where a goal is missed."""
    right, false, unsure = shares(found)
    rows = [
        (f"right of {found['stands']} that still stand", right, f"at least {RIGHT:g} %", right >= RIGHT),
        (f"wrong or false of {found['all']}", false, f"at most {FALSE:g} %", false <= FALSE),
        ("unsure", unsure, f"at most {UNSURE:g} %", unsure <= UNSURE),
    ]
    for what, value, goal, met in rows:
        figure(f"{name}: {what}", f"{value:.2f} %", goal, met)
    return all(met for *_, met in rows)


def shares(found: Counter[str]) -> tuple[float, float, float]:
    """Right of those that stand, wrong or false of all, unsure of all, in percent."""
    right = 100 * found["right"] / found["stands"]
    return right, 100 * (found["wrong"] + found["false"]) / found["all"], 100 * found["unsure"] / found["all"]


def told(revision: Revision, found: Counter[str]) -> str:
    right, false, unsure = shares(found)
    return (
        f"  {revision.name}: {right:.1f} % right, {false:.1f} % wrong or false ({found['wrong']}, {found['false']}), "
        f"{unsure:.1f} % unsure ({found['unsure there']} of {found['unsure']} there), {found['lost']} lost"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--sentences", type=int, default=1000)
    add_text_options(parser)
    options = parser.parse_args(arguments)
    text = chosen_text(options)
    print(f"{text.name}:", flush=True)
    total: Counter[str] = Counter()
    for revision in REVISIONS:
        found = tried(trial(text, revision, options.sentences, options.seed))
        print(told(revision, found), flush=True)
        total += found
    return 0 if report(f"{text.name}, all revisions", total) else 1


if __name__ == "__main__":
    sys.exit(main())
