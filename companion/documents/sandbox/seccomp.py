"""The filter of system calls (seccomp): this process can do what reading a document needs, and nothing else.

Classic BPF that looks at the architecture, the number of the call, and of a few calls at the arguments. It is made here
since it is some hundred instructions of six kinds. What is refused fails with EPERM, as if there were no permission;
`clone3`, whose arguments no filter can see, with ENOSYS, upon which the C library takes `clone`.
"""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

from companion.documents.sandbox.calls import CHECKED, FREE
from companion.model import Wall

NAME, WHAT = "seccomp", "only the system calls that reading needs"
_LOAD, _EQUAL, _LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
"""Where in what the kernel shows to a filter these are; an argument has eight bytes, the lower four first."""
_X32 = 0x40000000
_SET_FILTER, _ALL_THREADS = 1, 1

_CHANGING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, O_TMPFILE."""
_THREAD = 0x00000100 | 0x00000200 | 0x00000400 | 0x00000800 | 0x00010000
"""CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD: without them it is a process, not a thread."""
_NAMESPACES = 0x7E020000
_TERMINAL, _CLOSE_ON_EXEC, _KEEP_ON_EXEC = 0x5401, 0x5451, 0x5450
_DUPLICATE, _DUPLICATE_CLOSED, _FLAGS = 0, 1030, (1, 2, 3)
"""F_DUPFD, F_DUPFD_CLOEXEC, and F_GETFD, F_SETFD, F_GETFL."""


class Machine(NamedTuple):
    """An architecture: what the kernel calls it, its column in `calls`, and the number of `seccomp` itself."""

    architecture: int
    column: int
    seccomp: int


MACHINES = {"x86_64": Machine(0xC000003E, 0, 317), "aarch64": Machine(0xC00000B7, 1, 277)}


class Instruction(NamedTuple):
    """One instruction: the code, how many to pass over if true and if false, and its number."""

    code: int
    true: int
    false: int
    k: int


def _fail(error: int) -> Instruction:
    return Instruction(_RETURN, 0, 0, _FAIL | error)


_REFUSED, _ALLOWED = _fail(errno.EPERM), Instruction(_RETURN, 0, 0, _ALLOW)


def _load(argument: int, upper: int = 0) -> Instruction:
    return Instruction(_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4 * upper)


def _one_of(argument: int, values: Iterable[int]) -> list[Instruction]:
    tests = [part for value in values for part in (Instruction(_EQUAL, 0, 1, value), _ALLOWED)]
    return [_load(argument), *tests, _REFUSED]


def _zero(argument: int, upper: int = 0) -> list[Instruction]:
    return [_load(argument, upper), Instruction(_EQUAL, 1, 0, 0), _REFUSED]


def _opened(argument: int) -> list[Instruction]:
    return [_load(argument), Instruction(_ANY_BIT, 0, 1, _CHANGING), _REFUSED, _ALLOWED]


_RULES = {
    "open": _opened(1),
    "openat": _opened(2),
    "clone": [_load(0), Instruction(_AND, 0, 0, _THREAD | _NAMESPACES), *_one_of(0, [_THREAD])[1:]],
    "clone3": [_fail(errno.ENOSYS)],
    "ioctl": _one_of(1, [_TERMINAL, _CLOSE_ON_EXEC, _KEEP_ON_EXEC]),
    "fcntl": _one_of(1, [_DUPLICATE, _DUPLICATE_CLOSED, *_FLAGS]),
    "prlimit64": [*_zero(0), *_zero(2), *_zero(2, 1), _ALLOWED],
}
"""What of a call's arguments is allowed: asking for limits, but not of another process, nor new ones."""


def program(machine: Machine) -> list[Instruction]:
    """The filter for this architecture."""
    code = [Instruction(_LOAD, 0, 0, _ARCHITECTURE), Instruction(_EQUAL, 1, 0, machine.architecture), _REFUSED]
    code += [Instruction(_LOAD, 0, 0, _NUMBER), Instruction(_LEAST, 0, 1, _X32), _REFUSED]
    for name, numbers in {**FREE, **CHECKED}.items():
        number, rule = numbers[machine.column], _RULES.get(name, [_ALLOWED])
        if number >= 0:
            code += [Instruction(_EQUAL, 0, len(rule), number), *rule]
    return [*code, _REFUSED]


def restrict(ctypes: Any, system: Any) -> Wall:
    """Put the filter in force, for good and for all threads; the process must have given up new privileges."""
    name = os.uname().machine
    machine = MACHINES.get(name)
    if machine is None or sys.maxsize < 1 << 32 or sys.byteorder != "little":
        return Wall(NAME, WHAT, f"there is no filter for this architecture, {name}")
    code = program(machine)
    kept = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in code))
    asked = struct.pack("@HP", len(code), ctypes.addressof(kept))
    failed = system.syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, asked)
    return Wall(NAME, WHAT, os.strerror(ctypes.get_errno()) if failed else "")
