"""Front matter of Markdown, read without a YAML library: `key: value` lines, quoted or folded; the rest stays raw."""

from __future__ import annotations

import re

from companion.formats.clean import clean, normalise

_KEY = re.compile(r"([A-Za-z_][\w .-]{0,60}?)\s*:(?:\s+(.*))?$")
_LIMIT = 1 << 16


def front_matter(data: bytes) -> tuple[dict[str, str], int]:
    """The fields in order, as cleaned lines, and where the text begins; nothing and 0 where there is none."""
    if not data.startswith(b"---\n"):
        return {}, 0
    match = re.compile(rb"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)").search(data, 3, _LIMIT)
    if match is None:
        return {}, 0
    lines = clean(normalise(data[4 : max(match.start(), 4)].decode("utf-8", "replace"))).split("\n")
    fields = _fields(lines)
    return (fields, match.end()) if fields is not None else ({}, 0)


def _fields(lines: list[str]) -> dict[str, str] | None:
    """None where the first line that says something is not `key: value`: then it is text between two rules."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        match = _KEY.match(line)
        if match:
            name, value = match[1], (match[2] or "").strip()
            fields[name] = "" if value in (">", "|", ">-", "|-", ">+", "|+") else _unquoted(value)
        elif not name:
            return None
        else:
            fields[name] = f"{fields[name]} {line.strip()}".strip()
    return fields


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return value
