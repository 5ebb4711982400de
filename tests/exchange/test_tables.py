"""Layer files and tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from companion.exchange import table
from companion.exchange.entries import PageEntries
from companion.layers.read import read_layer
from companion.model import Annotation, Layer
from tests.exchange import exports
from tests.making import written
from tests.running import Companion


def test_a_notebook_becomes_one_layer_and_comes_back(companion: Companion, tmp_path: Path) -> None:
    report = str(written(tmp_path)[0])
    companion("note", report, "--quote", "No customer is named anywhere", "--text", "Who?", "--tag", "t")
    companion("note", report, "--document", "--text", "on all")
    out = companion("export", report, "--format", "layer").out
    layer = read_layer(out.encode(), "own.yaml")
    assert (len(layer.annotations), layer.faults, layer.about) == (2, (), "report.md")
    file, notes = tmp_path / "own.yaml", str(tmp_path / "empty")
    file.write_text(out)
    assert companion("check", str(file)).code == 0
    companion("import", str(file), "--into", report, "--notes", notes)
    first = companion("notes", report, "--format", "json").json
    assert companion("notes", report, "--notes", notes, "--format", "json").json == first


def test_a_shipped_layer_goes_out_as_it_is(companion: Companion) -> None:
    out = companion("export", "nso-2023", "--format", "layer", "--layer", "critique").out
    assert len(read_layer(out.encode(), "critique.yaml").annotations) == 28
    ran = companion("export", "nso-2023", "--format", "layer", "--layer", "all")
    assert (ran.code, ran.out) == (1, "")
    assert "critique, questions" in ran.err


def test_a_table_is_one_for_any_spreadsheet(companion: Companion, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    assert companion("export", "nso-2023", "--format", "csv", "-o", str(file)).code == 0
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfCreated at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags,Section")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 28 + 16
    assert data.count(b"\r\n") == 1 + len(rows)
    assert {row["Type"] for row in rows} == {"Annotation", "Page Note", "Question"}
    assert sum(row["Verdict"] == "unanswered" for row in rows) == 10
    assert rows[0]["Id"] == "critique/C01"


def test_no_cell_is_a_formula() -> None:
    notes = [Annotation(f"a{number}", note=f"{sign}1+1", tags=(f"{sign}x",)) for number, sign in enumerate("=+-@")]
    outgoing = exports.exported(Layer("l", "=t", "=a", annotations=tuple(notes)))
    assert len(PageEntries(outgoing).by_key) == 4
    for row in list(csv.reader(io.StringIO(table.write(outgoing), newline="")))[1:]:
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
