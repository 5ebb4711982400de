"""Terms of the Web Annotation model that both directions use: contexts, names, times and licences."""

from __future__ import annotations

import base64
import re
import uuid
from datetime import UTC, datetime
from typing import Any

from companion.model import Document

ANNO = "http://www.w3.org/ns/anno.jsonld"
_JSON = {"@type": "@json"}
CONTEXT: list[Any] = [
    ANNO,
    {
        "companion": "urn:companion:",
        "assessing": "oa:assessing",
        **{f"companion:{name}": _JSON for name in ("record", "layer", "kinds", "document", "searched")},
    },
]
"""The published context leaves out `assessing`, and drops names it does not know; what is ours is kept as it is."""
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    **{
        f"CC-{name.upper()}-{version}": f"https://creativecommons.org/licenses/{name}/{version}/"
        for name in ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")
        for version in ("4.0", "3.0")
    },
}
_OWN_ID = re.compile(r"[ni]-([a-z2-7]{26})")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def id_bytes(id: str) -> bytes | None:
    """The 128 bits of an own id; None for another."""
    match = _OWN_ID.fullmatch(id)
    if match is None:
        return None
    data = base64.b32decode(match[1].upper() + "======")
    again = base64.b32encode(data).decode().rstrip("=").lower()
    return data if again == match[1] else None


def address_of(id: str, layer: str, document: Document) -> str:
    """`urn:uuid:` of an own id's bits, else of document, layer and id."""
    data = id_bytes(id)
    if data is not None:
        return uuid.UUID(bytes=data).urn
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{document.fingerprint}/{layer}/{id}").urn


def source_of(document: Document) -> str:
    """The address its front matter names, else its fingerprint as one."""
    facts = {name.lower(): text for name, text in document.facts}
    for name in ("url", "source", "original"):
        if re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\U0010ffff]+", facts.get(name, "")):
            return facts[name]
    return f"urn:{document.fingerprint}"


def utc(time: str) -> str:
    """A time as the model wants it, in UTC with a `Z`; empty where it has no zone or is none."""
    if not _TIME.fullmatch(time):
        return ""
    try:
        read = datetime.fromisoformat(time).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return time if time.endswith("Z") else read.replace(tzinfo=None).isoformat() + "Z"
