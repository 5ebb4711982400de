"""The system calls of a program and all it starts, by strace; where that may not trace, by Python's audit hook."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.running import ROOT

_COMPANION = ("-m", "companion")
_STRACE = ("strace", "-f", "--seccomp-bpf")
"""With the filter in the kernel only the calls looked for stop a program, which runs three times as fast."""
_CALL = re.compile(r"\b(socket|connect)\(.*")
_LOCAL = re.compile(r"\bsocket\(AF_UNIX|\bconnect\(\d+(?:<[^>]*>)?, \{sa_family=AF_UNIX|\(AF_UNIX|resumed>")
_MAKES = re.compile(
    r'\b(?:openat|mkdirat)\((?:AT_FDCWD|\d+)(?:<([^>]*)>)?, "([^"]*)"(.*)|\b(?:open|creat|mkdir)\(()"([^"]*)"(.*)'
)
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_TERMINAL = ("/dev/tty", "/dev/null", "/dev/pts/", "/dev/ptmx")
_HOOK = """
import runpy, sys
log = open(sys.argv.pop(1), "a")
def look(event, args):
    if event in ("socket.__new__", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        print(event, args, file=log, flush=True)
sys.addaudithook(look)
sys.argv[0] = "companion"
runpy.run_module("companion", run_name="__main__")
"""
_SOCKET = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
_FILE = "import tempfile; tempfile.NamedTemporaryFile()"


class Watch:
    """How programs are watched; the log grows with what was seen of all of them."""

    def __init__(self, log: Path, *, strace: bool) -> None:
        self.log, self.strace = log, strace

    def around(self, *args: str, what: Iterable[str] = _COMPANION) -> list[str]:
        """The command that runs Python on `what` (companion, if nothing is said) and watches it."""
        if self.strace:
            calls = "trace=socket,connect,open,openat,creat,mkdir,mkdirat"
            trace = [*_STRACE, "-qq", "-A", "-y", "-s", "4096", "-e", calls, "-o", str(self.log)]
            return [*trace, sys.executable, "-B", *what, *args]
        return [sys.executable, "-B", "-c", _HOOK, str(self.log), *args]

    def lines(self) -> list[str]:
        return self.log.read_text(errors="replace").splitlines() if self.log.exists() else []

    def network(self) -> list[str]:
        """Sockets that are none within this machine."""
        calls = [line for line in self.lines() if not self.strace or _CALL.search(line)]
        return [line for line in calls if not _LOCAL.search(line)]

    def written(self, allowed: Path) -> list[str]:
        """Files opened for writing and folders made that are not below `allowed`. Only strace sees them."""
        return sorted({path for path in self._made() if not _within(path, allowed)})

    def _made(self) -> Iterator[str]:
        for line in self.lines():
            if (call := _MAKES.search(line)) is None:
                continue
            folder, name, flags = call.group(1, 2, 3) if call[2] is not None else call.group(4, 5, 6)
            if "mkdir" in line or "creat(" in line or _WRITING.search(flags):
                yield os.path.normpath(os.path.join(folder or ROOT, name))

    def sees_sockets(self) -> bool:
        """Whether a socket that is opened on purpose is seen: else none could be."""
        command = self.around(what=["-c", _SOCKET])
        if not self.strace:
            command[3] = _HOOK.rpartition("sys.argv[0]")[0] + _SOCKET
        return len(self._tried(command).network()) == 1

    def sees_files(self, allowed: Path) -> bool:
        """The same for a file in a temporary folder."""
        return len(self._tried(self.around(what=["-c", _FILE])).written(allowed)) >= 1

    def _tried(self, command: list[str]) -> Watch:
        """What is seen of one command by itself."""
        own = Watch(self.log.with_name("tried"), strace=self.strace)
        subprocess.run([str(own.log) if word == str(self.log) else word for word in command], timeout=30, check=True)
        return own


def _within(path: str, allowed: Path) -> bool:
    return path.startswith((f"{allowed}/", *_TERMINAL)) or path == str(allowed)


def may_trace() -> bool:
    """Whether strace is here and may look at a child."""
    if shutil.which("strace") is None:
        return False
    ran = subprocess.run([*_STRACE, "-o", "/dev/null", "true"], capture_output=True, timeout=20, check=False)
    return ran.returncode == 0
