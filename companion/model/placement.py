"""Placements: where Quotes stand in a Document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from companion.model.document import Span

State = Literal["exact", "changed", "unsure", "lost"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a Quote might stand; `score` from 0 to 1. Several spans where it runs over a section's end."""

    spans: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a Quote stands: `exact`; `changed` (the place is sure, the words differ); `unsure` (a guess); or `lost`.

    `spans` are one Span, or several in order where the Quote runs over the end of a Section; empty when
    lost. `candidates` are other places worth offering, best first.
    """

    state: State
    score: float = 1.0
    spans: tuple[Span, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def span(self) -> Span | None:
        return self.spans[0] if self.spans else None


LOST = Placement("lost", 0.0)
"""The Placement of a Quote that stands nowhere."""
