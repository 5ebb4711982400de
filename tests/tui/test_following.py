"""Links and sources, footnotes and back, and what is hidden in a document."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from companion.tui import external
from companion.tui.dialogs.choice import ChoiceDialog
from tests.tui.driving import Screen, running

TEXT = """# A report

## One

See [the site](https://example.org/a/very/long/path?with=a&query=too) and [there](#two) and [no](ftp://example.org/x).

A claim[^1]. Another claim[^b].

[^1]: The first source.
[^b]: The second source.

## Two

Here a word\u202e is turned, and here\u200b one is cut,\u200b twice. A soft hy\xadphen, and [mail](mailto:a@b.example).
"""


class Browser(webbrowser.BaseBrowser):
    """Remembers what it was to open."""

    opened: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.opened = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return True


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    found = Browser()
    with monkeypatch.context() as patch:
        patch.setattr(external, "known_browser", lambda: found)
        yield found


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.md"
    file.write_text(TEXT)
    return file


def options(screen: Screen) -> list[str]:
    assert isinstance(screen.app.screen, ChoiceDialog)
    return [str(option.prompt) for option in screen.app.screen.query_one(OptionList).options]


async def worked(screen: Screen, group: str) -> None:
    await screen.app.workers.wait_for_complete([w for w in screen.app.workers if w.group == group])
    await screen.pilot.pause()
    await screen.settled()


async def test_links_are_listed_whole_and_opened_after_a_confirmation_only(report: Path, browser: Browser) -> None:
    async with running(report, size=(80, 24)) as screen:
        await screen.press("o")
        first = options(screen)[0]
        assert first == "the site\n  https://example.org/a/very/long/path?with=a&query=too"
        await screen.press("enter")
        assert "https://example.org/a/very/long/path?with=a&query=too\ngoes to example.org" in options(screen)[0]
        await screen.press("escape")
        assert browser.opened == []
        await screen.press("o", "enter", "enter")
        await worked(screen, "browser")
        assert browser.opened == ["https://example.org/a/very/long/path?with=a&query=too"]


async def test_only_known_kinds_of_address_are_opened(report: Path, browser: Browser) -> None:
    async with running(report) as screen:
        await screen.press("o", "j", "j", "enter")
        assert options(screen)[0].startswith("Copy it")
        assert "http:, https: or mailto:" in str(screen.app.screen.query_one("#pick-heading", Static).render())
        await screen.press("enter")
        assert browser.opened == []
        await screen.press("]", "o", "enter", "enter")
        await worked(screen, "browser")
        assert browser.opened == ["mailto:a@b.example"]


async def test_a_link_into_the_document_goes_there(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("o", "j", "enter")
        assert screen.reading.section.id == "two"


async def test_sources_of_cards_are_listed_beside_the_links() -> None:
    async with running() as screen:
        await screen.press("]", "o")
        listed = options(screen)
        assert any(each.startswith("C02 · ") and "\n  https://" in each for each in listed)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://example.org", ""),
        ("MAILTO:a@b.example", ""),
        ("file:///etc/passwd", "http:"),
        ("//example.org", "http:"),
        ("https://exa\u202emple.org", "cannot be seen"),
        ("https://exa\u2426mple.org", "cannot be seen"),
        ("https://[broken", "no address"),
    ],
)
def test_what_is_refused(address: str, why: str) -> None:
    refused = external.refusal(address)
    assert why in refused
    assert bool(refused) == bool(why)


def test_the_host_is_told_as_it_is_called_in_ascii() -> None:
    assert external.goes_to("https://www.example.org@evil.example/x") == "goes to evil.example"
    assert external.goes_to("https://ex\u0430mple.org/") == "goes to ex\u0430mple.org, in ASCII xn--exmple-4nf.org"
    assert external.goes_to("mailto:a@b.example") == ""


async def test_enter_goes_to_the_footnote_and_back(report: Path) -> None:
    async with running(report, size=(80, 24)) as screen:
        await screen.press("j", "j", "j")
        assert "enter footnote" in screen.text("keys")
        for words in ("The first source.", "The second source.", "The first source."):
            await screen.press("enter")
            assert screen.reading.document.text(screen.reading.span) == words
            await screen.press("enter")
            assert screen.reading.document.text(screen.reading.span).startswith("A claim")
        await screen.press("G", "enter")
        assert screen.reading.document.text(screen.reading.span).startswith("A claim")


async def test_a_footnote_is_told_by_its_label(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text(f"# R\n\n## One\n\nA claim[^1], and[^{'long' * 40}].\n\n[^1]: First.\n[^{'long' * 40}]: Second.\n")
    async with running(file, size=(80, 24)) as screen:
        rows = [row.strip() for row in screen.rows("passage")]
        assert "[1] First." in rows
        assert "[longlonglongl…] Second." in rows


async def test_a_sentence_goes_to_its_own_footnote_and_a_card_goes_before(report: Path) -> None:
    async with running(report) as screen:
        await screen.press("j", "j", "j", ")", ")", "enter")
        assert screen.reading.document.text(screen.reading.span) == "The second source."
        await screen.press("enter", "escape", "a")
        await screen.type("Really?")
        await screen.press("ctrl+s", "enter")
        assert screen.app.focused is screen.app.reader.margin


async def test_what_is_hidden_is_listed_with_code_name_count_and_place(report: Path) -> None:
    async with running(report, size=(80, 24)) as screen:
        screen.app.action_look_for_hidden()
        await worked(screen, "hidden")
        heading = str(screen.app.screen.query_one("#pick-heading", Static).render())
        assert "U+202E RIGHT-TO-LEFT OVERRIDE: 1" in heading
        assert "U+200B ZERO WIDTH SPACE: 2" in heading
        assert "U+00AD SOFT HYPHEN: 1" in heading
        listed = options(screen)
        assert len(listed) == 4
        assert "U+200B ZERO WIDTH SPACE · 2 of 2 · § two ¶1" in listed[2]
        assert "one is cut,⟦U+200B⟧ twice" in listed[2]
        await screen.press("j", "j", "enter")
        assert screen.reading.section.id == "two"
        assert screen.reading.document.text(screen.reading.span) == "\u2426"


async def test_where_nothing_is_hidden_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "plain.md"
    file.write_text("# Plain\n\n## One\n\nNothing.\n")
    async with running(file) as screen:
        screen.app.action_look_for_hidden()
        await worked(screen, "hidden")
        assert any("Nothing is hidden" in told for told in screen.app.told)
