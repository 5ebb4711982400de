"""Documents to measure with: the same bytes every time, headings, paragraphs, lists and quotations."""

from __future__ import annotations

import random

_TEXT = """
audit training customer report risk review policy export licence abuse claim committee evidence court
journalist phone system contract period measure state agency company answer question whether
the a of to in for by with on that it which this from as not are were has have been may will
"""
_WORDS = _TEXT.split()
_SCRIPTS = (
    "読書は心の糧であり、注釈は余白に残る対話である。",
    "책을 읽는 동안 그는 여백에 메모를 남겼다.",
    "القراءة حوار بين الكاتب والقارئ.",
    "Чтение требует терпения и внимания.",
    "cafe\u0301 nai\u0308ve re\u0301sume\u0301, “quoted” — and … done",
    "👩‍👩‍👧‍👦 👍🏽 🇯🇵 📚",
)


def markdown(size: int, *, paragraphs: int = 24, seed: int = 1) -> bytes:
    """About `size` bytes of Markdown in sections of `paragraphs` blocks each."""
    chance = random.Random(seed)
    parts = ["# A report to measure with\n"]
    length, section = 0, 0
    while length < size:
        section += 1
        parts.append(f"\n## Section {section} on {chance.choice(_WORDS)}\n")
        for block in range(paragraphs):
            text = _sentences(chance, 2 + chance.randrange(4))
            lead = "- " if block % 7 == 5 else "> " if block % 11 == 9 else ""
            parts.append(f"\n{lead}{text}\n")
        length = length + sum(map(len, parts[-paragraphs - 1 :]))
    return "".join(parts).encode()


def mixed(size: int, *, seed: int = 1) -> bytes:
    """About `size` bytes of Markdown in many short sections: lists, code, tables, emphasis, links, many scripts.

    20 MB are some 12,000 sections. Like a long handbook, and like none of them small in number of anything.
    """
    chance = random.Random(seed)
    parts = [b"# A handbook to measure with\n"]
    length, section = 0, 0
    while length < size:
        section += 1
        made = _section(chance, section).encode()
        parts.append(made)
        length += len(made)
    return b"".join(parts)


def _section(chance: random.Random, section: int) -> str:
    parts = [f"\n## Section {section} on {chance.choice(_WORDS)}\n"]
    for block in range(5):
        first, second, third, *rest = _sentences(chance, 2 + chance.randrange(3)).split()
        words = " ".join(rest)
        parts.append(f"\n{first} **{second}** [{third}](https://example.org/{section}) {words}\n")
        if block == section % 5:
            parts.append(f"\n{_SCRIPTS[section % len(_SCRIPTS)]} {words[:80]}\n")
    kind = section % 4
    if kind == 1:
        parts.append("\n" + "".join(f"- {_sentences(chance, 1)}\n" for _ in range(4)))
    elif kind == 2:
        parts.append(f"\n```\nfor each in ({section}, 2):\n    print(each)\n```\n")
    elif kind == 3:
        parts.append("\n| what | when |\n|---|---|\n" + "".join(f"| row {row} | {section} |\n" for row in range(4)))
    return "".join(parts)


def plain(size: int, *, seed: int = 1) -> bytes:
    """About `size` bytes of plain text, wrapped by hand, under underlined headings."""
    chance = random.Random(seed)
    parts = ["A PLAIN REPORT TO MEASURE WITH\n"]
    length, section = 0, 0
    while length < size:
        section += 1
        title = f"Section {section} on {chance.choice(_WORDS)}"
        made = [f"\n{title}\n{'=' * len(title)}\n"]
        made += [f"\n{_wrapped(_sentences(chance, 2 + chance.randrange(4)))}\n" for _ in range(6)]
        parts += made
        length += sum(map(len, made))
    return "".join(parts).encode()


def hostile() -> dict[str, bytes]:
    """Documents made to stop a reader, by what they are; each of some megabytes or some 100,000 signs."""
    words = b"the quick audit of customers "
    cells = b"| " + b" | ".join(b"cell %d" % number for number in range(3_000)) + b" |\n"
    return {
        "one line of 10 MB": words * (10_000_000 // len(words)),
        "one word of 10 MB": b"x" * 10_000_000,
        "a million combining marks": b"e" + "\u0301".encode() * 1_000_000,
        "100,000 nested quotations": b"> " * 100_000 + b"text\n",
        "100,000 nested lists": b"- " * 100_000 + b"text\n",
        "a table of 3,000 columns": cells + b"|" + b"---|" * 3_000 + b"\n" + cells * 40,
        "100,000 brackets": b"[" * 100_000 + b"x" + b"]" * 100_000,
        "10 million empty lines": b"\n" * 10_000_000 + b"x",
        "a million rules": b"---\n" * 1_000_000,
        "100,000 fences": b"```\n\n" * 100_000,
        "50,000 footnotes": b"".join(b"x[^%d]\n\n[^%d]: y\n\n" % (each, each) for each in range(50_000)),
        "200,000 link definitions": b"".join(b"[a%d]: b\n" % each for each in range(200_000)),
    }


def _sentences(chance: random.Random, count: int) -> str:
    sentences = (" ".join(chance.choices(_WORDS, k=8 + chance.randrange(14))) for _ in range(count))
    return " ".join(sentence.capitalize() + "." for sentence in sentences)


def _wrapped(text: str) -> str:
    """The text in lines of twelve words, as wide as a page."""
    words = text.split()
    return "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
