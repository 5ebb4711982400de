"""Messages of the reading process, made to harm: `python -m tests.measure.messages --messages 1000000`.

Random JSON of every shape, real messages with anything in the place of anything, and damaged bytes are taken as
messages of the reading process: each is one whose parts have the types they should, or refused by our own error, and
what was taken gives a document. Then processes that say without end what costs most are listened to, each by a process
of its own, whose time and memory are measured: for a small document and for a large one, which may take more.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from companion.documents import messages
from companion.documents.protocol import ADDRESS, DEPTH, MARKS, PIECES, SECTIONS, WORDS
from companion.documents.sandbox import Origin, _Received, read_sandboxed
from companion.documents.sections import Piece
from companion.model import Mark, Unreadable
from companion.model.document import BlockKind, MarkStyle
from companion.text.clean import clean, clean_line
from tests.documents.impostors import format_named, impostor
from tests.measure.figures import Figures
from tests.measure.layers import peak
from tests.running import ROOT

SECONDS, MEGABYTES = 10.0, 600
STREAM = 120
"""Messages in one made-up stream: then it is ended and read through."""
PIECE = ["paragraph", "Some words.", 1, "•", "iv", [[0, 4, "strong", ""], [5, 10, "link", "http://x.y/z"]]]
REAL: tuple[tuple[str, Any], ...] = (
    ("A", ["A report", "en", [["author", "A. Writer"], ["date", "2023"]], True]),
    ("H", [2, "A heading", ["heading", "A heading", 0, "", "", []]]),
    ("H", [1, "From the outline", None]),
    ("P", [PIECE, ["notice", "", 0, "a picture", "", []], ["code", "x = 1\ny", 0, "", "3", []]]),
    ("N", "Left out, in characters: 12 of scripts."),
    ("G", [3, 12, 2, False]),
    ("F", ["it needs too much", "split it"]),
    ("E", 0),
)
WORDS_OF_MESSAGES = (
    *("", "heading", "paragraph", "notice", "link", "footnote", "\x1b[2J", "\ud800", "\u202e\n", "a" * 2_000),
)
ODD = (
    *(b"NaN", b"-Infinity", b"1e999", b"-0", b"9" * 400, b"9" * 5_000, b"1.0", b"true", b"null", b'""', b"[]", b"{}"),
    *(b'"\\ud83d"', b'"\xed\xa0\xbd"', b'"\xff"', b'"\\u0000\\u001b[2J"', b'"\\u202e"', b"\xef\xbb\xbf0", b"0\x00"),
    *(b"[" * 3_000, b'{"a":' * 3_000, b"[" * 400 + b"]" * 400, b'"a":1', b"'", b"0 0", b'"' + b"x" * 3_000 + b'"'),
)


def lines(count: int, seed: int) -> Iterator[bytes]:
    """Random messages: two of five are random JSON, two real ones with something else in them, one damaged bytes."""
    rng = random.Random(seed)
    real = [f"{letter}{json.dumps(value)}".encode() for letter, value in REAL]
    for _ in range(count):
        choice = rng.random()
        letter, value = rng.choice(REAL)
        if choice < 0.4:
            yield f"{letter}{json.dumps(anything(rng, 3))}".encode()
        elif choice < 0.8:
            changed = json.loads(json.dumps(value))
            yield f"{letter}{json.dumps(exchanged(rng, changed))}".encode()
        elif choice < 0.9:
            yield damaged(rng, bytearray(rng.choice(real)))
        else:
            yield letter.encode() + _within(rng, rng.choice(ODD))


def anything(rng: random.Random, depth: int) -> Any:
    """A JSON value of any shape."""
    choice = rng.randrange(14 if depth else 10)
    if choice < 10:
        numbers = (0, 1, -1, rng.randrange(-9, 9), 1 << 70, 0.5, 1e300, float("nan"), float("inf"), True, False, None)
        return rng.choice(numbers if choice < 5 else WORDS_OF_MESSAGES)
    inner = [anything(rng, depth - 1) for _ in range(rng.choice((0, 1, 2, 3, 4, 6)))]
    return inner if choice < 13 else {str(rng.choice((number, "x"))): each for number, each in enumerate(inner)}


def exchanged(rng: random.Random, value: Any) -> Any:
    """A value with something else in the place of any part of it, or one part more or less, up to three times."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        at, above = value, None
        while isinstance(at, list) and at and rng.random() < 0.8:
            index = rng.randrange(len(at))
            above, at = (at, index), at[index]
        if isinstance(at, list) and rng.random() < 0.4:
            at[rng.randrange(len(at) + 1) :] = [anything(rng, 2)] if rng.random() < 0.5 else []
        elif above:
            alike = isinstance(at, str) and rng.random() < 0.5
            above[0][above[1]] = rng.choice(WORDS_OF_MESSAGES) if alike else anything(rng, 2)
        else:
            value = anything(rng, 3)
    return value


def damaged(rng: random.Random, made: bytearray) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(made) + 1)
        made[at : at + rng.choice((0, 1, 1, 5))] = rng.choice((b"", rng.randbytes(1), rng.choice(ODD[:17])))
    return bytes(made).replace(b"\n", b" ")


def _within(rng: random.Random, odd: bytes) -> bytes:
    """An odd value alone, or in the places where a message holds one."""
    return rng.choice((b"%b", b"[%b]", b"[0,%b,null]", b'[["paragraph",%b,0,"","",[]]]', b"[1,2,%b,false]")).replace(
        b"%b", odd
    )


def wrong_with(one: messages.Message) -> str:
    """What is not as promised in a message; "" if all is."""
    if isinstance(one, messages.PartMessage):
        if len(one.pieces) > PIECES or sum(len(piece.marks) for piece in one.pieces) > MARKS:
            return "too much in one part"
        return "".join(map(_wrong_piece, one.pieces))
    if isinstance(one, messages.HeadingMessage) and one.piece:
        return _wrong_piece(one.piece) or wrong_with(one._replace(piece=None))
    said = [part for part in one if isinstance(part, str)]
    if isinstance(one, messages.AboutMessage):
        said += [word for fact in one.facts for word in fact]
        return _wrong_words(said) or ("" if type(one.sole) is bool else "sole")
    if isinstance(one, messages.StepMessage):
        whole = all(type(number) is int and 0 <= number <= 1 << 30 for number in one[:3])
        return "" if whole and type(one.ahead) is bool and one.resume_from <= one.unit else "a step"
    if isinstance(one, messages.HeadingMessage) and not (type(one.level) is int and 1 <= one.level <= 6):
        return "a level"
    expected = {messages.HeadingMessage: 1, messages.NoticeMessage: 1, messages.FailureMessage: 2}.get(type(one), 0)
    return _wrong_words(said) or ("" if len(said) == expected else "what is no text")


def _wrong_piece(piece: Piece) -> str:
    text = piece.text
    if piece.kind not in get_args(BlockKind) or type(text) is not str or clean(text) != text:
        return "a kind or text"
    if not (type(piece.depth) is int and 0 <= piece.depth <= DEPTH):
        return "a depth"
    return _wrong_words([piece.marker, piece.page]) or "".join(_wrong_mark(mark, len(text)) for mark in piece.marks)


def _wrong_mark(mark: Mark, length: int) -> str:
    placed = type(mark.start) is type(mark.end) is int and 0 <= mark.start < mark.end <= length
    known = mark.style in get_args(MarkStyle) and len(mark.target) <= ADDRESS and clean_line(mark.target) == mark.target
    return "" if placed and known else "a mark"


def _wrong_words(words: Sequence[str]) -> str:
    good = all(type(word) is str and len(word) <= WORDS and clean_line(word) == word for word in words)
    return "" if good else "words"


def fuzz(count: int, seed: int = 1) -> Counter[str]:
    """What became of random messages: `taken`, `refused`, and anything else only if the reading of them is wrong."""
    found: Counter[str] = Counter()
    made = lines(count, seed)
    for start in range(0, count, STREAM):
        received = _Received(Origin(format_named("html"), "a", "sha256:0"), None, None)
        for _ in range(min(STREAM, count - start)):
            each = next(made)
            try:
                found[_one(received, each)] += 1
            except Exception as error:
                found[f"{type(error).__name__}: {error} on {each[:200]!r}"] += 1
        if what := _read_through(received):
            found[what] += 1
    return found


def _one(received: _Received, each: bytes) -> str:
    try:
        if wrong := wrong_with(messages.message(each)):
            return f"{wrong} that is wrong on {each[:200]!r}"
        received.take(each)
    except (messages.Damaged, messages.Overfull):
        return "refused"
    return "taken"


def _read_through(received: _Received) -> str:
    try:
        document = received.document()
        for index in range(len(document)):
            document.pass_by(index)
    except Unreadable:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error} while the document is made"
    return ""


STREAMS = {
    "empty lines": r"forever(b'\n')",
    "empty parts": r"forever(b'P[]\n')",
    "parts of an empty paragraph": r"""forever(b'P[["paragraph","",0,"","",[]]]\n')""",
    "parts of one letter": r"""forever(b'P[["paragraph","a",0,"","",[]]]\n')""",
    "parts after a long title": r"""say('H[2,"' + '\U0001f600' * 300 + '",null]'); forever(b'P[]\n')""",
    "headings": r"""forever(b'H[2,"a",null]\n')""",
    "headings of level 1 before a part": r"""forever(b'H[1,"a",null]\n' * 99 + b'P[]\n')""",
    "long headings": r"""forever(('H[2,"' + '\U0001f600' * 300 + '",null]\n').encode())""",
    "headings that are all different": r"""
n = 0
while True:
    os.write(1, b''.join(b'H[3,"a %d",["heading","a",0,"","",[]]]\nP[]\n' % i for i in range(n, n + 999))); n += 999""",
    "headings whose ids meet": r"""
os.write(1, b''.join(b'H[2,"a-%d",null]\n' % i for i in range(100_000))); forever(b'H[2,"a",null]\nP[]\n')""",
    "notices": r"""
n = 0
while True: os.write(1, b''.join(b'N"%d %b"\n' % (i, b'x' * 900) for i in range(n, n + 50))); n += 50""",
    "one notice": r"""forever(b'N"a"\n')""",
    "failures": r"""
n = 0
while True: os.write(1, b''.join(b'F["%d",""]\n' % i for i in range(n, n + 1000))); n += 1000""",
    "steps": r"""forever(b'G[1,2,0,false]\n')""",
    "facts": r"""say('A["","",[' + '["a","b"],' * 90_000 + '["a","b"]],false]'); forever(b'A["","",[],false]\n')""",
    "a line that does not end": r"""forever(b'x' * 60_000)""",
    "a line of brackets": r"""forever(b'P' + b'[' * 1_000_000 + b'\n')""",
    "a line of empty lists": r"""forever(b'P[' + b'[],' * 349_000 + b'[]]\n')""",
    "parts of 1,000 pieces": r"""forever(b'P[' + b'["item","a",9,"","",[]],' * 999 + b'["item","a",9,"","",[]]]\n')""",
    "parts of a mebibyte": r"""
text = 'a' * 1_000_000 + '\U0001f600'; forever(('P[["code","' + text + '",0,"","",[]]]\n').encode())""",
    "pieces of 20,000 marks": r"""
marks = ','.join(['[0,1,"link","a"]'] * 20_000); forever(('P[["code","ab",0,"","",[' + marks + ']]]\n').encode())""",
    "control characters": r"""forever(('P[["code","' + '\\u001b' * 100_000 + '",0,"","",[]]]\n').encode())""",
    "nothing": "time.sleep(60)",
    "random bytes": r"""
while True: os.write(1, os.urandom(60_000))""",
}
FOREVER = """
def forever(block):
    block *= max(1, 60_000 // len(block))
    while True: os.write(1, block)
"""


def listened(name: str, size: int) -> dict[str, Any]:
    """What it takes to listen to one endless stream for a document of `size` bytes, in this process."""
    code = FOREVER + 'say(\'A["","",[],false]\')\n' + STREAMS[name]
    started, since = time.process_time(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, impostor(Path(folder), code):
        try:
            origin = Origin(format_named("html"), "a", "sha256:0")
            document = read_sandboxed(bytes(size), origin, lambda done, of: None, None, lambda early: None)
            for index in range(0, len(document), max(1, len(document) // 20_000)):
                document.section(index)
            wrong = "" if len(document) <= SECTIONS else f"{len(document)} sections"
            said = f"{len(document)} sections; {'; '.join(document.notices)[-60:]}"
        except Unreadable as error:
            wrong, said = "", str(error)
    return {
        "seconds": time.process_time() - started,
        "waited": time.monotonic() - since,
        "megabytes": peak(),
        "said": said[:90],
        "wrong": wrong,
    }


def measured(name: str, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.measure.messages", "--stream", name, "--size", str(size)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    if ran.returncode:
        return {"seconds": 0.0, "waited": 0.0, "megabytes": 0.0, "said": "", "wrong": ran.stderr.strip()[-300:]}
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="streams with this in their name")
    parser.add_argument("--stream", help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, action="append", help="bytes of a document: 1, and 8 MiB")
    options = parser.parse_args(arguments)
    if options.stream:
        print(json.dumps(listened(options.stream, *options.size)))
        return 0
    figures = Figures()
    if options.messages:
        _fuzzed(figures, options.messages, options.seed)
    _streamed(figures, options.only, options.size or (1, 8 << 20))
    return figures.end()


def _fuzzed(figures: Figures, count: int, seed: int) -> None:
    found = fuzz(count, seed)
    others = {what: number for what, number in found.items() if what not in ("taken", "refused")}
    for what, number in list(others.items())[:20]:
        print(f"{number} × {what}")
    what = f"random messages of the reading process not taken as they should, of {count:,}"
    told = f"{sum(others.values())} ({found['taken']:,} taken, {found['refused']:,} refused)"
    figures.say(what, told, "0", not others and found["taken"] > count // 20)
    figures.say("memory while taking them, in MB", f"{peak():.0f}", f"at most {MEGABYTES}", peak() <= MEGABYTES)


def _streamed(figures: Figures, only: str, sizes: Sequence[int]) -> None:
    chosen = [name for name in STREAMS if only in name]
    for size in sizes:
        which = f"a document of {size:,} bytes"
        slowest = largest = 0.0
        wrong = 0
        for name in chosen:
            found = measured(name, size)
            slowest, largest = max(slowest, found["seconds"]), max(largest, found["megabytes"])
            wrong += bool(found["wrong"])
            cost = f"{found['seconds']:.1f} s of {found['waited']:.1f} s, {found['megabytes']:.0f} MB"
            print(f"{which}: {name}: {cost}: {found['wrong'] or found['said']}", flush=True)
        what = f"processes that talk without end, for {which}"
        figures.say(f"{what}, listened to as they should", f"{len(chosen) - wrong} of {len(chosen)}", "all", not wrong)
        figures.say(f"{what}: processor seconds", f"{slowest:.1f}", f"at most {SECONDS:.0f}", slowest <= SECONDS)
        figures.say(f"{what}: memory in MB", f"{largest:.0f}", f"at most {MEGABYTES}", largest <= MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
