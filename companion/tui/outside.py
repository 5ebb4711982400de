"""The reader's own editor: the screen makes room for it, and takes the words it saved."""

from __future__ import annotations

import os
import shlex
import subprocess

from textual.app import App, SuspendNotSupported

from companion.formats.clean import clean_line
from companion.model import CompanionError
from companion.store.lending import Lent


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
