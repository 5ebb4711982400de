"""YAML that diffs and merges well: fixed order, one line for a text, a literal block for every body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from companion.formats.clean import clean

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_TRAILING = re.compile(r"[^\S\n]+$", re.MULTILINE)
_NEVER = re.compile("[\ufffe\uffff]")


class Body(str):
    """A text to be written as a literal block."""


class _Dumper(yaml.SafeDumper):
    """Writes text plainly wherever YAML allows it, since reading takes every scalar as text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - as PyYAML declares it

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def analyze_scalar(self, scalar: str) -> Any:
        """PyYAML refuses a literal block for text it finds special; a Body has nothing that one cannot hold."""
        analysis = super().analyze_scalar(scalar)
        analysis.allow_block = True
        return analysis


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if "\n" in text or text.startswith("%") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style)


def _body(dumper: yaml.SafeDumper, text: Body) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), "|")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Body, _body)


def body(text: str) -> str:
    """A body as it is kept: tabs are spaces, no blanks at the ends of lines, only plain newlines, cleaned."""
    text = _LINE_ENDS.sub("\n", text).expandtabs(4)
    text = _TRAILING.sub("", line(text))
    return text if text.strip("\n") else ""


def line(text: str) -> str:
    """A text as it is kept: cleaned, and without the two characters YAML cannot hold."""
    return _NEVER.sub("\ufffd", clean(text))


def dump(mapping: Mapping[str, Any]) -> bytes:
    """A mapping of texts, lists and mappings, in its own order; Body where a literal block is wanted."""
    text = yaml.dump(
        dict(mapping), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"), default_flow_style=False
    )
    return str(text).encode()


def kept(value: Any, name: str = "") -> Any:
    """The value with every text as it is kept; `note`, `ask` and `why` become bodies, numbers become text."""
    if isinstance(value, Mapping):
        return {line(str(key)): kept(each, str(key)) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [kept(each) for each in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return Body(body(text)) if name in ("note", "why") else line(text)
