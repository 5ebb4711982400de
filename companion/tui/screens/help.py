"""The keys that work now, from the one table of keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from companion.tui.keymap import KEYS


class Help(ModalScreen[None]):
    """A list of keys; any of esc, q and ? closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark", "dismiss", "close")]

    def compose(self) -> ComposeResult:
        lines = []
        for group in dict.fromkeys(key.group for key in KEYS):
            lines += ["", group, *(f"  {key.shown:<12} {key.label}" for key in KEYS if key.group == group)]
        with VerticalScroll(id="help"):
            yield Static(Content("\n".join(lines)))
