"""Notes on a disk that is full, slow, failing or gone, under the screen of a real terminal: `… tests.measure.disks`.

A note is written with keys. It must be told what became of it, the words must stay on the screen, keys must be answered
meanwhile, and once the disk is well the note is saved and stands there. The full disk is a tmpfs; the others are a FUSE
in the place of a network's folder.
"""

from __future__ import annotations

import argparse
import errno
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.measure.faulty_disk import faulty_disk, here
from tests.measure.figures import Figures
from tests.terminal.driving import FOLDERS, Session, begin

WORDS = "Keep me."
ANSWER = 3.0
"""Seconds in which a key is answered while a note is being saved."""
TOLD = 30.0
"""Seconds in which a note that is not saved must be told."""


def environment(top: Path, notes: Path) -> dict[str, str]:
    """Folders of a reader below `top`, with those of the notes elsewhere."""
    return {**{name: str(top / name.lower()) for name in FOLDERS}, "XDG_DATA_HOME": str(notes)}


def write(session: Session) -> None:
    session.keys("]", "j", "a")
    session.see(r"ctrl\+s save")
    session.send(WORDS)
    session.see(WORDS[:-1])
    session.send("<c-s>")


def save_again(session: Session) -> None:
    session.keys(":")
    session.keys("save again")
    session.see("what is NOT SAVED yet")
    session.settle(0.5, 5)
    session.send("<cr>")
    session.see("· saved", 30)


def leave(session: Session) -> None:
    session.send("q")
    assert session.ended() == 0, "leaving failed"


def kept(folder: Path) -> list[str]:
    """The notes in a folder that hold the words, and are whole."""
    return [file.name for file in folder.rglob("n-*.yaml") if WORDS in file.read_text(encoding="utf-8")]


def told(session: Session, why: str) -> None:
    session.see("NOT SAVED", TOLD)
    session.see(rf"(?i){why}")
    session.see(WORDS[:-1])
    session.settle(0.3, 3)
    assert "· saved" not in session.text, "it says saved"


@contextmanager
def small_disk(top: Path) -> Iterator[Path]:
    """A tmpfs of a mebibyte."""
    disk = top / "small"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=True, capture_output=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    assert os.statvfs(disk).f_bavail == 0
    return filler


def full(top: Path, everything: bool) -> None:
    """The disk of the notes is full, or that of all that companion writes."""
    with small_disk(top) as disk:
        folders = environment(disk if everything else top, disk / "notes")
        with begin(env=folders) as session:
            filler = fill(disk)
            write(session)
            told(session, "disk is full")
            assert not kept(disk), "a note stands there"
            filler.unlink()
            save_again(session)
            leave(session)
        assert len(kept(disk)) == 1, kept(disk)


def slow(top: Path, order: Mapping[str, object]) -> None:
    """Each call takes its time: keys are answered meanwhile, and `saved` is said once it is."""
    with faulty_disk(top) as disk, begin(env=environment(top, disk.mount)) as session:
        disk.order(**order)
        write(session)
        session.gone(r"ctrl\+s save")
        for number in range(4):
            place, since = session.text, time.monotonic()
            session.send("k" if number % 2 else "j")
            while session.text == place and time.monotonic() < since + ANSWER:
                session.settle(0.02, 0.1)
            assert session.text != place, "a key was not answered in time"
            assert "· saved" not in session.text or kept(disk.folder), "it says saved too early"
        session.see("· saved", 60)
        assert len(kept(disk.folder)) == 1, kept(disk.folder)
        disk.order()
        leave(session)


def failing(top: Path, calls: Sequence[str], code: int, why: str) -> None:
    """Calls fail: it is told, and saved once they do not."""
    with faulty_disk(top) as disk, begin(env=environment(top, disk.mount)) as session:
        disk.order(calls=list(calls), fail=code)
        write(session)
        told(session, why)
        disk.order()
        save_again(session)
        leave(session)
        assert len(kept(disk.folder)) == 1, kept(disk.folder)


def gone(top: Path) -> None:
    """The server dies and comes back."""
    with faulty_disk(top) as disk, begin(env=environment(top, disk.mount)) as session:
        disk.die()
        write(session)
        told(session, "")
        assert not kept(disk.folder), "a note stands there"
        disk.clear()
        disk.start()
        save_again(session)
        leave(session)
        assert len(kept(disk.folder)) == 1, kept(disk.folder)


FULL: dict[str, Callable[[Path], None]] = {
    "the disk of the notes is full": lambda top: full(top, False),
    "the disk of all that is written is full": lambda top: full(top, True),
}
NETWORK: dict[str, Callable[[Path], None]] = {
    "each call takes 50 ms": lambda top: slow(top, {"delay": 0.05}),
    "flushing takes 5 s": lambda top: slow(top, {"delay": 5, "calls": ["fsync"]}),
    "writing fails": lambda top: failing(top, ["write"], errno.EIO, "input/output|disk"),
    "flushing fails": lambda top: failing(top, ["fsync"], errno.EIO, "input/output|disk"),
    "renaming fails": lambda top: failing(top, ["rename"], errno.EIO, "input/output|disk"),
    "making files fails, stale": lambda top: failing(top, ["create"], errno.ESTALE, "gone"),
    "everything fails": lambda top: failing(top, ["create", "write", "open", "getattr"], errno.EIO, ""),
    "the server is gone for a while": gone,
}


def outcome(scenario: Callable[[Path], None]) -> str:
    """What went wrong, in its first line; "" if nothing did."""
    with tempfile.TemporaryDirectory() as top:
        try:
            scenario(Path(top))
        except Exception as error:
            if os.environ.get("SHOW"):
                print(error)
            return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="those with this in their name")
    options = parser.parse_args(arguments)
    figures = Figures()
    mounts = os.geteuid() == 0 and subprocess.run(["mount", "--version"], check=False, capture_output=True)
    groups = (
        ("a full disk", FULL, "" if mounts else "only root may mount one"),
        ("a slow, failing or lost file system (FUSE)", NETWORK, here()),
    )
    for what, scenarios, missing in groups:
        told = f"notes told, kept on the screen and saved in the end, on {what}"
        chosen = {name: scenario for name, scenario in scenarios.items() if options.only in name}
        if missing:
            figures.skip(told, missing)
        elif chosen:
            wrong = {name: said for name, scenario in chosen.items() if (said := outcome(scenario))}
            for name, said in wrong.items():
                print(f"{name}: {said}")
            figures.say(told, f"{len(chosen) - len(wrong)} of {len(chosen)}", "all", not wrong)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
