"""Documents that take long to open: a bar, the first sections, then the whole in their place."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import ProgressBar

from companion.model import Block, CompanionError, Document, Heading, Section, SectionList, Unreadable
from companion.store.library import DocumentSource, Opening
from companion.store.list import listed
from companion.store.paths import user_paths
from companion.store.session import Session
from companion.store.settings import settings
from companion.tui.app import CompanionApp
from companion.tui.dialogs.progress import OpeningScreen
from tests.documents.bombs import ALL, WORDS
from tests.documents.books import epub, page
from tests.tui.driving import Screen, running


def document(count: int) -> Document:
    """`count` sections of three paragraphs; made anew each time, as a preview and the whole are."""

    def section(index: int) -> Section:
        texts = [f"Heading {index}", *(f"Paragraph {index}.{number} has a few words." for number in range(3))]
        blocks: list[Block] = []
        at = 0
        for number, text in enumerate(texts):
            blocks.append(Block("paragraph" if number else "heading", at, at + len(text)))
            at += len(text) + 2
        return Section(f"s{index}", f"Heading {index}", 2, "\n\n".join(texts), tuple(blocks))

    made = [section(index) for index in range(count)]
    headings = tuple(Heading(each.id, each.title) for each in made)
    return Document("A book", "book.epub", "epub", "sha256:00", headings, SectionList(made))


class Reader:
    """Stands for `read_document`; goes on to the beginning, then to the whole, when the test allows it."""

    def __init__(self) -> None:
        self.steps = threading.Semaphore(0)
        self.fails = ""

    def allow(self) -> None:
        self.steps.release()

    def __call__(
        self,
        data: bytes,
        name: str,
        *,
        file: str,
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
        preview: Callable[[Document], None],
        way: str = "",
    ) -> Document:
        progress(30, 100)
        self._wait(cancelled)
        preview(document(2))
        progress(60, 100)
        self._wait(cancelled)
        return document(6)

    def _wait(self, cancelled: Callable[[], bool]) -> None:
        while not self.steps.acquire(timeout=0.02):
            if cancelled():
                raise Unreadable("book.epub: opening was cancelled")
        if self.fails:
            raise Unreadable(self.fails)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr("companion.documents.read_document", made)
    return made


@asynccontextmanager
async def opening(section: str = "") -> AsyncIterator[Screen]:
    """The app while nothing of the document is known yet."""
    where, found = user_paths(), DocumentSource(b"a book", "book.epub", "book.epub")
    begun = Opening(found, section)
    app = CompanionApp(Session(found.blank(), where, settings(where)), section=section, opening=begun)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        yield Screen(app, pilot)
        begun.cancel()


async def until(screen: Screen, true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
        await screen.pilot.pause()
    raise AssertionError("it did not come to this")


async def shown(screen: Screen, reader: Reader) -> None:
    """Until the beginning is on screen."""
    reader.allow()
    await until(screen, lambda: screen.app.screen is screen.app.reader)


async def test_a_bar_then_the_beginning_then_the_whole_where_the_reader_stands(reader: Reader) -> None:
    async with opening() as screen:
        assert isinstance(screen.app.screen, OpeningScreen)
        await until(screen, lambda: screen.app.screen.query_one(ProgressBar).percentage == 0.3)
        await shown(screen, reader)
        assert len(screen.reading.document) == 2
        await until(screen, lambda: "still reading, 60 %" in screen.text("title"))
        covered = next(each for each in screen.app.screen_stack if isinstance(each, OpeningScreen))
        assert not covered.query(ProgressBar), "a bar that moves on would draw the reader's screen again and again"
        await screen.pilot.press("]", "j", "j")
        here = screen.reading.section.id, screen.reading.block
        assert here == ("s1", 2)
        reader.allow()
        await screen.settled()
        assert len(screen.reading.document) == 6
        assert (screen.reading.section.id, screen.reading.block) == here
        assert "still reading" not in screen.text("title")
        await screen.press("m", "m")
        assert "Heading 5" in screen.text("contents")


async def test_a_note_written_meanwhile_is_saved_when_the_document_is_whole(reader: Reader) -> None:
    async with opening() as screen:
        await shown(screen, reader)
        await screen.pilot.press("j", "a")
        await screen.type("Early")
        await screen.pilot.press("ctrl+s")
        await until(screen, lambda: len(screen.reading.own.annotations) == 1)
        (note,) = screen.reading.own.annotations
        assert screen.reading.saves[note.id].state == "saving"
        reader.allow()
        await screen.settled()
        assert screen.reading.saves[note.id].state == "saved"
        assert [each.note for each in screen.reading.own.annotations] == ["Early"]
        assert screen.reading.placements[f"{screen.reading.own.id}/{note.id}"].state == "exact"


async def test_leaving_meanwhile_waits_for_a_note_to_be_saved(reader: Reader) -> None:
    async with opening() as screen:
        await shown(screen, reader)
        await screen.pilot.press("j", "a")
        await screen.type("Early")
        await screen.pilot.press("ctrl+s")
        await until(screen, lambda: len(screen.reading.own.annotations) == 1)
        threading.Timer(0.3, reader.allow).start()
        await screen.pilot.press("q")
        await until(screen, lambda: screen.app.ending.is_orderly)
        assert [save.state for save in screen.reading.saves.values()] == ["saved"]


async def test_a_note_that_cannot_be_saved_yet_stays_as_a_draft_when_the_program_is_ended(reader: Reader) -> None:
    async with opening() as screen:
        await shown(screen, reader)
        await screen.pilot.press("j", "a")
        await screen.type("Early")
        await screen.pilot.press("ctrl+s")
        await until(screen, lambda: len(screen.reading.own.annotations) == 1)
        screen.app.sync.save_now()
        assert [draft.record.note for draft in screen.app.state.drafts(screen.app.sync.opened)] == ["Early"]


async def test_leaving_meanwhile_waits_for_nothing_and_forgets_no_place(reader: Reader) -> None:
    async with opening() as screen:
        await shown(screen, reader)
        reader.allow()
        await screen.settled()
        await screen.press("]", "]", "]", "]", "j", "q")
    async with opening() as screen:
        await shown(screen, reader)
        assert screen.reading.section.id == "s0"
        await screen.pilot.press("q")
        await until(screen, lambda: screen.app.ending.is_orderly)
    async with opening() as screen:
        await shown(screen, reader)
        reader.allow()
        await screen.settled()
        assert (screen.reading.section.id, screen.reading.block) == ("s4", 1)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_opening_is_given_up_with_a_key(reader: Reader, key: str) -> None:
    async with opening() as screen:
        await screen.pilot.press(key)
        assert (screen.app.return_code, screen.app.ending.is_orderly, screen.app.opener.error) == (130, True, None)


async def test_a_document_that_cannot_be_read_ends_the_screen_with_the_reason(reader: Reader) -> None:
    reader.fails = "book.epub: the archive is damaged"
    async with opening() as screen:
        reader.allow()
        await until(screen, lambda: screen.app.opener.error is not None)
        assert (str(screen.app.opener.error), screen.app.return_code) == ("book.epub: the archive is damaged", 1)


async def test_a_section_that_is_asked_for_is_waited_for(reader: Reader) -> None:
    async with opening("s4") as screen:
        reader.allow()
        await screen.pilot.pause(0.3)
        assert isinstance(screen.app.screen, OpeningScreen)
        reader.allow()
        await until(screen, lambda: screen.app.screen is screen.app.reader)
        await screen.settled()
        assert screen.reading.section.id == "s4"


def test_what_is_read_is_waited_for_and_a_missing_section_is_said(reader: Reader) -> None:
    found = DocumentSource(b"a book", "book.epub", "book.epub")
    begun = Opening(found)
    assert begun.first(0.01) is None
    reader.allow()
    first = begun.first()
    assert first is not None
    assert (len(first.document), begun.progress[1], begun.is_done) == (2, 100, False)
    reader.allow()
    assert len(begun.whole().document) == 6
    begun = Opening(found, "nowhere")
    reader.allow()
    reader.allow()
    with pytest.raises(CompanionError, match=r"there is no section nowhere; its sections are s0, s1"):
        begun.first()


def test_a_fault_of_ours_while_reading_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Document:
        raise KeyError("x")

    monkeypatch.setattr("companion.documents.read_document", broken)
    with pytest.raises(CompanionError, match=r"book\.epub: KeyError while reading it"):
        Opening(DocumentSource(b"a book", "book.epub", "book.epub")).whole()


@pytest.mark.parametrize("name", ["an encrypted member", "entities defined in each other", "characters that are none"])
async def test_the_screen_goes_on_with_a_document_made_to_harm(name: str, tmp_path: Path) -> None:
    bomb = next(bomb for bomb in ALL if bomb.name == name)
    path = tmp_path / bomb.file
    path.write_bytes(bomb.make())
    async with running(path) as screen:
        assert WORDS in screen.text("passage")
        await screen.press("j", "a")
        await screen.type("Harmless")
        await screen.press("ctrl+s")
        assert "Harmless" in screen.text("margin")


@pytest.mark.parametrize("name", ["book.epub", "page.html"])
async def test_books_and_pages_are_listed_with_progress_and_notes(name: str, tmp_path: Path) -> None:
    body = "<h2>One</h2><p>First.</p><h2>Two</h2><p>Second.</p>"
    path = tmp_path / name
    path.write_bytes(epub({"a.xhtml": page(body)}) if name == "book.epub" else f"<title>A page</title>{body}".encode())
    async with running(path) as screen:
        await screen.press("j", "]", "j", "a")
        await screen.type("Mine")
        await screen.press("ctrl+s", "q")
    (line,) = [each for each in listed(user_paths(), settings(user_paths())) if not each.shipped]
    assert (line.name, line.title) == (str(path), "A book" if name == "book.epub" else "A page")
    assert (line.progress.section, set(line.progress.read), line.progress.sections) == ("two", {"one", "two"}, 2)
    assert line.notes == 1
