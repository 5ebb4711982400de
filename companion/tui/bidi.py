"""Text from right to left: the order in which the letters of a row stand on screen (UAX 9, without embeddings).

A screen has several columns, and a terminal that puts letters in order knows nothing of them: it is asked to leave
that to us (`EXPLICIT`), and put back at the end. One that does not listen needs the setting `bidi: terminal`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from unicodedata import bidirectional, combining

from rich.style import Style

Part = tuple[str, Style]
EXPLICIT, IMPLICIT = "\x1b[8l", "\x1b[8h"
"""Asks a terminal to leave the order of letters to the program, and to take it back (BDSM)."""
_RIGHT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MIRRORED = dict(zip("()[]{}<>«»‹›≤≥⟨⟩", ")(][}{><»«›‹≥≤⟩⟨", strict=True))
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
_STRONG = {"L": 0, "R": 1, "AL": 1}
_SIDES = {"L": "L", "R": "R", "EN": "R", "AN": "R"}


def has_right(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether some letters of text[start:end] are written from right to left."""
    return not text.isascii() and _RIGHT.search(text, start, len(text) if end is None else end) is not None


def is_right(text: str) -> bool:
    """Whether a paragraph is written from right to left: its first letter tells (P2, P3)."""
    return next((_STRONG[kind] for kind in map(bidirectional, text) if kind in _STRONG), 0) == 1


def levels(text: str, *, right: bool) -> list[int]:
    """The embedding level of each character of a row, in a paragraph from right to left or not."""
    side = "R" if right else "L"
    kinds = _weak([bidirectional(letter) or "L" for letter in text], side)
    _pair(text, kinds, side)
    at, sides = 0, [side]
    for neutral, run in groupby(kinds, lambda kind: kind not in _SIDES):
        count = len(list(run))
        if neutral:
            after = _SIDES[kinds[at + count]] if at + count < len(kinds) else side
            kinds[at : at + count] = [after if after == sides[-1] else side] * count
        else:
            sides.append(_SIDES[kinds[at + count - 1]])
        at += count
    raised = {"L": 1 if right else 0, "R": 0 if right else 1, "EN": 1 if right else 2, "AN": 1 if right else 2}
    found = [right + raised[kind] for kind in kinds]
    blank = len(text) - len(text.rstrip())
    return [*found[: len(text) - blank], *[int(right)] * blank]


def _weak(kinds: list[str], side: str) -> list[str]:
    """The bidirectional classes after the rules for marks and numbers (W1 to W7)."""
    strong, before = side, side
    for at, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):
            kinds[at] = before
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
        elif kind in _STRONG:
            strong = kind
        before = kinds[at]
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):
        around = {kinds[at - 1], kinds[at + 1]}
        if (kinds[at] == "ES" and around == {"EN"}) or (kinds[at] == "CS" and around in ({"EN"}, {"AN"})):
            kinds[at] = kinds[at - 1]
    at = 0
    for kind, run in groupby(list(kinds)):
        count = len(list(run))
        if kind == "ET" and "EN" in (kinds[at - 1] if at else "", *kinds[at + count : at + count + 1]):
            kinds[at : at + count] = ["EN"] * count
        at += count
    strong = side
    for at, kind in enumerate(kinds):
        if kind == "EN" and strong == "L":
            kinds[at] = "L"
        elif kind in ("ES", "ET", "CS"):
            kinds[at] = "ON"
        elif kind in _STRONG:
            strong = kind
    return kinds


def _pair(text: str, kinds: list[str], side: str) -> None:
    """Give both brackets of a pair the direction of what they hold and stand in (N0)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, letter in enumerate(text):
        if kinds[at] != "ON":
            continue
        if letter in _BRACKETS:
            opened.append((_BRACKETS[letter], at))
        elif place := next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == letter), -1) + 1:
            pairs.append((opened[place - 1][1], at))
            del opened[place - 1 :]
    for first, last in sorted(pairs):
        inside = {_SIDES[kind] for kind in kinds[first + 1 : last] if kind in _SIDES}
        before = next((_SIDES[kind] for kind in reversed(kinds[:first]) if kind in _SIDES), side)
        if inside:
            kinds[first] = kinds[last] = side if side in inside or before == side else before


def visual_order(text: str, *, right: bool) -> list[int]:
    """The places of the characters of a row in the order in which they are drawn from the left (L2).

    What is written over a letter stays behind it, as a terminal wants it.
    """
    depth = levels(text, right=right)
    order = list(range(len(text)))
    for level in range(max(depth, default=0), 0, -1):
        at = 0
        for inside, run in groupby([depth[place] >= level for place in order]):
            count = len(list(run))
            if inside:
                order[at : at + count] = order[at : at + count][::-1]
            at += count
    return _marks_behind(text, order, depth)


def _marks_behind(text: str, order: list[int], depth: list[int]) -> list[int]:
    """The order with combining marks after their letter again, where it was turned."""
    turned: list[int] = []
    waiting: list[int] = []
    for place in order:
        if depth[place] % 2 and combining(text[place]):
            waiting.append(place)
        else:
            turned += [place, *reversed(waiting)]
            waiting = []
    return turned + waiting


def in_order(parts: Sequence[Part], *, right: bool | None = None) -> list[Part]:
    """Styled words in the order in which they are drawn; the first letter tells how, unless `right` does."""
    text = "".join(words for words, _ in parts)
    if not has_right(text):
        return list(parts)
    right = is_right(text) if right is None else right
    depth = levels(text, right=right)
    styles = [style for words, style in parts for _ in words]
    order = visual_order(text, right=right)
    letters = ((_MIRRORED.get(text[i], text[i]) if depth[i] % 2 else text[i], styles[i]) for i in order)
    return [("".join(letter for letter, _ in same), style) for style, same in groupby(letters, lambda drawn: drawn[1])]
