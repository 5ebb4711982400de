"""A dialog that asks for the path of a file."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from companion.tui.keymap import dialog_line

KEYS = "enter saves there · {close} leaves it on screen"


class PathDialog(ModalScreen[str]):
    """Returns the path that was typed, "" for none. `error` is what was wrong with the one before."""

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "later", priority=True)]

    def __init__(self, heading: str, path: str, error: str = "") -> None:
        super().__init__()
        self._heading, self._path, self._error = heading, path, error
        self._ahead = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="pick"):
            yield Static(Content(self._heading), id="pick-heading")
            if self._error:
                yield Static(Content(self._error), id="pick-said")
            yield Input(self._path, placeholder="a folder, or a new file whose name ends in .yaml", id="pick-path")
            yield Static(Content(dialog_line(self._bindings, KEYS)), id="pick-keys")

    def on_mount(self) -> None:
        field = self.query_one("#pick-path", Input)
        field.focus()
        field.insert_text_at_cursor(self._ahead)

    def on_key(self, event: events.Key) -> None:
        """Give characters that come before the field can take them to it."""
        if self.focused is None and event.character and event.is_printable:
            for field in self.query("#pick-path").results(Input):
                field.insert_text_at_cursor(event.character)
                return
            self._ahead += event.character

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_close(self) -> None:
        self.dismiss("")
