"""What is remembered, as values, and out of the JSON it is kept as: fields that are missing or wrong are left empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from companion.model.annotation import Quote


class Progress(NamedTuple):
    """Where the reader left off; `read` are ids of sections read, of `sections` in all (0: not known).

    `hidden` are ids of layers that were switched off.
    """

    section: str = ""
    block: int = 0
    tab: str = "annotations"
    read: tuple[str, ...] = ()
    sections: int = 0
    question: str = ""
    hidden: tuple[str, ...] = ()


class Recent(NamedTuple):
    """A document opened before; `when` is ISO 8601 in UTC, `path` empty for a shipped one and standard input."""

    title: str
    shipped: str
    path: str
    fingerprint: str
    when: str
    progress: Progress


@dataclass(frozen=True)
class Draft:
    """A note being typed. `record` is the id of the note it edits, empty for a new one.

    Of a note on what is absent, `searched` are the words looked for; `document` says that all of it was searched.
    `before` are the words that stood there when the edit began, None if that is not known.
    """

    key: str
    text: str
    kind: str = ""
    tags: tuple[str, ...] = ()
    quote: Quote | None = None
    section: str = ""
    record: str = ""
    searched: tuple[str, ...] = ()
    document: bool = False
    before: str | None = None


def progress_from(raw: Mapping[str, Any]) -> Progress:
    value = raw.get("progress")
    given = value if isinstance(value, dict) else {}
    return Progress(
        section=text_in(given, "section"),
        block=_number(given, "block"),
        tab=text_in(given, "tab") or "annotations",
        read=_texts(given, "read"),
        sections=_number(given, "sections"),
        question=text_in(given, "question"),
        hidden=_texts(given, "hidden"),
    )


def recent_from(raw: Mapping[str, Any]) -> Recent:
    title, shipped, path, fingerprint, when = (
        text_in(raw, name) for name in ("title", "shipped", "path", "fingerprint", "when")
    )
    return Recent(title, shipped, path, fingerprint, when, progress_from(raw))


def draft_from(raw: Mapping[str, Any]) -> Draft | None:
    if not isinstance(raw.get("key"), str) or not isinstance(raw.get("text"), str):
        return None
    given = raw.get("quote")
    quote = None
    if isinstance(given, dict) and isinstance(given.get("exact"), str):
        start = given.get("start") if isinstance(given.get("start"), int) else None
        exact, prefix, suffix, section = (text_in(given, name) for name in ("exact", "prefix", "suffix", "section"))
        quote = Quote(exact, prefix, suffix, section, start)
    return Draft(
        key=raw["key"],
        text=raw["text"],
        kind=text_in(raw, "kind"),
        tags=_texts(raw, "tags"),
        quote=quote,
        section=text_in(raw, "section"),
        record=text_in(raw, "record"),
        searched=_texts(raw, "searched"),
        document=raw.get("document") is True,
        before=text_in(raw, "before") if isinstance(raw.get("before"), str) else None,
    )


def text_in(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _texts(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = raw.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _number(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    return value if isinstance(value, int) and value >= 0 else 0
