"""The reader's own editor: the screen makes room for it, and takes the words it saved."""

from __future__ import annotations

import os
import shlex
import subprocess
import webbrowser
from urllib.parse import urlsplit

from textual.app import App, SuspendNotSupported

from companion.model import CompanionError
from companion.store.external_edit import Lent
from companion.text.clean import clean_line, hidden


def edited(app: App[None], lent: Lent) -> str:
    """The words of a lent file once $VISUAL or $EDITOR (else vi) has ended. Raises CompanionError."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    said = ""
    try:
        with app.suspend():
            said = _ran(wanted, lent)  # raising in here, the screen would never come back
    except SuspendNotSupported as error:
        said = str(error)
    if said:
        raise CompanionError(f"{clean_line(wanted)}: {clean_line(said)}; the note is as it was")
    return lent.text().removesuffix("\n")


def _ran(wanted: str, lent: Lent) -> str:
    """Run the editor until it ends; what went wrong, if anything."""
    try:
        status = subprocess.run([*shlex.split(wanted), str(lent.file)], check=False, pass_fds=[lent.lock]).returncode
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    return f"it ended with {status}" if status else ""


SCHEMES = ("http", "https", "mailto")


def refusal(address: str) -> str:
    """Why an address is not opened, "" if it can be."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return "This is no address that can be opened."
    if scheme.lower() not in SCHEMES:
        return "Only addresses that begin with http:, https: or mailto: are opened."
    return "It holds characters that cannot be seen, so it is not opened." if hidden(address) else ""


def goes_to(address: str) -> str:
    """The host an address leads to, in words; one with letters beyond ASCII as it is called in ASCII too."""
    try:
        host = urlsplit(address).hostname or ""
        plain = host.encode("idna").decode()
    except ValueError:
        return ""
    if not host:
        return ""
    return f"goes to {host}" if plain == host else f"goes to {host}, in ASCII {plain}"


def in_terminal(browser: webbrowser.BaseBrowser) -> bool:
    """Whether a browser draws in this terminal, or may: then the screen must make room for it."""
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser)


def browse(browser: webbrowser.BaseBrowser, address: str) -> str:
    """Hand an address to a browser; what went wrong, if anything."""
    try:
        return "" if browser.open(address) else "The browser did not open it."
    except (OSError, webbrowser.Error) as error:
        return f"The browser could not be started: {clean_line(str(error))}"


def known_browser() -> webbrowser.BaseBrowser | None:
    """The reader's browser: that of $BROWSER, or of the system. May run a program to find out."""
    try:
        return webbrowser.get()
    except webbrowser.Error:
        return None
