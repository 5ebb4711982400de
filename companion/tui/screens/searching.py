"""The searching part of the reader's screen: the prompt, what a worker found, and the way from hit to hit."""

from __future__ import annotations

from textual import events, on

from companion import reading as verbs
from companion.reading import Reading, SearchChunk, replace
from companion.tui.events import Sought
from companion.tui.screens.placing import PlacingScreen
from companion.tui.widgets.prompt import SearchPrompt


class SearchingScreen(PlacingScreen):
    """While the reader types into the prompt, the screen's own keys do not work."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self._prompt: SearchPrompt | None = None
        self._before = (reading, 0)
        self._last = ("", False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._prompt is None and super().check_action(action, parameters)

    def take_typed(self, event: events.Key) -> bool:
        """Whether a key that no field took is for one that has just opened: then it is put there."""
        if self._prompt is None or not event.character or not event.is_printable:
            return False
        field = self._prompt.field
        field.replace(event.character, *field.selection)
        return True

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        super().watch_reading(old, new)
        if self._prompt is not None and self._prompt.is_mounted:
            self._prompt.reading = new
        if old is None or new is None or new.search is None:
            return
        if new.document is not old.document:
            query = new.search.query
            self._seek(verbs.search(new, query.words, exact=query.exact))
        elif new.search.done and new.search.index is not new.index:
            self.post_message(Sought(new.search.query, only_cards=True))

    async def action_search(self) -> None:
        self._before = (self.now, self.passage.top)
        self._prompt = prompt = SearchPrompt(*self._last)
        await self.mount(prompt)
        prompt.field.select_all()
        self.set_focus(prompt.field)

    @on(SearchPrompt.Changed)
    def _typed(self, event: SearchPrompt.Changed) -> None:
        if self._prompt is not None:
            self._last = (event.words, event.exact)
            origin = self._before[0].cursor
            self._seek(verbs.search(self.now, event.words, exact=event.exact, origin=origin))

    def _seek(self, reading: Reading) -> None:
        self.reading = reading
        if reading.search is not None:
            self.post_message(Sought(reading.search.query))

    def found(self, piece: SearchChunk) -> bool:
        """Take in what a worker found; whether it is still wanted. What the prompt shows is not counted as read."""
        if self.now.search is None or self.now.search.query is not piece.query:
            return False
        reading = verbs.take_in(self.now, piece)
        if self._prompt is None:
            self.show(reading)
        else:
            self.reading = reading
        return True

    @on(SearchPrompt.Ended)
    def _ended(self, event: SearchPrompt.Ended) -> None:
        if self._prompt is None:
            return
        prompt, self._prompt = self._prompt, None
        if self.focused in (prompt.field, None):
            self.set_focus(self.passage)
        prompt.remove()
        if event.kept:
            self.show(self.now)
            return
        before, top = self._before
        search = before.search if before.document is self.now.document else None
        self.reading = replace(self.now, cursor=before.cursor, chosen=before.chosen, tab=before.tab, search=search)
        self.passage.top = top

    def action_hit(self, by: int) -> None:
        if self.now.search is None:
            self.notify("Nothing is being looked for: / asks for words.", markup=False)
        else:
            self.show(verbs.step_hit(self.now, by))

    def action_leave(self) -> None:
        if self.now.search is not None and self.now.cursor.mark is None:
            self.show(verbs.leave_search(self.now))
            self.passage.focus()
        else:
            super().action_leave()
