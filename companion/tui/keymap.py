"""Commands, and the keys in force for them: those of the table, changed by the reader's own settings."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from textual.binding import Binding, BindingsMap
from textual.keys import format_key

Screen = Any
"""The reader's screen; its own module imports this one."""
Gate = Callable[[Screen], bool]
"""Whether a command works now."""
Foot = Mapping[str, tuple[int, str]]
"""In which states the footer shows a command, in what place of the line, and with which words."""

SHOWN = {"enter": "enter", "home": "Home", "end": "End", "pagedown": "PgDn", "pageup": "PgUp"}


def always(screen: Screen) -> bool:
    """The gate of a command that works everywhere."""
    return True


class Command(NamedTuple):
    """A command: what it is called, the keys it has unless the reader changes them, and what it does.

    `keys` are Textual's names, comma separated; "" for a command of the palette. `run` is a function of the screen, or
    the name of an action of the app. `when` tells whether it works now: of two commands on one key, the one that works
    only sometimes is asked first. `fixed` is a key of Textual's own for it, which works in dialogs too.
    """

    id: str
    keys: str
    label: str
    run: Callable[[Screen], Awaitable[None] | None] | str
    when: Gate = always
    foot: Foot = MappingProxyType({})
    fixed: str = ""

    @property
    def name(self) -> str:
        """The label as the palette has it."""
        return self.label[:1].upper() + self.label[1:]


class KeyRow(NamedTuple):
    """A row of help and README: a command, or several that only set different values."""

    keys: str
    label: str
    ids: tuple[str, ...]


class Keymap:
    """The commands by their ids, and their keys in force; `warnings` tell what is wrong with the reader's settings.

    `wanted` are the reader's own keys by command id; a name in `sets` stands for several commands, a key for each.
    A key given to a command is taken from any other that works at the same time. `moves` are ids of commands that only
    move: what waits of them may be drawn once.
    `within` tells gates that are open only while another one is, too.
    """

    def __init__(
        self,
        groups: Mapping[str, Sequence[Command]],
        wanted: Mapping[str, str],
        sets: Mapping[str, Sequence[str]],
        moves: frozenset[str] = frozenset(),
        within: Mapping[Gate, Gate] = MappingProxyType({}),
    ) -> None:
        self.groups, self.moves, self._within = groups, moves, within
        self.commands = {command.id: command for commands in groups.values() for command in commands}
        self.warnings: list[str] = []
        self._keys = {name: _names(command.keys) for name, command in self.commands.items()}
        self._feet: dict[frozenset[str], list[str]] = {}
        own: dict[str, list[str]] = {}
        for name, text in wanted.items():
            keys, several = _names(text), sets.get(name, ())
            if name in self.commands:
                own[name] = keys
            elif several:
                own |= {command: [key] for command, key in zip(several, keys, strict=False)}
            else:
                self._warn(f"there is no command `{name}`; `companion keys` names them")
            if several and len(keys) > len(several):
                self._warn(f"`{name}` takes {len(several)} keys, and {len(keys)} are given")
        self._keys |= own
        for name in own:
            self._take(name, own)
        self._meanings: dict[str, list[Command]] = {}
        for command in sorted(self.commands.values(), key=lambda command: command.when is always):
            for key in self._keys[command.id]:
                self._meanings.setdefault(key, []).append(command)

    def _warn(self, words: str) -> None:
        self.warnings.append(f"keys: {words}")

    def _take(self, name: str, own: Mapping[str, list[str]]) -> None:
        """Take the keys of a command from those that work at the same time."""
        for other in self.commands.values():
            if other.id == name:
                continue
            if other.fixed in self._keys[name]:
                self._keys[name].remove(other.fixed)
                self._warn(f"{key_words(other.fixed)} stays with `{other.id}`; `{name}` cannot have it")
            shared = set(self._keys[other.id]) if self._meet(other.when, self.commands[name].when) else set()
            for key in shared.intersection(self._keys[name]):
                self._keys[other.id].remove(key)
                how = "is given to both" if other.id in own else "is taken from"
                self._warn(f"{key_words(key)} {how} `{other.id}` ({other.label}) and `{name}`; `{name}` has it")

    def _meet(self, one: Gate, other: Gate) -> bool:
        """Whether two commands with these gates work at the same time, and a key cannot be for both."""
        return one is other or self._within.get(one) is other or self._within.get(other) is one

    def keys(self, name: str) -> list[str]:
        """The keys of a command, by Textual's names."""
        fixed = self.commands[name].fixed
        return [*self._keys[name], fixed] if fixed and fixed not in self._keys[name] else self._keys[name]

    def shown(self, name: str) -> str:
        """The keys of a command as they are told, with a space between; "" for none."""
        return " ".join(map(key_words, self.keys(name)))

    def press(self, name: str) -> str:
        """What to press for a command, in a sentence: its first key, or where it has none the palette's and its id."""
        return key_words(keys[0]) if (keys := self.keys(name)) else f"{self.press('palette')} {name}"

    def sentence(self, text: str) -> str:
        """Words of ours, in which `{id}` stands for the key of a command."""
        return re.sub(r"{([a-z.]+)}", lambda match: self.press(match[1]), text)

    def bindings(self) -> list[Binding]:
        """Textual's bindings, for a screen with an `action_run`."""
        return [
            Binding(key, f"run('{command.id}')", command.label, show=False)
            for key, commands in self._meanings.items()
            for command in commands
        ]

    def meanings(self, key: str) -> Sequence[Command]:
        """The commands on a key, by Textual's name; those that work only sometimes come first."""
        return self._meanings.get(key, ())

    def footer(self, states: frozenset[str]) -> list[str]:
        """Keys and words of the commands that the footer shows in these states, the one to keep longest at the end."""
        if states not in self._feet:
            commands = [command for command in self.commands.values() if self.keys(command.id)]
            parts = [(*one.foot[state], one.id) for one in commands for state in states & one.foot.keys()]
            parts.sort(key=lambda part: part[:2])
            self._feet[states] = [
                f"{_together([key_words(self.keys(name)[0]) for *_, name in same])} {text}"
                for (_, text), same in groupby(parts, key=lambda part: part[:2])
            ]
        return self._feet[states]

    def rows(self, works: Callable[[Command], bool] = lambda command: True) -> Iterator[tuple[str, list[KeyRow]]]:
        """The rows of each group, of the commands that `works` says; labels that differ after a colon are one row."""
        for group, commands in self.groups.items():
            rows = []
            for _, alike in groupby(filter(works, commands), key=lambda command: command.label.partition(": ")[0]):
                same = list(alike)
                labels = [same[0].label, *(command.label.partition(": ")[2] for command in same[1:])]
                keys = _together([key for command in same for key in self.shown(command.id).split()])
                rows.append(KeyRow(keys, ", ".join(labels), tuple(command.id for command in same)))
            yield group, rows


def key_words(key: str) -> str:
    """A key as help, footer and README tell it."""
    *modifiers, name = key.split("+")
    return "+".join([*modifiers, SHOWN.get(name) or format_key(name)])


def dialog_line(bindings: BindingsMap, words: str) -> str:
    """Words of a dialog, in which `{action}` stands for the keys of its own bindings, the first for each argument."""

    def keys(match: re.Match[str]) -> str:
        first: dict[str, str] = {}
        for key, binding in bindings:
            if binding.action.partition("(")[0] == match[1]:
                first.setdefault(binding.action, key)
        return " ".join(map(key_words, first.values()))

    return re.sub(r"{([a-z_]+)}", keys, words)


def _names(keys: str) -> list[str]:
    """Keys from a setting by Textual's names; a character may stand for itself."""
    names = [key for key in map(str.strip, keys.split(",")) if key]
    return [binding.key for binding in Binding.make_bindings([Binding(key, "") for key in names])]


def _together(keys: Sequence[str]) -> str:
    """Keys with a space between, three digits and more in a row as `1–7`."""
    runs: list[list[str]] = []
    for key in keys:
        if runs and key.isdigit() and runs[-1][-1].isdigit() and int(key) == int(runs[-1][-1]) + 1:
            runs[-1].append(key)
        else:
            runs.append([key])
    return " ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else " ".join(run) for run in runs)
