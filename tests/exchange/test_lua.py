"""Lua literals: everything a program writes down is read, everything else is refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.exchange.lua import MAX_DEPTH, listed, plain, read_lua
from companion.model import Unreadable
from tests.exchange.foreign_files import incoming


def read(text: str | bytes) -> Any:
    return read_lua(incoming(text, "a.lua"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("return {}", {}),
        ("-- a comment\n\nreturn 1;", 1),
        ("return {1, 2; 'x'}", {1: 1, 2: 2, 3: "x"}),
        ('return {["a"] = true, [2] = false, b = nil, [-1.5] = 0x1F}', {"a": True, 2: False, "b": None, -1.5: 31}),
        ("return {[1.0] = 1e3}", {1: 1000.0}),
        (
            rb'return "a\
b\9\"\\\195\169\x41"',
            'a\nb\t"\\éA',
        ),
        ("return '\\n' --[[ a\nlong one ]] -- and a short one", "\n"),
        (b'\xef\xbb\xbfreturn "\xff"', "\ufffd"),
    ],
)
def test_literals_are_read(text: str | bytes, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("return os.execute('x')", "a.lua:1:8: no literal"),
        ("return {\n  [1] = f() }", "a.lua:2:9: no literal"),
        ("return {1", "the end of the file"),
        ('return "abc', "a.lua:1:8: a string without its end"),
        ("return {} {}", "something after the value"),
        ("local x = {} return x", "no `return`"),
        ("return {[{}] = 1}", "no key"),
        ("return {a = 1, a = 2}", "a key used twice"),
        ("return 1 .. 2", "something after the value"),
        ("return 1e999", "a number that is too large"),
        ("return --[[ " + "--[[" * 9, "a comment without its end"),
        ("return " + "{" * (MAX_DEPTH + 1), "nested deeper"),
        ("return {" + "1," * 200_001 + "}", "more than 200,000 values"),
        (r'return "\q"', "an unknown escape"),
    ],
)
def test_anything_else_is_refused(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=r"a\.lua:\d+:\d+: ") as error:
        read(text)
    assert said in str(error.value)


def dump(value: Any) -> bytes:
    """Lua as KOReader's own writer makes it (`%q` for texts)."""
    if isinstance(value, dict):
        return b"{" + b",\n\t".join(b"[" + dump(key) + b"] = " + dump(item) for key, item in value.items()) + b"}"
    if isinstance(value, str):
        quoted = value.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\\n")
        return b'"' + quoted.replace(b"\r", b"\\13").replace(b"\0", b"\\000") + b'"'
    return json.dumps(value).encode()


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.text() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.dictionaries(st.text() | st.integers(-100, 100), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_comes_back(value: Any) -> None:
    assert read(b"return " + dump(value)) == value


def test_tables_of_numbers_are_lists_in_their_order() -> None:
    assert listed({3: "c", 1: "a", "x": "no"}) == ["a", "c"]
    assert listed("no table") == []
    assert plain({1: {"a": {2: "b"}}, 2: 3}) == [{"a": {"2": "b"}}, 3]
