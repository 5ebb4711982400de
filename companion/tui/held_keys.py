"""Keys typed while the note editor opens or closes: they wait, and are then handled as if typed only now."""

from __future__ import annotations

import asyncio
from bisect import insort
from contextlib import suppress

from textual import events
from textual.message_pump import MessagePump

PATIENCE = 1.0
"""Seconds that keys on their way through a widget are waited for."""


class HeldKeys:
    """`holding` while keys wait. Some come late, on their way back from the widget they were sent to before."""

    def __init__(self) -> None:
        self.holding = False
        self._keys: list[events.Key] = []

    @property
    def waits(self) -> bool:
        """Whether a key that comes now has to wait for its turn."""
        return self.holding or bool(self._keys)

    def take(self, event: events.Key) -> bool:
        """True if the key waits now, in the order of typing."""
        if not self.waits:
            return False
        insort(self._keys, event, key=lambda each: each.time)
        return True

    def next(self) -> events.Key | None:
        """The first that waits and need not wait any longer, as a new event."""
        if self.holding or not self._keys:
            return None
        event = self._keys.pop(0)
        again = events.Key(event.key, event.character)
        again.time = event.time  # it may have to wait once more, before what was typed after it
        return again


async def passed_through(pump: MessagePump | None) -> None:
    """Wait until a widget has handled, or handed on, the keys it was sent before."""
    passed = asyncio.Event()
    if pump is not None and pump.call_later(passed.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(passed.wait(), PATIENCE)
