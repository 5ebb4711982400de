"""A terminal emulator: as much of an xterm as full-screen programs use, a grid of (character, style) cells.

Sequences it does not know are passed over, and a few questions a program asks its terminal are answered.
"""

from __future__ import annotations

import re
import unicodedata

ROWS, COLUMNS = 40, 120
Style = tuple[tuple[int, str | int], ...]
Cell = tuple[str, Style]

_TOKEN = re.compile(
    rb"\x1b\[([<=>?]?)([0-9;:]*)([ !\"#$%&'()*+,./-]*)([@-~])|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b[ #%()*+./-].|"
    rb"\x1b([0-9<-Z\\`-~])|([\x00-\x1a\x1c-\x1f\x7f])|([^\x00-\x1f\x7f]+)",
    re.DOTALL,
)
_ZERO_WIDTH = "\u200d\ufe0f\u200b\u200e\u200f"


class Screen:
    def __init__(self, rows: int = ROWS, columns: int = COLUMNS) -> None:
        self.rows, self.columns = rows, columns
        self.rest = b""
        self.application_keys = False
        self.answers = b""
        self._reset()

    def _reset(self) -> None:
        self.x = self.y = 0
        self.top, self.bottom = 0, self.rows - 1
        self.style: Style = ()
        self.saved = (0, 0)
        self.last = " "
        self.grid = [self._blank() for _ in range(self.rows)]

    def _blank(self) -> list[Cell]:
        return [(" ", self.style)] * self.columns

    def text(self) -> str:
        return "\n".join("".join(char for char, _ in row) for row in self.grid)

    def shows(self, want: re.Pattern[str]) -> bool:
        """Whether the screen matches, also where a line break without a space cut a word in two."""
        text = self.text()
        return bool(want.search(text) or want.search(text.replace("\n", "")))

    def state(self) -> tuple[int, int, list[list[Cell]]]:
        return self.x, self.y, [list(row) for row in self.grid]

    def feed(self, data: bytes) -> None:
        """Take what a program wrote; an unfinished sequence or character waits for the rest of it."""
        data, done = self.rest + data, 0
        for match in _TOKEN.finditer(data):
            if match.start() != done:
                break
            done = match.end()
            if match[7] is not None:
                chunk = match[7]
                if done == len(data) and (cut := _cut_character(chunk)) is not None:
                    done, chunk = match.start(7) + cut, chunk[:cut]
                self._put(chunk.decode("utf-8", "replace"))
            elif match[6] is not None:
                self._control(match[6][0])
            elif match[5] is not None:
                self._escape(match[5].decode())
            elif match[4] is not None:
                self._sequence(match[1].decode(), match[2].decode(), match[3].decode(), match[4].decode())
            elif match[0].startswith(b"\x1b]1") and match[0][4:6] == b";?":  # which colours have you?
                self.answers += match[0][:4] + b";rgb:0000/0000/0000\x1b\\"
        self.rest = data[done:][-65536:]

    def _put(self, text: str) -> None:
        for char in text:
            if char >= "\x7f" and (unicodedata.combining(char) or char in _ZERO_WIDTH):
                continue
            width = 2 if char >= "\x7f" and unicodedata.east_asian_width(char) in "WF" else 1
            if self.x + width > self.columns:
                self.x = 0
                self._line_feed()
            self.grid[self.y][self.x] = (char, self.style)
            if width == 2:
                self.grid[self.y][self.x + 1] = ("", self.style)
            self.x += width
            self.last = char

    def _line_feed(self) -> None:
        if self.y == self.bottom:
            self._scroll(self.top, 1)
        else:
            self.y = min(self.y + 1, self.rows - 1)

    def _scroll(self, top: int, count: int) -> None:
        """Move the lines from `top` up by `count`, or down where it is negative."""
        for _ in range(min(abs(count), self.rows)):
            if count > 0:
                self.grid.insert(self.bottom + 1, self._blank())
                del self.grid[top]
            else:
                del self.grid[self.bottom]
                self.grid.insert(top, self._blank())

    def _control(self, char: int) -> None:
        if char in (10, 11, 12):
            self._line_feed()
        elif char == 13:
            self.x = 0
        elif char == 8:
            self.x = max(0, min(self.x, self.columns - 1) - 1)
        elif char == 9:
            self.x = min(self.columns - 1, self.x // 8 * 8 + 8)

    def _escape(self, final: str) -> None:
        if final == "M":
            if self.y == self.top:
                self._scroll(self.top, -1)
            else:
                self.y = max(0, self.y - 1)
        elif final in "DE":
            self.x = 0 if final == "E" else self.x
            self._line_feed()
        elif final == "7":
            self.saved = self.x, self.y
        elif final == "8":
            self.x, self.y = self.saved
        elif final == "c":
            self._reset()

    def _sequence(self, mark: str, args: str, middle: str, final: str) -> None:
        """A control sequence: what changes the screen, then what is only asked or set."""
        numbers = [int(arg.split(":")[0] or 0) for arg in args.split(";")] if args else []
        first = numbers[0] if numbers else 0
        second = numbers[1] if len(numbers) > 1 else 0
        if mark or middle or final in "cn":
            self._asked(mark, middle, final, first)
        elif final == "m":
            self._styled(args)
        elif final in "HfABeCaDEFG`dsu":
            self._moved(final, first, second)
        elif final in "JKXP@b":
            self._erased(final, first)
        elif final in "LM" and self.top <= self.y <= self.bottom:
            self._scroll(self.y, -max(first, 1) if final == "L" else max(first, 1))
        elif final in "ST":
            self._scroll(self.top, max(first, 1) if final == "S" else -max(first, 1))
        elif final == "r":
            self.top, self.bottom = max(first, 1) - 1, min(second or self.rows, self.rows) - 1
            self.x = self.y = 0

    def _asked(self, mark: str, middle: str, final: str, first: int) -> None:
        if middle == "$" and final == "p":
            self.answers += b"\x1b[?%d;%s$y" % (first, b"2" if first == 2026 else b"0")
        elif mark == "?" and final in "hl":
            if first in (1049, 47, 1047):
                self.style = ()
                self.grid = [self._blank() for _ in range(self.rows)]
            elif first == 1:
                self.application_keys = final == "h"
        elif final == "c":
            self.answers += {"": b"\x1b[?62;22c", ">": b"\x1b[>1;10;0c"}.get(mark, b"")
        elif final == "n" and not mark:
            self.answers += b"\x1b[0n" if first == 5 else b"\x1b[%d;%dR" % (self.y + 1, self.x + 1)

    def _moved(self, final: str, first: int, second: int) -> None:
        one = max(first, 1)
        if final in "Hf":
            self.y = min(one, self.rows) - 1
            self.x = min(max(second, 1), self.columns) - 1
        elif final == "A":
            self.y = max(0, self.y - one)
        elif final in "Be":
            self.y = min(self.rows - 1, self.y + one)
        elif final in "Ca":
            self.x = min(self.columns - 1, self.x + one)
        elif final == "D":
            self.x = max(0, min(self.x, self.columns - 1) - one)
        elif final in "EF":
            self.x, self.y = 0, min(max(self.y + (one if final == "E" else -one), 0), self.rows - 1)
        elif final in "G`":
            self.x = min(one, self.columns) - 1
        elif final == "d":
            self.y = min(one, self.rows) - 1
        elif final == "s":
            self.saved = self.x, self.y
        elif final == "u":
            self.x, self.y = self.saved

    def _erased(self, final: str, first: int) -> None:
        one, row = max(first, 1), self.grid[self.y]
        if final == "J":
            for y in {0: range(self.y + 1, self.rows), 1: range(self.y)}.get(first, range(self.rows)):
                self.grid[y] = self._blank()
            if first < 2:
                self._erased("K", first)
        elif final == "K":
            start, end = {0: (self.x, self.columns), 1: (0, self.x + 1)}.get(first, (0, self.columns))
            row[start:end] = self._blank()[start:end]
        elif final == "X":
            row[self.x : self.x + one] = self._blank()[self.x : self.x + one]
        elif final == "P":
            del row[self.x : self.x + one]
            row += self._blank()[len(row) :]
        elif final == "@":
            row[self.x : self.x] = self._blank()[:one]
            del row[self.columns :]
        elif final == "b":
            self._put(self.last * one)

    def _styled(self, args: str) -> None:
        style, codes = dict(self.style), [arg or "0" for arg in args.split(";")]
        while codes:
            code = codes.pop(0)
            value = int(code.split(":")[0])
            if value == 0:
                style = {}
            elif value in (38, 48, 58) and ":" not in code:
                take = {"5": 2, "2": 4}.get(codes[0] if codes else "", 0)
                style[value] = ";".join(codes[:take])
                del codes[:take]
            elif value in (39, 49, 59):
                style.pop(value - 1, None)
            elif 30 <= value % 60 <= 47 or 90 <= value <= 107:
                style[38 if value in range(30, 38) or value in range(90, 98) else 48] = code
            elif value == 22:
                style.pop(1, None)
                style.pop(2, None)
            elif 23 <= value <= 29:
                style.pop(value - 20, None)
            else:
                style[value] = code
        self.style = tuple(sorted(style.items()))


def _cut_character(chunk: bytes) -> int | None:
    """Where an unfinished UTF-8 character at the end of `chunk` begins, or None."""
    tail = re.search(rb"[\xc0-\xff][\x80-\xbf]*$", chunk)
    if tail is None:
        return None
    length = 2 if tail[0][0] < 0xE0 else 3 if tail[0][0] < 0xF0 else 4
    return tail.start() if len(tail[0]) < length else None
