"""One note file: whatever is written reads back, in a fixed order, with the body as a literal block."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from companion.layers import schema, types, yaml_nodes
from companion.layers.check import check_record
from companion.layers.fields import Fields, Report
from companion.layers.forms import file_body, file_text, mapping_form
from companion.layers.read import read_record
from companion.layers.schema import Field, Schema
from companion.layers.to_dict import record_fields
from companion.layers.write import write_record
from companion.model import Annotation, Answer, NotSaved, Place, Quote, Record, Source, Unreadable
from companion.text.clean import clean, clean_line

ODD = [
    "---",
    "...",
    "- ",
    ": ",
    " #",
    "\r\n",
    "\x85",
    "\u2028",
    "\ufeff",
    "\u202e",
    "\x1b",
    "no",
    "<<",
    "2024-01-01",
    "&a",
]
CHARS = st.sampled_from(" \n\t#:-'\"|>%\\é😀語[]{},&*!?@`~0a=<\u200d\xad\xa0\U0010ffff\uffff\ud800") | st.sampled_from(
    ODD
)
TEXT = st.lists(CHARS | st.text(st.characters(codec=None, exclude_categories=()), max_size=3), max_size=12).map("".join)
VALUE = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2), max_leaves=5
)
UNKNOWN = st.dictionaries(TEXT.map("x-{}".format), VALUE, max_size=2)
QUOTES = st.builds(Quote, TEXT, TEXT, TEXT, TEXT, st.none() | st.integers(-1, 10**12), TEXT, UNKNOWN)
SOURCES = st.builds(Source, TEXT, TEXT, TEXT, UNKNOWN)
HISTORY = {name: TEXT | st.just("2026-11-23T10:00:00Z") for name in ("created", "modified", "deleted", "supersedes")}
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True)
EVIDENCE = st.lists(IDS | QUOTES, max_size=3).map(tuple)
LINES = st.lists(TEXT, max_size=3).map(tuple)
ANNOTATIONS = st.builds(
    Annotation,
    IDS,
    st.none() | QUOTES,
    TEXT,
    st.lists(QUOTES, max_size=2).map(tuple),
    LINES,
    TEXT,
    TEXT,
    LINES,
    st.lists(SOURCES, max_size=2).map(tuple),
    TEXT,
    **HISTORY,
    unknown=UNKNOWN,
)
REFERENCES = st.tuples(IDS, IDS).map("/".join)
ANSWERS = st.builds(Answer, IDS, REFERENCES, TEXT, TEXT, EVIDENCE, TEXT, **HISTORY, unknown=UNKNOWN)
PLACES = st.builds(Place, IDS, REFERENCES, QUOTES.filter(lambda quote: quote.exact != ""), **HISTORY, unknown=UNKNOWN)


def merged(error: NotSaved) -> None:
    """Two unknown names that become one are the only thing in these values that cannot be saved."""
    assert "differ only in characters" in str(error)


@given(TEXT)
def test_any_body_is_a_literal_block_and_reads_back(text: str) -> None:
    data = write_record(Annotation("n-1", note=text))
    back = read_record(data, "n-1.yaml")
    assert isinstance(back, Annotation)
    assert back.note == file_body(text)
    assert data.startswith(b"companion: 1\nends-with: end\nid: n-1\n")
    assert data.endswith(b"\nend: true\n")
    assert not back.note or b"\nnote: |" in data
    assert file_body(back.note) == back.note
    assert write_record(back) == data


BODIES = ["a", "a\n", "a\n\n\n", "\n", "\n\na", " a", "  a\n b\n", "\n  a", "---", "--- a\n...\n", "# a", "a: b", "- a"]
BODIES += [
    "é😀語",
    "x" * 5000,
    "word " * 1000 + "end",
    "%YAML 1.1\n",
    "'\"\\",
    "a\u200d\u200fb\xad",
    "*a &b",
    "{}[]",
    "~",
    "no",
]


@pytest.mark.parametrize("text", [*BODIES, "\xa0", "<<: x", "? a"])
def test_these_bodies_are_not_changed_at_all(text: str) -> None:
    data = write_record(Annotation("n-1", note=text))
    back = read_record(data, "n-1.yaml")
    assert isinstance(back, Annotation)
    assert back.note == text
    block = data.decode().split("\nnote: |", 1)[1].split("\n")[1:]
    assert [line.removeprefix("  ") for line in block][: len(text.splitlines())] == text.splitlines()


def test_what_is_changed_on_saving_is_what_is_documented() -> None:
    text = "tab\there  \nline\u2028separator\x85next\u2029par\r\ncrlf\rcr \t\n\x1b[31m \u202e \ud800 \uffff"
    saved = "tab here\nline\nseparator\nnext\npar\ncrlf\ncr\n␛[31m ␦ \ufffd \ufffd"
    assert file_body(text) == saved
    assert file_text("a \t\n") == "a   \n"


@given(st.one_of(ANNOTATIONS, ANSWERS, PLACES))
def test_any_record_reads_back_and_is_stable(record: Record) -> None:
    try:
        data = write_record(record)
    except NotSaved as error:
        merged(error)
        return
    back = read_record(data, f"{record.id}.yaml")
    assert type(back) is type(record)
    assert back.id == record.id
    assert write_record(back) == data
    assert clean(data.decode()) == data.decode()
    names = {clean_line(file_text(name)) for name in record_fields(record)}
    assert set(record_fields(back)) <= names
    for name, value in record_fields(record).items():
        if name in ("quote", "prefix", "suffix"):
            assert record_fields(back)[name] == file_text(value)


FULL = Annotation(
    "C05",
    Quote("reports of misuse", "a ", " in 2022", "ceo", 412),
    "ceo",
    also=(Quote("more", unknown={"x-p": "3"}),),
    kind="euphemism",
    note="Two\n\n  lines.\n",
    tags=("language", "no"),
    sources=(Source("T: a", "https://x", "2024-01-05", {"x-y": "z"}),),
    author="A. Reader",
    created="2026-11-23T10:00:00Z",
    modified="2026-11-24T10:00:00Z",
    supersedes="n-0",
    unknown={"x-own": {"deep": ["1", {"a": "b"}]}},
)
RECORDS: list[Record] = [
    FULL,
    Annotation(
        f"n-{26 * 'a'}", None, "risks", searched=("auditor", "scope: x"), kind="omission", note="No auditor is named."
    ),
    Answer("b", "questions/audit", "partly", "why\n", ("critique/C22", Quote("words", start=0)), deleted="2026-01-01"),
    Place("c", "critique/C1", Quote("w", "p", "s", "sec", 7), modified="2026-01-01T00:00:00Z"),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id[:4])
def test_nothing_of_a_record_is_lost(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_record(record)
    assert read_record(data, f"{record.id}.yaml") == record
    monkeypatch.setattr(yaml_nodes, "PARSER", yaml_nodes.SLOW_PARSER)
    assert read_record(data, f"{record.id}.yaml") == record
    assert yaml.safe_load(data).keys() == {"companion", "ends-with", *record_fields(record), "end"}


def test_the_file_looks_as_it_is_documented() -> None:
    assert (
        write_record(FULL).decode()
        == """\
companion: 1
ends-with: end
id: C05
section: ceo
quote: reports of misuse
prefix: 'a '
suffix: ' in 2022'
start: 412
also:
  - quote: more
    x-p: '3'
kind: euphemism
note: |
  Two

    lines.
tags: [language, 'no']
sources:
  - title: 'T: a'
    url: https://x
    accessed: 2024-01-05
    x-y: z
author: A. Reader
created: 2026-11-23T10:00:00Z
modified: 2026-11-24T10:00:00Z
supersedes: n-0
x-own:
  deep:
    - '1'
    - a: b
end: true
"""
    )


def test_an_edit_changes_only_the_lines_it_touches() -> None:
    before = Annotation("n-1", Quote("w"), note="one\ntwo\nthree\n", tags=("a",))
    old, new = (write_record(each).splitlines() for each in (before, replace(before, note="one\n2\nthree\n")))
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [(b"  two", b"  2")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "n.yaml:1:1: nothing in it"),
        (b"- a\n", "n.yaml:1:1: a list where a note should be"),
        (b"id: n\nnote: [a]\n", "n.yaml:2:7: note is a list; text was expected"),
        (b"companion: x\nnote: a\n", "n.yaml:1:12: companion is x"),
        (b"question: q/a\nplace: l/a\n", "n.yaml:2:1: both a question and a place"),
        (b"question: bare\n", 'n.yaml:1:11: question is "bare"; layer/id was expected'),
        (b"place: l/a\n", "n.yaml:1:1: no quote"),
        (b"annotations: []\n", "n.yaml:1:1: a layer, not a note"),
    ],
)
def test_a_wrong_note_is_refused_at_its_place(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_record(data, "n.yaml")
    assert str(refused.value).startswith(words)


def test_a_note_without_an_id_is_called_by_its_file_and_a_newer_one_is_read() -> None:
    record = read_record(b"companion: 2\nnote: a\nx-new: {b: c}\n", "folder/n-abc.yaml")
    assert record == Annotation("n-abc", note="a", unknown={"x-new": {"b": "c"}})
    assert record.where is not None
    assert (record.where.file, record.where.line) == ("folder/n-abc.yaml", 1)


def test_checking_a_note_tells_slips() -> None:
    said = [
        str(fault)
        for fault in check_record(b"companion: 1\nnote: a\nsufix: b\nkind: eufemism\n", "n.yaml", ["euphemism"])
    ]
    assert said == [
        'n.yaml:3:1: unknown field "sufix"; suffix was perhaps meant; own fields start with x-',
        'n.yaml:4:7: unknown kind "eufemism"; it is shown with a ?; euphemism was perhaps meant',
    ]


def test_what_cannot_be_kept_is_not_saved_and_says_so() -> None:
    deep: object = "x"
    for _ in range(25):
        deep = [deep]
    with pytest.raises(NotSaved, match="nested deeper than 20"):
        write_record(Annotation("n-1", unknown={"x-a": deep}))
    for _ in range(100):
        deep = [deep]
    with pytest.raises(NotSaved, match="nested deeper than 40"):
        write_record(Annotation("n-1", unknown={"x-a": deep}))
    with pytest.raises(NotSaved, match="differ only"):
        write_record(Annotation("n-1", unknown={"x-\u202e": "a", "x-\u200b": "b"}))
    with pytest.raises(NotSaved, match="cannot be used"):
        write_record(Annotation("no id", note="a"))


SCHEMAS = [schema.QUOTE, schema.SOURCE, schema.KIND, *schema.RECORDS.values()]


@pytest.mark.parametrize("table", SCHEMAS, ids=lambda table: table.model.__name__)
def test_every_field_of_a_record_has_one_row(table: Schema[object]) -> None:
    assert isinstance(table.model, type)
    assert is_dataclass(table.model)
    rows = [row.attribute for row in table.rows]
    assert sorted(rows) == sorted({field.name for field in fields(table.model)} - {"unknown", "where"})


@dataclass(frozen=True, slots=True)
class Reply(Annotation):
    seconds: str = ""
    folio: str = ""


def test_a_new_field_is_one_row() -> None:
    table = Schema(Reply, *schema.ANNOTATION.rows, Field("seconds", types.LINE), Field("folio", types.LINE))
    data = b'id: n-1\nnote: Yes.\nseconds: critique/C1\nfolio: "12"\nx-own: a\n'
    node = yaml_nodes.read_nodes(data, "f")
    assert isinstance(node, yaml_nodes.Mapping_)
    reply = table.read(Fields(node, Report("f")))
    assert reply == Reply("n-1", note="Yes.", seconds="critique/C1", folio="12", unknown={"x-own": "a"})
    given = table.give(reply, reply.unknown)
    assert given == {"id": "n-1", "note": "Yes.", "seconds": "critique/C1", "folio": "12", "x-own": "a"}
    assert list(mapping_form(given | {"folio": " \n"}, table.forms).items())[2:] == [
        ("seconds", "critique/C1"),
        ("folio", " ␊"),
        ("x-own", "a"),
    ]
    report = Report("f")
    wrong = yaml_nodes.read_nodes(data.replace(b"critique/C1", b"[C1]"), "f")
    assert isinstance(wrong, yaml_nodes.Mapping_)
    assert table.read(Fields(wrong, report)) is None
    assert [str(fault) for fault in report.faults] == ["f:3:10: seconds is a list; text was expected"]
