"""The fields of a mapping, taken by name and type; what nobody takes is unknown and kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NoReturn

from companion.formats.clean import clean_line
from companion.formats.nodes import Mapping_, Node, Scalar, Sequence_
from companion.model.faults import Fault, Unreadable, Where


@dataclass
class Findings:
    """What is wrong in one file. With `strict` slips that spoil nothing are said too."""

    file: str
    strict: bool = False
    faults: list[Fault] = field(default_factory=list)

    def where(self, node: Node) -> Where:
        return Where(clean_line(self.file), node.line, node.column)

    def refuse(self, node: Node, what: str, expected: str) -> NoReturn:
        raise Unreadable(Fault(self.where(node), clean_line(what), expected))

    def add(self, where: Where, what: str, expected: str, *, warning: bool = False) -> None:
        self.faults.append(Fault(where, clean_line(what), expected, warning))

    def slip(self, where: Where, what: str, expected: str) -> None:
        if self.strict:
            self.add(where, what, expected, warning=True)

    def keep(self, error: Unreadable) -> None:
        """A refused record is a fault of the file."""
        self.faults.append(error.fault or Fault(Where(clean_line(self.file)), str(error)))


class Taken:
    """Takes the fields of one mapping. A wrong type raises Unreadable at the value's place."""

    def __init__(self, node: Node, findings: Findings, what: str) -> None:
        if not isinstance(node, Mapping_):
            findings.refuse(node, f"{_kind(node)} where {what} should be", "expected a mapping of names to values")
        self.node = node
        self.findings = findings
        self.left = dict(node.pairs)

    def __contains__(self, name: str) -> bool:
        return name in self.node.pairs

    def take(self, name: str) -> Node | None:
        """The value of a name; None where it is missing or empty."""
        pair = self.left.pop(name, None)
        if pair is None or (isinstance(pair[1], Scalar) and pair[1].plain and not pair[1].text):
            return None
        value: Node = pair[1]
        return value

    def text(self, name: str, default: str = "") -> str:
        node = self.take(name)
        return default if node is None else text_of(node, name, self.findings)

    def line(self, name: str, default: str = "") -> str:
        """A text that stays on one line; newlines at its very end go."""
        return clean_line(self.text(name, default).rstrip("\n"))

    def number(self, name: str) -> int | None:
        node = self.take(name)
        if node is None:
            return None
        text = text_of(node, name, self.findings)
        if not (text.isascii() and text.isdecimal() and len(text) < 16):
            self.findings.refuse(node, f"`{name}` is “{text[:40]}”", "expected a whole number from 0")
        return int(text)

    def items(self, name: str) -> list[Any]:
        node = self.take(name)
        if node is None:
            return []
        if not isinstance(node, Sequence_):
            self.findings.refuse(node, f"`{name}` is {_kind(node)}", "expected a list, as in [one, two]")
        return node.items

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(text_of(item, f"{name}: an item", self.findings) for item in self.items(name))

    def unknown(self, known: Collection[str]) -> dict[str, Any]:
        """What was not taken, as it came; a slip is said for each name that does not start with `x-`."""
        for name, (key, _) in self.left.items() if self.findings.strict else ():
            if not name.startswith("x-"):
                what = f"there is no field `{name[:60]}` here"
                self.findings.slip(self.findings.where(key), what, _near(name, known))
        return {name: plain(value) for name, (_, value) in self.left.items()}


def text_of(node: Node, name: str, findings: Findings) -> str:
    if not isinstance(node, Scalar):
        findings.refuse(node, f"`{name}` is {_kind(node)}", "expected text")
    return node.text


def plain(node: Node) -> Any:
    """The same as dict, list and str."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence_):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, (_, value) in node.pairs.items()}


def _kind(node: Node) -> str:
    return "text" if isinstance(node, Scalar) else "a list" if isinstance(node, Sequence_) else "a mapping"


def _near(name: str, known: Collection[str]) -> str:
    import difflib  # only where something is wrong

    near = difflib.get_close_matches(name[:60], known, 1)
    return f"did you mean `{near[0]}`? It is kept" if near else "it is kept; own fields start with x-"
