"""Confinement of this process by the system: no network, no file written, no program started.

The library that reads PDF is native code, which Python's audit hooks do not see; the system has to hold it. Linux does:
a network of its own with nothing in it, and Landlock from 5.13 on. Where it does not, the process is as free as before.
"""

from __future__ import annotations

import sys
from typing import Any

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_VERSION = 1
_READING = (1 << 2) | (1 << 3)
_FILES = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights to files Landlock knows from which version on; reading is among them."""
_NETWORK, _SCOPES = 0b11, 0b11


def confine() -> list[str]:
    """Confine this process for good; returns what is in force, of `network` and `files`. Files can still be read."""
    if sys.platform != "linux":
        return []
    try:
        import ctypes  # a Python built without it reads all but PDF
    except ImportError:
        return []
    system = ctypes.CDLL(None, use_errno=True)
    alone = system.unshare(_NEW_NET) == 0 or system.unshare(_NEW_USER | _NEW_NET) == 0
    return [*(["network"] if alone else []), *(["files"] if _restricted(ctypes, system) else [])]


def _restricted(ctypes: Any, system: Any) -> bool:
    """True if Landlock took every right to change files and start programs, and what else its version can take."""
    version = system.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return False
    rights = max(count for since, count in _FILES.items() if since <= version)
    files = ((1 << rights) - 1) & ~_READING
    asked = [files, *([_NETWORK] if version >= 4 else []), *([_SCOPES] if version >= 6 else [])]
    rules = (ctypes.c_uint64 * len(asked))(*asked)
    handle = system.syscall(_CREATE_RULESET, rules, ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    if handle < 0 or system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(system.syscall(_RESTRICT_SELF, handle, 0) == 0)
