"""YAML nodes from a guarded parse: layers come from strangers, so only what a layer needs is taken.

PyYAML's event stream is read without recursion and without building objects, and whatever could hide something from a
reader or eat the machine is refused. Every scalar is text; every node keeps its line and column, from 1.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, NoReturn

import yaml

from companion.model.faults import Fault, Unreadable, Where
from companion.text.clean import SIGN, clean, clean_line

MAX_DEPTH = 20


class Limits(NamedTuple):
    """The most bytes and nodes (names too) a file may have, so that refusing one takes less than two seconds."""

    bytes: int
    nodes: int
    remedy: str


WITH_LIBYAML = Limits(8 << 20, 200_000, "split it into several files")
WITHOUT_LIBYAML = Limits(512 << 10, 50_000, "split it into several files, or install PyYAML with libyaml to read more")
SLOW_PARSER: Any = yaml.SafeLoader
PARSER: Any = getattr(yaml, "CSafeLoader", SLOW_PARSER)
"""The parser of events: libyaml where it is there, else PyYAML's own, fifteen times slower."""

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSTEADY = re.compile("[\u2028\u2029\ufeff]")
_FIRST_CONTENT = re.compile(r"^[^\s#]", re.MULTILINE)
_MERGE = re.compile(r"^<{7} ", re.MULTILINE)
_PLAIN_TEXT = "write it as plain text"
_NESTING = "maximum nesting depth"
_OTHER_ERRORS = (yaml.YAMLError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError)
"""What PyYAML raises on a strange file besides its own errors with a place."""


class Scalar(NamedTuple):
    """A text, cleaned, with spaces for tabs; `plain` if it stood there without quotation marks."""

    text: str
    line: int
    column: int
    plain: bool = True


class Sequence_(NamedTuple):
    """A list."""

    items: list[Any]
    line: int
    column: int


class Mapping_(NamedTuple):
    """Names, cleaned to one line, each with the Scalar it was and its value."""

    pairs: dict[str, tuple[Scalar, Any]]
    line: int
    column: int


Node = Scalar | Sequence_ | Mapping_


def read_nodes(data: bytes, file: str) -> Node:
    """The one YAML document in a file; of an empty file, an empty plain Scalar.

    A line separator that stands raw in the file is read as a space: terminals and editors show no line end there.
    Raises Unreadable, and nothing else, as `file:line:column: what; what was expected`.
    """
    limits = WITHOUT_LIBYAML if PARSER is SLOW_PARSER else WITH_LIBYAML
    builder = _NodeBuilder(clean_line(file), limits)
    text = builder.decode(data)
    builder.parse(text)
    return builder.root or Scalar("", 1, 1)


class _NodeBuilder:
    """Builds the nodes of one file. `line` and `column` are where the last event began."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.count = 0
        self.root: Node | None = None
        self.line = self.column = 1
        self._open: list[Sequence_ | Mapping_] = []
        self._names: list[Scalar | None] = []

    def refuse(self, what: str, expected: str, line: int = 0, column: int = 0) -> NoReturn:
        where = Where(self.file, line or self.line, column or self.column)
        raise Unreadable(Fault(where, clean_line(what), clean_line(expected)))

    def decode(self, data: bytes) -> str:
        """The text of the file, with everything refused that can be seen before parsing."""
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
            self.refuse("UTF-16 or UTF-32", "save it as UTF-8")
        if len(data) > self.limits.bytes:
            place = _place(data[: self.limits.bytes].decode("utf-8", "replace"))
            self.refuse(f"larger than {self.limits.bytes >> 10:,} KiB", self.limits.remedy, *place)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            place = _place(data[: error.start].decode("utf-8"))
            self.refuse(f"byte 0x{data[error.start]:02X} is not UTF-8", "save it as UTF-8", *place)
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        if char := _REFUSED.search(text):
            self.refuse(_named(char[0]), "remove it", *_place(text[: char.start()]))
        if (first := _FIRST_CONTENT.search(text)) and first[0] == "%":
            self.refuse("a %directive", "leave it out", *_place(text[: first.start()]))
        return _UNSTEADY.sub(lambda match: SIGN if match[0] == "\ufeff" else " ", text)

    def parse(self, text: str) -> None:
        """Take every event of a text. Raises Unreadable, and nothing else."""
        try:
            for event in yaml.parse(text, Loader=PARSER):
                self.take(event)
        except yaml.MarkedYAMLError as error:
            if _NESTING in str(error.problem) and error.problem_mark:
                # libyaml looks far ahead and gives up before it tells of the first level; without the rest it tells
                _NodeBuilder(self.file, self.limits).parse(text[: error.problem_mark.index])
            self.refuse_merge(text)
            what, expected, mark = translated(error, text)
            place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            self.refuse(what, expected, *place)
        except _OTHER_ERRORS as error:
            self.refuse(f"no YAML ({shortened(str(error))})", "check what stands here or in the next line")

    def refuse_merge(self, text: str) -> None:
        """Refuse a file with the marks git leaves where it could not merge."""
        if mark := _MERGE.search(text):
            self.refuse("a merge left two versions here", "keep one of them", *_place(text[: mark.start()]))

    def take(self, event: yaml.Event) -> None:
        if (mark := event.start_mark) is not None:
            self.line, self.column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            self._guard(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._guard(event)
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._names.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(f"an alias (*{shortened(event.anchor or '')})", "write the text out")
        elif isinstance(event, yaml.DocumentStartEvent):
            if self.root is not None:
                self.refuse("a second document in one file", "one file holds one")
            if event.version or event.tags:
                self.refuse("a %directive", "leave it out")

    def _guard(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse what no node may have."""
        if event.anchor is not None:
            self.refuse(f"an anchor (&{shortened(event.anchor)})", "write the text out wherever it is needed")
        if event.tag is not None:
            self.refuse(f"a tag ({shortened(event.tag)})", "leave it out: every value is read as text")
        self.count += 1
        if self.count > self.limits.nodes:
            self.refuse(f"more than {self.limits.nodes:,} values", self.limits.remedy)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        if event.style == '"' and (char := _REFUSED.search(text)):
            self.refuse(f"{_named(char[0])}, written as an escape", _PLAIN_TEXT)
        text = clean(text.expandtabs(4) if "\t" in text else text)
        self._add(Scalar(text, self.line, self.column, not event.style))

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) == MAX_DEPTH:
            self.refuse(f"nested deeper than {MAX_DEPTH}", "flatten it")
        node: Sequence_ | Mapping_
        if isinstance(event, yaml.MappingStartEvent):
            node = Mapping_({}, self.line, self.column)
        else:
            node = Sequence_([], self.line, self.column)
        self._add(node)
        self._open.append(node)
        self._names.append(None)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence_):
            parent.items.append(node)
        elif (name := self._names[-1]) is None:
            self._names[-1] = self._name(node, parent)
        else:
            parent.pairs[name.text] = (name, node)
            self._names[-1] = None

    def _name(self, node: Node, parent: Mapping_) -> Scalar:
        if not isinstance(node, Scalar):
            kind = "list" if isinstance(node, Sequence_) else "mapping"
            self.refuse(f"a {kind} where a name is expected", "a name is text")
        if node.text == "<<" and node.plain:
            self.refuse("a merge key (<<)", "write the fields out")
        name = node._replace(text=clean_line(node.text))
        if name.text in parent.pairs:
            first = parent.pairs[name.text][0].line
            self.refuse(f'"{shortened(name.text)}" appears twice, first in line {first}', "keep one of them")
        return name


def _place(before: str) -> tuple[int, int]:
    """The line and column, from 1, of what follows this text."""
    before = before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _named(char: str) -> str:
    code = ord(char)
    kind = "lone surrogate" if 0xD800 <= code < 0xE000 else "not a character:" if code > 0xFFF0 else "control character"
    return f"{kind} U+{code:04X}"


_QUOTE_IT = "put the text in quotation marks, or in a block after `|`"


class _SyntaxFault(NamedTuple):
    """What to say where PyYAML's context and problem match `pattern`; `at_start`, of where the thing began."""

    pattern: str
    what: str
    expected: str
    at_start: bool = False


_ESCAPE = r"write \\ or use ' as quotation marks"
_SYNTAX_FAULTS = (
    _SyntaxFault("document start>", "something stands after the end of the document", "one file holds one document"),
    _SyntaxFault("quoted scalar.*(unexpected end|document sep)", "a quotation mark is not closed", "close it", True),
    _SyntaxFault("quoted scalar.*(esca|hex)", "a backslash that means nothing here", _ESCAPE, True),
    _SyntaxFault("flow sequence.*',' or ']'", "a list in [ ] is not closed, or lacks a comma", "mend it", True),
    _SyntaxFault("flow mapping.*',' or '}'", "a mapping in { } is not closed, or lacks a comma", "mend it", True),
    _SyntaxFault("could not find expected ':'", "a line that is no `name: text`", "indent it, or add the colon", True),
    _SyntaxFault("mapping values are not allowed", "a colon that starts a second value, or a wrong indent", _QUOTE_IT),
    _SyntaxFault("sequence entries are not allowed", "a list begins in the middle of a line", "begin it on the next"),
    _SyntaxFault("mapping keys are not allowed", "a question mark begins this text", _QUOTE_IT),
    _SyntaxFault("block sequence.*expected", "this does not belong to the list above", "check its indent"),
    _SyntaxFault("block mapping.*expected", "this is no field of the mapping above", "check indent and quotes"),
    _SyntaxFault("block scalar", "more stands after | or > than belongs there", "begin the text on the next line"),
    _SyntaxFault("expected.*node content", "a value is missing", "write one, or leave the name out"),
    _SyntaxFault("scanning an alias", "an alias without a name", _QUOTE_IT, True),
    _SyntaxFault("scanning an anchor", "an anchor without a name", _QUOTE_IT, True),
    _SyntaxFault("undefined tag handle", "a tag", "leave it out: every value is read as text"),
    _SyntaxFault("tag", "a tag that is not finished", _QUOTE_IT, True),
    _SyntaxFault("cannot start any token", "a text cannot begin with this character", _QUOTE_IT),
)
_TAB = ("a tab", "indent with spaces")


def translated(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str, yaml.Mark | None]:
    """What is wrong, what was expected, and where, for an error in this text."""
    mark = error.problem_mark or error.context_mark
    message = f"{error.context} {error.problem}"
    fault = next((fault for fault in _SYNTAX_FAULTS if re.search(fault.pattern, message, re.DOTALL)), None)
    if fault is None:
        return f"no YAML ({shortened(message.removeprefix('None '))})", "check what stands here", mark
    if fault.at_start and error.context_mark is not None:
        mark = error.context_mark
    if fault.pattern == "cannot start any token" and mark is not None and text[mark.index : mark.index + 1] == "\t":
        return *_TAB, mark
    return fault.what, fault.expected, mark


def shortened(text: str) -> str:
    """At most 60 characters of a text, for a message."""
    return text if len(text) <= 60 else f"{text[:59]}…"
