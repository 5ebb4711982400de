"""Every key of companion in one table; bindings, footer, help and the README come from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType

from companion.tui.events import VERDICT_KEYS


class Key(NamedTuple):
    """`keys` are Textual's names, comma separated; `shown` is how help and README write them.

    `where` names the only pane or state in which it works; empty for everywhere.
    """

    id: str
    keys: str
    shown: str
    label: str
    action: str
    group: str
    where: str = ""


READING = "Reading"
NOTES = "Notes"
QUESTIONS = "Questions"
PROGRAM = "Program"

SELECTING = "selecting"
ASKING = "questions"
TRAY = "without a sure place"
VERSIONS = "two versions"
UNSAVED = "not saved"

KEYS: tuple[Key, ...] = (
    Key("block.next", "j,down", "j ↓", "next block; next card, question or section in its pane", "block(1)", READING),
    Key("block.previous", "k,up", "k ↑", "previous block", "block(-1)", READING),
    Key("page.down", "space,pagedown", "space PgDn", "page down, and on into the next section", "page(1.0)", READING),
    Key("page.up", "b,pageup", "b PgUp", "page up", "page(-1.0)", READING),
    Key("half.down", "ctrl+d", "ctrl+d", "half a page down", "page(0.5)", READING),
    Key("half.up", "ctrl+u", "ctrl+u", "half a page up", "page(-0.5)", READING),
    Key("block.first", "g,home", "g", "first block of the section", "edge(0)", READING),
    Key("block.last", "G,end", "G", "last block of the section", "edge(-1)", READING),
    Key("section.next", "right_square_bracket,right", "] →", "next section", "section(1)", READING),
    Key("section.previous", "left_square_bracket,left", "[ ←", "previous section", "section(-1)", READING),
    Key("sentence.next", "right_parenthesis", ")", "next sentence", "unit('sentence',1)", READING),
    Key("sentence.previous", "left_parenthesis", "(", "previous sentence", "unit('sentence',-1)", READING),
    Key("unit.widen", "plus", "+", "widen the unit: words, sentence, block, section", "widen", READING),
    Key("unit.narrow", "minus", "-", "narrow the unit", "narrow", READING),
    Key("select", "v", "v", "select from here, by the unit", "select", READING),
    Key("word.next", "w,e", "w e", "a word on", "word(1)", READING, SELECTING),
    Key("word.previous", "b", "b", "a word back", "word(-1)", READING, SELECTING),
    Key("word.first", "0,home", "0 Home", "to the block's first word", "block_edge(False)", READING, SELECTING),
    Key("word.last", "dollar_sign,end", "$ End", "to the block's last word", "block_edge(True)", READING, SELECTING),
    Key("select.swap", "o", "o", "go to the other end", "swap_ends", READING, SELECTING),
    Key("select.on", "shift+right", "shift+→", "select a word more", "reach('words',1)", READING),
    Key("select.back", "shift+left", "shift+←", "select a word less, or back", "reach('words',-1)", READING),
    Key("select.down", "shift+down", "shift+↓", "select a block more", "reach('block',1)", READING),
    Key("select.up", "shift+up", "shift+↑", "select a block less, or back", "reach('block',-1)", READING),
    Key("annotation.next", "full_stop", ".", "next annotation, across sections", "annotation(1)", READING),
    Key("annotation.previous", "comma", ",", "previous annotation", "annotation(-1)", READING),
    Key("search", "slash", "/", "search the document and the notes", "search", READING),
    Key("hit.next", "n", "n", "next hit", "hit(1)", READING),
    Key("hit.previous", "N", "N", "previous hit", "hit(-1)", READING),
    Key(
        "open",
        "enter",
        "enter",
        "from card or question to its passage and back; to a footnote and back; open a section",
        "open",
        READING,
    ),
    Key("links", "o", "o", "links of the section and sources of its cards, with their addresses", "links", READING),
    Key("copy", "y", "y", "copy the passage with its citation", "copy", READING),
    Key("note.add", "a", "a", "annotate the unit or selection; on a search hit, its sentence", "annotate", NOTES),
    Key("note.absent", "A", "A", "a note on the section or document, for what is absent", "annotate_absent", NOTES),
    Key("note.edit", "e", "e", "edit the chosen note of yours; in the questions, write why", "edit", NOTES),
    Key("note.delete", "d", "d", "delete the chosen note of yours; take back a place you gave", "delete", NOTES),
    Key("tray", "t", "t", "the next annotation without a sure place, lost or a guess", "tray", NOTES),
    Key(
        "place.accept",
        "equals_sign",
        "=",
        "accept the place offered (enter shows the next)",
        "accept_place",
        NOTES,
        TRAY,
    ),
    Key("place.here", "p", "p", "put it on the passage at the cursor", "put_here", NOTES, TRAY),
    Key("versions", "x", "x", "choose between two versions of a note", "versions", NOTES, VERSIONS),
    Key("unsaved", "S", "S", "what is NOT SAVED: try again, or save it elsewhere", "unsaved", NOTES, UNSAVED),
    Key("undo", "u", "u", "undo", "undo", NOTES),
    Key("redo", "ctrl+r", "ctrl+r", "redo", "redo", NOTES),
    Key("questions", "c", "c", "questions, and back", "questions", QUESTIONS),
    Key("verdict.next", "space", "space", "the next verdict", "verdict(0)", QUESTIONS, ASKING),
    Key(
        "verdict.set",
        "1,2,3,4,5,6,7",
        "1–7",
        "set the verdict: " + ", ".join(VERDICT_KEYS),
        "verdict",
        QUESTIONS,
        ASKING,
    ),
    Key("evidence.link", "l", "l", "link the passage as evidence", "link", QUESTIONS, ASKING),
    Key("layers", "L", "L", "layers on and off", "layers", PROGRAM),
    Key("pane.next", "tab", "tab", "next pane", "app.focus_next", PROGRAM),
    Key("pane.previous", "shift+tab", "shift+tab", "previous pane", "app.focus_previous", PROGRAM),
    Key("help", "question_mark", "?", "the keys that work now", "help", PROGRAM),
    Key("palette", "colon,ctrl+p", ": ctrl+p", "command palette", "app.command_palette", PROGRAM),
    Key("suspend", "ctrl+z", "ctrl+z", "suspend; undo in the editor", "app.suspend_process", PROGRAM),
    Key("quit", "q,ctrl+q", "q", "quit; everything is saved", "app.quit", PROGRAM),
    Key("leave", "escape", "esc", "give up the selection, the search, placing; back to the text", "leave", PROGRAM),
)


def bindings() -> list[BindingType]:
    """Textual's bindings for the reader's screen; of two for one key the one for a certain state is asked first."""
    keys = sorted((key for key in KEYS if key.id != "verdict.set"), key=lambda key: not key.where)
    given: list[BindingType] = [Binding(key.keys, key.action, key.label, id=key.id, show=False) for key in keys]
    return given + [
        Binding(str(number), f"verdict({number})", verdict, id=f"verdict.{number}", show=False)
        for number, verdict in enumerate(VERDICT_KEYS, 1)
    ]


def keymap(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The reader's own keys by binding id, and what is wrong with them, in words."""
    known = {key.id for key in KEYS} | {f"verdict.{number}" for number in range(1, 8)}
    taken: dict[str, str] = {}
    wrong = [f"keys: there is no `{name}`; the names are in the README" for name in wanted if name not in known]
    kept = {name: keys for name, keys in wanted.items() if name in known}
    for name, keys in kept.items():
        for key in keys.split(","):
            other = taken.setdefault(key, name)
            if other != name:
                wrong.append(f"keys: {key} is given to `{other}` and to `{name}`")
    return kept, wrong
