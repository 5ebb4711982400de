"""Which notebook belongs to this document, where its marks do not tell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from companion.formats.clean import clean_line

if TYPE_CHECKING:
    from companion.store.finding import Ambiguous, Candidate


class WhichNotebook(ModalScreen[Path | None]):
    """Gives the folder that was chosen, which is a new one's if none fits; None leaves it open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "later", "later"),
        Binding("j", "move(1)", "down"),
        Binding("k", "move(-1)", "up"),
    ]

    def __init__(self, title: str, asked: Ambiguous) -> None:
        super().__init__()
        self._title = title
        self._asked = asked

    def compose(self) -> ComposeResult:
        with Vertical(id="notebooks"):
            yield Static(Content(f"Which notes belong to “{self._title}”?"), id="notebooks-heading")
            told = [*map(_told, self._asked.candidates), _anew(self._asked.fresh)]
            yield OptionList(*(Option(Content.assemble(*each)) for each in told), id="notebooks-list", markup=False)
            yield Static(Content("enter chooses · j k move · esc decides later; until then no note is saved"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        folders = [*(each.folder for each in self._asked.candidates), self._asked.fresh]
        self.dismiss(folders[event.option_index])

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_later(self) -> None:
        self.dismiss(None)


def _told(candidate: Candidate) -> tuple[str, tuple[str, str]]:
    title = candidate.title or "a notebook without a title"
    return f"{title}\n", (f"  {candidate.told}\n  {clean_line(candidate.folder.name)}", "dim")


def _anew(folder: Path) -> tuple[str, tuple[str, str]]:
    return "None of these: begin a new notebook\n", (f"  {clean_line(folder.name)}", "dim")
