"""Opening an address in the browser, or copying it: nothing is opened before the reader saw the whole of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import App, SuspendNotSupported
from textual.content import Content

from companion.tui import external
from companion.tui.dialogs.choice import ChoiceDialog

if TYPE_CHECKING:
    import webbrowser

OPEN, COPY = range(2)
OPEN_KEYS = "enter chooses · {move} move · {scroll} scroll · {close} opens nothing"


async def ask_to_open(app: App[None], address: str) -> None:
    """Open an address in the browser or copy it, once the reader has seen all of it."""
    refused, host = external.refusal(address), external.goes_to(address)
    copying = Content(f"Copy it\n{address if refused else ''}")
    if refused:
        if await app.push_screen_wait(ChoiceDialog(Content(refused), [copying], OPEN_KEYS)) is not None:
            _copy(app, address)
        return
    opening = Content.assemble(f"Open it\n{address}", (f"\n{host}" if host else "", "bold"))
    number = await app.push_screen_wait(
        ChoiceDialog(Content("Open this address in your browser?"), [opening, copying], OPEN_KEYS)
    )
    if number == OPEN:
        app.run_worker(partial(_open, app, address), thread=True, group="browser", exit_on_error=False)
    elif number == COPY:
        _copy(app, address)


def _copy(app: App[None], address: str) -> None:
    app.copy_to_clipboard(address)
    app.notify("Sent to the terminal's clipboard.", markup=False)


def _open(app: App[None], address: str) -> None:
    browser = external.known_browser()
    if browser is None:
        message = "No browser is known here: set BROWSER, or copy the address."
    elif external.in_terminal(browser):
        message = app.call_from_thread(_open_here, app, browser, address)
    else:
        message = external.browse(browser, address)
    app.call_from_thread(app.notify, message or "Handed to your browser.", markup=False)


def _open_here(app: App[None], browser: webbrowser.BaseBrowser, address: str) -> str:
    try:
        with app.suspend():
            return external.browse(browser, address)
    except SuspendNotSupported as error:
        return str(error)
