"""What native code cannot do in a process that is shut in, tried past Python's own guards."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

TRIED = """
import ctypes, os, sys
from companion.documents.sandbox.confine import confine
held = confine()
system = ctypes.CDLL(None, use_errno=True)
folder, port = sys.argv[1:]
can = []
if system.open(f"{folder}/new".encode(), os.O_WRONLY | os.O_CREAT, 0o600) >= 0:
    can.append("write")
if system.open(f"{folder}/old".encode(), os.O_RDONLY) >= 0:
    can.append("read")
plug = system.socket(2, 1, 0)
address = (2).to_bytes(2, sys.byteorder) + int(port).to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
if system.connect(plug, address, 16) == 0:
    can.append("connect")
if system.unlink(f"{folder}/old".encode()) == 0:
    can.append("remove")
print(",".join(held), ",".join(can), flush=True)
system.execl(b"/bin/true", b"true", None)
print("held back", flush=True)
"""


def tried(folder: Path, port: int, code: str = TRIED) -> list[str]:
    (folder / "old").write_text("old")
    command = [sys.executable, "-c", code, str(folder), str(port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.splitlines()


def test_nothing_is_written_removed_started_or_sent(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        lines = tried(tmp_path, server.getsockname()[1])
    held, _, can = lines[0].partition(" ")
    if held != "network,files":
        pytest.skip(f"this system holds only: {held or 'nothing'}")
    assert can == "read"
    assert lines[1:] == ["held back"]
    assert not (tmp_path / "new").exists()


def test_the_attempts_succeed_where_nothing_holds_them(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        lines = tried(tmp_path, server.getsockname()[1], TRIED.replace("held = confine()", "held = []"))
    assert lines == [" write,read,connect,remove"]
