"""Fields of a YAML mapping, taken by the kind of value a schema asks for, and a Report of what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar

from companion.layers.yaml_nodes import Mapping_, Node, Scalar, Sequence_, shortened
from companion.model.annotation import valid_id
from companion.model.faults import Fault, Where
from companion.text.clean import clean_line

_Kind = TypeVar("_Kind", Scalar, Sequence_, Mapping_)
_NUMBER = re.compile(r"[0-9]{1,9}")
_MANY = 100


class Mention(NamedTuple):
    """A name that should exist elsewhere, and where it was written."""

    node: Scalar
    name: str


class Report:
    """The faults of one file. `errors` counts those that are more than a warning.

    A `thorough` one, for `companion check`, takes warnings too, and looks for names that were perhaps meant.
    """

    def __init__(self, file: str, *, thorough: bool = False) -> None:
        self.file = clean_line(file)
        self.thorough = thorough
        self.faults: list[Fault] = []
        self.errors = 0
        self.references: list[Mention] = []
        self.kinds: list[Mention] = []
        self._suggested = 0

    def where(self, node: Node) -> Where:
        return Where(self.file, node.line, node.column)

    def fault(self, node: Node, what: str, expected: str) -> None:
        self.fault_at(self.where(node), what, expected)

    def fault_at(self, where: Where, what: str, expected: str) -> None:
        self.errors += 1
        self.faults.append(Fault(where, clean_line(what), clean_line(expected)))

    def warn(self, node: Node, what: str, expected: str) -> None:
        if self.thorough:
            self.faults.append(Fault(self.where(node), clean_line(what), clean_line(expected), warning=True))

    def sorted(self) -> list[Fault]:
        """The faults in the order of the file."""
        return sorted(self.faults, key=lambda fault: (fault.where.line, fault.where.column))

    def near(self, name: str, names: list[str]) -> str:
        """A name that was perhaps meant, or nothing; only for the first hundred slips, for the search takes time."""
        self._suggested += 1
        if self._suggested > _MANY or not self.thorough:
            return ""
        return next(iter(get_close_matches(name[:100], names, 1)), "")


class Fields:
    """The fields of one mapping. Those never asked for are unknown, and kept.

    `given` is what stands around the mapping, by the name of the field it is in place of.
    """

    def __init__(self, node: Mapping_, report: Report, **given: str) -> None:
        self.node = node
        self.report = report
        self.given = given
        self._errors = report.errors
        self._asked: dict[str, None] = {}
        self._wrong: set[str] = set()
        self._loose: dict[str, str] = {}

    @property
    def sound(self) -> bool:
        """True if no error was reported since these fields were begun."""
        return self.report.errors == self._errors

    def has(self, name: str) -> bool:
        return name in self.node.pairs

    def take(self, name: str) -> Node | None:
        """The value of a field, None if it is missing or nothing stands after its colon."""
        self._asked[name] = None
        if name not in self.node.pairs:
            return None
        value: Node = self.node.pairs[name][1]
        return None if isinstance(value, Scalar) and value.plain and not value.text else value

    def scalar(self, name: str) -> Scalar | None:
        return self._take(name, Scalar, "text was expected")

    def text(self, name: str, *, needed: bool = False) -> str:
        """Text of any number of lines."""
        value = self.scalar(name)
        if needed and (value is None or not value.text) and name not in self._wrong:
            self.report.fault(value or self.node, f"no {name}", f"text after `{name}:` was expected")
        return value.text if value else ""

    def line(self, name: str) -> str:
        """Text of one line; newlines become signs."""
        return clean_line(self.text(name))

    def id(self, name: str = "id") -> str:
        """An id; empty, with a fault, if there is none or it is malformed."""
        value = self.scalar(name)
        if value is not None and valid_id(value.text):
            return value.text
        expected = "letters, digits, . _ - were expected, at most 64, a letter or digit first"
        if value is not None:
            self.report.fault(value, f'{name} "{shortened(value.text)}" cannot be used', expected)
        elif name not in self._wrong:
            self.report.fault(self.node, f"no {name}", expected)
        return ""

    def number(self, name: str) -> int | None:
        """A whole number of code points."""
        value = self.scalar(name)
        if value is None:
            return None
        if _NUMBER.fullmatch(value.text):
            return int(value.text)
        self.report.fault(value, f'{name} is "{shortened(value.text)}"', "a whole number was expected")
        return None

    def items(self, name: str) -> list[Node]:
        """The items of a list."""
        value = self._take(name, Sequence_, "a list was expected: lines with `- `, or [one, two]")
        return value.items if value else []

    def lines(self, name: str) -> tuple[str, ...]:
        """A list of texts of one line each."""
        return tuple(clean_line(item.text) for item in self._items(name, Scalar, "texts were expected"))

    def mapping(self, name: str) -> Mapping_ | None:
        return self._take(name, Mapping_, "a mapping was expected: lines with `name: value`")

    def records(self, name: str) -> Iterator[Mapping_]:
        """The mappings in a list."""
        return self._items(name, Mapping_, "mappings were expected: `- id: …`")

    def loosen(self, name: str, what: str, expected: str) -> None:
        """Keep a text that was asked for as an unknown one, with a warning."""
        value = self.take(name)
        if isinstance(value, Scalar):
            self._loose[name] = value.text
            self.report.warn(self.node.pairs[name][0], what, expected)

    def unknown(self) -> dict[str, Any]:
        """The fields nobody asked for, as they came; a warning for those that do not start with `x-`."""
        rest = {name: pair for name, pair in self.node.pairs.items() if name not in self._asked}
        for name, (scalar, _) in rest.items():
            if self.report.thorough and not name.startswith("x-"):
                near = self.report.near(name, list(self._asked))
                meant = f"{near} was perhaps meant; " if near else ""
                self.report.warn(scalar, f'unknown field "{shortened(name)}"', f"{meant}own fields start with x-")
        return self._loose | {name: plain(value) for name, (_, value) in rest.items()}

    def _take(self, name: str, kind: type[_Kind], expected: str) -> _Kind | None:
        """The value of a field; None, with one fault however often it is asked for, if it is of another kind."""
        value = self.take(name)
        if value is None or isinstance(value, kind):
            return value
        if name not in self._wrong:
            self._wrong.add(name)
            self.report.fault(value, f"{name} is {named(value)}", expected)
        return None

    def _items(self, name: str, kind: type[_Kind], expected: str) -> Iterator[_Kind]:
        """The items of a list that are of one kind; a fault for each of another."""
        for item in self.items(name):
            if isinstance(item, kind):
                yield item
            else:
                self.report.fault(item, f"{name} holds {named(item)}", expected)


def plain(node: Node) -> Any:
    """A node as dict, list and str."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence_):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, (_, value) in node.pairs.items()}


def named(node: Node) -> str:
    """What a node is, in the words of a message."""
    if isinstance(node, Scalar):
        return "text" if node.text else "empty"
    return "a list" if isinstance(node, Sequence_) else "a mapping"
