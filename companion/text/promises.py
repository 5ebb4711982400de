"""Promises: sentences in which a company says what it will do.

The rule: *we*, the company or a name of it, up to two adverbs, and a word that binds (*will, shall, commit to, pledge,
plan to, aim to, intend to*). It misses promises in the passive, and takes some that are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SELF = r"we|(?:the|our) (?:company|group|board|firm|management|organi[sz]ation)"
_BINDS = (
    r"will|shall|['’]ll|pledged?|promised?"
    r"|(?:(?:are|is|remains?|stays?) )?(?:firmly |fully )?(?:committed|commits?) to"
    r"|(?:plans?|aims?|intends?|undertakes?|seeks?|strives?) to|(?:are|is) (?:planning|aiming|working) to|targets?"
)
_ADVERBS = r"(?: (?:also|therefore|now|always|further|continue to|\w+ly)){0,2}"


class Promises:
    """A search for promises; `names` are the company's own, beside *we* and *the company*."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        own = [re.escape(name) for name in names if name.strip()]
        self._pattern = re.compile(rf"\b(?:{'|'.join([_SELF, *own])}){_ADVERBS}\s?\b(?:{_BINDS})\b", re.IGNORECASE)
        self._short = re.compile(r"\bwe['’]ll\b", re.IGNORECASE)

    def __contains__(self, sentence: object) -> bool:
        """True if the sentence makes one."""
        text = " ".join(sentence.split()) if isinstance(sentence, str) else ""
        return bool(self._pattern.search(text) or self._short.search(text))
