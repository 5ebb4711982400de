"""Every command in one table: bindings, gates, footer, help, palette and the README's keys come from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from companion import reading as verbs
from companion.tui.commands import catalogue, contents, links, move, notes, program, questions, search, tray
from companion.tui.commands.contents import in_contents
from companion.tui.commands.move import selecting, verb
from companion.tui.commands.notes import not_saved, two_versions
from companion.tui.commands.program import notebook_unsure, touring, welcomed
from companion.tui.commands.questions import answering, asking
from companion.tui.commands.tray import placing
from companion.tui.events import VERDICT_KEYS
from companion.tui.keymap import Command, Keymap

MOVES = (
    Command(
        "block.next", "j,down", "next block; next card, question or section in its pane", partial(move.block, by=1)
    ),
    Command("block.previous", "k,up", "previous block", partial(move.block, by=-1)),
    Command("page.down", "space,pagedown", "page down, and on into the next section", partial(move.page, by=1)),
    Command("page.up", "b,pageup", "page up", partial(move.page, by=-1)),
    Command("half.down", "ctrl+d", "half a page down", partial(move.page, by=0.5)),
    Command("half.up", "ctrl+u", "half a page up", partial(move.page, by=-0.5)),
    Command("block.first", "g,home", "first block of the section", partial(move.edge, block=0)),
    Command("block.last", "G,end", "last block of the section", partial(move.edge, block=-1)),
    Command("section.next", "],right", "next section", partial(move.section, by=1)),
    Command("section.previous", "[,left", "previous section", partial(move.section, by=-1)),
    Command(
        "sentence.next", ")", "next sentence", verb(verbs.step, "sentence", 1), foot={"annotations": (2, "sentence")}
    ),
    Command("sentence.previous", "(", "previous sentence", verb(verbs.step, "sentence", -1)),
    Command("unit.widen", "+", "widen the unit: words, sentence, block, section", verb(verbs.widen)),
    Command("unit.narrow", "-", "narrow the unit", verb(verbs.narrow)),
    Command("select", "v", "select from here, by the unit", verb(verbs.toggle_selection)),
    Command("word.next", "w,e", "a word on", verb(verbs.step, "words", 1), selecting, {"selection": (1, "words")}),
    Command("word.previous", "b", "a word back", verb(verbs.step, "words", -1), selecting, {"selection": (1, "words")}),
    Command("word.first", "0,home", "to the block's first word", verb(verbs.block_edge, False), selecting),
    Command("word.last", "$,end", "to the block's last word", verb(verbs.block_edge, True), selecting),
    Command(
        "select.swap", "o", "go to the other end", verb(verbs.swap_ends), selecting, {"selection": (3, "other end")}
    ),
    Command("select.on", "shift+right", "select a word more", verb(verbs.reach, "words", 1)),
    Command("select.back", "shift+left", "select a word less, or back", verb(verbs.reach, "words", -1)),
    Command("select.down", "shift+down", "select a block more", verb(verbs.reach, "block", 1)),
    Command("select.up", "shift+up", "select a block less, or back", verb(verbs.reach, "block", -1)),
    Command("annotation.next", ".", "next annotation, across sections", partial(move.annotation, by=1)),
    Command("annotation.previous", "comma", "previous annotation", partial(move.annotation, by=-1)),
)
"""These only make another Reading, or move a pane's own mark."""

READING = (
    *MOVES,
    Command("section.read", "r", "mark the section as read, or as not read", contents.mark_read),
    Command(
        "contents.fold",
        "h,left",
        "in the contents: fold what stands below the section",
        partial(contents.fold, away=True),
        in_contents,
    ),
    Command(
        "contents.unfold",
        "l,right",
        "in the contents: show what stands below it",
        partial(contents.fold, away=False),
        in_contents,
    ),
    Command(
        "contents.filter",
        "/",
        "in the contents: only sections with these words",
        contents.filter_sections,
        in_contents,
    ),
    Command("search", "/", "search the document and the notes", search.search),
    Command(
        "hit.next",
        "n",
        "next hit",
        partial(search.hit, by=1),
        foot={"search": (1, "next"), "tray, searching": (2, "next")},
    ),
    Command("hit.previous", "N", "previous hit", partial(search.hit, by=-1), foot={"search": (4, "previous")}),
    Command(
        "open",
        "enter",
        "from card or question to its passage and back; to a footnote and back; open a section",
        links.follow,
        foot={"footnote": (0, "footnote"), "questions": (4, "evidence"), "tray": (3, "next place")},
    ),
    Command("links", "o", "links of the section and sources of its cards, with their addresses", links.links),
    Command("copy", "y", "copy the passage with its citation", links.copy),
    Command("catalogue", "B", "all notes, annotations and questions in one list", catalogue.open_list),
)

NOTES = (
    Command(
        "note.add",
        "a",
        "annotate the unit or selection; on a search hit, its sentence",
        notes.annotate,
        foot={"annotations": (1, "annotate"), "selection": (2, "annotate"), "search": (2, "note")},
    ),
    Command(
        "note.absent",
        "A",
        "a note on the section or document, for what is absent",
        notes.annotate_absent,
        foot={"annotations": (4, "what is absent")},
    ),
    Command(
        "note.edit",
        "e",
        "edit the chosen note of yours; in the questions, write why",
        notes.edit,
        foot={"questions": (2, "why")},
    ),
    Command("note.delete", "d", "delete the chosen note of yours; take back a place you gave", notes.delete),
    Command("tray", "t", "the next annotation without a sure place, lost or a guess", tray.next_card),
    Command("place.accept", "=", "accept the place offered", tray.accept, placing, {"tray": (2, "accept")}),
    Command(
        "place.here",
        "p",
        "put it on the passage at the cursor",
        tray.put_here,
        placing,
        {"tray": (1, "put here"), "tray, searching": (1, "put here")},
    ),
    Command(
        "versions",
        "x",
        "choose between two versions of a note",
        notes.versions,
        two_versions,
        {"versions": (-1, "two versions")},
    ),
    Command(
        "unsaved",
        "S",
        "what is NOT SAVED: try again, or save it elsewhere",
        notes.unsaved,
        not_saved,
        {"unsaved": (-2, "save again")},
    ),
    Command("unsaved.again", "", "save again what is NOT SAVED yet", "app.save_again", not_saved),
    Command("notebook", "", "choose the notebook of this document", "app.choose_notebook", notebook_unsure),
    Command("undo", "u", "undo", notes.undo),
    Command("redo", "ctrl+r", "redo", notes.redo),
)

QUESTIONS = (
    Command("questions", "c", "questions, and back", questions.toggle, foot={"annotations": (3, "questions")}),
    Command(
        "question.take",
        "f",
        "take the question in hand while reading",
        questions.take,
        asking,
        {"questions": (0, "in hand")},
    ),
    Command("question.next", "]", "next open question", partial(questions.open_question, by=1), asking),
    Command("question.previous", "[", "previous open question", partial(questions.open_question, by=-1), asking),
    Command("question.verdicts", "V", "show the questions of one verdict only", questions.filter_verdicts, asking),
    Command("verdict.next", "space", "the next verdict", questions.next_verdict, asking),
    *(
        Command(
            f"verdict.{number}",
            str(number),
            f"set the verdict: {verdict}",
            partial(questions.set_verdict, verdict=verdict),
            answering,
            {"questions": (1, "verdict"), "hand": (3, "verdict")},
        )
        for number, verdict in enumerate(VERDICT_KEYS, 1)
    ),
    Command(
        "evidence.link",
        "l",
        "link the passage as evidence",
        questions.link,
        answering,
        {"questions": (3, "link"), "hand": (1, "link evidence")},
    ),
    Command(
        "question.why",
        "E",
        "write the reason for the verdict on the question in hand",
        questions.why,
        answering,
        {"hand": (4, "why")},
    ),
)

PROGRAM = (
    Command("tour.next", "enter", "next step of the tour", program.next_step, touring),
    Command("tour.end", "escape", "end the tour for good", program.end_tour, touring),
    Command("welcome.away", "W", "put away for good what an unread document says", program.put_welcome_away, welcomed),
    Command("layers", "L", "layers on and off", program.layers),
    Command("how_read", "", "how this was read: headings, what was left out, which walls held", "app.tell_how_read"),
    Command("left", "O", "what is left out of this document, to be read", program.left_out),
    Command("hidden", "", "what is hidden in this document: characters nobody sees", "app.look_for_hidden"),
    Command("panes", "m", "which panes show: text and cards, text alone, all three", program.panes),
    Command("text.wider", ">", "longer rows of text", partial(program.width, by=4)),
    Command("text.narrower", "<", "shorter rows of text", partial(program.width, by=-4)),
    Command("pane.next", "tab", "next pane", "app.focus_next"),
    Command("pane.previous", "shift+tab", "previous pane", "app.focus_previous"),
    Command("help", "?", "the keys that work now", program.show_help, foot={"any": (9, "keys")}),
    Command("palette", ":", "command palette", "app.command_palette", fixed="ctrl+p"),
    Command("suspend", "ctrl+z", "suspend; undo in the editor", "app.suspend_process"),
    Command("quit", "q", "quit; everything is saved", "app.quit", fixed="ctrl+q"),
    Command(
        "leave",
        "escape",
        "give up the selection, the search, placing; back to the text",
        move.leave,
        foot={
            "hand": (5, "put back"),
            "selection": (4, "give up"),
            "search": (3, "end"),
            "tray": (4, "let go"),
            "tray, searching": (3, "end"),
        },
    ),
)

GROUPS = {"Reading": READING, "Notes": NOTES, "Questions": QUESTIONS, "Program": PROGRAM}
SETS = {"verdict.set": [f"verdict.{number}" for number in range(1, len(VERDICT_KEYS) + 1)]}
"""Names in a reader's settings that stand for several commands, a key for each."""


def keymap(wanted: Mapping[str, str] = MappingProxyType({})) -> Keymap:
    """The keys in force, with the reader's own ones by command id."""
    moves = frozenset(command.id for command in MOVES)
    return Keymap(GROUPS, wanted, SETS, moves, {asking: answering})
