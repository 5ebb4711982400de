"""Confinement of this process by the system: nothing but reading its libraries and answering.

The library that reads PDF is native code, which Python's audit hooks do not see; the system has to hold it. Where it
cannot, the process is as free as before, and says which wall does not hold and why.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from companion.documents.sandbox import landlock, seatbelt, seccomp
from companion.documents.sandbox.folders import readable
from companion.model import Wall

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_SIGNAL_WHEN_PARENT_DIES, _NO_NEW_PRIVILEGES, _KILL = 1, 38, 9
_NETWORK = "namespace", "a network of its own with nothing in it"


def confine(parent: int) -> list[Wall]:
    """Confine this process for good; the walls that hold and those that do not. On Linux it ends with its parent.

    `parent` is the process id of who started it.
    """
    walls = [_NETWORK, (landlock.NAME, landlock.WHAT), (seccomp.NAME, seccomp.WHAT)]
    if sys.platform == "darwin":
        walls = [(seatbelt.NAME, seatbelt.WHAT)]
    elif sys.platform != "linux":
        return [Wall(*wall, f"there is none on {sys.platform}") for wall in walls]
    try:
        import ctypes  # a Python built without it reads all but PDF
    except ImportError:
        return [Wall(*wall, "this Python was built without ctypes") for wall in walls]
    system = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        return [seatbelt.restrict(ctypes, system, readable())]
    return _confined(ctypes, system, parent)


def _confined(ctypes: Any, system: Any, parent: int) -> list[Wall]:
    alone = system.unshare(_NEW_NET) == 0 or system.unshare(_NEW_USER | _NEW_NET) == 0
    network = Wall(*_NETWORK, "" if alone else os.strerror(ctypes.get_errno()))
    system.prctl(_SIGNAL_WHEN_PARENT_DIES, _KILL, 0, 0, 0)  # a namespace of users would have undone it
    if os.getppid() != parent:  # it died before
        os._exit(1)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return [network, landlock.restrict(ctypes, system, readable()), seccomp.restrict(ctypes, system)]
