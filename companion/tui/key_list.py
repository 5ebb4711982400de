"""The table of keys as lines: what `companion keys` prints."""

from __future__ import annotations

from collections.abc import Iterator

from companion.store.settings import Settings
from companion.tui.commands.table import SETS, keymap

HOW = """
Other keys are given in config.yaml (companion where tells its folder), by the names at the left:
  keys:
    note.add: i            # one key; f5, ctrl+g and question_mark are names of others
    quit: "x,f10"          # several, with commas
    text.wider: ""         # none; the palette still has it
    verdict.set: "1,2,3"   # a key each, in the order of the verdicts
A key given to a command is taken from any other that works at the same time; which one is said at the next start.
"""
"""How to change keys."""


def key_lines(settings: Settings) -> Iterator[str]:
    """For each command its name, the keys in force, the default in parentheses where it is another, what it does."""
    keys, usual = keymap(settings.keys), keymap()
    wide = max(len(name) for name in keys.commands)
    for group, commands in keys.groups.items():
        yield from (group, "-" * len(group))
        for command in commands:
            shown, default = keys.shown(command.id) or "none", usual.shown(command.id) or "none"
            was = f" (default {default})" if shown != default else ""
            yield f"{command.id:<{wide}}  {shown + was:<14}  {command.label}"
        yield ""
    for name, ids in SETS.items():
        yield f"{name:<{wide}}  all of {ids[0]} to {ids[-1]} at once"
    yield from HOW.splitlines()
    yield from keys.warnings
