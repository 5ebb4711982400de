"""The part of the app that opens addresses, and looks for what is hidden in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import SuspendNotSupported
from textual.content import Content
from textual.worker import get_current_worker

from companion.documents.hidden import Concealed, concealed
from companion.tui.asking import AskingApp
from companion.tui.dialogs.choice import ChoiceDialog
from companion.tui.events import OpenAddress
from companion.tui.messages import hidden_heading, hidden_option

if TYPE_CHECKING:
    import webbrowser

OPEN, COPY = range(2)
OPEN_KEYS = "enter chooses · j k move · space b scroll · esc opens nothing"
HIDDEN_KEYS = "enter goes there · j k move · space b scroll · esc closes"


class LookingApp(AskingApp):
    """Nothing is opened without a confirmation that shows the whole address."""

    @on(OpenAddress)
    def _asked_to_open(self, event: OpenAddress) -> None:
        self._confirm(event.address)

    @work
    async def _confirm(self, address: str) -> None:
        from companion.tui import external  # only where it is asked for

        refused, host = external.refusal(address), external.goes_to(address)
        copying = Content(f"Copy it\n{address if refused else ''}")
        if refused:
            if await self.push_screen_wait(ChoiceDialog(Content(refused), [copying], OPEN_KEYS)) is not None:
                self._copy(address)
            return
        opening = Content.assemble(f"Open it\n{address}", (f"\n{host}" if host else "", "bold"))
        number = await self.push_screen_wait(
            ChoiceDialog(Content("Open this address in your browser?"), [opening, copying], OPEN_KEYS)
        )
        if number == OPEN:
            self._open(address)
        elif number == COPY:
            self._copy(address)

    def _copy(self, address: str) -> None:
        self.copy_to_clipboard(address)
        self.notify("Sent to the terminal's clipboard.", markup=False)

    @work(thread=True, group="browser", exit_on_error=False)
    def _open(self, address: str) -> None:
        from companion.tui import external

        browser = external.known_browser()
        if browser is None:
            said = "No browser is known here: set BROWSER, or copy the address."
        elif external.in_terminal(browser):
            said = self.call_from_thread(self._open_here, browser, address)
        else:
            said = external.browse(browser, address)
        self.call_from_thread(self.notify, said or "Handed to your browser.", markup=False)

    def _open_here(self, browser: webbrowser.BaseBrowser, address: str) -> str:
        from companion.tui import external

        try:
            with self.suspend():
                return external.browse(browser, address)
        except SuspendNotSupported as error:
            return str(error)

    def look_for_hidden(self) -> None:
        """Ask what cannot be seen in this document; it may take a while, and another asking ends it."""
        self.notify("Looking for what is hidden…", markup=False, timeout=2)
        self._look_for_hidden()

    @work(thread=True, exclusive=True, group="hidden", exit_on_error=False)
    def _look_for_hidden(self) -> None:
        from companion.store.library import raw_of

        worker, opened = get_current_worker(), self.opened
        found = concealed(opened.document, raw_of(opened), lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.call_from_thread(self._show_hidden, found)

    @work
    async def _show_hidden(self, found: list[Concealed]) -> None:
        document = self.opened.document
        if not found:
            self.notify("Nothing is hidden in the text of this document.", markup=False)
            return
        places = [(each, number) for each in found for number in range(len(each.places))]
        options = [hidden_option(document, each, number) for each, number in places]
        self.clear_notifications()
        chosen = await self.push_screen_wait(ChoiceDialog(hidden_heading(found), options, HIDDEN_KEYS))
        if chosen is not None:
            each, number = places[chosen]
            self.reader.go_exactly(each.places[number])
