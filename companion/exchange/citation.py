"""Citations of a document: CSL-JSON, BibTeX and a line of text, from what it says of itself. Nothing invented.

CSL: citation-style-language/schema `csl-data.json`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from companion.exchange.markdown import citation_key
from companion.model import Document
from companion.text.clean import clean_line

TYPES = ("article-newspaper", "book", "chapter", "document", "legislation", "report", "thesis", "webpage")
"""Types of CSL that the fact `type` may name."""
_BIBTEX = {"book": "book", "report": "techreport", "thesis": "phdthesis", "chapter": "incollection"}
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?$")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+$", re.IGNORECASE)
_SPECIAL = re.compile(r"[\\{}$&#_%~^]")
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "{": r"\{", "}": r"\}"}


@dataclass(frozen=True, slots=True)
class Citation:
    """What is known of a work. Dates are (year, month, day), as far as known; `url` is an address of the web."""

    key: str
    type: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str = ""
    issued: tuple[int, ...] = ()
    accessed: tuple[int, ...] = ()
    url: str = ""
    pages: str = ""
    language: str = ""


def cited(document: Document, url: str = "") -> Citation:
    """The citation of a document, or of a passage of it at this address."""
    facts = {name.casefold(): clean_line(text.strip()) for name, text in document.facts}

    def first(*names: str) -> str:
        return next((facts[name] for name in names if facts.get(name)), "")

    said = first("type").casefold()
    authors = re.split(r"\s*;\s*", first("author", "authors"))
    pages = first("pages")
    return Citation(
        key=citation_key(document),
        type=said if said in TYPES else "webpage" if document.format == "html" else "report",
        title=clean_line(document.title),
        authors=tuple(filter(None, authors)),
        publisher=first("publisher"),
        issued=_date(first("published", "issued", "date")),
        accessed=_date(first("accessed")),
        url=url or address_of(document),
        pages=pages if pages.isdecimal() else "",
        language=document.language or first("language"),
    )


def address_of(document: Document) -> str:
    """The address of a document on the web, as it says itself; else empty."""
    facts = {name.casefold(): text.strip() for name, text in document.facts}
    found = (facts.get(name, "") for name in ("url", "address", "source"))
    return next((text for text in found if _ADDRESS.match(text)), "")


def csl_json(citation: Citation) -> str:
    """A list of one item."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": citation.type,
        "title": citation.title,
        "author": [{"literal": name} for name in citation.authors],
        "publisher": citation.publisher,
        "issued": {"date-parts": [list(citation.issued)]} if citation.issued else None,
        "accessed": {"date-parts": [list(citation.accessed)]} if citation.accessed else None,
        "URL": citation.url,
        "number-of-pages": citation.pages,
        "language": citation.language,
    }
    filled = {name: value for name, value in item.items() if value}
    return json.dumps([filled], ensure_ascii=False, indent=2) + "\n"


def bibtex(citation: Citation) -> str:
    """One entry; braces in it are balanced, whatever the document is called."""
    kind = _BIBTEX.get(citation.type, "misc")
    publisher = {"techreport": "institution", "phdthesis": "school", "misc": "howpublished"}.get(kind, "publisher")
    fields = {
        "title": f"{{{_latex(citation.title)}}}",
        "author": " and ".join(f"{{{_latex(name)}}}" for name in citation.authors),
        publisher: _latex(citation.publisher),
        "year": str(citation.issued[0]) if citation.issued else "",
        "month": str(citation.issued[1]) if len(citation.issued) > 1 else "",
        "day": str(citation.issued[2]) if len(citation.issued) > 2 else "",
        "url": citation.url,
        "urldate": _iso(citation.accessed),
        "pagetotal": citation.pages,
        "language": _latex(citation.language),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@{kind}{{{citation.key},", *lines, "}", ""))


def text(citation: Citation) -> str:
    """One line, as a footnote has it."""
    who = "; ".join(citation.authors) or citation.publisher
    parts = [part for part in (who, citation.title) if part]
    if citation.authors and citation.publisher:
        parts.append(citation.publisher)
    parts += [_iso(citation.issued)] if citation.issued else []
    parts += [f"{citation.pages} pages"] if citation.pages else []
    line = f"{', '.join(parts)}."
    line += f" {citation.url}" if citation.url else ""
    return line + (f" (read {_iso(citation.accessed)})" if citation.accessed else "") + "\n"


FORMS = {"csl-json": csl_json, "bibtex": bibtex, "text": text}
"""What `companion cite --format` takes."""


def _date(words: str) -> tuple[int, ...]:
    """Year, month and day of a date that begins as ISO 8601; nothing of any other."""
    match = _DATE.match(words)
    if match is None:
        return ()
    numbers = tuple(int(part) for part in match.groups() if part)
    whole = len(numbers) < 2 or 1 <= numbers[1] <= 12
    return numbers if whole and (len(numbers) < 3 or 1 <= numbers[2] <= 31) else numbers[:1]


def _iso(date: tuple[int, ...]) -> str:
    return "-".join(f"{part:04}" if index == 0 else f"{part:02}" for index, part in enumerate(date))


def _latex(words: str) -> str:
    return _SPECIAL.sub(lambda match: _LATEX.get(match[0], f"\\{match[0]}"), words)
