"""Damaged documents, a few of each format; many of them: `python -m tests.measure.mutations`."""

from __future__ import annotations

import pytest

from companion.documents import messages
from tests.documents.mutants import SEEDS, mutant
from tests.measure import mutations
from tests.measure.mutations import KINDS, Trials, judged, opened, outcome


@pytest.mark.parametrize("kind", SEEDS)
def test_a_damaged_document_is_read_or_refused(kind: str) -> None:
    found = [outcome(mutant(kind, number)) for number in range(40)]
    assert set(found) == {"read", "refused"}


def test_one_number_makes_one_mutant_and_others_differ() -> None:
    assert mutant("epub", 7) == mutant("epub", 7)
    assert len({mutant("pdf", number).data for number in range(50)}) > 45


def test_one_opened_as_a_reader_would_is_read_or_refused_in_time() -> None:
    for number in range(len(KINDS)):
        what, seconds = opened(number)
        assert what in ("read", "refused")
        assert seconds < 20


def test_processes_that_die_or_say_nothing_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mutations, "BATCH", 4)
    trials = Trials()
    assert trials.run(0, 8, 2, float("inf")) == 8
    assert sum(trials.outcomes.values()) == 8
    trials.count(2, "died: docx: SIGSEGV")
    assert judged(trials, []) == 1
    assert "1 docx: SIGSEGV (goal: 0) MISSED" in capsys.readouterr().out


def test_a_parser_that_fails_and_a_message_that_is_none_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companion.documents.html.read_html", lambda *given: 1 // 0)
    assert outcome(mutant("html", 1)).startswith("died: html: ZeroDivisionError in test_mutants.py")
    monkeypatch.undo()
    monkeypatch.setattr(messages, "_KINDS", {})
    assert outcome(mutant("html", 1)).startswith("wrong: html: a message is Damaged")
