"""Programs that the screen starts: the reader's own editor and browser. No other module of the screen starts any."""

from __future__ import annotations

import os
import shlex
import subprocess
import webbrowser
from urllib.parse import urlsplit

from textual.app import App, SuspendNotSupported

from companion.model import CompanionError
from companion.store.external_edit import LentFile
from companion.text.clean import clean_line, hidden


def edit(app: App[None], lent: LentFile) -> str:
    """The text of a lent file after $VISUAL, $EDITOR or else vi ran on it. Raises CompanionError."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    wrong = ""
    try:
        with app.suspend():
            wrong = _run(editor, lent)  # raising in here, the screen would never come back
    except SuspendNotSupported as error:
        wrong = str(error)
    if wrong:
        raise CompanionError(f"{clean_line(editor)}: {clean_line(wrong)}; the note is as it was")
    return lent.text().removesuffix("\n")


def _run(editor: str, lent: LentFile) -> str:
    """Run the editor until it ends; what went wrong, "" if nothing did."""
    try:
        status = subprocess.run([*shlex.split(editor), str(lent.file)], check=False, pass_fds=[lent.lock]).returncode
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    return f"it ended with {status}" if status else ""


SCHEMES = ("http", "https", "mailto")


def refusal(address: str) -> str:
    """Why an address is not opened, in a sentence; "" if it can be."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return "This is no address that can be opened."
    if scheme.lower() not in SCHEMES:
        return "Only addresses that begin with http:, https: or mailto: are opened."
    return "It holds characters that cannot be seen, so it is not opened." if hidden(address) else ""


def goes_to(address: str) -> str:
    """The host of an address as `goes to HOST`, with its ASCII form where it has other letters; "" without a host."""
    try:
        host = urlsplit(address).hostname or ""
        plain = host.encode("idna").decode()
    except ValueError:
        return ""
    if not host:
        return ""
    return f"goes to {host}" if plain == host else f"goes to {host}, in ASCII {plain}"


def in_terminal(browser: webbrowser.BaseBrowser) -> bool:
    """True if a browser may draw in this terminal, so that the screen must make room for it."""
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser)


def browse(browser: webbrowser.BaseBrowser, address: str) -> str:
    """Hand an address to a browser; what went wrong, "" if nothing did."""
    try:
        return "" if browser.open(address) else "The browser did not open it."
    except (OSError, webbrowser.Error) as error:
        return f"The browser could not be started: {clean_line(str(error))}"


def known_browser() -> webbrowser.BaseBrowser | None:
    """The browser of $BROWSER or of the system, None if there is none. May run a program to find out."""
    try:
        return webbrowser.get()
    except webbrowser.Error:
        return None
