"""`forget` and `purge` leave nothing of a document: words, path and title are looked for in all of home."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Annotation
from companion.store import editions, external_edit, files
from companion.store.library import OpenDocument, open_document
from companion.store.locks import lock_file
from companion.store.notebook import find_notebook
from companion.store.paths import user_paths
from companion.store.settings import settings
from companion.store.state import State
from companion.store.state_values import Draft, Progress
from companion.store.traces import document_key, traces
from tests.running import Companion
from tests.store.making import note

WORDS, TITLE, NAME = "Geheimnis", "Quarterly Wombat", "verschwiegen"
DRAFT = Draft("new", note(f"{WORDS} as a draft"), section="start")


def home() -> Path:
    return Path(os.environ["HOME"])


def found(*what: str) -> list[str]:
    """Files below home that hold one of these in their name or bytes."""
    hits = []
    for path in home().rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        hits += [f"{path}: {word}" for word in what if word.encode() in data or word.lower() in str(path).lower()]
    return hits


def planted(folder: Path) -> OpenDocument:
    """A document outside home with a trace of every kind, all its notes deleted."""
    path = folder / f"{NAME}.md"
    path.write_text(f"# {TITLE}\n\nA passage.\n")
    opened, paths = open_document(str(path)), user_paths()
    state, book = State(paths), find_notebook(paths, opened, settings(paths))
    book.load()
    first, second = (book.save(note(f"{WORDS} {number}", quote=None)).record for number in (1, 2))
    for record in (first, second):
        assert isinstance(record, Annotation)
        book.save(replace(record, deleted="2026-01-01T10:00:00Z"))
    assert book.folder is not None
    mine = book.folder / book.reader
    copy = mine / f"{first.id}.sync-conflict-20240131-120000-ABCDEFG.yaml"
    copy.write_bytes((mine / f"{first.id}.yaml").read_bytes())
    (mine / "marks.yaml").write_text(f"companion: 1\nfingerprints:\n  - {opened.document.fingerprint}\n")
    (mine / f"{files.LEFT_OVER}0123456789abcdef.tmp").write_text(f"note: {WORDS}")
    assert editions.keep(mine, opened.document)
    state.remember(opened, Progress("start"))
    state.keep_draft(opened, DRAFT)
    key = document_key(opened)
    (draft,) = (paths.state / "drafts").glob(f"{key}*")
    for kind in ("drafts", "documents", "links"):
        inside = paths.state / kind
        (inside / f"{files.LEFT_OVER}{kind}.tmp").write_bytes(draft.read_bytes())
        (inside / f"{files.LEFT_OVER}{kind}2.tmp").write_bytes(draft.read_bytes()[:-20])
        (inside / f"{key}.json.broken").write_text(f'{{"path": "{path}", "text": "{WORDS}')
    editing = paths.state / "editing" / f"{draft.name}.abcdefgh"
    editing.mkdir(parents=True)
    for name in (external_edit.FILE, f"{external_edit.FILE}~", f".{external_edit.FILE}.swp", f"#{external_edit.FILE}#"):
        (editing / name).write_text(f"{WORDS} in an editor")
    later = paths.state / "frames" / f"{key}-first"
    later.mkdir(parents=True)
    (later / "text").write_text(f"{TITLE}: {WORDS}")
    assert len(found(WORDS, TITLE, NAME)) > 20
    return opened


def forget(companion: Companion, opened: OpenDocument) -> None:
    ran = companion("forget", str(opened.path))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(": forgotten\n")


def purge(companion: Companion, opened: OpenDocument) -> None:
    ran = companion("purge", str(opened.path), "--yes")
    assert (ran.code, ran.out, ran.err) == (0, "2 removed\n", "")


@pytest.mark.parametrize("order", [(forget, purge), (purge, forget)], ids=lambda order: order[0].__name__)
def test_after_both_nothing_is_found(
    companion: Companion, tmp_path: Path, order: tuple[Callable[[Companion, OpenDocument], None], ...]
) -> None:
    opened = planted(tmp_path)
    for step in order:
        step(companion, opened)
    hashes = (opened.document.fingerprint, document_key(opened))
    assert found(WORDS, TITLE, "quarterly-wombat", NAME, str(tmp_path), *hashes) == []
    assert [path.name for path in home().rglob("*.lock")] == [lock_file(user_paths().state, user_paths().config).name]
    assert not list(user_paths().notebooks.iterdir())
    assert not list(home().rglob(f"*{editions.SUFFIX}"))


def test_a_document_that_is_gone_is_forgotten_by_its_path_alone(companion: Companion, tmp_path: Path) -> None:
    opened = planted(tmp_path)
    purge(companion, opened)
    assert opened.path is not None
    opened.path.unlink()
    forget(companion, opened)
    assert found(WORDS, TITLE, NAME) == []


def test_what_another_document_has_stays(companion: Companion, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# Another\n\nOther words.\n")
    other, paths = open_document(str(tmp_path / "b.md")), user_paths()
    State(paths).remember(other, Progress("start"))
    State(paths).keep_draft(other, DRAFT)
    find_notebook(paths, other, settings(paths)).save(note("kept", quote=None))
    (half,) = (paths.state / "drafts").iterdir()
    (paths.state / "drafts" / f"{files.LEFT_OVER}x.tmp").write_bytes(half.read_bytes())
    before = traces(paths.state, other)
    opened = planted(tmp_path)
    forget(companion, opened)
    purge(companion, opened)
    assert traces(paths.state, other) == before
    assert len(before) == 5  # the place, the draft, half of it, the link, the lock
    assert "kept" in companion("notes", str(tmp_path / "b.md")).out


def test_the_list_of_traces_has_whatever_is_named_by_the_key(tmp_path: Path) -> None:
    opened, state = planted(tmp_path), user_paths().state
    kinds = {path.relative_to(state).parts[0] for path in traces(state, opened)}
    assert kinds == {"documents", "links", "drafts", "editing", "frames", "locks"}
    moved = open_document(str(opened.path.rename(tmp_path / "moved.md"))) if opened.path else opened
    assert traces(state, moved) == traces(state, opened)


def test_what_an_editor_still_has_is_told(companion: Companion, tmp_path: Path) -> None:
    opened = planted(tmp_path)
    (editing,) = (user_paths().state / "editing").iterdir()
    with files.opened_folder(editing) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ran = companion("forget", str(opened.path))
        assert ran.code == 0
        assert "an editor has it open" in ran.err
        assert editing.exists()
    forget(companion, opened)
    assert not editing.exists()


def test_notes_that_are_not_deleted_keep_their_notebook(companion: Companion, tmp_path: Path) -> None:
    opened, paths = planted(tmp_path), user_paths()
    find_notebook(paths, opened, settings(paths)).save(note("still here", quote=None))
    forget(companion, opened)
    purge(companion, opened)
    assert found(WORDS, NAME, str(tmp_path)) == []
    assert not list(home().rglob(f"*{editions.SUFFIX}"))
    shown = companion("notes", str(opened.path), "--format", "json").json
    assert [each["note"].strip() for each in shown["notes"]] == ["still here"]


def test_another_readers_notes_keep_the_notebook(companion: Companion, tmp_path: Path) -> None:
    opened, paths = planted(tmp_path), user_paths()
    theirs = find_notebook(paths, opened, replace(settings(paths), reader="ann"))
    theirs.save(note("hers", quote=None))
    purge(companion, opened)
    assert theirs.folder is not None
    assert sorted(os.listdir(theirs.folder)) == ["ann", "document.yaml"]


@pytest.mark.parametrize("name", [".git", ".stversions"])
def test_purge_names_what_it_cannot_remove(companion: Companion, tmp_path: Path, name: str) -> None:
    opened, paths = planted(tmp_path), user_paths()
    (paths.notebooks.parent / name).mkdir()
    (copy,) = paths.notebooks.rglob("*.sync-conflict-*")
    copy.write_text(copy.read_text().replace(WORDS, f"{WORDS}, edited there").replace("deleted: ", "x-was: "))
    ran = companion("purge", str(opened.path), "--yes")
    assert (ran.code, ran.out) == (0, "2 removed\n")
    assert f"{copy}: a conflict copy of" in ran.err
    assert f"{paths.notebooks.parent / name}: " in ran.err
    assert "may keep what was deleted" in ran.err
    assert copy.exists()


def test_an_open_notebook_goes_on_after_another_purged_it_empty(companion: Companion, tmp_path: Path) -> None:
    opened, paths = planted(tmp_path), user_paths()
    book = find_notebook(paths, opened, settings(paths))
    book.load()
    purge(companion, opened)
    assert book.load().annotations == ()
    saved = book.save(note("new words", quote=None)).record
    fresh = find_notebook(paths, opened, settings(paths))
    assert [each.id for each in fresh.load().annotations] == [saved.id]
    assert not [hit for hit in found(WORDS) if str(paths.notebooks) in hit]
