"""The walls one by one: what each is made of on systems that are not here, and what it says where it is missing."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from companion.documents import read_document
from companion.documents.messages import Damaged, WallsMessage, message
from companion.documents.protocol import line
from companion.documents.sandbox import confine, folders, landlock, seatbelt, seccomp
from companion.documents.sandbox.calls import CHECKED, FREE
from companion.documents.sandbox.process import Ending, SandboxProcess
from companion.documents.sandbox.seccomp import MACHINES, Instruction, program
from companion.model import Wall
from tests.documents.sandbox.attempts import MACHINE, NETWORK, READING, World, attempts
from tests.running import ROOT

WORLD = World(77, "/place", "/home")
HEADERS = {"x86_64": "x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "asm-generic/unistd.h"}


def answer(code: list[Instruction], call: int, arguments: tuple[int, ...] = (), architecture: int = 0) -> int:
    """What the filter says to a call, as the kernel would run it: 0 for allowed, else the error."""
    padded = [value % (1 << 64) for value in arguments] + [0] * (6 - len(arguments))
    shown = struct.pack("=IIQ6Q", call, architecture, 0, *padded)
    at = value = 0
    while True:
        step = code[at]
        at += 1
        if step.code == 0x20:
            (value,) = struct.unpack_from("=I", shown, step.k)
        elif step.code == 0x54:
            value &= step.k
        elif step.code == 0x06:
            return 0 if step.k == 0x7FFF0000 else step.k & 0xFFFF
        else:
            true = {0x15: value == step.k, 0x35: value >= step.k, 0x45: bool(value & step.k)}[step.code]
            at += step.true if true else step.false


@pytest.mark.parametrize("name", MACHINES)
def test_the_filter_refuses_on_each_architecture(name: str) -> None:
    machine, code = MACHINES[name], program(MACHINES[name])
    read = {attempt.name for attempt in READING}
    tried = 0
    for attempt, number in attempts(name):
        numbers = tuple(each if isinstance(each, int) else 1 << 40 for each in attempt.arguments(WORLD))
        error = answer(code, number, numbers, machine.architecture)
        expected = 0 if attempt.name in read else errno.ENOSYS if attempt.name == "clone3" else errno.EPERM
        assert error == expected, attempt.name
        tried += 1
    assert tried >= 100


@pytest.mark.parametrize("name", MACHINES)
def test_the_filter_lets_pass_what_reading_needs(name: str) -> None:
    machine, code = MACHINES[name], program(MACHINES[name])

    def asked(call: str, *arguments: int, architecture: int = machine.architecture) -> int:
        return answer(code, {**FREE, **CHECKED}[call][machine.column], arguments, architecture)

    assert all(asked(call) == 0 for call in FREE if FREE[call][machine.column] >= 0)
    assert asked("openat", -100, 1 << 40, os.O_RDONLY | os.O_CLOEXEC) == 0
    assert asked("openat", -100, 1 << 40, os.O_RDONLY | os.O_DIRECTORY) == 0
    assert asked("clone", 0x3D0F00) == 0  # what the C library makes a thread with
    assert asked("clone", 0x1200011) == errno.EPERM  # and a process
    assert asked("prlimit64", 0, 7, 0, 1 << 40) == 0
    assert asked("prlimit64", 0, 7, 1 << 40, 0) == errno.EPERM  # an address with nothing in its lower half
    assert asked("ioctl", 1, 0x5401, 1 << 40) == asked("fcntl", 1, 1) == 0
    assert asked("read", 0, architecture=0x40000003) == errno.EPERM
    assert all(len(FREE) + len(CHECKED) < 80 and 0 <= step.true < 256 and 0 <= step.false < 256 for step in code)


@pytest.mark.parametrize("name", HEADERS)
def test_the_numbers_are_those_of_the_kernel(name: str) -> None:
    header = Path("/usr/include") / HEADERS[name]
    if not header.exists():
        pytest.skip(f"{header} is not here")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    numbers = {("newfstatat" if call == "fstatat" else call): int(number) for call, number in found}
    for call, each in {**FREE, **CHECKED}.items():
        assert numbers.get(call, -1) == each[MACHINES[name].column], call


@pytest.mark.parametrize(
    ("version", "taken"),
    [
        (1, [(1 << 13) - 1]),
        (2, [(1 << 14) - 1]),
        (3, [(1 << 15) - 1]),
        (4, [(1 << 15) - 1, 3]),
        (5, [(1 << 16) - 1, 3]),
        (6, [(1 << 16) - 1, 3, 3]),
        (9, [(1 << 16) - 1, 3, 3]),
    ],
)
def test_landlock_takes_what_its_version_can(version: int, taken: list[int]) -> None:
    assert list(struct.unpack(f"={len(taken)}Q", landlock.ruleset(version))) == taken


class Refusing:
    """A system whose every call fails with one error."""

    def __init__(self, error: int) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*arguments: object) -> int:
            ctypes.set_errno(self.error)
            return -1

        return fail


def test_walls_that_are_missing_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    assert landlock.restrict(ctypes, Refusing(errno.ENOSYS), []).why == "the kernel has none"
    assert landlock.restrict(ctypes, Refusing(errno.EOPNOTSUPP), []).why == "it is switched off in the kernel"
    assert seccomp.restrict(ctypes, Refusing(errno.EACCES)).why == "Permission denied"
    monkeypatch.setattr(seccomp.os, "uname", lambda: SimpleNamespace(machine="mips"))  # type: ignore[attr-defined]
    assert seccomp.restrict(ctypes, Refusing(0)).why == "there is no filter for this architecture, mips"
    monkeypatch.setattr(confine.sys, "platform", "freebsd14")  # type: ignore[attr-defined]
    walls = confine.confine(os.getppid())
    assert {wall.why for wall in walls} == {"there is none on freebsd14"}
    assert len(walls) == 3
    monkeypatch.setitem(sys.modules, "ctypes", None)
    monkeypatch.setattr(confine.sys, "platform", "linux")  # type: ignore[attr-defined]
    assert {wall.why for wall in confine.confine(os.getppid())} == {"this Python was built without ctypes"}


def test_the_sandbox_of_macos_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def sandbox_init(given: bytes, flags: object, told: Any) -> int:
        asked.append(given)
        return 0

    system = SimpleNamespace(sandbox_init=sandbox_init)
    fake = SimpleNamespace(CDLL=lambda *given, **options: system, c_char_p=ctypes.c_char_p, byref=ctypes.byref)
    monkeypatch.setitem(sys.modules, "ctypes", SimpleNamespace(**vars(fake), c_uint64=ctypes.c_uint64))
    monkeypatch.setattr(confine.sys, "platform", "darwin")  # type: ignore[attr-defined]
    (wall,) = confine.confine(os.getppid())
    assert (wall.name, wall.holds) == ("sandbox_init", True)
    (given,) = asked
    assert given.startswith(b"(version 1)\n(deny default)\n")
    assert b"network" not in given
    assert b"write" not in given
    assert f'(subpath "{ROOT / "companion"}")'.encode() in given
    assert '"/a"b"' not in seatbelt.profile(['/a"b'])
    assert seatbelt.restrict(ctypes, SimpleNamespace(), []).why == "this system has none"
    system.sandbox_init = lambda *given: -1
    assert seatbelt.restrict(ctypes, system, []).why == "it failed"


def test_of_a_checkout_only_the_package_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", ["", str(ROOT), f"{ROOT}/", "/opt/py/lib", "/opt/py/site-packages"])
    found = folders.readable()
    assert str(ROOT / "companion") in found
    assert not {"", "/", str(ROOT), f"{ROOT}/", str(Path.home())} & set(found)
    assert {"/opt/py/lib", "/opt/py/site-packages"} <= set(found)


def test_the_report_is_of_the_process_before_it_saw_the_document() -> None:
    document = read_document(b"<p>x", "a.html")
    names = [wall.name for wall in document.walls]
    if sys.platform == "linux":
        assert names == ["limits", "namespace", "Landlock", "seccomp"]
    told = message(line("W", [["a", "b", ""], ["d", "e\x1b", "f"]]))
    assert told == WallsMessage((Wall("a", "b"), Wall("d", "e␛", "f")))
    for damaged in (b"W7", b"Wx", line("W", [["c"]])):
        with pytest.raises(Damaged):
            message(damaged)


STARTED = """
import sys, time
from companion.documents.sandbox.process import Ending, SandboxProcess
process = SandboxProcess([bytes(10 << 20)], time.monotonic() + 60, 60, 1 << 20, lambda: False)
next(process.lines())  # it is confined; it waits for its document, which is never sent whole
print(process._process.pid, flush=True)
time.sleep(60)
"""


def gone(pid: int, seconds: float = 5.0) -> bool:
    """True once a process is no more, or only waits to be noticed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends it with its parent")
def test_it_ends_with_its_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", STARTED], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert not gone(pid, 0.2)
        parent.send_signal(signal.SIGKILL)
    assert gone(pid)


FORKING = """
import os, sys, time
if child := os.fork():
    os.write(1, f'N"{child}"\\n'.encode())
    ENDS
os.close(1)
time.sleep(60)
"""


@pytest.mark.parametrize("ends", ["time.sleep(60)", "sys.exit(0)"])
def test_what_it_started_ends_with_it(ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "reader"
    program.write_text(f"#!{sys.executable}{FORKING.replace('ENDS', ends)}")
    program.chmod(0o700)
    monkeypatch.setattr("companion.documents.sandbox.process.sys", SimpleNamespace(executable=str(program)))
    with SandboxProcess([], time.monotonic() + 60, 60, 1 << 20, lambda: False) as reader:
        lines = reader.lines()
        pid = int(next(lines)[2:-1])
        if "exit" in ends:
            assert (list(lines), reader.ending) == ([], Ending.WELL)
        else:
            assert not gone(pid, 0.1)
    assert gone(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends it with its parent")
def test_it_does_not_begin_where_its_parent_is_gone() -> None:
    command = [sys.executable, "-m", "companion.documents.sandbox.worker", "1"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=30, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (1, b"")


def test_the_calls_that_are_refused_are_not_among_those_needed() -> None:
    needed = {numbers for numbers in FREE.values()}
    assert not needed & {attempt.numbers for attempt in (*NETWORK, *MACHINE)}
