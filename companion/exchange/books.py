"""The choice of one book among those a file brings: the one that has the document's title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from companion.exchange.brought import Brought
from companion.model import CompanionError, Document
from companion.text.clean import clean_line

_SERIES = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NO_WORD = re.compile(r"[\W_]+")


def chosen_book(books: Sequence[Brought], document: Document, title: str = "") -> tuple[Brought, str]:
    """The book of that title, else the document's, else the only one there is, and a line that says so.

    Raises CompanionError with the titles where it is not clear which.
    """
    if not books:
        raise CompanionError("the file holds no notes")
    wanted = [title] if title else [document.title, document.name]
    found = [book for book in books if any(same_title(book.book.title, name) for name in wanted)]
    if len(found) == 1:
        return found[0], ""
    if len(books) == 1 and not title:
        said = clean_line(books[0].book.title)
        return books[0], f"the file is about “{said}”; taken as {document.name}" if said else ""
    titles = "; ".join(clean_line(book.book.title)[:100] or "(without a title)" for book in (found or books)[:30])
    raise CompanionError(f"which book is {document.name}? name it with --book TITLE: {titles}")


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same without case, punctuation, subtitle and series in brackets."""
    return bool(_main(one)) and _main(one) == _main(other)


def same_words(one: str, other: str) -> bool:
    """Whether two names are the same without case and punctuation."""
    return _words(one) == _words(other)


def _main(title: str) -> str:
    main = _SERIES.sub(" ", title).partition(":")[0]
    return _words(main) or _words(title)


def _words(text: str) -> str:
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
