"""Types of a record's fields: how a value is read from YAML, given for JSON, and written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from companion.layers.fields import Fields, Mention, Report
from companion.layers.forms import (
    Form,
    amount_form,
    any_form,
    body_form,
    line_form,
    lines_form,
    number_form,
    text_form,
    time_form,
)
from companion.layers.yaml_nodes import Scalar, shortened
from companion.model.annotation import STATUSES, VERDICTS, valid_id
from companion.text.clean import clean_line

_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_NO_WIDTH = ("Mn", "Me", "Cf", "Cc")
_TOO_LARGE = 1_000_000_000


class Type(NamedTuple):
    """A field's type: `read` takes its value out of a mapping, `give` makes it ready for JSON (None: it is already).

    `form` is how it is written. The value of an `inline` type has no field of its own: it is given as several fields
    of the record it belongs to, or none.
    """

    read: Callable[[Fields, str], Any]
    form: Form = any_form
    give: Callable[[Any], Any] | None = None
    inline: bool = False


def _id(fields: Fields, name: str) -> str:
    return fields.given[name] if name in fields.given and not fields.has(name) else fields.id(name)


def _offset(number: int | None) -> int | None:
    """An offset is a hint: a number that can be none is left out."""
    return number if number is not None and 0 <= number < _TOO_LARGE else None


def amount(value: Scalar, name: str, report: Report) -> float | None:
    """A number of at least 0; None, with a fault, if it is none."""
    if _AMOUNT.fullmatch(value.text):
        return float(value.text)
    report.fault(value, f'{name} is "{shortened(value.text)}"', "a number like 1 or 0.5 was expected")
    return None


def given_amount(number: float | None) -> float | None:
    """A number as a file has it: a whole one without a point."""
    return int(number) if number is not None and number == int(number) else number


def _weight(fields: Fields, name: str) -> float | None:
    value = fields.scalar(name)
    return None if value is None else amount(value, name, fields.report)


def _own_reference(fields: Fields, name: str) -> str:
    """The id of a record in the same layer; empty if there is none."""
    return fields.id(name) if fields.take(name) is not None else ""


def _status(fields: Fields, name: str) -> str:
    """One of STATUSES, or what stands there."""
    value = fields.scalar(name)
    if value is not None and value.text not in STATUSES:
        what = f'unknown {name} "{shortened(value.text)}"'
        fields.report.warn(value, what, f"known are {', '.join(STATUSES)}")
    return clean_line(value.text) if value else ""


def _time(fields: Fields, name: str) -> str:
    value = fields.scalar(name)
    if fields.report.thorough and value is not None and not _TIME.fullmatch(value.text):
        fields.report.warn(value, f'{name} is "{shortened(value.text)}"', "a time like 2026-01-31T09:30:00Z")
    return clean_line(value.text) if value else ""


def _kind(fields: Fields, name: str) -> str:
    value = fields.scalar(name)
    if value is None or not value.text:
        return ""
    kind = clean_line(value.text)
    fields.report.kinds.append(Mention(value, kind))
    return kind


def _verdict(fields: Fields, name: str) -> str:
    """One of VERDICTS, or what stands there; `open` where nothing does."""
    value = fields.scalar(name)
    if value is None or not value.text:
        return "open"
    if value.text not in VERDICTS:
        near = fields.report.near(value.text, list(VERDICTS))
        meant = f"{near} was perhaps meant" if near else f"known are {', '.join(VERDICTS)}"
        fields.report.warn(value, f'unknown verdict "{shortened(value.text)}"', f"it is shown as it is; {meant}")
    return clean_line(value.text)


def _reference(fields: Fields, name: str) -> str:
    """A field as `layer/id`; empty, with a fault, if it is none, or another than what stands above the record."""
    given = fields.given.get(name, "")
    if given and not fields.has(name):
        return given
    value = fields.scalar(name)
    if value is None:
        if fields.take(name) is None:
            fields.report.fault(fields.node, f"no {name}", f"`{name}: layer/id` was expected")
        return ""
    key = complete(value, name, fields.report, fields.given.get("layer", ""))
    if key and given and key != given:
        fields.report.fault(value, f"another {name} than above", f"{given} was expected")
    return key


def _mention(fields: Fields, name: str) -> str:
    """`layer/id`, or the bare id of a record in the same layer; empty where nothing stands."""
    value = fields.scalar(name)
    if value is None or not value.text:
        return ""
    if not reference(value.text, "any"):
        fields.report.fault(
            value, f'{name} is "{shortened(value.text)}"', "an annotation's id, or layer/id, was expected"
        )
        return ""
    fields.report.references.append(Mention(value, value.text))
    return value.text


def complete(value: Scalar, name: str, report: Report, layer: str) -> str:
    """A reference as `layer/id`; empty, with a fault, if it is none."""
    key = reference(value.text, layer)
    if not key:
        report.fault(value, f'{name} is "{shortened(value.text)}"', "layer/id was expected")
    return key


def reference(text: str, layer: str = "") -> str:
    """`layer/id` for a well-formed reference, a bare one completed by `layer`; else empty."""
    parts = text.split("/")
    if len(parts) > 2 or not all(valid_id(part) for part in parts):
        return ""
    if len(parts) == 2:
        return text
    return f"{layer}/{text}" if layer else ""


def _sign(fields: Fields, name: str) -> str:
    value = fields.scalar(name)
    if fields.sound and (value is None or width(value.text) != 1):
        kind = fields.given["name"]
        had = f'the {name} "{shortened(value.text)}"' if value else f'kind "{shortened(kind)}" has no {name}'
        fields.report.fault(value or fields.node, had, "one visible character, one column wide, was expected")
    return value.text if value else ""


def width(text: str) -> int:
    """Columns a sign takes on a terminal; 0 if it is no sign at all: blank, or more than a letter with its marks."""
    if not text.strip() or len(text) > 4 or "\ufe0f" in text or _is_mark(text[0]):
        return 0
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not _is_mark(char))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _NO_WIDTH


ID = Type(_id, line_form)
REFERENCE = Type(_reference, line_form)
MENTION = Type(_mention, line_form)
"""An annotation's id, or nothing."""
TEXT = Type(Fields.text, text_form)
NEEDED_TEXT = Type(partial(Fields.text, needed=True), text_form)
BODY = Type(Fields.text, body_form)
LINE = Type(Fields.line, line_form)
LINES = Type(Fields.lines, lines_form, list)
OFFSET = Type(Fields.number, number_form, _offset)
NUMBER = Type(Fields.number, number_form)
COUNT = Type(lambda fields, name: fields.number(name) or 0, number_form)
TIME = Type(_time, time_form)
DATE = Type(Fields.line, time_form)
"""A day in any form, written like a time where it looks like one."""
KIND_NAME = Type(_kind, line_form)
VERDICT = Type(_verdict, line_form, lambda verdict: verdict or "open")
STATUS = Type(_status, line_form)
WEIGHT = Type(_weight, amount_form, given_amount)
OWN_REFERENCE = Type(_own_reference, line_form)
LABEL = Type(lambda fields, name: fields.line(name) or fields.given["name"], line_form)
SIGN = Type(_sign, text_form)
NAME_ABOVE = Type(lambda fields, name: fields.given[name], give=lambda name: {}, inline=True)
"""The name that a mapping has in the one around it."""
