"""A foreign document of sixty pages is answered with a checklist: how many keys a question takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents.manual import as_pdf, chapters
from tests.terminal.driving import Session, notes

QUESTIONS = 12
TAKEN = 10
MOST = 6
"""Keys a question, besides typing and moving."""
VERDICTS = ("answered", "partly", "unanswered", "evaded", "contradicted", "not-applicable")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(as_pdf(chapters(150)))
    assert path.read_bytes().count(b"/Type /Page ") >= 60
    return path


@pytest.fixture
def checklist(tmp_path: Path) -> Path:
    path = tmp_path / "list.yaml"
    asked = "\n".join(
        f"  - {{id: q{at}, group: {'one' if at % 2 else 'two'}, ask: 'What does it say of number {at}?'}}"
        for at in range(QUESTIONS)
    )
    path.write_text(
        "companion: 1\nlayer: {id: list, title: A checklist}\nchecklist:\n"
        f"  groups: [{{id: one, title: Odd}}, {{id: two, title: Even}}]\nquestions:\n{asked}\n"
    )
    return path


class Hand:
    """Keys pressed, counted: `commands` without those that move and without letters typed."""

    def __init__(self, session: Session) -> None:
        self.session, self.commands = session, 0

    def move(self, *keys: str) -> None:
        self.session.keys(*keys)

    def press(self, *keys: str) -> None:
        self.commands += len(keys)
        self.session.keys(*keys)

    def type(self, words: str) -> None:
        self.session.send(words)
        self.session.see(re.escape(words))


def test_ten_questions_are_answered_with_few_keys(report: Path, checklist: Path) -> None:
    order = [*range(1, QUESTIONS, 2), *range(0, QUESTIONS, 2)][:TAKEN]
    with Session(str(report), "--with", str(checklist), columns=80, rows=24) as session:
        session.see("you 0 of 12", 30)
        session.settle(0.3, 10)
        spent = []
        for number, asked in enumerate(order):
            hand = Hand(session)
            hand.press("c")
            if number:
                hand.move("]")
            hand.press("f")
            session.see(f"number {asked}\\? .*· open")
            hand.move("]", "j")
            hand.press("l")
            session.see(f"evidence for q{asked}: “")
            hand.press(str(number % 6 + 1))
            session.see(f"number {asked}\\? .*{VERDICTS[number % 6]} · 1 linked")
            hand.press("E")
            session.see(r"ctrl\+s save")
            hand.type(f"Reason {asked}.")
            hand.press("<c-s>")
            session.see(f"you {number + 1} of 12")
            spent.append(hand.commands)
        assert max(spent) <= MOST, spent
        session.settle(0.3, 10)
        session.send("q")
        assert session.ended() == 0
    answers = notes(str(report))["answers"]
    assert answers.keys() == {f"list/q{asked}" for asked in order}
    for number, asked in enumerate(order):
        answer = answers[f"list/q{asked}"]
        assert answer["verdict"] == VERDICTS[number % 6]
        assert answer["note"].strip() == f"Reason {asked}."
        assert [len(proof["quote"]) > 20 for proof in answer["evidence"]] == [True]
