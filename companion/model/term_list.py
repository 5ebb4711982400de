"""Term lists: words, phrases and rules that somebody looks for, with who wrote them and how often they are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from companion.model.faults import Fault, Where


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """One entry: a `word` (its family), a `phrase`, a query `near`, or a `rule` by its name.

    `not_after` and `not_before` are words beside which it does not count, `not_with` what must not stand in its
    sentence (words, or `number`). `joined` are forms that count with it, `apart` forms that do not.
    """

    word: str = ""
    phrase: str = ""
    near: str = ""
    rule: str = ""
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    note: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    where: Where | None = field(default=None, compare=False)

    @property
    def query(self) -> str:
        """The entry as a query of terms; "" for a rule."""
        return self.word or self.phrase or self.near


@dataclass(frozen=True, slots=True)
class TermList:
    """A list of terms by one author. `worth` of `tried` labelled hits were worth a look; `about` says what it misses.

    `words` are its entries. `faults` are those that could not be read.
    """

    id: str
    title: str = ""
    language: str = ""
    author: str = ""
    license: str = ""
    kind: str = ""
    about: str = ""
    worth: int | None = None
    tried: int | None = None
    words: tuple[ListedTerm, ...] = ()
    faults: tuple[Fault, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def precision(self) -> float | None:
        """The share of its labelled hits that were worth a look; None where nobody measured it."""
        return self.worth / self.tried if self.tried and self.worth is not None else None
