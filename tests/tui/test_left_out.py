"""What is left out of a document can be read, and comments that come with one are a layer."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from companion.tui.dialogs.left_out import LeftOutDialog
from tests.documents.odts import comment, odt, paragraph
from tests.tui.driving import Screen, running

PAGE = (
    "<title>A page</title><nav><a href=/a>Home \x1b[31m</a></nav><main><h2>One</h2><p>Text</p></main>"
    "<footer>Imprint</footer>"
)


def drawn(screen: Screen) -> list[str]:
    return [str(static.content) for static in screen.app.screen.query(Static)]


async def test_what_is_left_out_is_told_in_numbers_and_in_words(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    async with running(str(file)) as screen:
        await screen.press("O")
        assert isinstance(screen.app.screen, LeftOutDialog)
        assert drawn(screen)[1:] == [
            "Left out, in characters: 16 of navigation, 5 of the page's head.",
            "Navigation",
            "Home ␛[31m",
            "Imprint",
        ]
        await screen.press("space", "k", "O")
        assert not screen.app.screen.query("#left")


async def test_a_document_of_which_nothing_is_left_out_says_so() -> None:
    async with running() as screen:
        await screen.press("O")
        assert drawn(screen)[-1] == "There is nothing more to read of it."


async def test_comments_in_a_document_stand_beside_their_words_and_can_be_switched_off(tmp_path: Path) -> None:
    file = tmp_path / "report.odt"
    said = comment("By whom?", "B. Reader", "a")
    file.write_bytes(odt(paragraph(f"Audits are made {said}every year<office:annotation-end office:name='a'/>.")))
    async with running(str(file)) as screen:
        await screen.press(".")
        assert "By whom?" in screen.text("margin")
        assert "B. Reader" in screen.text("margin")
        await screen.press("L", "space", "escape")
        assert screen.reading.hidden == {"comments"}
        assert "By whom?" not in screen.text("margin")
