"""Checks of one YAML file for `companion check`: records that cannot be read, slips, and names that lead nowhere.

Nothing here is raised: whatever is wrong is a Fault, in the order of the file. `kinds` are the names of kinds that are
defined elsewhere; without them nobody can tell which kind is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from companion.layers.checklist import check_checklist
from companion.layers.fields import Report
from companion.layers.read import layer_of, record_of
from companion.layers.yaml_nodes import Node, read_nodes, shortened
from companion.model.annotation import Layer, Record
from companion.model.faults import Fault, Unreadable, Where
from companion.text.clean import clean, clean_line, hidden


def check_layer(data: bytes, file: str, kinds: Iterable[str] | None = None) -> list[Fault]:
    """Everything that is wrong with a layer, warnings too."""
    return _faults(data, file, lambda node, report: layer_of(node, report, ""), kinds)


def check_record(data: bytes, file: str, kinds: Iterable[str] | None = None) -> list[Fault]:
    """Everything that is wrong with a note file, warnings too."""
    return _faults(data, file, record_of, kinds)


def _faults(
    data: bytes, file: str, read: Callable[[Node, Report], Layer | Record | None], kinds: Iterable[str] | None
) -> list[Fault]:
    report = Report(file, thorough=True)
    try:
        content = read(read_nodes(data, file), report)
    except Unreadable as error:
        return [*report.faults, error.fault or Fault(Where(report.file), str(error))]
    if isinstance(content, Layer):
        _references(content, report)
        check_checklist(content, report)
    if kinds is not None:
        _kinds({*kinds, *(content.kinds if isinstance(content, Layer) else ())}, report)
    report.faults += _hidden(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), report.file)
    return report.sorted()


def _references(layer: Layer, report: Report) -> None:
    """Warn of evidence that names an annotation this layer should have and does not."""
    known = {annotation.id for annotation in layer.annotations}
    for node, name in report.references:
        owner, _, bare = name.rpartition("/")
        if owner in ("", layer.id) and bare not in known:
            near = report.near(bare, sorted(known)) if len(known) <= 1000 else ""
            meant = f"{near} was perhaps meant" if near else "an annotation's id was expected"
            report.warn(node, f'no annotation "{bare}" in this layer', meant)
    questions = {layer.key(question) for question in layer.questions}
    for answer in layer.answers:
        if answer.question.startswith(f"{layer.id}/") and answer.question not in questions and answer.where:
            what = f'no question "{answer.question}" in this layer'
            report.faults.append(Fault(answer.where, what, "the id of a question was expected", warning=True))


def _kinds(known: set[str], report: Report) -> None:
    for node, name in report.kinds:
        if name not in known:
            near = report.near(name, sorted(known))
            meant = f"{near} was perhaps meant" if near else "define it under `kinds:`, or choose a known one"
            report.warn(node, f'unknown kind "{shortened(name)}"', f"it is shown with a ?; {meant}")


def _hidden(text: str, file: str) -> list[Fault]:
    """A warning for each sort of character that is shown as a sign."""
    faults = []
    for char, name, count, first in hidden(text):
        if clean(char) not in (char, "\n"):
            before = text[:first]
            where = Where(file, before.count("\n") + 1, first - before.rfind("\n"))
            times = "" if count == 1 else f", {count} times"
            what = f"hidden character U+{ord(char):04X} {name}{times}"
            faults.append(Fault(where, clean_line(what), "it is shown as a sign; remove it", warning=True))
    return faults
