"""A file system of FUSE that passes all on to a folder, and does wrong what a file beside it says.

`python -m tests.measure.faulty_disk FOLDER MOUNT ORDERS`; it wants fusepy and libfuse 2. ORDERS holds JSON: `delay`
seconds before each call, `calls` those that are delayed or fail (all if it is not there), `fail` a number of an error.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.running import ROOT

_FLAGS = {"foreground": True, "nothreads": False, "attr_timeout": 0, "entry_timeout": 0}


def here() -> str:
    """Why there can be no such file system; "" if there can."""
    try:
        import_module("fuse")
    except (ImportError, OSError):
        return "fusepy or libfuse is not here"
    return "" if os.access("/dev/fuse", os.R_OK | os.W_OK) and os.geteuid() == 0 else "/dev/fuse may not be used"


class FaultyDisk:
    """The file system, mounted: `order` says what goes wrong from now on, `die` ends the process that serves it."""

    def __init__(self, mount: Path) -> None:
        self.mount = mount
        self.folder, self.orders = mount.with_name("behind"), mount.with_name("orders")
        for path in (self.mount, self.folder):
            path.mkdir(exist_ok=True)
        self.order()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.measure.faulty_disk", str(self.folder), str(self.mount)]
        self._process = subprocess.Popen([*command, str(self.orders)], cwd=ROOT, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while not self.mount.is_mount():
            if time.monotonic() > until:
                raise RuntimeError("the file system is not mounted")
            time.sleep(0.02)

    def order(self, **what: Any) -> None:
        new = self.orders.with_suffix(".new")
        new.write_text(json.dumps(what))
        new.replace(self.orders)

    def die(self) -> None:
        """As a server that is gone: every call fails from now on."""
        self._process.kill()
        self._process.wait()

    def clear(self) -> None:
        """Take the mount away."""
        subprocess.run(["umount", "-l", str(self.mount)], check=False, capture_output=True)


@contextmanager
def faulty_disk(top: Path) -> Iterator[FaultyDisk]:
    disk = FaultyDisk(top / "disk")
    try:
        yield disk
    finally:
        disk.order()
        disk.clear()
        disk.die()


def serve(folder: str, mount: str, orders: str) -> None:
    """Serve until it is unmounted."""
    fuse = import_module("fuse")

    def called(name: str) -> None:
        order = json.loads(Path(orders).read_text())
        if name in order.get("calls", [name]):
            time.sleep(order.get("delay", 0))
            if order.get("fail"):
                raise fuse.FuseOSError(order["fail"])

    class Passing(fuse.Operations):  # type: ignore[misc,name-defined]
        def __call__(self, op: str, path: str, *args: Any) -> Any:
            called(op)
            found: Callable[..., Any] | None = CALLS.get(op)
            if found is None:
                return super().__call__(op, path, *args)
            try:
                return found(folder + path, *args)
            except OSError as error:
                raise fuse.FuseOSError(error.errno or errno.EIO) from None

    fuse.FUSE(Passing(), mount, **_FLAGS)


def _attributes(path: str, handle: int | None = None) -> dict[str, Any]:
    status = os.lstat(path)
    names = ("st_mode", "st_size", "st_mtime", "st_atime", "st_ctime", "st_nlink", "st_uid", "st_gid", "st_ino")
    return {name: getattr(status, name) for name in names}


def _written(path: str, data: bytes, offset: int, handle: int) -> int:
    return os.pwrite(handle, data, offset)


def _truncated(path: str, length: int, handle: int | None = None) -> None:
    os.truncate(path, length)


CALLS: dict[str, Callable[..., Any]] = {
    "getattr": _attributes,
    "readdir": lambda path, handle: [".", "..", *os.listdir(path)],
    "mkdir": os.mkdir,
    "rmdir": os.rmdir,
    "unlink": os.unlink,
    "chmod": os.chmod,
    "utimens": lambda path, times=None: os.utime(path, times),
    "rename": lambda path, new: os.rename(path, _behind(path, new)),
    "open": lambda path, flags: os.open(path, flags),
    "create": lambda path, mode, info=None: os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode),
    "read": lambda path, size, offset, handle: os.pread(handle, size, offset),
    "write": _written,
    "truncate": _truncated,
    "flush": lambda path, handle: 0,
    "fsync": lambda path, only_data, handle: os.fsync(handle),
    "fsyncdir": lambda path, only_data, handle: 0,
    "release": lambda path, handle: os.close(handle),
}


def _behind(path: str, new: str) -> str:
    """Where a new name, which counts from the mount, is in the folder behind."""
    return sys.argv[1] + new


if __name__ == "__main__":
    serve(*sys.argv[1:4])
