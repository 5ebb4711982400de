"""Markdown: one scan over the bytes finds the headings; a Section is parsed when it is asked for.

HTML in Markdown is shown as it is written: nothing of it is run, and no words get lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt

from companion.formats.blocks import Builder, inline_text, write_blocks
from companion.formats.clean import clean, normalise
from companion.formats.frontmatter import front_matter
from companion.formats.pieces import Fence, Head, Piece, divide
from companion.model.document import Document, Heading, Section

_CANDIDATE = re.compile(
    rb"\n {0,3}(?=[#`~=-])(#{1,6}(?![^ \t\n])[^\n]*|`{3,}[^\n]*|~{3,}[^\n]*|=+[ \t]*(?=\n)|-+[ \t]*(?=\n))"
)
_ID = re.compile(r"\s*\{#([A-Za-z0-9][A-Za-z0-9._-]{0,63})\}\s*$")
_OPENS_NO_TEXT = re.compile(rb" {0,3}(?:[-+*][ \t]|\d{1,9}[.)][ \t]|>)|    |\t")
_DEFINITION = re.compile(rb"\n {0,3}\[(?!\^)[^\]\n]{1,999}\]:[^\n]+(?:\n +[\"'(][^\n]*)?")
_MARKUP = re.compile(r"[*_`\[\]\\&<~!]")
_SETEXT_LINES = 20
_NESTING = 100


def read_markdown(data: bytes, name: str, mark: str, notices: tuple[str, ...] = ()) -> Document:
    """The Document in these UTF-8 bytes with LF line ends; `mark` is its fingerprint."""
    fields, begin = front_matter(data)
    heads, fences = scan(data, begin)
    found = divide(data, begin, heads, fences)
    title = found.title or fields.get("title", "") or name
    facts = tuple((key, text) for key, text in fields.items() if text and key not in ("title", "language"))
    parser = _parser()
    references = _references(data, parser)

    @lru_cache(maxsize=64)
    def read(index: int) -> Section:
        return _section(data, found.headings[index], found.pieces[index], parser, references)

    language = fields.get("language", "") or fields.get("lang", "")
    return Document(title, name, "markdown", mark, found.headings, read, language, facts, notices)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING})
    return parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])


def scan(data: bytes, begin: int = 0) -> tuple[list[Head], list[Fence]]:
    """All headings outside fenced code, and the fenced code blocks, in one pass over the lines that may be either."""
    heads: list[Head] = []
    fences: list[Fence] = []
    opening, opened = b"", 0
    edge = begin
    parser = _parser()
    padded = b"\n" + data[begin:] + b"\n"
    shift = begin - 1
    for match in _CANDIDATE.finditer(padded):
        line, start = match[1].rstrip(), match.start() + 1 + shift
        body = min(match.end() + 1 + shift, len(data))
        if opening:
            if line.startswith(opening) and not line.strip(opening[:1]):
                fences.append(Fence(opened, body, opening))
                opening, edge = b"", body
        elif line[:1] in (b"`", b"~"):
            run = line[: len(line) - len(line.lstrip(line[:1]))]
            if line[:1] == b"~" or b"`" not in line[len(run) :]:
                opening, opened = run, start
        elif line[:1] == b"#":
            level = len(line) - len(line.lstrip(b"#"))
            raw = re.sub(rb"(?:^|[ \t]+)#+$", b"", line[level:].strip()).decode("utf-8", "replace")
            heads.append(_head(start, body, level, raw, parser))
            edge = body
        elif (first := _paragraph_start(data, edge, start)) is not None:
            raw = data[first:start].decode("utf-8", "replace").strip()
            heads.append(_head(first, body, 1 if line[:1] == b"=" else 2, raw, parser))
            edge = body
        else:
            edge = body if line[:1] == b"-" and len(line) > 2 else edge
    if opening:
        fences.append(Fence(opened, len(data), opening))
    return heads, fences


def _paragraph_start(data: bytes, edge: int, end: int) -> int | None:
    """Where the paragraph right above an underline starts; None where there is none, or a list or quotation."""
    start = end
    for _ in range(_SETEXT_LINES):
        if start <= edge:
            break
        before = max(data.rfind(b"\n", edge, start - 1) + 1, edge)
        if not data[before:start].strip():
            break
        start = before
    if (
        start == end
        or _OPENS_NO_TEXT.match(data, start)
        or _OPENS_NO_TEXT.match(data, data.rfind(b"\n", start, end - 1) + 1 or start)
    ):
        return None
    return start


def _head(start: int, body: int, level: int, raw: str, parser: MarkdownIt) -> Head:
    raw = clean(normalise(raw))
    match = _ID.search(raw)
    if match:
        raw = raw[: match.start()]
    title = raw if not _MARKUP.search(raw) else _words(raw, parser)
    title = " ".join(title.split()) or "Untitled"
    return Head(start, body, level, title, match[1] if match else "", raw or title)


def _words(raw: str, parser: MarkdownIt) -> str:
    builder = Builder()
    for token in parser.parseInline(raw):
        inline_text(token.children or [], builder)
    return clean("".join(builder.parts))


def _references(data: bytes, parser: MarkdownIt) -> dict[str, Any]:
    """The link definitions of the whole document, for links in any Section."""
    env: dict[str, Any] = {}
    lines = _DEFINITION.findall(b"\n" + data) if b"]:" in data else []
    if lines:
        parser.parse(clean(normalise(b"\n".join(lines).decode("utf-8", "replace"))), env)
    references: dict[str, Any] = env.get("references", {})
    return references


def _section(data: bytes, heading: Heading, piece: Piece, parser: MarkdownIt, references: dict[str, Any]) -> Section:
    builder = Builder()
    if piece.raw:
        start = builder.open()
        inline_text(parser.parseInline(piece.raw, {"references": references})[0].children or [], builder)
        builder.close("heading", start)
    source = clean(normalise((piece.lead + data[piece.start : piece.end]).decode("utf-8", "replace")))
    tokens = parser.parse(source, {"references": dict(references)})
    if max((token.level for token in tokens), default=0) >= _NESTING - 2:
        builder.notice("Nested too deeply to be laid out: the passage is shown as it is written.")
        builder.block("code", source.strip("\n"))
    else:
        write_blocks(tokens, builder)
    return builder.section(heading)
