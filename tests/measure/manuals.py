"""Sentences of a manual found again in its other forms: `python -m tests.measure.manuals [FOLDER…]`.

A folder holds a manual as text, HTML (a file, or a folder of pages), EPUB and PDF under one name, as Debian's packages
`developers-reference` and `debian-policy` do; these are taken where no folder is named. Random sentences of each form
are placed in each other form. Placed is what stands as `exact` or `changed` on words that are alike; `unsure`, lost and
wrong places are not. Sections are found where their title, numbers aside, is one of the form's.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from companion.anchoring import describe, place
from companion.documents import read_document
from companion.documents.sections import SectionCache
from companion.model import Document, Heading, Placement, Section, Span
from tests.measure.figures import figure, skip

FOLDERS = ("/usr/share/developers-reference", "/usr/share/doc/debian-policy")
GOAL = 98.0
"""Percent of the sentences placed, and of the sections found, at least."""
_ENDINGS = {"text": (".txt", ".txt.gz"), "html": (".html",), "epub": (".epub",), "pdf": (".pdf", ".pdf.gz")}
_NO_TEXT = ("genindex", "search", "py-modindex")
_SENTENCE = re.compile(r"[^.!?]{40,400}[.!?](?=\s|\Z)")
_ADDRESS = re.compile(r"\[(?:https?|ftp|mailto):[^]]*(?:\]|\Z)")
"""A link's address, which a form made for paper shows behind the words: no difference of words."""
_LEAST_WORDS = 7
_ALIKE = 90.0
_NUMBER = re.compile(r"^(?:(?:chapter|appendix)\s+)?(?:[\divxlc]{1,4}|[a-z])(?:\.\d+)*\.?\s+", re.IGNORECASE)


class Form(NamedTuple):
    """One manual in one format."""

    kind: str
    document: Document


def forms(folder: Path) -> dict[str, list[Form]]:
    """The manuals of a folder that are there in two forms at least, by their name."""
    found: dict[str, list[Form]] = {}
    for book in sorted(folder.glob("*.epub")):
        own = [(kind, path) for kind, ends in _ENDINGS.items() if (path := _there(folder, book.stem, ends))]
        if len(own) > 1:
            found[book.stem] = [Form(kind, _read(path)) for kind, path in own]
    return found


def _there(folder: Path, stem: str, endings: Sequence[str]) -> Path | None:
    return next((path for ending in endings if (path := folder / f"{stem}{ending}").exists()), None)


def _read(path: Path) -> Document:
    if path.is_dir():
        pages = [each for each in sorted(path.glob("*.html")) if each.stem not in _NO_TEXT]
        return _together(path.name, [read_document(each.read_bytes(), each.name) for each in pages])
    data = path.read_bytes()
    return read_document(gzip.decompress(data) if path.suffix == ".gz" else data, path.name.removesuffix(".gz"))


def _together(name: str, pages: Sequence[Document]) -> Document:
    """The pages of a manual as one document."""
    places = [(number, index) for number, page in enumerate(pages) for index in range(len(page))]

    def named(number: int, index: int) -> Heading:
        heading = pages[number].headings[index]
        return replace(heading, id=f"{number}-{heading.id}", above=(pages[number].title, *heading.above))

    headings = tuple(named(*each) for each in places)

    def read(index: int) -> Section:
        number, own = places[index]
        return replace(pages[number].section(own), id=headings[index].id)

    return Document(name, name, "html", f"of {len(pages)} pages", headings, SectionCache(read))


def sentences(document: Document, count: int, chance: random.Random) -> list[Span]:
    """So many random sentences of its paragraphs and list items."""
    found = list(_all(document))
    return chance.sample(found, min(count, len(found)))


def _all(document: Document) -> Iterator[Span]:
    for heading in document.headings:
        section = document.section(heading.id)
        for block in section.blocks:
            if block.kind in ("paragraph", "item"):
                for match in _SENTENCE.finditer(section.words(block)):
                    words = match[0].lstrip()
                    if len(words.split()) >= _LEAST_WORDS:
                        yield Span(section.id, block.start + match.end() - len(words), block.start + match.end())


def judged(source: Document, spans: Sequence[Span], target: Document) -> tuple[Counter[str], list[str]]:
    """How these sentences fared in the other form, and those that were not placed."""
    quotes = {str(number): [describe(source, span)] for number, span in enumerate(spans)}
    placed = place(target, quotes)
    found: Counter[str] = Counter()
    missed = []
    for number, span in enumerate(spans):
        fate = _fate(source.text(span), placed[str(number)], target)
        found[fate] += 1
        if fate != "placed":
            there = " ".join(target.text(each) for each in placed[str(number)].spans)
            missed.append(f"{fate}: {source.text(span)}{there and f' -> {there}'}")
    return found, missed


def _fate(words: str, placement: Placement, target: Document) -> str:
    if placement.state not in ("exact", "changed"):
        return placement.state
    there = " ".join(target.text(span) for span in placement.spans)
    return "placed" if fuzz.ratio(*(bare(_ADDRESS.sub("", text)) for text in (words, there))) >= _ALIKE else "wrong"


def bare(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(char for char in text.casefold() if char.isalnum())


def titles(document: Document) -> set[str]:
    """The titles of its sections, numbers aside; parts a long section was cut into have none of their own."""
    own = [title for heading in document.headings for title in (*heading.above, heading.title)]
    return {bare(_NUMBER.sub("", title)) for title in own if not re.search(r" \(\d+\)\Z", title)}


def reported(what: str, part: int, whole: int, more: str = "") -> bool:
    percent = 100 * part / max(whole, 1)
    met = bool(whole) and percent >= GOAL
    return figure(what, f"{percent:.1f} % of {whole}{more}", f"at least {GOAL:g} %", met)


def tried(name: str, own: Sequence[Form], count: int, seed: int, shown: int) -> bool:
    """Print the figures of one manual; False where a goal is missed."""
    met = True
    for source, target in permutations(own, 2):
        spans = sentences(source.document, count, random.Random(seed))
        found, missed = judged(source.document, spans, target.document)
        rest = ", ".join(f"{number} {fate}" for fate, number in sorted(found.items()) if fate != "placed")
        more = f" ({rest})" if rest else ""
        what = f"{name}: sentences of the {source.kind} placed in the {target.kind}"
        met &= reported(what, found["placed"], len(spans), more)
        for line in missed[:shown]:
            print(f"  {line}")
    votes = Counter(title for form in own for title in titles(form.document))
    wanted = {title for title, number in votes.items() if number >= (len(own) + 1) // 2 + (len(own) > 2)}
    for form in own:
        there = titles(form.document) & wanted
        met &= reported(f"{name}: sections found in the {form.kind}", len(there), len(wanted))
        for title in sorted(wanted - there)[:shown]:
            print(f"  {title}")
    return met


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path(each) for each in FOLDERS])
    parser.add_argument("--sentences", type=int, default=300, help="of each form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many of those that were missed to print")
    options = parser.parse_args(arguments)
    met, skipped = True, 0
    for folder in options.folders:
        manuals = forms(folder) if folder.is_dir() else {}
        if not manuals:
            skipped += 1
            skip("no manual in several forms", f"in {folder} (Debian: developers-reference, debian-policy)")
        for name, own in manuals.items():
            met &= tried(name, own, options.sentences, options.seed, options.show)
    if skipped:
        print(f"{skipped} of {len(options.folders)} folders skipped")
    return 0 if met and skipped < len(options.folders) else 1


if __name__ == "__main__":
    sys.exit(main())
