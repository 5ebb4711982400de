"""Charts of a page: bars drawn in the colour of the text, with their numbers in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from companion.exchange.page.elements import Element, element

_WIDTH, _ROW, _LABEL, _BOX = 440, 26, 190, 18
_MOST = (_WIDTH - _LABEL - 40) // _BOX


def score_card(name: str, counts: Mapping[str, int], total: str) -> Element:
    """How many questions have which verdict."""
    most = max(counts.values(), default=1)
    rows = []
    for index, (label, number) in enumerate(counts.items()):
        width = round((_WIDTH - _LABEL - 40) * number / most)
        at = index * _ROW
        bar = element("rect", x=str(_LABEL), y=str(at + 5), width=str(width), height="16", fill="currentColor")
        rows += [_text(label, 0, at), bar, _text(str(number), _LABEL + width + 8, at)]
    words = f"{total}: " + ", ".join(f"{number} {label}" for label, number in counts.items())
    table = [[label, str(number)] for label, number in counts.items()]
    return _figure(name, words, rows, len(counts), ["verdict", "questions"], table)


def kinds_chart(name: str, sections: Sequence[tuple[str, Mapping[str, int]]], signs: Mapping[str, str]) -> Element:
    """How many annotations of which kind each section has: a box with the kind's sign for each."""
    rows: list[Element] = []
    for index, (title, counts) in enumerate(sections):
        at = index * _ROW
        rows.append(_text(_short(title), 0, at))
        boxes = [signs.get(kind, "?") for kind, number in counts.items() for _ in range(number)]
        for place, sign in enumerate(boxes[:_MOST]):
            x = _LABEL + place * _BOX
            box = {"fill": "none", "stroke": "currentColor"}
            rows.append(element("rect", x=str(x), y=str(at + 4), width=str(_BOX - 2), height=str(_BOX), **box))
            rows.append(_text(sign, x + 4, at))
        rows.append(_text(str(len(boxes)), _LABEL + min(len(boxes), _MOST) * _BOX + 6, at))
    told = [
        f"{title}: " + ", ".join(f"{number} {kind}" for kind, number in counts.items()) for title, counts in sections
    ]
    kinds = list(dict.fromkeys(kind for _, counts in sections for kind in counts))
    legend = "; ".join(f"{signs.get(kind, '?')} {kind}" for kind in kinds)
    table = [[title, *(str(counts.get(kind, 0)) for kind in kinds)] for title, counts in sections]
    figure = _figure(name, "; ".join(told), rows, len(sections), ["section", *kinds], table)
    figure.insert(1, element("p", f"Signs: {legend}", class_="legend"))
    return figure


def table_of(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    """A table in a frame that can be reached and scrolled with the keyboard."""
    columns = element("tr", *(element("th", name, scope="col") for name in head))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    ]
    table = element("table", element("caption", caption), element("thead", columns), element("tbody", *body))
    return element("section", table, aria_label=caption, tabindex="0", class_="scroll")


def _figure(
    name: str, words: str, rows: Sequence[Element], count: int, head: Sequence[str], table: Sequence[Sequence[str]]
) -> Element:
    key = "-".join(name.lower().split())
    height = max(count, 1) * _ROW
    picture = element(
        "svg",
        element("title", name, id=f"title-{key}"),
        element("desc", words, id=f"desc-{key}"),
        *rows,
        role="img",
        aria_labelledby=f"title-{key} desc-{key}",
        viewBox=f"0 0 {_WIDTH} {height}",
        width=str(_WIDTH),
        height=str(height),
    )
    details = element("details", element("summary", f"{name} in numbers"), table_of(f"{name}, in numbers", head, table))
    return element("figure", picture, element("figcaption", words), details)


def _text(words: str, x: int, at: int) -> Element:
    return element("text", words, x=str(x), y=str(at + 18), fill="currentColor")


def _short(title: str) -> str:
    return title if len(title) <= 25 else f"{title[:24]}…"
