"""The survey of some pages for what holds of all: the size of the text, and its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.page import PdfPage

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAMPLES, _RUN = 8, 3


def sample(pages: int) -> list[int]:
    """Which pages to look at: all of a short document, else runs of three spread over it."""
    if pages <= _SAMPLES * _RUN:
        return list(range(pages))
    step = (pages - _RUN) / (_SAMPLES - 1)
    firsts = [round(step * index) for index in range(_SAMPLES)]
    return list(dict.fromkeys(first + offset for first in firsts for offset in range(_RUN)))


class Survey:
    """What some pages have in common.

    `body` is the size of most letters in points, `words` are words that were seen, to tell hyphens by.
    """

    def __init__(self, pages: Sequence[PdfPage]) -> None:
        sizes = Counter[float]()
        self.words: set[str] = set()
        for page in pages:
            for line in page.lines:
                sizes[round(line.size * 2) / 2] += line.count
                self.words.update(whole_words(line.text))
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0


def whole_words(line: str) -> Iterator[str]:
    """The words of a line, in small letters, but for those at its ends, which may be parts of a word."""
    words = _WORD.findall(line)[1:-1]
    return (word.lower() for word in words)


def leading_of(lines: Sequence[TextLine]) -> float:
    """How far the lines of a column are apart, in points: what most are."""
    gaps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if 0 < above.y - below.y < 2.2 * max(above.size, below.size) and abs(above.size - below.size) < 0.6
    )
    if not gaps:
        return 1.25 * (lines[0].size if lines else 10.0)
    most = max(gaps.values())
    return min(gap for gap, count in gaps.items() if count >= 0.6 * most)
