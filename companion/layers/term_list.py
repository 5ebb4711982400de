"""Term lists read from YAML: `terms:` says whose list it is, `words:` holds its entries, a scalar being a word."""

from __future__ import annotations

from pathlib import PurePath

from companion.layers import types
from companion.layers.fields import Fields, Report, named
from companion.layers.read import version_of
from companion.layers.schema import Field, Schema
from companion.layers.yaml_nodes import Mapping_, Node, Scalar, read_nodes
from companion.model.annotation import valid_id
from companion.model.faults import Fault, Unreadable
from companion.model.term_list import ListedTerm, TermList
from companion.text.clean import clean_line

RULES = ("agentless-passive", "bare-promise")
"""The rules that an entry may name."""


def _check(entry: ListedTerm, fields: Fields) -> None:
    said = [name for name in ("word", "phrase", "near", "rule") if getattr(entry, name)]
    if len(said) != 1:
        had = f"an entry with {' and '.join(said)}" if said else "an entry without a word"
        fields.report.fault(fields.node, had, "one of `word:`, `phrase:`, `near:` and `rule:` was expected")
    elif entry.rule and entry.rule not in RULES:
        node = fields.node.pairs["rule"][1]
        fields.report.fault(node, f"unknown rule {entry.rule}", f"known are {', '.join(RULES)}")


LISTED_TERM = Schema(
    ListedTerm,
    Field("word", types.LINE),
    Field("phrase", types.LINE),
    Field("near", types.LINE),
    Field("rule", types.LINE),
    Field("not-after", types.LINES, "not_after"),
    Field("not-before", types.LINES, "not_before"),
    Field("not-with", types.LINES, "not_with"),
    Field("with", types.LINES, "joined"),
    Field("without", types.LINES, "apart"),
    Field("note", types.BODY),
    check=_check,
)
TERMS_HEAD = Schema(
    TermList,
    Field("id", types.ID),
    Field("title", types.LINE),
    Field("language", types.LINE),
    Field("author", types.LINE),
    Field("license", types.LINE),
    Field("kind", types.LINE),
    Field("about", types.LINE),
    Field("worth", types.NUMBER),
    Field("tried", types.NUMBER),
)


def read_term_list(data: bytes, file: str, *, thorough: bool = False) -> TermList:
    """A list of terms; an entry that is wrong is a fault in it, and the rest loads. Raises Unreadable."""
    report = Report(file, thorough=thorough)
    node = read_nodes(data, file)
    if not isinstance(node, Mapping_) or not {"terms", "words"} & node.pairs.keys():
        expected = "`terms:` and a list of `words:` were expected"
        raise Unreadable(Fault(report.where(node), "no list of terms", expected))
    fields = Fields(node, report)
    version_of(fields)
    default = PurePath(report.file).stem
    inner = Fields(fields.mapping("terms") or Mapping_({}, 1, 1), report, id=default if valid_id(default) else "terms")
    head = TERMS_HEAD.values(inner) | {"unknown": inner.unknown()}
    words = tuple(entry for item in fields.items("words") if (entry := _entry(item, report)))
    fields.unknown()
    return TermList(**head, words=words, faults=tuple(report.sorted()))


def _entry(item: Node, report: Report) -> ListedTerm | None:
    if isinstance(item, Scalar):
        return ListedTerm(clean_line(item.text), where=report.where(item)) if item.text.strip() else None
    if isinstance(item, Mapping_):
        return LISTED_TERM.read(Fields(item, report))
    report.fault(item, f"words holds {named(item)}", "a word, or `{phrase: …}` was expected")
    return None
