"""What the dialogue does its own way: where a screen opens a dialog, it asks; where a screen shows, it tells."""

from __future__ import annotations

import asyncio
from itertools import islice

from companion import reading as verbs
from companion.linear import lines
from companion.linear.panes import Dialogue
from companion.model import CompanionError
from companion.reading.catalogue import catalogue as entries
from companion.reading.catalogue import narrowed
from companion.tui import messages
from companion.tui.commands import move


def step_on(dialogue: Dialogue) -> None:
    _step(dialogue, 1)


def step_back(dialogue: Dialogue) -> None:
    _step(dialogue, -1)


def _step(dialogue: Dialogue, by: int) -> None:
    before = dialogue.now
    asyncio.run(move.block(dialogue, by))
    if dialogue.focused is dialogue.contents:
        heading = dialogue.now.document.headings[dialogue.contents.at]
        dialogue.console.say(f"{dialogue.contents.at + 1}. {heading.title}; enter opens it")
    elif dialogue.now.cursor == before.cursor and dialogue.now.chosen == before.chosen:
        dialogue.console.say("That is the end." if by > 0 else "That is the beginning.")


def read_on(dialogue: Dialogue) -> None:
    """All blocks to the end of the section; from its last one, the next section."""
    now, start = dialogue.now, dialogue.now.block + 1
    last = len(now.section.blocks) - 1
    if start > last:
        dialogue.show(verbs.go(now, now.cursor.section + 1))
        return
    for block in range(start, last):
        dialogue.console.say_all(lines.passage_lines(verbs.go(now, now.cursor.section, block)))
    dialogue.show(verbs.go(now, now.cursor.section, last))


def search(dialogue: Dialogue, words: str = "") -> None:
    """Look for words, and go to the first hit."""
    words = words or (dialogue.console.ask("look for:") or "")
    reading = verbs.search(dialogue.now, words)
    if reading.search is None:
        return
    for piece in verbs.look(reading, reading.search.query):
        reading = verbs.take_in(reading, piece)
    assert reading.search is not None
    count = reading.search.total
    dialogue.show(reading)
    dialogue.tell(
        f"{count} hit{'s' * (count != 1)}; {{hit.next}} next, {{hit.previous}} previous" if count else "not found"
    )


def links(dialogue: Dialogue) -> None:
    """Tell the links of the section and the sources beside it, with their addresses."""
    found = verbs.links(dialogue.now)
    dialogue.console.say(f"{len(found)} links and sources" if found else "There are no links in this section.")
    for number, link in enumerate(found, 1):
        about = f"{link.card}, " if link.card else ""
        dialogue.console.say(f"{number}. {about}{' '.join(link.words.split())}: {link.address}")


def cite(dialogue: Dialogue) -> None:
    """Tell the passage with its citation."""
    dialogue.console.say(verbs.citation(dialogue.now))


def layers(dialogue: Dialogue) -> None:
    """Tell the layers, and switch one off or on."""
    found = verbs.all_layers(dialogue.now)
    for number, layer in enumerate(found, 1):
        state = "off" if layer.id in dialogue.now.hidden else "on"
        dialogue.console.say(f"{number}. {layer.title or layer.id}: {state}")
    if number := dialogue.console.ask_number("which to switch, or enter:", len(found)):
        dialogue.show(verbs.switch(dialogue.now, found[number - 1].id))


def catalogue(dialogue: Dialogue) -> None:
    """Tell the notes, annotations and questions that hold the words typed, and go to one of them."""
    words = dialogue.console.ask("all notes and questions; words, kind:, tag:, by:, or enter for all:") or ""
    found = narrowed(entries(dialogue.now), words)
    dialogue.console.say(f"{len(found)} notes, annotations and questions" if found else "not found")
    for number, entry in enumerate(found, 1):
        dialogue.console.say(f"{number}. {entry.title}: {entry.head}: {' '.join(entry.words.split())}")
    number = dialogue.console.ask_number("which to go to, or enter:", len(found)) if found else 0
    if not number:
        return
    entry = found[number - 1]
    there = verbs.go_to(dialogue.now, entry.span) if entry.span else dialogue.now
    tab = verbs.show_tab(there, "questions" if entry.what == "question" else "annotations")
    dialogue.show(verbs.choose(tab, entry.key))
    dialogue.set_focus(dialogue.passage if entry.span else dialogue.margin)


def find_sections(dialogue: Dialogue) -> None:
    """Tell the sections whose titles hold the words typed."""
    words = (dialogue.console.ask("titles with:") or "").casefold().split()
    told = [
        f"{number}. {heading.title}"
        for number, heading in enumerate(dialogue.now.document.headings, 1)
        if all(word in heading.title.casefold() for word in words)
    ]
    dialogue.console.say_all(told or ["not found"])


def how_read(dialogue: Dialogue) -> None:
    """Tell how the document was read."""
    from companion.tui.how import heading_of, options_of  # only when asked for

    document = dialogue.now.document
    for told in (heading_of(document), *options_of(document, ())):
        dialogue.console.say_all(told.plain.split("\n"))


def left_out(dialogue: Dialogue) -> None:
    """Tell what of the original is left out, with its words where they are known."""
    document = dialogue.now.document
    dialogue.console.say_all(document.notices or ("Nothing was left out or guessed.",))
    for left in document.left_out:
        dialogue.console.say(f"{left.reason}: {left.text}")


def next_pane(dialogue: Dialogue) -> None:
    order = [dialogue.passage, dialogue.margin, dialogue.contents]
    dialogue.set_focus(order[(order.index(dialogue.focused) + 1) % len(order)])


def to_sections(dialogue: Dialogue, given: str) -> None:
    _to(dialogue, "contents")


def to_cards(dialogue: Dialogue, given: str) -> None:
    dialogue.show(verbs.show_tab(dialogue.now, "annotations"))
    _to(dialogue, "margin")


def to_text(dialogue: Dialogue, given: str) -> None:
    _to(dialogue, "passage")


def _to(dialogue: Dialogue, pane: str) -> None:
    """To a pane; told again where the reader is there already."""
    if dialogue.focused is getattr(dialogue, pane):
        dialogue.console.say_all(dialogue.focused.arrival())
    dialogue.set_focus(getattr(dialogue, pane))


def go(dialogue: Dialogue, given: str) -> None:
    """To a section by its number or id; in the questions to one of them."""
    now = dialogue.now
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
    if dialogue.focused is dialogue.margin:
        keys = dialogue.margin.keys()
        if 0 < number <= len(keys):
            dialogue.show(verbs.choose(now, keys[number - 1]))
            return
    index = number - 1 if 0 < number <= len(now.document) else now.document.index(given)
    if index is None:
        dialogue.tell(f"There is no section {given[:60]}.")
        return
    dialogue.set_focus(dialogue.passage)
    dialogue.show(verbs.go(now, index))


def here(dialogue: Dialogue, given: str) -> None:
    """Tell once more where the reader is."""
    dialogue.console.say_all((*lines.section_lines(dialogue.now), *lines.passage_lines(dialogue.now)))
    if dialogue.now.hand:
        dialogue.console.say(lines.hand_line(dialogue.now))


def versions(dialogue: Dialogue) -> None:
    """Tell two versions of a note, and let the reader choose."""
    now = dialogue.now
    pair = verbs.versions_of(now, dialogue.margin.current()) or next(iter(now.own.versions))
    dialogue.console.say_all(messages.version_heading(pair).plain.split("\n"))
    options = messages.version_options(now, pair)
    for option in options:
        dialogue.console.say_all(option.plain.split("\n"))
    number = dialogue.console.ask_number("which, or enter to decide later:", len(options))
    if not number:
        return
    one, other = (pair.first.id, pair.second.id) if number != 2 else (pair.second.id, pair.first.id)
    try:
        said = messages.choice_made(dialogue.saver.choose(one, other, both=number == 3), both=number == 3)
    except KeyError:
        said = "There are no two versions of it any more."
    except CompanionError as error:
        said = f"NOT SAVED: {error}. Both versions are as they were."
    else:
        dialogue.now = verbs.chosen_version(dialogue.now, pair)
    dialogue.load()
    dialogue.tell(said)


def save_again(dialogue: Dialogue) -> None:
    """Try once more to save what is NOT SAVED."""
    dialogue.saver.save_again()
    dialogue.saver.run(dialogue.take_outcome)


def leave(dialogue: Dialogue) -> None:
    """Leave; where something is NOT SAVED, only when asked once more."""
    failed = list(islice(dialogue.saver.failed, 5))
    if failed:
        dialogue.console.say(f"NOT SAVED: {len(dialogue.saver.failed)} of your changes:")
        dialogue.console.say_all(messages.unsaved_lines(dialogue.now, failed).split("\n"))
        if (dialogue.console.ask("leave all the same? yes or no:") or "yes").strip().casefold() != "yes":
            return
    dialogue.leaving = True
