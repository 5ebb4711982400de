"""The keys that work now, from the one table of keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from companion.tui.keymap import KEYS


class Help(ModalScreen[None]):
    """A list of keys; `states` says which of those for one pane or state work now.

    `palette` are the commands without a key, by name and what they do.
    """

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "close", "close"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(10)", "page down"),
        Binding("b,pageup", "scroll(-10)", "page up"),
    ]

    def __init__(self, states: Collection[str], palette: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._states, self._palette = states, palette

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(Content("The keys that work here now (esc closes)"))
            for group in dict.fromkeys(key.group for key in KEYS):
                yield Static(Content(group), classes="help-group")
                for key in KEYS:
                    if key.group == group and (not key.where or key.where in self._states):
                        with Horizontal(classes="help-key"):
                            yield Static(Content(key.shown), classes="help-shown")
                            yield Static(Content(key.label), classes="help-label")
            if self._palette:
                yield Static(Content("In the palette (:)"), classes="help-group")
            for name, does in self._palette:
                yield Static(Content(f"{name} — {does}"), classes="help-command")

    def action_close(self) -> None:
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        self.query_one("#help", VerticalScroll).scroll_relative(y=by, animate=False)
