"""Every key of companion in one table; bindings, footer, help and the README come from it."""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding


class Key(NamedTuple):
    """`keys` are Textual's names, comma separated; `shown` is how help and README write them."""

    id: str
    keys: str
    shown: str
    label: str
    action: str
    group: str


READING = "Reading"
NOTES = "Notes"
QUESTIONS = "Questions"
PROGRAM = "Program"

KEYS: tuple[Key, ...] = (
    Key("block.next", "j,down", "j ↓", "next block", "block(1)", READING),
    Key("block.previous", "k,up", "k ↑", "previous block", "block(-1)", READING),
    Key("page.down", "space,pagedown", "space PgDn", "page down", "page(1.0)", READING),
    Key("page.up", "b,pageup", "b PgUp", "page up", "page(-1.0)", READING),
    Key("half.down", "ctrl+d", "ctrl+d", "half a page down", "page(0.5)", READING),
    Key("half.up", "ctrl+u", "ctrl+u", "half a page up", "page(-0.5)", READING),
    Key("block.first", "g,home", "g", "first block of the section", "edge(0)", READING),
    Key("block.last", "G,end", "G", "last block of the section", "edge(-1)", READING),
    Key("section.next", "right_square_bracket,right", "] →", "next section", "section(1)", READING),
    Key("section.previous", "left_square_bracket,left", "[ ←", "previous section", "section(-1)", READING),
    Key("sentence.next", "right_parenthesis", ")", "next sentence", "unit('sentence',1)", READING),
    Key("sentence.previous", "left_parenthesis", "(", "previous sentence", "unit('sentence',-1)", READING),
    Key("unit.widen", "plus", "+", "widen the unit", "widen", READING),
    Key("unit.narrow", "minus", "-", "narrow the unit", "narrow", READING),
    Key("select", "v", "v", "select from here", "select", READING),
    Key("word.next", "w,e", "w e", "next word, while selecting", "unit('words',1)", READING),
    Key("select.swap", "o", "o", "swap the selection's ends", "swap_ends", READING),
    Key("annotation.next", "full_stop", ".", "next annotation", "annotation(1)", READING),
    Key("annotation.previous", "comma", ",", "previous annotation", "annotation(-1)", READING),
    Key("open", "enter", "enter", "from card or question to its passage, and back", "open", READING),
    Key("copy", "y", "y", "copy the passage with its citation", "copy", READING),
    Key("note.add", "a", "a", "annotate the unit or selection", "annotate", NOTES),
    Key("note.absent", "A", "A", "a note on the section, for what is absent", "annotate_absent", NOTES),
    Key("note.edit", "e", "e", "edit the chosen note", "edit", NOTES),
    Key("note.delete", "d", "d", "delete the chosen note", "delete", NOTES),
    Key("undo", "u", "u", "undo", "undo", NOTES),
    Key("redo", "ctrl+r", "ctrl+r", "redo", "redo", NOTES),
    Key("questions", "c", "c", "questions, and back", "questions", QUESTIONS),
    Key("verdict.next", "space", "space", "the next verdict, in the questions", "verdict(0)", QUESTIONS),
    Key("verdict.set", "1,2,3,4,5,6,7", "1–7", "set the verdict, in the questions", "verdict", QUESTIONS),
    Key("evidence.link", "l", "l", "link the passage as evidence", "link", QUESTIONS),
    Key("pane.next", "tab", "tab", "next pane", "app.focus_next", PROGRAM),
    Key("pane.previous", "shift+tab", "shift+tab", "previous pane", "app.focus_previous", PROGRAM),
    Key("help", "question_mark", "?", "the keys that work now", "help", PROGRAM),
    Key("palette", "colon,ctrl+p", ": ctrl+p", "command palette", "app.command_palette", PROGRAM),
    Key("suspend", "ctrl+z", "ctrl+z", "suspend", "app.suspend_process", PROGRAM),
    Key("quit", "q,ctrl+q", "q", "quit; everything is saved", "app.quit", PROGRAM),
    Key("leave", "escape", "esc", "give up the selection, back to the text", "leave", PROGRAM),
)


def bindings(*groups: str) -> list[Binding]:
    """Textual's bindings for the reader's screen."""
    return [
        Binding(
            key.keys,
            key.action,
            key.label,
            id=key.id,
            tooltip=key.label,
            show=False,
            group=Binding.Group(key.group),
        )
        for key in KEYS
        if key.group in groups and not key.id.startswith("verdict")
    ]
