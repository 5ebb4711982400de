"""Commands of close reading: the same numbers as text, JSON and CSV, and what they say to bad input."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import written
from tests.running import Companion


def test_terms_as_text_json_and_csv(companion: Companion) -> None:
    shape = companion("terms", "nso-2023", "misuse", "--format", "json").json
    (found,) = shape["terms"]
    assert (
        found["count"] == sum(found["forms"].values()) == sum(found["sections"].values()) == len(found["places"]) == 6
    )
    text = companion("terms", "nso-2023", "misuse").out
    assert "misuse · 6 times · " in text
    assert text.count("[misuse") == 6
    rows = companion("terms", "nso-2023", "misuse", "--format", "csv").out.splitlines()
    assert len(rows) == 7
    assert rows[0] == "term,section,start,end,left,text,right"
    for place in found["places"]:
        assert place["text"].lower() in ("misuse", "misused")


def test_terms_sorted_by_neighbours_and_a_wrong_sort(companion: Companion) -> None:
    places = companion("terms", "nso-2023", "customer", "--sort", "-1", "--format", "json").json["terms"][0]["places"]
    left = [place["left"].split()[-1].lower() if place["left"].split() else "~" for place in places]
    assert left == sorted(left)
    assert companion("terms", "nso-2023", "x", "--sort", "4").code == 2


def test_a_cell_that_looks_like_a_formula_is_made_inert(companion: Companion, tmp_path: Path) -> None:
    report = tmp_path / "r.md"
    report.write_text("# R\n\n## A\n\nword =HYPERLINK now\n")
    rows = companion("terms", str(report), "word", "--format", "csv").out
    assert ",word," in rows
    assert ",=" not in rows


def test_unusual_words_against_another_document(companion: Companion, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("# R\n\n" + "The cat sat on the mat, and nobody minded. " * 300)
    shape = companion("terms", "nso-2023", "--against", str(report), "--format", "json").json
    assert shape["against"] == "report.md"
    assert all(term["ratio"] >= 4 and term["count"] == len(term["places"]) for term in shape["terms"])
    assert shape["terms"]


def test_a_list_of_ones_own(companion: Companion, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("companion: 1\nterms: {id: own}\nwords:\n  - misuse\n  - {word: x, phrase: y}\n")
    ran = companion("terms", "nso-2023", "--list", str(own))
    assert ran.code == 1
    assert "misuse · 6 times" in ran.out
    assert "own.yaml:5:5" in ran.err
    assert companion("check", str(own)).code == 1
    nowhere = companion("terms", "nso-2023", "--list", "nowhere")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "vague-amounts" in nowhere.err


@pytest.mark.parametrize("query", ["~3 a", "a*b"])
def test_a_query_that_means_nothing_says_what_was_expected(companion: Companion, query: str) -> None:
    ran = companion("terms", "nso-2023", query)
    assert ran.code == 1
    assert "expected" in ran.err


def test_find_by_a_questions_id_and_by_words(companion: Companion) -> None:
    by_id = companion("find", "nso-2023", "--question", "audit-scope", "--format", "json").json
    assert by_id["question"].startswith('What does a "periodic" on-site audit')
    assert by_id["places"][0]["section"] == "risk-assessment"
    by_words = companion("find", "nso-2023", "--question", by_id["question"], "--format", "json").json
    assert by_words == by_id
    text = companion("find", "nso-2023", "--question", "questions/audit-scope").out
    assert "share the question's words" in text
    assert "[audit]" in text
    ran = companion("find", "nso-2023", "--question", "audit-scop")
    assert ran.code == 1
    assert "questions/audit-scope" in ran.err


def test_a_questions_words_to_look_for_are_used(companion: Companion, tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    lens.write_text(lens.read_text().replace("ask: Who audits?", "ask: Why so?, look-for: [logs]"))
    shape = companion("find", str(report), "--with", str(lens), "--question", "who", "--format", "json").json
    assert [place["shared"] for place in shape["places"]] == [["logs"]]


def test_absent_words_and_their_states(companion: Companion) -> None:
    shape = companion("absent", "nso-2023", "auditor", "remedy", "--section", "our-products", "--format", "json").json
    assert [(one["word"], one["state"], one["elsewhere"]) for one in shape] == [
        ("auditor", "not found here", 1),
        ("remedy", "not found", 0),
    ]
    assert "auditor: found 1" in companion("absent", "nso-2023", "auditor").out


def test_absence_notes_are_counted_again(companion: Companion, tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    assert companion("absent", str(report), "--with", str(lens)).out.startswith("= lens/L5 · auditor: 0 then, 0 now")
    report.write_text(report.read_text() + "\nAn auditor is named.\n")
    shape = companion("absent", str(report), "--with", str(lens), "--format", "json").json
    assert shape[0]["changed"]
    assert shape[0]["now"]["places"][0]["text"] == "auditor"
    shown = companion("show", str(report), "--with", str(lens))
    assert "lens/L5 looked for what is absent: auditor: 0 then, 1 now" in shown.err


def test_signs_say_how_often_they_are_wrong(companion: Companion) -> None:
    text = companion("signs", "nso-2023").out
    assert "Vague amounts · " in text
    assert "in 10 are worth a look" in text
    shape = companion("signs", "nso-2023", "--list", "passive", "--format", "json").json
    (found,) = shape["lists"]
    assert found["count"] == len(found["places"]) > 0
    assert 0 < found["worth"] <= found["tried"]
