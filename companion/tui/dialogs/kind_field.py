"""A field for the kind of a note: what is typed narrows a list that tells what each kind means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from companion.analysis.kinds import fitting, near
from companion.model import Kind
from companion.text.clean import clean_line


class KindField(Vertical):
    """A line for the name of a kind; while it has the focus, the kinds that fit stand below, each with its meaning.

    `offer` lists the kinds that come near an unknown one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "next kind"),
        Binding("up", "move(-1)", "previous kind"),
        Binding("enter", "take", "take the kind marked", priority=True),
    ]

    def __init__(self, kind: str, kinds: Mapping[str, Kind]) -> None:
        super().__init__(id="note-kinds")
        self._kinds, self._listed = kinds, list(kinds.values())
        self._field = Input(kind, "none; type or ↓", compact=True, select_on_focus=False, id="note-kind")
        self._list = OptionList(id="note-kind-list", markup=False, compact=True)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        with Horizontal(classes="note-row"):
            yield Static(Content("kind "), classes="note-label")
            yield self._field
        yield self._list

    @property
    def kind(self) -> str:
        """What is typed, as the name of a kind: its label will do too."""
        typed = clean_line(self._field.value).strip()
        named = (kind.name for kind in self._kinds.values() if kind.label.casefold() == typed.casefold())
        return typed if typed in self._kinds else next(named, typed)

    def on_mount(self) -> None:
        self._list.display = False
        self._show(fitting("", self._kinds))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self._field.value in self._kinds:
            self._show(list(self._kinds.values()))
        self._list.display = True

    def on_descendant_blur(self) -> None:
        self._list.display = False

    def offer(self) -> list[str]:
        """Take the focus with a list of the kinds that come near what is typed, or of all; the names that come near."""
        names = near(self.kind, self._kinds)
        self._field.focus()
        self._list.display = True
        self._show([self._kinds[name] for name in names] or list(self._kinds.values()))
        self._list.highlighted = 0 if names else None
        return names

    def _show(self, kinds: list[Kind]) -> None:
        """List these kinds; the one typed is marked."""
        self._listed = kinds
        self._list.clear_options()
        self._list.add_options(Option(Content.assemble(described(kind))) for kind in kinds)
        names = [kind.name for kind in kinds]
        self._list.highlighted = names.index(self.kind) if self.kind in names else None

    @on(Input.Changed, "#note-kind")
    def _typed(self) -> None:
        self._show(fitting(self._field.value, self._kinds))
        if self._field.value and self._listed and self._list.highlighted is None:
            self._list.highlighted = 0

    def action_move(self, by: int) -> None:
        if self._listed:
            at = self._list.highlighted
            self._list.highlighted = (at + by) % len(self._listed) if at is not None else 0 if by > 0 else -1

    def action_take(self) -> None:
        """Take the kind marked, and go on to the next field."""
        if (at := self._list.highlighted) is not None and at < len(self._listed):
            with self.prevent(Input.Changed):
                self._field.value = self._listed[at].name
            self._field.cursor_position = len(self._field.value)
            self.post_message(Input.Changed(self._field, self._field.value))
        self.screen.focus_next()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._list.highlighted = event.option_index
        self.action_take()


def described(kind: Kind) -> Content:
    """Sign, label and meaning of a kind."""
    meaning = f" · {clean_line(kind.meaning)}" if kind.meaning else ""
    return Content.assemble(f"{kind.sign} ", (kind.label, "bold"), (meaning, "dim"))
