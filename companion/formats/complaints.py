"""What PyYAML and libyaml complain of, in words that say what to do. Each words the same mistake in its own way."""

from __future__ import annotations

from typing import NamedTuple

import yaml

_QUOTE_IT = "put the text in quotation marks, or in a block after `|`"


class _Complaint(NamedTuple):
    """`parts` occur in PyYAML's context and problem. `at_start`: told of where the thing began, not where it broke."""

    parts: tuple[str, ...]
    what: str
    expected: str
    at_start: bool = False


_COMPLAINTS = (
    _Complaint(("document start>",), "something stands after the end of the document", "one file holds one document"),
    _Complaint(("quoted scalar", "unexpected end"), "a quotation mark is not closed", "close it", True),
    _Complaint(("quoted scalar", "document separator"), "a quotation mark is not closed", "close it", True),
    _Complaint(
        ("quoted scalar", "esca"), "a backslash that means nothing here", r"write \\ or use ' as quotation marks", True
    ),
    _Complaint(
        ("quoted scalar", "hex"), "a backslash that means nothing here", r"write \\ or use ' as quotation marks", True
    ),
    _Complaint(("flow sequence", "',' or ']'"), "a list in [ ] is not closed, or lacks a comma", "mend it", True),
    _Complaint(("flow mapping", "',' or '}'"), "a mapping in { } is not closed, or lacks a comma", "mend it", True),
    _Complaint(("could not find expected ':'",), "a line that is no `name: text`", "indent it, or add the colon", True),
    _Complaint(("mapping values are not allowed",), "a colon that starts a second value, or a wrong indent", _QUOTE_IT),
    _Complaint(("sequence entries are not allowed",), "a list begins in the middle of a line", "begin it on the next"),
    _Complaint(("mapping keys are not allowed",), "a question mark begins this text", _QUOTE_IT),
    _Complaint(("block sequence", "expected"), "this does not belong to the list above", "check its indent"),
    _Complaint(("block mapping", "expected"), "this is no field of the mapping above", "check indent and quotes"),
    _Complaint(("block scalar",), "more stands after | or > than belongs there", "begin the text on the next line"),
    _Complaint(("expected", "node content"), "a value is missing", "write one, or leave the name out"),
    _Complaint(("scanning an alias",), "an alias without a name", _QUOTE_IT, True),
    _Complaint(("scanning an anchor",), "an anchor without a name", _QUOTE_IT, True),
    _Complaint(("undefined tag handle",), "a tag", "leave it out: every value is read as text"),
    _Complaint(("tag",), "a tag that is not finished", _QUOTE_IT, True),
    _Complaint(("cannot start any token",), "a text cannot begin with this character", _QUOTE_IT),
)
_TAB = ("a tab", "indent with spaces")


def translated(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str, yaml.Mark | None]:
    """What is wrong, what was expected, and where, for an error in this text."""
    mark = error.problem_mark or error.context_mark
    told = f"{error.context} {error.problem}"
    for complaint in _COMPLAINTS:
        if all(part in told for part in complaint.parts):
            break
    else:
        return f"no YAML ({shortened(told.removeprefix('None '))})", "check what stands here", mark
    if complaint.at_start and error.context_mark is not None:
        mark = error.context_mark
    if "cannot start any token" in complaint.parts[0] and mark is not None and _char_at(text, mark) == "\t":
        return *_TAB, mark
    return complaint.what, complaint.expected, mark


def shortened(text: str) -> str:
    """At most 60 characters of a text, for a message."""
    return text if len(text) <= 60 else f"{text[:59]}…"


def _char_at(text: str, mark: yaml.Mark) -> str:
    return text[mark.index : mark.index + 1]
