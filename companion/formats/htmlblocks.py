"""Where a block of HTML in Markdown ends, by the seven rules of CommonMark."""

from __future__ import annotations

import re
from collections.abc import Callable

_RAW = re.compile(rb"<(?:(script|pre|style|textarea)(?=[\s>]|\Z)|(!--)|(\?)|(![A-Za-z])|(!\[CDATA\[))", re.IGNORECASE)
_RAW_ENDS = (rb"</(?:script|pre|style|textarea)>", rb"-->", rb"\?>", rb">", rb"\]\]>")
_BLOCK_NAMES = (
    b"address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    b"fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li "
    b"link main menu menuitem nav noframes ol optgroup option p param search section source summary table tbody td "
    b"tfoot th thead title tr track ul"
).replace(b" ", b"|")
_BLOCK = re.compile(rb"</?(?:" + _BLOCK_NAMES + rb")(?=\s|/?>|\Z)", re.IGNORECASE)
_ATTRIBUTE = rb"\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_ALONE = re.compile(rb"(?:<[A-Za-z][A-Za-z0-9-]*(?:" + _ATTRIBUTE + rb")*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)[ \t]*\Z")
_BLANK = re.compile(rb"\n[ \t]*(?=\n|\Z)")


def html_block(data: bytes, tag: int, after: int, alone: Callable[[], bool]) -> tuple[int, bytes] | None:
    """Where the block whose first tag is at `tag`, in a line ending at `after`, ends, and what opens a piece of it.

    `alone` says whether the line may be a tag of any name: it is short and goes on with no paragraph. None: no block.
    """
    raw = _RAW.match(data, tag)
    if raw:
        end = re.compile(_RAW_ENDS[(raw.lastindex or 1) - 1], re.IGNORECASE).search(data, tag)
        at = data.find(b"\n", end.end()) if end else -1
        return (at if at >= 0 else len(data)), raw[0] + b"\n"
    if _BLOCK.match(data, tag) or (alone() and _ALONE.match(data[tag:after])):
        blank = _BLANK.search(data, after)
        return (blank.start() if blank else len(data)), b"<div>\n"
    return None
