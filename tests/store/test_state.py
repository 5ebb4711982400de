"""What is remembered: places, recent documents, drafts; and that broken state stops nothing."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from companion.model import Annotation, Answer, NotSaved, Quote, Source
from companion.store import files
from companion.store.state import State
from companion.store.state_values import Draft, Progress
from tests.store.making import QUOTE, note, notebook, opened, paths_in

HALF = Annotation("", QUOTE, "risks", kind="euphemism", note="half a thou", tags=("a", "b"))
DRAFT = Draft("new", HALF, None, "risks")
EDIT: dict[str, Any] = {"id": "n-1", "quote": None, "kind": "", "tags": ()}
IDENTITY = ("shipped", "path", "fingerprint")


def state(folder: Path) -> State:
    return State(paths_in(folder))


def test_asking_makes_nothing(tmp_path: Path) -> None:
    mine = state(tmp_path)
    assert mine.progress(opened()) == Progress()
    assert mine.recent() == []
    assert mine.drafts(opened()) == []
    assert mine.linked(opened(tmp_path / "a.md")) is None
    assert not mine.forget(opened())
    mine.drop_draft(opened(), "new")
    assert list(tmp_path.iterdir()) == []
    assert mine.notices == []


def test_the_place_comes_back_after_a_move_and_after_an_edit(tmp_path: Path) -> None:
    place = Progress("risks", 2, "questions", ("risks",))
    state(tmp_path).remember(opened(tmp_path / "a.md"), place)
    wanted = place._replace(sections=1)
    assert state(tmp_path).progress(opened(tmp_path / "a.md")) == wanted
    assert state(tmp_path).progress(opened(tmp_path / "b.md")) == wanted
    assert state(tmp_path).progress(opened(tmp_path / "a.md", text="Edited")) == wanted
    assert state(tmp_path).progress(opened(tmp_path / "b.md", text="Edited")) == Progress()


def test_recent_documents_come_last_one_first(tmp_path: Path) -> None:
    mine = state(tmp_path)
    mine.remember(opened(shipped="nso-2023"), Progress("risks"))
    mine.remember(opened(tmp_path / "a.md", title="B", text="B"), Progress("risks", 1))
    for path in (tmp_path / "state/companion/documents").iterdir():
        later = "a.md" in path.read_text()
        path.write_text(path.read_text().replace('"order": "2', f'"order": "{3 if later else 1}'))
    first, second = mine.recent()
    assert (first.title, first.path, first.shipped) == ("B", str(tmp_path / "a.md"), "")
    assert (second.title, second.path, second.shipped) == ("A report", "", "nso-2023")


def test_the_last_document_is_first_although_the_clock_was_set_back(tmp_path: Path) -> None:
    with mock.patch("companion.store.state.datetime", wraps=datetime) as clock:
        for hour, title in enumerate("CBA"):
            clock.now.return_value = datetime(2026, 1, 1, 12 - hour, tzinfo=UTC)
            mine = state(tmp_path)
            mine.remember(opened(tmp_path / title, title=title, text=title), Progress("risks"))
            mine.remember(opened(tmp_path / title, title=title, text=title), Progress("risks", 1))
    assert [each.title for each in mine.recent()] == ["A", "B", "C"]
    assert [each.when[11:13] for each in mine.recent()] == ["10", "11", "12"]


def test_files_are_private(tmp_path: Path) -> None:
    mine = state(tmp_path)
    mine.remember(opened(), Progress())
    mine.keep_draft(opened(), DRAFT)
    for path in (tmp_path / "state").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"\xff\xfe", b'{"progress": {"block": -1, "read": 3}}', b"[" * 100_000]
)
def test_broken_state_stops_nothing(tmp_path: Path, damage: bytes) -> None:
    mine = state(tmp_path)
    mine.remember(opened(tmp_path / "a.md"), Progress("risks"))
    mine.link(opened(tmp_path / "a.md"), tmp_path)
    mine.keep_draft(opened(tmp_path / "a.md"), DRAFT)
    for path in (tmp_path / "state").rglob("*.json"):
        path.write_bytes(damage)
    fresh = state(tmp_path)
    assert fresh.progress(opened(tmp_path / "a.md")) == Progress()
    assert fresh.linked(opened(tmp_path / "a.md")) is None
    assert fresh.drafts(opened(tmp_path / "a.md")) == []
    fresh.recent()
    if not damage.startswith(b'{"'):
        assert len(fresh.notices) == 3
        assert len(list((tmp_path / "state").rglob("*.broken"))) == 3
    fresh.remember(opened(tmp_path / "a.md"), Progress("risks", 1))
    assert state(tmp_path).progress(opened(tmp_path / "a.md")).block == 1


def test_a_state_folder_that_cannot_be_written_is_noticed_and_drafts_are_not_saved(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    mine = state(tmp_path)
    mine.remember(opened(), Progress())
    mine.link(opened(tmp_path / "a.md"), tmp_path)
    assert len(mine.notices) == 2
    with pytest.raises(NotSaved):
        mine.keep_draft(opened(), DRAFT)


def test_drafts_are_kept_until_dropped(tmp_path: Path) -> None:
    what = opened(tmp_path / "a.md")
    mine = state(tmp_path)
    before = Annotation("n-1", None, "risks", note="less", created="2026-01-01T10:00:00Z")
    other = Draft("edit n-1", replace(before, note="more\ud83d"), before, "risks")
    for draft in (replace(DRAFT, record=replace(HALF, note="half")), DRAFT, other):
        mine.keep_draft(what, draft)
    fresh = state(tmp_path)
    assert fresh.drafts(what) == [other, DRAFT]
    assert fresh.draft(what, "new") == DRAFT
    assert fresh.drafts(opened(tmp_path / "moved.md")) == [other, DRAFT]
    assert fresh.drafts(opened(title="C", text="C")) == []
    fresh.drop_draft(opened(tmp_path / "moved.md"), "new")
    assert state(tmp_path).drafts(what) == [other]
    assert state(tmp_path).draft(what, "new") is None


def test_a_draft_keeps_every_field_of_its_record(tmp_path: Path) -> None:
    history = ("r-one", "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z", "", "n-0")
    also, sources = (Quote("on-site", unknown={"more": ["x"]}),), (Source("A page", "https://a.example", "2026"),)
    annotation = Annotation(
        "n-1",
        QUOTE,
        "risks",
        also,
        ("audit",),
        "euphemism",
        "words",
        ("a",),
        sources,
        *history,
        unknown={"colour": {"of": "it"}},
    )
    answer = Answer("n-2", "lens/q", "evaded", "why", ("lens/L1", QUOTE), *history)
    mine = state(tmp_path)
    kept = [Draft("n-1", annotation, replace(annotation, note="before"), "risks"), Draft("why:lens/q", answer, answer)]
    for draft in kept:
        mine.keep_draft(opened(), draft)
    assert state(tmp_path).drafts(opened()) == kept


WORDS = {"text": "half a thou", "kind": "", "tags": [], "section": "risks", "record": "", "searched": []}
OF_QUOTE = {name: getattr(QUOTE, name) for name in Quote.__slots__}


@pytest.mark.parametrize(
    ("old", "draft"),
    [
        ({"key": "new", "kind": "euphemism", "tags": ["a", "b"], "quote": OF_QUOTE}, DRAFT),
        (
            {"key": "risks:absent", "searched": ["audit"], "document": True, "before": None},
            Draft("risks:absent", Annotation("", None, "", searched=("audit",), note="half a thou"), None, "risks"),
        ),
        (
            {"key": "n-1", "record": "n-1", "before": "less"},
            Draft("n-1", replace(HALF, **EDIT), replace(HALF, **EDIT, note="less"), "risks"),
        ),
        ({"key": "why:lens/q", "section": ""}, Draft("why:lens/q", Answer("", "lens/q", note="half a thou"))),
        ({"key": "new", "text": 3}, None),
        ({"key": "new", "record": {"id": "", "note": 3}}, None),
        ({"key": "new", "record": {"note": "no id"}}, None),
    ],
)
def test_drafts_of_an_older_companion_are_read(tmp_path: Path, old: dict[str, object], draft: Draft | None) -> None:
    mine = state(tmp_path)
    mine.keep_draft(opened(), DRAFT)
    (path,) = mine.folder.glob("drafts/*.json")
    identity = {name: value for name, value in json.loads(path.read_text()).items() if name in IDENTITY}
    path.write_text(json.dumps({**identity, "document": False, "before": None, "quote": None, **WORDS, **old}))
    assert state(tmp_path).drafts(opened()) == ([] if draft is None else [draft])


def test_a_draft_survives_a_kill(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        number = 0
        while True:
            number += 1
            state(tmp_path).keep_draft(opened(), replace(DRAFT, record=replace(HALF, note=f"{number} " * 2000)))
            (tmp_path / "kept").write_text(str(number))
    try:
        while not (tmp_path / "kept").exists():
            time.sleep(0.005)
        time.sleep(0.05)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    (draft,) = state(tmp_path).drafts(opened())
    words = draft.record.note.split()
    assert len(words) == 2000
    assert len(set(words)) == 1
    assert int(words[0]) >= int((tmp_path / "kept").read_text() or 0)


def test_forgetting_drops_every_trace_of_one_document_but_no_note(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "secret.md"), opened(tmp_path / "b.md", title="B", text="B")
    mine = state(tmp_path)
    for what in (one, other):
        book = notebook(tmp_path, what=what)
        book.save(note("words"))
        mine.remember(what, Progress("risks"))
        mine.keep_draft(what, DRAFT)
    assert mine.forget(one)
    left = b"".join(path.read_bytes() for path in (tmp_path / "state").rglob("*") if path.is_file())
    assert b"secret" not in left
    assert one.document.fingerprint.encode() not in left
    assert len(list((tmp_path / "state/companion/locks").glob("*.lock"))) == 1
    assert [each.title for each in mine.recent()] == ["B"]
    assert mine.drafts(other) == [DRAFT]
    assert len(notebook(tmp_path, what=one).load().annotations) == 1
    assert not mine.forget(one)


def test_a_document_that_is_gone_is_forgotten_by_its_path_or_name(tmp_path: Path) -> None:
    mine = state(tmp_path)
    mine.remember(opened(tmp_path / "gone.md"), Progress())
    mine.remember(opened(shipped="nso-2023"), Progress())
    assert mine.forget(str(tmp_path / "gone.md"))
    assert mine.forget("nso-2023")
    assert not mine.forget("")
    assert mine.recent() == []


def test_nothing_is_left_over_after_many_saves(tmp_path: Path) -> None:
    for number in range(20):
        state(tmp_path).remember(opened(), Progress("risks", number))
    assert not list(tmp_path.rglob(f"{files.LEFT_OVER}*"))
    assert len(list((tmp_path / "state").rglob("*.json"))) == 1
