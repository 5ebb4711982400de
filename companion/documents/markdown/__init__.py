"""Markdown to a Document: CommonMark with tables, strikethrough, footnotes, front matter and `{#id}`.

The scan of `outline` says which Sections there are; a Section is parsed when it is asked for. Signs of the
notation (fences with their info string, rules, link addresses, attributes of tags) are not words and not shown;
comments are counted where they stood. A footnote's mark is its label in brackets, a `footnote` Mark whose target
is the label; the note's own text stands at the end of each Section that refers to it, in a block whose `marker`
is that same `[label]`; a note nothing refers to stands at the end of the Section that defines it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from companion.documents.decode import source, text_of
from companion.documents.markdown.front_matter import front_matter
from companion.documents.markdown.scan import Outline, ScannedHeading, outline
from companion.documents.sections import HeadedText, Piece, Plan, SectionCache, make_section, plan
from companion.documents.split import Ranges, SourcePart
from companion.model import Document, Section, Unreadable

if TYPE_CHECKING:
    from companion.documents.markdown.references import References

_ONLY_DEFINITIONS = re.compile(rb"(?:\s*\[(?!\^)[^\]\n]+\]:[ \t]*\S+[^\n]*)*\s*\Z")


def read_markdown(data: bytes, name: str, fingerprint: str) -> Document:
    """The document in these bytes; `name` is what citations call it. Raises Unreadable for what is no text."""
    read = source(data)
    text = read.data  # as it is: a copy of a long document would cost as much as scanning it
    facts, start = front_matter(text, 0)
    known = {key.lower(): value for key, value in facts}
    called = known.get("title", "").replace("\n", " ") or name
    opened = _Opened(text, start, outline(text, start), called)
    if not opened.plan.sections:
        raise Unreadable("the document is empty" + (" but for its front matter" if facts else ""))
    title = opened.plan.title or called
    return Document(
        title=title,
        name=name,
        format="markdown",
        fingerprint=fingerprint,
        headings=tuple(entry.heading for entry in opened.plan.sections),
        sections=SectionCache(opened.section),
        language=known.get("language") or known.get("lang", ""),
        facts=tuple((key, value) for key, value in facts if (key.lower(), value) != ("title", title)),
        notices=read.notices,
    )


class _Opened:
    """A document's bytes and its plan; `heads[i]` is the heading of text i."""

    def __init__(self, data: bytes, start: int, scanned: Outline, name: str) -> None:
        self.data = data
        self._start = start
        self._wholes = scanned.wholes
        titles = unmarked_lines([head.words for head in scanned.heads])
        titled = [
            (head, words)
            for head, title in zip(scanned.heads, titles, strict=True)
            if (words := self._title(head) if title is None else title)
        ]
        self.heads: list[ScannedHeading | None] = [None, *(head for head, _ in titled)]
        starts = [start, *(min(head.end + 1, len(data)) for head, _ in titled)]
        ends = [*(head.start for head, _ in titled), len(data)]
        self._ranges = Ranges(data, starts, ends, scanned.wholes, _ONLY_DEFINITIONS)
        first, *counts = self._ranges.counts
        rest = zip(titled, counts, strict=True)
        texts = [HeadedText(head.level, title, head.id, own) for (head, title), own in rest]
        self.plan: Plan = plan([HeadedText(0, "", "", first), *texts], name)

    @cached_property
    def _references(self) -> References:
        from companion.documents.markdown.references import references  # only where there is a bracket

        return references(self.data, self._start, self._wholes)

    def _title(self, head: ScannedHeading) -> str:
        return "".join(piece.text for piece in self._heading(head)[:1])

    def _heading(self, head: ScannedHeading) -> list[Piece]:
        words = unmarked_line(head.words)
        if words is not None:
            return [Piece("heading", words)]
        from companion.documents.markdown.parse import parse_heading  # needs markdown-it

        return parse_heading(head.words.replace(b"\n", b" ").strip(), self.data, lambda: self._references)

    def section(self, index: int) -> Section:
        """The Section at this index of the plan, parsed anew."""
        planned = self.plan.sections[index]
        pieces: list[Piece] = []
        notes: list[Piece] = []
        for head in filter(None, map(self.heads.__getitem__, planned.heads)):
            heading, *own = self._heading(head)
            pieces.append(heading)
            notes += own
        part = self._ranges.part(planned.source, planned.part)
        return make_section(planned.heading, [*pieces, *self._pieces(part), *notes])

    def _pieces(self, part: SourcePart) -> list[Piece]:
        pieces = None if part.opener else unmarked(self.data[part.start : part.end])
        if pieces is not None:
            return pieces
        from companion.documents.markdown.parse import parse_part  # needs markdown-it

        return parse_part(part, self.data, lambda: self._references)


_SIGNS = re.compile(r"[][*_`<>&\\~^|]")
_MARKED = re.compile(r"[][*_`<>&\\~^|]|\n(?=[ =+#-]|\d{1,9}[.)])| (?=\n)")
"""A sign, or a line that begins or ends as only a list, a rule, a heading, code or a hard break does."""


def unmarked(body: bytes) -> list[Piece] | None:
    """The paragraphs of a part, as the parser would give them; None where it has to be asked."""
    text = text_of(body)
    if _MARKED.search(f"\n{text}\n"):
        return None
    return [Piece("paragraph", " ".join(lines.split("\n")).strip()) for lines in text.split("\n\n")]


def unmarked_lines(words: Sequence[bytes]) -> list[str | None]:
    """The same for many headings, in one go: a long document has more of them than one by one can be quick."""
    texts = text_of(b"\n".join(words)).split("\n") if words else []
    if len(texts) != len(words):
        return [unmarked_line(line) for line in words]
    return [None if _SIGNS.search(text) else text.strip() for text in texts]


def unmarked_line(words: bytes) -> str | None:
    """The words of a heading; None if there are signs in it."""
    text = text_of(words)
    return None if "\n" in text or _SIGNS.search(text) else text.strip()
