"""Zip archives, read in memory against limits on size and number of members."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import normpath

from companion.model import Unreadable
from companion.text.clean import clean_line

MEMBER = 64 << 20
WHOLE = 256 << 20
"""Bytes unpacked, of one member and of all that are read; of these less where the archive is small."""
_WHOLE_LEAST, _WHOLE_RATIO = 16 << 20, 20
RATIO = 200
"""Bytes unpacked for one packed, once they are more than a mebibyte."""
MEMBERS = 10_000
_CHUNK = 1 << 18


class Archive:
    """The members of an archive by name. Raises Unreadable for one that is damaged or has too many."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\1\2") > MEMBERS:  # each has an entry that begins so; nothing is made of them yet
            raise Unreadable(f"the archive has more than {MEMBERS:,} members")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise Unreadable("the archive is damaged; get it again") from None
        self._members = {member.filename: member for member in self._zip.infolist()}
        self._whole = min(_WHOLE_LEAST + _WHOLE_RATIO * len(data), WHOLE)
        self._left = self._whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises Unreadable, in words that go on after the member's name."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable("is not in the book")
        if member.flag_bits & 1:
            raise Unreadable("is encrypted")
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as file:
                while part := file.read(_CHUNK):
                    size += len(part)
                    self._check(size, member.compress_size)
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
            raise Unreadable("is damaged") from None
        self._left -= size  # one that is refused takes nothing from the others
        return b"".join(parts)

    def _check(self, size: int, packed: int) -> None:
        if size > MEMBER:
            raise Unreadable(f"is larger than {MEMBER >> 20} MiB unpacked")
        if size > 1 << 20 and size > RATIO * max(packed, 1):
            raise Unreadable(f"unpacks to more than {RATIO} times its size")
        if size > self._left:
            raise Unreadable(f"is too much: more than {self._whole >> 20} MiB would be unpacked")


def inside(base: str, path: str) -> str | None:
    """A path, relative to the folder of member `base`, as a member's name; None if it leads out of the archive."""
    if "\0" in path or "\\" in path or path.startswith("/") or ":" in path.split("/")[0]:
        return None
    name = normpath(f"{base.rpartition('/')[0]}/{path}".lstrip("/"))
    return None if name.startswith("..") or name == "." else name


def shown(name: str) -> str:
    """A member's name for a message."""
    return clean_line(name if len(name) < 80 else f"…{name[-78:]}")
