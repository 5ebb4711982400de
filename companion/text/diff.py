"""What an edit did to a passage, word by word."""

from __future__ import annotations

from typing import Literal, NamedTuple

MOST = 2000
"""Words on either side that are compared; a longer passage is told without its end."""


class Stretch(NamedTuple):
    """Words that stand in both texts (`=`), only in the older (`-`), or only in the newer (`+`)."""

    sign: Literal["=", "-", "+"]
    words: str


def difference(before: str, after: str) -> list[Stretch]:
    """How `after` came out of `before`. What anchoring takes for the same (case, quotes, dashes) is no difference."""
    from difflib import SequenceMatcher  # not needed to read

    old, new = before.split()[:MOST], after.split()[:MOST]
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    found: list[Stretch] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            found.append(Stretch("=", " ".join(new[c:d])))
            continue
        found += [Stretch("-", " ".join(old[a:b]))] if b > a else []
        found += [Stretch("+", " ".join(new[c:d]))] if d > c else []
    return found


def shortened(stretches: list[Stretch], around: int = 6) -> list[Stretch]:
    """The same with long stretches that stand in both cut to so many words beside each change."""
    made = []
    for index, each in enumerate(stretches):
        words = each.words.split()
        first, last = index == 0, index == len(stretches) - 1
        room = around * (2 - first - last)
        if each.sign == "=" and len(words) > room + 1:
            head = [] if first else words[:around]
            tail = [] if last else words[-around:]
            each = Stretch("=", " ".join([*head, "…", *tail]))
        made.append(each)
    return made


def same(stretches: list[Stretch]) -> bool:
    """Whether nothing differs."""
    return all(each.sign == "=" for each in stretches)


def alike(stretches: list[Stretch]) -> float:
    """The share of all words, from 0 to 1, that stands in both texts."""
    counted = {sign: sum(len(each.words.split()) for each in stretches if each.sign == sign) for sign in "=-+"}
    return 2 * counted["="] / max(2 * counted["="] + counted["-"] + counted["+"], 1)


def _bare(words: list[str]) -> list[str]:
    from companion.text.normal import normalised

    return [normalised(word) or word for word in words]
