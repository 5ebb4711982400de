"""`python -m tests.docs.picture`: the README's picture, a real screen of 120 by 36, into .github/screen.svg."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from companion.store.library import open_document
from companion.store.paths import Paths
from companion.store.session import Session
from companion.store.settings import Settings
from companion.tui.app import CompanionApp

PICTURE = Path(__file__).parents[2] / ".github" / "screen.svg"
SIZE = (120, 36)
KEYS = ("j", "j", "j")
"""Pressed before the picture is taken: on to the passage about measures against misuse."""


async def taken(folder: Path) -> str:
    """The screen as SVG, with its critique loaded. Nothing is fetched to draw it: the viewer's own font serves."""
    places = Paths(folder / "notebooks", folder / "state", folder / "config")
    app = CompanionApp(Session(open_document("nso-2023"), places, Settings()), section="risk-assessment")
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press(*KEYS)
        await pilot.pause()
        picture = app.export_screenshot(title="companion")
    return re.sub(r"@font-face\s*\{.*?\}\s*", "", picture, flags=re.DOTALL)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        picture = asyncio.run(taken(Path(folder)))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")
    print(f"{PICTURE}: {len(picture):,} characters")


if __name__ == "__main__":
    main()
