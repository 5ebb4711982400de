"""The overview as lines of text, as JSON, and as a picture in SVG."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from companion.analysis.overview import Overview
from companion.exchange.json import lines_of

_LEFT, _TOP, _WIDE, _HIGH = 260, 190, 34, 24
_BLOCKS = "▁▂▃▄▅▆▇█"


def text(overview: Overview) -> Iterator[str]:
    """A table: a row for each section, a numbered column for each kind; no mark for none."""
    yield overview.document.title
    for number, column in enumerate(overview.columns, start=1):
        sign = f"{column.sign} " if column.sign else ""
        yield f"  {number:>2} {sign}{column.label}: {overview.total(column)}"
    titles = [f"{'✓' if each.id in overview.read else '·'} {each.title or each.id}" for each in overview.sections]
    wide = min(max(map(len, titles), default=0), 40)
    yield ""
    yield " " * wide + "".join(f"{number:>5}" for number in range(1, len(overview.columns) + 1))
    for title, heading in zip(titles, overview.sections, strict=True):
        counts = [len(overview.cell(heading.id, column)) for column in overview.columns]
        cells = "".join(f"{f'{_block(count, overview.most)}{count}' if count else '':>5}" for count in counts)
        yield f"{title[:wide]:<{wide}}{cells}".rstrip()
    yield f"{len(overview.read)} of {len(overview.sections)} sections read"


def _block(count: int, most: int) -> str:
    return _BLOCKS[max(round(count / most * len(_BLOCKS)) - 1, 0)]


def json(overview: Overview) -> list[str]:
    return lines_of(overview_shape(overview))


def overview_shape(overview: Overview) -> dict[str, Any]:
    """Columns with their totals, and for each section its cells that are not empty with their places."""
    return {
        "title": overview.document.title,
        "fingerprint": overview.document.fingerprint,
        "columns": [column._asdict() | {"count": overview.total(column)} for column in overview.columns],
        "sections": [
            {
                "id": heading.id,
                "title": heading.title,
                "read": heading.id in overview.read,
                "cells": [
                    {"column": number, "count": len(places), "places": [_place(*place) for place in places]}
                    for number, column in enumerate(overview.columns)
                    if (places := overview.cell(heading.id, column))
                ],
            }
            for heading in overview.sections
        ],
    }


def _place(key: str, span: Any) -> dict[str, Any]:
    return {"id": key, "section": span.section, "start": span.start, "end": span.end}


def svg(overview: Overview) -> Iterator[str]:
    """A heat map with a number in each cell, so that it can be read without colour."""
    width = _LEFT + _WIDE * len(overview.columns) + 140
    height = _TOP + _HIGH * len(overview.sections) + 20
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="12">'
    )
    yield f"<title>{escape(overview.document.title)}</title>"
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    for number, column in enumerate(overview.columns):
        x = _LEFT + _WIDE * number + _WIDE // 2
        label = escape(f"{column.sign} {column.label} {overview.total(column)}".strip())
        yield f'<text x="{x}" y="{_TOP - 8}" transform="rotate(-50 {x} {_TOP - 8})">{label}</text>'
    for row, heading in enumerate(overview.sections):
        y = _TOP + _HIGH * row
        read = "✓ " if heading.id in overview.read else ""
        title = escape(f"{read}{heading.title or heading.id}"[:38])
        yield f'<text x="{_LEFT - 8}" y="{y + 16}" text-anchor="end">{title}</text>'
        for number, column in enumerate(overview.columns):
            yield _cell(_LEFT + _WIDE * number, y, len(overview.cell(heading.id, column)), overview.most)
    yield "</svg>"


def _cell(x: int, y: int, count: int, most: int) -> str:
    strength = count / most if most else 0
    fill = f'fill="#1f4e79" fill-opacity="{0.15 + 0.6 * strength:.2f}"' if count else 'fill="#f4f4f4"'
    box = f'<rect x="{x}" y="{y}" width="{_WIDE - 2}" height="{_HIGH - 2}" {fill}/>'
    ink = "#ffffff" if strength > 0.6 else "#000000"
    words = f'<text x="{x + _WIDE // 2 - 1}" y="{y + 15}" text-anchor="middle" fill="{ink}">{count}</text>'
    return box + (words if count else "")
