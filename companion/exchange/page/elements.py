"""Elements of a page. The library escapes every text and attribute it writes, so that no text can become markup."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from companion.exchange.markdown_text import is_link

Content = str | Element


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """An element with texts and elements in it; `_` in an attribute's name is `-`, and one behind it is dropped.

    Attributes without a value are left out.
    """
    made = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value})
    add(made, content)
    return made


def add(parent: Element, content: Iterable[Content]) -> None:
    """Put texts and elements behind what is in an element already."""
    for part in content:
        if not isinstance(part, str):
            parent.append(part)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + part
        else:
            parent.text = (parent.text or "") + part


def web_link(words: str, address: str) -> Content:
    """A link to the web or a mailbox; for any other address the words with the address behind them."""
    if is_link(address):
        return element("a", words or address, href=address, rel="noopener noreferrer")
    return f"{words} ({address})" if address and words else words or address


def written(root: Element) -> str:
    """A whole page as text."""
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


__all__ = ["Content", "Element", "SubElement", "add", "element", "web_link", "written"]
