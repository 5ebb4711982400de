"""Whether the terminal is light: it is asked for its background (OSC 11) while the screen is being imported.

A second question that every terminal answers (DA1) follows, so that one which does not know the first costs no wait.
"""

from __future__ import annotations

import os
import re
import select
import termios
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
PATIENCE = 0.15
"""Seconds from the question until nothing is waited for any more."""
NEVER_ASKED = ("", "dumb", "linux")
"""Values of TERM of terminals that would print the question."""
_COLOR = re.compile(r"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)[^\x07\x1b]*(?:\x07|\x1b\\)")
_LAST = re.compile(r"\x1b\[\?[\d;]*c")
_BEGUN = re.compile(r"\x1b(?:\](?:1[^\x07\x1b]*\x1b?)?|\[(?:\?[\d;]*)?)?\Z")


class LateAnswers:
    """Takes answers that come when nobody waits any more out of what is typed; a piece that has begun is kept back.

    An escape at the end may be the key, and is not kept back: what follows is still seen to be an answer.
    """

    def __init__(self) -> None:
        self._kept, self._passed = "", False

    def rest(self, text: str) -> str:
        """What was typed, without answers."""
        text = self._kept + text
        passed = self._passed and not (_COLOR.match(text) or _LAST.match(text))
        rest = _LAST.sub("", _COLOR.sub("", text))
        begun = _BEGUN.search(rest)
        self._kept = begun[0] if begun else ""
        rest = rest[: len(rest) - len(self._kept)]
        if passed and rest:
            rest, passed = rest[1:], False
        if self._kept == "\x1b" and not passed:
            rest, passed = rest + self._kept, True
        self._passed = passed and bool(self._kept)
        return rest


class Background:
    """Asks the terminal behind two descriptors on entering, and leaves it as it was; with `wanted` False not at all.

    `typed` is what the reader typed meanwhile, `is_late` that answers may still come.
    """

    def __init__(self, keyboard: int, drawing: int, *, wanted: bool) -> None:
        self._keyboard, self._drawing, self._wanted = keyboard, drawing, wanted
        self._before: list[object] | None = None
        self._asked = 0.0
        self.typed, self.is_late = "", False

    def __enter__(self) -> Self:
        both = os.isatty(self._keyboard) and os.isatty(self._drawing)
        if not (self._wanted and both and os.environ.get("TERM", "") not in NEVER_ASKED):
            return self
        try:
            if os.tcgetpgrp(self._keyboard) != os.getpgrp():
                return self
            self._before = termios.tcgetattr(self._keyboard)
            quiet = termios.tcgetattr(self._keyboard)
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(self._keyboard, termios.TCSANOW, quiet)
            os.write(self._drawing, QUESTION)
            self._asked = time.monotonic()
        except (OSError, termios.error):
            self._restore()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._restore()

    def _restore(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            with suppress(OSError, termios.error):
                termios.tcsetattr(self._keyboard, termios.TCSANOW, before)  # type: ignore[arg-type]

    def is_light(self) -> bool:
        """Whether the terminal told that it is; the reader's keys are as before from now on."""
        if self._before is None:
            return False
        said = self._answer()
        self._restore()
        self.is_late = _LAST.search(said) is None
        color = _COLOR.search(said)
        self.typed = said if self.is_late else _LAST.sub("", _COLOR.sub("", said))
        if color is None:
            return False
        red, green, blue = (int(part, 16) / float(16 ** len(part) - 1) for part in color.groups())
        return bool(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)

    def _answer(self) -> str:
        """All that comes until the last answer, or as long as the patience lasts."""
        said = ""
        while not _LAST.search(said):
            left = self._asked + PATIENCE - time.monotonic()
            if not select.select([self._keyboard], [], [], max(left, 0))[0]:
                break
            got = os.read(self._keyboard, 4096)
            if not got:
                break
            said += got.decode("utf-8", "replace")
        return said
