"""Hostile files on disk, and every command and the screen on them."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.measure.clean import texts
from tests.measure.surfaces_payloads import Mark, marked, packs, scan
from tests.measure.surfaces_pty import Plain, folders

if TYPE_CHECKING:
    from tests.measure.surfaces import Result

COMPANION = (sys.executable, "-m", "companion")
_IN_A_NAME = dict.fromkeys(map(ord, "/\0"), "_")

_IN_A_PARAGRAPH = {10: " ", 13: " ", 0: "\x01", **dict.fromkeys(range(0xD800, 0xE000), "\x1b")}
"""Line ends would end it; a NUL makes a file no text, and lone surrogates are no UTF-8."""


def document(payloads: list[str]) -> bytes:
    """A Markdown document with each payload in its own section's title and text, raw and as an HTML entity."""
    parts = ["---\ntitle: T\npublisher: " + marked("pu", 0, payloads[0].replace("\n", " ")) + "\n---\n# T\n"]
    for at, payload in enumerate(payloads):
        flat = "".join(" " if char in "\n\r" else char for char in payload)
        coded = "".join(f"&#{ord(char)};" for char in payload)
        parts.append(f"## {marked('ti', at, flat)}\n\n{marked('te', at, flat)}\n\n> {marked('en', at, coded)}\n\n")
        parts.append(f"* {marked('li', at, flat)}\n\n```\n{marked('fe', at, flat)}\n```\n\n")
    return "".join(parts).encode("utf-8", "surrogatepass")


def layer(payloads: list[str], kind: str) -> bytes:
    """A layer with each payload in a note, escaped as YAML allows or as it is."""
    lines = ["companion: 1", "layer: {id: hostile}", "annotations:"]
    for at, payload in enumerate(payloads):
        text = json.dumps(marked("no", at, payload)) if kind == "escaped" else f"'{marked('no', at, payload)}'"
        lines.append(f"- {{id: A{at}, section: nowhere, note: {text}}}")
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def fuzz_file(file: Path, count: int, section: int, seed: int) -> int:
    """Write `count` random characters in sections of so many, each ended by `§0001§`; the number of sections."""
    total = max(count // section, 1)
    rng = random.Random(seed)
    chars = texts(count, seed)
    rng.shuffle(chars)
    parts = ["# Fuzz\n"]
    for number in range(1, total + 1):
        some = "".join(chars[(number - 1) * section : number * section]).translate(_IN_A_PARAGRAPH)
        words = " ".join(some[at : at + 60] for at in range(0, len(some), 60))
        parts.append(f"## S{number}\n\n§{number:04}\n\nx{words}\n\n§{number:04}§\n\n")
    file.write_bytes("".join(parts).encode("utf-8", "surrogatepass"))
    return total


def made(folder: Path) -> dict[str, Path]:
    """The files, with names as hostile as their text."""
    payloads = packs()
    name = "".join(payloads).translate(_IN_A_NAME).encode("utf-8", "replace")[:200].decode("utf-8", "ignore")
    files = {"document": folder / f"{name}.md", "escaped": folder / f"{name}.yaml", "raw": folder / f"r{name}.yaml"}
    files["document"].write_bytes(document(payloads))
    for kind in ("escaped", "raw"):
        files[kind].write_bytes(layer(payloads, kind))
    return files


def commands(files: dict[str, Path]) -> Iterator[list[str]]:
    shown, escaped, raw = (str(files[name]) for name in ("document", "escaped", "raw"))
    hostile = "".join(packs()).replace("\0", "")
    for form in ("text", "json"):
        yield ["show", shown, "--format", form, "--with", escaped]
        yield ["note", shown, "--document", "--text", marked("cn", 0, hostile), "--kind", hostile, "--tag", hostile]
        yield ["notes", shown, "--format", form]
        yield ["anchors", shown, escaped, "--format", form]
        yield ["list", "--format", form]
    yield ["check", shown, escaped, raw, str(files["document"].parent)]
    yield ["show", f"{shown}.gone"]
    yield ["show", shown, "--section", hostile]
    yield ["show", shown, "--with", hostile]
    yield ["note", shown, "--quote", hostile, "--text", "x"]
    yield ["note", shown, "--text", "x", f"--{hostile}"]
    yield ["where", "--notes", f"/nowhere/{hostile}"]
    yield ["purge", shown, "--yes"]
    yield ["forget", shown]
    yield [hostile]


def sessions(folder: Path) -> Iterator[tuple[str, Result]]:
    """The commands, then the screen; each with what reached the terminal."""
    from tests.measure.surfaces import Result

    files = made(folder)
    forbidden: Counter[str] = Counter()
    text = ""
    with folders() as env:
        ran = 0
        for command in commands(files):
            with Plain([*COMPANION, *command], env=env) as term:
                assert term.ended(20) is not None, command
                found = scan(term.output, newlines=True)
            forbidden += found.forbidden
            text += found.text
            ran += 1
            assert "Traceback" not in found.text, (command, found.text)
        missing = missing_of(text, ("te", "en", "li", "fe"))
        yield f"{ran} commands on hostile files, words and names", Result(forbidden, counted(text), missing)
        argv = [*COMPANION, str(files["document"]), "--with", str(files["escaped"]), "--with", str(files["raw"])]
        with Plain(argv, env=env, rows=100, columns=300) as term:
            term.until("te00⟦")
            began = term.output.index("te00⟦".encode())
            term.keys(*["]"] * len(packs()), ":", "<esc>", "?", "<esc>", "a", "<esc>", "/", "x", "<cr>", "n", "<esc>")
            term.keys(":", "is hidden")
            term.until("characters nobody sees")
            term.keys("<cr>")
            term.until("Hidden in this document")
            term.keys("G", "<esc>")
            found = scan(term.output[began:])
            term.leave()
        yield (
            "the screen on hostile files",
            Result(found.forbidden, counted(found.text), missing_of(found.text, ("te", "en", "li", "fe"))),
        )


def missing_of(text: str, surfaces: tuple[str, ...]) -> list[str]:
    """Payloads of these surfaces that are nowhere in a text."""
    wanted = [Mark(surface, number) for surface in surfaces for number in range(len(packs()))]
    return [mark.head for mark in wanted if mark.head not in text or mark.tail not in text]


def counted(text: str) -> int:
    return sum(
        Mark(surface, number).head in text for surface in ("te", "en", "li", "fe") for number in range(len(packs()))
    )
