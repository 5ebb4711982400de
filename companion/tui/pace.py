"""How far the reader has come: a section is read when its end was long enough on screen, or was stepped to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from companion.model import Section
from companion.reading import Reading, replace
from companion.tui.line_breaks import chunks

PER_SECOND = 10
"""Words a fast reader reads (600 a minute)."""
LEAST = 1.0
"""Seconds: what few words there are is not read by passing either."""


class Clock(Protocol):
    """What was set to be called later, and can be stopped."""

    def stop(self) -> None: ...


class ReadingPace:
    """Watches one section at a time. `later` calls a function after so many seconds, `read` is told what was read."""

    def __init__(self, later: Callable[[float, Callable[[], None]], Clock], read: Callable[[str], None]) -> None:
        self._later, self._read = later, read
        self._section: Section | None = None
        self._stepped: set[int] = set()
        self._clock: Clock | None = None

    def stepped(self, reading: Reading) -> Reading:
        """The Reading with how far its section was stepped through; one stepped through from block to block is read."""
        section, block = reading.section, reading.block
        if section is not self._section:
            self._section, self._stepped = section, set()
            self.stop()
        self._stepped.add(block)
        last = len(section.blocks) - 1
        reached = min((block + 1) / max(last + 1, 1), 1.0)
        if block and reached > reading.reached.get(section.id, 0):
            reading = replace(reading, reached={**reading.reached, section.id: reached})
        if last > 0 and section.id not in reading.read and self._stepped.issuperset(range(section.heads, last + 1)):
            return replace(reading, read=reading.read | {section.id})
        return reading

    def look(self, reading: Reading, start: int | None) -> None:
        """The text from offset `start` to the section's end is on screen; None while its end is not."""
        if start is None or reading.section.id in reading.read:
            self.stop()
        elif self._clock is None:
            section = reading.section
            words = sum(1 for _ in chunks(section.text, start, len(section.text)))
            self._clock = self._later(max(words / PER_SECOND, LEAST), lambda: self._read(section.id))

    def stop(self) -> None:
        """Wait for nothing any more."""
        if self._clock is not None:
            self._clock.stop()
            self._clock = None


def marked(reading: Reading, section: str) -> Reading:
    """The Reading in which a section is read, or is not after all."""
    return replace(reading, read=reading.read ^ {section})


def bar(reached: Mapping[str, float], section: str) -> str:
    """One column that tells how far a section was read."""
    return "·▁▂▃▄▅▆▇█"[round(reached.get(section, 0) * 8)]
