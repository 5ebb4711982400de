"""The forms in which values are written: texts as a file can hold them, and how YAML should show each.

A form takes a value as JSON would have it and gives it as the dumper gets it. A value of another type than the form's
is written like that of an unknown field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from companion.model.faults import NotSaved
from companion.text.clean import clean, clean_line

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ ]+$", re.MULTILINE)
_NO_CHARACTERS = re.compile("[\ufffe\uffff\U0010ffff]")
_DEEPEST = 40
_EMPTY: tuple[Any, ...] = ("", [], {})
Form = Callable[[Any], Any]
Forms = Mapping[str, Form]
"""The form of each known field of a mapping."""


class Body(str):
    """Text written as a literal block."""


class Timestamp(str):
    """A time, written without quotation marks where YAML knows it as one."""


class FlowList(list[str]):
    """A list written on one line."""


def file_text(text: str) -> str:
    """A text as a file can hold it: what a text of one line or of many becomes when it is saved."""
    text = _NO_CHARACTERS.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return clean(text.expandtabs(4))


def file_body(text: str) -> str:
    """The body of a note as a file can hold it: without blanks at the ends of its lines too."""
    return _BLANKS.sub("", file_text(text))


def _text_form(change: Callable[[str], str]) -> Form:
    return lambda value: change(value) if isinstance(value, str) else any_form(value)


text_form = _text_form(file_text)
line_form = _text_form(lambda text: clean_line(file_text(text)))
body_form = _text_form(lambda text: Body(file_body(text)))
time_form = _text_form(lambda text: Timestamp(clean_line(file_text(text))))


def number_form(value: Any) -> Any:
    return value if type(value) is int else any_form(value)


def amount_form(value: Any) -> Any:
    return value if type(value) in (int, float) else any_form(value)


def lines_form(value: Any) -> Any:
    texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return FlowList(line_form(item) for item in value) if texts else any_form(value)


def list_form(forms: Forms) -> Form:
    """A list of mappings, or of texts among them."""

    def form(value: Any) -> Any:
        if not isinstance(value, list) or all(isinstance(item, str) for item in value):
            return lines_form(value)
        return [mapping_form(item, forms) if isinstance(item, Mapping) else line_form(item) for item in value]

    return form


def named_form(forms: Forms) -> Form:
    """A mapping of names to mappings."""

    def form(value: Any) -> Any:
        return _file_names({name: mapping_form(item, forms) for name, item in value.items()})

    return form


def mapping_form(fields: Mapping[str, Any], forms: Forms) -> dict[str, Any]:
    """Fields in their forms; known ones that are empty then are left out."""
    values = {name: forms.get(name, any_form)(value) for name, value in fields.items()}
    return _file_names({name: value for name, value in values.items() if name not in forms or value not in _EMPTY})


def any_form(value: Any, depth: int = 0) -> Any:
    """An unknown value; everything in it that is no list or mapping becomes text, as reading would make it anyway."""
    if depth > _DEEPEST:
        raise NotSaved(f"an unknown field is nested deeper than {_DEEPEST}, so nothing was written")
    if isinstance(value, Mapping):
        return _file_names({str(name): any_form(item, depth + 1) for name, item in value.items()})
    if isinstance(value, list | tuple):
        return [any_form(item, depth + 1) for item in value]
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return file_text(str(value))


def _file_names(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields with names as a file can hold them. Raises NotSaved where two become one."""
    renamed = {clean_line(file_text(name)): value for name, value in fields.items()}
    if len(renamed) < len(fields):
        raise NotSaved("two fields differ only in characters that are not kept, so nothing was written")
    return renamed
