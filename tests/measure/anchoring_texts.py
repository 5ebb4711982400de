"""Texts to try anchoring on: the King James Bible, Python's manual, and a made-up one; all repeat themselves.

The Bible is Debian's package `bible-kjv` (`apt-get install bible-kjv`), the manual comes with Python.
Or a file of plain text. Nothing is fetched; what is not installed is said to be missing.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import NamedTuple

from tests.measure.figures import skip

_VERSE = re.compile(r"(\w+?)(\d+):(\d+) (.*)")
_WHOLE_BIBLE = "Genesis1:1-Revelation22:21"


class Text(NamedTuple):
    """A text's name, and its sections as (id, paragraphs)."""

    name: str
    sections: list[tuple[str, list[str]]]


def cut(text: Text, size: int, skip: int = 0) -> Text:
    """About `size` characters of a text in whole sections, after the first `skip`."""
    kept: list[tuple[str, list[str]]] = []
    seen = 0
    for section in text.sections:
        seen += sum(map(len, section[1]))
        if skip < seen <= skip + size:
            kept.append(section)
    return Text(text.name, kept)


def bible() -> Text | None:
    """The King James Bible, a section a chapter, a paragraph every three verses; None where it is not installed."""
    if not which("bible"):
        return None
    command = ["bible", "-f", _WHOLE_BIBLE]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout
    sections: list[tuple[str, list[str]]] = []
    for line in printed.splitlines():
        match = _VERSE.match(line)
        if not match:
            continue
        book, chapter, verse, words = match.groups()
        name = f"{book}-{chapter}".lower()
        if not sections or sections[-1][0] != name:
            sections.append((name, []))
        if int(verse) % 3 == 1:
            sections[-1][1].append(words)
        else:
            sections[-1][1][-1] += " " + words
    return Text("King James Bible", sections) if sections else None


def manual() -> Text | None:
    """The language reference that comes with Python (what `help("topics")` shows); None where it is left out."""
    try:
        from pydoc_data.topics import topics  # not in every Python that a distribution has cut in parts
    except ImportError:
        return None
    return sectioned("Python's language reference", sorted(topics.items()))


def from_file(path: Path) -> Text | None:
    """A file of plain text; None if it is empty."""
    return sectioned(path.name, [("part", path.read_text(encoding="utf-8"))])


def sectioned(name: str, parts: list[tuple[str, str]]) -> Text | None:
    """Texts cut at empty lines, 25 paragraphs a section; a paragraph that was there before is left out."""
    seen: set[str] = set()
    sections = []
    for title, raw in parts:
        kept = []
        for part in re.split(r"\n\s*\n", raw):
            paragraph = " ".join(part.split())
            if paragraph and paragraph not in seen:
                kept.append(paragraph)
                seen.add(paragraph)
        for number in range(0, len(kept), 25):
            sections.append((f"{title}.{number // 25 + 1}".lower(), kept[number : number + 25]))
    return Text(name, sections) if sections else None


def made_up(size: int = 1_000_000, seed: int = 1) -> Text:
    """Sentences of words as frequent as in a language, one sentence in twenty said before."""
    chance = random.Random(seed)
    letters = "eeeetttaaaooiinnsshhrrddllcumwfgypbvk"
    stock = list(dict.fromkeys("".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(9000)))
    weights = [1 / (rank + 2) for rank in range(len(stock))]
    sections: list[tuple[str, list[str]]] = []
    said: list[str] = []
    total = 0
    while total < size:
        paragraphs = []
        for _ in range(chance.randint(4, 14)):
            sentences = []
            for _ in range(chance.randint(2, 5)):
                if said and chance.random() < 0.05:
                    sentences.append(chance.choice(said))
                else:
                    words = chance.choices(stock, weights, k=chance.randint(5, 28))
                    sentences.append(" ".join(words).capitalize() + ".")
                    said.append(sentences[-1])
            paragraphs.append(" ".join(sentences))
            total += len(paragraphs[-1]) + 2
        sections.append((f"part-{len(sections) + 1}", paragraphs))
    return Text("made-up text with repeated sentences", sections)


def add_text_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", default="bible", help="bible, manual, made-up, or a file of plain text")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of text")
    parser.add_argument("--skip", type=int, default=2_000_000, help="characters of the text left out before")


def chosen_text(options: argparse.Namespace) -> Text:
    """The text asked for, of about the size asked for; what is not here is said and a made-up one taken."""
    made: dict[str, Callable[[], Text | None]] = {"bible": bible, "manual": manual}
    made["made-up"] = lambda: made_up(options.size + options.skip)
    text = made[options.text]() if options.text in made else from_file(Path(options.text))
    if text is None:
        skip(options.text, "the text is not here (Debian: bible-kjv); a made-up one is used instead")
        text = made_up(options.size)
    part = cut(text, options.size, options.skip)
    return part if part.sections else cut(text, options.size)
