"""The text of an edition is kept beside the reader's notes, and tells later where they stand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.anchoring import place_layers
from companion.documents import read_document
from companion.model import Document, Quote
from companion.store.editions import MOST, SUFFIX, earlier, keep, packed, paths, unpacked
from companion.store.session import Session, open_session
from tests.making import written

OLD = """# Report

## Audits

We shared the findings with civil society partners before each audit. Auditors visited nine sites in spring.

## Money

The budget grew by a tenth.
"""
NEW = """# Report

## Money

The budget grew by a fifth.

## Reviews

Auditors visited nine sites in spring. The findings are now shared with civil society partners ahead of each audit.
"""
SHARED = "We shared the findings with civil society partners before each audit."


def document(text: str) -> Document:
    return read_document(text.encode(), "report.md")


def noted(folder: Path) -> tuple[Path, Session]:
    """A report with a note on its first sentence, saved without a screen."""
    report = folder / "report.md"
    report.write_text(OLD, encoding="utf-8")
    session = open_session(str(report))
    session.add("Which?", quote=Quote(SHARED), section="", kind="", tags=())
    return report, session


def kept_in(session: Session) -> list[Path]:
    assert session.notebook is not None
    assert session.notebook.folder is not None
    return list(session.notebook.folder.rglob(f"*{SUFFIX}"))


def test_a_first_note_keeps_the_text_in_the_readers_own_folder(tmp_path: Path) -> None:
    report, session = noted(tmp_path)
    (file,) = kept_in(session)
    assert session.notebook is not None
    assert file.parent.name == session.notebook.reader
    assert file.stat().st_mode & 0o777 == 0o600
    session.remember()
    assert kept_in(session) == [file]
    assert open_session(str(report)).load().memory is None, "it says nothing about itself"


def test_a_look_alone_keeps_nothing(tmp_path: Path) -> None:
    report, _ = written(tmp_path)
    session = open_session(str(report))
    session.load(remembered=True)
    session.remember()
    assert not list(session.paths.notebooks.rglob(f"*{SUFFIX}"))


def test_a_rewritten_sentence_is_found_by_the_text_that_was_kept(tmp_path: Path) -> None:
    report, _ = noted(tmp_path)
    report.write_text(NEW, encoding="utf-8")
    session = open_session(str(report))
    layers = session.load()
    (placement,) = place_layers(session.document, layers.all, layers.memory).values()
    assert layers.memory is session.find_memory()
    assert placement.state == "changed"
    assert session.document.text(placement.spans[0]).startswith("The findings are now shared")
    session.remember()
    assert len(kept_in(session)) == 2


def test_the_setting_forbids_it(tmp_path: Path) -> None:
    written(tmp_path)
    config = open_session("nso-2023").paths.config
    config.mkdir(parents=True, exist_ok=True)
    (config / "config.yaml").write_text("remember_text: no\n", encoding="utf-8")
    _, session = noted(tmp_path)
    assert kept_in(session) == []
    assert session.find_memory() is None


def test_only_the_latest_are_kept_and_all_can_be_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "book" / "ann"
    folder.mkdir(parents=True)
    for number in range(MOST + 2):
        assert keep(folder, document(OLD + f"\nEdition {number}.\n"))
        for age, file in enumerate(sorted(folder.iterdir(), key=lambda file: -file.stat().st_mtime_ns)):
            os.utime(file, ns=(0, 10**15 - 10**9 * age))
    texts = [edition.section(1).text for edition in earlier(folder, "sha256:0")]
    assert [text.split()[-1] for text in texts] == ["5.", "4.", "3.", "2."]
    assert sorted(paths(folder)) == sorted(folder.iterdir())
    assert paths(tmp_path / "none" / "ann") == []


def test_the_latest_are_kept_although_the_clock_was_set_back(tmp_path: Path) -> None:
    folder = tmp_path / "book" / "ann"
    folder.mkdir(parents=True)
    for number in range(MOST + 2):
        assert keep(folder, document(OLD + f"\nEdition {number}.\n"))
        for file in folder.iterdir():  # an hour passes, and the clock is set back by two
            os.utime(file, ns=(0, file.stat().st_mtime_ns + 3_600 * 10**9))
    texts = [edition.section(1).text for edition in earlier(folder, "sha256:0")]
    assert [text.split()[-1] for text in texts] == ["5.", "4.", "3.", "2."]


@pytest.mark.parametrize("damage", [b"", b"BZh9", b"no edition", packed(document(OLD))])
def test_a_damaged_edition_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    folder = tmp_path / "book" / "ann"
    folder.mkdir(parents=True)
    keep(folder, document(NEW))
    (folder / f"0123456789abcdef{SUFFIX}").write_bytes(damage[:-9])
    (folder / f"f{SUFFIX}").symlink_to("/etc/passwd")
    assert [edition.title for edition in earlier(folder, "sha256:0")] == ["Report"]


def test_it_takes_less_than_two_fifths_of_the_document() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_bytes()
    data = packed(read_document(text, "README.md"))
    assert data
    assert len(data) <= 0.4 * len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n#->|`*1. "), max_size=300))
def test_a_document_is_as_it_was_after_packing(text: str) -> None:
    made = read_document(f"# A\n\n{text}".encode(errors="replace"), "any.md")
    data = packed(made)
    assert data
    back = unpacked(data)
    assert [back.section(n).text for n in range(len(back))] == [made.section(n).text for n in range(len(made))]
    assert [heading.id for heading in back.headings] == [heading.id for heading in made.headings]
