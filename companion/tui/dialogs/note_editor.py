"""The note editor: docked where the cards are, so that the passage it is about stays in sight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Static, TextArea

from companion.reading import Reading, all_layers
from companion.text.clean import clean, normalise
from companion.tui.composer import Composer
from companion.tui.dialogs.kind_field import KindField
from companion.tui.events import KeysMayGo, Outside, Target, Typing, Written
from companion.tui.held_keys import passed_through
from companion.tui.keymap import dialog_line

KEYS = "{save} save · {leave} leave, draft kept · {external} your editor · tab next"


class SignedCheckbox(Checkbox):
    """A checkbox that tells its state by a sign; Textual's own tells it by colour alone."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        self.BUTTON_INNER = "x" if self.value else " "
        super().watch_value()


class TagSuggester(Suggester):
    """Completes the tag being typed, the last of several, to one that was used before."""

    def __init__(self, tags: Iterable[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._tags = sorted(set(tags))

    async def get_suggestion(self, value: str) -> str | None:
        typed = value.replace(",", " ").rpartition(" ")[2].lstrip("#")
        longer = (tag for tag in self._tags if typed and tag.startswith(typed) and tag != typed)
        found = next(longer, None)
        return value + found[len(typed) :] if found else None


class NoteEditor(ModalScreen[Written | None]):
    """Returns the note if it is to be saved, else None; then what was written is kept as a draft.

    It stands over `side`, where the cards are. Keys typed meanwhile wait in the composer until it stands, and again
    from the moment it is left. A kind that nobody defines is asked about once.
    """

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("escape", "leave", "leave, keeping the draft", priority=True),
        Binding("ctrl+o", "external", "open $VISUAL or $EDITOR", priority=True),
    ]

    def __init__(
        self,
        heading: str,
        target: Target,
        written: Written,
        reading: Reading,
        composer: Composer,
        side: Widget,
    ) -> None:
        super().__init__()
        self._heading, self._target, self._first = heading, target, written
        self._reading, self._composer, self._side = reading, composer, side
        self._told = dialog_line(self._bindings, KEYS)
        self._is_left = False

    def compose(self) -> ComposeResult:
        with Vertical(id="note-editor"):
            yield Static(Content(self._heading), id="note-heading")
            if self._target.quote and self._is_out_of_sight():
                yield Static(Content(f"“{self._target.quote.exact}”"), id="note-quote")
            if self._target.absent:
                words = ", ".join(self._first.searched)
                placeholder = "words you looked for, with commas between"
                yield Input(words, placeholder=placeholder, compact=True, id="note-searched")
                label = Content("about the whole document")
                yield SignedCheckbox(label, self._first.document, compact=True, id="note-document")
            yield TextArea(self._first.text, id="note-text", tab_behavior="focus", compact=True)
            if not self._target.question:
                yield KindField(self._first.kind, self._reading.kinds)
                with Horizontal(classes="note-row"):
                    yield Static(Content("tags "), classes="note-label")
                    tags, suggester = " ".join(self._first.tags), TagSuggester(self._used())
                    yield Input(tags, "→ completes", compact=True, id="note-tags", suggester=suggester)
            yield Static(Content(self._told), id="note-keys")

    def _is_out_of_sight(self) -> bool:
        """Whether the words stand nowhere in the section on screen."""
        span = self._target.span
        return span is None or span.section != self._reading.section.id

    def _used(self) -> list[str]:
        notes = (note for layer in all_layers(self._reading) for note in layer.annotations)
        return [tag for note in notes for tag in note.tags]

    def on_mount(self) -> None:
        self.dock()
        area = self.query_one("#note-text", TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        self._composer.keys.holding = False
        self.app.post_message(KeysMayGo())  # after what gives the field the focus

    def dock(self) -> None:
        """Stand where there is room now."""
        for box in self.query("#note-editor"):
            region = self._side.region.shrink(self._side.gutter)
            box.styles.offset = region.offset
            box.styles.width, box.styles.height = region.width, region.height

    def _value(self, name: str) -> str:
        return next((field.value for field in self.query(f"#{name}").results(Input)), "")

    @property
    def _kind(self) -> str:
        return next((field.kind for field in self.query(KindField)), "")

    def written(self) -> Written:
        """The note in the fields; text from the clipboard or an editor is cleaned like any other."""
        return Written(
            clean(normalise(self.query_one("#note-text", TextArea).text)),
            self._kind,
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
        elif self._is_known(written.kind):
            self._end(written)
        else:
            self._ask_about(written.kind)

    def _is_known(self, kind: str) -> bool:
        """Whether a kind is defined, or the reader wants it all the same."""
        return not kind or kind == self._first.kind or kind in self._reading.kinds or kind in self._composer.accepted

    def _ask_about(self, kind: str) -> None:
        """Ask once whether a kind is meant that nobody defines."""
        self._composer.accepted.add(kind)
        names = self.query_one(KindField).offer()
        meant = f"Did you mean {' or '.join(names)}? enter takes the one marked" if names else "↓ and enter take one"
        told = dialog_line(self._bindings, f"There is no kind “{kind}”. {meant}, {{save}} keeps your word.")
        self.query_one("#note-keys", Static).update(Content(told))

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
        self._is_left = self._composer.keys.holding = True
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
