"""Layers: faults stay with their record, nothing unknown is lost, and what is written reads back the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.layers.check import check_layer
from companion.layers.read import read_kinds, read_layer, read_mapping
from companion.layers.to_dict import layer_fields
from companion.layers.types import width
from companion.layers.write import write_layer, write_mapping
from companion.model import Annotation, Answer, Kind, Layer, NotSaved, Place, Question, Quote, Source, Unreadable
from tests.layers.test_schema import ANNOTATIONS, ANSWERS, PLACES, TEXT, merged

SHIPPED = Path(__file__).parents[2] / "annotations"
FULL = b"""companion: 1
layer: {id: critique, title: A critique, author: A. Reader, about: nso-2023, license: CC-BY-4.0, x-head: kept}
kinds: {euphemism: {label: Euphemism, sign: "~", x-means: mild}}
annotations:
  - id: C05
    section: ceo-message
    quote: reports of product misuse
    prefix: "a significant decrease in "
    suffix: " during 2022"
    start: 412
    also: [{quote: more than 60 times, x-copy: web}, other words]
    kind: euphemism
    note: |
      Markdown, a few
      sentences.
    tags: [language, no]
    sources: [{title: T, url: https://x, accessed: 2024-01-05, x-s: 1}, https://y, Just a title]
    created: 2026-11-23T10:00:00Z
    x-list: [1, {a: b}]
  - {id: C30, section: risk-assessment, searched: [auditor, scope], kind: omission, note: No auditor is named.}
  - {id: C31, note: gone, deleted: 2026-11-24T00:00:00Z}
questions:
  - {id: audit-scope, ask: What does it examine?, why: Because., verdict: sidestepped, evidence: [C05, {quote: audit}]}
answers:
  questions/audit-scope: {verdict: unanswered, note: x, evidence: [critique/C05], modified: 2026-11-23, x-a: b}
  audit-scope: {id: own, verdict: partly}
places: [{id: p1, place: other/C1, quote: words, x-p: q}]
x-top: {kept: [1]}
"""


def test_everything_a_layer_says_is_read() -> None:
    layer = read_layer(FULL, "annotations/some file.yaml")
    assert (layer.id, layer.title, layer.author, layer.about, layer.license) == (
        "critique", "A critique", "A. Reader", "nso-2023", "CC-BY-4.0",
    )  # fmt: skip
    assert layer.faults == ()
    assert layer.kinds == {"euphemism": Kind("euphemism", "Euphemism", "~", {"x-means": "mild"})}
    first, second = layer.annotations
    assert first == Annotation(
        "C05",
        Quote("reports of product misuse", "a significant decrease in ", " during 2022", "ceo-message", 412),
        "ceo-message",
        also=(Quote("more than 60 times", unknown={"x-copy": "web"}), Quote("other words")),
        kind="euphemism",
        note="Markdown, a few\nsentences.\n",
        tags=("language", "no"),
        sources=(Source("T", "https://x", "2024-01-05", {"x-s": "1"}), Source("", "https://y"), Source("Just a title")),
        created="2026-11-23T10:00:00Z",
        unknown={"x-list": ["1", {"a": "b"}]},
    )
    assert first.where is not None
    assert (first.where.line, first.where.column) == (5, 5)
    assert second.quote is None
    assert (second.section, second.searched) == ("risk-assessment", ("auditor", "scope"))
    assert layer.questions == (
        Question("audit-scope", "What does it examine?", "Because.", "sidestepped", ("C05", Quote("audit"))),
    )
    asked, own = layer.answers
    assert (asked.id, asked.question, asked.unknown) == ("questions.audit-scope", "questions/audit-scope", {"x-a": "b"})
    assert (own.id, own.question, own.verdict) == ("own", "critique/audit-scope", "partly")
    assert layer.places == (Place("p1", "other/C1", Quote("words"), unknown={"x-p": "q"}),)
    assert layer.unknown == {"x-top": {"kept": ["1"]}, "layer": {"x-head": "kept"}}


def test_everything_is_written_back() -> None:
    layer = read_layer(FULL, "f.yaml")
    data = write_layer(layer)
    back = read_layer(data, "f.yaml")
    for name in (
        "id",
        "title",
        "author",
        "about",
        "license",
        "kinds",
        "annotations",
        "questions",
        "answers",
        "unknown",
    ):
        assert getattr(back, name) == getattr(layer, name)
    assert back.places == layer.places
    assert write_layer(back) == data
    assert b"\n    note: |\n      Markdown, a few\n      sentences.\n" in data


def test_a_wrong_record_is_a_fault_at_its_place_and_the_others_load() -> None:
    layer = read_layer(
        b"layer: [x]\nkinds: {a: {label: A, sign: ab}, b: {sign: '+'}}\nannotations:\n  - {id: a, note: [x]}\n"
        b"  - words\n  - {id: b, tags: x, start: y}\n  - {id: c, note: fine}\n  - {id: C}\n"
        b"questions: {}\nanswers: {q/a: [x]}\n",
        "my layer.yaml",
    )
    assert [each.id for each in layer.annotations] == ["c"]
    assert list(layer.kinds) == ["b"]
    assert layer.id == "my-layer"
    assert [str(fault) for fault in layer.faults] == [
        "my layer.yaml:1:8: layer is a list; a mapping was expected: lines with `name: value`",
        'my layer.yaml:2:29: the sign "ab"; one visible character, one column wide, was expected',
        "my layer.yaml:4:19: note is a list; text was expected",
        "my layer.yaml:5:5: annotations holds text; mappings were expected: `- id: …`",
        "my layer.yaml:6:19: tags is text; a list was expected: lines with `- `, or [one, two]",
        'my layer.yaml:6:29: start is "y"; a whole number was expected',
        'my layer.yaml:8:5: the id "C" is used twice, first in line 7; ids must differ, case ignored: rename one',
        "my layer.yaml:9:12: questions is a mapping; a list was expected: lines with `- `, or [one, two]",
        "my layer.yaml:10:16: an answer is a list; `verdict: …` and `note: …` were expected",
    ]


def test_a_newer_layer_is_read_only_and_says_so() -> None:
    layer = read_layer(b"companion: 2\nannotations: [{id: a, note: b}]\n", "new.yaml")
    assert layer.read_only
    assert [(str(fault), fault.warning) for fault in layer.faults] == [
        ("new.yaml:1:12: written by a newer companion (version 2); it opens read-only", True)
    ]
    assert len(layer.annotations) == 1
    with pytest.raises(NotSaved, match="newer companion"):
        write_layer(layer)


@pytest.mark.parametrize(
    ("file", "default", "wanted"),
    [("a/b c.yaml", "", "b-c"), ("x.yaml", "given", "given"), ("é.yaml", "no id!", "layer")],
)
def test_a_layer_without_an_id_gets_one(file: str, default: str, wanted: str) -> None:
    assert read_layer(b"annotations: []\n", file, default_id=default).id == wanted


def test_two_answers_to_one_question_are_kept_in_a_list() -> None:
    layer = Layer("mine", answers=(Answer("n-1", "q/a", "partly"), Answer("n-2", "q/a", "open", supersedes="n-1")))
    assert read_layer(write_layer(layer), "f.yaml").answers == layer.answers


def test_answers_get_ids_that_are_free() -> None:
    text = b"annotations: [{id: q.a, note: x}]\nanswers: {q/a: {verdict: open}, q/b: {id: z}}\n"
    layer = read_layer(text, "f.yaml")
    assert [answer.id for answer in layer.answers] == ["q.a-2", "z"]
    assert read_layer(write_layer(layer), "f.yaml").answers == layer.answers


@given(
    st.lists(ANNOTATIONS, max_size=3, unique_by=lambda each: each.id.lower()),
    st.lists(ANSWERS, max_size=2),
    st.lists(PLACES, max_size=2),
    TEXT,
)
def test_any_layer_reads_back(
    annotations: list[Annotation], answers: list[Answer], places: list[Place], text: str
) -> None:
    layer = Layer(
        "mine",
        title=text,
        annotations=tuple(replace(each, id=f"a{n}", deleted="") for n, each in enumerate(annotations)),
        questions=(Question("q", "x" + text, text, text, unknown={"x-q": text}),),
        answers=tuple(replace(each, id=f"b{n}", deleted="") for n, each in enumerate(answers)),
        places=tuple(replace(each, id=f"c{n}", deleted="") for n, each in enumerate(places)),
        unknown={"layer": {"x-h": text}, "x-top": [text]},
    )
    try:
        data = write_layer(layer)
    except NotSaved as error:
        merged(error)
        return
    back = read_layer(data, "f.yaml")
    assert write_layer(back) == data
    for name in ("annotations", "answers", "places"):
        assert [each.id for each in getattr(back, name)] == [each.id for each in getattr(layer, name)]
    assert layer_fields(back).keys() <= layer_fields(layer).keys()


def test_check_tells_slips_in_the_order_of_the_file() -> None:
    text = """annotations:
  - {id: C1, quote: x, sufix: y, x-fine: z, note: n, searched: [a], created: yesterday}
  - {id: C2, prefix: p, note: n, also: [{quote: q, prefx: r}]}
  - {id: C3}
questions:
  - {id: q, ask: What?, verdict: unansered, evidence: [C1, C9, here/C1, here/c2, other/C7]}
answers:
  here/nobody: {verdict: open}
layer: {id: here, tittle: t}
stray: "a\u202e"
"""
    said = [(fault.where.line, fault.what, fault.expected, fault.warning) for fault in check_layer(text.encode(), "f")]
    assert said == [
        (1, "the file does not say its version", "`companion: 1` was expected", True),
        (2, 'unknown field "sufix"', "suffix was perhaps meant; own fields start with x-", True),
        (2, "searched stands beside a quote", "a note on what is absent has no quote", True),
        (2, 'created is "yesterday"', "a time like 2026-01-31T09:30:00Z", True),
        (3, "prefix without a quote", "add the quote, or remove it", True),
        (3, 'unknown field "prefx"', "prefix was perhaps meant; own fields start with x-", True),
        (4, "an annotation that says nothing", "a note was expected", True),
        (6, 'unknown verdict "unansered"', "it is shown as it is; unanswered was perhaps meant", True),
        (6, 'no annotation "C9" in this layer', said[8][2], True),
        (6, 'no annotation "c2" in this layer', said[9][2], True),
        (8, 'no question "here/nobody" in this layer', "the id of a question was expected", True),
        (9, 'unknown field "tittle"', "title was perhaps meant; own fields start with x-", True),
        (10, 'unknown field "stray"', "own fields start with x-", True),
        (10, "hidden character U+202E RIGHT-TO-LEFT OVERRIDE", "it is shown as a sign; remove it", True),
    ]
    assert read_layer(text.encode(), "f").faults == ()


def test_check_knows_the_kinds_it_is_given() -> None:
    text = b"companion: 1\nkinds: {own: {sign: +}}\nannotations:\n  - {id: a, kind: own}\n  - {id: b, kind: omision}\n"
    assert check_layer(text, "f") == []
    (fault,) = check_layer(text, "f", ["omission"])
    assert str(fault) == 'f:5:19: unknown kind "omision"; it is shown with a ?; omission was perhaps meant'


def test_check_gives_faults_beside_warnings() -> None:
    said = [
        (str(fault.where), fault.warning) for fault in check_layer(b"annotations: [{id: a, note: [], no: 1}]\n", "f")
    ]
    assert said == [("f:1:1", True), ("f:1:29", False), ("f:1:33", True)]
    assert [fault.warning for fault in check_layer(b"a: *b", "f")] == [False]


def test_the_shipped_files_are_faultless() -> None:
    kinds = read_kinds((SHIPPED / "kinds.yaml").read_bytes(), "kinds.yaml")
    assert len({kind.sign for kind in kinds.values()}) == len(kinds) > 10
    layers = [path for path in sorted(SHIPPED.glob("*/*.yaml")) if path.parent.name != "terms"]
    assert len(layers) >= 2
    for path in layers:
        assert check_layer(path.read_bytes(), path.name, kinds) == []
        layer = read_layer(path.read_bytes(), path.name)
        back = read_layer(write_layer(layer), path.name)
        assert (back.annotations, back.questions) == (layer.annotations, layer.questions)


@pytest.mark.parametrize(
    ("sign", "columns"),
    [
        ("~", 1),
        ("≠", 1),
        ("e\u0301", 1),
        ("語", 2),
        ("ab", 2),
        ("", 0),
        (" ", 0),
        ("\u0301", 0),
        ("✓\ufe0f", 0),
        ("😀", 2),
    ],
)
def test_a_sign_is_one_column_wide(sign: str, columns: int) -> None:
    assert width(sign) == columns


def test_a_wrong_kind_is_told() -> None:
    with pytest.raises(Unreadable, match=r"kinds\.yaml:1:29: the sign"):
        read_kinds("kinds: {a: {label: A, sign: 語}}\n".encode(), "kinds.yaml")


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT, max_size=3) | st.integers(), max_size=4))
def test_small_mappings_read_back(mapping: dict[str, object]) -> None:
    try:
        data = write_mapping(mapping)
    except NotSaved as error:
        merged(error)
        return
    assert write_mapping(read_mapping(data, "f")) == data


def test_small_mappings() -> None:
    wanted = {"companion": "1", "title": "no: #\n x", "list": ["", "[a", "- b"], "text": "a\n\n"}
    assert read_mapping(write_mapping(wanted), "f") == wanted
    assert write_mapping({"number": 1, "yes": True, "none": None}) == b"number: '1'\n'yes': 'true'\nnone: ''\n"
    assert read_mapping(b"# nothing yet\n", "f") == {}
    with pytest.raises(Unreadable, match="f:1:1: a list where settings should be"):
        read_mapping(b"- a\n", "f")


def test_a_question_of_no_topic_of_its_layer_is_told() -> None:
    text = "companion: 1\nchecklist: {groups: [{id: people}]}\nquestions: [{id: q, group: poeple, ask: Who?}]\n"
    assert any('no group "poeple"' in str(fault) for fault in check_layer(text.encode(), "list.yaml"))
