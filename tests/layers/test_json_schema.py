"""The JSON Schema and `companion check`: everything check passes, the schema passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from companion.layers.check import check_layer, check_record
from companion.layers.json_schema import layer_schema, note_schema
from companion.layers.read import read_layer
from companion.layers.schema import ANNOTATION, ANSWER, PLACE, QUESTION, QUOTE
from companion.layers.write import write_layer
from companion.model import Layer
from companion.store.layers import load_kinds
from tests.running import ROOT


class Editor(yaml.SafeLoader):
    """YAML as an editor's checker reads it: dates are texts."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith((":timestamp", ":merge", ":value"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LAYER, NOTE = layer_schema(load_kinds().values()), note_schema(load_kinds().values())


def texts(value: Any) -> Any:
    """A value with names as JSON has them."""
    if isinstance(value, dict):
        return {str(name): texts(item) for name, item in value.items()}
    return [texts(item) for item in value] if isinstance(value, list) else value


def schema_passes(text: str, schema: Any) -> bool:
    value = texts(yaml.load(text, Loader=Editor))
    passed = Draft7Validator(schema).is_valid(value)
    assert passed == Draft202012Validator(schema | {"$schema": Draft202012Validator.META_SCHEMA["$id"]}).is_valid(value)
    return passed


def check_passes(text: str, schema: Any) -> bool:
    check = check_layer if schema is LAYER else check_record
    return all(fault.warning for fault in check(text.encode(), "x.yaml"))


@pytest.mark.parametrize("schema", [LAYER, NOTE])
def test_it_is_a_schema(schema: Any) -> None:
    Draft7Validator.check_schema(schema)
    Draft202012Validator.check_schema(schema | {"$schema": Draft202012Validator.META_SCHEMA["$id"]})


def noted(record: str) -> str:
    return f"companion: 1\nannotations:\n  - {{id: a, {record}}}\n"


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (noted("note: no"), True),
        (noted("tags: [2023, no, ~]"), True),
        ("companion: 1\nannotations: [{id: 12, note: x}]\n", True),
        ("companion: 1\nannotations: [{id: true, note: x}]\n", True),
        (noted("sources: [{title: x, accessed: 2024-01-05}]"), True),
        (noted("quote: , tags: , note: x"), True),
        (noted("start: 12, quote: x"), True),
        (noted("start: '12', quote: x"), True),
        (noted("kind: my-own, quote: x, x-y: {z: 1}"), True),
        (noted("also: [x, {quote: y}], quote: z, sufix: slip"), True),
        (noted("replies_to: c/C5, note: x"), True),
        ("questions: [{id: q, ask: What, evidence: [C1, c/2, {quote: x}]}]\n", True),
        ("answers: {l/q: {verdict: partly}, q2: {verdict: new-word}}\n", True),
        ("answers: [{question: l/q}]\n", True),
        ("kinds: {e: {sign: ~}}\n", True),
        ("layer:\nannotations:\n", True),
        (noted("start: x, quote: y"), False),
        (noted("start: -1, quote: y"), False),
        (noted("tags: one"), False),
        (noted("tags: [[one]]"), False),
        (noted("note: {a: b}"), False),
        (noted("replies_to: no id"), False),
        ("annotations: [{note: x}]\n", False),
        ("annotations: [{id: -x}]\n", False),
        ("annotations: text\n", False),
        ("companion: one\nannotations: []\n", False),
        ("questions: [{id: q}]\n", False),
        ("answers: {l/q: partly}\n", False),
        ("places: [{id: p, place: bare, quote: x}]\n", False),
        ("kinds: {e: {label: E}}\n", False),
        ("title: x\n", False),
    ],
)
def test_both_agree_on_layers(text: str, passes: bool) -> None:
    assert (check_passes(text, LAYER), schema_passes(text, LAYER)) == (passes, passes)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("companion: 1\nsection: risks\nnote: x\n", True),
        ("companion: 1\nends-with: end\nid: n\nquote: a\npage: 9\nnote: x\nend: true\n", True),
        ("companion: 1\nquestion: l/q\nverdict: open\n", True),
        ("companion: 1\nplace: c/5\nquote: words\n", True),
        ("companion: 1\nquestion: l/q\nplace: c/5\nquote: words\n", False),
        ("companion: 1\nquestion: bare\n", False),
        ("companion: 1\nplace: c/5\n", False),
        ("companion: 1\nnote: [x]\n", False),
        ("companion: 1\nannotations: []\n", False),
        ("- x\n", False),
    ],
)
def test_both_agree_on_notes(text: str, passes: bool) -> None:
    assert (check_passes(text, NOTE), schema_passes(text, NOTE)) == (passes, passes)


@pytest.mark.parametrize(
    "text",
    [
        "annotations: [{id: a, note: x}, {id: A, note: y}]\n",
        noted("start: 0x10, quote: y"),
        noted("start: 3.0, quote: y"),
        noted("tags: ~"),
        "kinds: {e: {sign: wide}}\n",
        "answers: {no id: {verdict: open}}\n",
        "questions: [{id: q, ask: }]\n",
    ],
)
def test_what_only_check_refuses_is_named(text: str) -> None:
    assert (check_passes(text, LAYER), schema_passes(text, LAYER)) == (False, True)


@pytest.mark.parametrize(
    "path",
    sorted(set(ROOT.glob("annotations/*/*.yaml")) - set(ROOT.glob("annotations/terms/*"))),
    ids=lambda path: path.name,
)
def test_shipped_layers_pass(path: Path) -> None:
    assert schema_passes(path.read_text(encoding="utf-8"), LAYER)


VALUES = st.sampled_from(
    [
        *("", "x", "no", "~", "on", "true", "'a b'", "''", "a/b", "'/'", "open", "partly"),
        *("12", "-3", "1.5", ".nan", "0x1F", "1_000", "2024-01-05", "2024-01-05T10:00:00Z"),
        *("[x]", "[]", "[1, ~]", "[{quote: x}]", "[[x]]", "[{title: t}]", "[a/b, {quote: x}]"),
        *("{}", "{quote: x}", "{quote: x, start: 4}", "{id: a}", "{title: t, url: u}"),
    ]
)
ROWS = [row for schema in (ANNOTATION, ANSWER, PLACE, QUESTION, QUOTE) for row in schema.rows]
NAMES = sorted({row.name for row in ROWS} | {"x-own", "odd"})
FIELDS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)


def flow(fields: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"


RECORDS = st.lists(FIELDS.map(flow), max_size=2).map(lambda records: "[" + ", ".join(records) + "]")
BELOW = st.dictionaries(st.sampled_from(["q", "l/q", "12"]), FIELDS.map(flow), max_size=2).map(flow)
TOP = st.fixed_dictionaries(
    {},
    optional={
        "companion": st.sampled_from(["1", "'1'", "2", "", "x"]),
        "layer": FIELDS.map(flow) | VALUES,
        "kinds": st.sampled_from(["{e: {sign: ~}}", "{e: {label: 1, sign: x}}", "{e: x}", "", "[]"]),
        "annotations": RECORDS,
        "questions": RECORDS,
        "places": RECORDS,
        "answers": RECORDS | BELOW,
    },
)


def lines(fields: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


@settings(max_examples=300)
@given(TOP.map(lines))
def test_every_layer_that_check_passes_the_schema_passes(text: str) -> None:
    assert schema_passes(text, LAYER) or not check_passes(text, LAYER)


@settings(max_examples=300)
@given(FIELDS.map(lines))
def test_every_note_that_check_passes_the_schema_passes(text: str) -> None:
    text = f"companion: 1\n{text}"
    assert schema_passes(text, NOTE) or not check_passes(text, NOTE)


@settings(max_examples=100)
@given(TOP.map(lines))
def test_every_layer_that_is_written_passes(text: str) -> None:
    if check_passes(text, LAYER):
        layer = read_layer(text.encode(), "x.yaml")
        if not layer.read_only:
            assert schema_passes(write_layer(layer).decode(), LAYER)
    assert schema_passes(write_layer(Layer("empty", title="x")).decode(), LAYER)
