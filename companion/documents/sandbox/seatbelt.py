"""The wall of macOS: `sandbox_init` with a profile that refuses all but reading what `folders` names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from companion.model import Wall

NAME, WHAT = "sandbox_init", "no file changed, no network, no program; none read but those of Python and the libraries"
_PROFILE = """(version 1)
(deny default)
(allow file-read-metadata)
(allow sysctl-read)
(allow signal (target self))
(allow file-read* (literal "/dev/urandom") (literal "/dev/null"))
(allow file-read* file-map-executable {})
"""


def profile(readable: Iterable[str]) -> str:
    """The profile, in the language of the system's sandbox; a path that could end its string is left out.

    It compares paths without links; a library is not only read, but mapped.
    """
    real = dict.fromkeys(map(os.path.realpath, (*readable, "/usr/lib")))
    return _PROFILE.format(" ".join(f'(subpath "{path}")' for path in real if '"' not in path and "\\" not in path))


def restrict(ctypes: Any, system: Any, readable: Iterable[str]) -> Wall:
    """Put it in force for good. Apple calls the function deprecated, but offers no other to a plain program."""
    told = ctypes.c_char_p()
    try:
        failed = system.sandbox_init(profile(readable).encode(), ctypes.c_uint64(0), ctypes.byref(told))
    except AttributeError:
        return Wall(NAME, WHAT, "this system has none")
    return Wall(NAME, WHAT, (told.value or b"it failed").decode("utf-8", "replace") if failed else "")
