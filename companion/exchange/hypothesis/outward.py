"""Layers to an export that the Hypothesis client imports. Private, so that importing publishes nothing by accident."""

from __future__ import annotations

import base64
import re
import uuid
from typing import Any

from companion.exchange.brought import FOREIGN, foreign_data
from companion.exchange.hypothesis.inward import KIND, NAME, QUESTION, VERDICT, fields_of
from companion.exchange.json_text import json_text
from companion.exchange.markdown_text import link
from companion.exchange.outgoing import Outgoing
from companion.exchange.web_annotation.terms import address_of, id_bytes, source_of, utc
from companion.layers.from_dict import record_from
from companion.layers.to_dict import record_fields
from companion.layers.write import settled
from companion.model import Annotation, Answer, CompanionError, Layer, Placement, Question, Quote, parted

_CONTEXT = 32
"""UTF-16 units of context on either side."""


def write(outgoing: Outgoing) -> str:
    """The export, in the shape of their client's."""
    export = HypothesisExport(outgoing)
    records: list[tuple[Layer, Annotation | Answer]] = []
    for layer in outgoing.layers:
        records += [(layer, note) for note in layer.annotations]
        records += [(layer, answer) for answer in layer.answers]
    rows = [export.row(*each) for each in records if outgoing.section in ("", export.section(*each))]
    return json_text({"export_userid": export.user, "client_version": "companion", "annotations": rows})


class HypothesisExport:
    """The rows of an export: all by one user, since their importer asks to pick one."""

    def __init__(self, outgoing: Outgoing) -> None:
        self.outgoing, self.document = outgoing, outgoing.document
        slug = re.sub(r"[^A-Za-z0-9._]+", "_", outgoing.reader).strip("_.") or "reader"
        self.user = f"acct:{slug}@companion.invalid"
        self.uri = source_of(outgoing.document)
        self._offsets: dict[str, int] = {}
        total = 0
        for index, heading in enumerate(self.document.headings):
            self._offsets[heading.id] = total
            total += units(self.document.pass_by(index).text) + 2

    def section(self, layer: Layer, record: Annotation | Answer) -> str:
        placement = self.outgoing.placements.get(layer.key(record))
        return placement.span.section if placement and placement.span else ""

    def row(self, layer: Layer, record: Annotation | Answer) -> dict[str, Any]:
        """A record as they have it: as it came, with what was changed since."""
        kept = foreign_data(record.unknown, NAME)
        made = self._made(layer, record)
        if not isinstance(kept, dict):
            return made
        changed = _changes(kept, record)
        names = {"note": "text", "tags": "tags", "kind": "tags", "created": "created", "modified": "updated"}
        names |= {"author": "user_info", "quote": "target", "prefix": "target", "suffix": "target"}
        names |= {"verdict": "tags", "replies_to": "references"}
        return {**kept, **{names[name]: made[names[name]] for name in changed if names.get(name) in made}}

    def _made(self, layer: Layer, record: Annotation | Answer) -> dict[str, Any]:
        anybody = "group:__world__"
        row: dict[str, Any] = {"id": self._id(layer.key(record))}
        times = {"created": record.created or record.modified, "updated": record.modified or record.created}
        row |= {name: utc(time).removesuffix("Z") + "+00:00" for name, time in times.items() if utc(time)}
        row |= {"user": self.user, "user_info": {"display_name": record.author or layer.author or None}}
        row |= {"uri": self.uri, "document": {"title": [self.document.title]}, "group": "__world__"}
        who = {"update": [self.user], "delete": [self.user]}
        row["permissions"] = {"read": [anybody if self.outgoing.shared else self.user], **who}
        row |= {"text": self._text(layer, record), "tags": _tags(record)}
        references = self._references(layer, record)
        row |= {"target": [self._target(layer, record)]} | ({"references": references} if references else {})
        return row | {"hidden": False, "flagged": False, "links": {}, "actions": [], "moderation_status": "APPROVED"}

    def _id(self, key: str) -> str:
        card = self.outgoing.cards.get(key)
        kept = card.annotation.unknown.get(FOREIGN) if card else None
        if isinstance(kept, dict) and kept.get("format") == NAME and kept.get("id"):
            return str(kept["id"])
        layer, name = parted(key)
        data = id_bytes(name) or uuid.UUID(address_of(name, layer, self.document)).bytes
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    def _references(self, layer: Layer, record: Annotation | Answer) -> list[str]:
        """The root first, then the chain of parents."""
        chain: list[str] = []
        key = layer.key(record.replies_to) if isinstance(record, Annotation) and record.is_reply else ""
        while key and key not in chain:
            chain.append(key)
            card = self.outgoing.cards.get(key)
            key = card.parent if card else ""
        return [self._id(each) for each in reversed(chain)]

    def _text(self, layer: Layer, record: Annotation | Answer) -> str:
        parts = [record.note.rstrip("\n")]
        if isinstance(record, Answer):
            card = next((each for each in self.outgoing.everything.questions if each.key == record.question), None)
            return "\n\n".join(filter(None, [f"**{card.question.ask}**" if card else "", *parts]))
        if record.quote is None and record.section:
            index = self.document.index(record.section)
            title = self.document.headings[index].title if index is not None else record.section
            parts.insert(0, f"On the section “{title}”")
        if record.searched:
            parts.append(f"Looked for and not found: {', '.join(record.searched)}")
        parts += [f"Source: {link(source.title, source.url)}" for source in record.sources]
        return "\n\n".join(filter(None, parts))

    def _target(self, layer: Layer, record: Annotation | Answer) -> dict[str, Any]:
        target: dict[str, Any] = {"source": self.uri}
        if isinstance(record, Answer) or record.quote is None:
            return target
        quote = record.quote
        placement = self.outgoing.placements.get(layer.key(record))
        sure = placement if placement and placement.span and placement.state in ("exact", "changed") else None
        prefix, suffix = self._around(quote, sure)
        words = {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": prefix, "suffix": suffix}
        selectors: list[dict[str, Any]] = [words]
        if sure and sure.span:
            text = self.document.section(sure.span.section).text
            start = self._offsets[sure.span.section] + units(text[: sure.span.start])
            end = start + units(text[sure.span.start : sure.span.end])
            selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
        if name := quote.section or record.section:
            selectors.append({"type": "FragmentSelector", "value": name})
        return {**target, "selector": selectors}

    def _around(self, quote: Quote, placement: Placement | None) -> tuple[str, str]:
        """The quote's own context, or what stands around it now."""
        prefix, suffix = quote.prefix, quote.suffix
        if not (prefix or suffix) and placement and placement.span:
            span = placement.span
            text = self.document.section(span.section).text
            prefix, suffix = text[max(span.start - _CONTEXT, 0) : span.start], text[span.end : span.end + _CONTEXT]
        return _last(prefix), _first(suffix)


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def _last(text: str) -> str:
    while units(text) > _CONTEXT:
        text = text[1:]
    return text


def _first(text: str) -> str:
    while units(text) > _CONTEXT:
        text = text[:-1]
    return text


def _tags(record: Annotation | Answer) -> list[str]:
    if isinstance(record, Answer):
        return [f"{VERDICT}{record.verdict}", f"{QUESTION}{record.question}"]
    return [*record.tags, *([f"{KIND}{record.kind}"] if record.kind else [])]


def _changes(kept: dict[str, Any], record: Annotation | Answer) -> list[str]:
    """The fields that importing what the record came from would give otherwise."""
    native = record_fields(record)
    try:
        again = record_from({**fields_of(kept), "id": record.id}, NAME)
        before = {} if isinstance(again, Question) else record_fields(settled(again))
    except CompanionError:
        before = {}
    return [name for name in {**native, **before} if name != FOREIGN and native.get(name) != before.get(name)]
