"""The source of a page, made ready for Lexbor: no word gets lost in it, and none is nested too deep.

The HTML standard drops what stands in a frameset, or in a tag in which the page breaks off; CDATA is a comment to it,
and an empty element of XML a start tag. Lexbor looks at all open elements at each block, so it is given few.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import NamedTuple


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEEPEST = 4_000
"""Elements open at once, at most."""
VOID = names("area base br col embed hr img input link meta param source track wbr keygen frame bgsound")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^<>]*>?")
_ANY_TAG = re.compile(r"<[!?/a-zA-Z][^<>]{0,10000}>")
_ENDS_ITSELF = names("p li dt dd tr td th thead tbody tfoot option optgroup rt rp")
"""Elements whose end tags may be left out: they stand in each other only where another stands between them."""
_INLINE = names("a abbr b big cite code em font i ins kbd label mark s samp small span strike strong sub sup tt u")
_XHTML = re.compile(r"\s*(?:<\?xml\b|(?:<![^>]*>\s*)*<html\b[^>]*xmlns\s*=)", re.IGNORECASE)
_XML = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<(?P<tag>[a-zA-Z][^\s/<>]*+)(?P<attributes>(?:[^<>\"'/]++|\"[^\"<]*+\"|'[^'<]*+'|/(?!>))*+)/>"
    r"|<(?P<raw>script|style)\b.*?(?:</(?P=raw)|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_FRAMESET = re.compile(r"</?frameset\b[^<>]*>", re.IGNORECASE)
_BROKEN_OFF = re.compile(r"<[a-zA-Z/?]")
_OPEN_QUOTE = re.compile(r"<[a-zA-Z][^\s>]*\s(?:[^>]*\s)?[^\s>=]+\s*=\s*")


def is_xhtml(text: str) -> bool:
    """True for a page that says it is XML."""
    return bool(_XHTML.match(text[:4096]))


def prepared(text: str, xhtml: bool) -> str:
    """Source that reads as HTML what the page means; it has the same words."""
    text = text.replace("\0", "\u2400")
    if xhtml or "<![CDATA[" in text:
        text = _XML.sub(_as_html if xhtml else _cdata_as_html, text)
    return _ended(text)


def without_frameset(text: str) -> str:
    """The source of a page of frames with the words that stand in and behind its framesets in its body."""
    return _FRAMESET.sub("", text)


def _cdata_as_html(match: re.Match[str]) -> str:
    return escape(match["cdata"], quote=False) if match["cdata"] is not None else match[0]


def _as_html(match: re.Match[str]) -> str:
    if match["tag"] and match["tag"].lower() not in VOID:
        return f"<{match['tag']}{match['attributes']}></{match['tag']}>"
    return _cdata_as_html(match)


def _ended(text: str) -> str:
    """With a tag that the page breaks off in as text."""
    last = text.rfind(">") + 1
    if match := _BROKEN_OFF.search(text, last):
        if "<!" in text[last : match.start()] or _is_in_script(text[:last].lower()):
            return text
        return text[: match.start()] + text[match.start() :].replace("<", "&lt;")
    for quote in "\"'":
        at = text.rfind(quote)
        start = text.rfind("<", 0, max(at, 0))
        if start >= 0 and _OPEN_QUOTE.fullmatch(text, start, at):
            return f"{text[:start]}&lt;{text[start + 1 :]}"
    return text


def _is_in_script(text: str) -> bool:
    return any(text.rfind(f"<{name}") > text.rfind(f"</{name}") for name in ("script", "style"))


class Bounded(NamedTuple):
    """Source that Lexbor can be given, and the numbers of elements taken out of it: too deep ones and too many."""

    text: str
    deep: int = 0
    many: int = 0


def bounded(text: str, most: int) -> Bounded:
    """The source with `most` elements, of which no more than `DEEPEST` are open at once; all words stay."""
    if text.count("<") <= min(DEEPEST, most):
        return Bounded(text)
    parts: list[str] = []
    open_tags = _OpenTags()
    at = elements = deep = 0
    for tag in _TAG.finditer(text):
        if not tag[1]:
            elements += 1
            if elements > most:
                rest = _ANY_TAG.split(text[tag.start() :])
                flat = " ".join(rest).replace("<", "&lt;")
                return Bounded("".join((*parts, text[at : tag.start()], flat)), deep, len(rest) - 1)
        if not open_tags.take(tag):
            deep += not tag[1]
            parts.append(text[at : tag.start()])
            at = tag.end()
    return Bounded("".join((*parts, text[at:])), deep) if deep else Bounded(text)


class _OpenTags:
    """The elements that are open after each tag, near enough to the standard to bound them."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()

    def take(self, tag: re.Match[str]) -> bool:
        """Take the next tag of the source; False if it stands too deep."""
        name = tag[2].lower()
        if name in _ENDS_ITSELF:
            while self._names and self._names[-1] in _INLINE:
                self._counts[self._names.pop()] -= 1
        elif tag[1]:
            if not self._counts[name]:
                return True
            while (ended := self._names.pop()) != name:
                self._counts[ended] -= 1
            self._counts[name] -= 1
            return len(self._names) < DEEPEST
        elif name not in VOID and not tag[0].endswith("/>"):
            self._names.append(name)
            self._counts[name] += 1
            return len(self._names) <= DEEPEST
        return True
