"""kill -9 at random moments: no note that was acknowledged is lost, no file is left unreadable.

python -m tests.measure.store_kills --trials 10000
"""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
import time
import traceback
from dataclasses import replace
from pathlib import Path

from companion.model import Answer, Place, Record, new_id
from tests.measure.figures import Figures
from tests.store.common import (
    Words,
    below,
    fresh,
    lost,
    numbers,
    opened,
    paths_in,
    run,
    state_of,
    warm_up,
    words,
)
from tests.store.making import note

A_FOLDER_SERVES = 20
"""Trials after which a new folder is begun, so that each one also starts from what earlier kills left."""


def busy(folder: Path, pipe: int, seed: int) -> None:
    """Add, edit, delete and answer until killed; say what is tried before each save, and what was kept after it."""
    choice = random.Random(seed)
    book = fresh(paths_in(folder), opened())
    layer = book.load()
    mine: list[Record] = [*layer.annotations, *layer.answers]
    for step in range(1_000_000):
        record = _next(choice, mine, f"{seed}.{step} " + "word " * choice.randrange(400))
        _say(pipe, "try", record)
        saved = book.save(record)
        _say(pipe, "kept", saved.record)
        mine = [each for each in mine if each.id not in (record.id, saved.record.id)]
        if not saved.record.deleted:
            mine.append(saved.record)


def _next(choice: random.Random, mine: list[Record], text: str) -> Record:
    what = choice.random()
    old = choice.choice(mine) if mine else None
    if old is not None and what < 0.3 and not isinstance(old, Place):
        return replace(old, note=text)
    if old is not None and what < 0.4:
        return replace(old, deleted="2026-01-01T10:00:00Z")
    if what < 0.55:
        return Answer(id=new_id(), question="questions/audit-scope", verdict="evaded", note=text)
    return note(text)


def _say(pipe: int, what: str, record: Record) -> None:
    os.write(pipe, (json.dumps([what, record.id, *words(record)]) + "\n").encode())


def trial(folder: Path, seed: int, patience: float, acknowledged: dict[str, Words]) -> tuple[list[str], int]:
    """Kill a child after `patience` seconds of work; returns ids lost and files unreadable, learns what was kept."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            busy(folder, writing, seed)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(70)
    os.close(writing)
    time.sleep(patience)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().split(b"\n")
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"the child of trial {seed} ended by itself: {os.waitstatus_to_exitcode(status)}")
    tried: dict[str, Words] = {}
    for line in lines[:-1]:
        what, name, text, deleted = json.loads(line)
        if what == "try":
            tried = {name: (text, deleted)}
        else:
            acknowledged[name] = (text, deleted)
            tried = {}
    book = fresh(paths_in(folder), opened())
    kept = state_of(book)
    gone = lost(kept, acknowledged, tried)
    acknowledged.update({name: kept[name] for name in tried if name in kept})
    return gone, sum(1 for fault in book.faults if not fault.warning)


def pace() -> tuple[float, float]:
    """Seconds that the first save of all takes on this disk, and a later one: kills must come in between."""
    taken = []
    with tempfile.TemporaryDirectory() as top:
        book = fresh(paths_in(Path(top)), opened())
        for _ in range(6):
            start = time.perf_counter()
            book.save(note("word " * 200))
            taken.append(time.perf_counter() - start)
    return taken[0], max(taken[1:])


def kills(trials: int, seed: int) -> tuple[int, int, int]:
    """How many notes were acknowledged, how many of them lost, how many files unreadable, over all trials."""
    warm_up()
    first, later = pace()
    choice = random.Random(seed)
    total, gone, unreadable = 0, 0, 0
    with tempfile.TemporaryDirectory() as top:
        folder, acknowledged = Path(top), dict[str, Words]()
        for number in range(trials):
            if number % A_FOLDER_SERVES == 0:
                total += len(acknowledged)
                folder, acknowledged = below(Path(top), number), {}
            most = max(0.03, 4 * later if acknowledged else 3 * first)
            missing, broken = trial(folder, seed * 1_000_003 + number, choice.uniform(0.002, most), acknowledged)
            gone += len(missing)
            unreadable += broken
        total += len(acknowledged)
    return total, gone, unreadable


def main() -> int:
    given = numbers(__doc__, trials=500, seed=1)
    figures = Figures()
    total, gone, unreadable = kills(given.trials, given.seed)
    figures.say(f"acknowledged notes lost, kill -9, {given.trials} trials, {total} notes", gone, "0", gone == 0)
    figures.say("unreadable files after kill -9", unreadable, "0", unreadable == 0)
    figures.say("acknowledged notes at all", total, "at least one in two trials", total * 2 >= given.trials)
    return figures.end()


if __name__ == "__main__":
    run(main)
