"""Reading what may be hostile, and the durable save."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from companion.model import NotSaved, Unreadable
from companion.store import errors, files


def test_reads_a_regular_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"words" * 50_000)
    assert files.read_bytes(path, 1 << 20) == b"words" * 50_000
    path.write_bytes(b"")
    assert files.read_bytes(path, 0) == b""


def test_a_link_to_a_document_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "link.md").symlink_to("a.md")
    assert files.read_bytes(tmp_path / "link.md", 100) == b"words"


@pytest.mark.parametrize("size", [11, 100_000])
def test_too_large_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * size)
    with pytest.raises(Unreadable, match="too large; at most 10 bytes"):
        files.read_bytes(path, 10)


def test_a_file_that_never_ends_is_refused() -> None:
    with pytest.raises(Unreadable, match="not a regular file"):
        files.read_bytes(Path("/dev/zero"), 1000)


def test_a_fifo_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    said: list[str] = []

    def read() -> None:
        try:
            files.read_bytes(tmp_path / "fifo", 10)
        except Unreadable as error:
            said.append(str(error))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(5)
    assert not reader.is_alive()
    assert "not a regular file" in said[0]


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.mkdir(), "a folder"),
        (lambda path: None, "no such file or folder"),
        (lambda path: path.symlink_to(path), "a symbolic link stands there"),
    ],
)
def test_each_refusal_is_one_line_with_the_name(tmp_path: Path, make: Any, what: str) -> None:
    path = tmp_path / "ba\x1bd\nname"
    make(path)
    with pytest.raises(Unreadable) as refused:
        files.read_bytes(path, 10)
    assert what in str(refused.value)
    assert "\x1b" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_impossible_name_is_refused() -> None:
    with pytest.raises(Unreadable, match="not a possible file name"):
        files.read_bytes(Path("a\0b"), 10)


def test_a_link_in_an_open_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "n.yaml").symlink_to("secret")
    with files.opened_folder(tmp_path) as folder, pytest.raises(Unreadable, match="symbolic link"):
        files.read_at(folder, "n.yaml", 100, "n.yaml")


def test_a_save_is_private_whole_and_leaves_nothing_else(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        files.save(tmp_path / "a" / "b", "n.yaml", b"words")
    finally:
        os.umask(old)
    assert (tmp_path / "a" / "b" / "n.yaml").read_bytes() == b"words"
    assert os.listdir(tmp_path / "a" / "b") == ["n.yaml"]
    assert stat.S_IMODE((tmp_path / "a" / "b" / "n.yaml").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:3])))
    files.save(tmp_path, "n.yaml", b"many words")
    assert (tmp_path / "n.yaml").read_bytes() == b"many words"


def test_a_write_that_writes_nothing_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda descriptor, data: 0)
    with pytest.raises(NotSaved, match="the disk is full"):
        files.save(tmp_path, "n.yaml", b"words")
    assert os.listdir(tmp_path) == []


def test_what_does_not_read_back_is_not_saved(tmp_path: Path) -> None:
    (tmp_path / "n.yaml").write_bytes(b"old")

    def check(data: bytes) -> None:
        raise ValueError("line 1\nis odd")

    with pytest.raises(NotSaved, match="would not read back") as refused:
        files.save(tmp_path, "n.yaml", b"new", check=check)
    assert "\n" not in str(refused.value)
    assert (tmp_path / "n.yaml").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["n.yaml"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full; make room"),
        (errno.EDQUOT, "quota"),
        (errno.EIO, "the disk reports an error"),
        (errno.EROFS, "the folder is read-only"),
        (errno.EACCES, "no permission"),
        (errno.ENOENT, "the folder is gone"),
        (errno.EXDEV, "cross-device link"),
    ],
)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "close", "rename"])
def test_every_failure_keeps_the_old_file_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, words: str
) -> None:
    (tmp_path / "n.yaml").write_bytes(b"old")
    real = getattr(os, call)

    def fail(*args: Any, **kwargs: Any) -> Any:
        if call == "open" and not args[1] & os.O_CREAT:
            return real(*args, **kwargs)
        if call == "close":
            is_folder = stat.S_ISDIR(os.fstat(args[0]).st_mode)
            real(*args)
            if is_folder:
                return None
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(NotSaved) as refused:
            files.save(tmp_path, "n.yaml", b"new")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (tmp_path / "n.yaml").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["n.yaml"]


def test_a_failed_flush_is_retried_only_on_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync
    flushed: list[int] = []

    def fail_once(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            flushed.append(os.fstat(descriptor).st_ino)
            os.dup(descriptor)
            if len(flushed) == 1:
                raise OSError(errno.EIO, "failed")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail_once)
    with pytest.raises(NotSaved):
        files.save(tmp_path, "n.yaml", b"new")
    files.save(tmp_path, "n.yaml", b"new")
    assert len(flushed) == len(set(flushed)) == 2


def test_a_folder_that_was_not_flushed_is_said_to_be_uncertain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fail(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "failed")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(errors.Uncertain, match="not certain to survive a power cut"):
        files.save(tmp_path, "n.yaml", b"new")
    assert (tmp_path / "n.yaml").read_bytes() == b"new"


def test_a_folder_that_cannot_be_flushed_at_all_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def unsupported(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not for folders")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", unsupported)
    files.save(tmp_path, "n.yaml", b"new")
    assert (tmp_path / "n.yaml").read_bytes() == b"new"


@pytest.mark.parametrize("supported", [True, False])
def test_on_macos_the_drive_itself_is_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, supported: bool) -> None:
    full: list[int] = []
    plain: list[int] = []

    def full_flush(descriptor: int, command: int) -> None:
        full.append(command)
        if not supported:
            raise OSError(errno.ENOTSUP, "not here")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full_flush)
    monkeypatch.setattr(os, "fsync", plain.append)
    files.save(tmp_path, "n.yaml", b"new")
    assert full == [51, 51]
    assert len(plain) == (0 if supported else 2)


def test_left_overs_are_swept_when_old(tmp_path: Path) -> None:
    old = tmp_path / f"{files.LEFT_OVER}old.tmp"
    new = tmp_path / f"{files.LEFT_OVER}new.tmp"
    other = tmp_path / ".gitignore"
    for path in (old, new, other):
        path.write_text("")
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    os.utime(other, (hours_ago, hours_ago))
    with files.opened_folder(tmp_path) as folder:
        files.sweep(folder)
    assert sorted(os.listdir(tmp_path)) == [new.name, other.name]
