"""The wall of macOS: `sandbox_init` with a profile that refuses all but reading what `folders` names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from companion.model import Wall

NAME, WHAT = "sandbox_init", "no file changed, no network, no program; none read but those of Python and the libraries"
_PROFILE = """(version 1)
(deny default)
(allow file-read-metadata)
(allow sysctl-read)
(allow file-read* (literal "/dev/urandom") (literal "/dev/null") {})
"""


def profile(readable: Iterable[str]) -> str:
    """The profile, in the language of the system's sandbox; a path that could end its string is left out."""
    plain = (path for path in readable if '"' not in path and "\\" not in path)
    return _PROFILE.format(" ".join(f'(subpath "{path}")' for path in (*plain, "/usr/lib")))


def restrict(ctypes: Any, system: Any, readable: Iterable[str]) -> Wall:
    """Put it in force for good. Apple calls the function deprecated, but offers no other to a plain program."""
    told = ctypes.c_char_p()
    try:
        failed = system.sandbox_init(profile(readable).encode(), ctypes.c_uint64(0), ctypes.byref(told))
    except AttributeError:
        return Wall(NAME, WHAT, "this system has none")
    return Wall(NAME, WHAT, (told.value or b"it failed").decode("utf-8", "replace") if failed else "")
