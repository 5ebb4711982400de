"""A folder of notebooks that several readers share through git: what git is to know of it, and the commands for it.

git itself is never run.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from companion.model import CompanionError
from companion.store import errors, files
from companion.store.output_file import write_output
from companion.text.clean import clean_line

ATTRIBUTES = ".gitattributes"
IGNORED = ".gitignore"
_LINES = {ATTRIBUTES: ("*.yaml text eol=lf",), IGNORED: (f"{files.LEFT_OVER}*",)}
_LIMIT = 1 << 20


def prepare(where: str) -> list[str]:
    """Make the folder and add the lines that git needs to files of it; what to do next, in lines.

    What stands in those files stays. Raises CompanionError.
    """
    folder = Path(os.path.abspath(Path(where).expanduser()))
    label = clean_line(str(folder))
    try:
        files.make_folders(folder)
        written = [name for name, lines in _LINES.items() if _added(folder / name, lines)]
    except OSError as error:
        raise CompanionError(f"{label}: not prepared: {errors.words(error)}") from None
    return [*(f"{clean_line(str(folder / name))} written" for name in written), *_next(folder)]


def _added(file: Path, lines: tuple[str, ...]) -> bool:
    """Whether lines were missing in a file, and are there now."""
    before = files.read_bytes(file, _LIMIT).decode("utf-8", "replace") if os.path.lexists(file) else ""
    missing = [line for line in lines if line not in before.splitlines()]
    if missing:
        begun = before if not before or before.endswith("\n") else f"{before}\n"
        write_output(str(file), (begun + "".join(f"{line}\n" for line in missing)).encode(), force=True)
    return bool(missing)


def _next(folder: Path) -> list[str]:
    place = clean_line(shlex.quote(str(folder)))
    begun = (folder / ".git").exists()
    first = [
        f"  git -C {place} init -b main",
        f"  git -C {place} remote add origin ADDRESS",
    ]
    return [
        "",
        "The first reader sends the folder before anybody else clones it:",
        *(first if not begun else []),
        f"  git -C {place} add .gitattributes .gitignore",
        f"  git -C {place} commit -m 'Begin a shared notebook'",
        f"  git -C {place} push -u origin main",
        "Every other reader:",
        f"  git clone ADDRESS {place}",
        "Each reader, once, under a name nobody else has:",
        "  companion config reader NAME",
        f"  companion read DOCUMENT --notes {place}",
        "Then, after reading:",
        f"  git -C {place} add -A",
        f"  git -C {place} commit -m 'Notes'",
        f"  git -C {place} pull --rebase",
        f"  git -C {place} push",
        "Each writes only in the folder of that name, so notes never meet.",
    ]
