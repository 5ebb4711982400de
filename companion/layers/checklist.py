"""The schema of a checklist: what `checklist:` holds beside a layer's questions, and what to check of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from companion.layers import types
from companion.layers.fields import Fields, Report, named
from companion.layers.forms import mapping_form
from companion.layers.schema import Field, Schema, record_list
from companion.layers.types import Type, amount, given_amount
from companion.layers.yaml_nodes import Scalar, shortened
from companion.model.annotation import VERDICTS, Checklist, Group, Layer, Work
from companion.model.faults import Fault, Where

GROUP = Schema(Group, Field("id", types.ID), Field("title", types.LINE), Field("weight", types.WEIGHT))
WORK = Schema(
    Work,
    Field("title", types.LINE),
    Field("year", types.LINE),
    Field("url", types.LINE),
    Field("license", types.LINE),
)


def _scale(fields: Fields, name: str) -> dict[str, float]:
    """What each verdict is worth; `open` and `not-applicable` have no value."""
    node = fields.mapping(name)
    scale: dict[str, float] = {}
    for verdict, (key, value) in node.pairs.items() if node else ():
        if not isinstance(value, Scalar):
            fields.report.fault(value, f"{name} holds {named(value)}", "`answered: 1` was expected")
        elif verdict not in VERDICTS or verdict in ("open", "not-applicable"):
            known = ", ".join(each for each in VERDICTS if each not in ("open", "not-applicable"))
            fields.report.fault(key, f'"{shortened(verdict)}" is no verdict with a value', f"known are {known}")
        elif (worth := amount(value, verdict, fields.report)) is not None:
            scale[verdict] = worth
    return scale


def _give_scale(scale: Mapping[str, float]) -> dict[str, Any]:
    return {verdict: given_amount(worth) for verdict, worth in scale.items()}


SCALE = Type(_scale, lambda value: mapping_form(value, dict.fromkeys(value, types.WEIGHT.form)), _give_scale)
GROUPS = record_list(GROUP)
WORKS = record_list(WORK)
CHECKLIST = Schema(
    Checklist,
    Field("version", types.LINE),
    Field("after", WORKS),
    Field("scale", SCALE),
    Field("groups", GROUPS),
)


def check_checklist(layer: Layer, report: Report) -> None:
    """Warn of groups and questions that are named and not there, and of questions that depend on themselves."""
    groups = {group.id for group in layer.checklist.groups} if layer.checklist else set()
    needs = {question.id: question.applies_if for question in layer.questions}
    for question in layer.questions:
        where = question.where or Where(report.file)
        if groups and question.group not in groups:
            what = f'no group "{question.group}" in this checklist' if question.group else "a question without a group"
            report.faults.append(Fault(where, what, f"known are {', '.join(sorted(groups))}", warning=True))
        if question.applies_if and question.applies_if not in needs:
            near = report.near(question.applies_if, sorted(needs))
            expected = f"{near} was perhaps meant" if near else "the id of a question was expected"
            report.faults.append(Fault(where, f'no question "{question.applies_if}"', expected, warning=True))
        elif _depends_on_itself(question.id, needs):
            report.faults.append(Fault(where, "applies-if leads back to itself", "take one of them out", warning=True))


def _depends_on_itself(start: str, needs: Mapping[str, str]) -> bool:
    seen, at = set(), needs.get(start, "")
    while at and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = needs.get(at, "")
    return False
