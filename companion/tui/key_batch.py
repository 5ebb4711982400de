"""Keys that wait are handed over and taken together: a terminal may send them faster than each could be drawn."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import groupby, takewhile
from typing import Any, NamedTuple

from textual.driver import Driver
from textual.events import Event, Key
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from companion.tui.bidi import EXPLICIT, IMPLICIT

Keys = deque[Key]
"""Keys that are still to be answered, the one pressed first at the left."""


class Presses(Event):
    """Keys that came together, in their order."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self.keys = keys


class Moves(Presses, bubble=True):
    """Keys that move in the reader's panes; they take the way of a single key, so that none overtakes another."""


class EarlyKeys(NamedTuple):
    """What was typed before there was a screen; `answers` may come among the keys that are not meant as keys."""

    typed: str = ""
    answers: bool = False


NO_KEYS = EarlyKeys()


class BatchDriver(Driver):
    """What stands before a driver of Textual, so that it wakes the app once for all that came meanwhile."""

    early = NO_KEYS

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._arrived: deque[Message] = deque()
        self._called = False

    def send_message(self, message: Message) -> None:
        """Called from the thread that reads the terminal."""
        self._arrived.append(message)
        if not self._called:
            self._called = True
            self._loop.call_soon_threadsafe(self._hand_over)

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[safe-super]  # a driver stands behind
        self.write(EXPLICIT)

    def stop_application_mode(self) -> None:
        self.write(IMPLICIT)
        super().stop_application_mode()  # type: ignore[safe-super]

    def run_input_thread(self) -> None:
        """Read keys, first those that came before the screen did."""
        early, self.early = self.early, NO_KEYS
        if early.typed or early.answers:
            from companion.tui.late_answers import read_early  # seldom

            read_early(self, early.typed)
        super().run_input_thread()  # type: ignore[misc]  # every driver that has a terminal has it

    def _hand_over(self) -> None:
        self._called = False  # before it is looked what there is: what comes later calls again
        messages = [self._arrived.popleft() for _ in range(len(self._arrived))]
        for are_keys, same in groupby(messages, lambda message: isinstance(message, Key)):
            for message in [Presses([key for key in same if isinstance(key, Key)])] if are_keys else same:
                self._app.post_message(message)


def batched(driver: type[Driver], early: EarlyKeys = NO_KEYS) -> type[Driver]:
    """A driver class of Textual that hands over together what waits, beginning with keys that came early."""
    return type("Batched" + driver.__name__, (BatchDriver, driver), {"early": early})


def is_letter(place: Widget | None, key: Key) -> bool:
    """True if a key is a character that the text with the focus takes; a line of input is short, and scrolls badly."""
    return place is not None and not isinstance(place, Input) and place.check_consume_key(key.key, key.character)


def take_run(keys: Keys, fits: Callable[[Key], bool]) -> list[Key]:
    """Take off the first keys that fit, if there are several; else none."""
    run = list(takewhile(fits, keys))
    return [keys.popleft() for _ in run] if len(run) > 1 else []
