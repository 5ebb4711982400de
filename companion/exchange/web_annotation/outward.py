"""Layers to annotation collections.

Where importing what was written would not give a field back, that field goes along in `companion:record`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from companion.exchange.brought import FOREIGN, foreign_data
from companion.exchange.json_text import json_text
from companion.exchange.outgoing import Outgoing
from companion.exchange.web_annotation.inward import NAME, fields_of
from companion.exchange.web_annotation.terms import CONTEXT, LICENCES, address_of, source_of, utc
from companion.layers.from_dict import record_from
from companion.layers.to_dict import layer_fields, record_fields
from companion.layers.write import settled
from companion.model import Annotation, Answer, CompanionError, Layer, Place, Question, Quote, Record, Source, parted


def write(outgoing: Outgoing) -> str:
    """A collection for each layer: one as it is, several as a list."""
    collections = [Collection(outgoing, layer).shape() for layer in outgoing.layers]
    return json_text(collections[0] if len(collections) == 1 else collections)


class Collection:
    """One layer as an annotation collection."""

    def __init__(self, outgoing: Outgoing, layer: Layer) -> None:
        self.outgoing, self.layer, self.document = outgoing, layer, outgoing.document
        self.source = source_of(outgoing.document)
        self._offsets = _offsets(outgoing)

    def shape(self) -> dict[str, Any]:
        layer = self.layer
        head = layer_fields(layer)
        items = list(self._items())
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.document.fingerprint}/{layer.id}")
        page = uuid.uuid5(name, "page")
        first = {"id": page.urn, "type": "AnnotationPage", "startIndex": 0, "items": items}
        shape: dict[str, Any] = {"@context": CONTEXT, "id": name.urn, "type": "AnnotationCollection"}
        shape |= {"label": layer.title or layer.id}
        shape |= {"creator": _person(layer.author)} if layer.author else {}
        shape |= {"rights": LICENCES[layer.license]} if layer.license in LICENCES else {}
        shape |= {"total": len(items), "first": first, "companion:layer": head.get("layer", {})}
        shape |= {"companion:kinds": head["kinds"]} if "kinds" in head else {}
        known = ("layer", "kinds", "annotations", "questions", "answers", "places")
        rest = {name: value for name, value in head.items() if name not in known}
        about = {"title": self.document.title, "name": self.document.name, "fingerprint": self.document.fingerprint}
        return shape | ({"companion:record": rest} if rest else {}) | {"companion:document": about}

    def _items(self) -> Iterator[dict[str, Any]]:
        layer = self.layer
        records: list[Record | Question] = [*layer.annotations, *layer.questions, *layer.answers, *layer.places]
        for record in records:
            if self.outgoing.section in ("", self._section(record)):
                yield self.item(record)

    def _section(self, record: Record | Question) -> str:
        placement = self.outgoing.placements.get(self.layer.key(record))
        return placement.span.section if placement and placement.span else ""

    def item(self, record: Record | Question) -> dict[str, Any]:
        """A record as an annotation; one that came from such a file and was not changed, as it came."""
        native = record_fields(record)
        kept = foreign_data(record.unknown, NAME)
        if isinstance(kept, dict) and _unchanged(kept, record, native):
            return kept
        item = {"id": self._address(self.layer.key(record)), "type": "Annotation", **self._said(record)}
        item["companion:id"] = record.id
        given = fields_of(item, {item["id"]: record.id})
        rest = {name: native.get(name) for name in (*native, *given) if native.get(name) != given.get(name)}
        return item | ({"companion:record": rest} if rest else {})

    def _said(self, record: Record | Question) -> dict[str, Any]:
        if isinstance(record, Annotation):
            return self._annotation(record)
        if isinstance(record, Place):
            target = self._target(record.quote, self.layer.key(record))
            return {"motivation": "linking", "body": self._address(record.place), "target": target} | {
                "companion:type": "place"
            }
        bodies: list[Any] = []
        if isinstance(record, Question):
            bodies += [_text(record.ask, "questioning"), _text(record.why, "describing")]
        bodies += [_text(record.verdict, "assessing")]
        bodies += [_text(record.note, "commenting")] if isinstance(record, Answer) else []
        links = [self._address(self.layer.key(each)) for each in record.evidence if isinstance(each, str)]
        bodies += [{"type": "SpecificResource", "source": link, "purpose": "linking"} for link in links]
        asked = isinstance(record, Question)
        about = self.source if isinstance(record, Question) else self._address(record.question)
        quotes = [self._target(each, "") for each in record.evidence if isinstance(each, Quote)]
        said = {"motivation": "questioning" if asked else "assessing", "body": [body for body in bodies if body]}
        said |= {"target": [about, *quotes] if quotes else about}
        return said | {"companion:type": "question" if asked else "answer"} | _history(record)

    def _annotation(self, note: Annotation) -> dict[str, Any]:
        bodies = [
            _text(note.kind, "classifying"),
            _text(note.note, "commenting", format="text/markdown"),
            *(_text(tag, "tagging") for tag in note.tags),
            *map(_link, note.sources),
        ]
        bodies = [body for body in bodies if body]
        said: dict[str, Any] = {"motivation": _motivation(note)}
        said |= {"body": bodies} if bodies else {}
        if note.is_reply:
            said["target"] = self._address(self.layer.key(note.replies_to))
        elif note.quote is not None:
            said["target"] = self._target(note.quote, self.layer.key(note), note.section)
        else:
            said["target"] = self._section_target(note.section)
        said |= {"companion:searched": list(note.searched)} if note.searched else {}
        return said | _history(note)

    def _section_target(self, section: str) -> Any:
        if not section:
            return self.source
        selector = {"type": "FragmentSelector", "value": section}
        return {"type": "SpecificResource", "source": self.source, "selector": selector}

    def _target(self, quote: Quote, key: str, section: str = "") -> dict[str, Any]:
        words = {"type": "TextQuoteSelector", "exact": quote.exact}
        words |= {name: value for name in ("prefix", "suffix") if (value := getattr(quote, name))}
        selectors: list[dict[str, Any]] = [words]
        placement = self.outgoing.placements.get(key)
        if placement and placement.span and placement.state in ("exact", "changed"):
            base = self._offsets[placement.span.section]
            here = {"start": base + placement.span.start, "end": base + placement.span.end}
            selectors.append({"type": "TextPositionSelector", **here})
        if name := quote.section or section:
            fragment: dict[str, Any] = {"type": "FragmentSelector", "value": name}
            if quote.start is not None:
                here = {"start": quote.start, "end": quote.start + len(quote.exact)}
                fragment["refinedBy"] = {"type": "TextPositionSelector", **here}
            selectors.append(fragment)
        target: dict[str, Any] = {"type": "SpecificResource", "source": self.source, "selector": selectors}
        return target | ({"companion:page": quote.page} if quote.page else {})

    def _address(self, key: str) -> str:
        layer, name = parted(key)
        return address_of(name, layer, self.document)


def _unchanged(kept: dict[str, Any], record: Record | Question, native: dict[str, Any]) -> bool:
    """Whether importing what the record came from would give it again."""
    if isinstance(record, Question):
        return False
    fields = {**fields_of(kept, {}), "id": record.id, FOREIGN: record.unknown.get(FOREIGN)}
    try:
        again = record_from(fields, NAME)
    except CompanionError:
        return False
    return not isinstance(again, Question) and record_fields(settled(again)) == native


def _offsets(outgoing: Outgoing) -> dict[str, int]:
    """Where each section's text begins in the whole text, in code points."""
    offsets: dict[str, int] = {}
    total = 0
    for index, heading in enumerate(outgoing.document.headings):
        offsets[heading.id] = total
        total += len(outgoing.document.pass_by(index).text) + 2
    return offsets


def _text(value: str, purpose: str, **more: str) -> dict[str, Any] | None:
    return {"type": "TextualBody", "value": value, "purpose": purpose, **more} if value else None


def _link(source: Source) -> dict[str, Any] | None:
    from companion.exchange.markdown_text import is_link

    if not is_link(source.url) or not source.url.isascii() or any(sign in source.url for sign in '"<>\\^`{|}'):
        return None
    link = {"type": "SpecificResource", "source": source.url, "purpose": "linking"}
    link |= {"companion:title": source.title} if source.title else {}
    return link | ({"companion:accessed": source.accessed} if source.accessed else {})


def _motivation(note: Annotation) -> str:
    if note.replies_to:
        return "replying"
    if note.kind == "question":
        return "questioning"
    return "commenting" if note.note or note.tags or note.kind else "highlighting"


def _history(record: Annotation | Question | Answer) -> dict[str, Any]:
    if isinstance(record, Question):
        return {}
    shape: dict[str, Any] = {"creator": _person(record.author)} if record.author else {}
    for name in ("created", "modified"):
        if time := utc(getattr(record, name)):
            shape[name] = time
    return shape


def _person(name: str) -> dict[str, str]:
    return {"type": "Person", "name": name}
