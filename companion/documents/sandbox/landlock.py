"""The wall around files (Landlock): nothing is changed, and only what `folders` names is read.

Versions of the kernel's interface from 1 on; what a newer one can take besides, it takes: network from 4 on, signals
and abstract sockets from 6 on.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterable
from typing import Any

from companion.model import Wall

NAME, WHAT = "Landlock", "no file changed, none read but those of Python and the libraries"
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILES = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights to files Landlock knows from which version on; reading is among them."""
_NETWORK, _SCOPES = 0b11, 0b11
_MISSING = {errno.ENOSYS: "the kernel has none", errno.EOPNOTSUPP: "it is switched off in the kernel"}


def ruleset(version: int) -> bytes:
    """All that this version can take away: rights to files, to the network, and scopes."""
    rights = max(count for since, count in _FILES.items() if since <= version)
    taken = [(1 << rights) - 1, *([_NETWORK] if version >= 4 else []), *([_SCOPES] if version >= 6 else [])]
    return struct.pack(f"={len(taken)}Q", *taken)


def restrict(ctypes: Any, system: Any, readable: Iterable[str]) -> Wall:
    """Put it in force for good; the process must have given up new privileges."""
    version = system.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        number = ctypes.get_errno()
        return Wall(NAME, WHAT, _MISSING.get(number, os.strerror(number)))
    asked = ruleset(version)
    handle = system.syscall(_CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), 0)
    if handle < 0:
        return Wall(NAME, WHAT, os.strerror(ctypes.get_errno()))
    for path in readable:
        _let_read(system, handle, path)
    failed = system.syscall(_RESTRICT_SELF, handle, 0)
    why = os.strerror(ctypes.get_errno()) if failed else ""
    os.close(handle)
    return Wall(NAME, WHAT, why)


def _let_read(system: Any, handle: int, path: str) -> None:
    """Except what is at this path, and below it; nothing where there is no such path."""
    try:
        there = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READ_FILE | (_READ_FOLDER if os.path.isdir(path) else 0)
        system.syscall(_ADD_RULE, handle, _BENEATH, struct.pack("=Qi", rights, there), 0)
    finally:
        os.close(there)
