"""A dialog with the keys that work now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from companion.tui.keymap import Keymap, KeyRow, dialog_line


class HelpDialog(ModalScreen[None]):
    """A list of keys by group, then what is only in the palette: rows without a key, and Textual's own commands.

    The keys that opened it close it.
    """

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", "close"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(10)", "page down"),
        Binding("b,pageup", "scroll(-10)", "page up"),
    ]

    def __init__(self, keys: Keymap, groups: Sequence[tuple[str, list[KeyRow]]], own: Sequence[SystemCommand]) -> None:
        super().__init__()
        self._palette, self._groups, self._own = keys.press("palette"), groups, own
        for key in keys.keys("help"):
            self._bindings.bind(key, "close")

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(Content(dialog_line(self._bindings, "The keys that work here now ({close} closes)")))
            for group, rows in self._groups:
                yield Static(Content(group), classes="help-group")
                for row in rows:
                    if row.keys:
                        with Horizontal(classes="help-key"):
                            yield Static(Content(row.keys), classes="help-shown")
                            yield Static(Content(row.label), classes="help-label")
            yield Static(Content(f"In the palette ({self._palette})"), classes="help-group")
            for _, rows in self._groups:
                for row in rows:
                    if not row.keys:
                        yield Static(Content(row.label[:1].upper() + row.label[1:]), classes="help-command")
            for command in self._own:
                yield Static(Content(f"{command.title} — {command.help}"), classes="help-command")

    def action_close(self) -> None:
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        self.query_one("#help", VerticalScroll).scroll_relative(y=by, animate=False)
