"""A dialog that turns layers on and off; the screen behind it follows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from companion.model import Layer
from companion.reading import Reading, all_layers, switch
from companion.tui.dialogs.choice import ChoiceDialog
from companion.tui.events import Switched

KEYS = "{switch} turns one on or off · {move} move · {close} closes"


class LayersDialog(ChoiceDialog):
    """Every layer with its author and what is in it; a sign tells whether it is shown.

    The keys that opened it close it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "switch", "on or off")]

    def __init__(self, reading: Reading, keys: Sequence[str]) -> None:
        options = [_described(layer, layer.id not in reading.hidden) for layer in all_layers(reading)]
        super().__init__(Content("Layers beside this document"), options, KEYS)
        for key in keys:
            self._bindings.bind(key, "close")
        self._reading = reading

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.prevent_default()
        self.action_pick(event.option_index)

    def action_switch(self) -> None:
        if (number := self._list.highlighted) is not None:
            self.action_pick(number)

    def action_pick(self, number: int) -> None:
        """Turn a layer off, or on again."""
        if number < len(self._options):
            layer = all_layers(self._reading)[number]
            self._reading = switch(self._reading, layer.id)
            self._list.replace_option_prompt_at_index(number, _described(layer, layer.id not in self._reading.hidden))
            self.post_message(Switched(layer.id))


def _described(layer: Layer, shown: bool) -> Content:
    title = "Your notes" if layer.own else layer.title or layer.author or layer.id
    parts = [_counted(len(layer.annotations), "annotation"), _counted(len(layer.questions), "question")]
    parts += [_counted(len(layer.answers), "answer"), _counted(len(layer.faults), "fault")]
    if not layer.own:
        parts += [f"by {layer.author}" if layer.author and layer.author != title else "", f"called {layer.id}"]
    about = " · ".join(filter(None, parts)) or "none yet"
    return Content.assemble(f"[{'x' if shown else ' '}] {title}\n", (f"    {about}", "dim"))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}" if number else ""
