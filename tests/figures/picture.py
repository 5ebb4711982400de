"""`python -m tests.figures.picture`: the README's picture, drawn by the program itself."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from companion.store.library import open_document
from companion.store.places import places
from companion.store.settings import settings
from companion.tui.app import CompanionApp

PICTURE = Path(__file__).parents[2] / ".github" / "screen.svg"


async def draw() -> str:
    """The screen at 120×36 as SVG, some sections on."""
    with tempfile.TemporaryDirectory() as home:
        where = places(Path(home))
        app = CompanionApp(open_document("nso-2023"), where, settings(where), (), "risk-assessment", None)
        async with app.run_test(size=(120, 36)) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press("j", "j", "j", "j")
            await pilot.pause()
            return app.export_screenshot(title="companion")


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(asyncio.run(draw()), encoding="utf-8")
    print(f"figure: picture = {PICTURE.name}")
