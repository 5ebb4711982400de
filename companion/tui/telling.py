"""What a save did, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from companion.model import Record

if TYPE_CHECKING:
    from companion.store.keeping import Saved


def parting(wanted: Record, kept: Saved) -> str:
    """Why there are two versions of a note now, and what to do about it."""
    if wanted.deleted:
        return "Not deleted: this note was changed by somebody else meanwhile. What it says now is shown."
    if kept.conflict is None:
        return f"{kept.fault}. That file was left alone; your words are kept as a note of their own."
    if kept.conflict.deleted:
        return "This note was deleted by somebody else meanwhile. Your words are kept as a note of their own."
    return "This note was changed by somebody else meanwhile. Both versions are kept and shown: x chooses."
