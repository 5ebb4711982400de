"""Power cuts: in every state of the disk that the system calls of a save allow, no acknowledged note is lost.

The calls are recorded, the states enumerated and laid out for real, and each is opened as the program would.
The same is done as if folders, or files, were never flushed; that must lose notes, or the check could not fail.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from companion.model import Answer, CompanionError, new_id
from tests.measure.figures import Figures
from tests.measure.store_disk import Left, Recorder, states
from tests.store.common import Words, fresh, lost, numbers, opened, paths_in, run, state_of, warm_up, words
from tests.store.making import note


def record(root: Path, deaf_to: str = "") -> Recorder:
    """Add two notes, edit one, answer, delete one, purge it, add a last one; each told as tried and acknowledged."""
    recorder = Recorder(str(root), str(paths_in(root).state), deaf_to)
    first, second, last = note("first words"), note("second words"), note("last words")
    answer = Answer(id=new_id(), question="questions/audit-scope", verdict="evaded", note="why")
    edited = replace(first, note="first words, edited")
    with recorder.listening():
        book = fresh(paths_in(root), opened())
        book.load()
        for each in (first, second, edited, answer, replace(second, deleted="now"), last):
            recorder.acknowledge(("try", each.id, words(each)))
            book.save(each)
            recorder.acknowledge(("kept", each.id, words(each)))
        recorder.acknowledge(("purge", second.id, ("", True)))
        book.purge()
    return recorder


def losses(left: Left, root: Path) -> list[str]:
    """Ids of notes acknowledged before a power cut that are not there after it."""
    acknowledged: dict[str, Words] = {}
    tried: dict[str, Words] = {}
    for what, name, want in left.acknowledged:
        if what == "try":
            tried = {name: want}
        elif what == "kept":
            acknowledged[name] = want
            tried = {}
        else:
            del acknowledged[name]
    with tempfile.TemporaryDirectory() as top:
        left.lay_out(str(root), Path(top))
        try:
            book = fresh(paths_in(Path(top)), opened())
        except CompanionError as error:
            return [str(error)] if acknowledged else []
        kept = state_of(book)
        unreadable = [str(fault) for fault in book.faults if not fault.warning]
    return lost(kept, acknowledged, tried) + unreadable


def power(deaf_to: str = "", *, enough: int = 0) -> tuple[int, int]:
    """How many states there are (or were tried, if `enough` losing ones were found), and how many lose a note."""
    warm_up()
    with tempfile.TemporaryDirectory() as top:
        root = Path(top).resolve()
        found = states(record(root, deaf_to).events, str(root))
        tried = losing = 0
        for left in sorted(found, key=lambda each: len(each.acknowledged)):
            tried += 1
            losing += bool(losses(left, root))
            if enough and losing >= enough:
                break
    return tried, losing


def main() -> int:
    given = numbers(__doc__, enough=20)
    figures = Figures()
    tried, losing = power()
    what = f"power-loss states that lose an acknowledged note, of {tried} (add, edit, answer, delete, purge)"
    figures.say(what, losing, "0", losing == 0 and tried > 60)
    for without in ("folders", "files"):
        tried, losing = power(without, enough=given.enough)
        figures.say(f"the same if {without} were not flushed, of {tried}", losing, "more than 0", losing > 0)
    return figures.end()


if __name__ == "__main__":
    run(main)
