"""A dialog with what of the original no section holds."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from companion.model import Document

_MOST = 400
"""Texts that are drawn."""


class LeftOutDialog(ModalScreen[None]):
    """What is said to be left out, in characters, then the words of it that were meant to be read, by reason."""

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,O,enter", "close", "close"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(10)", "page down"),
        Binding("b,pageup", "scroll(-10)", "page up"),
    ]

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._notices, self._left = document.notices, document.left_out

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="left"):
            yield Static(Content("Left out of this document (j k space b scroll, esc closes)"))
            for notice in self._notices:
                yield Static(Content(notice))
            if not self._left:
                yield Static(Content("There is nothing more to read of it."), classes="left-reason")
            for reason, texts in groupby(self._left[:_MOST], lambda left: left.reason):
                yield Static(Content(reason[:1].upper() + reason[1:]), classes="left-reason")
                for left in texts:
                    yield Static(Content(left.text))
            if len(self._left) > _MOST:
                yield Static(Content(f"{len(self._left) - _MOST:,} more are not drawn."), classes="left-reason")

    def action_close(self) -> None:
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        self.query_one("#left", VerticalScroll).scroll_relative(y=by, animate=False)
