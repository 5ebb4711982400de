"""Functions of pdfium with plain addresses, for what is called for each letter and object of a page."""

from __future__ import annotations

import ctypes
from typing import Any


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of `pypdfium2.raw` that takes and gives addresses as numbers: half the time of ctypes' pointers."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)
