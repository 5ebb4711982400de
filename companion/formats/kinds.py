"""Kinds: named moves with a sign one column wide, as a layer or `kinds.yaml` defines them."""

from __future__ import annotations

import unicodedata

from companion.formats.complaints import shortened
from companion.formats.fields import Fields, Report, named
from companion.formats.nodes import Mapping_, Node, Scalar
from companion.model.annotation import Kind

_NO_WIDTH = ("Mn", "Me", "Cf", "Cc")


def kinds_of(fields: Fields) -> dict[str, Kind]:
    """The kinds under `kinds:`, by name; those that are wrong are left out, with a fault."""
    node = fields.mapping("kinds")
    read = [] if node is None else [_kind(name, value, fields.report) for name, value in node.pairs.values()]
    return {kind.name: kind for kind in read if kind is not None}


def width(text: str) -> int:
    """Columns a sign takes on a terminal; 0 if it is no sign at all: blank, or more than a letter with its marks."""
    if not text.strip() or len(text) > 4 or "\ufe0f" in text or _is_mark(text[0]):
        return 0
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not _is_mark(char))


def _kind(name: Scalar, node: Node, report: Report) -> Kind | None:
    if not isinstance(node, Mapping_):
        report.fault(node, f'kind "{shortened(name.text)}" is {named(node)}', "a label and a sign were expected")
        return None
    errors = report.errors
    fields = Fields(node, report)
    label = fields.line("label") or name.text
    sign = fields.scalar("sign")
    if report.errors == errors and (sign is None or width(sign.text) != 1):
        had = f'the sign "{shortened(sign.text)}"' if sign else f'kind "{shortened(name.text)}" has no sign'
        report.fault(sign or node, had, "one visible character, one column wide, was expected")
    kind = Kind(name.text, label, sign.text if sign else "", fields.unknown())
    return kind if report.errors == errors else None


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _NO_WIDTH
