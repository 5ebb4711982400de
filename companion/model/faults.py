"""Faults in what a reader brought, in one form everywhere, and the errors that are raised for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; `line` and `column` count from 1, and 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, and what was expected (or what to do about it).

    A fault with `warning` set spoils nothing: the record it stands in was read.
    """

    where: Where
    what: str
    expected: str = ""
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; {self.expected}" if self.expected else "")


class CompanionError(Exception):
    """An error that the reader can mend. Its message is one line, already cleaned, and says what to do."""

    def __init__(self, message: str | Fault) -> None:
        super().__init__(str(message))
        self.fault = message if isinstance(message, Fault) else None


class Unreadable(CompanionError):
    """A file could not be read, or is not what it should be."""


class NotSaved(CompanionError):
    """A note did not reach the disk; what was there before still stands."""
