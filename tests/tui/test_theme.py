"""The theme chosen on the screen is there the next time."""

from __future__ import annotations

from companion.store.paths import user_paths
from companion.store.state import State
from tests.tui.driving import running


async def test_a_theme_that_was_chosen_is_remembered() -> None:
    async with running() as screen:
        assert screen.app.theme != "nord"
        screen.app.theme = "nord"
        await screen.settled()
        await screen.app.workers.wait_for_complete()
    assert State(user_paths()).screen("theme") == "nord"
    async with running() as again:
        assert again.app.theme == "nord"
