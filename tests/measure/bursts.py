"""Keys sent at once to a real terminal are answered soon, none lost, none reordered: `python -m tests.measure.bursts`.

Block moves are drawn by lot, and the place they lead to is worked out apart from the screen; letters go into the note
editor, and the note that is saved is compared. Seconds run from the first key sent until the last one shows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from companion import reading as verbs
from companion.reading import Reading
from companion.store.library import open_document
from tests.measure.figures import Figures
from tests.measure.surfaces_pty import folders
from tests.running import process
from tests.terminal.driving import Session, begin

GOAL = 2.0
"""Seconds."""
PATIENCE = 120.0
MOVES = {"j": 1, "k": -1}


class Took(NamedTuple):
    """Seconds on the clock, and of a processor, which say more where others are at work."""

    clock: float
    processor: float


class Began:
    """The moment before keys are sent to a session."""

    def __init__(self, session: Session) -> None:
        self._pid = session.pid
        self._clock, self._processor = time.monotonic(), self._used()

    def _used(self) -> float:
        fields = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def took(self) -> Took:
        return Took(time.monotonic() - self._clock, self._used() - self._processor)


def burst(session: Session, text: str) -> None:
    """Send keys as fast as the terminal takes them, while its output is read elsewhere."""

    def send() -> None:
        waiting = memoryview(text.encode())
        while waiting:
            waiting = waiting[os.write(session.descriptor, waiting[:1024]) :]

    threading.Thread(target=send, daemon=True).start()


def moves(count: int, chance: random.Random, env: Mapping[str, str]) -> tuple[Took, str, str]:
    """Seconds for so many block moves, and the status line that was expected and that was seen."""
    keys = "".join(chance.choices(list(MOVES), weights=(11, 10), k=count))
    reading = Reading(open_document("nso-2023").document)
    for key in keys:
        reading = verbs.step_block(reading, MOVES[key])
    block, section = reading.section.blocks[reading.block], reading.section
    number = section.paragraph(block.start)
    expected = f"block · ¶{number} of {section.paragraph(len(section.text))} · {section.id}"
    with begin(env=env) as session:
        began = Began(session)
        burst(session, keys + "?")  # help is shown once all before it were answered
        session.see("keys that work here now", PATIENCE)
        took = began.took()
        session.keys("<esc>")
        seen = next((line.strip() for line in session.text.splitlines() if " · ¶" in line), "")
        return took, expected, seen


def letters(count: int, chance: random.Random, env: Mapping[str, str]) -> tuple[Took, str, str]:
    """Seconds for so many letters of a note, and the note that was typed and that was saved."""
    text = "".join(chance.choices("abcdefghijklmnopqrstuvwxyzäß,. ", k=count - 10)).strip() + " then: end"
    with begin(env=env) as session:
        session.keys("a")
        session.see(r"ctrl\+s save")
        began = Began(session)
        burst(session, text)
        session.see("then: end", PATIENCE)
        took = began.took()
        session.send("<c-s>")
        session.send("q")
        session.ended(PATIENCE)
    shown = process("notes", "nso-2023", "--format", "json", env=env)
    return took, text, "".join(note["note"].strip() for note in json.loads(shown.stdout)["notes"])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=10_000)
    parser.add_argument("--letters", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    figures, chance = Figures(), random.Random(options.seed)
    for what, count, run in (("moves", options.moves, moves), ("letters of a note", options.letters, letters)):
        with folders() as env:
            took, expected, seen = run(count, chance, env)
        told = f"{took.clock:.2f} s, {took.processor:.2f} s of a processor"
        figures.say(f"{count} {what} sent at once, answered", told, f"<= {GOAL:g} s", took.clock <= GOAL)
        same = expected in seen if run is moves else expected == seen
        figures.say(f"{count} {what}, none lost or reordered", "yes" if same else f"no: {seen[:60]}", "yes", same)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
