"""Documents made to exhaust the program: `python -m tests.measure.bombs [--only NAME]`.

Each is opened and read through by a process of its own, which then opens the shipped companion. It must have ended in
time, by a word that says why or by showing what can be read with a word about the rest, and must not have held too
much memory, in it or in the process that reads strangers' documents. Time is the processor time of both processes,
which take turns, so that a busy machine does not count; of memory, the larger of both peaks.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from companion.documents import read_document
from companion.model import Document, Unreadable
from companion.store.library import open_document
from tests.documents.bombs import ALL as TEXTS
from tests.documents.bombs import EITHER, Bomb
from tests.documents.pdf.pdf_bombs import PDFS
from tests.measure.figures import Figures
from tests.measure.layers import peak
from tests.running import ROOT

ALL = [*TEXTS, *PDFS]
SECONDS, MEGABYTES, LEAST = 10.0, 512, 20


def outcome(bomb: Bomb, data: bytes) -> str:
    """What is wrong with how the program took it; "" if nothing is."""
    try:
        document = read_document(data, bomb.file, file=bomb.file)
    except Unreadable as error:
        said = str(error)
        if bomb.keeps not in ("", EITHER):
            return f"nothing of it is shown: {said}"
        return "" if re.search(bomb.says, said) and "\n" not in said else f"it says only: {said}"
    if not bomb.keeps:
        return f"it is shown, with {len(document)} sections"
    said, kept = told(document)
    if not re.search(bomb.says, said):
        return f"it says only: {said[:300]}"
    return "" if bomb.keeps == EITHER or bomb.keeps in kept else "its good words are not shown"


def told(document: Document) -> tuple[str, str]:
    """Every notice, of the document and in place; and every text."""
    notices, texts = list(document.notices), []
    for index in range(len(document)):
        section = document.pass_by(index)
        texts.append(section.text)
        notices += [block.marker for block in section.blocks if block.kind == "notice"]
    return "\n".join(notices), "\n".join(texts)


def one(name: str) -> dict[str, Any]:
    """What became of one bomb, in this process."""
    (bomb,) = (each for each in ALL if each.name == name)
    data = bomb.make()  # making it is not what is measured
    started = sum(os.times()[:4])
    wrong = outcome(bomb, data)
    seconds = sum(os.times()[:4]) - started
    usable = open_document("nso-2023").document.section("ceo-message").text.startswith("A Message")
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": [peak(), worker], "wrong": wrong or ("" if usable else "not usable")}


def measured(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.measure.bombs", "--one", name]
    try:
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        return {"seconds": 120.0, "megabytes": [0, 0], "wrong": "it did not end"}
    if ran.returncode:
        last = (ran.stderr.strip() or "no word").splitlines()[-1]
        return {"seconds": 0.0, "megabytes": [0, 0], "wrong": f"exit status {ran.returncode}: {last}"}
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="those with this in their name")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(one(options.one)))
        return 0
    figures, good, slowest, largest = Figures(), 0, 0.0, 0.0
    chosen = [bomb for bomb in ALL if options.only in bomb.name]
    for bomb in chosen:
        found = measured(bomb.name)
        most = max(found["megabytes"])
        wrong = found["wrong"] or (
            "too slow" if found["seconds"] > SECONDS else "too large" if most > MEGABYTES else ""
        )
        slowest, largest, good = max(slowest, found["seconds"]), max(largest, most), good + (not wrong)
        print(f"{bomb.file.partition('.')[2]}: {bomb.name}: {found['seconds']:.1f} s, {most:.0f} MB", wrong, flush=True)
    enough = len(chosen) >= LEAST or bool(options.only)
    figures.say(
        "bombs ended well", f"{good} of {len(chosen)}", f"all, at least {LEAST}", good == len(chosen) and enough
    )
    figures.say(
        "slowest of them in seconds of both processes", f"{slowest:.1f}", f"at most {SECONDS:.0f}", slowest <= SECONDS
    )
    figures.say("most memory of one process in MB", f"{largest:.0f}", f"at most {MEGABYTES}", largest <= MEGABYTES)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
