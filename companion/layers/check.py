"""What `companion check` says of one YAML file beyond what keeps it from being read: slips, and what leads nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from companion.layers.fields import Report
from companion.layers.yaml_nodes import Node, read_nodes, shortened
from companion.model.annotation import Annotation, Answer, Layer, Place
from companion.model.faults import Fault, Unreadable, Where
from companion.text.clean import clean, clean_line, hidden

Read = Callable[[Node, Report], Layer | Annotation | Answer | Place | None]


def faults_in(data: bytes, file: str, read: Read, kinds: Iterable[str] | None) -> list[Fault]:
    """Faults and warnings in the order of the file. Never raises.

    `kinds` are the names defined elsewhere; without them nobody can tell which kind is unknown.
    """
    report = Report(file, thorough=True)
    try:
        found = read(read_nodes(data, file), report)
    except Unreadable as error:
        return [*report.faults, error.fault or Fault(Where(report.file), str(error))]
    if isinstance(found, Layer):
        _references(found, report)
    if kinds is not None:
        _kinds({*kinds, *(found.kinds if isinstance(found, Layer) else ())}, report)
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    report.faults += _hidden(text, report.file)
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
