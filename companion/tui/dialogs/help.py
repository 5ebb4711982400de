"""A dialog with the keys that work now, in as many columns as there is room for, filtered by what is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from companion.tui.keymap import Keymap, KeyRow, dialog_line, key_words
from companion.tui.wrap import wrap

Groups = Sequence[tuple[str, list[KeyRow]]]
COLUMN = 44
"""The least columns that a row of keys is readable in; three columns are the most."""
KEYS, GAP = 13, 3
"""Columns of the keys, and between two columns of rows."""


class HelpLine(NamedTuple):
    """A line of one column, and its style."""

    text: str
    style: str = ""


class HelpFilter(Input):
    """The field for what is looked for; while it is empty it leaves some keys to the dialog."""

    def __init__(self, left: Sequence[str]) -> None:
        super().__init__(id="help-filter", placeholder="words or a key", compact=True)
        self._left = left

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return bool(self.value or key not in self._left) and super().check_consume_key(key, character)


class HelpDialog(ModalScreen[None]):
    """Keys by group, what works now first, then what is only in the palette: rows without a key, Textual's commands.

    `later` are the rows of commands that do not work now. What is typed filters; a key alone filters by that key.
    The keys that opened the dialog close it while nothing is typed.
    """

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "close", "close"),
        Binding("down", "scroll(1)", "down", priority=True),
        Binding("up", "scroll(-1)", "up", priority=True),
        Binding("pagedown", "scroll(10)", "page down", priority=True),
        Binding("pageup", "scroll(-10)", "page up", priority=True),
    ]

    def __init__(self, keys: Keymap, groups: Groups, later: Groups, own: Sequence[SystemCommand]) -> None:
        super().__init__()
        self._palette, self._groups, self._later, self._own = keys.press("palette"), groups, later, own
        self._closers = keys.keys("help")
        for key in self._closers:
            self._bindings.bind(key, "close_empty", priority=True)

    def compose(self) -> ComposeResult:
        keys = " ".join(map(key_words, self._closers))
        words = dialog_line(self._bindings, f"The keys that work here now · type to filter · {keys} {{close}} closes")
        with Vertical(id="help"):
            yield Static(Content(words), id="help-heading")
            yield HelpFilter(self._closers)
            with VerticalScroll(id="help-rows", can_focus=False):
                yield Static(id="help-text")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "close_empty" or not self.query_one(Input).value

    @on(Input.Submitted)
    def action_close(self) -> None:
        self.dismiss(None)

    def action_close_empty(self) -> None:
        self.dismiss(None)

    def _draw(self) -> None:
        width, words = self.query_one("#help-rows").size.width - 2, self.query_one(Input).value
        if width > 0:
            parts = help_parts(self._groups, self._later, self._own, self._palette)
            text = in_columns([part for each in parts if (part := each.only(words)).rows], width)
            self.query_one("#help-text", Static).update(Content.assemble(text or "Nothing is called so."))

    def action_scroll(self, by: int) -> None:
        self.query_one("#help-rows", VerticalScroll).scroll_relative(y=by, animate=False)


class HelpPart(NamedTuple):
    """A heading and what stands under it: keys, which may be none, and words."""

    heading: str
    rows: Sequence[tuple[str, str]]

    def only(self, typed: str) -> HelpPart:
        """The part with only those rows that have the words typed, or the key."""
        words = typed.casefold().split()
        rows = [(keys, label) for keys, label in self.rows if typed.strip() in keys.split() or _has(label, words)]
        return self._replace(rows=rows)


def _has(label: str, words: Sequence[str]) -> bool:
    return all(word in label.casefold() for word in words)


def help_parts(groups: Groups, later: Groups, own: Sequence[SystemCommand], palette: str) -> Iterator[HelpPart]:
    """Keys that work now by group; what has no key; then the keys that do not work now."""
    for group, rows in groups:
        yield HelpPart(group, [(row.keys, row.label) for row in rows if row.keys])
    without = [(row.label[:1].upper() + row.label[1:]) for _, rows in groups for row in rows if not row.keys]
    without += [f"{command.title} — {command.help}" for command in own]
    yield HelpPart(f"In the palette ({palette})", [("", label) for label in without])
    yield HelpPart("Elsewhere, not now", [(row.keys, row.label) for _, rows in later for row in rows if row.keys])


def in_columns(parts: Sequence[HelpPart], width: int) -> Content | None:
    """The parts in up to three columns of equal height, read down; None if there is nothing to show."""
    count = max(min(width // COLUMN, 3), 1)
    room = (width - GAP * (count - 1)) // count
    entries = [entry for part in parts for entry in _entries(part, room)]
    if not entries:
        return None
    height = max(-(-sum(map(len, entries)) // count), max(map(len, entries)))
    columns: list[list[HelpLine]] = [[]]
    for entry in entries:
        if len(columns[-1]) >= height and len(columns) < count:
            columns.append([])
        columns[-1] += entry if columns[-1] or entry[0].text else entry[1:]
    height = max(map(len, columns))
    rows = []
    for row in range(height):
        cells = [column[row] if row < len(column) else HelpLine("") for column in columns]
        spaced = [(cell.text + " " * (room + GAP - cell_len(cell.text)), cell.style) for cell in cells]
        rows.append(Content.assemble(*spaced).rstrip())
    return Content("\n").join(rows)


def _entries(part: HelpPart, room: int) -> Iterator[list[HelpLine]]:
    """The lines of each row, which stay together; those of the first with the heading."""
    head = [HelpLine(""), HelpLine(part.heading, "bold")]
    for keys, label in part.rows:
        lead = 0 if not keys and not any(each for each, _ in part.rows) else KEYS
        first = f" {keys}".ljust(lead) if cell_len(keys) < lead or not lead else f" {keys} "
        wide = max(room - cell_len(first), 10)
        rows = enumerate(wrap(label, 0, len(label), wide))
        lines = [HelpLine((" " * len(first) if at else first) + label[start:end].rstrip()) for at, (start, end) in rows]
        yield [*head, *lines]
        head = []
