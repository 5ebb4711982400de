"""The list of all notes, annotations and questions: narrowed while one types, by place or by date."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import set_cell_size
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input, Static

from companion.reading import Reading
from companion.reading.catalogue import FIELDS, Entry, ListChoice, Order, catalogue, narrowed, ordered
from companion.text.clean import clean_line
from companion.tui.events import KeysMayGo
from companion.tui.held_keys import HeldKeys
from companion.tui.keymap import dialog_line
from companion.tui.strips import BOLD, DIM, PLAIN, Part, strip
from companion.tui.widgets.pane import Pane
from companion.tui.widgets.status import cut
from companion.tui.wrap import CardLine, text_lines

FIELD_KEYS = "enter goes there · ↓ ↑ move · tab to the list, for e edit, space preview, s sort · {close} closes"
LIST_KEYS = "enter goes there · e edits · space previews · s sorts · / filter · {close} closes"
HINT = " ".join(f"{name}:" for name in FIELDS)


class Wanted(NamedTuple):
    """What the reader chose in the list: a row to go to, or to edit; None to stay."""

    entry: Entry | None
    edit: bool
    choice: ListChoice


class EntryList(Pane):
    """One row an entry; a bar stands beside the one that keys act on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "screen.move(1)", "down"),
        Binding("k", "screen.move(-1)", "up"),
        Binding("g,home", "screen.move(-1000000)", "first"),
        Binding("G,end", "screen.move(1000000)", "last"),
        Binding("enter", "screen.go", "go there"),
        Binding("e", "screen.edit", "edit"),
        Binding("space", "screen.preview", "preview"),
        Binding("s", "screen.sort", "by place or by date"),
        Binding("slash,i", "screen.filter", "to the filter"),
        Binding("q", "screen.close", "close"),
    ]

    class RowChosen(Message):
        """The reader clicked on a row, `again` where it was chosen already."""

        def __init__(self, row: int, *, again: bool) -> None:
            super().__init__()
            self.row, self.again = row, again

    def __init__(self, reading: Reading) -> None:
        super().__init__(id="entries")
        self.set_reactive(Pane.reading, reading)
        self.entries: list[Entry] = []
        self.at = 0

    def count(self) -> int:
        return len(self.entries)

    def show(self, entries: list[Entry], at: int) -> None:
        """Show these entries, with the bar beside one of them."""
        self.entries = entries
        self.at = min(max(at, 0), max(len(entries) - 1, 0))
        self.set_reactive(Pane.top, min(self.top, max(len(entries) - self.size.height, 0)))
        self.reveal(self.at, self.at)
        self.redraw_all()

    def on_resize(self) -> None:
        self.reveal(self.at, self.at, self.size.height // 3)

    def line(self, row: int, width: int) -> Strip:
        entry, here = self.entries[row], row == self.at
        head, place = min(max(width // 4, 18), 34), min(max(width // 4, 12), 30)
        words = cut(clean_line(" ".join(entry.words.split())), max(width - head - place - 5, 1))
        parts: list[Part] = [
            ("▌" if here else " ", BOLD if self.has_focus else PLAIN),
            (set_cell_size(cut(f"{entry.sign} {entry.head}", head), head + 1), BOLD if here else PLAIN),
            (set_cell_size(words, max(width - head - place - 4, 1)), PLAIN),
            (cut(place_words(self.reading, entry), place), DIM),
        ]
        return strip(parts, width, self.base)

    def on_click(self, event: events.Click) -> None:
        row = self.row_at(event)
        if row is not None:
            self.post_message(self.RowChosen(row, again=row == self.at))

    def on_focus(self) -> None:
        self.redraw_all()

    def on_blur(self) -> None:
        self.redraw_all()


def place_words(reading: Reading | None, entry: Entry) -> str:
    """Where an entry stands; the paragraph too where its section is parsed already, for parsing many takes time."""
    index = entry.place[0]
    if reading is None or entry.span is None or index >= len(reading.document) or not reading.document.holds(index):
        return entry.title
    return f"{entry.title} ¶{reading.document.section(index).paragraph(entry.span.start)}"


class EntryPreview(Pane, can_focus=False):
    """The whole of one entry."""

    bar = 0

    def __init__(self, reading: Reading) -> None:
        super().__init__(id="entry")
        self.set_reactive(Pane.reading, reading)
        self._lines: list[CardLine] = []

    def count(self) -> int:
        return len(self._lines)

    def show(self, entry: Entry | None) -> None:
        """Show another entry."""
        width = max(self.size.width - 2, 10)
        self._lines = _whole(self.reading, entry, width) if entry else []
        self.set_reactive(Pane.top, 0)
        self.redraw_all()

    def line(self, row: int, width: int) -> Strip:
        return strip([(" ", PLAIN), *self._lines[row].parts], width, self.base)


def _whole(reading: Reading | None, entry: Entry, width: int) -> list[CardLine]:
    """Head, words, the words quoted, and whose it is."""
    lines = text_lines("", f"{entry.sign} {entry.head} · {place_words(reading, entry)}", width, BOLD)
    lines += text_lines("", entry.words, width)
    for more in filter(None, entry.more):
        if more != entry.words:
            lines += text_lines("", f"“{more}”" if entry.what != "question" else more, width, DIM)
    whose = "you" if entry.what == "note" else entry.names[0] if entry.names else ""
    about = [" ".join(f"#{tag}" for tag in entry.tags), whose, entry.date[:16].replace("T", " "), entry.state]
    return [*lines, *text_lines("", " · ".join(filter(None, about)), width, DIM)]


class CatalogueScreen(Screen[Wanted]):
    """Returns what the reader wants to go to or to edit, with the filter to begin with next time.

    Keys wait in `keys` until its field stands, and from the moment it is left.
    """

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close"),
        Binding("down", "move(1)", "down"),
        Binding("up", "move(-1)", "up"),
        Binding("pagedown", "page(1)", "page down"),
        Binding("pageup", "page(-1)", "page up"),
    ]

    def __init__(self, reading: Reading, choice: ListChoice, keys: HeldKeys) -> None:
        super().__init__()
        self._reading, self._choice, self._held = reading, choice, keys
        self._order: Order = choice.order
        self._all = ordered(catalogue(reading), self._order)
        self._list, self._entry = EntryList(reading), EntryPreview(reading)
        self._field = Input(choice.words, f"words, or {HINT}", compact=True, select_on_focus=True, id="entries-filter")

    def compose(self) -> ComposeResult:
        yield Static(id="entries-title")
        with Horizontal(id="entries-line"):
            yield Static(Content("/ "), id="entries-sign")
            yield self._field
        yield self._list
        yield self._entry
        yield Static(id="entries-keys")

    def on_mount(self) -> None:
        self._entry.display = False
        self._field.focus()
        self._narrow(self._choice.key or self._near())
        self._held.holding = False
        self.app.post_message(KeysMayGo())

    def _near(self) -> str:
        """The key of the entry that is chosen, or the first from the cursor on."""
        reading = self._reading
        if any(entry.key == reading.chosen for entry in self._all):
            return reading.chosen
        here = (reading.cursor.section, reading.cursor.at)
        return next((entry.key for entry in self._all if entry.place >= here), "")

    @property
    def _current(self) -> Entry | None:
        entries = self._list.entries
        return entries[self._list.at] if entries else None

    def _narrow(self, key: str) -> None:
        """Show what fits the filter; the bar stays on the entry with this key."""
        fits = narrowed(self._all, self._field.value)
        self._list.show(fits, next((at for at, entry in enumerate(fits) if entry.key == key), 0))
        self._tell()

    def _tell(self) -> None:
        """Say how many there are and what the keys do, and show the entry with the bar."""
        count = f"{len(self._list.entries)} of {len(self._all)}"
        order = "in order of place" if self._order == "place" else "the latest change first"
        title = f" Notes and questions · {count} · {order}"
        self.query_one("#entries-title", Static).update(Content(title))
        if self._entry.display:
            self._entry.show(self._current)

    def on_descendant_focus(self) -> None:
        told = LIST_KEYS if self.focused is self._list else FIELD_KEYS
        self.query_one("#entries-keys", Static).update(Content(dialog_line(self._bindings, told)))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._narrow(self._current.key if self._current else "")

    @on(Input.Submitted)
    def action_go(self) -> None:
        if self._current is not None:
            self._end(self._current)

    @on(EntryList.RowChosen)
    def _clicked(self, event: EntryList.RowChosen) -> None:
        self.action_move(event.row - self._list.at)
        if event.again:
            self.action_go()

    def action_edit(self) -> None:
        if self._current is not None and self._current.what == "annotation":
            self.query_one("#entries-keys", Static).update(Content("Somebody else's: only your own notes are edited."))
        elif self._current is not None:
            self._end(self._current, edit=True)

    def action_close(self) -> None:
        self._end(None)

    def _end(self, entry: Entry | None, *, edit: bool = False) -> None:
        self._held.holding = True
        here = self._current.key if self._current else ""
        self.dismiss(Wanted(entry, edit, ListChoice(self._field.value, self._order, here)))

    def action_move(self, by: int) -> None:
        self._list.show(self._list.entries, self._list.at + by)
        self._tell()

    def action_page(self, by: int) -> None:
        self.action_move(by * max(self._list.size.height - 1, 1))

    def action_filter(self) -> None:
        self._field.focus()

    def action_preview(self) -> None:
        """Show the whole entry below the list, or no more."""
        self._entry.display = not self._entry.display
        self.call_after_refresh(self._tell)

    def action_sort(self) -> None:
        """By place, or by date."""
        self._order = "date" if self._order == "place" else "place"
        self._all = ordered(self._all, self._order)
        self._narrow(self._current.key if self._current else "")
