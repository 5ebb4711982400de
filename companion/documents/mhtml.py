"""Web archives, MHTML: pages saved with all that belongs to them in one file, in the form of an e-mail."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping
from email.message import Message

from companion.documents.decode import html_text
from companion.documents.html import send_page
from companion.documents.html.dom import parse
from companion.documents.html.measure import inked
from companion.documents.protocol import Emitter
from companion.model import Unreadable

_MOST_PARTS = 5_000
_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(data: bytes, skipped: Mapping[int, str], emitter: Emitter) -> None:
    """Send the page in this archive; it has no units to skip. Raises Unreadable if there is none in it."""
    if data.lower().count(b"\ncontent-type:") > _MOST_PARTS:
        raise Unreadable(f"the archive has more than {_MOST_PARTS:,} parts")
    emitter.begin(0, 100)
    archive = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = [part for part in archive.walk() if part.get_content_type() in _PAGES]
    if not pages:
        raise Unreadable("there is no page in the web archive")
    start = str(archive.get_param("start") or "")
    page = next((part for part in pages if start and part.get("Content-ID") == start), pages[0])
    text, notice = _text(page)
    frames = sum(inked(parse(_text(part)[0])[0].text()) for part in pages if part is not page)
    address = str(archive.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
    send_page(
        text, emitter, notices=[notice] if notice else [], left_out={"frames in the page": frames}, address=address
    )


def _text(part: Message) -> tuple[str, str]:
    """The source of a page in it, and a notice about its encoding."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return "", ""
    charset = part.get_content_charset()
    if charset:
        try:
            return content.decode(charset), ""
        except (LookupError, ValueError):
            pass
    return html_text(content)
