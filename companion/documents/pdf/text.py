"""Lines to words with marks: joined over line ends and hyphens, raised figures as what they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from companion.documents.marked_text import Words
from companion.documents.pdf.chars import HYPHEN, Stretch
from companion.documents.pdf.lines import Line
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
HYPHENS = "hyphens at line ends"


class Written(NamedTuple):
    """`notes` are the labels of footnotes the words refer to."""

    text: str
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]


class _Run(NamedTuple):
    text: str
    style: MarkStyle | None = None
    target: str = ""


class Writer:
    """`words` are known words, in small letters; `tally` counts the letters left out."""

    def __init__(self, words: set[str], tally: Counter[str]) -> None:
        self._words = words
        self._tally = tally

    def write(self, lines: Sequence[Line], labels: Collection[str] = (), joined: bool = True) -> Written:
        """The words of these lines; `labels` are those of the footnotes a raised figure may mean."""
        runs: list[_Run] = []
        notes: list[str] = []
        for number, line in enumerate(lines):
            self._words.update(whole_words(line.text))
            for index, stretch in enumerate(line.stretches):
                if index == 0 and number:
                    self._break(runs, stretch, joined)
                elif runs and stretch.spaced and not (stretch.raised and _touches(stretch, line.stretches[index - 1])):
                    runs.append(_Run(" "))
                if stretch.raised and stretch.text.strip() in labels and _REFERS.search(_so_far(runs)):
                    notes.append(stretch.text.strip())
                    runs.append(_Run(f"[{notes[-1]}]", "footnote", notes[-1]))
                else:
                    runs.append(_Run(_raised(stretch).replace(HYPHEN, "-"), _style(stretch), stretch.link))
                if runs[-1].text and stretch.text.endswith(HYPHEN):
                    runs[-1] = runs[-1]._replace(text=runs[-1].text[:-1] + HYPHEN)
        words = Words()
        for run in _together(runs):
            text = run.text.replace(HYPHEN, "-")
            words.add_marked(text, run.style, run.target) if run.style else words.add(text)
        text, marks = words.finish()
        return Written(text, marks, tuple(notes))

    def _break(self, runs: list[_Run], following: Stretch, joined: bool) -> None:
        """What stands between two lines: nothing, a space, or (where lines are kept) their end."""
        if not runs:
            return
        if not joined:
            runs.append(_Run("\n"))
            return
        last = runs[-1]
        if following.link and last.target == following.link and last.text + following.text in following.link:
            return  # an address that was too long for its line
        so_far = _so_far(runs)
        broken = _ENDS_IN_HYPHEN.search(so_far)
        first = _WORD.match(following.text)
        if broken and first and first[0][0].islower() and not following.style.font.mono:
            if not self._keeps_hyphen(broken[1], first[0]):
                self._tally[HYPHENS] += 1
                runs[-1] = last._replace(text=last.text[:-1])
        elif so_far.endswith((HYPHEN, "-", "/")) and last.text[-2:-1].isalnum() and following.text[:1].isalnum():
            return
        elif not (_WIDE_SCRIPT.match(so_far[-1:]) and _WIDE_SCRIPT.match(following.text[:1])):
            runs.append(_Run(" "))

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether the hyphen belongs to the word: it was seen so, or both halves are words and the whole is none."""
        before, after = before.lower(), after.lower()
        if before + after in self._words:
            return False
        if f"{before}-{after}" in self._words or "-" in before:
            return True
        return len(before) > 3 and len(after) > 3 and before in self._words and after in self._words


def _so_far(runs: Sequence[_Run]) -> str:
    return "".join(run.text for run in runs[-6:])


def _touches(raised: Stretch, before: Stretch) -> bool:
    """Whether a raised sign stands right behind the word before it, whatever blank the page has there."""
    return raised.x0 - before.x1 < 0.25 * max(before.size, raised.size)


def _raised(stretch: Stretch) -> str:
    """10 with a raised 6 is not 106."""
    if not stretch.raised:
        return stretch.text
    moved = stretch.text.translate(_RAISED if stretch.raised > 0 else _LOWERED)
    return moved if all(char != new for char, new in zip(stretch.text, moved, strict=True)) else stretch.text


def _style(stretch: Stretch) -> MarkStyle | None:
    font = stretch.style.font
    if stretch.link:
        return "link"
    if font.mono:
        return "code"
    return "strong" if font.bold else "emphasis" if font.italic else None


def _together(runs: Sequence[_Run]) -> Iterator[_Run]:
    """Runs of one style as one, with the blanks between them; none begins or ends with a blank."""
    texts: list[str] = []
    style: MarkStyle | None = None
    target = blank = ""
    for run in runs:
        if not run.text.strip():
            blank += run.text
        elif texts and (run.style, run.target) == (style, target) and run.style != "footnote":
            texts += [blank, run.text]
            blank = ""
        else:
            yield _Run("".join(texts), style, target)
            yield _Run(blank)
            texts, style, target, blank = [run.text], run.style, run.target, ""
    yield _Run("".join(texts), style, target)


def code_of(lines: Sequence[Line], lead: float) -> str:
    """Lines set as a program is: as they stand, with their indentation and the empty lines between them."""
    left = min(line.x0 for line in lines)
    texts: list[str] = []
    above: Line | None = None
    for line in lines:
        if above is not None:
            empty = round((above.y - line.y) / lead) - 1 if lead else 0
            texts += [""] * min(max(empty, 0), 3)
        texts.append(_laid_out(line, left))
        above = line
    return "\n".join(texts).replace(HYPHEN, "-")


def _laid_out(line: Line, left: float) -> str:
    count = max(sum(len(each.text) for each in line.stretches), 1)
    wide = max(sum(each.x1 - each.x0 for each in line.stretches) / count, 0.1)
    text = ""
    for each in line.stretches:
        column = round((each.x0 - left) / wide)
        text += " " * min(max(column - len(text), int(bool(text) and each.spaced)), 200) + each.text
    return text
