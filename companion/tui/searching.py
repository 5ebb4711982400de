"""The part of the app that looks for words in a worker, and hands over what it finds piece by piece."""

from __future__ import annotations

from textual import on, work
from textual.worker import get_current_worker

from companion import reading as verbs
from companion.reading import Query, Reading
from companion.tui.events import Sought
from companion.tui.storing import StoringApp


class SearchingApp(StoringApp):
    """Looking ends when its query is given up, or another one begun."""

    @on(Sought)
    def _sought(self, event: Sought) -> None:
        self._seek(self.reader.now, event.query, event.only_cards)

    @work(thread=True, exclusive=True, group="seek", exit_on_error=False)
    def _seek(self, reading: Reading, query: Query, only_cards: bool) -> None:
        worker = get_current_worker()
        for piece in verbs.look(reading, query, only_cards=only_cards):
            if worker.is_cancelled or not self.call_from_thread(self.reader.found, piece):
                return
