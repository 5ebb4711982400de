"""Turning layers on and off; what is behind follows at once."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from companion.model import Layer
from companion.reading import Reading, all_layers, switch
from companion.tui.events import Switched


class Layers(ModalScreen[None]):
    """Every layer, with what is in it and whose it is; a sign tells whether it is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,L", "close", "close"),
        Binding("space", "switch", "on or off"),
        Binding("j", "move(1)", "down"),
        Binding("k", "move(-1)", "up"),
    ]

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    def compose(self) -> ComposeResult:
        with Vertical(id="layers"):
            yield Static(Content("Layers beside this document"), id="layers-heading")
            told = [self._told(layer) for layer in all_layers(self._reading)]
            yield OptionList(*(Option(Content.assemble(*each)) for each in told), id="layers-list", markup=False)
            yield Static(Content("space turns one on or off · j k move · esc closes"))

    def _told(self, layer: Layer) -> tuple[str, tuple[str, str]]:
        sign = " " if layer.id in self._reading.hidden else "x"
        title = "Your notes" if layer.own else layer.title or layer.author or layer.id
        parts = [_counted(len(layer.annotations), "annotation"), _counted(len(layer.questions), "question")]
        parts += [_counted(len(layer.answers), "answer"), _counted(len(layer.faults), "fault")]
        if not layer.own:
            parts += [f"by {layer.author}" if layer.author and layer.author != title else "", f"called {layer.id}"]
        return f"[{sign}] {title}\n", (f"    {' · '.join(filter(None, parts)) or 'none yet'}", "dim")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._switch(event.option_index)

    def action_switch(self) -> None:
        if (number := self.query_one(OptionList).highlighted) is not None:
            self._switch(number)

    def _switch(self, number: int) -> None:
        layer = all_layers(self._reading)[number]
        self._reading = switch(self._reading, layer.id)
        told = Content.assemble(*self._told(layer))
        self.query_one(OptionList).replace_option_prompt_at_index(number, told)
        self.post_message(Switched(layer.id))

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_close(self) -> None:
        self.dismiss(None)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}" if number else ""
