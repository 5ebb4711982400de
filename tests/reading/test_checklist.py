"""The checklist: topics in the order of their layer, and the questions of one verdict."""

from __future__ import annotations

from companion.documents import read_document
from companion.layers.read import read_layer
from companion.model import Answer, Layer
from companion.reading import Reading, checklist, choose, listed, next_open, replace, show_verdict

LIST = b"""companion: 1
layer: {id: list, title: A checklist}
checklist:
  version: 1
  groups: [{id: people, title: People, weight: 2}, {id: oversight, title: Oversight}]
questions:
  - {id: audit, group: oversight, ask: Who audits?}
  - {id: loose, ask: What else?}
  - {id: trained, group: people, ask: Who was trained?}
  - {id: report, group: oversight, ask: Who reports?}
"""
OTHER = b"companion: 1\nlayer: {id: other}\nquestions: [{id: q, ask: Why?}]\n"


def reading(*layers: bytes, answers: tuple[Answer, ...] = ()) -> Reading:
    own = Layer("own", own=True, answers=answers)
    read = tuple(read_layer(data, "list.yaml") for data in layers)
    return Reading(read_document(b"# R\n\n## A\n\nx\n", "r"), read, own, loaded=True)


def shown(now: Reading) -> dict[str, list[str]]:
    return {topic.title: [card.question.id for card in topic.cards] for topic in checklist(now)}


def test_questions_stand_under_their_topics_in_the_layers_order() -> None:
    assert shown(reading(LIST)) == {
        "People": ["trained"],
        "Oversight": ["audit", "report"],
        "other questions": ["loose"],
    }


def test_a_layer_without_topics_has_no_titles() -> None:
    assert shown(reading(OTHER)) == {"": ["q"]}


def test_the_next_open_question_is_the_next_on_the_list() -> None:
    now = reading(LIST, answers=(Answer("n-1", "list/audit", "evaded"),))
    assert next_open(now, "list/trained", 1) == "list/report"
    assert next_open(now, "list/loose", 1) == "list/trained"


def test_verdicts_are_shown_one_after_another_and_then_all() -> None:
    now = reading(LIST, OTHER, answers=(Answer("n-1", "list/audit", "evaded"), Answer("n-2", "other/q", "odd")))
    seen = []
    for _ in range(4):
        now = show_verdict(now)
        seen.append((now.verdict, [card.question.id for card in listed(now)]))
    assert seen == [
        ("evaded", ["audit"]),
        ("open", ["trained", "report", "loose"]),
        ("odd", ["q"]),
        ("", ["trained", "audit", "report", "loose", "q"]),
    ]


def test_the_question_stood_on_stays_when_its_verdict_changes() -> None:
    now = choose(show_verdict(reading(LIST)), "list/audit")
    now = replace(now, own=Layer("own", own=True, answers=(Answer("n-1", "list/audit", "evaded"),)))
    assert [card.question.id for card in listed(now)] == ["trained", "audit", "report", "loose"]
    assert "audit" not in [card.question.id for card in listed(choose(now, "list/report"))]
