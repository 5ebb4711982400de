"""Several readers: what differs comes first, agreement is counted, and coefficients wait for thirty questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.analysis.readers import ReaderTable, alpha, blinded, interval_alpha, kappa, reader_table, settlement
from companion.documents import read_document
from companion.model import Answer, Layer, Question, Quote
from tests.running import Companion

DOCUMENT = read_document(b"# T\n\n## One\n\nThe audit is done.\n", "report.md")


def table(*readers: str, own: str = "") -> ReaderTable:
    """A table of readers' verdicts, one letter a question: answered, partly, unanswered; `.` is none."""
    words = {"a": "answered", "p": "partly", "u": "unanswered"}
    questions = tuple(Question(f"q{n:02}", "?") for n in range(len(readers[0])))
    layers = [Layer("list", questions=questions)]
    for number, letters in enumerate(readers):
        answers = (Answer(f"x{n}", f"list/q{n:02}", words[c]) for n, c in enumerate(letters) if c != ".")
        layers.append(Layer(f"r{number}", answers=tuple(answers), own=f"r{number}" == own))
    return reader_table(DOCUMENT, layers)


def test_what_differs_comes_first_and_agreement_is_counted() -> None:
    made = table("aapu.", "apuu.")
    assert [row.question.id for row in made.rows] == ["q01", "q02", "q00", "q03"]
    assert (made.agreed, len(made.compared)) == (2, 4)
    assert made.confused == [(("answered", "partly"), ("list/q01",)), (("partly", "unanswered"), ("list/q02",))]
    assert made.alpha is made.kappa is made.scaled_alpha is None


def test_coefficients_come_with_a_range_from_thirty_on() -> None:
    made = table("aaapppuuua" * 3, "aaapppuuup" * 3)
    assert made.alpha
    assert made.kappa
    assert made.scaled_alpha
    assert made.alpha.low <= made.alpha.value <= made.alpha.high <= 1
    assert made.alpha == table("aaapppuuua" * 3, "aaapppuuup" * 3).alpha, "the same answers, the same range"


def test_coefficients_are_those_of_the_books() -> None:
    units = [("a", "a"), ("b", "b"), ("b", "b"), ("b", "b"), ("b", "b"), ("a", "b"), ("a", "a")]
    assert kappa(units) == pytest.approx(1 - (1 / 7) / (1 - (3 * 2 + 4 * 5) / 49))
    # Krippendorff 2011, “Computing Krippendorff's Alpha-Reliability”: data C with gaps, nominal 0.743, interval 0.849
    columns = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11"]
    numbers = [[float(each) for each in column] for column in columns]
    assert alpha([[str(each) for each in unit] for unit in numbers]) == pytest.approx(0.743, abs=0.001)
    assert interval_alpha(numbers) == pytest.approx(0.849, abs=0.001)


@given(st.lists(st.lists(st.sampled_from("apu"), min_size=2, max_size=4), min_size=1, max_size=12))
def test_alpha_is_one_exactly_where_all_agree(units: list[list[str]]) -> None:
    found = alpha(units)
    assert found is None or found <= 1
    if found is not None:
        assert (found == pytest.approx(1)) == all(len(set(unit)) == 1 for unit in units)


def test_blind_hides_others_until_ones_own_is_set() -> None:
    made = blinded(table("a..", "apu", own="r0"))
    shown = {row.question.id: [(answer.reader, answer.verdict) for answer in row.answers] for row in made.rows}
    assert shown == {"q00": [("r0", "answered"), ("r1", "answered")], "q01": [("r1", "")], "q02": [("r1", "")]}
    assert not any(row.differs for row in made.rows)
    assert len(made.compared) == 1


def test_a_settled_answer_names_those_it_settles() -> None:
    made = table("a", "p")
    answer = settlement(made.rows[0], "partly", "Both read it again.", "r0", id="s", modified="2026-01-01T00:00:00Z")
    assert (answer.status, answer.by, answer.settles) == ("settled", "r0", ("r0/q00", "r1/q00"))
    layers = [
        Layer("list", questions=(Question("q00", "?"),)),
        Layer("r0", answers=(Answer("x", "list/q00", "answered"), answer)),
        Layer("r1", answers=(Answer("x", "list/q00", "partly", "why", (Quote("audit"),)),)),
    ]
    (row,) = reader_table(DOCUMENT, layers).rows
    assert row.settled
    assert row.settled.verdict == "partly"
    assert [len(each.places) for each in row.answers] == [0, 1]


def test_the_command_reads_shared_layers(companion: Companion, tmp_path: Path) -> None:
    for name, verdict in (("ann", "partly"), ("bob", "evaded")):
        text = f"answers:\n  questions/audience: {{verdict: {verdict}, note: Because, status: draft}}\n"
        (tmp_path / f"{name}.yaml").write_text(f"companion: 1\nlayer: {{id: {name}, author: {name.title()}}}\n{text}")
    layers = [word for name in ("ann", "bob") for word in ("--with", str(tmp_path / f"{name}.yaml"))]
    out = companion("readers", "nso-2023", *layers).out
    assert "agree on 0 of 1" in out
    assert "differ: For whom was the report written? [questions/audience]\n  Ann: partly (draft)\n    Because" in out
    shape = companion("readers", "nso-2023", *layers, "--format", "json").json
    assert [answer["verdict"] for answer in shape["rows"][0]["answers"]] == ["partly", "evaded"]
    hidden = companion("readers", "nso-2023", *layers, "--blind").out
    assert "evaded" not in hidden
