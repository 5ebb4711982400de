"""Kinds by what is typed: those that it begins or stands in, and those that were perhaps meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from companion.model import Kind


def fitting(words: str, kinds: Mapping[str, Kind]) -> list[Kind]:
    """The kinds whose name or label begins with these words, then those that hold them, in their meaning too."""
    sought = words.strip().casefold()
    begun, held = [], []
    for kind in kinds.values():
        name, label = kind.name.casefold(), kind.label.casefold()
        if name.startswith(sought) or label.startswith(sought):
            begun.append(kind)
        elif sought in name or sought in label or sought in kind.meaning.casefold():
            held.append(kind)
    return begun + held


def near(name: str, kinds: Iterable[str], most: int = 3) -> list[str]:
    """Names of kinds that differ from this one by little, the nearest first."""
    from difflib import get_close_matches  # only where something was mistyped

    return get_close_matches(name.casefold()[:100], list(kinds), most)
