"""Web Annotation: the model's MUSTs hold, nothing of ours is lost, and every shape the model allows is taken."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from companion.exchange.brought import Brought
from companion.exchange.formats import format_of
from companion.exchange.input_file import Incoming
from companion.exchange.web_annotation import write
from companion.layers.to_dict import record_fields
from companion.layers.write import settled
from companion.model import Annotation, Answer, Layer, NotSaved, Place, Question, Record, Unreadable
from tests.exchange import exports
from tests.making import written
from tests.running import Companion

HERE = Path(__file__).parent / "web_annotation"
SCHEMA = json.loads((HERE / "must.schema.json").read_text(encoding="utf-8"))
TERMS = json.loads((HERE / "terms.jsonld").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def read(data: bytes | str | dict[str, Any] | list[Any], name: str = "notes.json") -> Brought:
    """What a file brings, found by its content."""
    if isinstance(data, dict | list):
        data = json.dumps(data)
    file = Incoming(data.encode() if isinstance(data, str) else data, name)
    row = format_of(file)
    assert row.name == "webannotation"
    (brought,) = row.read(file)
    return brought


def note_of(data: dict[str, Any] | list[Any]) -> Annotation:
    (record,) = read(data).records
    assert isinstance(record, Annotation)
    return record


def stored(record: Record) -> Record | None:
    try:
        return settled(record)
    except NotSaved:
        return None


def layer_of(records: list[Record | Question]) -> Layer:
    """A layer of records as files hold them, each id once."""
    kept: dict[str, Record | Question] = {}
    for record in records:
        again = record if isinstance(record, Question) else stored(record)
        if again is not None:
            kept.setdefault(again.id.casefold(), again)
    return Layer(
        "lens",
        "A lens",
        "B. Reader",
        license="CC-BY-4.0",
        annotations=tuple(each for each in kept.values() if isinstance(each, Annotation)),
        questions=tuple(each for each in kept.values() if isinstance(each, Question)),
        answers=tuple(each for each in kept.values() if isinstance(each, Answer)),
        places=tuple(each for each in kept.values() if isinstance(each, Place)),
    )


RECORDS = st.lists(exports.ANNOTATIONS | exports.QUESTIONS | exports.ANSWERS | exports.PLACES, max_size=4)


@settings(max_examples=40)
@given(RECORDS)
def test_nothing_of_a_layer_is_lost(records: list[Record | Question]) -> None:
    layer = layer_of(records)
    text = write(exports.exported(layer))
    brought = read(text)
    assert brought.losses == ()
    before: list[Record | Question] = [*layer.annotations, *layer.questions, *layer.answers, *layer.places]
    assert [record_fields(record) for record in brought.records] == [record_fields(record) for record in before]
    assert brought.head.id == "lens"
    assert (brought.head.title, brought.head.author, brought.head.license) == ("A lens", "B. Reader", "CC-BY-4.0")


@settings(max_examples=15)
@given(RECORDS)
def test_the_models_musts_hold(records: list[Record | Question]) -> None:
    VALIDATOR.validate(json.loads(write(exports.exported(layer_of(records)))))


def test_the_schema_sees_what_the_model_forbids() -> None:
    good = json.loads(write(exports.exported(Layer("l", annotations=(Annotation("a", note="x"),)))))
    item = good["first"]["items"][0]
    wrong = [{"created": "2024-01-05"}, {"body": []}, {"id": "file.json"}, {"target": None}, {"type": "Note"}]
    wrong += [{"body": {"type": "SpecificResource", "purpose": "linking"}}, {"target": {"source": "a file.md"}}]
    for change in wrong:
        assert list(VALIDATOR.iter_errors({**good, "first": {**good["first"], "items": [item | change]}})), change


def loader(url: str, options: object) -> dict[str, Any]:
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": url, "document": TERMS}


@settings(max_examples=15)
@given(RECORDS)
def test_a_processor_of_linked_data_drops_nothing(records: list[Record | Question]) -> None:
    shape = json.loads(write(exports.exported(layer_of(records))))
    options = {"documentLoader": loader}
    expanded = jsonld.expand(shape, options)
    compacted = jsonld.compact(expanded, {"@context": shape["@context"]}, options)
    assert plain(compacted) == plain(shape)


def plain(value: Any) -> Any:
    """A shape in which a list of one is that one, as linked data has it; what is kept as JSON stays as it is."""
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return items[0] if len(items) == 1 else items
    if isinstance(value, dict):
        return {
            name: item if name.startswith("companion:") and isinstance(item, dict) else plain(item)
            for name, item in value.items()
            if name != "@context" and item != []
        }
    return value


def test_from_a_notebook_to_a_file_to_an_empty_notebook(companion: Companion, tmp_path: Path) -> None:
    report, lens = map(str, written(tmp_path))
    companion("note", report, "--quote", "No customer is named anywhere", "--text", "*Who?*", "--tag", "a b")
    companion("note", report, "--section", "audits", "--text", "on it", "--kind", "omission")
    companion("note", report, "--document", "--text", "on all")
    file, notes = str(tmp_path / "out.json"), str(tmp_path / "empty")
    assert companion("export", report, "--format", "webannotation", "-o", file).code == 0
    ran = companion("import", file, "--into", report, "--notes", notes)
    assert ran.out.splitlines()[0] == "3 new"
    first = companion("notes", report, "--format", "json").json
    assert companion("notes", report, "--notes", notes, "--format", "json").json == first
    assert companion("import", file, "--into", report).out.splitlines()[0] == "0 new, 3 unchanged"
    both = companion("export", report, "--format", "webannotation", "--layer", "all", "--with", lens).out
    assert json.loads(both)[0]["companion:layer"]["id"] == "lens"


CONTEXT = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}
QUOTED = {"type": "TextQuoteSelector", "exact": "No customer", "suffix": " is"}


def test_every_shape_of_body_is_taken() -> None:
    bodies: dict[str, tuple[Any, dict[str, Any]]] = {
        "an address": ("https://e.org/a", {"sources": ({"url": "https://e.org/a"},)}),
        "a text": ({"type": "TextualBody", "value": "x\n"}, {"note": "x\n"}),
        "html": (
            {"type": "TextualBody", "value": "<p>x &amp; <b>y</b></p><script>z</script>", "format": "text/html"},
            {"note": "x & y"},
        ),
        "a list": (
            [{"value": "a", "purpose": "tagging"}, {"value": "b", "purpose": "classifying"}],
            {"tags": ["a"], "kind": "b"},
        ),
        "a choice": ({"type": "Choice", "items": [{"value": "one"}, {"value": "two"}]}, {"note": "one"}),
        "a source": (
            {"type": "SpecificResource", "source": "https://e.org/", "purpose": "linking"},
            {"sources": ({"url": "https://e.org/"},)},
        ),
    }
    for body, wanted in bodies.values():
        fields = record_fields(note_of({**CONTEXT, "target": "https://e.org/doc", "body": body}))
        assert {name: fields.get(name) for name in wanted} == json.loads(json.dumps(wanted)), body
    assert note_of({**CONTEXT, "target": "https://e.org/doc", "bodyValue": "short"}).note == "short"
    (loss,) = read({**CONTEXT, "target": "x:y", "body": bodies["a choice"][0]}).losses
    assert (loss.times, "choices" in loss.what) == (1, True)


def test_every_shape_of_target_is_taken() -> None:
    inner = {"type": "FragmentSelector", "value": "customers", "refinedBy": QUOTED}
    for selector in (QUOTED, [{"type": "XPathSelector", "value": "/p"}, QUOTED], inner):
        note = note_of({**CONTEXT, "target": {"source": "https://e.org/d", "selector": selector}})
        assert note.quote is not None
        assert (note.quote.exact, note.quote.suffix) == ("No customer", " is")
    assert note.quote is not None
    assert note.quote.section == "customers"
    two = [{"source": "https://e.org/d", "selector": {**QUOTED, "exact": words}} for words in ("one", "two")]
    note = note_of({**CONTEXT, "target": two})
    assert [quote.exact for quote in note.also] == ["two"]
    elsewhere = {"source": "https://other.org/", "selector": QUOTED}
    assert [loss.times for loss in read({**CONTEXT, "target": [*two, elsewhere]}).losses] == [1]


def test_collections_pages_lists_and_single_ones() -> None:
    item = {"type": "Annotation", "id": "urn:a:1", "target": "x:y", "bodyValue": "n", "creator": "acct:me@example.org"}
    page = {"@context": CONTEXT["@context"], "type": "AnnotationPage", "items": [item]}
    collection = {"@context": CONTEXT["@context"], "type": "AnnotationCollection", "label": "L", "first": page}
    for shape in (item, [item], page, collection, [collection]):
        note = note_of(shape)
        assert (note.note, note.author) == ("n", "acct:me@example.org")
        assert note.id.startswith("i-")
    away = {**collection, "first": "https://example.org/page1"}
    with pytest.raises(Unreadable, match="no connection"):
        read(away)


def test_the_sets_that_readers_of_books_exchange() -> None:
    thorium = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:uuid:1",
        "type": "AnnotationSet",
        "about": {"dc:title": "A Book", "dc:creator": ["Somebody"]},
        "items": [
            {
                **CONTEXT,
                "id": "urn:uuid:2",
                "created": "2024-01-05T10:00:00Z",
                "body": {"type": "TextualBody", "value": "why", "tag": "t", "color": "red", "highlight": "solid"},
                "target": {
                    "source": "OEBPS/c1.xhtml",
                    "selector": [QUOTED, {"type": "CssSelector", "value": "p"}],
                    "meta": {"headings": [{"level": 2, "txt": "Customers"}], "page": "ix"},
                },
            }
        ],
    }
    brought = read(thorium)
    (note,) = brought.records
    assert isinstance(note, Annotation)
    assert note.quote is not None
    assert (note.quote.section, note.quote.page, note.tags, note.note) == ("Customers", "ix", ("t",), "why")
    assert brought.book.title == "A Book"
    epub = {**thorium, "@context": "https://www.w3.org/ns/epub-anno.jsonld"}
    for member in ("annotations.json", "META-INF/annotations.json"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(member, json.dumps(epub))
        assert [record.id for record in read(packed.getvalue(), "book.annotations").records] == [note.id]


def test_what_came_from_elsewhere_goes_back_as_it_was(companion: Companion, tmp_path: Path) -> None:
    report = str(written(tmp_path)[0])
    item = {
        **CONTEXT,
        "id": "https://example.org/1",
        "target": {"source": "https://e.org/d", "selector": [QUOTED, {"type": "SvgSelector", "value": "<svg/>"}]},
        "body": {"type": "TextualBody", "value": "tab\there \u2028 \u0085 😀  \n", "x-own": [1, None, True, 2.5]},
        "stylesheet": "https://example.org/s.css",
    }
    file = tmp_path / "in.json"
    file.write_text(json.dumps([item]))
    companion("import", str(file), "--into", report)
    out = json.loads(companion("export", report, "--format", "webannotation").out)
    assert out["first"]["items"] == [item]
    again, notes = tmp_path / "again.json", str(tmp_path / "empty")
    again.write_text(json.dumps(out))
    companion("import", str(again), "--into", report, "--notes", notes)
    first = companion("notes", report, "--format", "json").json
    assert companion("notes", report, "--notes", notes, "--format", "json").json == first


def test_replies_find_what_they_answer() -> None:
    parent = {**CONTEXT, "id": "urn:a:1", "target": {"source": "x:y", "selector": QUOTED}}
    reply = {**CONTEXT, "id": "urn:a:2", "motivation": "replying", "target": "urn:a:1", "bodyValue": "so?"}
    first, second = read([parent, reply]).records
    assert isinstance(second, Annotation)
    assert second.replies_to == first.id
