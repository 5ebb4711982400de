"""Text of a PDF: lines joined over their ends and hyphens, with marks; superscripts as what they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from companion.documents.marked_text import Words
from companion.documents.pdf.chars import HYPHEN, TextRun
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.survey import whole_words
from companion.model import Mark
from companion.model.document import MarkStyle

_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_ENDS_IN_HYPHEN = re.compile(f"([^\\W\\d_]+(?:-[^\\W\\d_]+)*)[-‐{HYPHEN}]\\Z")
_WORD = re.compile(r"[^\W\d_]+")
_WIDE_SCRIPT = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_REFERS = re.compile(r"(?:[^\W\d_]{2}|[.,;:!?)\]%”\"'’»])\s?\Z")
"""What stands before the mark of a footnote: a word or a point. Behind a single letter, a raised figure is a power."""
_NUMBER = re.compile(
    "(?:twen|thir|for|fif|six|seven|eigh|nine)ty-"
    "(?:one|two|three|four|five|six|seven|eight|nine|first|second|third|(?:four|fif|six|seven|eigh|nin)th)"
)
_ONE_LETTER = frozenset("AIOEYÀÉÈ")
HYPHENS = "hyphens at line ends"


class WrittenText(NamedTuple):
    """Text with its marks; `notes` are the labels of footnotes it refers to."""

    text: str
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]


class _StyledText(NamedTuple):
    text: str
    style: MarkStyle | None = None
    target: str = ""


class Writer:
    """Makes text of lines. `words` are known words, in small letters; `tally` counts the letters left out."""

    def __init__(self, words: set[str], tally: Counter[str]) -> None:
        self._words = words
        self._tally = tally

    def write(self, lines: Sequence[TextLine], labels: Collection[str] = (), joined: bool = True) -> WrittenText:
        """The words of these lines; `labels` are those of the footnotes a raised figure may mean."""
        pieces: list[_StyledText] = []
        notes: list[str] = []
        for number, line in enumerate(lines):
            self._words.update(whole_words(line.text))
            for index, run in enumerate(line.runs):
                if index == 0 and number:
                    self._break(pieces, run, joined)
                elif pieces and self._is_apart(line.runs[index - 1], run):
                    pieces.append(_StyledText(" "))
                if run.superscript and run.text.strip() in labels and _REFERS.search(_so_far(pieces)):
                    notes.append(run.text.strip())
                    pieces.append(_StyledText(f"[{notes[-1]}]", "footnote", notes[-1]))
                else:
                    pieces.append(_StyledText(_text_of(run).replace(HYPHEN, "-"), _style(run), run.link))
                if pieces[-1].text and run.text.endswith(HYPHEN):
                    pieces[-1] = pieces[-1]._replace(text=pieces[-1].text[:-1] + HYPHEN)
        words = Words()
        for piece in _together(pieces):
            text = piece.text.replace(HYPHEN, "-")
            words.add_marked(text, piece.style, piece.target) if piece.style else words.add(text)
        text, marks = words.finish()
        return WrittenText(text, marks, tuple(notes))

    def _break(self, pieces: list[_StyledText], following: TextRun, joined: bool) -> None:
        """What stands between two lines: nothing, a space, or (where lines are kept) their end."""
        if not pieces:
            return
        if not joined:
            pieces.append(_StyledText("\n"))
            return
        last = pieces[-1]
        if following.link and last.target == following.link and last.text + following.text in following.link:
            return  # an address that was too long for its line
        so_far = _so_far(pieces)
        broken = _ENDS_IN_HYPHEN.search(so_far)
        first = _WORD.match(following.text)
        if broken and first and first[0][0].islower() and not following.style.font.mono:
            if not self._keeps_hyphen(broken[1], first[0]):
                self._tally[HYPHENS] += 1
                pieces[-1] = last._replace(text=last.text[:-1])
        elif so_far.endswith((HYPHEN, "-", "/")) and last.text[-2:-1].isalnum() and following.text[:1].isalnum():
            return
        elif not (_WIDE_SCRIPT.match(so_far[-1:]) and _WIDE_SCRIPT.match(following.text[:1])):
            pieces.append(_StyledText(" "))

    def _is_apart(self, before: TextRun, run: TextRun) -> bool:
        """True if a blank stands between two runs of a line."""
        if before.initial:
            return self._is_word(before, run)
        return run.spaced and not (run.superscript and _touches(run, before))

    def _is_word(self, initial: TextRun, following: TextRun) -> bool:
        """True if a large first letter is a word of its own: `A panel`."""
        first = _WORD.match(following.text)
        whole = (initial.text[-1] + first[0]).lower() if first else ""
        return not first or (initial.text[-1] in _ONE_LETTER and whole not in self._words and first[0] in self._words)

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """True if the hyphen belongs to the word: it was seen so, or both halves are words and the whole is none."""
        before, after = before.lower(), after.lower()
        if before + after in self._words:
            return False
        whole = f"{before}-{after}"
        if whole in self._words or "-" in before or _NUMBER.fullmatch(whole):
            return True
        return len(before) > 3 and len(after) > 3 and before in self._words and after in self._words


def _so_far(pieces: Sequence[_StyledText]) -> str:
    return "".join(piece.text for piece in pieces[-6:])


def _touches(superscript: TextRun, before: TextRun) -> bool:
    """True if a raised sign stands right behind the word before it, whatever blank the page has there."""
    return superscript.x0 - before.x1 < 0.25 * max(before.size, superscript.size)


def _text_of(run: TextRun) -> str:
    """The text of a run, with signs for super- and subscripts: 10 with a raised 6 is not 106."""
    if not run.superscript:
        return run.text
    moved = run.text.translate(_RAISED if run.superscript > 0 else _LOWERED)
    return moved if all(char != new for char, new in zip(run.text, moved, strict=True)) else run.text


def _style(run: TextRun) -> MarkStyle | None:
    font = run.style.font
    if run.link:
        return "link"
    if font.mono:
        return "code"
    return "strong" if font.bold else "emphasis" if font.italic else None


def _together(pieces: Sequence[_StyledText]) -> Iterator[_StyledText]:
    """Pieces of one style as one, with the blanks between them; none begins or ends with a blank."""
    texts: list[str] = []
    style: MarkStyle | None = None
    target = blank = ""
    for piece in pieces:
        if not piece.text.strip():
            blank += piece.text
        elif texts and (piece.style, piece.target) == (style, target) and piece.style != "footnote":
            texts += [blank, piece.text]
            blank = ""
        else:
            yield _StyledText("".join(texts), style, target)
            yield _StyledText(blank)
            texts, style, target, blank = [piece.text], piece.style, piece.target, ""
    yield _StyledText("".join(texts), style, target)


def code_of(lines: Sequence[TextLine], leading: float) -> str:
    """Lines set as a program is: as they stand, with their indentation and the empty lines between them."""
    left = min(line.x0 for line in lines)
    texts: list[str] = []
    above: TextLine | None = None
    for line in lines:
        if above is not None:
            empty = round((above.y - line.y) / leading) - 1 if leading else 0
            texts += [""] * min(max(empty, 0), 3)
        texts.append(_laid_out(line, left))
        above = line
    return "\n".join(texts).replace(HYPHEN, "-")


def _laid_out(line: TextLine, left: float) -> str:
    count = max(sum(len(run.text) for run in line.runs), 1)
    wide = max(sum(run.x1 - run.x0 for run in line.runs) / count, 0.1)
    text = ""
    for run in line.runs:
        column = round((run.x0 - left) / wide)
        text += " " * min(max(column - len(text), int(bool(text) and run.spaced)), 200) + run.text
    return text
