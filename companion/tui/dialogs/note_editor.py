"""The note editor: the quoted words above, the note below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Checkbox, Input, Static, TextArea

from companion.text.clean import clean, normalise
from companion.tui.events import KeysMayGo, Outside, Target, Typing, Written
from companion.tui.held_keys import HeldKeys, passed_through
from companion.tui.keymap import dialog_line

KEYS = "{save} save · {leave} leave, draft kept · {external} your editor · tab next"


class SignedCheckbox(Checkbox):
    """A checkbox that tells its state by a sign; Textual's own tells it by colour alone."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        self.BUTTON_INNER = "x" if self.value else " "
        super().watch_value()


class NoteEditor(ModalScreen[Written | None]):
    """Returns the note if it is to be saved, else None; then what was written is kept as a draft.

    `keys` are those typed meanwhile: they wait until it stands, and again from the moment it is left.
    """

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("escape", "leave", "leave, keeping the draft", priority=True),
        Binding("ctrl+o", "external", "open $VISUAL or $EDITOR", priority=True),
    ]

    def __init__(self, heading: str, target: Target, written: Written, kinds: Sequence[str], keys: HeldKeys) -> None:
        super().__init__()
        self._heading, self._target, self._first, self._kinds = heading, target, written, kinds
        self._told = dialog_line(self._bindings, KEYS)
        self._held = keys
        self._is_left = False

    def compose(self) -> ComposeResult:
        with Vertical(id="note-editor"):
            yield Static(Content(self._heading), id="note-heading")
            if self._target.quote:
                yield Static(Content(f"“{self._target.quote.exact}”"), id="note-quote")
            if self._target.absent:
                words = ", ".join(self._first.searched)
                yield Input(words, placeholder="words you looked for, with commas between", id="note-searched")
                yield SignedCheckbox(Content("about the whole document"), self._first.document, id="note-document")
            yield TextArea(self._first.text, id="note-text", tab_behavior="focus")
            if not self._target.question:
                with Horizontal(id="note-extras"):
                    suggester = SuggestFromList(self._kinds, case_sensitive=False)
                    yield Input(self._first.kind, placeholder="kind (→ takes it)", id="note-kind", suggester=suggester)
                    yield Input(" ".join(self._first.tags), placeholder="tags", id="note-tags")
            yield Static(Content(self._told), id="note-keys")

    def on_mount(self) -> None:
        area = self.query_one("#note-text", TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        self._held.holding = False
        self.app.post_message(KeysMayGo())  # after what gives the field the focus

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the kinds in the last line while the field for one has the focus, else the keys."""
        words = "kinds: " + ", ".join(self._kinds) if event.widget.id == "note-kind" and self._kinds else self._told
        self.query_one("#note-keys", Static).update(Content(words))

    def _value(self, name: str) -> str:
        return next((field.value for field in self.query(f"#{name}").results(Input)), "")

    def written(self) -> Written:
        """The note in the fields; text from the clipboard or an editor is cleaned like any other."""
        return Written(
            clean(normalise(self.query_one("#note-text", TextArea).text)),
            self._value("note-kind").strip(),
            tuple(tag.strip("#") for tag in self._value("note-tags").replace(",", " ").split()),
            tuple(filter(None, (word.strip() for word in self._value("note-searched").split(",")))),
            any(box.value for box in self.query("#note-document").results(Checkbox)),
        )

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(Checkbox.Changed)
    def _typed(self) -> None:
        written = self.written()
        if written != self._first and not self._is_left:
            self.post_message(Typing(self._target, written))

    async def action_save(self) -> None:
        await self._letters_arrive()
        written = self.written()
        if written.empty and not self._target.question:
            self.notify("There is nothing to save yet.", markup=False)
        else:
            self._end(written)

    async def action_leave(self) -> None:
        await self._letters_arrive()
        written = self.written()
        if written.empty or written == self._first:
            self.post_message(Typing(self._target, None))
        else:
            self.post_message(Typing(self._target, written))
            self.app.notify("Kept as a draft: the same key opens it again.", markup=False)
        self._end(None)

    def _end(self, written: Written | None) -> None:
        self._is_left = self._held.holding = True
        self.dismiss(written)

    async def action_external(self) -> None:
        await self._letters_arrive()
        self.post_message(Outside(self._target, self.written(), self._take))

    async def _letters_arrive(self) -> None:
        """Wait until the letters typed before are in their field: the editor's own keys overtake them.

        Meanwhile the app handles no other key, so that what is typed afterwards does not overtake in turn.
        """
        await passed_through(self.focused)

    def _take(self, words: str) -> None:
        self.query_one("#note-text", TextArea).text = words
