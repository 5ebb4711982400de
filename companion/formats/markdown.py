"""Markdown to a Document: one scan over the bytes for headings, then one Section at a time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from companion.formats.clean import clean, clean_line, normalise
from companion.formats.sections import Builder, slugs
from companion.model import Document, Heading, Section

_FENCE = re.compile(rb" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(rb" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_ID = re.compile(r"\s*\{#([A-Za-z0-9][A-Za-z0-9._-]{0,63})\}\s*$")
_UNDERLINE = re.compile(rb" {0,3}(=+|-+)[ \t]*$")
_EMPHASIS = re.compile(r"(\*\*|__|[*_`])(?=\S)(.+?)(?<=\S)\1")


class Found(NamedTuple):
    """A heading and the bytes of its text, from `start` to `end`."""

    title: str
    level: int
    id: str
    start: int
    end: int


def scan(data: bytes, begin: int) -> list[Found]:
    """The headings of the document in order; text before the first is a heading of level 0 with no title."""
    heads: list[tuple[str, int, int, int]] = []
    fence, at, previous, previous_at = b"", begin, b"", begin
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        line = data[at:end].rstrip(b"\r")
        mark = _FENCE.match(line)
        if mark:
            if not fence:
                fence = mark[1]
            elif mark[1][:1] == fence[:1] and len(mark[1]) >= len(fence) and not line[mark.end() :].strip():
                fence = b""
        elif not fence:
            if line.lstrip(b" ").startswith(b"#") and (head := _ATX.match(line)):
                heads.append(((head[2] or b"").decode("utf-8", "replace"), len(head[1]), at, end + 1))
            elif (
                previous.strip()
                and not previous.lstrip().startswith((b"-", b"*", b">", b"#", b"|"))
                and (under := _UNDERLINE.match(line))
            ):
                level = 1 if under[1].startswith(b"=") else 2
                heads.append((previous.decode("utf-8", "replace").strip(), level, previous_at, end + 1))
        previous, previous_at, at = (b"" if mark or fence else line), at, end + 1
    edges = [h[2] for h in heads] + [len(data)]
    found = [Found("", 0, "", begin, edges[0])] if data[begin : edges[0]].strip() else []
    for (raw, level, _, start), stop in zip(heads, edges[1:], strict=True):
        given = _ID.search(raw)
        title = _EMPHASIS.sub(r"\2", _ID.sub("", raw)).strip()
        found.append(Found(clean_line(title), level, given[1] if given else "", start, stop))
    return found


def front_matter(data: bytes) -> tuple[dict[str, str], int]:
    """The plain `key: value` lines between `---` marks at the top, and where the text after them begins."""
    if not data.startswith(b"---"):
        return {}, 0
    end = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.M).search(data, 4)
    if not end:
        return {}, 0
    facts: dict[str, str] = {}
    name = ""
    for line in normalise(data[3 : end.start()].decode("utf-8", "replace")).split("\n"):
        head = re.match(r"([A-Za-z][\w -]*):(?:\s+(.*))?$", line)
        if head:
            name, value = head[1], (head[2] or "").strip()
            facts[name] = "" if value in (">", "|", ">-", "|-") else value.strip("\"'")
        elif name and line.strip():
            facts[name] = f"{facts[name]} {line.strip()}".strip()
    return {clean_line(k): clean_line(v) for k, v in facts.items()}, end.end()


def read_markdown(data: bytes, name: str, fingerprint: str, notices: tuple[str, ...] = ()) -> Document:
    """Open Markdown given as UTF-8 bytes; Sections are parsed when they are asked for."""
    facts, begin = front_matter(data)
    found = scan(data, begin)
    title = facts.pop("title", "")
    tops = [f for f in found if f.level == 1]
    if len(tops) == 1 and found[0] is tops[0]:
        title = title or tops[0].title
        rest = found[0]._replace(title="", level=0)
        found = ([rest] if data[rest.start : rest.end].strip() else []) + found[1:]
    kept: list[tuple[Found, tuple[str, ...]]] = []
    above: list[str] = []
    for index, each in enumerate(found):
        if not data[each.start : each.end].strip() and index + 1 < len(found):
            above.append(each.title)
            continue
        kept.append((each, tuple(above)))
        above = []
    ids = slugs([(f.id, f.title or "start") for f, _ in kept])
    headings = tuple(Heading(i, f.title or "Start", max(f.level, 1), up) for i, (f, up) in zip(ids, kept, strict=True))

    @lru_cache(maxsize=256)
    def read(index: int) -> Section:
        each = kept[index][0]
        text = clean(normalise(data[each.start : each.end].decode("utf-8", "replace")))
        return parse(headings[index], text, bool(each.level))

    return Document(
        clean_line(title or name),
        name,
        "markdown",
        fingerprint,
        headings,
        read,
        facts.pop("language", ""),
        tuple(facts.items()),
        notices,
    )


@lru_cache(maxsize=1)
def _parser() -> Any:
    from markdown_it import MarkdownIt  # only when a section is shown

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def parse(heading: Heading, text: str, titled: bool) -> Section:
    """One Section from its Markdown."""
    builder = Builder(heading, titled)
    depth, markers, kind, level = 0, [], "paragraph", 0
    cells: list[str] = []
    for token in _parser().parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            markers.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            markers.pop()
        elif token.type == "list_item_open":
            kind = "item"
        elif token.type == "blockquote_open":
            level += 1
        elif token.type == "blockquote_close":
            level -= 1
        elif token.type == "tr_open":
            builder.begin("row", depth + level)
            cells = []
        elif token.type == "tr_close":
            builder.end()
        elif token.type in ("th_open", "td_open"):
            if cells:
                builder.add(" | ")
            cells.append("")
        elif token.type in ("fence", "code_block") or token.type == "html_block":
            builder.begin("code", depth + level)
            builder.add(token.content.rstrip("\n"))
            builder.end()
        elif token.type == "inline":
            row = builder.open
            if not row:
                what = "quotation" if level else kind if kind == "item" else "paragraph"
                marker = ""
                if kind == "item" and markers:
                    marker = f"{markers[-1]}." if markers[-1] else "•"
                    markers[-1] += 1 if markers[-1] else 0
                builder.begin(what, depth + level, marker)
            builder.inline(token.children or [])
            if not row:
                builder.end()
            kind = "paragraph"
    return builder.section()
