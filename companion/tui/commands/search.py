"""Searching: the line for the words, and the way from hit to hit."""

from __future__ import annotations

from companion import reading as verbs
from companion.tui.reader import ReaderScreen


async def search(screen: ReaderScreen) -> None:
    """Open the line in which the words are typed."""
    prompt = screen.search_bar.begin(screen.now, screen.passage.top)
    await screen.mount(prompt)
    prompt.field.select_all()
    screen.set_focus(prompt.field)


def hit(screen: ReaderScreen, by: int) -> None:
    """To another hit."""
    if screen.now.search is None:
        screen.tell("Nothing is being looked for: {search} asks for words.")
    else:
        screen.show(verbs.step_hit(screen.now, by))
