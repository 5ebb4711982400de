"""A dialog that offers drafts left from last time."""

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

KEYS = "enter goes on with it · {drop} drops it · {later} keeps it for later"


class DraftsDialog(ModalScreen[tuple[int, bool] | None]):
    """Returns the number of a draft and whether to go on with it (else it is dropped); None leaves all as they are."""

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "later", "later"),
        Binding("d", "drop", "drop it"),
        Binding("j", "move(1)", "down"),
        Binding("k", "move(-1)", "up"),
    ]

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(id="drafts"):
            yield Static(Content("You were writing when companion ended:"))
            yield OptionList(*(Option(Content(words)) for words in self._lines), id="drafts-list", markup=False)
            yield Static(Content(dialog_line(self._bindings, KEYS)))

    def _number(self) -> int | None:
        return self.query_one(OptionList).highlighted

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss((event.option_index, True))

    def action_drop(self) -> None:
        if (number := self._number()) is not None:
            self.dismiss((number, False))

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_later(self) -> None:
        self.dismiss(None)
