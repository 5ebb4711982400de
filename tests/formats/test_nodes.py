"""The guarded YAML reader refuses what a layer never needs, and says where."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.formats import nodes
from companion.formats.nodes import Mapping_, Scalar, Sequence_, read_nodes
from companion.model import Unreadable

HOSTILE: list[tuple[bytes, str, str]] = [
    (b"a: &x 1\nb: *x\n", "1:4", "anchor"),
    (b"a: 1\nb: *x\n", "2:4", "alias"),
    (b"a: 1\n<<: {b: 1}\n", "2:1", "merge"),
    (b"a: !!int 1\n", "1:4", "tag"),
    (b"a: !x 1\n", "1:4", "tag"),
    (b"a: 1\nb: 2\na: 3\n", "3:1", "first in line 1"),
    (b"a: 1\n---\nb: 2\n", "2:1", "second document"),
    (b"%YAML 1.1\n---\na: 1\n", "1:1", "directive"),
    (b"? [a]\n: b\n", "1:3", "name"),
    (b"a: \x1b[31m\n", "1:4", "control"),
    (b"a: 1\nb: \xff\n", "2:4", "UTF-8"),
    ("a: 1\n".encode("utf-16"), "1:1", "UTF-8"),
    (b"[" * 200_000, "1:21", "deeper"),
    (b"- " * 30 + b"a", "1:41", "deeper"),
    (b"a: [\n", "2:1", "missing"),
]


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.setattr(nodes, "PARSER", nodes.SLOW_PARSER)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("data", "place", "words"), HOSTILE)
def test_refused_at_its_place(data: bytes, place: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_nodes(data, "evil.yaml")
    assert str(refused.value).startswith(f"evil.yaml:{place}: "), str(refused.value)
    assert re.search(words, str(refused.value))
    assert "\n" not in str(refused.value)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("data", [b"- a: 1\n" * 700_000, b"a" * ((8 << 20) + 1), b"[a," * 300_000])
def test_what_is_too_large_is_refused_soon(data: bytes) -> None:
    start = time.perf_counter()
    with pytest.raises(Unreadable):
        read_nodes(data, "large.yaml")
    assert time.perf_counter() - start < 10


@pytest.mark.usefixtures("parser")
def test_every_scalar_is_text_with_its_place() -> None:
    found = read_nodes(b"a: no\nb: [1, 'x']\n", "f")
    assert isinstance(found, Mapping_)
    assert found.pairs["a"] == (Scalar("a", 1, 1, True), Scalar("no", 1, 4, True))
    assert found.pairs["b"][1] == Sequence_([Scalar("1", 2, 5, True), Scalar("x", 2, 8, False)], 2, 4)


@pytest.mark.usefixtures("parser")
def test_an_empty_file_is_an_empty_scalar() -> None:
    assert read_nodes(b"", "f") == Scalar("", 1, 1)


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!|>'\"%@`#,? \n\t\\<", max_size=80).map(str.encode))
def test_no_other_exception(data: bytes) -> None:
    try:
        read_nodes(data, "f")
    except Unreadable as error:
        said = str(error)
    else:
        said = "f:1:1: "
    assert said.startswith("f:")
    assert "\n" not in said
