"""What must never reach a terminal, and a scan of what did reach it."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import NamedTuple

CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
"""The 65: C0, DEL and C1."""
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""The nine embeddings, overrides and isolates."""
HIDING = "\u200b\u2060\ufeff\U000e0041\U000e007f"
ATTACKS = {
    "OSC 52, 7 bit: writes the clipboard": "\x1b]52;c;RVZJTA==\x07",
    "OSC 52, 8 bit": "\x9d52;c;RVZJTA==\x9c",
    "OSC 0: sets the title": "\x1b]0;EVIL\x07",
    "OSC 8: a link with another address": "\x1b]8;;http://ev.il\x1b\\",
    "CSI 2J: clears the screen": "\x1b[2J\x1b[3J",
    "CSI 6n: is answered as if typed": "\x1b[6n\x1b[c",
    "alternate screen off": "\x1b[?1049l",
    "mouse and paste reports off": "\x1b[?1000;2004l",
    "DCS: asks for a setting": '\x1bP$q"p\x1b\\',
    "CSI 2J, 8 bit": "\x9b2J\x9b6n",
    "reset, and another character set": "\x1bc\x1b(0\x0e",
    "end of a paste, then a command": "\x1b[201~rm x\r",
}
"""The 12 known attacks of CVE-2022-46663 and its like."""
PACK = 11
"""Characters of a piece that fit, with the words around them, the narrowest place whose width is not measured right."""
_SEQUENCE = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\x1b\[\?2026[hl]|\x1b\[\?25[hl]|"
    r"\x1b\]22;[a-z-]+(?:\x07|\x1b\\)|\r\n(?=\x1b\[\d+;\d+H)"
)
"""What a frame of the screen consists of besides text: styles, places, the brackets around a frame, the cursor,
the shape of the pointer, and a line end before a place."""
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def packs() -> list[str]:
    """All of them in pieces short enough for the narrowest column of the screen."""
    pieces = [CONTROLS[at : at + PACK] for at in range(0, len(CONTROLS), PACK)]
    return [*pieces, BIDI, HIDING, *ATTACKS.values()]


def random_packs(count: int, seed: int) -> list[str]:
    """Pieces of random characters, most of them from where the harmful ones are."""
    from tests.measure.clean import texts

    rng = random.Random(seed)
    chars = texts(count * PACK, seed)
    rng.shuffle(chars)
    return ["".join(chars[at : at + PACK]) for at in range(0, len(chars), PACK)]


class Mark(NamedTuple):
    """Words around a payload by which it is known on the screen: `surface` is two letters, `number` the payload's."""

    surface: str
    number: int

    @property
    def head(self) -> str:
        return f"{self.surface}{self.number:02}⟦"

    @property
    def tail(self) -> str:
        return f"⟧{self.number:02}{self.surface}"


def marked(surface: str, number: int, payload: str) -> str:
    mark = Mark(surface, number)
    return f"{mark.head}{payload}{mark.tail}"


class Scan(NamedTuple):
    """What was written to a terminal: the text of it, and what must not be there with how often it was."""

    text: str
    forbidden: Counter[str]

    def painted(self, mark: Mark, *, cut: bool = False) -> bool:
        """Whether a payload was painted from its first to its last word (`cut`: from its first on)."""
        return mark.head in self.text and (cut or mark.tail in self.text)


def scan(output: bytes, *, newlines: bool = False) -> Scan:
    """Take frames apart. `newlines`: plain output, where line ends are meant; else every control is forbidden."""
    text = output.decode("utf-8", "surrogateescape")
    text = text.replace("\r\n", "\n") if newlines else _SEQUENCE.sub("", text)
    found = Counter(f"U+{ord(char):04X}" for char in _FORBIDDEN.findall(text) if not (newlines and char == "\n"))
    found.update("bad UTF-8" for char in text if "\udc80" <= char <= "\udcff")
    return Scan(text, found)
