"""The note editor: the quoted words above, the note below; it saves, or leaves and keeps the draft."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from companion.tui.events import Edited, Written

KEYS_SAID = "ctrl+s saves · esc leaves and keeps the draft · ctrl+o opens your editor"


class NoteEditor(ModalScreen[Written]):
    """Write one note."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("escape", "leave", "leave, keeping the draft", priority=True),
        Binding("ctrl+o", "external", "open $VISUAL or $EDITOR", priority=True),
    ]

    def __init__(self, heading: str, quoted: str, text: str, kind: str, tags: tuple[str, ...]) -> None:
        super().__init__()
        self._heading, self._quoted, self._text, self._kind, self._tags = heading, quoted, text, kind, tags

    def compose(self) -> ComposeResult:
        with Vertical(id="note-editor"):
            yield Static(Content(self._heading), id="note-heading")
            if self._quoted:
                yield Static(Content(f"“{self._quoted}”"), id="note-quote")
            yield TextArea(self._text, id="note-text", tab_behavior="focus")
            with Horizontal(id="note-extras"):
                yield Input(self._kind, placeholder="kind, if wanted", id="note-kind")
                yield Input(" ".join(self._tags), placeholder="tags, if wanted", id="note-tags")
            yield Static(
                Content("ctrl+s saves · esc leaves and keeps the draft · ctrl+o opens your editor"), id="note-keys"
            )

    def on_mount(self) -> None:
        self.query_one("#note-text", TextArea).focus()

    def written(self, save: bool = False) -> Written:
        tags = tuple(self.query_one("#note-tags", Input).value.split())
        text = self.query_one("#note-text", TextArea).text
        return Written(text, self.query_one("#note-kind", Input).value.strip(), tags, save)

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _typed(self) -> None:
        self.post_message(Edited(self.written()))

    def action_save(self) -> None:
        if not self.written().text.strip():
            self.notify("There is nothing to save yet.", markup=False)
            return
        self.dismiss(self.written(save=True))

    def action_leave(self) -> None:
        self.dismiss(self.written())

    def action_external(self) -> None:
        """Edit in the reader's own editor, through a file in a folder only the reader may enter."""
        command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        area = self.query_one("#note-text", TextArea)
        with tempfile.TemporaryDirectory(dir=os.environ.get("XDG_RUNTIME_DIR") or None) as folder:
            path = os.path.join(folder, "note.md")
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
                file.write(area.text)
            try:
                with self.app.suspend():
                    subprocess.run([*command, path], check=True)
                with open(path, encoding="utf-8") as file:
                    area.text = file.read().removesuffix("\n")
            except (OSError, UnicodeError, subprocess.CalledProcessError) as error:
                self.notify(f"{command[0]}: {error}", severity="error", markup=False)
