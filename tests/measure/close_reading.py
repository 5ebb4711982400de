"""Goals of close reading beside their figures: families, time, found places, absence and signs.

Exit status 1 where a goal is missed. Times are of this process's own work, so that a busy machine does not count.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations

from companion.analysis.absence import recounts
from companion.analysis.arrange import Placements
from companion.analysis.concordance import Concordance, concordance
from companion.analysis.families import Families
from companion.analysis.phrases import phrases
from companion.analysis.relevance import find
from companion.analysis.terms import bars, contexts, frequent, term
from companion.anchoring import place_layers
from companion.documents.markdown import read_markdown
from companion.model import Document, Layer, Question
from companion.store.layers import load_layers
from companion.store.library import open_document
from companion.store.term_lists import shipped_term_lists
from tests.measure.figures import Figures
from tests.measure.signs import labelled
from tests.running import ROOT

FAMILIES = ROOT / "tests" / "analysis" / "families.txt"
WORDS, ROUNDS = 50_000, 5


def main() -> int:
    figures = Figures()
    opened = open_document("nso-2023")
    layers = load_layers(opened)
    _families(figures)
    _times(figures, opened.document)
    _found(figures, opened.document, layers)
    _absence(figures, opened.document, layers)
    _signs(figures)
    return figures.end()


def _families(figures: Figures) -> None:
    labelled = [line.split() for line in FAMILIES.read_text(encoding="utf-8").splitlines()]
    forms = {form for family in labelled for form in family}
    families = Families(forms)
    by_base: dict[str, list[str]] = {}
    for form in forms:
        by_base.setdefault(families.base(form), []).append(form)
    made = {frozenset(pair) for some in by_base.values() for pair in combinations(some, 2)}
    true = {frozenset(pair) for family in labelled for pair in combinations(family, 2)}
    precision, recall = len(made & true) / len(made), len(made & true) / len(true)
    what = f"Word families, pairs of {len(labelled)} labelled families"
    figures.say(f"{what}, precision", f"{precision:.3f}", "≥ 0.99", precision >= 0.99)
    figures.say(f"{what}, recall", f"{recall:.3f}", "≥ 0.98", recall >= 0.98)


def _times(figures: Figures, document: Document) -> None:
    long = made_up(document)

    def screen() -> Concordance:
        words = concordance(long)
        found = frequent(words)
        for one in found:
            bars(list(one.sections.values()))
        contexts(words, found[0], [1, 2])
        return words

    words = screen()
    ms = best(screen)
    what = f"Terms of {len(words):,} words: counted, forty terms with their bars, one in context"
    figures.say(what, f"{ms:.0f} ms", "< 300 ms", ms < 300)
    worst = max(best(partial(term, words, query)) for query in ("misuse", "the", "human rights", "a* ~3 b*"))
    figures.say("One term in it, the slowest of four", f"{worst:.1f} ms", "< 20 ms", worst < 20)
    ms = best(lambda: phrases(words))
    figures.say("Its phrases of 3 to 6 words", f"{ms:.0f} ms", "< 300 ms", ms < 300)
    ms = best(lambda: find(words, "Who audits customers, how often, and with what access?"))
    figures.say("Places for a question in it", f"{ms:.0f} ms", "< 300 ms", ms < 300)


def made_up(document: Document) -> Document:
    """Fifty sections of words drawn from a document: as many words as about 100 pages have."""
    drawn = random.Random(1)
    words = re.findall(r"\S+", " ".join(document.section(index).text for index in range(len(document))))
    paragraphs = [" ".join(drawn.choices(words, k=100)) + "." for _ in range(WORDS // 100)]
    parts = [f"## Part {at // 10}\n\n" + "\n\n".join(paragraphs[at : at + 10]) for at in range(0, len(paragraphs), 10)]
    made = read_markdown("\n\n".join(parts).encode(), "made-up", "sha256:0")
    for index in range(len(made)):
        made.section(index)
    return made


def best(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, the least of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return min(times)


def _found(figures: Figures, document: Document, layers: list[Layer]) -> None:
    """Evidence blocks that the shipped critique links, among the first three places of each question."""
    words, placements = concordance(document), place_layers(document, layers)
    hit = blocks = asked = one = 0
    for layer in layers:
        for question in layer.questions:
            right = _evidence(document, layers, layer, question, placements)
            if not right:
                continue
            first = {(place.span.section, place.span.start) for place in find(words, question.ask, most=3)}
            asked, blocks = asked + 1, blocks + len(right)
            hit, one = hit + len(first & right), one + bool(first & right)
    figures.say(
        "Evidence of the shipped critique in the first 3 places", f"{hit} of {blocks}", "≥ 58 %", hit >= 0.57 * blocks
    )
    figures.say("Questions with some in the first 3", f"{one} of {asked}", "≥ 14 of 15", one >= 14)


def _evidence(
    document: Document, layers: list[Layer], layer: Layer, question: Question, placements: Placements
) -> set[tuple[str, int]]:
    quoted = {each.key(note) for each in layers for note in each.annotations if note.quote}
    found = set()
    for index in range(len(question.evidence)):
        key = layer.evidence_key(question, index)
        span = placements[key].span if key in quoted else None
        if span:
            section = document.section(span.section)
            found.add((span.section, section.blocks[section.block_at(span.start)].start))
    return found


def _absence(figures: Figures, document: Document, layers: list[Layer]) -> None:
    again = recounts(concordance(document), layers)
    held = sum(one.then is not None and not one.changed for one in again)
    figures.say(
        "Words of shipped absence notes counted again alike", f"{held} of {len(again)}", "all", held == len(again)
    )


def _signs(figures: Figures) -> None:
    for terms in shipped_term_lists():
        whole, unseen = labelled(terms), labelled(terms, 1)
        least = 0.95 if terms.id == "passive" else 0.6
        said = f"{whole.right} of {whole.found} (odd lines {unseen.right} of {unseen.found})"
        figures.say(f"{terms.title}: worth a look", said, f"≥ {least}", whole.precision >= least)
        if terms.id == "passive":
            recall = whole.recall
            figures.say(f"{terms.title}: of those labelled", f"{recall:.3f}", "≥ 0.90", recall >= 0.9)


if __name__ == "__main__":
    raise SystemExit(main())
