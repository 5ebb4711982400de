"""The queue of records and drafts without a screen: order, failures, conflicts, and which drafts may go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from companion import reading as verbs
from companion.model import Annotation, NotSaved, Record
from companion.reading import Reading, Save
from companion.store.notebook import Notebook, Saved
from companion.store.state import State
from companion.store.state_values import Draft
from companion.tui.saver import Outcome, Saver
from tests.store.making import document, note, notebook, opened, paths_in, texts

FULL = "the disk is full"


class Desk:
    """A saver with a notebook below a folder, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.state, self.book = State(paths_in(folder)), notebook(folder)
        self.folder, self.told = folder, list[Outcome]()
        self.saver = Saver(self.state, opened())
        self.saver.notebook = self.book

    def run(self) -> None:
        self.saver.run(self.told.append)

    def on_disk(self) -> dict[str, str]:
        return texts(notebook(self.folder))

    def states(self) -> list[tuple[str, str]]:
        return [(told.record.id, told.save.state if told.save else "parted") for told in self.told]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def edited(record: Annotation, words: str) -> Annotation:
    return replace(record, note=words)


def failing(monkeypatch: pytest.MonkeyPatch, times: int, then: Callable[..., Saved]) -> list[Record]:
    """The first saves fail; yields what was asked to be saved."""
    asked: list[Record] = []

    def save(book: Notebook, record: Record, *, base: Record | None = None, tried: Sequence[Record] = ()) -> Saved:
        asked.append(record)
        if len(asked) <= times:
            raise NotSaved(FULL)
        return then(book, record, base=base, tried=tried)

    monkeypatch.setattr(Notebook, "save", save)
    return asked


def test_records_are_saved_in_order_and_of_one_record_only_the_newest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = failing(monkeypatch, 0, Notebook.save)
    first, other = note("1", "n-1"), note("other", "n-2")
    desk.saver.put(first)
    desk.saver.put(other)
    desk.saver.put(edited(first, "2"), first)
    desk.run()
    assert asked == [edited(first, "2"), other]
    assert desk.states() == [("n-1", "saved"), ("n-2", "saved")]
    assert desk.on_disk() == {"n-1": "2", "n-2": "other"}
    assert not desk.saver.is_busy


def test_only_the_last_of_several_versions_is_acknowledged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first, real = note("1", "n-1"), Notebook.save

    def save(book: Notebook, record: Annotation, **given: Record) -> Saved:
        if record.note == "1":
            desk.saver.put(edited(first, "2"), first)
        return real(book, record, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Notebook, "save", save)
    desk.saver.put(first)
    desk.run()
    assert [(told.record, told.save) for told in desk.told] == [(edited(first, "2"), Save("saved"))]
    assert desk.on_disk() == {"n-1": "2"}


def test_an_outcome_does_not_speak_of_a_version_it_does_not_know(desk: Desk) -> None:
    first = note("1", "n-1")
    later = edited(first, "2")
    reading = verbs.put(verbs.put(Reading(document()), first), later)
    outcome = Outcome(first, Save("saved"))
    assert desk.saver.shown(reading, outcome) is reading
    desk.saver.put(later, first)
    assert desk.saver.shown(reading, Outcome(later, Save("saved"))) is reading, "it waits still"
    desk.run()
    (told,) = desk.told
    assert desk.saver.shown(reading, told).saves == {"n-1": Save("saved")}


def test_what_failed_is_kept_and_saved_again_as_an_edit_of_what_stands_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = note("1", "n-1")
    desk.saver.put(first)
    desk.run()
    asked = failing(monkeypatch, 2, Notebook.save)
    second = edited(first, "2")
    desk.saver.put(second, first)
    desk.run()
    desk.saver.put(edited(first, "3"), second)
    desk.run()
    assert [write.record for write in desk.saver.failed.values()] == [edited(first, "3")]
    assert desk.told[-1].save == Save("failed", FULL)
    assert desk.saver.save_again() == ["n-1"]
    desk.run()
    assert (desk.saver.failed, desk.on_disk()) == ({}, {"n-1": "3"})
    assert [each.id for each in asked] == ["n-1"] * 3


def test_a_version_that_stands_though_its_saving_failed_is_none_of_somebody_elses(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Notebook.save

    def save(book: Notebook, record: Record, **given: Record) -> Saved:
        saved = real(book, record, **given)  # type: ignore[arg-type]
        if record == second:
            raise NotSaved(FULL)
        return saved

    first = note("1", "n-1")
    second = edited(first, "2")
    monkeypatch.setattr(Notebook, "save", save)
    for record, base in ((first, None), (second, first), (edited(first, "3"), second)):
        desk.saver.put(record, base)
        desk.run()
    assert desk.states() == [("n-1", "saved"), ("n-1", "failed"), ("n-1", "saved")]
    assert desk.on_disk() == {"n-1": "3"}


def test_the_next_version_goes_with_the_words_that_stand_beside_somebody_elses(desk: Desk) -> None:
    first = note("1", "n-1")
    desk.saver.put(first)
    desk.run()
    reading = verbs.put(Reading(document()), edited(first, "2"))
    notebook(desk.folder).save(edited(first, "theirs"), base=first)
    desk.saver.put(edited(first, "2"), first)

    def tell(outcome: Outcome) -> None:
        nonlocal reading
        if outcome.kept is not None:  # pressed before it is told
            reading = verbs.put(reading, edited(first, "3"))
            desk.saver.put(edited(first, "3"), edited(first, "2"))
        reading = desk.saver.shown(reading, outcome)

    desk.saver.run(tell)
    shown = {each.id: each.note.strip() for each in reading.own.annotations}
    assert shown == desk.on_disk()
    assert sorted(shown.values()) == ["3", "theirs"]
    assert shown["n-1"] == "theirs"
    assert {save.state for save in reading.saves.values()} == {"saved"}
    taken_back, _ = verbs.undo(reading, "2026-01-01T10:00:00Z")
    assert {each.note.strip() for each in taken_back.own.annotations} == {"2", "theirs"}


def test_one_thread_saves_and_another_one_finds_it_at_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on, real = threading.Event(), threading.Event(), Notebook.save
    running, most = 0, 0

    def save(book: Notebook, record: Record, **given: Record) -> Saved:
        nonlocal running, most
        running += 1
        most = max(most, running)
        inside.set()
        assert go_on.wait(10)
        running -= 1
        return real(book, record, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Notebook, "save", save)
    desk.saver.put(note("1", "n-1"))
    thread = threading.Thread(target=desk.run)
    thread.start()
    assert inside.wait(10)
    desk.saver.put(note("2", "n-2"))
    assert not desk.saver.needs_run
    desk.run()
    assert desk.told == []
    go_on.set()
    thread.join(10)
    assert most == 1
    assert desk.states() == [("n-1", "saved"), ("n-2", "saved")]


def test_a_fault_of_ours_loses_nothing_that_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Notebook, "save", lambda *_, **__: (_ for _ in ()).throw(KeyError("x")))
        desk.saver.put(note("1", "n-1"))
        desk.run()
    assert desk.told[0].save == Save("failed", "KeyError while saving")
    desk.saver.save_again()
    desk.run()
    assert desk.on_disk() == {"n-1": "1"}


def test_without_a_notebook_it_is_said_why(desk: Desk) -> None:
    desk.saver.notebook, desk.saver.why_not = None, "nobody knows which"
    desk.saver.put(note("1", "n-1"))
    desk.run()
    assert desk.told[0].save == Save("failed", "nobody knows which")


def test_at_the_end_everything_that_waits_is_saved_untold(desk: Desk) -> None:
    desk.saver.put(note("1", "n-1"))
    desk.saver.type("new", Draft("new", note("half", ""), None, "risks"))
    desk.saver.save_now()
    assert (desk.on_disk(), desk.told) == ({"n-1": "1"}, [])
    assert [draft.key for draft in desk.state.drafts(opened())] == ["new"]


def test_a_draft_goes_once_its_record_stands_on_disk_unless_more_was_typed(desk: Desk) -> None:
    draft = Draft("new", note("words", ""), None, "risks")
    desk.saver.type("new", draft)
    desk.saver.keep_drafts()
    desk.saver.put(note("words", "n-1"), draft="new")
    assert not desk.saver.type("new", draft), "a key that was typed before it was written"
    desk.run()
    desk.saver.keep_drafts()
    assert desk.state.drafts(opened()) == []
    more = replace(draft, record=note("words and more", ""))
    desk.saver.put(edited(note("words", "n-1"), "words again"), note("words", "n-1"), draft="new")
    assert desk.saver.type("new", more)
    desk.saver.keep_drafts()
    desk.run()
    assert desk.state.drafts(opened()) == [more]
    desk.saver.type("new", None)
    desk.saver.keep_drafts()
    assert desk.state.drafts(opened()) == []


def test_a_draft_of_what_failed_stays_and_one_that_cannot_be_kept_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, 1, Notebook.save)
    desk.saver.type("new", Draft("new", note("words", ""), None, "risks"))
    desk.saver.put(note("words", "n-1"), draft="new")
    desk.run()
    desk.saver.keep_drafts()
    assert len(desk.state.drafts(opened())) == 1
    with monkeypatch.context() as patch:
        patch.setattr(State, "keep_draft", lambda *_: (_ for _ in ()).throw(NotSaved(FULL)))
        desk.saver.type("other", Draft("other", note("x", ""), None, "risks"))
        desk.saver.keep_drafts()
    assert desk.saver.notices == [f"the draft is not kept: {FULL}"]
