"""Faults from outside the saving process: the system's own errors, a full disk, limits, permissions."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from companion.model import NotSaved
from companion.store import files
from companion.store.settings import Settings
from tests.measure.figures import Figures
from tests.measure.store_child import BEGINS, ENDS, NEW, OLD
from tests.store.common import find_notebook, opened, paths_in, state_of
from tests.store.making import note

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\(")
_TRACED = "openat,write,fsync,fdatasync,close,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat"
_MOUNT = """mount -t tmpfs -o size=256k none "$1" || exit 3
"$2" -m tests.measure.store_child fill "$1/notes"
"$2" -m tests.measure.store_outside "$1/notes"
"""
MARK = "old words"


def child(what: str, folder: Path, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-m", "tests.measure.store_child", what, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=_environment(), check=False)


def traced(figures: Figures, errors: Sequence[str], most: int) -> None:
    """The system refuses one call of a save, by strace; a random sample of `most` of all combinations."""
    what = "faults injected into system calls by strace, handled"
    with tempfile.TemporaryDirectory() as top:
        calls = _calls_of_a_save(Path(top))
    if not calls:
        figures.skip(what, "strace is not here, or may not trace")
        return
    combinations = [(call, number, error) for call, number in calls for error in errors]
    chosen = random.Random(1).sample(combinations, min(most, len(combinations)))
    wrong = []
    for call, number, error in chosen:
        with tempfile.TemporaryDirectory() as top:
            outcome = _injected(Path(top), call, number, error)
        if outcome:
            wrong.append(f"{error} at {call} {number}: {outcome}")
    for line in wrong[:10]:
        print(line)
    figures.say(f"{what} ({len(chosen)} of {len(combinations)})", len(chosen) - len(wrong), "all", not wrong)


def full_disk(figures: Figures) -> None:
    """A real tmpfs of 256 KiB in a mount namespace of its own; what was kept is read in there too."""
    what = "notes kept on a disk until it was full, all readable"
    unshare = shutil.which("unshare")
    with tempfile.TemporaryDirectory() as top:
        command = [unshare or "", "-rm", "sh", "-c", _MOUNT, "sh", top, sys.executable]
        done = None
        if unshare:
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=_environment(), check=False)
    if done is None or not done.stdout:
        figures.skip(what, "no mount namespace here; the limit on the size of files stands in for it")
        return
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    kept = [line[1] for line in lines if line[0] == "kept"]
    reason = next((line[1] for line in lines if line[0] == "not saved"), "")
    found: list[Any] = next((line[1:] for line in lines if line[0] == "found"), [[], 0, 0])
    good = set(kept) <= set(found[0]) and not found[1] and not found[2] and "the disk is full" in reason
    figures.say(
        f"{what} (told: {_short(reason)})", len(kept), "some, none lost, no file left over", good and bool(kept)
    )


def size_limit(figures: Figures) -> None:
    """RLIMIT_FSIZE ends a write short wherever there is no way to a full disk."""
    reader, writer = os.pipe()
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        _begun(folder)
        process = os.fork()
        if not process:
            try:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
                os.write(writer, _attempt(folder, NEW * 1000).encode())
            finally:
                os._exit(0)
        os.close(writer)
        os.waitpid(process, 0)
        with os.fdopen(reader) as pipe:
            told = pipe.read()
        good = told.startswith("NOT SAVED") and _words(folder) == {OLD: MARK} and not _left_over(folder)
    figures.say(
        "a write over the limit on a file's size: old note intact and reader told", _short(told), "NOT SAVED", good
    )


def lost_permission(figures: Figures) -> None:
    """The folder may not be written any more; root ignores that, so a child becomes nobody first."""
    reader, writer = os.pipe()
    with tempfile.TemporaryDirectory() as top:
        os.chmod(top, 0o755)
        folder = Path(top) / "home"
        folder.mkdir()
        if os.getuid() == 0:
            os.chown(folder, 65534, 65534)
        process = os.fork()
        if not process:
            try:
                if os.getuid() == 0:
                    os.setgid(65534)
                    os.setuid(65534)
                _begun(folder)
                inner = next(folder.rglob(f"{OLD}.yaml")).parent
                inner.chmod(0o500)
                told = _attempt(folder, NEW)
                inner.chmod(0o700)
                intact = _words(folder) == {OLD: MARK}
                private = all(
                    (path.stat().st_mode & 0o777) == (0o700 if path.is_dir() else 0o600)
                    for path in (folder / "data").rglob("*")
                )
                os.write(writer, json.dumps([told, intact, private]).encode())
            finally:
                os._exit(0)
        os.close(writer)
        os.waitpid(process, 0)
        with os.fdopen(reader) as pipe:
            told, intact, private = json.loads(pipe.read())
    good = told.startswith("NOT SAVED") and intact
    figures.say("a lost permission: old note intact and reader told", _short(told), "NOT SAVED", good)
    figures.say("folders 0700 and files 0600, seen as another user", private, "True", private)


def _short(told: str) -> str:
    """What was told, without the folders of this run."""
    return re.sub(r"/\S+/", "…/", told)


def _begun(folder: Path) -> None:
    find_notebook(paths_in(folder), opened(), Settings(reader="r-one")).save(note(MARK, OLD))


def _attempt(folder: Path, text: str) -> str:
    book = find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))
    book.load()
    try:
        book.save(note(text, OLD))
    except NotSaved as error:
        return f"NOT SAVED: {error}"
    return "saved"


def _words(folder: Path) -> dict[str, str]:
    book = find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))
    return {name: text for name, (text, _) in state_of(book).items()}


def _left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(f"{files.LEFT_OVER}*")]


def _calls_of_a_save(folder: Path) -> list[tuple[str, int]]:
    """Each system call between the marks: its name, and the how manyeth of that name in the whole process it is."""
    strace = shutil.which("strace")
    if not strace:
        return []
    _begun(folder)
    log = folder / "trace"
    done = child("edit", folder, [strace, "-o", str(log), "-e", f"trace={_TRACED},newfstatat,stat"])
    if done.returncode or not log.exists():
        return []
    counts: dict[str, int] = {}
    found: list[tuple[str, int]] = []
    saving = False
    for line in log.read_text(errors="replace").splitlines():
        match = _CALL.match(line)
        if BEGINS in line or ENDS in line:
            saving = BEGINS in line
        elif match:
            counts[match[1]] = counts.get(match[1], 0) + 1
            if saving and match[1] in _TRACED.split(","):
                found.append((match[1], counts[match[1]]))
    return found


def _injected(folder: Path, call: str, number: int, error: str) -> str:
    """What went wrong with one call of a save refused by the system; empty if nothing did."""
    _begun(folder)
    log = folder / "trace"
    inject = f"inject={call}:error={error}:when={number}"
    done = child("edit", folder, [shutil.which("strace") or "", "-o", str(log), "-e", f"trace={call}", "-e", inject])
    if "(INJECTED)" not in log.read_text(errors="replace"):
        return "the fault was not injected"
    kept = _words(folder)
    line = json.loads(done.stdout.splitlines()[-1]) if done.stdout else ["", ""]
    if line[0] == "not saved":
        allowed = (MARK, NEW) if "not certain" in line[1] else (MARK,)
        return "" if kept.get(OLD) in allowed else f"told, but found {kept}"
    if line[0] == "kept":
        return "" if kept.get(line[1]) == NEW and kept.get(OLD) in (MARK, NEW) else f"acknowledged, but found {kept}"
    return f"ended without a word: {done.stderr[-300:]}"


def _environment() -> dict[str, str]:
    """The parent's own, with a fixed order of hashing, so that every run makes the same calls."""
    return {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def main() -> None:
    """Say what stands in a folder: notes, faults and files left over."""
    folder = Path(sys.argv[1])
    book = find_notebook(paths_in(folder), opened(), Settings(reader="r-one"))
    kept = sorted(state_of(book))
    print(json.dumps(["found", kept, len(book.faults), len(_left_over(folder))]))


if __name__ == "__main__":
    main()
