"""Annotations of the W3C's model to records: collections, pages, lists and single ones, and the sets readers exchange.

Every shape the model allows is taken; what has no field of ours is kept whole in `x-import`, or counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from companion.documents.archive import Archive
from companion.exchange.brought import AnyRecord, Book, Brought, Loss, foreign, imported_id
from companion.exchange.input_file import Incoming
from companion.exchange.web_annotation.targets import TargetFields, many, text
from companion.layers.from_dict import record_from
from companion.model import Kind, Layer, Unreadable, valid_id

NAME = "webannotation"
_TYPES = ("Annotation", "AnnotationCollection", "AnnotationPage", "AnnotationSet")
_CONTEXTS = ("anno.jsonld", "epub-anno.jsonld")
_MEMBERS = ("annotations.json", "META-INF/annotations.json")
_MOST = 100_000


def recognise(file: Incoming) -> bool:
    """JSON with the model's context or types, or an archive with `annotations.json`."""
    if file.data.startswith(b"PK\3\4"):
        return any(name.encode() in file.data for name in _MEMBERS)
    found = file.json if file.looks_like_json else None
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict):
        return False
    contexts = [each for each in many(first.get("@context")) if isinstance(each, str)]
    named = any(each.endswith(_CONTEXTS) for each in contexts)
    return named or any(each in _TYPES for each in many(first.get("type", first.get("@type"))))


def read(file: Incoming) -> tuple[Brought, ...]:
    """What such a file brings. Raises Unreadable."""
    found = _archived(file) if file.data.startswith(b"PK\3\4") else file.read_json()
    tops = [each for each in many(found) if isinstance(each, dict)]
    items = [item for top in tops for item in _items(top, file)]
    if len(items) > _MOST:
        file.refuse(f"more than {_MOST:,} annotations", "split it into several files")
    ids = {text(item.get("id")): _own_id(item) for item in items if text(item.get("id"))}
    losses: Counter[str] = Counter()
    records: dict[str, AnyRecord] = {}
    for item in items:
        record = _record(item, ids, losses, file)
        if record is not None and records.setdefault(record.id, record) is not record:
            losses["annotations that stand in the file twice"] += 1
    told = tuple(Loss(what, times) for what, times in losses.items())
    return (Brought(tuple(records.values()), _book(tops), told, _head(tops, file)),)


def _archived(file: Incoming) -> Any:
    try:
        archive = Archive(file.data)
        name = next(name for name in _MEMBERS if name in archive)
        return Incoming(archive.read(name), f"{file.name}: {name}").read_json()
    except StopIteration:
        file.refuse("an archive without annotations.json", "a file of annotations was expected")
    except Unreadable as error:
        raise Unreadable(f"{file.name}: {error}") from None


def _items(top: dict[str, Any], file: Incoming) -> Iterator[dict[str, Any]]:
    if "first" in top:
        page = top["first"]
        if isinstance(page, str):
            file.refuse("its notes are elsewhere", "companion opens no connection: save the page of notes as a file")
        if isinstance(page, dict) and isinstance(page.get("next"), str):
            file.refuse("its further notes are elsewhere", "companion opens no connection: save them as a file")
        items = many(page.get("items")) if isinstance(page, dict) else []
    elif "items" in top:
        items = many(top["items"])
    else:
        items = [top]
    yield from (item for item in items if isinstance(item, dict))


def _own_id(item: Mapping[str, Any]) -> str:
    """The id our record gets: its own where companion wrote it, else one made from the foreign id or the content."""
    own = text(item.get("companion:id"))
    if valid_id(own):
        return own
    foreign_id = text(item.get("id"))
    return imported_id(NAME, foreign_id) if foreign_id else imported_id(NAME, json.dumps(item, sort_keys=True))


def _record(item: dict[str, Any], ids: Mapping[str, str], losses: Counter[str], file: Incoming) -> AnyRecord | None:
    fields = fields_of(item, ids, losses)
    if "companion:id" not in item:
        fields |= foreign(NAME, text(item.get("id")), item)
    said = ("quote", "note", "searched", "kind", "tags", "sources", "section", "ask", "question", "place")
    if "target" not in item and not any(fields.get(name) for name in said):
        losses["items that are no annotations"] += 1
        return None
    return record_from(fields, file.name)


def fields_of(item: Mapping[str, Any], ids: Mapping[str, str], losses: Counter[str] | None = None) -> dict[str, Any]:
    """An annotation as the fields of our record's file. `ids` are ours by the addresses in the same file."""
    losses = Counter() if losses is None else losses
    fields: dict[str, Any] = {"id": _own_id(item)}
    sort = text(item.get("companion:type"))
    if not sort:
        fields |= TargetFields(item, ids, losses).fields()
        bodies = BodyFields(losses)
        bodies.take(item.get("body"))
        bodies.add_note(text(item.get("bodyValue")))
        bodies.tags += [text(tag) for tag in many(item.get("tags")) if text(tag)]
        fields |= bodies.fields()
        fields["searched"] = [text(word) for word in many(item.get("companion:searched"))]
    elif sort in ("question", "answer"):
        by_purpose = {text(body.get("purpose")): text(body.get("value")) for body in many(item.get("body")) if body}
        names = {"questioning": "ask", "describing": "why", "assessing": "verdict", "commenting": "note"}
        fields |= {field: by_purpose.get(purpose, "") for purpose, field in names.items()}
        fields |= {"verdict": fields["verdict"] or "open"}
    fields["author"] = _name(item.get("creator"))
    fields |= {name: text(item.get(name)) for name in ("created", "modified")}
    fields = {name: value for name, value in fields.items() if value not in ("", None, [], {})}
    record = item.get("companion:record")
    fields |= record if isinstance(record, dict) else {}
    return {name: value for name, value in fields.items() if value is not None}


def _name(creator: Any) -> str:
    for each in many(creator):
        if isinstance(each, dict):
            return _name(each.get("name")) or _name(each.get("nickname")) or _name(each.get("id"))
        if text(each):
            return text(each)
    return ""


class BodyFields:
    """What the bodies of an annotation say: note, kind, tags and sources."""

    def __init__(self, losses: Counter[str]) -> None:
        self.losses = losses
        self.notes: list[str] = []
        self.kind = ""
        self.tags: list[str] = []
        self.sources: list[dict[str, str]] = []

    def take(self, body: Any) -> None:
        for each in many(body):
            if isinstance(each, str):
                self.sources.append({"url": each})
            elif isinstance(each, dict):
                self._one(each)

    def _one(self, body: dict[str, Any]) -> None:
        types = many(body.get("type"))
        if "Choice" in types:
            items = many(body.get("items"))
            self.losses["further choices of a body"] += max(len(items) - 1, 0)
            self.take(items[:1])
        elif isinstance(body.get("items"), list):
            self.take(body["items"])
        elif "value" in body:
            self._text(body)
        elif source := text(body.get("source")) or text(body.get("id")):
            more = {name: text(body.get(f"companion:{name}")) for name in ("title", "accessed")}
            if "tagging" in many(body.get("purpose")):
                self.tags.append(source)
            else:
                self.sources.append({"url": source, **more})
        elif isinstance(body.get("source"), dict):
            self._one({**body["source"], "purpose": body.get("purpose")})
        self.tags += [text(tag) for name in ("tag", "tags") for tag in many(body.get(name)) if text(tag)]

    def _text(self, body: dict[str, Any]) -> None:
        value = text(body.get("value"))
        if text(body.get("format")).startswith("text/html"):
            value = words_of(value)
        purposes = many(body.get("purpose"))
        if "tagging" in purposes:
            self.tags.append(value)
        elif "classifying" in purposes and not self.kind:
            self.kind = value
        else:
            self.add_note(value)

    def add_note(self, words: str) -> None:
        if words:
            self.notes.append(words)

    def fields(self) -> dict[str, Any]:
        return {"note": "\n\n".join(self.notes), "kind": self.kind, "tags": self.tags, "sources": self.sources}


class _BodyText(HTMLParser):
    """The words of a piece of HTML, an empty line between blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in ("script", "style")
        if tag in ("p", "div", "li", "br", "blockquote", "h1", "h2", "h3"):
            self.parts.append("\n" if tag in ("br", "li") else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style") and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(" ".join(data.split("\n")))


def words_of(html: str) -> str:
    """The words of a note that is written in HTML."""
    parser = _BodyText()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts).strip()


def _book(tops: list[dict[str, Any]]) -> Book:
    for top in tops:
        about = top.get("companion:document") or top.get("about")
        if isinstance(about, dict):
            title = text(about.get("title")) or text(about.get("dc:title"))
            authors = [text(each) for each in many(about.get("dc:creator") or about.get("creator")) if text(each)]
            return Book(title, "; ".join(authors))
    return Book()


def _head(tops: list[dict[str, Any]], file: Incoming) -> Layer:
    """What the collection says of its layer, where there is one."""
    top = tops[0] if len(tops) == 1 else {}
    layer = top.get("companion:layer")
    if not isinstance(layer, dict):
        label = text(top.get("label")) if "first" in top or "items" in top else ""
        return Layer("import", title=label, author=_name(top.get("creator")) if label else "")
    title, author, about, license = (text(layer.get(name)) for name in ("title", "author", "about", "license"))
    name = text(layer.get("id"))
    inner = {
        field: value for field, value in layer.items() if field not in ("id", "title", "author", "about", "license")
    }
    rest = top.get("companion:record")
    unknown = {**(rest if isinstance(rest, dict) else {}), **({"layer": inner} if inner else {})}
    kinds = _kinds(top.get("companion:kinds"))
    return Layer(name if valid_id(name) else "import", title, author, about, license, kinds=kinds, unknown=unknown)


def _kinds(kinds: Any) -> dict[str, Kind]:
    found = {}
    for name, kind in kinds.items() if isinstance(kinds, dict) else ():
        if isinstance(kind, dict) and text(kind.get("sign")):
            rest = {field: value for field, value in kind.items() if field not in ("label", "sign")}
            found[name] = Kind(name, text(kind.get("label")) or name, text(kind.get("sign"))[:4], rest)
    return found
