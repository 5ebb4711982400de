"""Settings from config.yaml, read once and checked. Without that file YAML is not imported."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from companion.model.annotation import valid_id
from companion.model.faults import Fault, NotSaved, Unreadable, Where
from companion.store import errors, files
from companion.store.locks import locked
from companion.store.paths import Paths
from companion.text.clean import clean_line

NAME = "config.yaml"
_LIMIT = 1 << 20
_NAMES = ("companion", "reader", "author", "theme", "mouse", "remember_text", "keys")
_YES, _NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


@dataclass(frozen=True)
class Settings:
    reader: str = ""
    """The name of the folder this reader's notes go to; empty until there is a first note or it is set."""
    author: str = ""
    """The name shown and exported with own notes; separate from `reader`."""
    theme: str = ""
    """A theme of the screen; empty for its own choice."""
    mouse: bool = True
    """Whether the screen takes the mouse."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Own keys: from the name of an action to its keys, separated by commas."""
    faults: tuple[Fault, ...] = ()
    """Settings that were passed over, and why."""
    remember_text: bool = True
    """Whether the text of a document is kept beside the notes on it, so that a later edition is compared with it."""


def settings(paths: Paths) -> Settings:
    """The settings kept in config.yaml, or the defaults. Raises Unreadable, naming line and column, if it is broken.

    A broken file is no reason to guess: under the defaults the reader's own notes would look like somebody else's.
    """
    path = paths.config / NAME
    if not path.is_file():
        return Settings()
    from companion.layers.read import read_mapping  # YAML, only where there is something to read

    label = clean_line(str(path))
    return _checked(read_mapping(files.read_bytes(path, _LIMIT), label), label)


def new_reader() -> str:
    """A name for a reader's folder that tells nothing about person, login or machine."""
    return "r-" + base64.b32encode(secrets.token_bytes(10)).decode().lower()


def usable_reader(name: str) -> bool:
    """Whether `name` can be a reader's folder: an id, and none of a notebook's own files."""
    return valid_id(name) and not name.casefold().endswith((".yaml", ".yml"))


def ensure_reader(paths: Paths, settings_: Settings, name: str = "") -> Settings:
    """Settings with a reader: the one set, one saved meanwhile, `name`, or a new one, which is then saved.

    The line is added to config.yaml as it stands, so that comments stay. Raises NotSaved.
    """
    if settings_.reader:
        return settings_
    path = paths.config / NAME
    label = clean_line(str(path))
    with locked(paths.state, paths.config):
        try:
            current = settings(paths)
            before = files.read_bytes(path, _LIMIT) if path.exists() else b""
        except Unreadable as error:
            raise NotSaved(f"{error}; mend it, since it says whose notes these are") from error
        except OSError as error:
            raise NotSaved(f"{label}: {errors.words(error)}") from error
        if current.reader:
            return replace(settings_, reader=current.reader)
        reader = name or new_reader()
        files.save(paths.config, NAME, _with_line(before, f"reader: {reader}"), check=_says(reader, label))
        return replace(settings_, reader=reader)


def _with_line(before: bytes, line: str) -> bytes:
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    return before + gap + line.encode() + b"\n"


def _says(reader: str, label: str) -> Any:
    def check(data: bytes) -> None:
        from companion.layers.read import read_mapping

        if read_mapping(data, label).get("reader") != reader:
            raise NotSaved(f"{label}: a line `reader: {reader}` must be added by hand")

    return check


def _checked(raw: Mapping[str, Any], label: str) -> Settings:
    faults: list[Fault] = []

    def passed_over(name: str, expected: str) -> None:
        faults.append(Fault(Where(label), f"`{name}` is passed over", expected, warning=True))

    def text(name: str) -> str:
        value = raw.get(name, "")
        if isinstance(value, str):
            return clean_line(value)
        passed_over(name, "expected text")
        return ""

    reader = text("reader")
    if reader and not usable_reader(reader):
        raise Unreadable(Fault(Where(label), "`reader` cannot be a folder's name", "letters, digits, . _ - only"))

    def switch(name: str) -> bool:
        value = text(name).casefold()
        if value and value not in _YES + _NO:
            passed_over(name, "expected yes or no")
        return value not in _NO

    mouse, remember_text = switch("mouse"), switch("remember_text")
    keys = raw.get("keys", {})
    if not isinstance(keys, Mapping) or not all(isinstance(value, str) for value in keys.values()):
        passed_over("keys", "expected a mapping of action names to keys")
        keys = {}
    for name in raw:
        if name not in _NAMES and not name.startswith("x-"):
            passed_over(clean_line(name), "there is no such setting")
    return Settings(reader, text("author"), text("theme"), mouse, dict(keys), tuple(faults), remember_text)
