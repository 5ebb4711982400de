"""What the way to the first frame may not import, and that a key costs one frame."""

from __future__ import annotations

import subprocess
import sys

from textual.strip import Strip

from companion.tui.widgets.pane import Pane
from tests.tui.driving import running

FIRST_FRAME = """
import asyncio, sys
from companion.store.library import open_document
from companion.store.paths import user_paths
from companion.store.session import Session
from companion.store.settings import settings
from companion.tui.app import CompanionApp

class First(CompanionApp):
    CSS_PATH = None
    def on_ready(self):
        dear = ("pygments", "yaml", "sqlite3", "textual.widgets._text_area", "textual.widgets._markdown")
        print("dear:", [name for name in dear if name in sys.modules])
        self.exit()

where = user_paths()
asyncio.run(First(Session(open_document("nso-2023"), where, settings(where))).run_async(headless=True))
"""


def test_the_first_frame_imports_nothing_dear() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_FRAME], capture_output=True, text=True, timeout=60, check=False)
    assert "dear: []" in done.stdout, done.stdout + done.stderr


def watch(pane: Pane, drawn: list[str]) -> None:
    """Note each line that a pane draws."""
    draw = pane.render_line

    def noted(y: int) -> Strip:
        drawn.append(str(pane.id))
        return draw(y)

    pane.render_line = noted  # type: ignore[method-assign]


async def test_a_step_draws_the_passage_again_and_neither_contents_nor_title() -> None:
    async with running(section="risk-assessment") as screen:
        drawn: list[str] = []
        for name in ("contents", "title", "passage"):
            watch(screen.app.reader.query_one(f"#{name}", Pane), drawn)
        await screen.press("j")
        assert set(drawn) == {"passage"}
        assert len(drawn) < screen.app.reader.passage.size.height
