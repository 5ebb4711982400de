"""Notes whose files were cut: told, kept as they are and never overwritten; a merge with an older companion is none."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from companion.model import Annotation, Answer, NotSaved, Place, Quote, Record
from companion.store.notebook import Notebook, conflicts
from tests.store.making import inner, note, notebook, texts

ANSWER = Answer("n-answer", "questions/audit", "partly", "why", ("critique/C1",), created="2026-01-01T10:00:00Z")
PLACE = Place("n-place", "critique/C1", Quote("on-site audit", section="risks"), created="2026-01-01T10:00:00Z")


@pytest.mark.parametrize("record", [note("words", "n-note"), ANSWER, PLACE], ids=lambda record: record.id)
def test_a_cut_note_is_told_and_kept_and_an_edit_stands_beside_it(tmp_path: Path, record: Record) -> None:
    book = notebook(tmp_path)
    book.save(note("another", "n-another"))
    stored = book.save(record).record
    path = inner(book) / f"{record.id}.yaml"
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        fresh = notebook(tmp_path)
        layer = fresh.load()
        assert [each.id for each in layer.annotations if each.id != "n-another"] == []
        assert (layer.answers, layer.places) == ((), ())
        (fault,) = layer.faults
        assert fault.where.file == str(path)
        assert not fault.warning
    cut = path.read_bytes()
    edited = replace(stored, modified="2026-02-01T10:00:00Z")
    for attempt in (book, notebook(tmp_path)):  # one that loaded the whole note, and one that never did
        saved = attempt.save(edited, base=stored)
        assert saved.record.supersedes == record.id
        assert saved.fault is not None
        assert path.read_bytes() == cut
        with pytest.raises(NotSaved, match="it was not deleted"):
            attempt.save(replace(stored, deleted="2026-02-01T10:00:00Z"))


def test_a_note_without_the_mark_is_edited_in_its_place(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    stored = book.save(note("words", "n-1")).record
    path = inner(book) / "n-1.yaml"
    old = path.read_text().replace("ends-with: end\n", "").replace("end: true\n", "")
    path.write_text(old)
    fresh = notebook(tmp_path)
    assert texts(fresh) == {"n-1": "words"}
    assert fresh.faults == ()
    assert fresh.save(replace(stored, modified="2026-02-01T10:00:00Z")).record.id == "n-1"
    assert path.read_text().endswith("\nend: true\n")
    assert texts(notebook(tmp_path)) == {"n-1": "words"}


def git(folder: Path, *command: str) -> None:
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a"}
    alone = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *command], cwd=folder, env=alone, capture_output=True)


def merged(folder: Path, book: Notebook, ours: Callable[[str], str], theirs: Callable[[str], str]) -> str:
    """The file of the note `n-1` after git merged two changes of it."""
    path = inner(book) / "n-1.yaml"
    base = path.read_text()
    git(folder, "init", "-q", "-b", "main")
    for branch, text in (("base", base), ("theirs", theirs(base)), ("main", ours(base))):
        git(folder, "checkout", "-q", *(("main",) if branch == "main" else ("-b", branch)))
        path.write_text(text)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", branch)
        if branch == "base":
            git(folder, "branch", "-f", "main")
    git(folder, "merge", "-q", "theirs")
    return path.read_text()


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_with_an_older_companion_shows_both_sides(tmp_path: Path, turned: bool) -> None:
    """Where one side has the end mark within the conflict, the other is not cut, though it has the promise now."""
    book = notebook(tmp_path)
    book.save(note("as it was", "n-1"))
    path = inner(book) / "n-1.yaml"
    unmarked = path.read_text().replace("ends-with: end\n", "").replace("end: true\n", "")
    path.write_text(unmarked)

    def older(base: str) -> str:
        return base.replace("created: 2026-01-01", "created: 2026-02-02")

    def newer(base: str) -> str:
        marked = base.replace("companion: 1\n", "companion: 1\nends-with: end\n") + "end: true\n"
        return marked.replace("created: 2026-01-01", "created: 2026-03-03")

    text = merged(tmp_path / "data", book, *((older, newer) if turned else (newer, older)))
    sides = conflicts.split(text.encode())
    assert sides is not None
    assert all(b"ends-with" in side for side in sides[:2])
    assert sum(b"end: true" in side for side in sides[:2]) == 1
    fresh = notebook(tmp_path)
    layer = fresh.load()
    (versions,) = layer.versions
    created = {side.created[:10] for side in versions[:2] if isinstance(side, Annotation)}
    assert created == {"2026-02-02", "2026-03-03"}
    fresh.choose("n-1")
    assert notebook(tmp_path).load().faults == ()
