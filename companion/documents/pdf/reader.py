"""The reading of a PDF page by page: running heads left out, headings and blocks sent, running text kept open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from companion.documents.marked_text import joined
from companion.documents.pdf.alignment import LEADERS
from companion.documents.pdf.blocks import BlockDraft, Shaper
from companion.documents.pdf.document import PdfDocument
from companion.documents.pdf.figures import Pictures
from companion.documents.pdf.footnotes import footnotes
from companion.documents.pdf.headings import Headings, PageHeading, normal
from companion.documents.pdf.lines import TextLine, merged
from companion.documents.pdf.looks import LARGER, QUOTE, text_of
from companion.documents.pdf.page import PdfPage
from companion.documents.pdf.page_text import PageTexts
from companion.documents.pdf.survey import Survey
from companion.documents.pdf.text import Writer, WrittenText, code_of
from companion.documents.protocol import Emitter
from companion.documents.sections import Piece
from companion.model import Unreadable

RUNNING = "running heads and page numbers"
_DOTS = "dots before page numbers"
_SIGNS = "signs before footnotes"
_OCR = "text recognition (OCR) makes a copy that can be read, for example with ocrmypdf"
_OUTSIDE = "words outside the pages' crop boxes"
_HEADS = "heads of tables on their next pages"
_BEFORE = "words before titles"
_FEW = 60
"""Letters a scanned page may have beside its image, a stamp or a page number, and still be one."""
_MEANINGLESS = 0.3
"""Share of a page's letters without meaning in the file from which on that is said."""


class _PageNote(NamedTuple):
    """A footnote of page `page`."""

    page: int
    label: str
    piece: Piece


class PdfReader:
    """Takes pages in order and sends them. `finish` says what was left out.

    Raises Unreadable there if no page had text.
    """

    def __init__(
        self,
        opened: PdfDocument,
        survey: Survey,
        texts: PageTexts,
        headings: Headings,
        pictures: Pictures,
        out: Emitter,
    ) -> None:
        self._opened = opened
        self._survey = survey
        self._texts = texts
        self._headings = headings
        self._pictures = pictures
        self._out = out
        self._tally: Counter[str] = Counter()
        self._writer = Writer(survey.words, self._tally)
        self._shaper = Shaper()
        self._open: BlockDraft | None = None
        self._said = ""
        self._notes: dict[tuple[int, str], _PageNote] = {}
        self._used: set[tuple[int, str]] = set()
        self._waiting: list[Piece] = []
        self._letters = self._unknown = self._images = self._unsaid = 0
        self._failures: list[str] = []
        self._asides: list[BlockDraft] = []
        self._table_head = ""
        self._table_page = -1

    def resume_from(self, index: int) -> int:
        """The page from which on text is held back, when page `index` is next."""
        return self._open.pages[0] if self._open else index

    def fail(self, index: int, why: str) -> None:
        """Say in place that a page could not be read."""
        self._failures.append(f"page {self._opened.label(index)} could not be read: {why}")
        self._say(self._failures[-1], index)

    def read(self, page: PdfPage) -> None:
        self._letters += page.letters
        self._tally[_OUTSIDE] += page.outside
        self._unknown += page.unknown
        label = self._opened.label(page.index)
        if not page.letters:
            if self._pictures.is_scan(page):
                self._images += 1
                self._say(f"page {label} is an image without text; {_OCR}", page.index)
            else:
                for piece in self._pictures.placed(page, []).values():
                    self._tell(piece._replace(page=label))
            return
        if page.letters < _FEW and self._pictures.is_scan(page):
            self._images += 1
            self._say(f"page {label} is an image with little text; {_OCR}", page.index)
        if page.unknown > _MEANINGLESS * page.letters:
            self._say(f"most letters of page {label} have no meaning in the file; {_OCR}", page.index)
        text = self._texts.of(page)
        self._tally[RUNNING] += sum(line.count for line in text.running)
        columns, notes = footnotes(text.columns, self._survey.body)
        self._take_notes(page.index, notes, columns, text.letters)
        self._blocks(page, label, columns)
        for line in merged(text.turned):
            self._flush()
            self._next(BlockDraft("paragraph", [line], line.x0, line.x1, line.size), page.index, label)
            self._flush()

    def _take_notes(
        self,
        index: int,
        notes: dict[str, list[TextLine]],
        columns: list[list[TextLine]],
        letters: int,
    ) -> None:
        """`letters` are those of the page's text and notes; what the notes and `columns` lack of them are signs."""
        shown = sum(line.count for lines in (*columns, *notes.values()) for line in lines)
        self._tally[_SIGNS] += letters - shown
        for label, lines in notes.items():
            written = self._writer.write(lines)
            piece = Piece("paragraph", written.text, written.marks, 0, f"[{label}]", self._opened.label(index))
            self._notes[index, label] = _PageNote(index, label, piece)

    def _blocks(self, page: PdfPage, label: str, columns: Sequence[list[TextLine]]) -> None:
        lines = [line for column in columns for line in column]
        ends = {id(column[-1]) for column in columns}
        heads = self._headings.heads(page, lines)
        self._said = text_of(lines, self._survey.body)
        pictures = self._pictures.placed(page, lines)
        at = 0
        for start in sorted({0, *(head.at for head in heads), *pictures}):
            self._text(page.index, label, lines[at:start], ends)
            at = max(at, start)
            if start in pictures:
                self._flush()
                self._send_waiting()
                self._put(pictures[start]._replace(page=label))
            for head in (heading for heading in heads if heading.at == start):
                self._flush()
                self._heading(page.index, head, lines[start : start + head.count], label)
                at = max(at, start + head.count)
        self._text(page.index, label, lines[at:], ends)

    def _heading(self, index: int, head: PageHeading, lines: Sequence[TextLine], label: str) -> None:
        self._send_waiting()
        self._shaper.close()
        self._tally[_BEFORE] += self._unsaid  # a heading with nothing under it is shown by its title alone
        self._unsaid = 0
        if not lines:
            self._out.heading(head.level, head.title, None, {})
            return
        written = self._writer.write(lines, self._labels([index]))
        kept = tuple(mark for mark in written.marks if mark.style in ("link", "footnote"))
        title = _title(written.text, head.title)
        self._unsaid = max(inked(written.text) - inked(title), 0)
        piece = Piece("heading", written.text, kept, page=label)
        self._out.heading(head.level, title, piece, self._referred(written, [index]))

    def _text(self, index: int, label: str, lines: Sequence[TextLine], ends: set[int]) -> None:
        """Blocks of lines between two headings; a column's end is no end of a paragraph."""
        part: list[TextLine] = []
        for number, line in enumerate(lines):
            part.append(line)
            if id(line) in ends or number == len(lines) - 1:
                for draft in self._shaper.drafts(part):
                    if self._is_quote(draft):
                        draft.kind = "quotation"
                    self._next(draft, index, label)
                part = []

    def _is_quote(self, draft: BlockDraft) -> bool:
        """True for large words that the text of the page says too: pulled from it to be seen."""
        if draft.kind != "paragraph" or draft.size < LARGER * self._survey.body:
            return False
        words = normal(" ".join(line.text for line in draft.lines))
        return len(words) >= QUOTE and words in self._said

    def _next(self, draft: BlockDraft, index: int, label: str) -> None:
        if draft.kind == "row" and self._is_head_again(draft, index):
            self._tally[_HEADS] += draft.lines[0].count
            return
        if self._open is not None and self._open.goes_on(draft):
            self._open.lines += draft.lines
            self._open.right = draft.right
            self._open.pages.append(index)
            return
        draft.page = label
        draft.pages = [index]
        if draft.aside and self._open is not None and not self._open.aside and not self._open.ended:
            self._asides.append(draft)  # a box cuts no sentence: it follows the paragraph it stands in
            return
        self._flush()
        self._open = draft

    def _is_head_again(self, draft: BlockDraft, index: int) -> bool:
        """True if a row repeats the head of a table that goes on here from the page before."""
        said, before, self._table_page = draft.lines[0].text, self._table_page, index
        if self._open is None or self._open.kind != "row":
            self._table_head = said
            return False
        return index == before + 1 and said == self._table_head

    def _flush(self) -> None:
        """Send the block that was kept open, and the footnotes of pages that are done which nothing refers to."""
        draft, self._open = self._open, None
        if draft is None:
            return
        self._send(draft)
        asides, self._asides = self._asides, []
        for aside in asides:
            self._send(aside)

    def _send(self, draft: BlockDraft) -> None:
        self._send_waiting()
        labels = self._labels(draft.pages)
        if draft.kind == "code":
            written = WrittenText(code_of(draft.lines, draft.leading), (), ())
        elif draft.kind == "row":
            written = self._row(draft, labels)
        else:
            written = self._writer.write(draft.lines, labels, not draft.broken)
        piece = Piece(draft.kind, written.text, written.marks, draft.depth, draft.marker, draft.page)
        self._put(piece, self._referred(written, draft.pages))
        self._send_loose(draft.pages[-1])

    def _put(self, piece: Piece, notes: dict[str, Sequence[Piece]] | None = None) -> None:
        self._unsaid = 0
        self._out.piece(piece, notes)

    def _row(self, draft: BlockDraft, labels: set[str]) -> WrittenText:
        cells = [self._writer.write(cell, labels) for cell in draft.cells]
        notes = tuple(note for cell in cells for note in cell.notes)
        shown = []
        for cell in cells:
            text = re.sub(r"\s*\|\s*", " | ", LEADERS.sub(" | ", cell.text)) if LEADERS.search(cell.text) else cell.text
            dots = sum(len(re.sub(r"\s", "", dotted)) for dotted in LEADERS.findall(cell.text))
            self._tally[_DOTS] += dots
            text = text.strip(" |") if dots else text
            if text or not cell.text:
                shown.append((text, () if dots else cell.marks))
        return WrittenText(*joined(shown), notes)

    def _labels(self, pages: Sequence[int]) -> set[str]:
        return {label for page, label in self._notes if page in pages}

    def _referred(self, written: WrittenText, pages: Sequence[int]) -> dict[str, Sequence[Piece]]:
        notes: dict[str, Sequence[Piece]] = {}
        for label in written.notes:
            page = next(page for page in pages if (page, label) in self._notes)
            if (page, label) not in self._used:
                notes[f"{page} {label}"] = [self._notes[page, label].piece]
            self._used.add((page, label))
        return notes

    def _send_loose(self, page: int) -> None:
        """Footnotes of pages before `page` which nothing refers to stand where their page ends."""
        for key in [key for key in self._notes if key[0] < page]:
            note = self._notes.pop(key)
            if key not in self._used:
                self._put(note.piece)
            self._used.discard(key)

    def _say(self, what: str, index: int) -> None:
        self._tell(Piece("notice", "", marker=what, page=self._opened.label(index)))

    def _tell(self, piece: Piece) -> None:
        """What is no text of a page, in its place; before the first text it waits, since there may be none."""
        self._flush()
        self._waiting.append(piece)
        if self._letters:
            self._send_waiting()

    def _send_waiting(self) -> None:
        for piece in self._waiting:
            self._put(piece)
        self._waiting.clear()

    def finish(self) -> None:
        self._flush()
        self._send_loose(self._opened.pages)
        if not self._letters:
            raise Unreadable(self._nothing())
        self._send_waiting()
        for failure in self._failures:
            self._out.notice(f"{failure[:1].upper()}{failure[1:]}.")
        if self._images:
            self._out.notice(f"{self._images} of {self._opened.pages} pages are images; {_OCR}.")
        if self._unknown:
            self._out.notice(f"{self._unknown:,} letters have no meaning in the file and are shown as �.")
        shown = [f"{count:,} of {reason}" for reason, count in sorted(self._tally.items()) if count]
        if shown:
            self._out.notice(f"Left out, in characters: {', '.join(shown)}.")

    def _nothing(self) -> str:
        if self._images:
            return f"its pages are images without text; {_OCR}"
        if self._failures:
            return self._failures[0]
        return "there is no text in it"


def inked(text: str) -> int:
    """Characters that are no blanks."""
    return len(text) - sum(map(str.isspace, text))


def _title(said: str, named: str) -> str:
    """What the contents show: the words of the page; those of the outline where these have the better letters."""
    if normal(said) == normal(named):
        return named if said.isupper() else said
    return said if normal(said).endswith(normal(named)) and not said[0].isalpha() else named
