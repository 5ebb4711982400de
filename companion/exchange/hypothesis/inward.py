"""Exports of the Hypothesis client, and rows of its API, to records. Their whole object is kept in `x-import`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from companion.exchange.brought import AnyRecord, Book, Brought, Loss, foreign, imported_id
from companion.exchange.input_file import Incoming
from companion.exchange.web_annotation.targets import many, text
from companion.layers.from_dict import record_from

NAME = "hypothesis"
KIND, VERDICT, QUESTION = "kind:", "verdict:", "question:"
"""What tags of ours begin with there."""
_MOST = 100_000


def recognise(file: Incoming) -> bool:
    """JSON with a list of annotations, or rows, that have a target and no type of the W3C's."""
    return file.looks_like_json and _rows(file.json) is not None


def read(file: Incoming) -> tuple[Brought, ...]:
    """What such a file brings. Raises Unreadable."""
    rows = _rows(file.read_json()) or []
    if len(rows) > _MOST:
        file.refuse(f"more than {_MOST:,} annotations", "split it into several files")
    records: dict[str, AnyRecord] = {}
    twice = 0
    for row in rows:
        fields = fields_of(row)
        fields |= foreign(NAME, text(row.get("id")), row)
        record = record_from(fields, file.name)
        twice += records.setdefault(record.id, record) is not record
    titles = [text(each) for row in rows for each in many(_mapping(row.get("document")).get("title")) if text(each)]
    book = Book(titles[0]) if titles else Book()
    return (Brought(tuple(records.values()), book, (Loss("annotations that stand in the file twice", twice),)),)


def _rows(found: Any) -> list[dict[str, Any]] | None:
    if isinstance(found, dict):
        found = found.get("annotations", found.get("rows"))
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        return None
    ours = all("target" in row and "type" not in row and "@context" not in row for row in found)
    return found if found and ours else None


def fields_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """An annotation of theirs as the fields of our record's file."""
    fields: dict[str, Any] = {"id": imported_id(NAME, text(row.get("id"))) if text(row.get("id")) else ""}
    tags = [text(tag) for tag in many(row.get("tags")) if text(tag)]
    by_name = {name: _tagged(tags, name) for name in (KIND, VERDICT, QUESTION)}
    fields |= {"author": _author(row), "note": text(row.get("text"))}
    fields |= {"created": text(row.get("created")), "modified": text(row.get("updated"))}
    references = [text(each) for each in many(row.get("references")) if text(each)]
    if by_name[QUESTION] and by_name[VERDICT]:
        fields |= {"question": by_name[QUESTION], "verdict": by_name[VERDICT]}
    else:
        kind = by_name[KIND]
        fields |= {"kind": kind, "tags": [tag for tag in tags if not kind or tag != f"{KIND}{kind}"]}
        fields |= {"replies_to": imported_id(NAME, references[-1])} if references else _quote(row)
    if not fields["id"]:
        fields["id"] = imported_id(NAME, text(fields.get("quote")), fields["note"], fields["created"], fields["author"])
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def _quote(row: Mapping[str, Any]) -> dict[str, Any]:
    target = next((each for each in many(row.get("target")) if isinstance(each, dict)), {})
    fields: dict[str, Any] = {}
    for selector in many(target.get("selector")):
        kind = _mapping(selector).get("type")
        if kind == "TextQuoteSelector" and "quote" not in fields:
            fields["quote"] = text(selector.get("exact"))
            fields |= {name: text(selector.get(name)) for name in ("prefix", "suffix")}
        elif kind == "FragmentSelector":
            fields.setdefault("section", text(selector.get("value")))
        elif kind == "PageSelector":
            fields.setdefault("page", text(selector.get("label")))
    return fields if fields.get("quote") else {}


def _tagged(tags: list[str], name: str) -> str:
    return next((tag.removeprefix(name) for tag in tags if tag.startswith(name) and tag != name), "")


def _author(row: Mapping[str, Any]) -> str:
    shown = text(_mapping(row.get("user_info")).get("display_name"))
    user = text(row.get("user"))
    return shown or user.removeprefix("acct:").partition("@")[0]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
