"""Changes of config.yaml: one line is replaced or added, and all others stay as they are, comments too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from companion.model.faults import NotSaved, Unreadable
from companion.store import errors, files
from companion.store.locks import locked
from companion.store.paths import Paths
from companion.text.clean import clean_line

NAME = "config.yaml"
LIMIT = 1 << 20
"""Bytes of the largest config.yaml."""
_VALUE = rb"""(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*'|[^"'\r\n][^\r\n]*?)?"""
_REST = rb"(?P<rest>(?:[ \t]+#[^\r\n]*)?[ \t]*\r?)$"


class ConfigFile(NamedTuple):
    """config.yaml as it stands: its bytes, empty if there is none, and the settings in it."""

    data: bytes
    raw: Mapping[str, Any]


def config_path(paths: Paths) -> Path:
    return paths.config / NAME


def read_config(paths: Paths) -> ConfigFile:
    """Read config.yaml. Raises Unreadable, naming line and column, if it is broken."""
    path = config_path(paths)
    if not path.is_file():
        return ConfigFile(b"", {})
    from companion.layers.read import read_mapping  # YAML, only where there is something to read

    data = files.read_bytes(path, LIMIT)
    return ConfigFile(data, read_mapping(data, clean_line(str(path))))


def change_config(paths: Paths, name: str, choose: Callable[[Mapping[str, Any]], str]) -> str:
    """Give a setting the value that `choose` makes of all that are set, and tell it; the old one is no change.

    Raises NotSaved, with the file as it was, where it is broken or cannot take the line.
    """
    label = clean_line(str(config_path(paths)))
    with locked(paths.state, paths.config):
        try:
            before = read_config(paths)
            value = choose(before.raw)
        except Unreadable as error:
            raise NotSaved(f"{error}; mend it, since it says whose notes these are") from error
        except OSError as error:
            raise NotSaved(f"{label}: {errors.words(error)}") from error
        if before.raw.get(name) != value:
            wanted = {**before.raw, name: value}
            data = _with_line(before.data, name, _line(name, value))
            files.save(paths.config, NAME, data, check=lambda data: _check(data, wanted, label, _line(name, value)))
        return value


def _line(name: str, value: str) -> bytes:
    from companion.layers.write import write_mapping

    return write_mapping({name: value}).rstrip(b"\n")


def _with_line(before: bytes, name: str, line: bytes) -> bytes:
    """The bytes with this line in place of the one with its name, whose comment stays, or at the end."""
    old = re.compile(rb"^" + name.encode() + rb"[ \t]*:(?:[ \t]+" + _VALUE + rb")?" + _REST, re.MULTILINE)
    if old.search(before):
        return old.sub(lambda match: line + match["rest"], before, count=1)
    return before + (b"" if not before or before.endswith(b"\n") else b"\n") + line + b"\n"


def _check(data: bytes, wanted: Mapping[str, Any], label: str, line: bytes) -> None:
    """Raise NotSaved if these bytes say anything but the settings that are wanted."""
    from companion.layers.read import read_mapping

    try:
        same = read_mapping(data, label) == wanted
    except Unreadable:
        same = False
    if not same:
        raise NotSaved(f"{label}: the line `{line.decode()}` must be written by hand")
