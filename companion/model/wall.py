"""Wall: something of the system that holds the process which reads what strangers made."""

from __future__ import annotations

from typing import NamedTuple


class Wall(NamedTuple):
    """One wall by its name, what it leaves to the process, and why it is not in force; no reason where it holds."""

    name: str
    leaves: str
    why: str = ""

    @property
    def holds(self) -> bool:
        return not self.why

    def __str__(self) -> str:
        return f"holds: {self.leaves}" if self.holds else f"DOES NOT HOLD, {self.why}: {self.leaves}"
