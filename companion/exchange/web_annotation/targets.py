"""What the targets of an annotation give: the quote with its hints, further quotes, the section, or what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from companion.exchange.brought import imported_id

_KEPT = ("XPathSelector", "CssSelector", "SvgSelector", "DataPositionSelector", "RangeSelector", "TextPositionSelector")


def many(value: Any) -> list[Any]:
    """A value as a list: itself, alone, or nothing."""
    return value if isinstance(value, list) else [] if value is None else [value]


def text(value: Any) -> str:
    """A value as text; of texts by language the first; empty where it is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = value.get("value", next(iter(value.values()), ""))
        return inner if isinstance(inner, str) else ""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


class Selected(NamedTuple):
    """A selector with those around it: a section's id from a fragment, and the innermost of them."""

    selector: dict[str, Any]
    section: str
    start: Any


class TargetFields:
    """The fields that the targets of one annotation give."""

    def __init__(self, item: Mapping[str, Any], ids: Mapping[str, str], losses: Counter[str]) -> None:
        self.item, self.ids, self.losses = item, ids, losses

    def fields(self) -> dict[str, Any]:
        targets = many(self.item.get("target"))
        replies = "replying" in many(self.item.get("motivation"))
        found = [self._target(target) for target in targets]
        quoted = [index for index, fields in enumerate(found) if fields.get("quote")]
        first = quoted[0] if quoted else 0
        fields = dict(found[first]) if found else {}
        source = self._source(targets[first]) if targets else ""
        for index, other in enumerate(found):
            if index == first:
                continue
            if other.get("quote") and self._source(targets[index]) == source:
                fields.setdefault("also", []).append(other)
            else:
                self.losses["further targets of an annotation"] += 1
        if replies and source and not fields.get("quote"):
            fields["replies_to"] = self.ids.get(source) or imported_id("webannotation", source)
        return fields

    def _source(self, target: Any) -> str:
        if isinstance(target, dict):
            return text(target.get("source")) or text(target.get("id"))
        return text(target)

    def _target(self, target: Any) -> dict[str, Any]:
        if not isinstance(target, dict):
            return {}
        fields: dict[str, Any] = {}
        for found in self._selectors(target.get("selector")):
            kind = text(found.selector.get("type"))
            if kind == "TextQuoteSelector" and not fields.get("quote"):
                fields |= {"quote": text(found.selector.get("exact"))}
                fields |= {name: text(found.selector.get(name)) for name in ("prefix", "suffix")}
            elif kind in _KEPT and "quote" not in fields:
                self.losses["positions without words (kept, but not looked for)"] += kind != "TextPositionSelector"
            if found.section:
                fields.setdefault("section", found.section)
            if isinstance(found.start, int) and found.section:
                fields.setdefault("start", found.start)
        meta = target.get("meta")
        if isinstance(meta, dict):
            headings = [
                text(each.get("txt") or each.get("title"))
                for each in many(meta.get("headings"))
                if isinstance(each, dict)
            ]
            fields.setdefault("section", next(filter(None, reversed(headings)), ""))
            fields["page"] = text(meta.get("page"))
        fields["page"] = text(target.get("companion:page")) or fields.get("page", "")
        if not fields.get("quote"):
            fields = {"section": fields.get("section", "")}
        return {name: value for name, value in fields.items() if value not in ("", None)}

    def _selectors(self, selector: Any, section: str = "", depth: int = 0) -> Iterator[Selected]:
        """Every selector with the fragment above it, innermost first: the inner quote wins."""
        for each in many(selector):
            if not isinstance(each, dict) or depth > 8:
                continue
            kind = text(each.get("type"))
            value = text(each.get("value")) if kind == "FragmentSelector" else ""
            here = value if value and "=" not in value and not value.startswith("epubcfi(") else section
            refined = each.get("refinedBy")
            yield from self._selectors(refined, here, depth + 1)
            position = next((one for one in many(refined) if isinstance(one, dict)), {})
            start = position.get("start") if text(position.get("type")) == "TextPositionSelector" else None
            yield Selected(each, here, start if value else None)
