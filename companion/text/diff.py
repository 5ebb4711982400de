"""Differences between two versions of a passage, word by word."""

from __future__ import annotations

from typing import Literal, NamedTuple

MOST = 2000
"""Words on either side that are compared; what follows them in a longer passage is left out."""


class DiffPart(NamedTuple):
    """Words that stand in both texts (`=`), only in the older (`-`), or only in the newer (`+`)."""

    sign: Literal["=", "-", "+"]
    words: str


def difference(before: str, after: str) -> list[DiffPart]:
    """The parts that lead from `before` to `after`. What anchoring ignores (case, quotes, dashes) is no difference."""
    from difflib import SequenceMatcher  # not needed to read

    old, new = before.split()[:MOST], after.split()[:MOST]
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    parts: list[DiffPart] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            parts.append(DiffPart("=", " ".join(new[c:d])))
            continue
        parts += [DiffPart("-", " ".join(old[a:b]))] if b > a else []
        parts += [DiffPart("+", " ".join(new[c:d]))] if d > c else []
    return parts


def shortened(parts: list[DiffPart], around: int = 6) -> list[DiffPart]:
    """The parts with long common ones cut to so many words beside each change."""
    result = []
    for index, part in enumerate(parts):
        words = part.words.split()
        first, last = index == 0, index == len(parts) - 1
        room = around * (2 - first - last)
        if part.sign == "=" and len(words) > room + 1:
            head = [] if first else words[:around]
            tail = [] if last else words[-around:]
            part = DiffPart("=", " ".join([*head, "…", *tail]))
        result.append(part)
    return result


def same(parts: list[DiffPart]) -> bool:
    """True if nothing differs."""
    return all(part.sign == "=" for part in parts)


def alike(parts: list[DiffPart]) -> float:
    """The share of all words, from 0 to 1, that stands in both texts."""
    counts = {sign: sum(len(part.words.split()) for part in parts if part.sign == sign) for sign in "=-+"}
    return 2 * counts["="] / max(2 * counts["="] + counts["-"] + counts["+"], 1)


def _bare(words: list[str]) -> list[str]:
    from companion.text.normal import normalised

    return [normalised(word) or word for word in words]
