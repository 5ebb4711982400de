"""Memory that 20 MB take once everything is shown: the document, a layer on all of it, notes."""

from __future__ import annotations

import json
import os
import subprocess
from functools import partial
from pathlib import Path

from companion.anchoring import describe
from companion.model import Document, Span
from companion.store.library import open_document
from tests.measure.speed.large import SHIPPED, SIZE, documents
from tests.measure.speed.programs import ENVIRONMENT, companion, taken
from tests.measure.speed.rounds import Measure, bounded, rounds
from tests.measure.speed.terminal import Term
from tests.measure.speed.texts import mixed, plain

TIMES_ITS_SIZE = 6
CRITIQUE = r"C01"
PLACED = "not placed"
"""What the margin says once the whole layer was placed, since one of its quotes stands nowhere."""
ANNOTATIONS = 300


def memory(count: int) -> bool:
    """What 20 MB take above the shipped companion, with 300 annotations placed and notes loaded."""
    with documents({"20 MB of Markdown": partial(mixed, SIZE), "20 MB of text": partial(plain, SIZE)}) as paths:
        measures: dict[str, Measure] = {SHIPPED: partial(_steady, companion(), CRITIQUE)}
        for name, path in paths.items():
            layer, notes = Path(f"{path}.yaml"), f"{path}.notes"
            layer.write_text(_layer(open_document(path).document), encoding="utf-8")
            _note(path, notes)
            measures[name] = partial(_steady, companion(path, "--with", str(layer), "--notes", notes), PLACED)
        figures = rounds(measures, min(count, 3))
        sizes = {name: os.path.getsize(path) for name, path in paths.items()}
    shipped = figures[SHIPPED]
    if not shipped:
        return bounded(SHIPPED, [], 0, "bytes")
    least = min(shipped)
    print(f"{SHIPPED} takes {least / 1e6:.0f} MB")
    fine = True
    for name, size in sizes.items():
        more = [(each - least) / size for each in figures[name]]
        fine = bounded(f"memory with {name} open, above {SHIPPED}", more, TIMES_ITS_SIZE, "times its size") and fine
    return fine


def _steady(argv: list[str], regex: str) -> list[float]:
    """Bytes in memory once the screen shows `regex` and has stood still for two seconds."""
    with Term(argv, env=ENVIRONMENT, give_up=120) as term:
        if term.wait(regex) is None:
            return []
        term.settle(2, 30)
        return [float(taken(term.pid, "VmRSS"))]


def _layer(document: Document) -> str:
    """A layer on every part of a document: most quotes as they stand, some edited, one of words that are not there."""
    lines = ["companion: 1", "annotations:"]
    for number in range(ANNOTATIONS):
        section = document.section(number * len(document) // ANNOTATIONS)
        start = section.blocks[-1].start
        quote = describe(document, Span(section.id, start, start + 60))
        exact = quote.exact.replace("a", "u", 2) if number % 60 == 30 else quote.exact
        fields = {
            "quote": exact,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
            "section": section.id,
            "note": "Look.",
        }
        if number == 1:
            fields = {"quote": "Whatever is written here stands nowhere else", "section": section.id, "note": "Lost."}
        named = ", ".join(f"{name}: {json.dumps(value)}" for name, value in fields.items())
        lines.append(f"  - {{id: a{number}, start: {start}, {named}}}")
    return "\n".join(lines) + "\n"


def _note(path: str, notes: str) -> None:
    """A few notes of somebody who has a home of their own, so that runs beside this one and its user do not notice."""
    home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), f"{path}.home")
    for text in ("One.", "Two.", "Three."):
        argv = companion("note", path, "--document", "--text", text, "--notes", notes)
        subprocess.run(argv, env={**os.environ, **ENVIRONMENT, **home}, capture_output=True, timeout=60, check=True)
