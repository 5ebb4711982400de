"""Lua literals to Python values: what a Lua program wrote down with `return {…}`. Nothing is run.

A file is comments, `return` and one value: a table, a string, a number, true, false or nil. Anything else (a name, a
call, an operator) is refused, as is what is too large, too deep or too much.
"""

from __future__ import annotations

import re
from math import isinf
from typing import Any, NoReturn

from companion.exchange.input_file import Incoming

MAX_DEPTH, MAX_VALUES = 40, 200_000
Table = dict[Any, Any]
"""A table: numbers that are whole are int keys, counted from 1 where Lua counts."""

_BLANK = re.compile(rb"[ \t\r\n\f\v]*")
_COMMENT = re.compile(rb"--[^\n]*")
_BEGINNING = re.compile(rb"(?:[ \t\r\n]++|--[^\n]*+\n)*+return[ \t\r\n]*+\{")
_NUMBER = re.compile(
    rb"-?(?:0[xX][0-9A-Fa-f]{1,16}|(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?)"
)
_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN = re.compile(rb"[^\"'\\\n]+")
_DECIMAL = re.compile(rb"[0-9]{1,3}")
_HEX = re.compile(rb"[0-9A-Fa-f]{2}")
_SIMPLE = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_SAME = (b"\\", b'"', b"'", b"\n")
_WORDS = {b"true": True, b"false": False, b"nil": None}


def is_lua(data: bytes) -> bool:
    """Whether bytes begin, after comments, with `return {`."""
    return _BEGINNING.match(data) is not None


def read_lua(file: Incoming) -> Any:
    """The value that a file returns: dict for a table, str, int, float, bool or None.

    Bytes of strings that are no UTF-8 become U+FFFD. Raises Unreadable with line and column.
    """
    return _Literal(file).read()


def listed(value: object) -> list[Any]:
    """The values of a table's whole-number keys in their order; nothing for what is no table."""
    if not isinstance(value, dict):
        return []
    return [value[key] for key in sorted(key for key in value if type(key) is int)]


def plain(value: object) -> Any:
    """A value as JSON can hold it: a table of numbers 1, 2, 3… as a list, other keys as texts."""
    if not isinstance(value, dict):
        return value
    if value and list(value) == list(range(1, len(value) + 1)):
        return [plain(item) for item in value.values()]
    return {str(key): plain(item) for key, item in value.items()}


class _Literal:
    """One value in bytes, read from `at` on."""

    def __init__(self, file: Incoming) -> None:
        self.file, self.data = file, file.data
        self.at = self.values = 0

    def read(self) -> Any:
        self.skip()
        if not self.take(b"return"):
            self.refuse("no `return` at the beginning")
        value = self.value(0)
        self.skip()
        self.take(b";")
        self.skip()
        if self.at < len(self.data):
            self.refuse("something after the value", "nothing was expected there")
        return value

    def value(self, depth: int) -> Any:
        self.skip()
        self.count()
        first = self.data[self.at : self.at + 1]
        if first == b"{":
            if depth >= MAX_DEPTH:
                self.refuse(f"nested deeper than {MAX_DEPTH}", "fewer levels were expected")
            return self.table(depth + 1)
        if first in (b'"', b"'"):
            return self.string(first)
        if number := _NUMBER.match(self.data, self.at):
            self.at = number.end()
            return self.number(number[0])
        if (name := _NAME.match(self.data, self.at)) and name[0] in _WORDS:
            self.at = name.end()
            return _WORDS[name[0]]
        self.refuse("the end of the file" if not first else "no literal")

    def count(self) -> None:
        """Count a value, a comment or an escape."""
        self.values += 1
        if self.values > MAX_VALUES:
            self.refuse(f"more than {MAX_VALUES:,} values", "split it")

    def number(self, text: bytes) -> int | float:
        if b"x" in text.lower():
            return int(text, 16)
        if text.removeprefix(b"-").isdigit():
            return int(text)
        number = float(text)
        if isinf(number):
            self.refuse("a number that is too large")
        return number

    def table(self, depth: int) -> Table:
        table: Table = {}
        self.at += 1
        position = 1
        while True:
            self.skip()
            if self.take(b"}"):
                return table
            key = self.key(depth)
            if key is None:
                key, position = position, position + 1
            if key in table and type(key) is not bool:
                self.refuse("a key used twice", "each key once was expected")
            table[key] = self.value(depth)
            self.skip()
            if not self.take(b",") and not self.take(b";") and self.data[self.at : self.at + 1] != b"}":
                self.refuse("the end of the file" if self.at >= len(self.data) else "no end of the value")

    def key(self, depth: int) -> Any:
        """What stands before `=`; None for a value that has none."""
        if self.take(b"["):
            key = self.value(depth)
            self.skip()
            if not self.take(b"]") or isinstance(key, dict) or key is None or key != key:
                self.refuse("no key", "text or a number in brackets was expected")
        elif (name := _NAME.match(self.data, self.at)) and name[0] not in _WORDS:
            self.at = name.end()
            key = name[0].decode()
        else:
            return None
        self.skip()
        if not self.take(b"="):
            self.refuse("no `=` after a key")
        return int(key) if isinstance(key, float) and key.is_integer() else key

    def string(self, quote: bytes) -> str:
        begin, parts = self.at, []
        self.at += 1
        while True:
            if plain := _PLAIN.match(self.data, self.at):
                parts.append(plain[0])
                self.at = plain.end()
            char = self.data[self.at : self.at + 1]
            if char == quote:
                self.at += 1
                return b"".join(parts).decode("utf-8", "replace")
            if char == b"\\":
                self.at += 1
                parts.append(self.escape())
            elif char in (b"", b"\n"):
                self.at = begin
                self.refuse("a string without its end", "a closing quotation mark was expected")
            else:
                parts.append(char)
                self.at += 1

    def escape(self) -> bytes:
        """The bytes that a backslash and what follows it stand for."""
        self.count()
        char = self.data[self.at : self.at + 1]
        if char == b"\r" and self.data[self.at + 1 : self.at + 2] == b"\n":
            self.at += 2
            return b"\n"
        if (digits := _DECIMAL.match(self.data, self.at)) and int(digits[0]) < 256:
            self.at = digits.end()
            return bytes([int(digits[0])])
        if char == b"x" and (pair := _HEX.match(self.data, self.at + 1)):
            self.at = pair.end()
            return bytes.fromhex(pair[0].decode())
        if char not in _SIMPLE and char not in _SAME:
            self.refuse("an unknown escape in a string")
        self.at += 1
        return _SIMPLE.get(char, char)

    def skip(self) -> None:
        """Go over blanks and comments, of one line or in double brackets."""
        while True:
            blank = _BLANK.match(self.data, self.at)
            self.at = blank.end() if blank else self.at
            if self.data.startswith(b"--[[", self.at):
                end = self.data.find(b"]]", self.at)
                if end < 0:
                    self.refuse("a comment without its end", "]] was expected")
                self.at = end + 2
                self.count()
            elif comment := _COMMENT.match(self.data, self.at):
                self.at = comment.end()
                self.count()
            else:
                return

    def take(self, word: bytes) -> bool:
        found = self.data.startswith(word, self.at)
        self.at += len(word) if found else 0
        return found

    def refuse(self, what: str, expected: str = "a Lua literal was expected: `return {…}`") -> NoReturn:
        before = self.data[: self.at]
        self.file.refuse(what, expected, before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
