"""Words as they are compared: no case, no points, no signs of vowels, ligatures as letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SENTENCE = re.compile(r"[^.!?。؟]+[.!?。؟]+[”\"')]*(?=\s|\Z|[^\x00-\x7f])|[^.!?。؟]+\Z")
_SHORTEST = 12
_NUMBER = re.compile(r"^(?:(?:chapter|part)\s+)?\d+(?:\.\d+)*\.?\s+", re.IGNORECASE)


def words(text: str) -> list[str]:
    """Each word, and each sign of Chinese writing, as one."""
    return _WORD.findall(plain(text))


def bare(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(words(text))


def title(text: str) -> str:
    """A heading without a number before it."""
    return bare(_NUMBER.sub("", " ".join(text.split()))) or bare(text)


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKC", _RAISED.sub("", text)).casefold()
    return "".join(char for char in decomposed if unicodedata.category(char) not in ("Mn", "Cf"))


def sentences(text: str) -> Iterator[str]:
    """Bare sentences; those too short to be found again for sure are left out."""
    for match in _SENTENCE.finditer(text):
        if len(said := bare(match[0])) >= _SHORTEST:
            yield said
