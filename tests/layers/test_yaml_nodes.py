"""The guarded reader refuses hostile files at their place, and keeps text and places of good ones."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from companion.layers import yaml_nodes
from companion.layers.fields import plain
from companion.layers.yaml_nodes import Mapping_, Scalar, Sequence_, read_nodes
from companion.model import Unreadable
from tests.documents.hostile import ALL, SMALL, Case, refusal
from tests.measure.layers import as_expected


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure":
        monkeypatch.setattr(yaml_nodes, "PARSER", yaml_nodes.SLOW_PARSER)
    elif yaml_nodes.PARSER is yaml_nodes.SLOW_PARSER:
        pytest.skip("PyYAML has no libyaml here")
    return str(request.param)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_a_hostile_layer_is_refused_at_its_place(case: Case) -> None:
    fault = refusal(case.data)
    assert fault is not None
    assert as_expected(case, f"{fault.where.line}:{fault.where.column}", str(fault)), str(fault)
    assert str(fault).startswith("evil.yaml:")
    assert fault.expected
    assert str(fault).isprintable()


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len({case.name for case in ALL}) == len(ALL) >= 60


def test_large_ones_too_soon_and_in_little_memory() -> None:
    command = [sys.executable, "-m", "tests.measure.layers", "--only", "corpus"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    lines = dict(line.removeprefix("figure: ").split(" = ") for line in done.stdout.splitlines() if " = " in line)
    assert lines["hostile layers refused with file:line:column"].startswith(f"{len(ALL)} of {len(ALL)}"), done.stdout
    assert float(lines["memory while refusing, in MB"].split()[0]) < 200
    assert float(lines["slowest refusal in seconds of processor time, with and without libyaml"].split()[0]) < 6


@pytest.mark.usefixtures("parser")
def test_every_scalar_is_text_with_its_place() -> None:
    found = read_nodes(b"a: no\nb: [1, 'x', ~]\n\xc3\xa9\xf0\x9f\x98\x80: {c: 2024-01-01}\n", "f")
    assert isinstance(found, Mapping_)
    assert found.pairs["a"] == (Scalar("a", 1, 1), Scalar("no", 1, 4))
    items = [Scalar("1", 2, 5), Scalar("x", 2, 8, plain=False), Scalar("~", 2, 13)]
    assert found.pairs["b"][1] == Sequence_(items, 2, 4)
    assert found.pairs["é😀"][1] == Mapping_({"c": (Scalar("c", 3, 6), Scalar("2024-01-01", 3, 9))}, 3, 5)


@pytest.mark.usefixtures("parser")
def test_line_ends_marks_and_hidden_characters() -> None:
    assert read_nodes(b"", "f") == read_nodes(b"# only this\n", "f") == Scalar("", 1, 1)
    assert read_nodes(b"\xef\xbb\xbf---\r\na: b\r\n...\r\n", "f") == read_nodes(b"---\ra: b\r", "f")
    read = read_nodes('a: "\\u202e\\u200d\\tx\\Ly"\nb: x\ufeff\u200dy\u2028z\n'.encode(), "f")
    assert isinstance(read, Mapping_)
    assert read.pairs["a"][1].text == "␦\u200d  x\ny"
    assert read.pairs["b"][1].text == "x␦\u200dy z"


@pytest.mark.usefixtures("parser")
def test_the_limits_themselves_are_allowed(parser: str) -> None:
    limits = yaml_nodes.WITHOUT_LIBYAML if parser == "pure" else yaml_nodes.WITH_LIBYAML
    assert isinstance(read_nodes(b"[" * 20 + b"]" * 20, "f"), Sequence_)
    assert len(read_nodes(b"- \n" * (limits.nodes - 1), "f")[0]) == limits.nodes - 1
    assert read_nodes(b"a: b" + b" " * (limits.bytes - 4), "f")
    for data in (b"- \n" * limits.nodes, b"a: b" + b" " * (limits.bytes - 3)):
        with pytest.raises(Unreadable):
            read_nodes(data, "f")


YAMLISH = st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@`#,? \n\t\\<0~é😀\u2028\u202e\x1b"), max_size=60)


@given(st.binary(max_size=120) | YAMLISH.map(str.encode))
def test_both_parsers_read_the_same_and_nothing_else_is_raised(data: bytes) -> None:
    found: list[object] = []
    for each in (yaml_nodes.PARSER, yaml_nodes.SLOW_PARSER):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_nodes, "PARSER", each)
            try:
                found.append(plain(read_nodes(data, "f")))
            except Unreadable as error:
                found.append(
                    "refused" if error.fault and error.fault.where.line and error.fault.where.column else error
                )
    assert not any(isinstance(each, Unreadable) for each in found)
    if "refused" not in found:
        assert found[0] == found[1]


@given(
    st.recursive(
        st.text("ab: -#\n'\"é", max_size=8), lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner)
    )
)
def test_what_pyyaml_writes_is_read_as_text(value: object) -> None:
    data = yaml.safe_dump({"x": value}, allow_unicode=True).replace("&id", "\x00").encode()
    if b"\x00" not in data:
        assert plain(read_nodes(data, "f")) == {"x": value}
