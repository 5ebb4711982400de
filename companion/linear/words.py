"""Which command a line means: a key in force, a command's name, or one of a few plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from companion.linear import answers
from companion.linear.panes import Dialogue
from companion.tui.events import VERDICT_KEYS
from companion.tui.keymap import Command, always


def tell_words(dialogue: Dialogue) -> None:
    """Tell what works now: the key or name of each command, and what it does."""
    for group, rows in dialogue.keys.rows(lambda each: each.id not in SCREEN and bool(each.when(dialogue))):
        dialogue.console.say(f"{group}:")
        dialogue.console.say_all(f"  {row.keys or row.ids[0]}: {row.label}" for row in rows)
    dialogue.console.say(f"Words: {', '.join((*WORDS, *PLACES))}, and the names that companion keys prints.")


Answer = Callable[..., None]
OWN: Mapping[str, Answer] = {
    "page.down": answers.read_on,
    "search": answers.search,
    "links": answers.links,
    "copy": answers.cite,
    "layers": answers.layers,
    "how_read": answers.how_read,
    "left": answers.left_out,
    "catalogue": answers.catalogue,
    "contents.filter": answers.find_sections,
    "pane.next": answers.next_pane,
    "pane.previous": answers.next_pane,
    "help": tell_words,
    "palette": tell_words,
    "versions": answers.versions,
    "unsaved": answers.save_again,
    "unsaved.again": answers.save_again,
    "block.next": answers.step_on,
    "block.previous": answers.step_back,
    "quit": answers.leave,
}
"""Commands that the dialogue carries out its own way: those of the screen open dialogs, or count rows."""
SCREEN = (
    "tour.next",
    "tour.end",
    "welcome.away",
    "page.up",
    "half.down",
    "half.up",
    "notebook",
    "hidden",
    "contents.fold",
    "contents.unfold",
    "panes",
    "text.wider",
    "text.narrower",
    "suspend",
)
"""Commands that only a screen can carry out."""
WORDS = {
    "next": "block.next",
    "previous": "block.previous",
    "back": "block.previous",
    "read": "page.down",
    "next section": "section.next",
    "previous section": "section.previous",
    "next sentence": "sentence.next",
    "next card": "annotation.next",
    "previous card": "annotation.previous",
    "note": "note.add",
    "absent": "note.absent",
    "edit": "note.edit",
    "delete": "note.delete",
    "find": "search",
    "take": "question.take",
    "evidence": "evidence.link",
    "why": "question.why",
    "exit": "quit",
    **{verdict: f"verdict.{number}" for number, verdict in enumerate(VERDICT_KEYS, 1) if verdict != "open"},
}
"""Plain words for commands; names and labels of the table are understood too."""
PLACES: Mapping[str, Answer] = {
    "sections": answers.to_sections,
    "cards": answers.to_cards,
    "text": answers.to_text,
    "go": answers.go,
    "here": answers.here,
}
"""Words for what a screen shows at once."""


def meaning(dialogue: Dialogue, typed: str) -> tuple[Command | None, tuple[str, ...], str]:
    """The command that a line means with what is given to it, or None and why there is none."""
    line = typed.strip()
    first, _, rest = line.partition(" ")
    if first in PLACES:
        return Command(first, "", first, lambda _: PLACES[first](dialogue, rest.strip())), (), ""
    names = _named(dialogue, line or "next")
    given: tuple[str, ...] = ()
    if not names and rest and (names := [name for name in _named(dialogue, first) if name in ("search", "note.add")]):
        given = (rest.strip(),)
    commands = sorted((dialogue.keys.commands[name] for name in names), key=lambda each: each.when is always)
    if commands and all(command.id in SCREEN for command in commands):
        return None, (), f"{commands[0].label}: only on a screen"
    for command in commands:
        if command.id not in SCREEN and command.when(dialogue):
            return command, given, ""
    if commands:
        return None, (), f"{commands[0].label}: that does not work here now"
    near = get_close_matches(line[:100], [*WORDS, *PLACES, *dialogue.keys.commands], 1)
    return None, (), f"There is no word {line[:60]}{f'; did you mean {near[0]}?' if near else ''}"


def _named(dialogue: Dialogue, line: str) -> list[str]:
    """The ids of the commands that go by a key, an id, a plain word or a label."""
    commands = dialogue.keys.commands.values()
    if keyed := [command.id for command in commands if line in dialogue.keys.shown(command.id).split()]:
        return keyed
    word = line.casefold()
    if word in WORDS:
        return [WORDS[word]]
    return [command.id for command in commands if word in (command.id, command.label.partition(";")[0].casefold())]
