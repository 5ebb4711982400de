"""Bytes of an HTML page to text: a byte order mark, else what the page says of itself, else what `decode` finds."""

from __future__ import annotations

import codecs
import re

from companion.formats.decode import decode

_SAID = re.compile(
    rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']\s*([\w.:-]{1,40})|<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
_WIDE = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KNOWN = re.compile(r"(?:iso8859|cp125|windows|koi8|euc|gb|big5|shift|mac|ascii|latin|iso2022|cp9|cp8|tis|hz)", re.I)


def html_text(data: bytes) -> tuple[str, str]:
    """The page's text and a notice, "" if nothing was guessed. Raises Unreadable for what is no text."""
    said = _SAID.search(data[:4096])
    if said and not data.startswith(_WIDE):
        name = (said[1] or said[2]).decode("ascii", "replace")
        text = _decoded(data, name)
        if text is not None:
            lost = text.count("\ufffd")
            return text, f"{lost:,} characters could not be read as {name}." if lost else ""
    decoded = decode(data)
    guess = f"The encoding was guessed ({decoded.encoding}): some letters may be wrong."
    return decoded.text, guess if decoded.guessed else ""


def _decoded(data: bytes, name: str) -> str | None:
    """None for UTF-8, which `decode` reads, and for a codec that is none for text or that does not exist."""
    try:
        codec = codecs.lookup(
            {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name.lower(), name)
        )
    except (LookupError, ValueError):
        return None
    if not _KNOWN.match(codec.name):
        return None
    return codec.decode(data, "replace")[0]
