"""The structure tags of a PDF page: which of its letters are a heading, a paragraph, a note, as the file says."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

_MOST_ELEMENTS = 20_000
"""Of a page, which has hundreds; the same may stand in a tree without end."""
_MOST_CHILDREN = 10_000
_HEADINGS = {"H": 0, **{f"H{level}": level for level in range(1, 10)}}
_ROLES = {
    "Title": "title",
    "Artifact": "artifact",
    "Note": "note",
    "FENote": "note",
    "Aside": "aside",
    "Sect": "section",
    "TOC": "contents",
    "TOCI": "contents",
    "Table": "table",
    "Caption": "caption",
    "Figure": "figure",
}
"""Types of the standard (PDF 32000, 14.8.4), by which roles of other names are told, that say more than text."""


class Tag(NamedTuple):
    """What marked letters are: `role` is one of _ROLES, "heading" or "text".

    `element` numbers the elements of the page, so that letters of one heading are known to be one. `level` is that of
    a heading, 0 where only the sections around it tell.
    """

    role: str
    element: int
    level: int = 0


def page_tags(raw: Any, page: Any) -> dict[int, Tag]:
    """The tags of a page by the marks of its letters; empty where it has none."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        return _tags(raw, tree)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _tags(raw: Any, tree: Any) -> dict[int, Tag]:
    tags: dict[int, Tag] = {}
    count = min(raw.FPDF_StructTree_CountChildren(tree), _MOST_CHILDREN)
    around = Tag("text", -1)
    waiting = [(raw.FPDF_StructTree_GetChildAtIndex(tree, at), around, 0) for at in reversed(range(count))]
    for number in range(_MOST_ELEMENTS):
        if not waiting:
            break
        element, around, depth = waiting.pop()
        if not element:
            continue
        tag = _tag(_type(raw, element), around, number, depth)
        depth += tag.role == "section" and tag.element == number
        own = raw.FPDF_StructElement_GetMarkedContentID(element)
        if own >= 0:
            tags.setdefault(own, tag)
        for at in reversed(range(min(raw.FPDF_StructElement_CountChildren(element), _MOST_CHILDREN))):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                waiting.append((child, tag, depth))
            elif (mark := raw.FPDF_StructElement_GetChildMarkedContentID(element, at)) >= 0:
                tags.setdefault(mark, tag)
    return tags


def _tag(kind: str, around: Tag, number: int, depth: int) -> Tag:
    """What an element of this type is in one that is `around`: a part of a heading is that heading."""
    if around.role in ("heading", "artifact", "contents", "note"):
        return around
    if kind in _HEADINGS:
        return Tag("heading", number, _HEADINGS[kind] or max(min(depth, 6), 1))
    if kind in _ROLES:
        return Tag(_ROLES[kind], number)
    if around.role in ("text", "section"):
        return Tag("text", number)
    return around


def _type(raw: Any, element: Any) -> str:
    length = raw.FPDF_StructElement_GetType(element, None, 0)
    if not 2 < length < 200:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
