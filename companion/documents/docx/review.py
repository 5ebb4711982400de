"""What reviewers left in a Word document: comments with the words they are about, and tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from companion.documents.comments import MOST as MOST_COMMENTS
from companion.documents.comments import Comment, CommentTracker
from companion.documents.html.measure import inked
from companion.documents.tracked import tracked_changes

_BEGUN = b"<w:comment "
_TEXT = re.compile(rb"<w:t(?:\s[^<>]*)?>([^<]*)")
_TOKENS = re.compile(
    rb"<w:comment(?P<kind>RangeStart|RangeEnd|Reference)\b[^<>]*w:id=[\"'](?P<name>[^\"'<]*)"
    rb"|<w:t(?:\s[^<>]*)?>(?P<text>[^<]*)|(?P<end></w:p>)|<w:(?:tab|br|cr)\b"
)


def changes(text: bytes) -> str:
    """A notice of the tracked changes that have words; those of paragraph ends and of looks have none."""
    found = {
        name: [_named(tag, b"author") for tag in re.findall(rb"<w:%s\b([^<>]*[^/<>])>" % name, text)]
        for name in (b"ins", b"del", b"moveTo")
    }
    people = [author for own in found.values() for author in own]
    return tracked_changes(len(found[b"ins"]), len(found[b"del"]), len(found[b"moveTo"]), people)


def deleted(text: bytes) -> Iterator[str]:
    """The words of each deletion."""
    for part in text.split(b"</w:del>")[:-1]:
        inner = part[max(part.rfind(b"<w:del "), part.rfind(b"<w:del>"), 0) :]
        if words := "".join(map(_words, re.findall(rb"<w:delText\b[^<>]*>([^<]*)", inner))).strip():
            yield words


def comments_of(part: bytes, text: bytes) -> tuple[list[Comment], int]:
    """The comments with the words they are about, and the characters of more than can be shown."""
    tracker = CommentTracker()
    for token in _TOKENS.finditer(text) if part else ():
        kind, name, words = token["kind"], token["name"], token["text"]
        if words is not None:
            tracker.add(_words(words))
        elif token["end"]:
            tracker.paragraph()
        elif not kind:
            tracker.add(" ")
        elif kind == b"RangeStart":
            tracker.begin(_words(name))
        else:
            tracker.end(_words(name))
    made: list[Comment] = []
    homeless = 0
    for each in part.split(b"</w:comment>")[:-1]:
        tag, _, body = each[max(each.rfind(_BEGUN), 0) :].partition(b">")
        paragraphs = ("".join(map(_words, _TEXT.findall(own))) for own in body.split(b"</w:p>"))
        note = "\n\n".join(filter(None, paragraphs))
        name = _named(tag, b"id")
        about = tracker.about(name)
        if len(made) == MOST_COMMENTS:
            homeless += inked(note)
        else:
            made.append(Comment(_named(tag, b"author"), _named(tag, b"date"), note, *(about or ("",))))
    return made, homeless


def _named(tag: bytes, name: bytes) -> str:
    """The value of an attribute in a tag."""
    match = re.search(rb"\bw:%s=[\"']([^\"'<]*)" % name, tag)
    return _words(match[1]) if match else ""


def _words(text: bytes) -> str:
    return unescape(text.decode("utf-8", "replace"))
