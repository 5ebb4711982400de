"""Settings from config.yaml, read once and checked. Without that file YAML is not imported."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from companion.model.annotation import valid_id
from companion.model.faults import CompanionError, Fault, Unreadable, Where
from companion.store.config_file import change_config, config_path, read_config
from companion.store.paths import Paths
from companion.text.clean import clean_line

NEW = "new"
"""Given for a reader: one that nobody was yet."""
YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


class Setting(NamedTuple):
    """A setting that is one word, a number or a line of text; `bounds` are those of a number."""

    name: str
    default: str | bool | int
    about: str
    bounds: tuple[int, int] = (0, 0)

    def value(self, text: str) -> str | bool | int:
        """The value that a text of config.yaml or the command line means. Raises ValueError with what is expected."""
        if isinstance(self.default, bool):
            if text.casefold() not in YES + NO:
                raise ValueError("yes or no")
            return text.casefold() in YES
        if isinstance(self.default, int):
            least, most = self.bounds
            if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
                raise ValueError(f"a number from {least} to {most}")
            return int(text)
        return text


SETTINGS = (
    Setting("reader", "", "the name of the folder your notes go to; `new` makes one"),
    Setting("author", "", "the name shown and exported with your notes"),
    Setting("theme", "", "a theme of the screen; empty for its own choice"),
    Setting("mouse", True, "whether the screen takes the mouse"),
    Setting("remember_text", True, "whether the text of a document is kept beside the notes on it"),
    Setting("width", 80, "the most columns of text in a row", (40, 120)),
)
"""All settings but `keys`, which is a mapping."""


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
    width: int = 80
    """The most columns of text in a row of the screen."""


def settings(paths: Paths) -> Settings:
    """The settings kept in config.yaml, or the defaults. Raises Unreadable, naming line and column, if it is broken.

    A broken file is no reason to guess: under the defaults the reader's own notes would look like somebody else's.
    """
    config = read_config(paths)
    return checked(config.raw, clean_line(str(config_path(paths)))) if config.raw else Settings()


class SettingOrigin(NamedTuple):
    """A setting, its value and its default in words, and where the value comes from.

    `origin` is `default`, a file, or what was done on the screen.
    """

    name: str
    value: str
    default: str
    origin: str


def origins(paths: Paths, theme: str) -> list[SettingOrigin]:
    """All settings; `theme` is the one chosen on the screen, which holds where none is set. Raises Unreadable."""
    config, label = read_config(paths), clean_line(str(config_path(paths)))
    options = checked(config.raw, label)
    values = {each.name: in_words(getattr(options, each.name)) for each in SETTINGS}
    values |= {f"keys.{clean_line(name)}": clean_line(keys) for name, keys in options.keys.items()} or {"keys": ""}
    defaults = {each.name: in_words(each.default) for each in SETTINGS}
    rows = []
    for name, value in values.items():
        is_set = bool(config.raw.get(name.partition(".")[0]))
        chosen = name == "theme" and not value and theme
        origin = "chosen on the screen" if chosen else label if is_set else "default"
        rows.append(SettingOrigin(name, clean_line(theme) if chosen else value, defaults.get(name, ""), origin))
    return rows


def in_words(value: object) -> str:
    """A setting's value as config.yaml has it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


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

    def choose(raw: Mapping[str, Any]) -> str:
        return checked(raw, clean_line(str(config_path(paths)))).reader or name or new_reader()

    return replace(settings_, reader=change_config(paths, "reader", choose))


def set_setting(paths: Paths, name: str, value: str) -> str:
    """Set one of the settings that are a line of text; the value, `new` having become a new reader's name.

    Raises CompanionError where there is no such setting or it cannot have this value, NotSaved where it is not kept.
    """
    setting = next((each for each in SETTINGS if each.name == name), None)
    if setting is None:
        known = ", ".join(each.name for each in SETTINGS)
        raise CompanionError(f"config: `{clean_line(name)}` cannot be set here, but {known}; others by hand")
    value = clean_line(value)
    if name == "reader":
        value = new_reader() if value == NEW else value
        if not usable_reader(value):
            raise CompanionError(f"config: `{value}` cannot be a reader; letters, digits, . _ - only, at most 64")
    try:
        setting.value(value)
    except ValueError as error:
        raise CompanionError(f"config: `{value}` is not {error}") from None
    return change_config(paths, name, lambda raw: value)


def checked(raw: Mapping[str, Any], label: str) -> Settings:
    """The settings in a mapping, with faults of those passed over. Raises Unreadable if `reader` cannot be one."""
    faults: list[Fault] = []

    def passed_over(name: str, expected: str) -> None:
        faults.append(Fault(Where(label), f"`{name}` is passed over", expected, warning=True))

    values: dict[str, Any] = {}
    for setting in SETTINGS:
        given = raw.get(setting.name, "")
        try:
            if not isinstance(given, str):
                raise ValueError("text")
            values[setting.name] = setting.value(clean_line(given)) if given else setting.default
        except ValueError as error:
            passed_over(setting.name, f"expected {error}")
            values[setting.name] = setting.default
    reader = values["reader"]
    if reader and not usable_reader(reader):
        raise Unreadable(Fault(Where(label), "`reader` cannot be a folder's name", "letters, digits, . _ - only"))
    keys = raw.get("keys", {})
    if not isinstance(keys, Mapping) or not all(isinstance(value, str) for value in keys.values()):
        passed_over("keys", "expected a mapping of action names to keys")
        keys = {}
    names = {"companion", "keys", *values}
    for name in raw:
        if name not in names and not name.startswith("x-"):
            passed_over(clean_line(name), "there is no such setting")
    return Settings(**values, keys=dict(keys), faults=tuple(faults))
