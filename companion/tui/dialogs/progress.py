"""The screen shown while a document is read and nothing of it can be shown yet."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import ProgressBar, Static

from companion.store.library import Opening
from companion.tui.keymap import dialog_line

TICK = 0.1
"""Seconds between two updates of the bar."""


class OpeningScreen(Screen[None]):
    """The document's name and a progress bar; esc, q and ctrl+c give up."""

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,ctrl+c", "give_up", "give up")]

    class GivenUp(Message):
        """The user cancels loading."""

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening

    def compose(self) -> ComposeResult:
        with Vertical(id="opening"):
            yield Static(Content(f"Opening {self._opening.source.name}"), id="opening-name")
            yield ProgressBar(total=None, show_eta=False, id="opening-bar")
            yield Static(Content(dialog_line(self._bindings, "{give_up} gives up")), id="opening-keys")

    def on_mount(self) -> None:
        self._timer = self.set_interval(TICK, self._look)

    def on_screen_suspend(self) -> None:
        """The reader's screen came over this one, for good. A bar that goes on moving would draw all of that again."""
        self._timer.stop()
        self.query("#opening").remove()

    def _look(self) -> None:
        if (percent := self._opening.percent) is not None and self.is_current:
            self.query_one(ProgressBar).update(total=100, progress=percent)

    def action_give_up(self) -> None:
        self.post_message(self.GivenUp())
