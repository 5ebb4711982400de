"""A session: the document, its layers and notes, each read whatever is wrong with the others."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from companion.model import Annotation, new_id
from companion.store.notebook import Ambiguous
from companion.store.session import LayerSet, open_session
from tests.documents.odts import comment, odt, paragraph
from tests.making import written


def test_one_slip_hides_nothing_else(tmp_path: Path) -> None:
    report, _ = written(tmp_path)
    (tmp_path / "bad.yaml").write_text("companion: 1\nannotations: [{id: A1, quote: *x}]\n")
    (tmp_path / "kinds.yaml").write_text("companion: 1\nkinds: {own: nothing}\n")
    open_session(str(report)).add("Mine.", quote=None, section="audits", kind="", tags=())
    session = open_session(str(tmp_path))
    found = session.load([str(tmp_path / "none.yaml"), "nso-2023"])
    assert [layer.id for layer in found.layers] == ["bad", "lens", "critique", "questions"]
    assert [note.note.strip() for note in found.own.annotations] == ["Mine."]
    assert found.all == (*found.layers, found.own)
    assert [fault.where.file.rpartition("/")[2] for fault in found.faults] == ["kinds.yaml", "none.yaml", "bad.yaml"]
    assert "omission" in found.kinds
    assert found.ambiguous is None
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.layers = ()  # type: ignore[misc]


def test_a_companion_folder_defines_kinds_of_its_own(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "kinds.yaml").write_text('companion: 1\nkinds: {hedge: {label: Hedge, sign: "h"}}\n')
    found = open_session(str(tmp_path)).load()
    assert found.kinds["hedge"].label == "Hedge"
    assert found.faults == ()


def test_where_the_notebook_is_uncertain_the_rest_is_there_and_nothing_is_written(tmp_path: Path) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_text("# Same\n\n## One\n\nThe one text.\n")
    second.write_text("# Same\n\n## One\n\nQuite another.\n")
    open_session(str(first)).add("Mine.", quote=None, section="one", kind="", tags=())
    session = open_session(str(second))
    found = session.load(["nso-2023"])
    assert [layer.id for layer in found.layers] == ["critique", "questions"]
    assert isinstance(found.ambiguous, Ambiguous)
    assert (found.own.annotations, found.faults, session.notebook) == ((), (), None)
    folder = found.ambiguous.candidates[0].folder
    assert [note.note.strip() for note in session.load(chosen=folder).own.annotations] == ["Mine."]
    assert session.notebook is not None
    assert isinstance(open_session(str(second)).load().ambiguous, Ambiguous), "a look alone settles nothing"
    session.load(chosen=folder, remembered=True)
    assert open_session(str(second)).load().ambiguous is None


def test_a_notebook_is_found_once(tmp_path: Path) -> None:
    report, _ = written(tmp_path)
    session = open_session(str(report))
    assert session.find_notebook() is session.find_notebook()
    session.find_notebook().save(Annotation(new_id(), note="x"))
    assert len(session.load().own.annotations) == 1
    assert LayerSet().all[0].own


def test_comments_that_stand_in_a_document_are_a_layer_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "report.odt"
    file.write_bytes(odt(paragraph(f"Audits are made every year.{comment('By whom?', 'B. Reader')}")))
    session = open_session(str(file))
    (layer,) = session.load().layers
    assert (layer.id, layer.author, layer.title) == ("comments", "B. Reader", "Comments in the document")
    assert [(note.note, note.quote and note.quote.exact) for note in layer.annotations] == [
        ("By whom?", "Audits are made every year.")
    ]
    assert session.named(["comments"])[0].annotations == layer.annotations
