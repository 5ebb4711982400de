"""The folders and files that reading a document opens: Python, its libraries, the system's, and this package."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

import companion

_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64", "/nix/store", "/gnu/store")
_ELSEWHERE = ("/etc/ld.so.cache", "/System/Library", "/opt/homebrew", "/home/linuxbrew/.linuxbrew/lib")
_FONTS = ("/usr/share/fonts", "/usr/share/X11/fonts", "/usr/local/share/fonts", "/Library/Fonts")
"""What pdfium looks for where a PDF brings no shapes of its letters: how wide they are says where words end."""


def readable() -> list[str]:
    """Paths that may be read, with all below them. Of a checkout only the package, not what lies beside it."""
    package = os.path.dirname(os.path.abspath(companion.__file__))
    beside = os.path.dirname(package)
    apart = beside if os.path.exists(os.path.join(beside, "pyproject.toml")) else ""
    known = [path for path in sys.path if os.path.abspath(path) != apart]
    own = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    lib = os.path.join(sys.base_prefix, "lib")
    found = dict.fromkeys([package, *known, *_linked(known), lib, *own, *_SYSTEM, *_ELSEWHERE, *_FONTS])
    return [path for path in found if os.path.isabs(path) and path != "/"]


def _linked(folders: Iterable[str]) -> Iterator[str]:
    """Where the packages stand that an installer only linked into these folders."""
    for folder in folders:
        if folder.endswith("-packages") and os.path.isdir(folder):
            with os.scandir(folder) as entries:
                yield from (os.path.realpath(entry.path) for entry in entries if entry.is_symlink())
