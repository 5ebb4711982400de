"""How the program ends by a fault of its own: a short message, and the details only in a file the reader names."""

from __future__ import annotations

import os
from io import StringIO
from typing import TextIO

from companion.formats.clean import clean_line
from companion.model.faults import CompanionError

DETAILS = "COMPANION_DEBUG"
"""The environment variable that names a file for the details of a fault; they hold private text."""
ENDED = (
    "companion ended by a fault of its own. Notes shown as saved are on disk; what was being typed is kept as a draft."
)
ASK = f"With {DETAILS}=FILE the details go to FILE, private text and all."


def details() -> TextIO:
    """Where the details go: nowhere, unless the reader names a file, which then only they may read.

    Raises CompanionError if it is there already or cannot be made.
    """
    path = os.environ.get(DETAILS, "")
    if not path:
        return StringIO()
    try:
        return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except OSError as error:
        raise CompanionError(
            f"{DETAILS}: {clean_line(path)}: {error.strerror}; name a file that is not there yet"
        ) from error
