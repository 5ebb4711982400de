"""Values of the state folder, and how they are read from JSON: fields that are missing or wrong are left empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from companion.model.annotation import Annotation, Answer, Quote


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
    """A document opened before; `when` is ISO 8601 in UTC, `path` empty for a shipped one and standard input.

    `order` is later in a document that was opened later, whatever the clock said: a time as well.
    """

    title: str
    shipped: str
    path: str
    fingerprint: str
    when: str
    progress: Progress
    order: str


@dataclass(frozen=True)
class Draft:
    """A note or answer being written: `record` as it stands in the editor, `base` as it was when the edit began.

    A new one has no `base`. What is written about has one draft, called `key`. `section` is the id of the section in
    which a new note was begun; the record has none while it is about the whole document.
    """

    key: str
    record: Annotation | Answer
    base: Annotation | Answer | None = None
    section: str = ""


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
    return Recent(title, shipped, path, fingerprint, when, progress_from(raw), text_in(raw, "order") or when)


def draft_fields(draft: Draft) -> dict[str, Any]:
    """A draft for JSON; of its records every field but where in a file they were read."""
    base = None if draft.base is None else _record_fields(draft.base)
    return {"key": draft.key, "record": _record_fields(draft.record), "base": base, "section": draft.section}


def draft_from(raw: Mapping[str, Any]) -> Draft | None:
    """The draft in a JSON object, None if there is none."""
    key = raw.get("key")
    if not isinstance(key, str):
        return None
    try:
        if not isinstance(raw.get("record"), dict):
            return _draft_of_words(raw, key)
        base = None if raw.get("base") is None else _record(raw["base"])
        return Draft(key, _record(raw["record"]), base, text_in(raw, "section"))
    except TypeError:
        return None


def _draft_of_words(raw: Mapping[str, Any], key: str) -> Draft:
    """A draft of companion 0.1, which kept the words of a record and what they were about. Raises TypeError.

    Its base has no time, since only the words it began from are known.
    """
    words, section = _value(str, raw.get("text")), text_in(raw, "section")
    record: Annotation | Answer
    if key.startswith("why:"):
        record = Answer("", key.removeprefix("why:"), note=words)
    else:
        quote = raw.get("quote")
        record = Annotation(
            text_in(raw, "record"),
            None if quote is None else _value(Quote, quote),
            "" if raw.get("document") is True else section,
            searched=_texts(raw, "searched"),
            kind=text_in(raw, "kind"),
            note=words,
            tags=_texts(raw, "tags"),
        )
    before = raw.get("before")
    return Draft(key, record, replace(record, note=before) if isinstance(before, str) else None, section)


def _record_fields(record: Annotation | Answer) -> dict[str, Any]:
    return {name: value for name, value in asdict(record).items() if name != "where"}


def _record(raw: Any) -> Annotation | Answer:
    """Raises TypeError where a field has another type than the record declares."""
    record: Annotation | Answer = _value(Answer if isinstance(raw, dict) and "question" in raw else Annotation, raw)
    return record


def _value(form: Any, raw: Any) -> Any:
    """A value of JSON as the type of a field declares it, records by their fields. Raises TypeError if it is none."""
    if is_dataclass(form) and isinstance(form, type) and isinstance(raw, dict):
        types = get_type_hints(form)
        return form(
            **{each.name: _value(types[each.name], raw[each.name]) for each in fields(form) if each.name in raw}
        )
    forms = get_args(form)
    if get_origin(form) is tuple and isinstance(raw, list):
        return tuple(_value(forms[0], each) for each in raw)
    if get_origin(form) is Mapping and isinstance(raw, dict):
        return raw
    for each in forms if get_origin(form) in (Union, UnionType) else ():
        try:
            return _value(each, raw)
        except TypeError:
            continue
    if isinstance(form, type) and isinstance(raw, form):
        return raw
    raise TypeError(f"{type(raw).__name__} instead of {form}")


def text_in(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _texts(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = raw.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _number(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    return value if isinstance(value, int) and value >= 0 else 0
