"""On the screen the title and headings without text can be stood on and annotated."""

from __future__ import annotations

from pathlib import Path

from tests.tui.driving import running

TEXT = "# The whole report\n\n## Part one\n\n### Scope\n\nThe auditor looks into it.\n\n## End\n\nMore.\n"


async def test_a_heading_without_text_and_the_title_are_annotated(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text(TEXT)
    async with running(file) as screen:
        rows = [row.strip() for row in screen.rows("passage")]
        assert [row for row in rows if row][:4] == [
            "▌ The whole report",
            "Part one",
            "Scope",
            "The auditor looks into it.",
        ]
        for key, words in (("g", "The whole report"), ("j", "Part one")):
            await screen.press(key, "a")
            await screen.type(f"On {words}.")
            await screen.press("ctrl+s")
        quotes = [note.quote.exact for note in screen.reading.own.annotations if note.quote]
        assert quotes == ["The whole report", "Part one"]
        states = {
            screen.reading.placements[f"{screen.reading.own.id}/{note.id}"].state
            for note in screen.reading.own.annotations
        }
        assert states == {"exact"}
