"""Notebooks in real git: readers who add, edit and delete never conflict; one note edited twice does, in one file.

python -m tests.measure.store_merges --merges 200
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from companion.store.notebook import Notebook
from companion.store.paths import Paths
from companion.store.settings import Settings
from tests.measure.figures import Figures
from tests.store.common import Words, below, find_notebook, numbers, opened, run, state_of, words
from tests.store.making import note


def git(folder: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """git without the machine's own settings."""
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a"}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "init.defaultBranch=main", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=check)


def book_in(tree: Path, reader: str) -> Notebook:
    """A reader's notebook in a checked-out tree; state and settings stay outside it."""
    outside = tree.parent / f"{tree.name}-own"
    paths = Paths(tree, outside / "state", outside / "config")
    return find_notebook(paths, opened(shipped="nso-2023"), Settings(reader=reader))


def work(tree: Path, reader: str, choice: random.Random, avoid: set[str]) -> dict[str, Words]:
    """Some additions, edits and deletions, none of a note in `avoid`; returns all the reader's notes afterwards."""
    book = book_in(tree, reader)
    mine = [each for each in book.load().annotations if each.id not in avoid]
    for _ in range(choice.randrange(1, 6)):
        what = choice.random()
        if not mine or what < 0.5:
            mine.append(note(f"added by {reader} {choice.random()}"))
            book.save(mine[-1])
            continue
        old = mine.pop(choice.randrange(len(mine)))
        new = replace(old, note=f"edited by {reader} {choice.random()}\nsecond line")
        if what < 0.75:
            book.save(new)
            mine.append(new)
        else:
            book.save(replace(old, deleted="2026-01-01T10:00:00Z"))
    git(tree, "add", "-A")
    git(tree, "commit", "-qm", "work", "--allow-empty")
    return state_of(book_in(tree, reader))


def merge(top: Path, choice: random.Random, *, machines: bool) -> tuple[int, int]:
    """One merge of two trees: how many files conflict, and how many notes are not there as their side left them.

    The two sides are two readers, or (`machines`) one reader on two machines who works on different notes.
    """
    left, right = top / "left", top / "right"
    left.mkdir()
    git(left, "init", "-q")
    readers = ("r-one", "r-one") if machines else ("r-one", "r-two")
    for reader in sorted(set(readers)):
        work(left, reader, choice, set())
    git(top, "clone", "-q", str(left), str(right))
    before = state_of(book_in(left, "r-one"))
    half = {name for name in sorted(before) if choice.random() < 0.5} if machines else set()
    here = work(left, readers[0], choice, half)
    there = work(right, readers[1], choice, set(before) - half if machines else set())
    conflicts = _merge_into(left, right)
    gone = 0
    for reader, side, others in ((readers[0], here, half), (readers[1], there, set(before) - half)):
        kept = state_of(book_in(left, reader))
        theirs = others if machines else set()
        gone += sum(1 for name, want in side.items() if name not in theirs and kept.get(name) != want)
    return conflicts, gone


def _merge_into(left: Path, right: Path) -> int:
    git(left, "pull", "-q", "--no-rebase", "--no-edit", str(right), "HEAD", check=False)
    return len(git(left, "diff", "--name-only", "--diff-filter=U").stdout.splitlines())


def edited_twice(top: Path, choice: random.Random, *, deletes: bool = False) -> str:
    """One reader edits the same note on two machines; returns what is wrong with what the program then shows.

    Where one machine deletes it, git itself puts the edited words on both sides, which differ in `deleted`.
    """
    left, right = top / "left", top / "right"
    left.mkdir()
    git(left, "init", "-q")
    book = book_in(left, "r-one")
    shared = note("as it was")
    others = {book.save(note(f"other {number}")).record.id for number in range(3)}
    book.save(shared)
    git(left, "add", "-A")
    git(left, "commit", "-qm", "begun")
    git(top, "clone", "-q", str(left), str(right))
    texts = {left: f"left {choice.random()}", right: f"right {choice.random()}"}
    for tree, text in texts.items():
        gone = "2026-01-01T10:00:00Z" if deletes and tree == right else ""
        there = book_in(tree, "r-one")
        there.load()
        there.save(replace(shared, deleted=gone) if gone else replace(shared, note=text, modified=text))
        git(tree, "add", "-A")
        git(tree, "commit", "-qm", "edited")
    conflicts = _merge_into(left, right)
    book = book_in(left, "r-one")
    shown = {each.id: each.note.rstrip() for each in book.load().annotations}
    if conflicts != 1 or len(book.conflicts) != 1:
        return f"{conflicts} files conflict, {len(book.conflicts)} are shown"
    if not others <= set(shown):
        return "other notes are hidden"
    first = book.conflicts[0]
    sides = {words(each) for each in (first.ours, first.theirs)}
    if sides != {(texts[left], False), (texts[left], True) if deletes else (texts[right], False)}:
        return f"the sides are {sides}"
    book.choose(first.id)
    if state_of(book_in(left, "r-one")).get(shared.id) != (texts[left], False) or book_in(left, "r-one").load().faults:
        return "the chosen side is not in the file"
    return ""


def merges(count: int, seed: int) -> tuple[int, int]:
    """Conflicts and silent losses over all merges."""
    choice = random.Random(seed)
    conflicts = gone = 0
    with tempfile.TemporaryDirectory() as top:
        for number in range(count):
            found = merge(below(Path(top), number), choice, machines=number % 2 == 1)
            conflicts += found[0]
            gone += found[1]
    return conflicts, gone


def main() -> int:
    given = numbers(__doc__, merges=20, seed=1)
    figures = Figures()
    if not shutil.which("git"):
        figures.skip("merges", "git is not here")
        return figures.end()
    conflicts, gone = merges(given.merges, given.seed)
    figures.say(
        f"conflicts in {given.merges} git merges of two readers, or of one on two machines",
        conflicts,
        "0",
        not conflicts,
    )
    figures.say("notes lost or altered by those merges", gone, "0", not gone)
    for deletes in (False, True):
        with tempfile.TemporaryDirectory() as top:
            wrong = edited_twice(Path(top), random.Random(given.seed), deletes=deletes)
        what = "edited here and deleted there" if deletes else "edited twice"
        figures.say(
            f"a note {what} conflicts in one file, both sides shown, one chosen", wrong or "yes", "yes", not wrong
        )
    return figures.end()


if __name__ == "__main__":
    run(main)
