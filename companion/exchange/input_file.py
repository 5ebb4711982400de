"""An incoming file: its bytes as text, JSON or an archive, guarded, for importers and for telling what it is."""

from __future__ import annotations

import codecs
import json
import re
from functools import cached_property
from typing import Any, NoReturn

from companion.documents.decode import decode
from companion.model import Fault, Unreadable, Where
from companion.text.clean import clean_line

LIMIT = 64 << 20
"""Bytes of the largest file that is imported."""
MAX_DEPTH = 40
MAX_VALUES = 2_000_000
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


class Incoming:
    """A file that is to be imported; `name` is what messages call it. What it is not is None: nothing raises."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data.removeprefix(codecs.BOM_UTF8)
        self.name = clean_line(name)

    @cached_property
    def text(self) -> str | None:
        """Its text, not yet cleaned; None where the bytes are no text."""
        try:
            return decode(self.data).text
        except Unreadable:
            return None

    @cached_property
    def json(self) -> Any:
        """Its JSON; None where it is none, or none that is safe: a name twice, NaN, too deep, too much."""
        try:
            return self.read_json()
        except Unreadable:
            return None

    @property
    def looks_like_json(self) -> bool:
        return self.data.lstrip()[:1] in (b"{", b"[")

    def read_json(self) -> Any:
        """Its JSON. Raises Unreadable, which says what is wrong with it."""
        text = self.text
        if text is None:
            self.refuse("no text", "JSON was expected")
        depth = most = count = 0
        for match in _BRACKETS.finditer(text):
            count += 1
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
            most = max(most, depth)
        if most > MAX_DEPTH or count > MAX_VALUES:
            self.refuse(f"nested deeper than {MAX_DEPTH}, or too much", "a file of notes was expected")
        try:
            return json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_number)
        except json.JSONDecodeError as error:
            self.refuse(f"no JSON ({error.msg})", "is the file cut?", error.lineno, error.colno)
        except (ValueError, RecursionError) as error:
            self.refuse(f"no JSON ({error})", "a file of notes was expected")

    def refuse(self, what: str, expected: str = "", line: int = 0, column: int = 0) -> NoReturn:
        """Raise Unreadable in one line."""
        raise Unreadable(Fault(Where(self.name, line, column), clean_line(what)[:200], clean_line(expected)[:400]))


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return fields


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
