"""The schema of annotations, questions, answers and accepted places: one row for each field, in the order of a file.

Reading, checking, writing and JSON go by these rows, so that a new field is one line in the model and one row here.
Text is cleaned already when it gets here; what stands on one line is cleaned to one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from companion.layers import types
from companion.layers.fields import Fields, Mention, Report, named
from companion.layers.forms import Forms, list_form
from companion.layers.types import Type, reference
from companion.layers.yaml_nodes import Mapping_, Node, Scalar, shortened
from companion.model.annotation import (
    VERDICTS,
    Annotation,
    Answer,
    Evidence,
    Kind,
    Layer,
    NearForm,
    Place,
    Question,
    Quote,
    SearchCount,
    Source,
)
from companion.text.clean import clean_line

Model = TypeVar("Model")


class Field(NamedTuple):
    """A field's name in the file, its type, and its name in the model where that is another."""

    name: str
    type: Type
    attribute: str = ""


class Schema(Generic[Model]):
    """The fields of one class of the model. `check` warns of records that are odd as a whole."""

    def __init__(
        self, model: Callable[..., Model], *rows: Field, check: Callable[[Model, Fields], None] | None = None
    ) -> None:
        self.model = model
        self._check = check
        self.rows = [row if row.attribute else row._replace(attribute=row.name) for row in rows]
        self.forms: Forms = {row.name: row.type.form for row in rows if not row.type.inline}
        self._located = hasattr(model, "where")

    def values(self, fields: Fields) -> dict[str, Any]:
        """The values of all rows, by their names in the model."""
        return {attribute: type_.read(fields, name) for name, type_, attribute in self.rows}

    def read(self, fields: Fields) -> Model | None:
        """The record in these fields, unknown ones kept; None where it is wrong, with the faults in the report."""
        values = self.values(fields)
        if self._located:
            values["where"] = fields.report.where(fields.node)
        record = self.model(**values, unknown=fields.unknown())
        if self._check is not None:
            self._check(record, fields)
        return record if fields.sound else None

    def give(self, record: Model, unknown: Mapping[str, Any]) -> dict[str, Any]:
        """The fields a record has in its file, ready for JSON: empty ones left out, unknown ones last."""
        fields = self.parts(record)
        filled = {name: value for name, value in fields.items() if value not in ("", None, [], {})}
        return filled | {name: value for name, value in unknown.items() if name not in fields}

    def parts(self, record: Model) -> dict[str, Any]:
        """The same with the empty ones, and without those unknown."""
        fields: dict[str, Any] = {}
        for name, (_, _, give, inline), attribute in self.rows:
            value = getattr(record, attribute)
            if inline and give:
                fields |= give(value)
            else:
                fields[name] = give(value) if give else value
        return fields


QUOTE = Schema(
    Quote,
    Field("quote", types.NEEDED_TEXT, "exact"),
    Field("prefix", types.TEXT),
    Field("suffix", types.TEXT),
    Field("section", types.LINE),
    Field("start", types.OFFSET),
    Field("page", types.LINE),
)
SOURCE = Schema(Source, Field("title", types.LINE), Field("url", types.LINE), Field("accessed", types.DATE))
NEAR = Schema(NearForm, Field("form", types.LINE), Field("n", types.COUNT))


def _mappings(schema: Schema[Model], fields: Fields, name: str) -> tuple[Model, ...]:
    found = (schema.read(Fields(item, fields.report)) for item in fields.records(name))
    return tuple(one for one in found if one is not None)


def record_list(schema: Schema[Any]) -> Type:
    """A list of mappings, each a record of the schema."""

    def give(values: tuple[Any, ...]) -> list[Any]:
        return [schema.give(value, value.unknown) for value in values]

    return Type(partial(_mappings, schema), list_form(schema.forms), give)


NEAR_FORMS = record_list(NEAR)
SEARCH_COUNT = Schema(
    SearchCount,
    Field("word", types.NEEDED_TEXT),
    Field("forms", types.LINES),
    Field("found", types.COUNT),
    Field("near", NEAR_FORMS),
    Field("scope", types.LINE),
)
COUNTS = record_list(SEARCH_COUNT)


def _quote(item: Node, report: Report, name: str) -> Quote | None:
    if isinstance(item, Mapping_):
        return QUOTE.read(Fields(item, report))
    report.fault(item, f"{name} holds {named(item)}", "`- quote: the words` was expected")
    return None


def _quotes(fields: Fields, name: str) -> tuple[Quote, ...]:
    """Mappings, or the words alone."""
    items = fields.items(name)
    quotes = [Quote(item.text) if isinstance(item, Scalar) else _quote(item, fields.report, name) for item in items]
    return tuple(quote for quote in quotes if quote is not None and quote.exact)


def _evidence(fields: Fields, name: str) -> tuple[Evidence, ...]:
    """A scalar is an id, a mapping a Quote."""
    evidence: list[Evidence] = []
    report = fields.report
    for item in fields.items(name):
        if not isinstance(item, Scalar):
            quote = _quote(item, report, name)
            evidence += [quote] if quote else []
        elif reference(item.text, "any"):
            report.references.append(Mention(item, item.text))
            evidence.append(item.text)
        else:
            expected = "an annotation's id, layer/id, or `quote: the words` was expected"
            report.fault(item, f'"{shortened(item.text)}" is no id', expected)
    return tuple(evidence)


def _give_evidence(evidence: tuple[Evidence, ...]) -> list[Any]:
    said = [item for item in evidence if (item if isinstance(item, str) else item.exact)]
    return [item if isinstance(item, str) else QUOTE.give(item, item.unknown) for item in said]


def _sources(fields: Fields, name: str) -> tuple[Source, ...]:
    """Mappings; a text alone is a title, or an address where it looks like one."""
    sources: list[Source | None] = []
    for item in fields.items(name):
        if isinstance(item, Scalar):
            text = clean_line(item.text)
            sources.append(Source("", text) if "://" in text else Source(text))
        elif isinstance(item, Mapping_):
            sources.append(SOURCE.read(Fields(item, fields.report)))
        else:
            fields.report.fault(item, f"{name} holds {named(item)}", "`- title: …` and `url: …` were expected")
    return tuple(source for source in sources if source)


def _give_sources(sources: tuple[Source, ...]) -> list[Any]:
    return [SOURCE.give(source, source.unknown) for source in sources]


def _inline_quote(fields: Fields, name: str) -> Quote | None:
    """The Quote whose parts stand among a record's own fields."""
    exact = fields.text(name)
    values = {attribute: type_.read(fields, part) for part, type_, attribute in QUOTE.rows[1:]}
    return Quote(exact, **values) if exact else None


def _own_quote(fields: Fields, name: str) -> Quote | None:
    """The same; what belongs to a quote that is not there is kept like an unknown field."""
    quote = _inline_quote(fields, name)
    for part in ("prefix", "suffix", "start", "page") if quote is None else ():
        fields.loosen(part, f"{part} without a {name}", f"add the {name}, or remove it")
    return quote


def _needed_quote(fields: Fields, name: str) -> Quote:
    errors = fields.report.errors
    quote = _inline_quote(fields, name)
    if quote is None and fields.report.errors == errors:
        fields.report.fault(fields.node, f"no {name}", f"the words of the accepted place were expected after `{name}:`")
    return quote or Quote("")


def _give_own_quote(quote: Quote | None) -> dict[str, Any]:
    """The parts of a quote; its section, which is where its words were found, takes the place of the record's."""
    if quote is None or not quote.exact:
        return {}
    parts = QUOTE.parts(quote)
    section = parts.pop("section")
    return {"section": section} | parts if section else parts


def _check_annotation(annotation: Annotation, fields: Fields) -> None:
    if annotation.searched and annotation.quote is not None:
        node = fields.node.pairs["searched"][0]
        fields.report.warn(node, "searched stands beside a quote", "a note on what is absent has no quote")
    says = annotation.quote or annotation.note or annotation.searched or annotation.kind or annotation.tags
    if not says and fields.sound:
        fields.report.warn(fields.node, "an annotation that says nothing", "a note was expected")


COUNTS_AS_FIELDS = {verdict: f"counts-as-{verdict}" for verdict in VERDICTS}


def _counts_as(fields: Fields, name: str) -> dict[str, str]:
    """When each verdict is to be given, by verdict: the fields `counts-as-answered` and so on."""
    told = {verdict: fields.text(field) for verdict, field in COUNTS_AS_FIELDS.items()}
    return {verdict: text for verdict, text in told.items() if text}


def _give_counts_as(told: Mapping[str, str]) -> dict[str, str]:
    return {COUNTS_AS_FIELDS[verdict]: text for verdict, text in told.items()}


COUNTS_AS = Type(_counts_as, give=_give_counts_as, inline=True)
QUOTES = Type(_quotes, list_form(QUOTE.forms), _give_evidence)
EVIDENCE = Type(_evidence, list_form(QUOTE.forms), _give_evidence)
SOURCES = Type(_sources, list_form(SOURCE.forms), _give_sources)
OWN_QUOTE = Type(_own_quote, give=_give_own_quote, inline=True)
NEEDED_QUOTE = Type(_needed_quote, give=_give_own_quote, inline=True)

HISTORY = (
    Field("created", types.TIME),
    Field("modified", types.TIME),
    Field("deleted", types.TIME),
    Field("supersedes", types.LINE),
)
ANNOTATION = Schema(
    Annotation,
    Field("id", types.ID),
    Field("section", types.LINE),
    Field("replies_to", types.MENTION),
    Field("quote", OWN_QUOTE),
    Field("also", QUOTES),
    Field("searched", types.LINES),
    Field("counts", COUNTS),
    Field("fingerprint", types.LINE),
    Field("unread", types.LINES),
    Field("kind", types.KIND_NAME),
    Field("note", types.BODY),
    Field("tags", types.LINES),
    Field("sources", SOURCES),
    Field("author", types.LINE),
    *HISTORY,
    check=_check_annotation,
)
QUESTION = Schema(
    Question,
    Field("id", types.ID),
    Field("ask", types.NEEDED_TEXT),
    Field("why", types.BODY),
    Field("group", types.LINE),
    Field("counts-as", COUNTS_AS, "counts_as"),
    Field("look-for", types.LINES, "look_for"),
    Field("weight", types.WEIGHT),
    Field("applies-if", types.OWN_REFERENCE, "applies_if"),
    Field("after", types.LINES),
    Field("verdict", types.VERDICT),
    Field("evidence", EVIDENCE),
)
ANSWER = Schema(
    Answer,
    Field("id", types.ID),
    Field("question", types.REFERENCE),
    Field("verdict", types.VERDICT),
    Field("note", types.BODY),
    Field("evidence", EVIDENCE),
    Field("status", types.STATUS),
    Field("by", types.LINE),
    Field("settles", types.LINES),
    Field("asked-in", types.LINE, "asked_in"),
    Field("author", types.LINE),
    *HISTORY,
)
PLACE = Schema(Place, Field("id", types.ID), Field("place", types.REFERENCE), Field("quote", NEEDED_QUOTE), *HISTORY)
KIND = Schema(Kind, Field("name", types.NAME_ABOVE), Field("label", types.LABEL), Field("sign", types.SIGN))
HEAD = Schema(
    Layer,
    Field("id", types.ID),
    Field("title", types.LINE),
    Field("author", types.LINE),
    Field("about", types.LINE),
    Field("license", types.LINE),
    Field("language", types.LINE),
)
RECORDS: Mapping[str, Schema[Any]] = dict(annotations=ANNOTATION, questions=QUESTION, answers=ANSWER, places=PLACE)
"""The lists of records in a layer, in their order."""
