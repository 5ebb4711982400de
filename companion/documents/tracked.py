"""Tracked changes of a text document, told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable


def tracked_changes(inserted: int, deleted: int, moved: int = 0, authors: Iterable[str] = ()) -> str:
    """A notice of so many changes that nobody has accepted or rejected yet; "" where there are none."""
    said = [
        f"{_counted(inserted, 'insertion')} shown" if inserted else "",
        f"{_counted(deleted, 'deletion')} left out" if deleted else "",
        f"{_counted(moved, 'move')} shown at the new place" if moved else "",
    ]
    if not any(said):
        return ""
    names = [name for name in dict.fromkeys(authors) if name]
    by = f", by {', '.join(names[:3])}{' and others' if len(names) > 3 else ''}" if names else ""
    return f"It has tracked changes: {', '.join(filter(None, said))}{by}."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s are' if number != 1 else ' is'}"
