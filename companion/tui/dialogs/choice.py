"""A dialog with a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from companion.tui.keymap import dialog_line

PAGE = 8
"""Rows that space and b scroll by: a long option is read without another being chosen."""
KEYS = "enter chooses · {move} move · {scroll} scroll · {close} closes"


class ChoiceDialog(ModalScreen[int | None]):
    """Returns the number of the option chosen, from 0, or None.

    `keys` is the line that tells them, for `dialog_line`; `at` is the option highlighted first. q returns `leaving`.
    """

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "later"),
        Binding("q,ctrl+q", "leave", "later", priority=True),
        Binding("j", "move(1)", "down"),
        Binding("k", "move(-1)", "up"),
        Binding("g", "edge(0)", "first"),
        Binding("G", "edge(-1)", "last"),
        Binding("space", f"scroll({PAGE})", "on"),
        Binding("b", f"scroll(-{PAGE})", "back"),
        *(Binding(str(number), f"pick({number - 1})", "choose") for number in range(1, 10)),
    ]

    def __init__(
        self,
        heading: Content,
        options: Sequence[Content],
        keys: str = KEYS,
        *,
        leaving: int | None = None,
        at: int = 0,
    ) -> None:
        super().__init__()
        self._at = at
        self._heading, self._options, self._keys, self._leaving = heading, options, keys, leaving

    def compose(self) -> ComposeResult:
        with Vertical(id="pick"):
            yield Static(self._heading, id="pick-heading", markup=False)
            yield OptionList(
                *(Option(Content.assemble(option)) for option in self._options), id="pick-list", markup=False
            )
            yield Static(Content(dialog_line(self._bindings, self._keys)), id="pick-keys")

    def on_mount(self) -> None:
        self._list.highlighted = self._at

    @property
    def _list(self) -> OptionList:
        return self.query_one("#pick-list", OptionList)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_pick(self, number: int) -> None:
        if number < len(self._options):
            self.dismiss(number)

    def action_move(self, by: int) -> None:
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_edge(self, which: int) -> None:
        if self._options:
            self._list.highlighted = which % len(self._options)

    def action_scroll(self, by: int) -> None:
        self._list.scroll_relative(y=by, animate=False)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_leave(self) -> None:
        self.dismiss(self._leaving)
